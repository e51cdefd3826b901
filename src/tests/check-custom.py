#!/usr/bin/env python3
"""check-custom.py SOURCE BERTH [COUNT [SEED]] - whether custom resources are refused as by a server

Builds src/tests/apiextensions with Go when that and its modules are there, and compares what
apiextensions' own code and berth lint say of custom resources: of definitions and objects that
are made here, always the same ones. Every object has to be refused by both or by neither, and
each field that berth names has to be one that the server names, its parent or its child.
Skipped (77) without Go.
"""

import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile

SKIP = 77
source, berth = pathlib.Path(sys.argv[1]), sys.argv[2]
count = int(sys.argv[3]) if len(sys.argv) > 3 else 300
chance = random.Random(int(sys.argv[4]) if len(sys.argv) > 4 else 1)

FORMATS = {
    "date": ["2026-01-31", "2026-02-29", "2024-02-29", "26-1-1"],
    "date-time": ["2026-01-02T03:04:05Z", "2026-01-02t03:04:05.123+01:00", "2026-01-02 03:04:05Z",
                  "2026-01-02T24:00:00Z", "2026-01-02T03:04:60Z", "2026-01-02T03:04:05"],
    "duration": ["1h", "1.5h", "3 days", "3d", "0", "-1m", "1", "h", "10 parsecs", "1.s", "5 m x", ""],
    "ipv4": ["1.2.3.4", "01.2.3.4", "1.2.3", "1.2.3.256", "::ffff:1.2.3.4", "::1"],
    "ipv6": ["::1", "fe80::1%eth0", "1.2.3.4", "1::2::3", "::ffff:1.2.3.4", "12345::"],
    "cidr": ["10.0.0.0/8", "10.0.0.0/33", "::/0", "::/129", "10.0.0.0", "10.0.0.1/08"],
    "uri": ["http://a.b/c?d", "/a", "a", "mailto:a", "http://a b/", "http://a:b/", "", "*", "//a",
            "http://[::1]:80/", "http://%zz/", "/%zz", "http:", "1http://a", "http://u:p@a/"],
    "email": ["a@b.c", "a", "@b", "a@"],
    "hostname": ["a.b", "a_b", "-a", "a-.b", "a" * 64, "a.b1", "1a", "", "a..b", "a.bc.de"],
    "uuid": ["123e4567-e89b-12d3-a456-426614174000", "123e4567e89b12d3a456426614174000", "123e4567"],
    "uuid4": ["123e4567-e89b-42d3-a456-426614174000", "123e4567-e89b-12d3-a456-426614174000"],
    "byte": ["YWJj", "YW==", "YWI=", "YW", "", "YW-_", "YWJ\n"],
    "mac": ["01:23:45:67:89:ab", "01-23-45-67-89-ab", "0123.4567.89ab", "01:23", "01:23:45:67:89:ag"],
    "hexcolor": ["#fff", "abcdef", "#ff"], "rgbcolor": ["rgb(1,2,3)", "rgb(256,1,1)", "rgb( 1 , 2 ,3 )"],
    "isbn": ["0321751043", "978-0321751041", "0321751044"], "ssn": ["111-22-3333", "111223333", "111-22-333"],
    "creditcard": ["4111111111111111", "4111111111111112", "4111-1111-1111-1111"],
    "bsonobjectid": ["507f1f77bcf86cd799439011", "507f"], "password": ["x"],
    "k8s-short-name": ["a", "A", "a-", "a" * 64], "k8s-long-name": ["a.b", "a..b", "A"],
    "unheard-of": ["x"],
}
PATTERNS = {
    r"^[a-z]+$": ["abc", "ab1", "", "ä", "abc\n"], r"b\d": ["ab1c", "b", "b١"], r"^\S+$": ["a b", "ab"],
    r"^(?i:ABC)$": ["abc", "aBd"], r"^a{2,3}$": ["a", "aa", "aaaa"], r"^a{,2}$": ["a{,2}", "aa"],
    r"^[\w.-]*\pL$": ["a.b-ä", "a."], r"^\v$": ["\v", "\n"], r"^(a|b)?$": ["", "a", "ab"],
    r"^.{1,3}$": ["äöü", "abcd", "a\nb", "\r"], r"^[[:alnum:]_]+\z": ["a_1", "a-1"],
    r"^\d+(\.\d+)?(e|E)?$": ["1.5", "1.", "1e"],
}
NAMES = ["a", "b", "c", "name", "kind", "size"]
KEYS = ["x", "a.b/c", "8080", "Y-z"]


def scalar():
    return chance.choice(["", "a", "abc", "äö", "1", "true", 0, 1, 2, 3, 7, -1, 2147483648, 1.5, 2.0, -0.5,
                          1e3, 1e300, True, False, None, 9007199254740993])


def anything(depth=2):
    if depth and chance.random() < 0.3:
        if chance.random() < 0.5:
            return [anything(depth - 1) for _ in range(chance.randint(0, 2))]
        return {chance.choice(NAMES + KEYS): anything(depth - 1) for _ in range(chance.randint(0, 2))}
    return scalar()


def some(share):
    return chance.random() < share


def string_bounds():
    bounds = {}
    if some(0.3):
        bounds["minLength"] = chance.randint(0, 3)
    if some(0.3):
        bounds["maxLength"] = chance.randint(1, 4)
    if some(0.3):
        bounds["pattern"] = chance.choice(list(PATTERNS))
    if some(0.2):
        bounds["enum"] = chance.sample(["a", "abc", "b", ""], 2)
    return bounds


def number_bounds(whole):
    bounds = {}
    pick = (lambda: chance.randint(-1, 5)) if whole or some(0.5) else (lambda: chance.choice([0.5, 2.5]))
    for key, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if some(0.3):
            bounds[key] = pick()
            if some(0.3):
                bounds[exclusive] = True
    if some(0.2):
        bounds["multipleOf"] = chance.choice([1, 2, 3] if whole else [1, 2, 0.5])
    if some(0.2):
        bounds["enum"] = chance.sample([1, 2, 3], 2)
    return bounds


def value_bounds(schema):
    """Validations without types, as they may stand under oneOf and its like."""
    kind = schema.get("type")
    if kind == "string" or schema.get("x-kubernetes-int-or-string"):
        return string_bounds()
    if kind in ("integer", "number"):
        return number_bounds(kind == "integer")
    if kind == "object" and schema.get("properties"):
        bounds = {}
        if some(0.7):
            bounds["required"] = [chance.choice(list(schema["properties"]))]
        if some(0.3):
            name = chance.choice(list(schema["properties"]))
            bounds["properties"] = {name: value_bounds(schema["properties"][name])}
        return bounds
    return {}


def add_logic(schema):
    for key in ("oneOf", "anyOf", "allOf"):
        if some(0.08):
            schema[key] = [value_bounds(schema) for _ in range(chance.randint(1, 3))]
    if some(0.05):
        schema["not"] = value_bounds(schema)


def object_schema(depth):
    schema = {"type": "object"}
    style = chance.random()
    if style < 0.7:
        schema["properties"] = {name: make_schema(depth - 1) for name in chance.sample(NAMES, chance.randint(1, 4))}
        if some(0.4):
            schema["required"] = chance.sample(list(schema["properties"]), 1)
        if some(0.15):
            schema["x-kubernetes-preserve-unknown-fields"] = True
        if some(0.15):
            schema["x-kubernetes-embedded-resource"] = True
            schema["x-kubernetes-preserve-unknown-fields"] = True
            for name in ("kind", "apiVersion", "metadata"):
                schema["properties"].pop(name, None)
            schema.pop("required", None)
            if not schema["properties"]:
                del schema["properties"]
    elif style < 0.9:
        schema["additionalProperties"] = True if some(0.1) else make_schema(depth - 1)
    elif style < 0.95:
        schema["x-kubernetes-preserve-unknown-fields"] = True
    if some(0.1):
        schema["minProperties"] = chance.randint(0, 2)
    if some(0.1):
        schema["maxProperties"] = chance.randint(1, 2)
    return schema


def array_schema(depth):
    schema = {"type": "array", "items": make_schema(depth - 1)}
    if some(0.3):
        schema["minItems"] = chance.randint(0, 2)
    if some(0.3):
        schema["maxItems"] = chance.randint(1, 3)
    if some(0.3) and schema["items"].get("type") in ("string", "integer", "number"):
        schema["x-kubernetes-list-type"] = "set"
        schema["items"].pop("nullable", None)
        schema["items"].pop("default", None)
    elif some(0.3):
        keys = chance.sample(["name", "kind"], chance.randint(1, 2))
        schema["items"] = {"type": "object", "properties": {name: make_schema(0) for name in ("size",)}}
        for key in keys:
            schema["items"]["properties"][key] = {"type": "string"}
            if some(0.3):
                schema["items"]["properties"][key]["default"] = "a"
            else:
                schema["items"].setdefault("required", []).append(key)
        schema["x-kubernetes-list-type"] = "map"
        schema["x-kubernetes-list-map-keys"] = keys
    return schema


def make_schema(depth):
    style = chance.random()
    if depth > 0 and style < 0.35:
        schema = object_schema(depth)
    elif depth > 0 and style < 0.5:
        schema = array_schema(depth)
    elif style < 0.65:
        schema = {"type": "integer", **number_bounds(True)}
        if some(0.3):
            schema["format"] = chance.choice(["int32", "int64", "float"])
    elif style < 0.72:
        schema = {"type": "number", **number_bounds(False)}
        if some(0.3):
            schema["format"] = chance.choice(["double", "float", "int32"])
    elif style < 0.77:
        schema = {"type": "boolean"}
    elif style < 0.82:
        schema = {"x-kubernetes-int-or-string": True, **string_bounds()}
        schema.pop("enum", None)
    elif style < 0.9:
        schema = {"type": "string", "format": chance.choice(list(FORMATS))}
    else:
        schema = {"type": "string", **string_bounds()}
    add_logic(schema)
    if some(0.12):
        schema["nullable"] = True
    if some(0.15):
        value = make_value(schema, 0)
        if value is not None:
            schema["default"] = value
    return schema


def make_value(schema, wrong):
    if chance.random() < wrong:
        return anything()
    kind = schema.get("type")
    if "enum" in schema and some(0.8):
        return chance.choice(schema["enum"])
    if schema.get("x-kubernetes-embedded-resource") and some(0.9):
        made = {"apiVersion": chance.choice(["v1", "apps/v1", "a/b/c", "", 1] if wrong else ["v1"]),
                "kind": chance.choice(["Pod", "pod_x", "", 1] if wrong else ["Pod"])}
        if some(0.5):
            made["metadata"] = make_metadata(wrong)
        if some(wrong):
            del made[chance.choice(list(made))]
        return {**made, **make_map(schema, wrong)}
    if kind == "object":
        return make_map(schema, wrong)
    if kind == "array":
        made = [make_value(schema["items"], wrong) for _ in range(chance.randint(0, 3))]
        return made + [chance.choice(made)] if made and some(wrong) else made
    if kind == "integer":
        return chance.choice([-1, 0, 1, 2, 3, 4, 6, 2.0, 2147483648 if wrong else 5])
    if kind == "number":
        return chance.choice([0, 1, 2, 0.5, 2.5, -1.25, 4])
    if kind == "boolean":
        return some(0.5)
    if "format" in schema:
        return chance.choice(FORMATS.get(schema["format"], ["x"]))
    if "pattern" in schema:
        return chance.choice(PATTERNS[schema["pattern"]])
    if schema.get("x-kubernetes-int-or-string") and some(0.5):
        return chance.randint(0, 5)
    return chance.choice(["a", "abc", "äöü", "", "b"])


def make_map(schema, wrong):
    made = {}
    required = schema.get("required", [])
    for name, field in schema.get("properties", {}).items():
        if (name in required and not some(wrong)) or some(0.6):
            made[name] = None if some(wrong / 2) else make_value(field, wrong)
    if isinstance(schema.get("additionalProperties"), dict):
        for key in chance.sample(KEYS, chance.randint(0, 2)):
            made[key] = make_value(schema["additionalProperties"], wrong)
    if some(wrong / 2) or (some(0.3) and schema.get("x-kubernetes-preserve-unknown-fields")):
        made[chance.choice(["extra", "x.y"])] = anything()
    return made


def make_metadata(wrong):
    made = {"labels": {"a": "b"}}
    if some(wrong):
        made[chance.choice(["labels", "annotations", "name", "extra", "finalizers", "generateName", "namespace"])] = \
            chance.choice([{"a": "b c"}, {"a b": "c"}, "A_b", "a/b", ["x"], ["x y"], 1, {"a": 1}, None, {}, ".."])
    return made


def make_definition(number):
    schema = object_schema(3)
    schema.pop("additionalProperties", None)
    schema.pop("x-kubernetes-embedded-resource", None)
    schema.setdefault("properties", {})
    for name in ("kind", "apiVersion", "metadata"):
        schema["properties"].pop(name, None)
        if name in schema.get("required", []):
            del schema["required"]
    version = {"name": "v1", "served": True, "storage": True}
    if some(0.3):
        schema["properties"]["status"] = make_schema(1)
        version["subresources"] = {"status": {}}
    version["schema"] = {"openAPIV3Schema": schema}
    return {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
            "metadata": {"name": f"things.g{number}.example.com"},
            "spec": {"group": f"g{number}.example.com", "scope": chance.choice(["Namespaced", "Cluster"]),
                     "names": {"kind": "Thing", "listKind": "ThingList", "plural": "things", "singular": "thing"},
                     "versions": [version]}}


def make_objects(definition, many=24):
    schema = definition["spec"]["versions"][0]["schema"]["openAPIV3Schema"]
    for number in range(many):
        wrong = chance.choice([0, 0, 0.05, 0.15, 0.3])
        made = make_map(schema, wrong)
        metadata = make_metadata(wrong)
        metadata["name"] = f"o{number}"
        if metadata.get("namespace") is not None and definition["spec"]["scope"] != "Namespaced":
            del metadata["namespace"]
        yield {**made, "apiVersion": definition["spec"]["group"] + "/v1", "kind": "Thing", "metadata": metadata}


def build(folder):
    program = os.path.join(folder, "apiextensions")
    try:
        # the modules that are here; nothing is fetched by a test
        done = subprocess.run(["go", "build", "-o", program, "."], capture_output=True, text=True,
                              cwd=source / "src/tests/apiextensions",
                              env={**os.environ, "GOFLAGS": "-mod=readonly", "GOPROXY": "off"}, check=False)
    except FileNotFoundError:
        return None, "there is no Go"
    return (program, "") if done.returncode == 0 else (None, done.stderr.strip()[:200])


def ask_berth(cases):
    """{(group, name): [path, …]} of the errors that berth finds"""
    with tempfile.NamedTemporaryFile("w", suffix=".yaml", encoding="utf-8") as file:
        for case in cases:
            for document in [case["definition"], *case["objects"]]:
                file.write("---\n" + json.dumps(document) + "\n")
        file.flush()
        done = subprocess.run([berth, "lint", "--no-config", "--only", "api", "--format", "json",
                               "--severity", "error", file.name], capture_output=True, text=True, check=False)
    found = {}
    for finding in json.loads(done.stdout)["findings"]:
        where = finding.get("object")
        if where and where["kind"] == "Thing":
            key = (where["apiVersion"].split("/")[0], where.get("name"))
            found.setdefault(key, []).append((finding["path"] or "", finding["message"]))
    return found


def plain(path):
    """A path without indexes and brackets, for comparison."""
    return re.sub(r"\[([^\]]*)\]", lambda m: "" if m[1].isdigit() else "." + m[1], path).lstrip(".")


def as_sent(value):
    """As kubectl sends it: a number without a fraction is a whole one."""
    if isinstance(value, dict):
        return {key: as_sent(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_sent(item) for item in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e21:
        return int(value)
    return value


def agrees(path, fields):
    """The server names no field for the alternatives of a schema, and stops at some faults."""
    return any(field == "<nil>" or field.startswith("error: ") or plain(path) == plain(field) or plain(path).rpartition(".")[0] == plain(field)
               or plain(field).rpartition(".")[0] == plain(path) for field in fields)


def compare(program):
    cases = []
    for number in range(count):
        definition = make_definition(number)
        cases.append({"definition": definition, "objects": list(make_objects(definition))})
    lines = "".join(json.dumps(as_sent(case)) + "\n" for case in cases)
    done = subprocess.run([program], input=lines, capture_output=True, text=True, check=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    good = [case for case, answer in zip(cases, answers) if not answer["refused"]]
    found = ask_berth(good)
    asked = refused = 0
    for case, answer in zip(cases, answers):
        if answer["refused"]:
            continue
        for item, fields in zip(case["objects"], answer["objects"]):
            asked += 1
            refused += bool(fields)
            said = found.get((case["definition"]["spec"]["group"], item["metadata"]["name"]), [])
            wrong = bool(said) != bool(fields) or not all(agrees(path, fields) for path, _ in said)
            if wrong:
                yield case["definition"], item, said, fields
    print(f"{asked} objects of {len(good)} definitions, {refused} refused")


def main():
    with tempfile.TemporaryDirectory() as folder:
        program, why = build(folder)
        if not program:
            print(f"skipped: {why}")
            return SKIP
        faults = 0
        for definition, item, said, fields in compare(program):
            faults += 1
            if faults <= 10:
                schema = definition["spec"]["versions"][0]["schema"]["openAPIV3Schema"]
                print(f"schema: {json.dumps(schema)}\nobject: {json.dumps(item)}\n"
                      f"  the server refuses: {fields}\n  berth refuses: {said}\n")
        print(f"{faults} are judged differently")
        return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
