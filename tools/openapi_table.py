"""openapi_table.py - schemas/kubernetes.json: minors folded into ranges, and back

A minor by itself is plain dictionaries; the file keeps a record once for the run of minors in which
it is the same. schemas/README.md tells what the records mean.
"""
import json

PREFIXES = {  # of the file's names -> of OpenAPI's; the first that fits is taken
    "meta.": "io.k8s.apimachinery.pkg.apis.meta.",
    "apiextensions.": "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.",
    "apiregistration.": "io.k8s.kube-aggregator.pkg.apis.apiregistration.",
    "": "io.k8s.api.",
}
META = PREFIXES["meta."] + "v1."
JSON_SCHEMA = PREFIXES["apiextensions."] + "v1."
SCALARS = {  # values with a decoder of their own, which OpenAPI has as definitions
    "quantity": "io.k8s.apimachinery.pkg.api.resource.Quantity",
    "int-or-string": "io.k8s.apimachinery.pkg.util.intstr.IntOrString",
    "raw-object": "io.k8s.apimachinery.pkg.runtime.RawExtension",
    "time": META + "Time",
    "micro-time": META + "MicroTime",
    "fields-v1": META + "FieldsV1",
    "json": JSON_SCHEMA + "JSON",
    "schema-or-bool": JSON_SCHEMA + "JSONSchemaPropsOrBool",
    "schema-or-list": JSON_SCHEMA + "JSONSchemaPropsOrArray",
    "schema-or-strings": JSON_SCHEMA + "JSONSchemaPropsOrStringArray",
}


class Minor:
    """What one minor of Kubernetes has."""

    def __init__(self, number, source):
        self.number = number
        self.source = source
        self.kinds = {}        # (group, version, kind) -> record
        self.meta_kinds = set()
        self.definitions = {}  # name -> (record of its own, {field: record})
        self.enums = {}        # name -> (whether the set is closed, its values)

    def fields(self):
        for name, (_, fields) in self.definitions.items():
            for field, record in fields.items():
                yield name, field, record


def short_name(full):
    for short, prefix in PREFIXES.items():
        if full.startswith(prefix):
            return short + full[len(prefix):]
    return full


# ---- ranges ----

def runs(record):
    return record if isinstance(record, list) else [record]


def fold(by_minor, numbers, own=None):
    """{minor: record} as records with ranges; @own are the minors that need not be said."""
    found = []
    for number in numbers:
        if number not in by_minor:
            continue
        if found and found[-1][0] == by_minor[number] and found[-1][2] + 1 == number:
            found[-1][2] = number
        else:
            found.append([by_minor[number], number, number])
    first, last = (own[0], own[-1]) if own else (numbers[0], numbers[-1])
    out = []
    for record, since, until in found:
        record = dict(record)
        if since not in (first, numbers[0]):
            record["since"] = since
        if until not in (last, numbers[-1]):
            record["until"] = until
        out.append(record)
    return out


def single(records):
    return records[0] if len(records) == 1 else records


def at(record, number):
    """What holds in one minor, without its range; None if nothing does."""
    for run in runs(record):
        if run.get("since", 0) <= number <= run.get("until", 255):
            return {key: value for key, value in run.items() if key not in ("since", "until")}
    return None


# ---- the file ----

def unfold(table):
    """The minors that a file was made of."""
    minors = [Minor(number, table["sources"][str(number)]) for number in table["minors"]]
    for minor in minors:
        number = minor.number
        minor.meta_kinds = set(table["meta_kinds"])
        for row in table["kinds"]:
            record = at(row, number)
            if record:
                key = tuple(record.pop(part) for part in ("group", "version", "kind"))
                minor.kinds[key] = record
        for name, definition in table["defs"].items():
            fields = definition["fields"]
            own = {key: value for key, value in definition.items() if key != "fields"}
            record = at(own.get("runs", own), number)
            if record is not None:
                found = {field: at(records, number) for field, records in fields.items()}
                minor.definitions[name] = (record, {field: known for field, known in found.items()
                                                    if known is not None})
        for name, enum in table["enums"].items():
            values = {value for value, ranges in enum["values"].items()
                      if at(ranges, number) is not None}
            if values:
                minor.enums[name] = (enum["enum_from"] == "go-enum", values)
    return minors


def fold_kinds(minors, numbers):
    rows = []
    for key in sorted({key for minor in minors for key in minor.kinds}):
        found = {minor.number: minor.kinds[key] for minor in minors if key in minor.kinds}
        names = dict(zip(("group", "version", "kind"), key))
        rows += [dict(names, **record) for record in fold(found, numbers)]
    return rows


def fold_definition(name, minors, numbers):
    found = {minor.number: minor.definitions[name] for minor in minors if name in minor.definitions}
    own = sorted(found)
    records = fold({number: record for number, (record, _) in found.items()}, numbers)
    out = records[0] if len(records) == 1 else {"runs": records}
    out["fields"] = {}
    for field in sorted({field for _, fields in found.values() for field in fields}):
        has = {number: fields[field] for number, (_, fields) in found.items() if field in fields}
        out["fields"][field] = single(fold(has, numbers, own))
    return out


def fold_enums(minors, numbers):
    used = {record[key] for minor in minors for _, _, record in minor.fields()
            for key in ("enum", "key_enum") if key in record}
    out = {}
    for name in sorted(used):
        known = [(minor.number, *minor.enums[name]) for minor in minors if name in minor.enums]
        values = {}
        for value in sorted({value for _, _, has in known for value in has}):
            has = {number: {} for number, _, values_then in known if value in values_then}
            values[value] = single(fold(has, numbers))
        closed = known[-1][1]  # the mark came late to many types, so the newest has the word
        out[name] = {"enum_from": "go-enum" if closed else "go-const", "values": values}
    return out


def fold_minors(minors, lifecycle):
    """The table of all minors, oldest first, and the rows of their kinds' lifecycle."""
    numbers = [minor.number for minor in minors]
    names = sorted({name for minor in minors for name in minor.definitions})
    return {
        "format": 1,
        "minors": numbers,
        "sources": {str(minor.number): minor.source for minor in minors},
        "prefixes": PREFIXES,
        "scalars": SCALARS,
        "meta_kinds": sorted(set().union(*(minor.meta_kinds for minor in minors))),
        "kinds": fold_kinds(minors, numbers),
        "lifecycle": lifecycle,
        "enums": fold_enums(minors, numbers),
        "defs": {name: fold_definition(name, minors, numbers) for name in names},
    }


def line(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def definition_lines(name, definition):
    fields = [f"  {line(field)}:{line(record)}" for field, record in definition["fields"].items()]
    own = line({key: value for key, value in definition.items() if key != "fields"})[1:-1]
    return (f"{line(name)}:{{{own}{',' if own else ''}\"fields\":{{"
            + ("\n" + ",\n".join(fields) if fields else "") + "}}")


def text_of(table):
    """The file: a line for each kind, enum and field."""
    parts = []
    for key, value in table.items():
        if key in ("kinds", "lifecycle"):
            rows = ",\n".join(map(line, value))
            parts.append(f"{line(key)}:[\n{rows}\n]")
        elif key == "enums":
            rows = ",\n".join(f"{line(name)}:{line(enum)}" for name, enum in value.items())
            parts.append(f"{line(key)}:{{\n{rows}\n}}")
        elif key == "defs":
            rows = ",\n".join(definition_lines(*row) for row in value.items())
            parts.append(f"{line(key)}:{{\n{rows}\n}}")
        else:
            parts.append(f"{line(key)}:{line(value)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"
