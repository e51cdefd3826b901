#!/usr/bin/env python3
"""make-manual.py SOURCE_ROOT - print doc/berth.yaml.5: the settings, from the table of their keys

The keys' words are those of src/config/keys.def and src/syntax/limits.def; what stands around
them is below.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(sys.argv[1])
TEXT = r'"((?:[^"\\]|\\.)*)"'

HEAD = r""".\" Printed by tools/make-manual.py: change that, or src/config/keys.def.
.Dd November 25, 2026
.Dt BERTH.YAML 5
.Os
.Sh NAME
.Nm .berth.yaml
.Nd settings of berth for a repository
.Sh DESCRIPTION
For each file that
.Xr berth-lint 1
and the other commands check, the nearest
.Nm
counts that stands in the file's folder or in one above it, up to the root of the
repository.
.Fl -config Ar file
of
.Xr berth 1
names one file for all of them instead.
.Pp
The file is YAML, one map.
A key or a value that
.Nm berth
does not understand is an error with its place, and ends the run with 2, as nobody knows
what was wanted.
Settings cannot run anything, and name only files below their own folder.
.Ic berth schema config
prints a JSON Schema for editors.
"""

SECTIONS = {
    "ROOT": ("KEYS", "At the top of the file:"),
    "RULE": ("RULES", "Under the name of a rule or a family stands a severity, or a map of:"),
    "OVERRIDE": ("OVERRIDES", "Each item of\n.Cm overrides\nhas:"),
    "CUSTOM": ("CUSTOM RULES", "Each item of\n.Cm customRules\nhas a way to the values that it looks"
               " at and says what these must be:"),
    "MATCH": (None, "Under\n.Cm match\nof a rule stands:"),
    "LIMITS": ("LIMITS", "Under\n.Cm limits\nstand whole numbers, of which\n.Xr berth 1\nhas the"
               " usual ones:"),
}

TAIL = r""".Sh EXAMPLES
Two severities, other ones for tests, a rule of one's own and an object that is made
elsewhere:
.Bd -literal -offset indent
rules:
  hygiene: info
  class-undefined: error
overrides:
  - paths: ["tests/**"]
    rules: {safety: off}
customRules:
  - name: own-registry
    message: images come from our registry
    path: spec.template.spec.containers[*].image
    require: ^registry\e.example/
assumeExists: [Secret/postgres-auth]
.Ed
.Sh SEE ALSO
.Xr berth 1 ,
.Xr berth-lint 1
"""


def literal(text):
    return re.sub(r"\\(.)", r"\1", text)


def roff(text):
    """Sentences on lines of their own, with nothing in them that means something to roff."""
    lines = re.sub(r"(?<=[\w)]\.) (?=[A-Z*[-])", "\n", text.replace("\\", "\\e")).split("\n")
    return "\n".join("\\&" + line if line[:1] in ".'" else line for line in lines)


def keys():
    """(group, name, needed, choices, help) of each key."""
    table = (ROOT / "src/config/keys.def").read_text(encoding="utf-8")
    limits = (ROOT / "src/syntax/limits.def").read_text(encoding="utf-8")
    for entry in re.finditer(rf'^KEY\((\w+), {TEXT}, ([\w |]+), \w+, (?:NULL|{TEXT}), {TEXT}\)$',
                             table, re.M):
        group, name, types, choices, text = entry.groups()
        yield group, name, "NEEDED" in types, choices, literal(text)
    for entry in re.finditer(rf'^LIMIT\(\w+, {TEXT}, .*, {TEXT}\)$', limits, re.M):
        yield "LIMITS", entry[1], False, None, literal(entry[2])


def main():
    found = [*keys()]
    text = HEAD
    for group, (title, words) in SECTIONS.items():
        text += (f".Sh {title}\n" if title else ".Pp\n") + words + "\n.Bl -tag -width Ds\n"
        for _, name, needed, choices, help_text in (key for key in found if key[0] == group):
            text += f".It Cm {name}" + (" Pq needed" if needed else "") + "\n"
            text += roff(help_text if help_text.endswith(".") else help_text + ".") + "\n"
            if choices:
                text += f"It takes {choices.replace('|', ', ')}.\n"
        text += ".El\n"
    assert {key[0] for key in found} == set(SECTIONS), "a group of keys has no section"
    sys.stdout.write(text + TAIL)


main()
