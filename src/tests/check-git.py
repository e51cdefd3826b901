#!/usr/bin/env python3
"""check-git.py BERTH - lint --git-changed in repositories of all kinds, hostile ones too

Without git it is skipped.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

BERTH = os.path.abspath(sys.argv[1])
BROKEN = "a: [\n"
SET = """apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  serviceName: db
  selector: {matchLabels: {a: b}}
  template:
    metadata: {labels: {a: b}}
    spec: {containers: [{name: x, image: x}]}
"""
SERVICE = """apiVersion: v1
kind: Service
metadata: {name: db}
spec: {clusterIP: None, selector: {a: b}, ports: [{port: 1}]}
"""
ENVIRONMENT = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "GIT_CONFIG_NOSYSTEM": "1",
               "GIT_AUTHOR_NAME": "x", "GIT_AUTHOR_EMAIL": "x", "GIT_COMMITTER_NAME": "x",
               "GIT_COMMITTER_EMAIL": "x"}


def git(folder, *words):
    return subprocess.run(["git", *words], cwd=folder, env=ENVIRONMENT, check=True,
                          capture_output=True, stdin=subprocess.DEVNULL, text=True).stdout


def run(folder, *words, **more):
    done = subprocess.run([BERTH, "lint", "--format", "json", *words], cwd=folder, check=False,
                          env={**ENVIRONMENT, **more}, capture_output=True, text=True)
    return done


def changed(folder, *words, **more):
    done = run(folder, *words, **more)
    assert done.returncode in (0, 1), done
    return sorted({finding["file"] for finding in json.loads(done.stdout)["findings"]})


def write(folder, **files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def repository(folder):
    git(folder, "init", "-q", "-b", "main")
    write(folder, **{"old.yaml": BROKEN, "gone.yaml": BROKEN + "# gone\n", "sub/moved.yaml": BROKEN,
                     "sub/deep/same.yaml": BROKEN, ".gitignore": "out/\n"})
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "one")


def test_what_changed(folder):
    write(folder, **{"new.yaml": BROKEN})
    git(folder, "init", "-q")
    assert changed(folder, "--git-changed") == ["new.yaml"], "before the first commit"
    (folder / "new.yaml").unlink()
    repository(folder)
    assert changed(folder, "--git-changed") == []
    assert "no manifest has changed" in run(folder, "--git-changed").stderr
    write(folder, **{"old.yaml": BROKEN + "#\n", "--output=x.yaml": BROKEN, "a b\n'\".yaml": BROKEN,
                     "sub/ä.json": BROKEN, "x.txt": BROKEN, "out/x.yaml": BROKEN,
                     ".hidden/x.yaml": BROKEN, "staged.yaml": BROKEN})
    git(folder, "mv", "sub/moved.yaml", "sub/deep/moved.yml")
    git(folder, "add", "staged.yaml")
    all_of_it = ["--output=x.yaml", "a b\n'\".yaml", "old.yaml", "staged.yaml", "sub/deep/moved.yml",
                 "sub/ä.json"]
    assert changed(folder, "--git-changed") == all_of_it
    assert changed(folder / "sub", "--git-changed") == sorted(
        os.path.relpath(name, "sub") for name in all_of_it)
    assert changed(folder, "--git-changed", "sub") == all_of_it[4:]
    assert changed(folder, "--git-changed", "HEAD", "./sub/deep/..", "old.yaml") == [
        "old.yaml", *all_of_it[4:]]
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "two")
    assert changed(folder, "--git-changed") == []
    assert changed(folder, "--git-changed", "HEAD~1") == all_of_it
    assert changed(folder, "--git-changed=HEAD~1", "--only", "yaml") == all_of_it


def test_what_is_gone_may_be_missed_anywhere(folder):
    repository(folder)
    (folder / "gone.yaml").unlink()
    others = ["old.yaml", "sub/deep/same.yaml", "sub/moved.yaml"]
    assert changed(folder, "--git-changed") == others
    assert "a manifest is gone" in run(folder, "--git-changed").stderr
    assert changed(folder, "--git-changed", "sub") == others[1:]
    git(folder, "commit", "-qam", "two")
    assert changed(folder, "--git-changed") == []
    assert changed(folder, "--git-changed=HEAD~1") == others


def test_the_rest_is_context(folder):
    git(folder, "init", "-q")
    write(folder, **{"service.yaml": SERVICE, "broken.yaml": BROKEN})
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "one")
    write(folder, **{"set.yaml": SET, "over/kustomization.yaml": "patches: [{path: patch.yaml}]\n",
                     "over/patch.yaml": SET.replace("image: x", "image: 7")})
    done = run(folder, "--git-changed", "--severity", "warning")
    assert done.returncode == 0, done
    assert json.loads(done.stdout)["summary"]["skipped"] == 2, done


def test_trouble_is_said(folder):
    for words in (["--git-changed"], ["--git-changed=-x"]):
        done = run(folder, *words)
        assert done.returncode == 2 and "git rev-parse: fatal: not a git repository" in done.stderr
    repository(folder)
    for ref in ("--output=x", "-x", "nosuch", "HEAD:old.yaml", "main..main", "a b", "--", "@{u}"):
        done = run(folder, f"--git-changed={ref}")
        assert done.returncode == 2 and f"'{ref}' is no commit that git knows" in done.stderr, done
        assert not (folder / "x").exists()
    assert run(folder, "--git-changed", "HEAD", "nosuch").returncode == 2
    assert run(folder, "--git-changed=HEAD", "-").returncode == 2
    done = run(folder, "--git-changed", PATH="/nonexistent")
    assert done.returncode == 2 and "cannot run git" in done.stderr


def test_a_hook_says_where(folder):
    repository(folder)
    index = folder / ".git/other-index"
    shutil.copy(folder / ".git/index", index)
    write(folder, **{"staged.yaml": BROKEN})
    git(folder, "add", "staged.yaml")
    assert changed(folder, "--git-changed", GIT_DIR=".git") == ["staged.yaml"]
    assert changed(folder, "--git-changed", GIT_INDEX_FILE=str(index)) == ["staged.yaml"]
    assert changed(folder, "--git-changed", GIT_LITERAL_PATHSPECS="1", GIT_EXTERNAL_DIFF="false",
                   GIT_TRACE="1") == ["staged.yaml"]
    git(folder, "worktree", "add", "-q", "../tree")
    write(folder.parent / "tree", **{"x.yaml": BROKEN})
    assert changed(folder.parent / "tree", "--git-changed") == ["x.yaml"]


def test_nothing_of_the_repository_runs(folder):
    repository(folder)
    marker, script = folder.parent / "marker", folder.parent / "script"
    script.write_text(f"#!/bin/sh\necho \"$0 $@\" >>{marker}\ncat\n", encoding="utf-8")
    script.chmod(0o755)
    for key in ("core.fsmonitor", "diff.external", "diff.evil.textconv", "diff.evil.command",
                "core.pager", "core.sshCommand", "core.editor", "filter.evil.clean",
                "filter.evil.smudge", "filter.e=v.il.process", "filter.E x.clean", "pager.diff",
                "alias.diff", "alias.config", "credential.helper", "gpg.program"):
        git(folder, "config", key, f"{'!' if key.startswith('alias') else ''}{script}")
    git(folder, "config", "filter.evil.required", "true")
    git(folder, "config", "core.hooksPath", str(folder.parent / "hooks"))
    (folder.parent / "hooks").mkdir()
    for hook in ("post-index-change", "pre-commit", "post-checkout", "fsmonitor-watchman"):
        shutil.copy(script, folder.parent / "hooks" / hook)
        shutil.copy(script, folder / ".git/hooks" / hook)
    for name in ("evil", "e=v.il", "E x"):
        write(folder, **{f"{name}/x.yaml": BROKEN})
    write(folder, **{".gitattributes": "*.yaml filter=evil diff=evil\n/old.yaml filter=e=v.il\n"})
    # files that must be looked into, since their times say nothing
    for path in folder.rglob("*.yaml"):
        os.utime(path, (1, 1))
    for words in ([], ["HEAD"]):
        done = run(folder, "--git-changed", *words)
        assert done.returncode == 1, done
    assert not marker.exists(), marker.read_text(encoding="utf-8")


if not shutil.which("git"):
    print("SKIP: git is not installed")
    sys.exit(77)
for name, test in list(globals().items()):
    if name.startswith("test_"):
        with tempfile.TemporaryDirectory() as temporary:
            place = pathlib.Path(temporary, "repository").resolve()
            place.mkdir()
            test(place)
