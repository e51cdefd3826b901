"""openapi_spec.py - one minor, from its published specification and the Go sources beside it

A specification says which kinds, fields and types there are. Three things it does not say: the
values of strings (of the Go types), the defaults (in the specification of version 3 alone), and what
an API server serves only when told to (pkg/controlplane/instance.go). Each is taken where it lies
beside the specification; what is not found is left to the caller, see openapi_carry.py.
"""
import glob
import json
import os
import re

from openapi_table import META, PREFIXES, SCALARS, Minor, short_name

GVK = "x-kubernetes-group-version-kind"
REFERENCE = "#/definitions/"
SCALAR_OF = {full: name for name, full in SCALARS.items()}
PLAIN = {"boolean": "bool", "byte": "bytes"}  # where OpenAPI's word is another
MARKS = {  # ours -> OpenAPI's, in the order of a record
    "list": "x-kubernetes-list-type",
    "keys": "x-kubernetes-list-map-keys",
    "map": "x-kubernetes-map-type",
    "patch": "x-kubernetes-patch-strategy",
    "merge_key": "x-kubernetes-patch-merge-key",
}
IMPLIED = {"list": "atomic", "map": "granular"}
PATH = re.compile(r"/(?:api|apis/(?P<group>[^/]+))/(?P<version>v[^/]+)/"
                  r"(?P<namespaced>namespaces/\{namespace\}/)?(?P<plural>[a-z]+)"
                  r"(?:/\{name\}(?:/(?P<sub>[a-z]+))?)?")


class Specification:
    """swagger.json and what lies beside it: read, and not looked into."""

    def __init__(self, path, facts=None):
        folder = os.path.dirname(os.path.abspath(path))
        self.folder = folder
        with open(path, encoding="utf-8") as file:
            self.spec = json.load(file)
        if "definitions" not in self.spec or "paths" not in self.spec:
            raise ValueError("it has no 'definitions' and 'paths', so it is no swagger.json")
        self.defaults = self.read_defaults(os.path.join(folder, "v3"))
        self.go = self.read_facts(facts or os.path.join(folder, "facts.json"))
        self.betas = self.read_betas(os.path.join(folder, "instance.go"),
                                     os.path.join(folder, "../../pkg/controlplane/instance.go"))

    @staticmethod
    def read_defaults(folder):
        """{(definition, field): default or None} of what version 3 describes, or None."""
        found = {}
        for path in sorted(glob.glob(os.path.join(folder, "*.json"))):
            with open(path, encoding="utf-8") as file:
                schemas = json.load(file).get("components", {}).get("schemas", {})
            for name, schema in schemas.items():
                for field, described in schema.get("properties", {}).items():
                    found.setdefault((name, field), described.get("default"))
        return found or None

    @staticmethod
    def read_facts(path):
        if not os.path.isfile(path):
            return None
        with open(path, encoding="utf-8") as file:
            return GoTypes(json.load(file))

    @staticmethod
    def read_betas(*paths):
        """{(package, plural)} of the beta resources that are served unasked, or None."""
        path = next(filter(os.path.isfile, paths), None)
        if not path:
            return None
        with open(path, encoding="utf-8") as file:
            text = file.read()
        internal = "k8s.io/kubernetes/pkg/apis/"
        package = {alias: openapi_package(path.replace(internal, "k8s.io/api/"))
                   for alias, path in re.findall(r'^\s*(\w+)\s+"(k8s\.io/[^"]+)"', text, re.M)}
        served = re.findall(r'^\s*(\w+)\.SchemeGroupVersion\.WithResource\("([^"]+)"\)', text, re.M)
        return {(package[alias], plural) for alias, plural in served if alias in package}


def openapi_package(path):
    """k8s.io/api/core/v1 -> io.k8s.api.core.v1"""
    return path.replace("k8s.io/", "io.k8s.", 1).replace("/", ".")


class GoTypes:
    """The structs, named types and string constants of Go packages: facts.json of a minor."""

    def __init__(self, packages):
        self.packages = packages

    def package(self, path):
        return self.packages.get(path, {"structs": {}, "types": {}, "consts": {}})

    def fields(self, definition):
        """{JSON name: Go type} of a definition, with embedded structs opened."""
        for short, prefix in PREFIXES.items():
            if definition.startswith(prefix):
                domain, _, rest = prefix[len("io.k8s."):].partition(".")
                path, _, name = (rest + definition[len(prefix):]).rpartition(".")
                out = {}
                self.add_fields(out, f"k8s.io/{domain}/{path.replace('.', '/')}", name)
                return out
        return {}

    def add_fields(self, out, path, name, depth=0):
        package = self.package(path)
        alias = package["types"].get(name, {}).get("under", "")
        for field in package["structs"].get(name) or [{"type": alias}]:
            if field.get("name"):
                out[field["name"]] = field["type"]
            elif depth < 5:
                inner, _, struct = field["type"].rpartition(".")
                self.add_fields(out, inner, struct, depth + 1)

    def enum(self, go_type):
        """A named string type that has constants: (name, whether closed, values), or None."""
        path, _, name = go_type.rpartition(".")
        package = self.package(path)
        under = package["types"].get(name, {}).get("under", "")
        if "." in under:  # another name for a type of another package
            return self.enum(under)
        if under != "string" or name not in package["consts"]:
            return None
        marks = package["types"][name].get("markers", [])
        closed = any(re.match(r"(k8s:)?enum\b", mark) for mark in marks)
        return (short_name(f"{openapi_package(path)}.{name}"), closed, set(package["consts"][name]))

    def enums(self):
        for path, package in self.packages.items():
            for name in package["consts"]:
                found = self.enum(f"{path}.{name}")
                if found:
                    yield found

    def enums_of_field(self, go_type, shape):
        """What a field's strings may be: {"key_enum": name, "enum": name}."""
        path, _, name = go_type.rpartition(".")
        under = self.package(path)["types"].get(name, {}).get("under", "")
        if under.startswith(("[]", "map[")):
            go_type = under
        out = {}
        key = re.match(r"map\[([^\]]+)\]", go_type)
        key_enum = key and self.enum(key.group(1))
        if key_enum:
            out["key_enum"] = key_enum[0]
        enum = self.enum(re.sub(r"^(\[\]|map\[[^\]]+\])+", "", go_type))
        if enum and "string" in shape:
            out["enum"] = enum[0]
        return out


# ---- definitions ----

def reference(schema):
    return schema["$ref"].rpartition("/")[2] if "$ref" in schema else None


def shape_of(schema):
    """list<#core.v1.Container>"""
    full = reference(schema)
    if full:
        return SCALAR_OF.get(full) or "#" + short_name(full)
    if schema.get("type") == "array":
        return f"list<{shape_of(schema['items'])}>"
    if "additionalProperties" in schema:
        return f"map<{shape_of(schema['additionalProperties'])}>"
    word = schema.get("format") or schema["type"]
    return PLAIN.get(word, word)


def references(schema):
    if "$ref" in schema:
        yield reference(schema)
    for part in ("items", "additionalProperties"):
        if isinstance(schema.get(part), dict):
            yield from references(schema[part])
    for inner in schema.get("properties", {}).values():
        yield from references(inner)


def reachable(definitions):
    """The definitions that have a kind, and what they are made of."""
    todo = [name for name, schema in definitions.items() if GVK in schema]
    seen = set(todo)
    while todo:
        new = set(references(definitions[todo.pop()])) - seen
        seen |= new
        todo += new
    return seen


def is_zero(default):
    """What only repeats Go's zero value says nothing."""
    return default in (None, {}, "", 0, [])


def field_record(schema, required, default, enums):
    record = {"type": shape_of(schema)}
    if required:
        record["required"] = True
    for name, mark in MARKS.items():
        if schema.get(mark) and schema[mark] != IMPLIED.get(name):
            record[name] = schema[mark]
    if not is_zero(default):
        record["default"] = default
    record.update(enums)
    return record


def definition_record(schema):
    record = {}
    if schema.get(MARKS["map"]) == "atomic":
        record["map"] = "atomic"
    if "x-kubernetes-unions" in schema:
        record["unions"] = schema["x-kubernetes-unions"]
    return record


def add_definitions(minor, given, defaults):
    definitions = given.spec["definitions"]
    for full in reachable(definitions) - set(SCALARS.values()):
        schema = definitions[full]
        required = schema.get("required", [])
        go_fields = given.go.fields(full) if given.go else {}
        fields = {}
        for name, inner in schema.get("properties", {}).items():
            enums = {}
            if name in go_fields:
                enums = given.go.enums_of_field(go_fields[name], shape_of(inner))
            fields[name] = field_record(inner, name in required, defaults.get((full, name)), enums)
        minor.definitions[short_name(full)] = (definition_record(schema), fields)


# ---- kinds ----

class Served:
    """Where the paths have a kind."""

    def __init__(self):
        self.plural = None
        self.namespaced = False
        self.sub = set()  # subresources that its own paths have
        self.at = set()   # (group, version, plural), subresource, whether namespaced


def served_kinds(paths):
    out, owner = {}, {}
    for path, operations in paths.items():
        found = PATH.fullmatch(path)
        for operation in operations.values() if found else ():
            if not isinstance(operation, dict) or GVK not in operation:
                continue
            key = tuple(operation[GVK][part] for part in ("group", "version", "kind"))
            served = out.setdefault(key, Served())
            place = (found["group"] or "", found["version"], found["plural"])
            if found["sub"]:
                served.at.add((place, found["sub"], bool(found["namespaced"])))
            else:
                owner[place] = served
                served.plural = found["plural"]
                served.namespaced |= bool(found["namespaced"])
    for served in list(out.values()):
        for place, sub, _ in served.at:
            if place in owner:
                owner[place].sub.add(sub)
    return out


def kind_record(full, schema, served, is_list):
    record = {"def": short_name(full)}
    if served and served.plural:
        record["plural"] = served.plural
        record["scope"] = "namespaced" if served.namespaced else "cluster"
        if served.sub:
            record["sub"] = sorted(served.sub)
    elif served:
        record["at"] = sorted({f"{place[2]}/{sub}" for place, sub, _ in served.at})
        namespaced = all(one[2] for one in served.at)
        record["scope"] = "namespaced" if namespaced else "cluster"
    elif is_list:
        record["list_of"] = short_name(reference(schema["properties"]["items"]["items"]))
    return record


def is_unstable(version):
    return "alpha" in version or "beta" in version


def kinds_of(spec):
    """(group, version, kind) -> (definition, its schema) of all but the meta kinds."""
    for full, schema in spec["definitions"].items():
        for names in schema.get(GVK, []):
            yield (names["group"], names["version"], names["kind"]), full, schema


def add_kinds(minor, given):
    served = served_kinds(given.spec["paths"])
    for key, full, schema in kinds_of(given.spec):
        if full.startswith(META):
            minor.meta_kinds.add(short_name(full))
            continue
        record = kind_record(full, schema, served.get(key), key[2].endswith("List"))
        if "plural" in record and is_unstable(key[1]) and given.betas is not None and \
                (full.rpartition(".")[0], record["plural"]) not in given.betas:
            record["off_by_default"] = True
        minor.kinds[key] = record


def read_minor(number, source, given, defaults):
    """The minor, with what lies beside the specification, and @defaults."""
    minor = Minor(number, source)
    add_definitions(minor, given, defaults)
    add_kinds(minor, given)
    for name, closed, values in given.go.enums() if given.go else ():
        minor.enums[name] = (closed, values)
    return minor
