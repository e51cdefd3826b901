#!/usr/bin/env python3
"""make-widths.py - print src/base/widths.def: how many columns of a terminal code points take

Run by hand when Unicode changes enough to matter, since it prints what this Python knows.
"""

import unicodedata


def width(code):
    char = chr(code)
    if 0x1160 <= code <= 0x11FF:
        return 0  # vowels and finals of Hangul join the consonant before them
    if unicodedata.category(char) in ("Mn", "Me", "Cf") and code != 0xAD:
        return 0
    if unicodedata.category(char) == "Cn":
        # of the planes of ideographs not all are assigned yet
        return 2 if 0x20000 <= code <= 0x2FFFD or 0x30000 <= code <= 0x3FFFD else 1
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def ranges():
    first, last = 0, 0x10FFFF
    for code in range(1, last + 2):
        if code > last or width(code) != width(first):
            if width(first) != 1:
                yield first, code - 1, width(first)
            first = code


print("/*\n * WIDTH(first, last, columns): code points that do not take one column, sorted.")
print(f" * Printed by tools/make-widths.py from Unicode {unicodedata.unidata_version}.\n */")
for entry in ranges():
    print("WIDTH(0x%04X, 0x%04X, %d)" % entry)
