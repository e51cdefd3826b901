#!/usr/bin/env python3
"""bench-bind.py - how well plans agree with real clusters and how they grow, for bench.sh

usage: bench-bind.py PROGRAM SHARED [-v]

For all recorded clusters and for those of each feature: how many there are, on how many the plan
is sound (nothing was seen that it does not have) and exact (it is certain where the clusters
were), and how many values it has that were not seen, per cluster; then each miss. With -v also
each cluster on which the plan is not exact. Then time and memory for worlds of 1,000, 10,000 and
100,000 claims; and, which takes some minutes, on how many of 100,000 small random worlds binding
finds the same sets as a model of the controllers that tries every order.
"""
import collections
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import bind_outcomes  # pylint: disable=wrong-import-position

COLUMNS = "{:<40}{:>9}{:>9}{:>9}{:>9}"
WORLDS = 100000
SCALES = [1000, 10000, 100000]


def print_row(name, verdicts):
    count = len(verdicts)
    print(COLUMNS.format(name, count, f"{sum(v.sound for v in verdicts) / count:.1%}",
                         f"{sum(v.exact for v in verdicts) / count:.1%}",
                         f"{sum(v.spare for v in verdicts) / count:.2f}"))


def print_features(verdicts):
    features = collections.defaultdict(list)
    for verdict in verdicts:
        for feature in verdict.features:
            features[feature].append(verdict)
    print(COLUMNS.format("recorded clusters", "", "sound", "exact", "spare"))
    print_row("all", verdicts)
    for feature in sorted(features):
        print_row(feature, features[feature])


def compare(program, shared, options):
    folder = bind_outcomes.found(shared)
    if not folder:
        print("outcomes of real clusters: skipped, none are recorded here (BERTH_SHARED)")
        return
    verdicts = bind_outcomes.Oracle(folder).verdicts(program)
    print_features(verdicts)
    missed = [verdict for verdict in verdicts if not verdict.sound]
    print(f"\n{len(missed)} of {len(verdicts)} are not sound")
    for verdict in missed:
        print(*bind_outcomes.describe(verdict), sep="\n")
    if "-v" in options:
        for verdict in sorted(verdicts, key=lambda verdict: -verdict.spare):
            if verdict.sound and not verdict.exact:
                print(f"  {verdict.name}: not exact, {verdict.spare} spare")


def compare_with_model(program):
    """Each processor takes a part of the worlds; their lines are printed as they are."""
    model = os.path.join(os.path.dirname(program), "tests", "berth-bind-model")
    parts = os.cpu_count() or 1
    share = -(-WORLDS // parts)
    print(f"\nbeside a model of the controllers, in {parts} parts:", flush=True)
    children = [subprocess.Popen([model, str(share), str(share * part)]) for part in range(parts)]
    for child in children:
        child.wait()


def measure(program, path):
    """Seconds and peak bytes of one plan as people read it."""
    with open(os.devnull, "wb") as nowhere:
        timed = subprocess.run([sys.executable, "-c", RUNNER, program, "plan", path],
                               stdout=subprocess.PIPE, stderr=nowhere, text=True, check=False)
    return timed.stdout.split()


# In a process of its own, whose children are the program alone; 4 GiB are too much.
RUNNER = """
import resource, subprocess, sys, time
resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
start = time.perf_counter()
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=False).returncode
seconds = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
print(code, f"{seconds:.2f}", f"{peak / 1e6:.0f}")
"""


def grow(program):
    tools = os.path.dirname(os.path.abspath(__file__))
    print("\n{:>9}{:>9}{:>9}{:>9}".format("claims", "MB read", "seconds", "MB peak"))
    for claims in SCALES:
        with tempfile.NamedTemporaryFile(suffix=".yaml") as file:
            subprocess.run([sys.executable, os.path.join(tools, "bench-claims.py"), str(claims)],
                           stdout=file, check=True)
            code, seconds, peak = measure(program, file.name)
            size = os.path.getsize(file.name) / 1e6
        print(f"{claims:>9,}{size:>9.1f}{seconds:>9}{peak:>9}"
              + ("" if code in "01" else f"  exit {code}"), flush=True)


def main(program, shared, *options):
    compare(program, shared, options)
    grow(program)
    compare_with_model(program)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
