"""openapi_lifecycle.py - when kinds came and went

The statements of an API's own types (zz_generated.prerelease-lifecycle.go), and beside them the
minors whose specification has the kind, which is what happened.
"""
import glob
import json
import os
import re

from openapi_spec import kinds_of
from openapi_table import META

STATEMENT = re.compile(
    r"func \(in \*(\w+)\) APILifecycle(Introduced|Deprecated|Removed|Replacement)"
    r"\(\)[^{]*\{\s*return ([^\n]+)\n")
GENERATED = "zz_generated.prerelease-lifecycle.go"
GROUPS = {  # the folder of a group's types -> the group, where that is not FOLDER.k8s.io
    "apiserverinternal": "internal.apiserver.k8s.io",
    "apps": "apps",
    "autoscaling": "autoscaling",
    "batch": "batch",
    "core": "",
    "extensions": "extensions",
    "flowcontrol": "flowcontrol.apiserver.k8s.io",
    "policy": "policy",
    "rbac": "rbac.authorization.k8s.io",
}
# What the sources say elsewhere, and where they err: apps/v1 DeploymentRollback never existed, and
# four kinds were replaced by their like, not by the list or the item of it.
CORRECTIONS = {
    ("", "v1", "ComponentStatus"): {"deprecated": 19},
    ("", "v1", "ComponentStatusList"): {"deprecated": 19},
    ("", "v1", "Endpoints"): {"deprecated": 33, "replacement": "discovery.k8s.io/v1 EndpointSlice"},
    ("", "v1", "EndpointsList"): {"deprecated": 33,
                                  "replacement": "discovery.k8s.io/v1 EndpointSliceList"},
    ("apps", "v1beta1", "DeploymentRollback"): {"replacement": None},
    ("discovery.k8s.io", "v1beta1", "EndpointSliceList"): {
        "replacement": "discovery.k8s.io/v1 EndpointSliceList"},
    ("networking.k8s.io", "v1beta1", "IngressClass"): {
        "replacement": "networking.k8s.io/v1 IngressClass"},
    ("storage.k8s.io", "v1beta1", "CSINodeList"): {"replacement": "storage.k8s.io/v1 CSINodeList"},
}
ORDER = ["introduced", "deprecated", "removed", "replacement", "specs"]


def group_and_version(path):
    """Of GROUP_VERSION.go as well as of GROUP/VERSION/zz_generated.prerelease-lifecycle.go."""
    folder, name = os.path.split(path)
    if name == GENERATED:
        folder, version = os.path.split(folder)
        group = os.path.basename(folder)
    else:
        group, _, version = name[:-len(".go")].partition("_")
    return GROUPS.get(group, group + ".k8s.io"), version


def module_version(path):
    """The numbers of MODULE@v0.36.3; what has none is newest."""
    found = re.findall(r"@v(\d+)\.(\d+)\.(\d+)", path)
    return [int(number) for number in found[-1]] if found else [1 << 30]


def value_of(what, text):
    if what == "Replacement":
        group, version, kind = re.findall(r'"([^"]*)"', text)
        return f"{group}/{version} {kind}" if group else f"{version} {kind}"
    return int(text.split(",")[1])


def read_statements(folder):
    """(group, version, kind) -> statements; the newest module that has the kind is believed."""
    out = {}
    paths = glob.glob(os.path.join(glob.escape(folder), "**", "*.go"), recursive=True)
    for path in sorted(paths, key=lambda path: (module_version(path), path)):
        with open(path, encoding="utf-8") as file:
            found = STATEMENT.findall(file.read())
        for kind in {kind for kind, _, _ in found}:
            out[(*group_and_version(path), kind)] = {
                what.lower(): value_of(what, text) for name, what, text in found if name == kind}
    return out


def read_spec_kinds(folder):
    """(group, version, kind) -> [first, last] minor whose specification has it."""
    out = {}
    for path in glob.glob(os.path.join(glob.escape(folder), "*1.*", "swagger.json")):
        number = int(os.path.basename(os.path.dirname(path)).rpartition("1.")[2])
        with open(path, encoding="utf-8") as file:
            add_spec_kinds(out, number, json.load(file))
    return out


def add_spec_kinds(out, number, spec):
    for key, full, _ in kinds_of(spec):
        if not full.startswith(META):
            first, last = out.get(key, (number, number))
            out[key] = [min(first, number), max(last, number)]


def rows_of(statements, spec_kinds):
    rows = []
    for key in sorted(set(statements) | set(spec_kinds)):
        known = dict(statements.get(key, {}), specs=spec_kinds.get(key))
        known.update(CORRECTIONS.get(key, {}))
        rows.append({**dict(zip(("group", "version", "kind"), key)),
                     **{name: known[name] for name in ORDER if known.get(name) is not None}})
    return rows


def key_of(row):
    return row["group"], row["version"], row["kind"]


def with_minor(rows, number, spec, statements):
    """The rows when the specification of one minor is added or replaced."""
    known = {key_of(row): {name: row[name] for name in ORDER if name in row} for row in rows}
    spec_kinds = {key: known[key].pop("specs") for key in known if "specs" in known[key]}
    for key, (first, last) in list(spec_kinds.items()):
        if first == last == number:
            del spec_kinds[key]
        elif last == number:
            spec_kinds[key] = [first, number - 1]
    add_spec_kinds(spec_kinds, number, spec)
    known.update(statements)
    return rows_of(known, spec_kinds)
