#!/usr/bin/env python3
"""go-facts.py - what Go's types say of an API and its specification does not, as facts.json

usage: go-facts.py IMPORTPATH=FOLDER... >facts.json

Named string types with their constants, the Go type of each JSON field, and the "+marker" lines
above types. Reads source as gofmt lays it out: nothing is compiled. For import-openapi.py.
"""
import glob
import json
import os
import re
import sys

IMPORT = re.compile(r'^(?:import\s+|\t)(?:(\w+)\s+)?"([^"]+)"$', re.M)
STRUCT = re.compile(r"^type (\w+) struct \{\n(.*?)^\}", re.M | re.S)
NAMED = re.compile(r"^type (\w+) (=\s*)?((?!struct\b|interface\b|func\b)[^\n{]+)$", re.M)
FIELD = re.compile(r"^\t(?:(\w+)\s+)?(\S[^`]*?)(?:\s+`([^`]*)`)?$")
CONSTANT = re.compile(r"^(?:const |\t)(\w+)(?:[ \t]+(\w+))?[ \t]*=[ \t]*([^\n]+)$", re.M)
TERM = re.compile(r'"(?:[^"\\]|\\.)*"|`[^`]*`|(\w+)\((.*)\)|(\w+)\.(\w+)|(\w+)')


class Package:
    """The source of one package."""

    def __init__(self, path, folder):
        self.path = path
        self.structs, self.types, self.consts = {}, {}, {}
        self.constants = {}  # name -> (type or None, expression, the file's imports)
        for name in sorted(glob.glob(os.path.join(folder, "*.go"))):
            base = os.path.basename(name)
            if not (base.endswith("_test.go") or base.startswith("zz_") or base == "generated.pb.go"):
                with open(name, encoding="utf-8") as file:
                    self.read(file.read())

    def read(self, text):
        imports = {alias or path.rpartition("/")[2]: path for alias, path in IMPORT.findall(text)}
        bare = re.sub(r"[ \t]*//[^\n]*", "", re.sub(r"/\*.*?\*/", "", text, flags=re.S))
        for name, body in STRUCT.findall(bare):
            self.structs[name] = list(self.fields(body, imports))
        for name, _, under in NAMED.findall(bare):
            self.types[name] = {"under": self.spell(under.strip(), imports)}
            marks = self.markers(text, name)
            if marks:
                self.types[name]["markers"] = marks
        for block in re.findall(r"^const \(\n.*?^\)|^const \w[^\n]*", bare, re.M | re.S):
            for name, kind, value in CONSTANT.findall(block):
                self.constants[name] = (kind or None, value.strip(), imports)

    @staticmethod
    def markers(text, name):
        above = re.search(rf"((?:^//[^\n]*\n)+)^type {name} ", text, re.M)
        lines = above.group(1).splitlines() if above else []
        return [line.lstrip("/ \t")[1:].rstrip() for line in lines
                if re.match(r"//\s*\+[^ ]", line)]

    def fields(self, body, imports):
        for line in body.splitlines():
            found = FIELD.match(line)
            if not found:
                continue
            name, kind, tags = found.groups()
            tag = re.search(r'json:"([^"]*)"', tags or "")
            json_name, *options = tag.group(1).split(",") if tag else [""]
            if json_name == "-" or (name and not tag and not name[0].isupper()):
                continue
            if not json_name and name and tags is not None and "inline" not in options:
                json_name = name
            field = {"type": self.spell(kind.strip(), imports)}
            yield {"name": json_name, **field} if json_name else field

    def spell(self, kind, imports):
        """The type with its packages in full, and without pointers."""
        kind = kind.lstrip("*")
        if kind.startswith("[]"):
            return "[]" + self.spell(kind[2:], imports)
        found = re.fullmatch(r"map\[([^\]]+)\](.+)", kind)
        if found:
            return f"map[{self.spell(found[1], imports)}]{self.spell(found[2], imports)}"
        package, dot, name = kind.rpartition(".")
        if dot:
            return f"{imports.get(package, package)}.{name}"
        return f"{self.path}.{kind}" if kind[:1].isupper() else kind


def value_of(packages, package, expression, imports, depth=0):
    """(string, type that the expression gives it or None), or None for what is no string."""
    text, kind = "", None
    for part in expression.split(" + "):
        found = TERM.fullmatch(part.strip())
        if not found or depth > 8:
            return None
        call, inner, other, member, name = found.groups()
        if call:
            known = value_of(packages, package, inner, imports, depth + 1)
            known = known and (known[0], call)
        elif other or name:
            owner = packages.get(imports.get(other)) if other else package
            known = owner and constant_of(packages, owner, member or name, depth + 1)
            known = known and ((known[0], None) if other else known)
        else:
            known = (json.loads(part) if part.startswith('"') else part[1:-1], None)
        if not known:
            return None
        text, kind = text + known[0], kind or known[1]
    return text, kind


def constant_of(packages, package, name, depth=0):
    if name not in package.constants:
        return None
    kind, expression, imports = package.constants[name]
    known = value_of(packages, package, expression, imports, depth)
    return known and (known[0], kind or known[1])


def main(arguments):
    if not arguments or not all("=" in argument for argument in arguments):
        sys.exit(__doc__)
    packages = {path: Package(path, folder)
                for path, _, folder in (argument.partition("=") for argument in arguments)}
    for package in packages.values():
        for name in package.constants:
            known = constant_of(packages, package, name)
            if known and known[1]:
                package.consts.setdefault(known[1], []).append(known[0])
    json.dump({path: {"structs": package.structs, "types": package.types, "consts": package.consts}
               for path, package in packages.items()}, sys.stdout, ensure_ascii=False)
    print()


if __name__ == "__main__":
    main(sys.argv[1:])
