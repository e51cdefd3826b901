#!/usr/bin/env python3
"""check-docs.py SOURCE_ROOT BERTH - hold the documents to the program

doc/rules.md is what berth prints. The manual page names every command and every option, and
its examples run, in order, in an empty folder. The commands in README.md's console blocks
print what follows them there; a line of "…" stands for any lines.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT, BERTH = pathlib.Path(sys.argv[1]), sys.argv[2]

# The manual's examples use programs that need not be here.
OTHERS = {
    "kubectl": "grep -q '^kind: StatefulSet$'",
    "kustomize": "echo '{apiVersion: v1, kind: Namespace, metadata: {name: app}}'",
}


def run(command, folder, *path):
    """What a shell prints, in order, and its exit code; berth is found first."""
    folders = [*map(str, path), os.path.dirname(BERTH), os.environ["PATH"]]
    env = dict(os.environ, PATH=os.pathsep.join(folders), TERM="dumb", GITHUB_ACTIONS="")
    done = subprocess.run(["sh", "-c", command], cwd=folder, env=env, text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False)
    return done.stdout, done.returncode


def read(path):
    return (ROOT / path).read_text(encoding="utf-8")


def begins(expected, printed):
    """Whether the expected lines are the first that were printed."""
    pattern = "".join(r"(?:.*\n)*?" if line == "…" else re.escape(line) + r"\n"
                      for line in expected)
    return re.match(pattern, printed) is not None


def check_readme():
    blocks = re.findall(r"^```console\n(.*?)^```$", read("README.md"), re.M | re.S)
    if not blocks:
        yield "README.md has no console block"
    for block in blocks:
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, *expected = part.rstrip("\n").split("\n")
            printed, _ = run(command.replace("./dev run", "berth"), ROOT)
            if not printed or not begins(expected, printed):
                yield f"README.md: '{command}' prints\n{printed}"


def check_rules():
    if run("berth rules --format markdown", ROOT)[0] != read("doc/rules.md"):
        yield "doc/rules.md is not what 'berth rules --format markdown' prints"


def check_manual_names():
    manual = read("doc/berth.1")
    for name in re.findall(r'^OPTION\(\w+, "([^"]+)"', read("src/cli/options.def"), re.M):
        if not re.search(rf"^\.It .*Fl -{name}\b", manual, re.M):
            yield f"doc/berth.1 has no option --{name}"
    commands = re.findall(r"^  ([a-z]+) ", run("berth --help", ROOT)[0], re.M)
    for name in commands or ["any command"]:
        if not re.search(rf"^\.It Cm {name}$", manual, re.M):
            yield f"doc/berth.1 has no command {name}"


def check_manual_examples():
    examples = re.findall(r"^\.Dl (.*)$", read("doc/berth.1"), re.M)
    if not examples:
        yield "doc/berth.1 has no example"
    with tempfile.TemporaryDirectory() as folder:
        programs, work = pathlib.Path(folder, "bin"), pathlib.Path(folder, "work")
        programs.mkdir()
        work.mkdir()
        for name, body in OTHERS.items():
            (programs / name).write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
            (programs / name).chmod(0o755)
        for command in examples:
            printed, code = run(command, work, programs)
            if code != 0:
                yield f"doc/berth.1: '{command}' exits with {code}:\n{printed}"


faults = [*check_rules(), *check_readme(), *check_manual_names(), *check_manual_examples()]
print(*faults, sep="\n", end="\n" if faults else "")
sys.exit(bool(faults))
