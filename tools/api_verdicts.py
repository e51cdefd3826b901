"""api_verdicts.py - berth's answers beside what API servers said, for bench-api.py and check-api.py

The recorded verdicts lie in the shared test data, oracle/api; its README.md tells what they are.
How one is compared with a finding is in its score.py, which is used as it is.
"""
import collections
import importlib.util
import json
import os
import re
import subprocess
import tempfile

# The first has a verdict in each case, the others where theirs differs.
MINORS = ["1.36", "1.33", "1.30"]
BATCH = 500
# Expressions are not compiled, so a case that was refused for one alone is no fault to find.
EXPRESSION = re.compile(r"compilation failed|must evaluate to|estimated (rule|expression) cost")


class Oracle:
    """The recorded cases, and score.py as a module."""

    def __init__(self, folder):
        self.folder = folder
        spec = importlib.util.spec_from_file_location("score", os.path.join(folder, "score.py"))
        self.score = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self.score)
        self.recorded = self.score.load(os.path.join(folder, "cases"))
        self.others = collections.defaultdict(dict)
        with open(os.path.join(folder, "minors.jsonl"), encoding="utf-8") as file:
            for line in filter(str.strip, file):
                row = json.loads(line)
                for minor in set(MINORS[1:]) & set(row):
                    self.others[minor][row["id"]] = row[minor]

    def cases(self, minor):
        """The cases as this minor's server judged them, without those of its cluster's settings."""
        for case in self.recorded:
            verdict = self.others[minor].get(case["id"])
            if verdict:
                case = {**case, "causes": [], **verdict}
            if case["class"] != "cluster":
                yield case


def found(shared):
    """The folder of the verdicts, or None."""
    folder = os.path.join(shared, "oracle", "api")
    return folder if os.path.isfile(os.path.join(folder, "score.py")) else None


def is_expression(case):
    return case["class"] == "refused" and bool(case["causes"]) and all(
        EXPRESSION.search(cause["message"]) for cause in case["causes"])


def lint(program, minor, paths, families="yaml,api"):
    """The findings of one run."""
    command = [program, "lint", "--only", families, "--format", "json", "--severity", "error",
               "--kube-version", minor, *paths]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(f"'berth lint' ends with {done.returncode}: "
                         f"{done.stderr.decode(errors='replace')[-500:]}")
    return json.loads(done.stdout)["findings"]


class Judge:
    """Lints the cases, for one minor after the other."""

    def __init__(self, program, oracle):
        self.program = program
        self.oracle = oracle
        self.memory = tempfile.TemporaryDirectory(
            dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None)
        for case in oracle.recorded:
            with open(self.path(case), "w", encoding="utf-8", newline="") as file:
                file.write(case["doc"])

    def path(self, case):
        return os.path.join(self.memory.name, case["id"] + ".yaml")

    def answers(self, minor, cases):
        """Each case, and the paths of the errors that berth finds in it."""
        for start in range(0, len(cases), BATCH):
            part = cases[start:start + BATCH]
            errors = collections.defaultdict(list)
            for finding in lint(self.program, minor, [self.path(case) for case in part]):
                if finding["severity"] == "error":
                    errors[os.path.basename(finding["file"])].append(finding.get("path"))
            for case in part:
                yield case, errors[os.path.basename(self.path(case))]

    def score(self, minor):
        """Counts for each kind, and [(what is wrong, case, paths)]."""
        kinds = collections.defaultdict(collections.Counter)
        wrong = []
        for case, paths in self.answers(minor, list(self.oracle.cases(minor))):
            kind, fault = kinds[case["kind"]], None
            if is_expression(case):
                kind["expressions"] += 1
                continue
            kind[case["class"]] += 1
            if case["class"] == "accepted":
                fault = "false" if paths else None
            elif not paths:
                fault = "missed" if case["class"] == "refused" else "no-kind missed"
            elif case["class"] == "refused" and not self.oracle.score.agrees(
                    case, [path for path in paths if path]):
                fault = "disagreed"
            if fault:
                kind[fault] += 1
                wrong.append((fault, case, paths))
        return kinds, wrong
