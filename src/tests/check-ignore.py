#!/usr/bin/env python3
"""check-ignore.py BERTH [ROUNDS] - whether berth walks past what git ignores, and nothing else

Makes repositories with .gitignore files of random patterns, and compares the files that
berth reads with those that git lists. Without git it is skipped.
"""

import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

BERTH = os.path.abspath(sys.argv[1])
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 40
NAMES = ["a", "b", "ab", "x y", "-", "[a]", "ä", "a*b", "!a", "#b", "a\\b"]
PIECES = ["a", "b", "ab", "*", "**", "***", "?", "/", "/", "/", "[ab]", "[!a]", "[^b-]", "[a-z]",
          "[[:alpha:]]", "[]a]", "[[:nope:]]", "[a", "\\", "\\ ", " ", "-", ".yaml", "*.yaml",
          "x y", "!", "#", "\\!", "\\#", "ä", "\t", "[b-a]", "[\\]]", "[[:]", "a\\b", "\r"]


def random_line(chance):
    line = "".join(chance.choices(PIECES, k=chance.randint(1, 6)))
    return ("!" if chance.random() < 0.3 else "") + line


def random_text(chance):
    lines = [random_line(chance) for _ in range(chance.randint(1, 6))]
    if chance.random() < 0.2:
        lines.insert(0, chance.choice(["*", "/*", "**/*.yaml"]))
    end = chance.choice(["\n", "\r\n"])
    return ("\ufeff" if chance.random() < 0.1 else "") + end.join(lines) + chance.choice(["", end])


def make_tree(chance, folder, depth):
    for name in chance.sample(NAMES, chance.randint(2, 5)):
        if depth < 3 and chance.random() < 0.6:
            (folder / name).mkdir()
            make_tree(chance, folder / name, depth + 1)
        else:
            (folder / f"{name}.yaml").write_text("apiVersion: [\n", encoding="utf-8")
    if depth == 0 or chance.random() < 0.3:
        (folder / ".gitignore").write_bytes(random_text(chance).encode())


def git(folder, *words):
    env = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "GIT_CONFIG_NOSYSTEM": "1"}
    return subprocess.run(["git", "-c", "core.ignorecase=false", *words], cwd=folder, env=env,
                          check=True, capture_output=True, stdin=subprocess.DEVNULL).stdout


def listed(folder):
    names = git(folder, "ls-files", "--others", "--exclude-standard", "-z").decode().split("\0")
    return sorted(name for name in names if name.endswith(".yaml"))


def read_by_berth(folder, path, *words):
    done = subprocess.run([BERTH, "lint", "--allow-empty", "--format", "json", *words, "--", path],
                          cwd=folder, check=False, capture_output=True)
    assert done.returncode in (0, 1), done
    found = json.loads(done.stdout)["findings"]
    return sorted({finding["file"].removeprefix("./") for finding in found})


def check(seed):
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        git(folder, "init", "-q")
        make_tree(chance, folder, 0)
        if chance.random() < 0.5:
            (folder / ".git/info/exclude").write_bytes(random_text(chance).encode())
        expected, got = listed(folder), read_by_berth(folder, ".")
        if expected != got:
            for file in [folder / ".git/info/exclude", *folder.rglob(".gitignore")]:
                print(file.relative_to(folder), file.read_bytes())
            print(f"seed {seed}: git alone {sorted(set(expected) - set(got))}, "
                  f"berth alone {sorted(set(got) - set(expected))}")
            return False
        every = sorted(str(file.relative_to(folder)) for file in folder.rglob("*.yaml"))
        assert read_by_berth(folder, ".", "--no-ignore") == every
    return True


if not shutil.which("git"):
    print("SKIP: git is not installed")
    sys.exit(77)
results = [check(seed) for seed in range(ROUNDS)]
sys.exit(not all(results))
