"""check-formats.py SOURCE ARGUMENT... - whether every format of 'berth lint ARGUMENT...' is right

Reads each as a service that takes the format would, and compares what it holds with the JSON
report. SARIF and GitLab's are also held to their schemas when python3-jsonschema is there. Every
format has to be the same, byte by byte, for one thread and for many.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import urllib.parse
import xml.etree.ElementTree

SOURCE, ARGUMENTS = pathlib.Path(sys.argv[1]), sys.argv[2:]
LEVELS = {"error": "error", "warning": "warning", "info": "note"}
HIDDEN = re.compile("[\0-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
                    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")


def lint(form, jobs):
    done = subprocess.run(["berth", "lint", "--format", form, "--jobs", str(jobs), *ARGUMENTS],
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    assert done.returncode in (0, 1), f"{form}: exit code {done.returncode}"
    return done.stdout


def report(form):
    one = lint(form, 1)
    for jobs in 2, 3, 8:
        assert lint(form, jobs) == one, f"{form} differs for {jobs} threads"
    return one.decode("utf-8")


def visible(text):
    return HIDDEN.sub(lambda m: f"<U+{ord(m[0]):04X}>", text)


def plain(path):
    return re.sub(r"^(\./)+", "", path)


def hold(schema, value):
    try:
        import jsonschema
    except ImportError:
        print("skipped: no python3-jsonschema, schemas are not looked at")
        return
    with open(SOURCE / "testdata/schemas" / schema, encoding="utf-8") as file:
        jsonschema.Draft7Validator(json.load(file)).validate(value)


def unescape(text):
    return re.sub("%(25|0D|0A|3A|2C)", lambda m: chr(int(m[1], 16)), text)


def check_sarif(text, want):
    log = json.loads(text)
    hold("sarif-2.1.0.json", log)
    run, = log["runs"]
    rules, prints = run["tool"]["driver"]["rules"], set()
    notes = run["invocations"][0]["toolExecutionNotifications"]
    assert len(notes) == len(want["skipped"])
    assert len(run["results"]) == len(want["findings"])
    for rule in rules:
        assert rule["help"]["text"] and rule["fullDescription"]["text"]
    for result, finding in zip(run["results"], want["findings"]):
        assert result["message"]["text"] == finding["message"]
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == finding["code"]
        assert result["level"] == LEVELS[finding["severity"]]
        assert (result["suppressions"] != []) == (finding["suppressed"] is not None)
        place = result["locations"][0]["physicalLocation"]
        uri = place["artifactLocation"]["uri"]
        assert re.fullmatch(r"(file:///)?([A-Za-z0-9._~/-]|%[0-9A-F]{2})+", uri), uri
        path = urllib.parse.unquote(uri.removeprefix("file://"), "utf-8")
        assert path == plain(finding["file"]), uri
        assert place["region"]["startLine"] == finding["line"]
        assert place["region"]["startColumn"] == finding["column"]
        assert len(result.get("relatedLocations", [])) == len(finding["related"])
        edits = [edit for change in result.get("fixes", [{"artifactChanges": []}])[0]["artifactChanges"]
                 for edit in change["replacements"]]
        assert len(edits) == len(finding["fix"]["edits"] if finding["fix"] else [])
        prints.add(result["partialFingerprints"]["berth/v1"])
    assert len(prints) == len(run["results"]), "two results have one fingerprint"


def check_gitlab(text, want):
    issues = json.loads(text)
    hold("gitlab-code-quality.json", issues)
    assert len(issues) == len(want["findings"])
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    for issue, finding in zip(issues, want["findings"]):
        assert issue["description"] == finding["message"]
        assert issue["location"]["path"] == plain(finding["file"])
        assert issue["location"]["lines"] == {"begin": finding["line"], "end": finding["endLine"]}


def check_github(text, want):
    lines = text.splitlines()
    assert len(lines) == len(want["findings"])
    for line, finding in zip(lines, want["findings"]):
        command, properties, message = re.fullmatch(r"::(\w+) (.*?)::(.*)", line).groups()
        pairs = dict(pair.split("=", 1) for pair in properties.split(","))
        assert command == {"info": "notice"}.get(finding["severity"], finding["severity"])
        assert visible(unescape(message)).startswith(visible(finding["message"]))
        assert unescape(pairs["file"]) == visible(plain(finding["file"])), pairs
        assert pairs["line"] == str(finding["line"]) and pairs["title"] == finding["rule"]
        assert "endColumn" not in pairs or int(pairs["endColumn"]) > int(pairs["col"])


def check_junit(text, want):
    suite, = xml.etree.ElementTree.fromstring(text).findall("testsuite")
    cases = suite.findall("testcase")
    failures, skipped = suite.findall("*/failure"), suite.findall("*/skipped")
    assert int(suite.get("tests")) == len(cases)
    assert int(suite.get("failures")) == len(failures) == want["summary"]["errors"]
    assert int(suite.get("skipped")) == len(skipped) == len(want["skipped"])
    assert len(cases) - len(skipped) == (len(want["findings"]) or 1)
    errors = [finding for finding in want["findings"] if finding["severity"] == "error"]
    for failure, finding in zip(failures, errors):
        assert failure.get("message") == visible(finding["message"])
    for case, finding in zip(cases, want["findings"]):
        assert case.get("classname") == visible(finding["file"])


def check_checkstyle(text, want):
    root = xml.etree.ElementTree.fromstring(text)
    got = [(file.get("name"), error.get("line"), error.get("column"), error.get("severity"),
            error.get("message"), error.get("source")) for file in root for error in file]
    assert got == [(visible(finding["file"]), str(finding["line"]), str(finding["column"]),
                    finding["severity"], visible(finding["message"]), "berth." + finding["rule"])
                   for finding in want["findings"]]


def check_tap(text, want):
    lines = text.splitlines()
    points = [line for line in lines if re.match("(not )?ok ", line)]
    plan = re.fullmatch(r"1\.\.(\d+)", lines[1])
    assert lines[0] == "TAP version 13" and int(plan[1]) == len(points)
    assert [int(re.search(r"\d+", line)[0]) for line in points] == [*range(1, len(points) + 1)]
    assert sum(line.startswith("not") for line in points) == want["summary"]["errors"]
    directives = [line for line in points if re.search(r"(?<!\\)#", line)]
    assert len(directives) == len(want["skipped"]), directives
    details = [json.loads(line) for line in lines if line.startswith("  {")]
    assert len(details) == len(want["findings"])


def check_text(text, want):
    heads = [line for line in text.splitlines() if re.search(r": (error|warning|info): .*\]$", line)]
    assert len(heads) == len(want["findings"])
    assert not HIDDEN.search(text.replace("\n", "")), "something hidden reaches the terminal"


os.environ.pop("GITHUB_ACTIONS", None)
expected = json.loads(report("json"))
counted = dict(expected, findings=[finding for finding in expected["findings"]
                                   if finding["suppressed"] is None])
assert len(expected["findings"]) - len(counted["findings"]) == expected["summary"]["suppressed"]
for name, check in {"text": check_text, "sarif": check_sarif, "github": check_github,
                    "gitlab": check_gitlab, "junit": check_junit,
                    "checkstyle": check_checkstyle, "tap": check_tap}.items():
    try:
        check(report(name), expected if name == "sarif" else counted)
    except AssertionError as fault:
        fault.add_note(f"in {name}")
        raise
print("findings:", len(expected["findings"]))
