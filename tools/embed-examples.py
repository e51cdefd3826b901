#!/usr/bin/env python3
"""Writes the examples of the rules as C data: embed-examples.py OUT.c DEPFILE TESTDATA/rules

A rule's example is bad.yaml and good.yaml of the folder that has its name.
"""
import os
import sys


def literal(text):
    """The text as C string pieces of one source line each."""
    lines = []
    for line in text.splitlines(keepends=True):
        out = ''
        for byte in line.encode('utf-8', 'surrogateescape'):
            char = chr(byte)
            if char == '\n':
                out += '\\n'
            elif char in '"\\?':
                out += '\\' + char
            elif 32 <= byte < 127:
                out += char
            else:
                out += '\\%03o' % byte
        lines.append('\t\t"%s"' % out)
    return '\n'.join(lines) or '\t\t""'


def main(out, depfile, folder):
    rows, files = [], []
    for rule in sorted(os.listdir(folder)):
        texts = []
        for name in ('bad.yaml', 'good.yaml'):
            path = os.path.join(folder, rule, name)
            if os.path.exists(path):
                files.append(path)
                with open(path, encoding='utf-8', errors='surrogateescape') as f:
                    texts.append(f.read())
        if len(texts) == 2:
            rows.append('\t{"%s",\n%s,\n%s},\n' % (rule, literal(texts[0]), literal(texts[1])))
    with open(out, 'w') as f:
        f.write('/* made by tools/embed-examples.py: do not edit */\n\n#include "diag/example.h"\n\n')
        f.write('const struct bth_example bth_examples[] = {\n' + ''.join(rows) + '\t{0},\n};\n\n')
        f.write('const size_t bth_example_count = %d;\n' % len(rows))
    with open(depfile, 'w') as f:
        f.write('%s: %s\n' % (out, ' '.join(files)))


main(*sys.argv[1:])
