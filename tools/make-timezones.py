#!/usr/bin/env python3
"""make-timezones.py - print src/kube/timezones.def: the names of the time zones there are

Run by hand when zones come, since it prints what the system it runs on has: Debian's tzdata
and tzdata-legacy, or any other that keeps the old names. posix/ and right/ have the same
names once more.
"""

import os
import sys

ROOT = sys.argv[1] if len(sys.argv) > 1 else "/usr/share/zoneinfo"


def is_zone(path):
    try:
        with open(path, "rb") as file:
            return file.read(4) == b"TZif"
    except OSError:
        return False


def zones():
    for folder, _, files in os.walk(ROOT):
        for name in files:
            path = os.path.join(folder, name)
            zone = os.path.relpath(path, ROOT)
            if is_zone(path) and not zone.startswith(("posix/", "right/")):
                yield zone


def version():
    with open(os.path.join(ROOT, "tzdata.zi"), encoding="ascii") as file:
        return file.readline().split()[-1]


print(f"/* ZONE(name): every time zone, sorted. Printed by tools/make-timezones.py from {version()}. */")
for zone in sorted(zones()):
    print(f'ZONE("{zone}")')
