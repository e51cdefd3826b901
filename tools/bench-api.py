#!/usr/bin/env python3
"""bench-api.py - how far berth agrees with API servers, for bench.sh

usage: bench-api.py PROGRAM SHARED [-v]

For each minor with recorded verdicts a line a kind: how many objects the server refused, and on
what share of them berth has an error (recall); the same of kinds that it does not serve; how many
it accepted, and how many of those have an error (false); what share of the errors is at a field
that the server names (agrees). Cases that only a compiler of CEL expressions could refuse are left
out and counted. Then the documents of the corpus that the server accepts. With -v, each case where
the two differ.
"""
import collections
import json
import os
import sys

sys.dont_write_bytecode = True
import api_verdicts  # pylint: disable=wrong-import-position

COLUMNS = "{:<34}{:>8}{:>9}{:>9}{:>9}{:>10}{:>7}{:>9}{:>7}"


def share(part, whole):
    return f"{100 * part / whole:.1f} %" if whole else "-"


def print_row(name, count):
    found = count["refused"] - count["missed"]
    print(COLUMNS.format(
        name, count["refused"], share(found, count["refused"]), count["no-kind"],
        share(count["no-kind"] - count["no-kind missed"], count["no-kind"]), count["accepted"],
        count["false"], share(found - count["disagreed"], found), count["expressions"] or "-"))


def print_minor(minor, kinds):
    print()
    print(COLUMNS.format(f"Kubernetes {minor}", "refused", "recall", "no kind", "recall",
                         "accepted", "false", "agrees", "CEL"))
    total = collections.Counter()
    for name in sorted(kinds, key=lambda name: (-kinds[name]["refused"], name)):
        print_row(name, kinds[name])
        total.update(kinds[name])
    print_row("all", total)


def print_differences(wrong):
    for fault, case, paths in wrong:
        causes = ", ".join(f"{cause['field']} ({cause['message'][:80]})"
                           for cause in case["causes"][:2])
        print(f"  {fault} {case['id']} {case['kind']}: {case['mutation'][:90]}; "
              f"server: {causes or 'accepts it'}; berth: {', '.join(map(str, paths[:2])) or '-'}")


class Corpus:
    """What the server said to the documents of a file, by kind and name."""

    def __init__(self, path):
        self.verdicts = collections.defaultdict(list)
        with open(path, encoding="utf-8") as file:
            for row in map(json.loads, file):
                self.verdicts[row["path"], row.get("kind"), row.get("name")].append(row["class"])

    def accepted(self):
        return sum(classes.count("accepted") for classes in self.verdicts.values())

    def is_accepted(self, path, found):
        """Whether each document that the object may be was accepted."""
        classes = self.verdicts.get((path, found.get("kind"), found.get("name")), [])
        return bool(classes) and set(classes) == {"accepted"}


def check_corpus(program, shared, minor):
    folder = os.path.join(shared, "corpus")
    verdicts = os.path.join(shared, "oracle", "api", "corpus.jsonl")
    if not os.path.isdir(folder) or not os.path.isfile(verdicts):
        print("\ncorpus: skipped, it is not there (BERTH_SHARED)")
        return
    corpus = Corpus(verdicts)
    wrong = []
    for finding in api_verdicts.lint(program, minor, [folder], families="api"):
        path = os.path.relpath(finding["file"], folder)
        if finding["severity"] == "error" and corpus.is_accepted(path, finding.get("object") or {}):
            wrong.append((path, finding))
    print(f"\ncorpus: {corpus.accepted()} accepted documents, {len(wrong)} errors in them")
    for path, finding in wrong:
        print(f"  {path}: {finding['object']['kind']} '{finding['object'].get('name')}': "
              f"{finding.get('path')}: {finding['message'][:120]}")


def main(program, shared, *options):
    folder = api_verdicts.found(shared)
    if not folder:
        print("verdicts of API servers: skipped, none are recorded here (BERTH_SHARED)")
        return
    judge = api_verdicts.Judge(program, api_verdicts.Oracle(folder))
    for minor in api_verdicts.MINORS:
        kinds, wrong = judge.score(minor)
        print_minor(minor, kinds)
        if "-v" in options:
            print_differences(wrong)
    check_corpus(program, shared, api_verdicts.MINORS[0])


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
