#!/usr/bin/env python3
"""compile-schema.py - the facts of schemas/ as one C file of constant tables

usage: compile-schema.py KUBERNETES.JSON CHECKS.JSON OUT.c

The layout is that of src/schema/tables.h, the meaning of the input is told in
schemas/README.md. Names refer to each other by 16-bit indexes, so the tables need no
relocation and cost nothing until they are read.
"""
import json
import sys

SCALARS = ["string", "bytes", "time", "micro-time", "quantity", "int-or-string", "bool", "int32",
           "int64", "integer", "double", "number", "raw-object", "fields-v1", "json",
           "schema-or-bool", "schema-or-list", "schema-or-strings"]
FORMATS = [None, "label", "subdomain", "subdomain-prefix", "label-key", "label-value", "labels",
           "annotation-key", "port-name", "port", "config-key", "config-keys", "env-name",
           "path-segment", "percent", "percent-100"]
NONE = 0xFFFF
LAST = 255  # a minor that never comes


def fail(message):
    sys.exit(f"compile-schema.py: {message}")


def runs(record):
    return record if isinstance(record, list) else [record]


class Text:
    """All names, each with its length before it and a NUL behind it."""

    def __init__(self):
        self.at = {}
        self.bytes = bytearray()

    def add(self, text):
        if text not in self.at:
            raw = text.encode()
            if len(raw) > 255:
                fail(f"'{text}' is longer than 255 bytes")
            self.at[text] = len(self.bytes)
            self.bytes += bytes([len(raw)]) + raw + b"\0"
        return self.at[text]

    def short(self, text):
        offset = self.add(text)
        if offset >= NONE:
            fail(f"no 16-bit offset is left for '{text}'")
        return offset


class Pool:
    """Equal rows are kept once; an index says which."""

    def __init__(self, first=None):
        self.rows = []
        self.at = {}
        if first is not None:
            self.add(first)

    def add(self, row):
        if row not in self.at:
            self.at[row] = len(self.rows)
            self.rows.append(row)
        return self.at[row]


class Compiler:
    def __init__(self, facts, checks):
        self.facts = facts
        self.checks = checks["fields"]
        self.text = Text()
        self.definitions = {name: i for i, name in enumerate(sorted(facts["defs"]))}
        self.shapes = Pool()
        self.listings = Pool((0, 0, 0, 0, 0, ()))
        self.value_lists = Pool(())
        self.check_lists = Pool(())
        self.fields = []
        self.required = []  # the fields that some minor requires, definition by definition
        self.definition_rows = []

    # shapes

    def shape(self, text):
        if text.startswith("list<"):
            return self.shapes.add(("LIST", self.shape(text[5:-1])))
        if text.startswith("map<"):
            return self.shapes.add(("MAP", self.shape(text[4:-1])))
        if text.startswith("#"):
            return self.shapes.add(("OBJECT", self.definitions[text[1:]]))
        if text not in SCALARS:
            fail(f"a type '{text}' is not known")
        return self.shapes.add((text.replace("-", "_").upper(), 0))

    # fields

    def listing(self, record):
        keys = record.get("keys", [])
        patch = record.get("patch", "").split(",")
        if len(keys) > 4:
            fail(f"more than four keys: {keys}")
        row = (["", "map", "set"].index(record.get("list", "")), len(keys),
               ("merge" in patch) | ("retainKeys" in patch) << 1,
               self.text.short(record["merge_key"]) if "merge_key" in record else NONE,
               int(record.get("map") == "atomic"), tuple(self.text.short(key) for key in keys))
        return self.listings.add(row)

    def values(self, enum):
        out = []
        for value, ranges in sorted(enum["values"].items()):
            for run in runs(ranges):
                out.append((self.text.short(value), run.get("since", 0), run.get("until", LAST)))
        return self.value_lists.add(tuple(out))

    def unique_rows(self, check):
        tuples = check.get("unique", [])
        if len(tuples) > 2 or any(len(names) > 2 for names in tuples):
            fail(f"too many keys: {tuples}")
        rows = []
        for names in tuples:
            offsets = [self.text.short(name) for name in names] + [NONE, NONE]
            rows.append(tuple(offsets[:2]))
        return tuple(rows)

    def check(self, name, record):
        """The index of the rows for a field, and the values that replace those of its type."""
        rows, values = [], None
        for check in runs(self.checks.get(name, [])):
            known = {"required", "values", "empty", "format", "min", "max", "unique", "unvalidated",
                     "since", "until"}
            if set(check) - known:
                fail(f"{name}: what is {set(check) - known}?")
            if isinstance(check.get("values"), list):
                values = self.values({"values": {value: {} for value in check["values"]}})
            elif "values" in check and "enum" not in record:
                fail(f"{name} has no set of values to be closed")
            flags = (bool(check.get("required")) | ("values" in check) << 1 |
                     (check.get("empty") == "refused") << 2 | bool(check.get("unvalidated")) << 3 |
                     ("min" in check) << 4 | ("max" in check) << 5)
            rows.append((flags, FORMATS.index(check.get("format")), check.get("since", 0),
                         check.get("until", LAST), check.get("min", 0), check.get("max", 0),
                         self.unique_rows(check)))
        return self.check_lists.add(tuple(rows)), values

    def field(self, definition, name, record):
        check, values = self.check(f"{definition}.{name}", record)
        enum = record.get("enum") or record.get("key_enum")
        if values is None:
            values = self.values(self.facts["enums"][enum]) if enum else 0
        flags = bool(record.get("required")) | ("key_enum" in record) << 1
        if any(check.get("required") for check in runs(self.checks.get(f"{definition}.{name}", []))):
            self.required.append(len(self.fields))
        self.fields.append((self.text.short(name), self.shape(record["type"]), values, check,
                            record.get("since", 0), record.get("until", LAST),
                            self.listing(record), flags))

    def compile_definitions(self):
        names = {name for one in self.facts["defs"].values() for name in one["fields"]}
        for name in sorted(names):  # first, and in order
            self.text.short(name)
        for definition in sorted(self.facts["defs"]):
            first, first_required = len(self.fields), len(self.required)
            for name, records in sorted(self.facts["defs"][definition]["fields"].items()):
                for record in runs(records):
                    self.field(definition, name, record)
            self.definition_rows.append((definition, first, len(self.fields) - first, first_required,
                                         len(self.required) - first_required))
        for name in self.checks:
            definition, _, field = name.rpartition(".")
            if field not in self.facts["defs"].get(definition, {"fields": {}})["fields"]:
                fail(f"checks: there is no field {name}")

    # kinds

    def kinds(self):
        """Sorted by kind and apiVersion; neighbouring ranges that say the same are joined."""
        rows = []
        for row in self.facts["kinds"]:
            one = dict(row, api=f"{row['group']}/{row['version']}".lstrip("/"),
                       since=row.get("since", 0), until=row.get("until", LAST))
            last = rows[-1] if rows else {}
            same = all(last.get(key) == one.get(key)
                       for key in ("kind", "api", "def", "off_by_default"))
            if same and last["until"] + 1 == one["since"]:
                last["until"] = one["until"]
            else:
                rows.append(one)
        self.add_lifecycle(rows)
        return sorted(rows, key=lambda row: (row["kind"], row["api"], row["since"]))

    def add_lifecycle(self, rows):
        """Deprecations, and the kinds that were gone before the first minor described."""
        for life in self.facts["lifecycle"]:
            api = f"{life['group']}/{life['version']}".lstrip("/")
            known = [row for row in rows if (row["kind"], row["api"]) == (life["kind"], api)]
            if not known and life.get("specs", [0, LAST])[1] < self.facts["minors"][0]:
                until = min(life["specs"][1], life.get("removed", LAST) - 1)
                known = [dict(life, api=api, since=life["specs"][0], until=until)]
                rows += known
            for row in known:
                row["deprecated"] = life.get("deprecated", 0)
                row["replacement"] = life.get("replacement", " ").split(" ")

    def kind_row(self, row):
        name = self.text.short
        replacement = row.get("replacement", ["", ""])
        definition = self.definitions[row["def"]] if "def" in row else NONE
        items = self.definitions[row["list_of"]] if "list_of" in row else NONE
        flags = ((row.get("scope") == "namespaced") | bool(row.get("off_by_default")) << 1 |
                 ("at" in row) << 2)
        return (name(row["kind"]), name(row["api"]), name(row["group"]), name(row["version"]),
                name(row.get("plural", "")), name(replacement[0]), name(replacement[1]), definition,
                items, row["since"], row["until"], row.get("deprecated", 0), flags)


def write_table(out, kind, name, rows):
    out.write(f"\nconst {kind} {name}[] = {{\n")
    for row in rows:
        out.write(f"\t{row},\n")
    out.write("};\n")


def braces(items):
    return "{" + ", ".join(str(item) for item in items) + "}"


def flatten(lists):
    """Rows of all lists one behind the other, and (first, count) of each."""
    rows, places = [], []
    for one in lists:
        places.append((len(rows), len(one)))
        rows += one
    return rows, places


def listing_row(row):
    kind, count, patch, merge_key, atomic, keys = row
    keys = list(keys) + [NONE] * (4 - len(keys))
    return braces([braces(keys), merge_key, kind, count, patch, atomic])


def check_row(row):
    flags, form, since, until, least, most, unique = row
    unique = [braces(names) for names in unique] + [braces([NONE, NONE])] * (2 - len(unique))
    return braces([least, most, braces(unique), flags, form, since, until, len(row[6])])


def write(out, compiler, kinds):
    values, value_places = flatten(compiler.value_lists.rows)
    checks, check_places = flatten(compiler.check_lists.rows)
    definitions = [(compiler.text.add(name), *places)
                   for name, *places in compiler.definition_rows]
    for what, count in (("fields", len(compiler.fields)), ("shapes", len(compiler.shapes.rows)),
                        ("definitions", len(definitions)), ("values", len(values))):
        if count >= NONE:
            fail(f"more {what} than 16 bits count")
    if len(compiler.listings.rows) > 255:
        fail("more ways to merge lists than 8 bits count")

    minors = compiler.facts["minors"]
    out.write("/* schema_tables.c - made by tools/compile-schema.py from schemas/ */\n\n"
              '#include "schema/tables.h"\n\n'
              f"const int bth_table_oldest = {minors[0]}, bth_table_newest = {minors[-1]};\n")
    text = compiler.text.bytes
    write_table(out, "unsigned char", "bth_table_text",
                [",".join(str(b) for b in text[i:i + 32]) for i in range(0, len(text), 32)])
    write_table(out, "struct bth_definition", "bth_table_definitions",
                [braces(row) for row in definitions])
    out.write(f"const size_t bth_table_definition_count = {len(definitions)};\n")
    write_table(out, "struct bth_field", "bth_table_fields",
                [braces(row) for row in compiler.fields])
    write_table(out, "uint16_t", "bth_table_required", compiler.required or [0])
    write_table(out, "struct bth_shape", "bth_table_shapes",
                [braces(["BTH_SHAPE_" + kind, of]) for kind, of in compiler.shapes.rows])
    write_table(out, "struct bth_table_listing", "bth_table_listings",
                [listing_row(row) for row in compiler.listings.rows])
    write_table(out, "struct bth_table_value", "bth_table_values", [braces(row) for row in values])
    write_table(out, "struct bth_table_place", "bth_table_value_lists",
                [braces(row) for row in value_places])
    write_table(out, "struct bth_check", "bth_table_checks", [check_row(row) for row in checks])
    write_table(out, "struct bth_table_place", "bth_table_check_lists",
                [braces(row) for row in check_places])
    write_table(out, "struct bth_table_kind", "bth_table_kinds", [braces(row) for row in kinds])
    out.write(f"const size_t bth_table_kind_count = {len(kinds)};\n")


def main(arguments):
    if len(arguments) != 3:
        sys.exit(__doc__)
    with open(arguments[0], encoding="utf-8") as file:
        facts = json.load(file)
    with open(arguments[1], encoding="utf-8") as file:
        checks = json.load(file)
    compiler = Compiler(facts, checks)
    compiler.compile_definitions()
    kinds = [compiler.kind_row(row) for row in compiler.kinds()]
    with open(arguments[2], "w", encoding="utf-8") as out:
        write(out, compiler, kinds)


if __name__ == "__main__":
    main(sys.argv[1:])
