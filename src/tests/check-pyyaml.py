#!/usr/bin/env python3
"""check-pyyaml.py SHARED BERTH - compare structure and strings with PyYAML's own parser

Both read each file of SHARED/corpus and each recorded case that kubectl takes. What is compared: maps, lists and
scalars where the other has them; the text of what kubectl takes for a string; the keys in order.
What a plain word is (PyYAML's 1.1 has sexagesimals, octals and dates of its own) is not, as
kubectl decides that, and not what is said of broken documents. Left out, since the two differ
there by what they are for:

  - files with JSON streams, templates or anything else that one of the two refuses: PyYAML cuts a
    stream by YAML's grammar, and kubectl at lines;
  - maps with merge keys or double keys;
  - [a:], which is {a: null} to PyYAML and "a:" to kubectl.

How many were left out is printed; they must stay few.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

try:
    import yaml
except ImportError:
    print("skipped: there is no python3-yaml")
    sys.exit(77)

shared, berth = pathlib.Path(sys.argv[1]), sys.argv[2]

class LeftOut(Exception):
    """Kubectl's own rules matter here."""


def whole(text):
    """PyYAML keeps the halves of JSON's surrogate pairs, which kubectl joins."""
    try:
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        return text


def key_text(node):
    if not isinstance(node, yaml.ScalarNode):
        raise LeftOut
    return node.value


def difference(node, value, path=""):
    """Where the two are not alike, or None."""
    if isinstance(node, yaml.MappingNode):
        if isinstance(value, str) and value.endswith(":"):
            raise LeftOut
        if not isinstance(value, dict):
            return path
        keys = [key_text(key) for key, _ in node.value]
        if "<<" in keys or len(set(keys)) < len(keys):
            raise LeftOut
        if len(keys) != len(value):
            return path
        for (key, item), (name, inner) in zip(node.value, value.items()):
            # a plain key may be a number or a boolean, and is written anew
            if whole(key.value) != name and key.style is not None:
                return f"{path}.{name}"
            found = difference(item, inner, f"{path}.{name}")
            if found is not None:
                return found
        return None
    if isinstance(node, yaml.SequenceNode):
        if not isinstance(value, list) or len(value) != len(node.value):
            return path
        for i, (item, inner) in enumerate(zip(node.value, value)):
            found = difference(item, inner, f"{path}[{i}]")
            if found is not None:
                return found
        return None
    if isinstance(value, (dict, list)):
        return path
    if isinstance(value, str):
        return None if value == whole(node.value) or node.tag.endswith(":binary") else path
    # what is no string was not quoted, or is tagged
    return None if node.style is None or not node.tag.endswith(":str") else path


def texts():
    for folder, _, names in sorted(os.walk(shared / "corpus")):
        for name in sorted(names):
            if name.endswith((".yaml", ".yml")):
                path = pathlib.Path(folder, name)
                yield str(path.relative_to(shared)), path.read_bytes()
    cases = shared / "oracle" / "yaml" / "cases.jsonl"
    if cases.exists():
        for line in cases.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            if not any("error" in document for document in case["docs"]):
                yield case["id"], case["text"].encode("utf-8", "surrogatepass")


def read_by_berth(text, folder):
    """The documents of a text; None when there is anything that berth refuses."""
    path = pathlib.Path(folder, "text.yaml")
    path.write_bytes(text)
    done = subprocess.run([berth, "read", str(path)], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, check=False)
    if done.returncode:
        return None
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def read_by_pyyaml(text):
    """The documents that are not null, as nodes; None when PyYAML refuses the text."""
    try:
        nodes = list(yaml.compose_all(text, Loader=yaml.SafeLoader))
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    return [node for node in nodes
            if node is not None and not node.tag.endswith(":null")]


def main():
    if not (shared / "corpus").is_dir():
        print(f"skipped: there is no '{shared / 'corpus'}'")
        return 77
    same = left_out = wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, text in texts():
            # kubectl hands on whole lines
            if not text.endswith(b"\n") and not text.startswith((b"\xff\xfe", b"\xfe\xff")):
                text += b"\n"
            values = read_by_berth(text, folder)
            nodes = read_by_pyyaml(text) if values is not None else None
            if nodes is None or len(nodes) != len(values):
                left_out += 1
                if "-v" in sys.argv and values is not None:
                    print("left out", name, nodes is None)
                continue
            try:
                found = [difference(node, value) for node, value in zip(nodes, values)]
            except LeftOut:
                left_out += 1
                continue
            for place in filter(lambda item: item is not None, found):
                print(f"{name}: PyYAML reads {place or 'the document'} otherwise")
                wrong += 1
            same += 1
    print(f"{same} texts alike, {left_out} left out, {wrong} wrong")
    return 1 if wrong or left_out > same // 5 else 0


sys.exit(main())
