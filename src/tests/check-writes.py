#!/usr/bin/env python3
"""check-writes.py SOURCE BERTH - whether generate -o leaves whole files alone, whatever happens

A write fails at each of many places (the file may not grow beyond a limit), and the program
is interrupted at many moments. Each file is then the old one or the new one, and there is
no other.
"""

import os
import pathlib
import resource
import signal
import subprocess
import sys
import tempfile
import time

SOURCE, BERTH = pathlib.Path(sys.argv[1]), os.path.abspath(sys.argv[2])
SPEC = (SOURCE / "examples/postgres.yaml").read_text(encoding="utf-8")


def texts(folder):
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


class Place:
    """The files of two specs, and a directory that holds those of the first."""

    def __init__(self, folder):
        self.out = folder / "out"
        self.specs = [folder / "old.spec", folder / "new.spec"]
        self.made = []
        for spec, size in zip(self.specs, ("5Gi", "6Gi")):
            spec.write_text(SPEC.replace("5Gi", size).replace("node2", f"node{size[0]}"),
                            encoding="utf-8")
            subprocess.run([BERTH, "generate", "-q", "-o", folder / size, spec], check=True)
            self.made.append(texts(folder / size))

    def fill(self):
        self.out.mkdir(exist_ok=True)
        for path in self.out.iterdir():
            path.unlink()
        for name, text in self.made[0].items():
            (self.out / name).write_text(text, encoding="utf-8")

    def start(self, **more):
        return subprocess.Popen([BERTH, "generate", "-o", self.out, self.specs[1]],
                                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                                **more)

    def check(self, when):
        found = texts(self.out)
        allowed = set(self.made[0]) | set(self.made[1])
        assert set(found) <= allowed, f"{when}: {sorted(set(found) - allowed)}"
        for name, text in found.items():
            assert text in [made.get(name) for made in self.made], f"{when}: {name}"
        return found


def check_limits(place):
    longest = max(len(text.encode()) for text in place.made[1].values())
    failed = 0
    for limit in [*range(0, longest, 61), longest - 1, longest]:
        place.fill()
        child = place.start(preexec_fn=lambda most=limit: resource.setrlimit(
            resource.RLIMIT_FSIZE, (most, most)))
        _, said = child.communicate()
        found = place.check(f"{limit} bytes")
        if child.returncode == 0:
            assert {**place.made[0], **place.made[1]} == found, limit
            continue
        assert child.returncode == 2 and said.count("\n") == 1, (child.returncode, said)
        assert "File too large" in said, said
        failed += 1
    assert failed > 3 and limit == longest and child.returncode == 0


def check_interrupts(place):
    for step in range(40):
        place.fill()
        child = place.start()
        time.sleep(step / 2000)
        child.send_signal((signal.SIGINT, signal.SIGTERM, signal.SIGHUP)[step % 3])
        child.communicate()
        place.check(f"interrupted after {step / 2} ms")


with tempfile.TemporaryDirectory() as temporary:
    used = Place(pathlib.Path(temporary))
    assert used.made[0] != used.made[1]
    check_limits(used)
    check_interrupts(used)
