"""openapi_carry.py - what a specification alone does not say is as it was in the minor before

The values that a string may have, defaults, and which kinds a server does not serve unasked are
taken from a neighbouring minor for what has not changed. Everything else that is new is told.
"""
from openapi_spec import is_unstable
from openapi_table import short_name


def carry_fields(minor, neighbour, given):
    """Counts of what was carried over: fields with values, with defaults."""
    described = {(short_name(full), field) for full, field in given.defaults or ()}
    values = defaults = 0
    for name, field, record in minor.fields():
        old = neighbour.definitions.get(name, ({}, {}))[1].get(field)
        if not old or old["type"] != record["type"]:
            continue
        carried = {}
        if "default" in old and (name, field) not in described:
            carried["default"] = old["default"]
            defaults += 1
        if not given.go:
            carried.update({key: old[key] for key in ("key_enum", "enum") if key in old})
            values += "enum" in old or "key_enum" in old
        for key in ("default", "key_enum", "enum"):  # in the order of a record
            if key in carried or key in record:
                record[key] = carried.get(key, record.pop(key, None))
    return values, defaults


def carry_enums(minor, neighbour):
    for name, known in neighbour.enums.items():
        minor.enums.setdefault(name, known)


def carry_kinds(minor, neighbour):
    """How many kinds are off by default, and which of them nobody said that of."""
    carried, assumed = 0, []
    for key, record in minor.kinds.items():
        if "plural" not in record:
            continue
        old = neighbour.kinds.get(key)
        if old:
            off = old.get("off_by_default", False)
            carried += off
        else:
            off = is_unstable(key[1])
            assumed += [key] if off else []
        if off:
            record["off_by_default"] = True
    return carried, assumed


def carry(minor, neighbour, given):
    """Fills the minor and returns the lines that say with what."""
    values, defaults = carry_fields(minor, neighbour, given)
    lines = []
    if not given.go:
        carry_enums(minor, neighbour)
        lines.append(f"the values of {values} fields")
    if defaults:
        lines.append(f"the defaults of {defaults} fields")
    assumed = []
    if given.betas is None:
        carried, assumed = carry_kinds(minor, neighbour)
        if carried:
            lines.append(f"that {carried} kinds are off by default")
    if lines:
        yield f"carried over from 1.{neighbour.number}: " + ", ".join(lines)
    for key in assumed:
        yield f"taken to be off by default, as it is no stable version: {kind_text(key)}"


# ---- what is new ----

def kind_text(key):
    group, version, kind = key
    return f"{group}/{version} {kind}" if group else f"{version} {kind}"


def listed(title, items):
    if items:
        yield f"{title} ({len(items)}):"
        yield from (f"  {item}" for item in items)


def record_text(record):
    facts = [f"{key} {value}" for key, value in record.items() if key != "type"]
    return ", ".join([record["type"], *facts])


def compare_kinds(old, new):
    yield from listed("new kinds", [kind_text(key) for key in sorted(set(new) - set(old))])
    yield from listed("kinds that are gone",
                      [kind_text(key) for key in sorted(set(old) - set(new))])
    changed = [key for key in sorted(set(old) & set(new)) if old[key] != new[key]]
    yield from listed("changed kinds", [f"{kind_text(key)}: {old[key]} -> {new[key]}"
                                        for key in changed])


def compare(old, new, values_known=True):
    """Lines that say in what one minor differs from another."""
    yield from compare_kinds(old.kinds, new.kinds)
    yield from listed("new types", sorted(set(new.definitions) - set(old.definitions)))
    yield from listed("types that are gone", sorted(set(old.definitions) - set(new.definitions)))
    before = {(name, field): record for name, field, record in old.fields()}
    after = {(name, field): record for name, field, record in new.fields()}
    both = set(old.definitions) & set(new.definitions)
    yield from listed("new fields", [
        f"{name}.{field}: {record_text(after[name, field])}"
        for name, field in sorted(set(after) - set(before)) if name in both])
    yield from listed("fields that are gone", [
        f"{name}.{field}" for name, field in sorted(set(before) - set(after)) if name in both])
    yield from listed("changed fields", [
        f"{name}.{field}: {record_text(before[name, field])} -> {record_text(after[name, field])}"
        for name, field in sorted(set(before) & set(after))
        if before[name, field] != after[name, field]])
    if not values_known:
        yield from listed("not known of these, whether only some values are taken", [
            f"{name}.{field}" for (name, field), record in sorted(after.items())
            if "string" in record["type"] and not {"enum", "key_enum"} & set(record)
            and field not in ("apiVersion", "kind")
            and before.get((name, field), {}).get("type") != record["type"]])
