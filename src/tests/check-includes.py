#!/usr/bin/env python3
"""check-includes.py - holds src/ to the table of folders in doc/design.md

usage: check-includes.py SOURCE_ROOT

An #include may name the file's own folder and what the table allows that folder,
directly or through what it allows. Besides that, guards are spelled from the path,
a .c file includes its own header first, and the first line says what a file is.
"""

import os
import re
import sys

HEADER = ["folder in src/", "may include", "promise"]
VIEWS = "world/views.h"
ANYWHERE = {"rules.h", "rules.def", "berth/berth.h"}
TESTS = "tests"


class Table:
    """Who may include whom: for each folder (or file in src/) a set of folders and headers."""

    def __init__(self):
        self.allowed = {}
        self.faults = []

    def fault(self, line, message):
        self.faults.append((line, message))

    def add_row(self, line, folders, may_include):
        above = list(self.allowed)
        row = set()
        for item in re.split(r",\s*", may_include.replace("`", "").strip()):
            item = item.rstrip("/")
            if item in ("–", "-"):
                continue
            if item == "the result they print":
                row.update(above)
            elif item == "everything":
                row.update(above, folders)
            elif item == "world's views" and "world" in self.allowed:
                row |= {VIEWS} | self.allowed["world"] - {"world"}
            elif item in self.allowed:
                row |= {item} | self.allowed[item]
            else:
                self.fault(line, f"'{item}' is not a folder further up in the table")
        for folder in folders:
            if folder in self.allowed:
                self.fault(line, f"'{folder}' is in the table twice")
            self.allowed[folder] = row | {folder}


def cells(line):
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def read_table(path):
    table = Table()
    inside = False
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if not line.lstrip().startswith("|"):
                if inside:
                    break
            elif cells(line) == HEADER:
                inside = True
            elif inside and not re.fullmatch(r"[\s|:-]+", line):
                row = cells(line)
                folders = [name.rstrip("/") for name in re.findall(r"`([^`]+)`", row[0])]
                if len(row) != len(HEADER) or not folders:
                    table.fault(number, "a row needs folders in backticks and three cells")
                else:
                    table.add_row(number, folders, row[1])
    return table


def strip_comments(text):
    """Blank out comments, and keep the line ends and what is quoted."""

    def blank(match):
        found = match.group(0)
        return re.sub(r"[^\n]", " ", found) if found.startswith("/") else found

    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"', blank, text, flags=re.S)


class Source:
    """One file of src/, by its path from there."""

    def __init__(self, root, path):
        self.path = path
        self.name = os.path.basename(path)
        with open(os.path.join(root, "src", path), encoding="utf-8") as file:
            self.text = file.read()
        self.lines = strip_comments(self.text).split("\n")
        self.faults = []

    def fault(self, line, message):
        self.faults.append((line, message))

    def includes(self):
        for number, line in enumerate(self.lines, 1):
            match = re.match(r'\s*#\s*include\s*(["<])([^">]+)[">]', line)
            if match:
                yield number, match.group(1) == '"', match.group(2)


def owner(path, table):
    """The row of the table that a file belongs to; None when there is none."""
    if path in table.allowed:
        return path
    folder = path.split("/")[0] if "/" in path else path.rsplit(".", 1)[0]
    return folder if folder in table.allowed else None


def check_includes(source, folder, table):
    own = table.allowed[folder]
    for number, quoted, name in source.includes():
        first = name.split("/")[0]
        ours = quoted or ("/" in name and (first in table.allowed or first == TESTS))
        if not ours or name in ANYWHERE or name in own:
            continue
        if "/" not in name:
            source.fault(number, f"'{name}' is not named by its path from src/")
        elif first != TESTS and first not in table.allowed:
            source.fault(number, f"'{name}' is in no folder of the table in doc/design.md")
        elif first not in own:
            source.fault(number, f"{folder} may not include '{name}'")


def check_guard(source):
    guard = "BTH_" + re.sub(r"[^A-Za-z0-9]", "_", source.path).upper()
    directives = [(number, line.split()) for number, line in enumerate(source.lines, 1)
                  if line.startswith("#")]
    if [words for _, words in directives[:2]] != [["#ifndef", guard], ["#define", guard]]:
        line = directives[0][0] if directives else 1
        source.fault(line, f"the header does not begin with the guard {guard}")


def check_own_header(source, paths):
    header = source.path[:-2] + ".h"
    if header not in paths:
        return
    number, _, name = next(source.includes(), (1, True, None))
    if name != header:
        source.fault(number, f"the first include is not '{header}'")


def check_first_line(source):
    name = re.escape(source.name)
    if not re.match(rf"/\* {name} - \S[^\n]* \*/\n|/\*\n \* {name} - \S", source.text):
        source.fault(1, f"the file does not begin with '/* {source.name} - its idea */'")


def source_paths(root):
    top = os.path.join(root, "src")
    for folder, _, names in os.walk(top):
        for name in names:
            if name.endswith((".c", ".h", ".def")) and not name.startswith("."):
                yield os.path.relpath(os.path.join(folder, name), top).replace(os.sep, "/")


def check(root):
    """All that is wrong, as (file, line, message)."""
    design = "doc/design.md"
    table = read_table(os.path.join(root, design))
    if not table.allowed:
        return [(design, 1, "there is no table headed '" + " | ".join(HEADER) + "'")]
    faults = [(design, line, message) for line, message in table.faults]

    folders = {entry.name for entry in os.scandir(os.path.join(root, "src")) if entry.is_dir()}
    for folder in sorted(folders - set(table.allowed) - {TESTS}):
        faults.append((design, 1, f"the table does not have src/{folder}/"))

    paths = sorted(source_paths(root))
    if not paths:
        faults.append(("src", 1, "there are no sources"))
    for path in paths:
        source = Source(root, path)
        folder = owner(path, table)
        if folder:
            check_includes(source, folder, table)
        elif "/" not in path:
            source.fault(1, "neither the file nor a folder of its name is in the table")
        if path.endswith(".h"):
            check_guard(source)
        if path.endswith(".c"):
            check_own_header(source, paths)
        if not path.endswith(".def"):
            check_first_line(source)
        faults += [("src/" + path, line, message) for line, message in sorted(source.faults)]
    return faults


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: check-includes.py SOURCE_ROOT")
    try:
        faults = check(sys.argv[1])
    except (OSError, UnicodeDecodeError) as error:
        sys.exit(f"check-includes.py: {error}")
    for file, line, message in faults:
        print(f"{file}:{line}: {message}")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
