#!/usr/bin/env python3
"""check-api.py - that berth agrees with API servers as well as it did

usage: check-api.py SOURCE_ROOT SHARED BERTH [--update]

testdata/api-levels.json has for each minor and kind how many refused objects were missed, how
many that were accepted had an error (false), and how many errors were at another field than the
server's (disagreed). More than that fails; after fewer, --update writes the new level. One that
was missed and is now found at another field is no step back.
"""

import json
import pathlib
import sys

FAULTS = ["missed", "no-kind missed", "false", "disagreed"]
COUNTED = ["refused", "no-kind", "accepted"]


def levels_of(kinds):
    """Only what is not 0 is written, so that a level reads as what is left to do."""
    return {kind: {name: kinds[kind][name] for name in COUNTED + FAULTS if kinds[kind][name]}
            for kind in sorted(kinds)}


def write(path, levels):
    """A kind is a line, so that differences read well."""
    minors = []
    for minor, kinds in levels.items():
        lines = ",\n".join(f'  "{kind}": {json.dumps(level)}' for kind, level in kinds.items())
        minors.append(f'"{minor}": {{\n{lines}\n}}')
    path.write_text("{\n" + ",\n".join(minors) + "\n}\n", encoding="utf-8")


def describe(fault, case, paths):
    causes = "; ".join(f"{cause['field']}: {cause['message'][:100]}"
                       for cause in case["causes"][:2])
    ours = f", berth at {', '.join(filter(None, paths[:2]))}" if fault == "disagreed" else ""
    return f"    {fault} {case['id']} {case['mutation'][:100]} ({causes}{ours})"


def most(level):
    """What each count is held by."""
    counts = {fault: level.get(fault, 0) for fault in FAULTS}
    counts["disagreed"] += counts["missed"]
    return counts


def compare(minor, held, reached, wrong):
    """What is worse than it was."""
    for kind in sorted(set(held) | set(reached)):
        old, new = held.get(kind, {}), reached.get(kind, {})
        if any(old.get(name, 0) != new.get(name, 0) for name in COUNTED):
            yield f"{minor} {kind}: the recorded cases are others than the level's; use --update"
            continue
        for fault, level in most(old).items():
            if most(new)[fault] > level:
                yield f"{minor} {kind}: {new[fault]} {fault}, the level is {old.get(fault, 0)}"
                yield from (describe(*row) for row in wrong
                            if row[0] == fault and row[1]["kind"] == kind)


def main(root, shared, program, *options):
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(pathlib.Path(root, "tools")))
    import api_verdicts  # pylint: disable=import-outside-toplevel

    folder = api_verdicts.found(shared)
    if not folder:
        print("skipped: no recorded verdicts (BERTH_SHARED)")
        return 77
    path = pathlib.Path(root, "testdata", "api-levels.json")
    held = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    judge = api_verdicts.Judge(program, api_verdicts.Oracle(folder))
    reached, faults, better = {}, [], 0
    for minor in api_verdicts.MINORS:
        kinds, wrong = judge.score(minor)
        reached[minor] = levels_of(kinds)
        faults += compare(minor, held.get(minor, {}), reached[minor], wrong)
        better += reached[minor] != held.get(minor)
        print(minor, ", ".join(f"{sum(kind[name] for kind in kinds.values())} {name}"
                               for name in COUNTED + FAULTS))
    if "--update" in options:
        write(path, reached)
        return 0
    print(*faults, sep="\n", end="\n" if faults else "")
    if better and not faults:
        print("better than testdata/api-levels.json: --update holds that")
    return bool(faults)


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
