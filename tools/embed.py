#!/usr/bin/env python3
"""Writes files as C data: embed.py OUT.c HEADER ARRAY FILE…

ARRAY is of {name, text, len}, ended by its count in ARRAY without its s and _count.
"""
import os
import sys


def literal(data):
    """The bytes as C string pieces of one source line each."""
    lines = []
    for line in data.decode().splitlines(keepends=True) or ['']:
        text = line.replace('\\', '\\\\').replace('"', '\\"').replace('\n', '\\n').replace('\t', '\\t').replace('?', '\\?')
        lines.append('\t\t"%s"' % text)
    return '\n'.join(lines)


def main(out, header, array, files):
    with open(out, 'w') as f:
        f.write('/* made by tools/embed.py: do not edit */\n\n#include "%s"\n\n' % header)
        f.write('const struct bth_builtin %s[] = {\n' % array)
        for path in files:
            with open(path, 'rb') as g:
                data = g.read()
            f.write('\t{"%s",\n%s,\n\t\t%d},\n' % (os.path.basename(path), literal(data), len(data)))
        f.write('};\n\nconst size_t %s_count = %d;\n' % (array.rstrip('s'), len(files)))


main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:])
