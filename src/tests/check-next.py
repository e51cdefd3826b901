#!/usr/bin/env python3
"""check-next.py - ask a program that knows one minor more about it

usage: check-next.py BERTH_NEXT KUBERNETES.JSON

The minor is made up by next-minor.py, of which the changes are.
"""

import json
import subprocess
import sys

BERTH = sys.argv[1]
METADATA = "metadata: {name: a, namespace: b}"
POD = f"""apiVersion: v1
kind: Pod
{METADATA}
spec: {{serviceAccount: a, containers: [{{name: a, image: b}}]}}
"""


def config_map(line):
    return f"apiVersion: v1\nkind: ConfigMap\n{METADATA}\n{line}\n"


def errors(text, *options):
    done = subprocess.run([BERTH, "lint", "--only", "api", "--format", "json", *options, "-"],
                          input=text, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return [(found["rule"], found.get("path"), found["message"])
            for found in json.loads(done.stdout)["findings"] if found["severity"] == "error"]


with open(sys.argv[2], encoding="utf-8") as file:
    NEW = json.load(file)["minors"][-1] + 1
now, before = ["--kube-version", f"1.{NEW}"], ["--kube-version", f"1.{NEW - 1}"]
CASES = [  # document, options, the path and a word of each error
    (config_map("origin: a"), now, []),
    (config_map("origin: a"), before, [("origin", f"1.{NEW}")]),
    (config_map("immutable: 1"), now, []),
    (config_map("immutable: 1"), before, [("immutable", "'1'")]),
    (config_map("immutable: true"), now, [("immutable", "'true'")]),
    (POD, before, []),
    (POD, now, [("spec.serviceAccount", f"since Kubernetes 1.{NEW}")]),
    (f"apiVersion: v1\nkind: Lighthouse\n{METADATA}\norigin: a\n", now, []),
    (f"apiVersion: v1\nkind: Lighthouse\n{METADATA}\n", before, [("apiVersion", f"1.{NEW}")]),
    # without being told, the newest that is known
    (config_map("origin: a"), [], []),
]
faults = []
for document, options, expected in CASES:
    found = errors(document, *options)
    if len(found) != len(expected) or not all(
            path == error[1] and word in error[2] for (path, word), error in zip(expected, found)):
        faults.append(f"{options}: {document}finds {found}, not {expected}")
print(*faults, sep="\n", end="\n" if faults else "")
sys.exit(bool(faults))
