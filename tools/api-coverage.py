#!/usr/bin/env python3
"""api-coverage.py - what berth checks of each kind, from the tables that it does so by

usage: api-coverage.py SOURCE_ROOT BERTH

Prints doc/api-coverage.md. The tables are schemas/kubernetes.json and checks.json, types.def and
unchecked.def in src/apis/, and the rules, which the program lists.
"""
import collections
import importlib.util
import json
import os
import re
import subprocess
import sys

HEAD = """\
# What berth checks of each kind

Made by `tools/api-coverage.py` from the tables that the checks are made of; a test holds it
fresh. What a check is about is told by the rule that reports it: [rules.md](rules.md).

## Of every kind

- That the group has the version and the version the kind, at the target version of Kubernetes;
  what is deprecated or gone, and what replaces it.
- Each field of each object in it: that there is such a field at the target version, the type of
  its value, ranges of numbers, quantities, times, base64, keys of lists that may not be there
  twice.
- `metadata`: names and namespaces by the grammar of the kind, labels and annotations, owners,
  finalizers.

Each table has the fields of a kind, and of how many is checked more than that "by themselves":
that they are there, sets of values, grammars, limits, as `schemas/checks.json` has it. Types that
several kinds have are [described once](#types-in-several-kinds), and named in the last column.
"In code" is what fields have to do with each other; "rules" are those that look at objects of the
kind alone.

## Of no kind

- What depends on other objects or on the cluster: quotas, limits and defaults of the namespace,
  classes that have to exist, addresses and ports that are taken or out of the cluster's range,
  webhooks and policies.
- What is refused on update only. Objects are looked at as if they were new.
- `status`, of which the API server takes nothing on creation. Only its types are checked.
- What is behind a feature gate that is off by default: such fields are looked at as far as their
  types go.
"""
SHARED = """\
## Types in several kinds

What the tables above say of a kind leaves these out.
"""


def load_module(path):
    name = os.path.basename(path)[:-len(".py")]
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_json(*path):
    with open(os.path.join(*path), encoding="utf-8") as file:
        return json.load(file)


def runs(record):
    return record if isinstance(record, list) else [record]


class Facts:
    """The tables, and which types are in which kinds."""

    def __init__(self, root, berth):
        sys.dont_write_bytecode = True
        types = load_module(os.path.join(root, "tools/compile-types.py"))
        self.facts = read_json(root, "schemas/kubernetes.json")
        self.checks = read_json(root, "schemas/checks.json")["fields"]
        self.code = types.read_types(os.path.join(root, "src/apis/types.def"))
        self.unchecked = types.read_rows(os.path.join(root, "src/apis/unchecked.def"),
                                         re.compile(r'UNCHECKED\(([\w.-]+), "([^"]+)"\)'))
        self.rules = self.read_rules(berth)
        self.definitions = self.facts["defs"]
        self.kinds = collections.defaultdict(list)  # (group, kind, version, definition) -> rows
        for row in self.facts["kinds"]:
            if "plural" in row:
                key = row["group"], row["kind"], row["version"], row["def"]
                self.kinds[key].append(row)
        self.parts = {name: self.read_parts(name) for name in self.definitions}
        self.heads = self.find_heads()
        for name, *_ in self.unchecked:
            if name not in self.definitions:
                sys.exit(f"api-coverage.py: unchecked.def: there is no type '{name}'")

    @staticmethod
    def read_rules(berth):
        """Kind -> the rules of the family api for it, without those that look at every kind."""
        listed = json.loads(subprocess.run([berth, "rules", "--format", "json"], check=True,
                                           stdout=subprocess.PIPE).stdout)
        out = collections.defaultdict(list)
        for rule in listed:
            for kind in rule["kinds"] if rule["family"] == "api" else []:
                out[kind].append(rule["rule"])
        return out

    def read_parts(self, name):
        """
        The definitions that one is made of. All kinds have the metadata, of which HEAD tells; and
        of a kind's status, nothing is taken.
        """
        fields = self.definitions[name]["fields"]
        is_kind = any(name == key[3] for key in self.kinds)
        found = {part for field in fields if not (is_kind and field == "status")
                 for record in runs(fields[field])
                 for part in re.findall(r"#([\w.-]+)", record["type"])}
        return found - {"meta.v1.ObjectMeta", "meta.v1.ListMeta"}

    def own(self, head, heads):
        """What belongs to a kind or shared type: itself, and what it has without another head."""
        seen, todo = {head}, [head]
        while todo:
            for part in self.parts[todo.pop()] - heads - seen:
                seen.add(part)
                todo.append(part)
        return seen

    def find_heads(self):
        """The kinds' definitions, and the types by which several kinds have others in common."""
        heads = {key[3] for key in self.kinds}
        while True:
            owners = collections.defaultdict(set)
            for head in heads:
                for name in self.own(head, heads):
                    owners[name].add(head)
            new = {part for name in owners for part in self.parts[name] - heads
                   if len(owners[part]) > 1 and owners[part] != owners[name]}
            if not new:
                return heads
            heads |= new

    def contained(self, own):
        """The heads right below."""
        return sorted({part for name in own for part in self.parts[name]} & self.heads - own)


def short(name):
    """StatefulSetSpec of apps.v1.StatefulSetSpec"""
    return name.rpartition(".")[2]


def api_version(group, version):
    return f"{group}/{version}" if group else version


def anchor(title):
    """What GitHub makes of a heading."""
    return re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-")


class Writer:
    def __init__(self, facts):
        self.facts = facts
        minors = facts.facts["minors"]
        self.oldest, self.newest = minors[0], minors[-1]

    def minors(self, rows):
        """1.25 to 1.36, or the stretches of it in which the API is there unasked or not."""
        out = []
        for row in rows:
            since, until = row.get("since", self.oldest), row.get("until", self.newest)
            text = f"1.{since}" + (f" to 1.{until}" if until > since else "")
            out.append((since, until, text, row.get("off_by_default", False)))
        joined = []
        for since, until, text, off in out:
            if joined and joined[-1][3] == off and joined[-1][1] + 1 == since:
                first = joined.pop()
                text = f"1.{first[0]} to 1.{until}"
                since = first[0]
            joined.append((since, until, text, off))
        return ", ".join(text + (" (off by default)" if off else "") for *_, text, off in joined)

    def fields(self, own):
        """How many fields there are, and how many are checked by themselves."""
        kinds = {key[3] for key in self.facts.kinds}
        names = [f"{name}.{field}" for name in own
                 for field in self.facts.definitions[name]["fields"]
                 if not (name in kinds and field in ("apiVersion", "kind", "metadata", "status"))]
        checked = [name for name in names
                   if any(set(check) - {"unvalidated", "since", "until"}
                          for check in runs(self.facts.checks.get(name, [])))]
        return len(names), len(checked)

    def details(self, own, rules=()):
        """Lines on what a table does not hold."""
        out = [f"- in code, {short(name)}: {text}"
               for name, _, text in self.facts.code if name in own]
        if rules:
            out.append("- rules: " + ", ".join(f"`{rule}`" for rule in rules))
        return out + [f"- **not checked**, {short(name)}: {text}"
                      for name, text in self.facts.unchecked if name in own]

    def link(self, name):
        has_more = self.details(self.facts.own(name, self.facts.heads))
        return f"[{short(name)}](#{anchor(name)})" if has_more else short(name)

    def table(self, rows):
        """Of (title, minors or None, types of its own)."""
        yield "| | minors | fields | by themselves | with |"
        yield "| --- | --- | --: | --: | --- |"
        for title, minors, own in rows:
            fields, checked = self.fields(own)
            shared = ", ".join(map(self.link, self.facts.contained(own)))
            yield f"| {title} | {minors} | {fields} | {checked} | {shared} |"
        yield ""

    def section(self, rows):
        """A table, and what else is to say of some: of (name, title, minors, types, more)."""
        yield from self.table([(f"[{name}](#{anchor(title)})" if more else name, minors, own)
                               for name, title, minors, own, more in rows])
        for _, title, _, _, more in rows:
            if more:
                yield f"### {title}\n"
                yield from more
                yield ""

    def kind(self, key):
        """Rules are about what is served now, so only the newest versions have them."""
        group, kind, version, definition = key
        rows = self.facts.kinds[key]
        rules = self.facts.rules.get(kind, []) if "until" not in rows[-1] else []
        own = self.facts.own(definition, self.facts.heads)
        return (f"{kind} {version}", f"{kind}, {api_version(group, version)}", self.minors(rows),
                own, self.details(own, rules))

    def shared_type(self, name):
        records = runs(self.facts.definitions[name].get("runs", self.facts.definitions[name]))
        own = self.facts.own(name, self.facts.heads)
        return name, name, self.minors(records), own, self.details(own)

    def lines(self):
        yield HEAD
        groups = collections.defaultdict(list)
        for key in sorted(self.facts.kinds):
            groups[key[0]].append(key)
        for group, keys in groups.items():
            yield f"## {group or 'core'}\n"
            yield from self.section([self.kind(key) for key in keys])
        yield SHARED
        kinds = {key[3] for key in self.facts.kinds}
        yield from self.section([self.shared_type(name)
                                 for name in sorted(self.facts.heads - kinds)])


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    print("\n".join(Writer(Facts(*sys.argv[1:])).lines()).rstrip("\n"))
