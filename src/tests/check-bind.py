#!/usr/bin/env python3
"""check-bind.py - that plans agree with recorded clusters as well as they did

usage: check-bind.py SOURCE_ROOT SHARED BERTH [--every N | --update]

testdata/bind-levels.json has how many clusters were compared, on how many the plan was exact, and
how many of its values were not seen. A plan that is not sound fails always, fewer exact or more
spare ones do too; after better, --update writes the new level. With --every only every Nth is
compared, and only for being sound.
"""

import json
import pathlib
import sys


def main(root, shared, program, *options):
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(pathlib.Path(root, "tools")))
    import bind_outcomes  # pylint: disable=import-outside-toplevel

    folder = bind_outcomes.found(shared)
    if not folder:
        print("skipped: no recorded outcomes of clusters (BERTH_SHARED)")
        return 77
    every = int(options[1]) if options[:1] == ("--every",) else 1
    verdicts = bind_outcomes.Oracle(folder).verdicts(program, every)
    path = pathlib.Path(root, "testdata", "bind-levels.json")
    reached = {"clusters": len(verdicts), "exact": sum(verdict.exact for verdict in verdicts),
               "spare": sum(verdict.spare for verdict in verdicts)}
    print(", ".join(f"{number} {name}" for name, number in reached.items()))
    missed = [line for verdict in verdicts for line in bind_outcomes.describe(verdict)]
    print(*missed, sep="\n", end="\n" if missed else "")
    if missed or every > 1:
        return bool(missed)
    if "--update" in options:
        path.write_text(json.dumps(reached) + "\n", encoding="utf-8")
        return 0
    return compare(json.loads(path.read_text(encoding="utf-8")), reached)


def compare(held, reached):
    if held["clusters"] != reached["clusters"]:
        print("the recorded clusters are others than the level's; use --update")
        return 1
    if reached["exact"] < held["exact"] or reached["spare"] > held["spare"]:
        print(f"worse than the level: {held['exact']} exact, {held['spare']} spare")
        return 1
    if reached != held:
        print("better than testdata/bind-levels.json: --update holds that")
    return 0


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
