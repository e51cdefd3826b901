#!/usr/bin/env python3
"""check-kubectl.py SOURCE BERTH - whether berth read says what kubectl's own reader says

Builds src/tests/kubectl with Go when that and its modules are there, and compares on all
manifests and recorded texts of the shared test data and on texts that are made here, always
the same. Skipped (77) without Go.
"""

import json
import os
import pathlib
import random
import struct
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

SKIP = 77
source, berth = pathlib.Path(sys.argv[1]), sys.argv[2]
shared = pathlib.Path(os.environ.get("BERTH_SHARED", source.parent / "shared"))

# Pieces of which texts are made: what readers of YAML are known to disagree about.
PIECES = ["a", "b: ", "- ", "? ", ": ", "&x ", "*x", "<<: ", "[", "]", "{", "}", ", ", ",", ":",
          '"', "'", "|", ">", "|-", "|+2", " #c", "!", "!!str ", "!!int ", "!!float ", "!t ",
          "!!binary ", "---", "--- ", "...", "%YAML 1.1", "\n", "\n\n", "\n  ", "\t", " ", "\r\n",
          "\x85", "\u2028", "\ufeff", "0x1F", "1e3", "1_0", ".5", "~", "null", "yes", "on", "No",
          "012", "0o7", "-", "+1", "2020-01-01", '"\\u00e9"', "'x''y'", "\\", "@", "%", "=", "<<",
          "é", "日", "😀", "\x07", "\xa0", '"\\uD83D\\uDE00"', '{"a": 1}', "a: b\n", "a:\n  b: c\n",
          "- a\n", "[a, b]", "{a: b}", ">-\n x\n", "|\n x\n"]


def made_texts(count):
    chance = random.Random(1)
    for _ in range(count):
        yield "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 9))).encode()


def given_texts():
    """(name, bytes) of the shared test data"""
    cases = shared / "oracle/yaml/cases.jsonl"
    if cases.exists():
        for line in cases.open():
            case = json.loads(line)
            yield case["id"], case["text"].encode("utf-8", "surrogatepass")
    for path in sorted((shared / "corpus").rglob("*")):
        if path.suffix in (".yaml", ".yml", ".json") and path.is_file():
            yield str(path.relative_to(shared)), path.read_bytes()


def build(folder):
    program = os.path.join(folder, "kubectl-reader")
    try:
        # the modules that are here; nothing is fetched by a test
        done = subprocess.run(["go", "build", "-o", program, "."], capture_output=True, text=True,
                              cwd=source / "src/tests/kubectl",
                              env={**os.environ, "GOFLAGS": "-mod=readonly", "GOPROXY": "off"})
    except FileNotFoundError:
        return None, "there is no Go"
    return (program, "") if done.returncode == 0 else (None, done.stderr.strip()[:200])


def ask_kubectl(program, texts):
    given = b"".join(struct.pack("<I", len(text)) + text for text in texts)
    done = subprocess.run([program], input=given, capture_output=True, check=True)
    return [json.loads(line) for line in done.stdout.split(b"\n") if line]


def ask_berth(folder, number, text):
    path = os.path.join(folder, f"{number}.yaml")
    with open(path, "wb") as file:
        file.write(text)
    done = subprocess.run([berth, "read", path], capture_output=True)
    os.unlink(path)
    assert done.returncode in (0, 1), (done.returncode, done.stderr)
    return done.returncode, [json.loads(line) for line in done.stdout.split(b"\n") if line.strip()]


def same(a, b):
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        return a == b or abs(a - b) <= 1e-15 * max(abs(a), abs(b))
    if type(a) is not type(b):
        return False
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if isinstance(a, list):
        return len(a) == len(b) and all(map(same, a, b))
    return a == b


def agrees(kubectl, code, read):
    """kubectl stops at the first fault, and berth goes on: what it says then does not count"""
    wanted = [document["json"] for document in kubectl if "json" in document]
    if len(wanted) < len(kubectl):
        return code == 1 and len(read) >= len(wanted) and all(map(same, wanted, read))
    return code == 0 and same(wanted, read)


def is_known(text):
    """Differences that are left: what stands behind the document, and carriage returns alone."""
    return b"\r\r\n" in text


def main():
    with tempfile.TemporaryDirectory() as folder:
        program, why = build(folder)
        if not program:
            print(f"skipped: {why}")
            return SKIP
        texts = list(given_texts())
        print(f"{len(texts)} given texts" if texts else "no shared test data: made texts alone")
        texts += [(repr(text), text) for text in made_texts(1500)]
        verdicts = ask_kubectl(program, [text for _, text in texts])
        with ThreadPoolExecutor(os.cpu_count()) as threads:
            answers = list(threads.map(lambda i: ask_berth(folder, i, texts[i][1]),
                                       range(len(texts))))
        wrong = []
        for (name, text), kubectl, (code, read) in zip(texts, verdicts, answers):
            # of a boolean or number and the same word in quotes as keys Go keeps one by chance
            for _ in range(40):
                if agrees(kubectl, code, read) or is_known(text):
                    break
                kubectl = ask_kubectl(program, [text])[0]
            else:
                wrong.append(name)
                print(f"{name}\n  kubectl {json.dumps(kubectl)[:200]}\n"
                      f"  berth   {code} {json.dumps(read)[:200]}")
        print(f"{len(texts) - len(wrong)} of {len(texts)} equal")
        return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
