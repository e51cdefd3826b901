#!/usr/bin/env python3
"""check-hooks.py SOURCE BERTH - the hooks of .pre-commit-hooks.yaml, run by pre-commit

Nothing is fetched: the hooks come from a repository in a temporary folder. Without
pre-commit or git it is skipped.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

SOURCE, BERTH = pathlib.Path(sys.argv[1]), os.path.abspath(sys.argv[2])
SPEC = (SOURCE / "examples/postgres.yaml").read_text(encoding="utf-8")


class Place:
    """A repository that uses the hooks, and one that has them."""

    def __init__(self, folder):
        self.hooks, self.work = folder / "hooks", folder / "work"
        self.env = {"PATH": os.pathsep.join([os.path.dirname(BERTH), os.environ["PATH"]]),
                    "HOME": str(folder), "PRE_COMMIT_HOME": str(folder / "home"),
                    "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "x", "GIT_AUTHOR_EMAIL": "x",
                    "GIT_COMMITTER_NAME": "x", "GIT_COMMITTER_EMAIL": "x", "LC_ALL": "C.UTF-8"}
        for place in (self.hooks, self.work):
            place.mkdir()
            self.run(place, "git", "init", "-q")
        shutil.copy(SOURCE / ".pre-commit-hooks.yaml", self.hooks)
        self.run(self.hooks, "git", "add", ".")
        self.run(self.hooks, "git", "commit", "-qm", "hooks")

    def run(self, folder, *words):
        done = subprocess.run(words, cwd=folder, env=self.env, check=False, text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT)
        return done.returncode, done.stdout

    def write(self, **files):
        for name, text in files.items():
            path = self.work / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        self.run(self.work, "git", "add", "-A")

    def try_hook(self, hook, *args):
        """With args: as a user's configuration would give them."""
        if not args:
            return self.run(self.work, "pre-commit", "try-repo", str(self.hooks), hook, "-v",
                            "--all-files")
        _, head = self.run(self.hooks, "git", "rev-parse", "HEAD")
        self.write(**{".pre-commit-config.yaml":
                      f"repos: [{{repo: {self.hooks}, rev: {head.strip()},"
                      f" hooks: [{{id: {hook}, args: [{', '.join(args)}]}}]}}]\n"})
        return self.run(self.work, "pre-commit", "run", "-v", "--all-files", hook)


def check_lint(place):
    place.write(**{"a b.yaml": SPEC})
    code, text = place.try_hook("berth-lint")
    assert code == 0 and "Passed" in text, text
    place.write(**{"bad.yaml": SPEC.replace("storage:", "storge:")})
    code, text = place.try_hook("berth-lint")
    assert code == 1 and "bad.yaml:8:3: error:" in text, text
    os.unlink(place.work / "bad.yaml")


def check_foreign_files(place):
    os.unlink(place.work / "a b.yaml")
    place.write(**{"compose.yaml": "services: {db: {image: postgres}}\n", "empty.json": "",
                   "over/kustomization.yaml": "patches: [{path: patch.yaml}]\n",
                   "over/patch.yaml": "apiVersion: apps/v1\nkind: StatefulSet\n"})
    code, text = place.try_hook("berth-lint")
    assert code == 0 and "Passed" in text, text
    assert "skipped" in text, text


def check_generate(place):
    place.write(**{"db.yaml": SPEC})
    code, text = place.try_hook("berth-generate-check", "-o", "manifests", "db.yaml")
    assert code == 1 and "+kind: StatefulSet" in text, text
    place.run(place.work, "berth", "generate", "-o", "manifests", "db.yaml")
    place.write()
    code, text = place.try_hook("berth-generate-check", "-o", "manifests", "db.yaml")
    assert code == 0 and "Passed" in text, text


if not shutil.which("git") or not shutil.which("pre-commit"):
    print("SKIP: git or pre-commit is not installed")
    sys.exit(77)
with tempfile.TemporaryDirectory() as temporary:
    tried = Place(pathlib.Path(temporary).resolve())
    check_lint(tried)
    check_foreign_files(tried)
    check_generate(tried)
