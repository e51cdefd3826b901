#!/usr/bin/env python3
"""check-ci.py SOURCE BERTH - whether action.yml and templates/gitlab-ci.yml say what they should

Reads both with berth, runs the action's script with a stand-in for ./dev, and tries hostile
words: none of them may be run or split.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

source, berth = pathlib.Path(sys.argv[1]), sys.argv[2]


def read(name):
    text = subprocess.run([berth, "read", str(source / name)], check=True,
                          capture_output=True, text=True).stdout
    return json.loads(text)


def words_of(script, inputs):
    """The words that the action's script hands to ./dev."""
    with tempfile.TemporaryDirectory() as folder:
        dev = pathlib.Path(folder, "dev")
        dev.write_text('#!/bin/sh\nfor word; do printf "%s\\n" "$word"; done\n')
        dev.chmod(0o755)
        done = subprocess.run(["bash", "-eo", "pipefail", "-c", script], capture_output=True,
                              text=True, cwd=folder, check=True,
                              env={"PATH": os.environ["PATH"], "GITHUB_ACTION_PATH": folder,
                                   **inputs})
        assert sorted(os.listdir(folder)) == ["dev"], os.listdir(folder)
        return done.stdout.splitlines()


action = read("action.yml")
assert action["runs"]["using"] == "composite"
script = action["runs"]["steps"][1]
for text in script["env"].values():
    assert text.startswith("${{ inputs.") and text[len("${{ inputs."):-3] in action["inputs"], text
for step in action["runs"]["steps"]:
    assert "${{" not in step["run"], "an input would be run as script"
assert words_of(script["run"], {
    "BERTH_PATHS": "a b\n$(touch x)\n-q", "BERTH_ARGUMENTS": "--skip=yaml\n;touch y",
    "BERTH_SARIF": "out file.sarif"}) == [
        "run", "lint", "--skip=yaml", ";touch y", "--output",
        "sarif=out file.sarif", "--", "a b", "$(touch x)", "-q"]
assert words_of(script["run"], {"BERTH_PATHS": ".\n", "BERTH_ARGUMENTS": "", "BERTH_SARIF": ""}) == [
    "run", "lint", "--", "."]

job = read("templates/gitlab-ci.yml")["berth"]
report = job["artifacts"]["reports"]["codequality"]
assert f"--output gitlab={report} " in job["script"][0], job["script"]
assert job["artifacts"]["when"] == "always", "findings would be lost when they fail the job"
