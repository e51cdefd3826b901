#!/usr/bin/env python3
"""bench-measure.py - measures berth and prints a table, for bench.sh

usage: bench-measure.py PROGRAM CORPUS [startup|speed|instructions|memory]...
"""

import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

MEGA = 1000 * 1000
STREAM_BYTES = 20 * MEGA
COUNTED_BYTES = MEGA  # callgrind is some fifty times slower than the program
STARTS = 200
RUNS = 5
JOBS = [("1", ["--jobs", "1"]), ("default", [])]


class Failed(Exception):
    """The program did not end as it should, so there is nothing to measure."""

    def __init__(self, code):
        findings = ", it has findings" if code == 1 else ""
        super().__init__(f"signal {-code}" if code < 0 else f"exit {code}{findings}")


class Input:
    """What is linted in one run: a name for the table, arguments, bytes, exit codes."""

    def __init__(self, name, paths, expected):
        self.name = name
        self.paths = paths
        self.expected = expected
        self.bytes = sum(os.path.getsize(file) for path in paths for file in manifests(path))


def manifests(path):
    """The files that lint reads when it is given a file or folder."""
    if os.path.isfile(path):
        return [path]
    return sorted(os.path.join(folder, name) for folder, _, names in os.walk(path)
                  for name in names if name.endswith((".yaml", ".yml", ".json")))


def run(command, expected=(0,)):
    """Run a command to its end: seconds and peak memory in bytes."""
    quiet = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in (0, 1, 2)]
    start = time.perf_counter()
    child = os.posix_spawnp(command[0], command, os.environ, file_actions=quiet)
    _, status, usage = os.wait4(child, 0)
    seconds = time.perf_counter() - start
    code = os.waitstatus_to_exitcode(status)
    if code not in expected:
        raise Failed(code)
    return seconds, usage.ru_maxrss * 1024


def count_instructions(command, expected):
    """What callgrind collects for the process itself, not for its children."""
    valgrind = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
    with subprocess.Popen(valgrind + command, stdin=subprocess.DEVNULL,
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                          text=True, errors="replace") as child:
        _, words = child.communicate()
    found = re.search(rf"^=={child.pid}== Collected : (\d+)", words, re.M)
    if child.returncode not in expected or not found:
        raise Failed(child.returncode)
    return int(found.group(1))


class Table:
    """Prints each row as soon as it is known."""

    def __init__(self):
        self.failed = False
        self.line("measure", "input", "jobs", "result")

    def line(self, measure, size, jobs, result):
        print(f"{measure:<36}{size:>9}{jobs:>9}   {result}", flush=True)

    def row(self, measure, size, jobs, work):
        try:
            result = work()
        except Failed as failure:
            result = f"failed: {failure}"
            self.failed = True
        self.line(measure, size, jobs, result)


def size_text(count):
    return f"{count / MEGA:.1f} MB" if count >= MEGA / 10 else f"{count / 1000:.1f} kB"


class Bench:
    """The four measures, over the inputs in a folder of its own."""

    def __init__(self, program, corpus, folder):
        self.program = program
        self.corpus = corpus
        self.folder = folder
        self.table = Table()

    def lint(self, given, options):
        return [self.program, "lint"] + options + given.paths

    def generated(self, what):
        """Made by another process, so that this one stays small: see memory()."""
        path = os.path.join(self.folder, f"{what}.yaml")
        if not os.path.exists(path):
            script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "bench-stream.py")
            with open(path, "wb") as file:
                subprocess.run([sys.executable, script, str(what)], stdout=file, check=True)
        return path

    def corpus_files(self, measure):
        """A corpus of other people's files has findings, so exit 1 is as good as 0."""
        files = manifests(self.corpus) if os.path.isdir(self.corpus) else []
        if not files:
            self.table.line(f"{measure}, corpus", "-", "-", "skipped: no corpus (BERTH_SHARED)")
        return files

    def inputs(self, measure):
        if self.corpus_files(measure):
            yield Input("corpus", [self.corpus], (0, 1))
        yield Input("generated stream", [self.generated(STREAM_BYTES)], (0,))

    def startup(self):
        small = Input("one file", [self.generated("small")], (0,))

        def median(command):
            times = [run(command)[0] for _ in range(STARTS)]
            return f"{statistics.median(times) * 1000:.2f} ms (median of {STARTS})"

        self.table.row("start-up, version", "-", "-",
                       lambda: median([self.program, "version"]))
        self.table.row("start-up, lint of one file", size_text(small.bytes), "default",
                       lambda: median(self.lint(small, [])))
        self.table.row("start-up, true for comparison", "-", "-", lambda: median(["true"]))

    def speed(self):
        def median(given, options):
            times = [run(self.lint(given, options), given.expected)[0] for _ in range(RUNS)]
            seconds = statistics.median(times)
            return (f"{given.bytes / MEGA / seconds:.1f} MB/s "
                    f"({seconds * 1000:.0f} ms, median of {RUNS})")

        for given in self.inputs("speed"):
            for jobs, options in JOBS:
                self.table.row(f"speed, {given.name}", size_text(given.bytes), jobs,
                               lambda: median(given, options))

    def instructions(self):
        if not shutil.which("valgrind"):
            self.table.line("instructions", "-", "-", "skipped: no valgrind")
            return

        def per_byte(given):
            count = count_instructions(self.lint(given, ["--jobs", "1"]), given.expected)
            return f"{count / given.bytes:.1f} a byte ({count / MEGA:.1f} million)"

        def alone():
            count = count_instructions([self.program, "version"], (0,))
            return f"{count / MEGA:.2f} million"

        self.table.row("instructions, version", "-", "-", alone)
        files = self.corpus_files("instructions")
        if files:
            total = sum(os.path.getsize(file) for file in files)
            part = files[::max(1, round(total / COUNTED_BYTES))]
            given = Input("part of corpus", part, (0, 1))
            self.table.row("instructions, part of the corpus", size_text(given.bytes), "1",
                           lambda: per_byte(given))
        stream = Input("shorter stream", [self.generated(COUNTED_BYTES)], (0,))
        self.table.row("instructions, a shorter stream", size_text(stream.bytes), "1",
                       lambda: per_byte(stream))

    def memory(self):
        def peak(given, options):
            _, bytes_used = run(self.lint(given, options), given.expected)
            # A child begins with the peak of the process that started it.
            floor = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
            less = "at most " if bytes_used <= floor else ""
            return f"{less}{bytes_used / MEGA:.1f} MB, {bytes_used / given.bytes:.1f} a byte"

        for given in self.inputs("memory"):
            for jobs, options in JOBS:
                self.table.row(f"peak memory, {given.name}", size_text(given.bytes), jobs,
                               lambda: peak(given, options))


MEASURES = {
    "startup": Bench.startup,
    "speed": Bench.speed,
    "instructions": Bench.instructions,
    "memory": Bench.memory,
}


def main():
    program, corpus, *names = sys.argv[1:] if len(sys.argv) > 2 else sys.exit(__doc__)
    unknown = [name for name in names if name not in MEASURES]
    if unknown:
        sys.exit(f"bench: '{unknown[0]}' is none of {', '.join(MEASURES)}")
    if not os.access(program, os.X_OK):
        sys.exit("bench: the program is not built")
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(os.path.abspath(program), os.path.abspath(corpus), folder)
        for name in names or MEASURES:
            MEASURES[name](bench)
    sys.exit(2 if bench.table.failed else 0)


if __name__ == "__main__":
    main()
