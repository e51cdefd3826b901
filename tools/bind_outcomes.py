"""bind_outcomes.py - berth's plans beside recorded clusters, for bench-bind.py and check-bind.py

The recorded outcomes lie in the shared test data, oracle/bind; its README.md tells what they are and
what is sound, exact and spare. A plan is judged by its score.py, which is used as it is.
"""
import concurrent.futures
import importlib.util
import json
import os
import subprocess

LIMIT_SECONDS = 60


def found(shared):
    """The folder of the recorded outcomes, or None."""
    folder = os.path.join(shared, "oracle", "bind")
    return folder if os.path.isfile(os.path.join(folder, "score.py")) else None


class Verdict:
    """How the plan of one cluster compares with what was seen of it."""

    def __init__(self, record, sound, exact, faults, spare):
        self.name = record["id"]
        self.features = record["features"]
        self.faults = faults  # what was seen and not planned
        self.spare = spare  # how much was planned and not seen
        self.sound = sound
        self.exact = sound and exact


class Oracle:
    """The recorded clusters, and score.py as a module."""

    def __init__(self, folder):
        spec = importlib.util.spec_from_file_location("score", os.path.join(folder, "score.py"))
        self.score = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self.score)
        self.orders = set(self.score.ALL.split(","))
        self.documents = {row["id"]: row["doc"] for row in load(folder, "scenarios.jsonl")}
        self.records = [record for record in load(folder, "outcomes.jsonl") if any(
            order in self.orders for outcome in record["outcomes"] for order in outcome["orders"])]

    def verdict(self, program, record):
        command = [program, "plan", "--format", "json", "-"]
        try:
            answer = subprocess.run(command, input=self.documents[record["id"]], text=True,
                                    capture_output=True, timeout=LIMIT_SECONDS, check=False)
            return Verdict(record, *self.score.judge(record, json.loads(answer.stdout),
                                                     self.orders))
        except (subprocess.TimeoutExpired, ValueError) as error:
            return Verdict(record, False, False, [("plan", record["id"], [repr(error)], [])], 0)

    def verdicts(self, program, every=1):
        """Of each cluster, or only of every so manieth, in the order in which they lie there."""
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            return list(pool.map(lambda record: self.verdict(program, record),
                                 self.records[::every]))


def load(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def describe(verdict):
    """A line for each fact that was seen and is not in the plan."""
    for what, name, missed, planned in verdict.faults:
        yield (f"  {verdict.name}: {what} '{name}' ended with {', '.join(missed)}; "
               f"the plan has {', '.join(planned) or 'nothing'}")
