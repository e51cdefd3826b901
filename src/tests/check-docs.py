#!/usr/bin/env python3
"""check-docs.py SOURCE_ROOT BERTH - hold the documents to the program

doc/rules.md is what berth prints, doc/berth.yaml.5 what tools/make-manual.py prints, and
doc/api-coverage.md what tools/api-coverage.py does; the pictures in doc/plans/ are those of the
manifests beside them. The manual pages name every command and every
option, and none that is not there; mandoc, when it is here, finds no fault; and their examples run,
in order, in an empty folder. The commands in README.md's console blocks print what follows them
there; a line of "…" stands for any lines.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT, BERTH = pathlib.Path(sys.argv[1]), sys.argv[2]

# The manual's examples use programs that need not be here.
OTHERS = {
    "kubectl": "[ $1 = get ] && exec echo '{apiVersion: v1, kind: List, items: []}'\n"
               "grep -q '^kind: StatefulSet$'",
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


def options_of(page):
    """The options that have an entry on a page."""
    return {name for line in re.findall(r"^\.It (.*Fl .*)$", read(f"doc/{page}"), re.M)
            for name in re.findall(r"Fl -([a-z-]+)", line)}


def check_manual_names():
    pages = sorted(path.name for path in (ROOT / "doc").glob("berth*.1"))
    common = options_of("berth.1")
    commands = re.findall(r"^  ([a-z]+) ", run("berth --help", ROOT)[0], re.M)
    for name in commands or ["any command"]:
        page, own = f"berth-{name}.1", set()
        has = set(re.findall(r"^  .{4}--([a-z-]+)", run(f"berth {name} --help", ROOT)[0], re.M))
        if not re.search(rf"^\.It Cm {name}$", read("doc/berth.1"), re.M):
            yield f"doc/berth.1 has no command {name}"
        if page in pages:
            own = options_of(page)
            pages.remove(page)
        for option in sorted(own - has):
            yield f"doc/{page} has --{option}, which is no option of {name}"
        for option in sorted(has - own - common):
            yield f"neither doc/berth.1 nor doc/{page} has --{option}"
    for page in pages:
        if page != "berth.1":
            yield f"doc/{page} is of no command"
    table = set(re.findall(r'^OPTION\(\w+, "([^"]+)"', read("src/cli/options.def"), re.M))
    for option in sorted(common - table):
        yield f"doc/berth.1 has --{option}, which is no option"


def check_manual_form():
    pages = sorted(map(str, (ROOT / "doc").glob("*.[15]")))
    if shutil.which("mandoc"):
        done = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", *pages], text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        if done.returncode:
            yield done.stdout
    else:
        print("skipped: no mandoc, the form of the manual pages is not looked at")


def check_plans():
    for path in sorted((ROOT / "doc/plans").glob("*.yaml")):
        command = f"berth plan --format svg doc/plans/{path.name} 2>/dev/null"
        if run(command, ROOT)[0] != path.with_suffix(".svg").read_text(encoding="utf-8"):
            yield f"doc/plans/{path.stem}.svg is not what '{command}' prints"


def check_settings_manual():
    command = f"'{sys.executable}' tools/make-manual.py ."
    if run(command, ROOT)[0] != read("doc/berth.yaml.5"):
        yield f"doc/berth.yaml.5 is not what '{command}' prints"


def check_coverage():
    command = f"'{sys.executable}' tools/api-coverage.py . "
    if run(command + f"'{BERTH}'", ROOT)[0] != read("doc/api-coverage.md"):
        yield f"doc/api-coverage.md is not what '{command}BERTH' prints"


def check_examples(page):
    """The examples of a page, one after the other in one folder."""
    examples = re.findall(r"^\.Dl (.*)$", read(f"doc/{page}"), re.M)
    if not examples:
        yield f"doc/{page} has no example"
    with tempfile.TemporaryDirectory() as folder:
        programs, work = pathlib.Path(folder, "bin"), pathlib.Path(folder, "work")
        programs.mkdir()
        work.mkdir()
        for name, body in OTHERS.items():
            (programs / name).write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
            (programs / name).chmod(0o755)
        for command in examples:
            printed, code = run(command.replace("\\&", ""), work, programs)
            if code != 0:
                yield f"doc/{page}: '{command}' exits with {code}:\n{printed}"


def check_manual_examples():
    for path in sorted((ROOT / "doc").glob("*.1")):
        yield from check_examples(path.name)


faults = [*check_rules(), *check_readme(), *check_manual_names(), *check_manual_form(),
          *check_settings_manual(), *check_coverage(), *check_plans(), *check_manual_examples()]
print(*faults, sep="\n", end="\n" if faults else "")
sys.exit(bool(faults))
