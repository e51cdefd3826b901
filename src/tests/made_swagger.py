"""made_swagger.py - a specification that says what schemas/kubernetes.json says of a minor

The way back that tools/openapi_spec.py goes there, for tests: what comes of it must be the same.
"""
from openapi_spec import GVK, MARKS
from openapi_table import PREFIXES, SCALARS

WORDS = {"bool": ("boolean", None), "bytes": ("string", "byte"), "int32": ("integer", "int32"),
         "int64": ("integer", "int64"), "double": ("number", "double")}


def full_name(short):
    prefix = next(prefix for prefix in PREFIXES if short.startswith(prefix))
    return PREFIXES[prefix] + short[len(prefix):]


def schema_of(shape):
    if shape.startswith("list<"):
        return {"type": "array", "items": schema_of(shape[5:-1])}
    if shape.startswith("map<"):
        return {"type": "object", "additionalProperties": schema_of(shape[4:-1])}
    if shape.startswith("#") or shape in SCALARS:
        full = SCALARS[shape] if shape in SCALARS else full_name(shape[1:])
        return {"$ref": "#/definitions/" + full}
    word, form = WORDS.get(shape, (shape, None))
    return {"type": word, "format": form} if form else {"type": word}


def definition_of(record, fields):
    out = {"type": "object", "description": "made for a test", "properties": {}}
    if fields and any(field.get("required") for field in fields.values()):
        out["required"] = [name for name, field in fields.items() if field.get("required")]
    if "map" in record:
        out[MARKS["map"]] = record["map"]
    if "unions" in record:
        out["x-kubernetes-unions"] = record["unions"]
    for name, field in fields.items():
        out["properties"][name] = schema_of(field["type"])
        out["properties"][name].update((MARKS[key], field[key]) for key in MARKS if key in field)
    return out


def add_path(paths, key, place, scope, sub=None):
    group, version, plural = place
    path = f"/apis/{group}/{version}/" if group else f"/api/{version}/"
    path += "namespaces/{namespace}/" if scope == "namespaced" else ""
    path += plural + (f"/{{name}}/{sub}" if sub else "")
    operation = {GVK: dict(zip(("group", "version", "kind"), key))}
    # two kinds may have one subresource: the body of the one is what the other returns
    paths.setdefault(path, {})[f"verb{len(paths[path])}" if path in paths else "post"] = operation


def paths_of(kinds):
    paths = {}
    for key, record in kinds.items():
        for place in [record["plural"]] if "plural" in record else []:
            add_path(paths, key, (*key[:2], place), record["scope"])
            for sub in record.get("sub", []):
                add_path(paths, key, (*key[:2], place), record["scope"], sub)
        for place in record.get("at", []):
            plural, sub = place.split("/")
            owner = next(other for other, row in kinds.items() if row.get("plural") == plural)
            add_path(paths, key, (*owner[:2], plural), record["scope"], sub)
    return paths


def swagger_of(minor):
    definitions = {full_name(name): definition_of(*row) for name, row in minor.definitions.items()}
    definitions.update({full: {"type": "string"} for full in SCALARS.values()})
    for key, record in minor.kinds.items():
        names = dict(zip(("group", "version", "kind"), key))
        definitions[full_name(record["def"])].setdefault(GVK, []).append(names)
    for name in minor.meta_kinds:
        definitions[full_name(name)][GVK] = [
            {"group": "", "version": "v1", "kind": name.rpartition(".")[2]}]
    return {"swagger": "2.0", "definitions": definitions, "paths": paths_of(minor.kinds)}
