#!/usr/bin/env python3
"""next-minor.py - a table of facts with one minor more, for a test that a program can be made of it

usage: next-minor.py SOURCE_ROOT OUT.json

The minor is the newest with a few changes, written as a specification and brought in with
tools/import-openapi.py. check-next.py asks the program about these changes.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(sys.argv[1])
sys.dont_write_bytecode = True
sys.path[:0] = [str(ROOT / "tools")]

import made_swagger  # pylint: disable=wrong-import-position
import openapi_table  # pylint: disable=wrong-import-position


def change(minor):
    definitions = minor.definitions
    definitions["core.v1.ConfigMap"][1]["origin"] = {"type": "string"}
    definitions["core.v1.ConfigMap"][1]["immutable"] = {"type": "int32"}
    del definitions["core.v1.PodSpec"][1]["serviceAccount"]
    fields = {name: dict(record) for name, record in definitions["core.v1.ConfigMap"][1].items()
              if name in ("apiVersion", "kind", "metadata", "origin")}
    definitions["core.v1.Lighthouse"] = ({}, fields)
    minor.kinds["", "v1", "Lighthouse"] = {
        "def": "core.v1.Lighthouse", "plural": "lighthouses", "scope": "namespaced"}


table = json.loads((ROOT / "schemas/kubernetes.json").read_text(encoding="utf-8"))
newest = openapi_table.unfold(table)[-1]
change(newest)
pathlib.Path(sys.argv[2]).write_text(openapi_table.text_of(table), encoding="utf-8")
with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as specification:
    json.dump(made_swagger.swagger_of(newest), specification)
    specification.flush()
    subprocess.run([sys.executable, str(ROOT / "tools/import-openapi.py"), "--into", sys.argv[2],
                    str(newest.number + 1), specification.name],
                   stdout=subprocess.DEVNULL, check=True)
