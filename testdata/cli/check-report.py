"""check-report.py - hold a JSON report on standard input to its documented shape"""

import json
import sys

PLACE = {"file": str, "line": int, "column": int}
SHAPES = {
    "report": {"version": int, "berth": str, "kubernetes": str, "findings": list,
               "summary": dict, "skipped": list},
    "finding": {"rule": str, "code": str, "family": str, "severity": str, "message": str,
                **PLACE, "endLine": int, "endColumn": int, "object": (dict, type(None)),
                "path": (str, type(None)), "related": list, "fix": (dict, type(None)),
                "suppressed": type(None)},
    "object": {"apiVersion": str, "kind": str, "name": str},
    "related": {"message": str, **PLACE},
    "fix": {"message": str, "edits": list},
    "edit": {**PLACE, "endLine": int, "endColumn": int, "text": str},
    "summary": dict.fromkeys(("files", "documents", "objects", "skipped", "errors",
                              "warnings", "infos", "suppressed"), int),
    "skipped": {"file": str, "document": int, "reason": str},
}
MAY_ADD = {"object": {"namespace"}}


def hold(name, value):
    shape = SHAPES[name]
    for key, types in shape.items():
        assert key in value, f"{name} lacks '{key}': {value}"
        assert isinstance(value[key], types), f"'{key}' of {name} is {value[key]!r}"
    more = set(value) - set(shape) - MAY_ADD.get(name, set())
    assert not more, f"{name} has {more}"


report = json.load(sys.stdin)
hold("report", report)
hold("summary", report["summary"])
assert report["version"] == 1
for skipped in report["skipped"]:
    hold("skipped", skipped)
for finding in report["findings"]:
    hold("finding", finding)
    assert finding["line"] >= 1 and finding["column"] >= 1
    if finding["object"]:
        hold("object", finding["object"])
    for related in finding["related"]:
        hold("related", related)
    if finding["fix"]:
        hold("fix", finding["fix"])
        for edit in finding["fix"]["edits"]:
            hold("edit", edit)
for severity in ("error", "warning", "info"):
    count = sum(finding["severity"] == severity for finding in report["findings"])
    assert count == report["summary"][severity + "s"], f"{severity}s are miscounted"
assert len(report["skipped"]) == report["summary"]["skipped"]
print("findings:", *(finding["rule"] for finding in report["findings"]))
