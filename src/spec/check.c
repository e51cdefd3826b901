/* check.c - whether a Cluster document has the keys and types that the table says */

#include "spec/check.h"

#include "base/near.h"
#include "kube/quantity.h"
#include "rules.h"

struct bth_finding *
bth_spec_report(struct bth_findings *findings, const struct bth_rule *rule,
	struct bth_value root, struct bth_value value, const char *format, ...)
{
	va_list args;

	if (!bth_exists(value))
		value = root;
	va_start(args, format);
	struct bth_finding *finding =
		bth_find_v(findings, rule, bth_span(value), format, args);
	va_end(args);
	finding->object = (struct bth_object_name){
		.api_version = bth_text(bth_get(root, "apiVersion")),
		.kind = bth_text(bth_get(root, "kind")),
		.namespace = bth_text(bth_dig(root, "metadata.namespace")),
		.name = bth_text(bth_dig(root, "metadata.name"))};
	finding->path = bth_path_of(findings->arena, root, value);
	return finding;
}

/* Another place in the table where a key of this name is known: "spec.reclaim". */
static const char *
elsewhere(struct bth_findings *findings, struct bth_str name, enum bth_key_group group)
{
	static const struct {
		enum bth_key_group group;
		const char *path;
	} places[] = {
		{BTH_GROUP_SPEC, "spec"},
		{BTH_GROUP_METADATA, "metadata"},
		{BTH_GROUP_STORAGE, "spec.storage"},
		{BTH_GROUP_LOCAL, "spec.storage.local"},
		{BTH_GROUP_CONFIG, "spec.config"},
		{BTH_GROUP_PLACEMENT, "spec.placement"},
		{BTH_GROUP_SECURITY, "spec.security"},
		{BTH_GROUP_TERMINATION, "spec.termination"},
		{BTH_GROUP_SERVICES, "spec.services"},
		{BTH_GROUP_AUTH, "spec.auth"},
		{BTH_GROUP_IMAGE, "spec.image"},
		{BTH_GROUP_DISRUPTION, "spec.disruption"},
		{BTH_GROUP_PROBES, "spec.probes"},
	};

	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
		if (places[i].group != group && bth_key_find(places[i].group, name))
			return bth_arena_printf(findings->arena, "%s.%.*s",
				places[i].path, BTH_STR_ARG(name));
	return NULL;
}

static const char *
nearest(struct bth_findings *findings, struct bth_str name, enum bth_key_group group)
{
	BTH_VEC(const char *) names = {0};

	for (size_t i = 0; i < bth_key_count; i++)
		if (bth_keys[i].group == group)
			bth_vec_push(findings->arena, &names, bth_keys[i].name);
	return bth_near(name, names.items, names.len);
}

bool
bth_spec_is_misspelt(struct bth_findings *findings, struct bth_value map,
	enum bth_key_group group, const char *name)
{
	for (struct bth_value i = bth_first(map); bth_exists(i); i = bth_next(i)) {
		struct bth_str given = bth_text(i);

		if (bth_key_find(group, given) || elsewhere(findings, given, group))
			continue;
		const char *near = nearest(findings, given, group);
		if (near && strcmp(near, name) == 0)
			return true;
	}
	return false;
}

static void
report_unknown(struct bth_findings *findings, struct bth_value root, struct bth_value key,
	enum bth_key_group group)
{
	struct bth_finding *finding =
		bth_spec_report(findings, &bth_rule_spec_key_unknown, root, key,
			"there is no key '%.*s' here", BTH_STR_ARG(bth_text(key)));
	const char *other = elsewhere(findings, bth_text(key), group);
	const char *near = nearest(findings, bth_text(key), group);

	if (other) { /* the very word is known elsewhere */
		bth_finding_fix(findings, finding, "its place is '%s'", other);
	} else if (near) {
		bth_finding_fix(findings, finding, "did you mean '%s'?", near);
		bth_finding_edit(findings, finding, bth_span(key), bth_str(near));
	} else {
		bth_finding_fix(
			findings, finding, "berth explain spec lists the keys there are");
	}
}

/* Whether @text is one of "a|b|c". */
static bool
is_choice(const char *choices, struct bth_str text)
{
	struct bth_str rest = bth_str(choices);

	while (rest.len) {
		size_t bar = bth_str_find(rest, '|');

		if (bth_str_eq(bth_str_sub(rest, 0, bar), text))
			return true;
		rest = bar == SIZE_MAX ? BTH_STR("") :
					 bth_str_sub(rest, bar + 1, SIZE_MAX);
	}
	return false;
}

/* "a, b or c", and *near the one that was meant. */
static const char *
choices_text(struct bth_findings *findings, const char *choices, struct bth_str given,
	const char **near)
{
	BTH_VEC(const char *) words = {0};
	const char *text = "";

	for (struct bth_str rest = bth_str(choices); rest.len;) {
		size_t bar = bth_str_find(rest, '|');

		bth_vec_push(findings->arena, &words,
			bth_str_copy(findings->arena, bth_str_sub(rest, 0, bar)).at);
		rest = bar == SIZE_MAX ? BTH_STR("") :
					 bth_str_sub(rest, bar + 1, SIZE_MAX);
	}
	for (size_t i = 0; i < words.len; i++)
		text = bth_arena_printf(findings->arena, "%s%s%s", text,
			!i                         ? "" :
				i + 1 == words.len ? " or " :
						     ", ",
			words.items[i]);
	*near = bth_near(given, words.items, words.len);
	return text;
}

static void
report_choice(struct bth_findings *findings, struct bth_value root,
	struct bth_value value, const char *name, const char *choices)
{
	const char *near, *text = choices_text(findings, choices, bth_text(value), &near);
	struct bth_finding *finding =
		bth_spec_report(findings, &bth_rule_spec_value_wrong, root, value,
			"'%s' cannot be '%.*s'", name, BTH_STR_ARG(bth_text(value)));

	bth_finding_fix(findings, finding,
		near ? "did you mean '%s'? It takes %s" : "%.0sit takes %s",
		near ? near : "", text);
	if (near)
		bth_finding_edit(findings, finding, bth_span(value), bth_str(near));
}

static bool
all_scalars(struct bth_value collection)
{
	for (struct bth_value i = bth_first(collection); bth_exists(i); i = bth_next(i)) {
		struct bth_value item = bth_is_map(collection) ? bth_under(i) : i;

		if (!bth_is_scalar(item) || bth_is_null(item))
			return false;
	}
	return true;
}

static bool
all_strings(struct bth_value collection)
{
	for (struct bth_value i = bth_first(collection); bth_exists(i); i = bth_next(i))
		if (!bth_is_string(bth_is_map(collection) ? bth_under(i) : i))
			return false;
	return true;
}

static bool
scalar_fits(unsigned types, struct bth_value value)
{
	int64_t number;
	bool is;

	if ((types & (BTH_KEY_STRING | BTH_KEY_ENUM)) && bth_is_string(value))
		return true;
	if ((types & BTH_KEY_INTEGER) && bth_as_int(&number, value) && number >= 0)
		return true;
	if ((types & BTH_KEY_BOOLEAN) && bth_as_bool(&is, value))
		return true;
	if ((types & BTH_KEY_OFF) && bth_as_bool(&is, value) && !is)
		return true;
	return (types & BTH_KEY_QUANTITY) && !bth_is_null(value) &&
		bth_node(value)->type != BTH_BOOL;
}

bool
bth_spec_fits(const struct bth_key *key, struct bth_value value)
{
	unsigned types = key->types;

	if (types & BTH_KEY_NATIVE)
		return true;
	if (bth_is_scalar(value))
		return scalar_fits(types, value);
	if (bth_is_list(value))
		return (types & BTH_KEY_MAPS) ||
			((types & BTH_KEY_STRINGS) && all_strings(value));
	if (types & BTH_KEY_TEXTS)
		return all_strings(value);
	if (types & BTH_KEY_SCALARS)
		return all_scalars(value);
	return types & (BTH_KEY_MAP | BTH_KEY_PORTS | BTH_KEY_ENV | BTH_KEY_VOLUMES);
}

/* What was read, for "needs a string, but …". */
static const char *
what_is(struct bth_arena *arena, struct bth_value value)
{
	static const char *const types[] = {
		[BTH_STRING] = "the string",
		[BTH_NULL] = "nothing",
		[BTH_BOOL] = "the boolean",
		[BTH_INT] = "the number",
		[BTH_FLOAT] = "the number",
	};

	if (bth_is_map(value))
		return "a map stands here";
	if (bth_is_list(value))
		return "a list stands here";
	if (bth_is_null(value))
		return "it is empty";
	return bth_arena_printf(arena, "%s '%.*s' stands here",
		types[bth_node(value)->type], BTH_STR_ARG(bth_text(value)));
}

/* The first thing in a list or map of strings that is none, or @value itself. */
static struct bth_value
culprit(const struct bth_key *key, struct bth_value value)
{
	if (!(key->types & (BTH_KEY_STRINGS | BTH_KEY_TEXTS)) || bth_is_scalar(value))
		return value;
	for (struct bth_value i = bth_first(value); bth_exists(i); i = bth_next(i)) {
		struct bth_value item = bth_is_map(value) ? bth_under(i) : i;

		if (!bth_is_string(item))
			return item;
	}
	return value;
}

static void
report_type(struct bth_findings *findings, struct bth_value root,
	const struct bth_key *key, struct bth_value value)
{
	struct bth_value wrong = culprit(key, value);
	struct bth_finding *finding = bth_spec_report(findings,
		&bth_rule_spec_value_wrong, root, wrong, "'%s' takes %s, but %s",
		key->name, bth_key_types_text(findings->arena, key->types),
		what_is(findings->arena, wrong));

	if ((key->types & BTH_KEY_STRINGS) && bth_is_scalar(value) && !bth_is_null(value))
		bth_finding_fix(findings, finding, "make it a list: [%.*s]",
			BTH_STR_ARG(bth_text(value)));
	else if (bth_is_scalar(wrong) && !bth_is_null(wrong) &&
		(key->types & (BTH_KEY_STRING | BTH_KEY_STRINGS | BTH_KEY_TEXTS)))
		bth_finding_fix(findings, finding, "quote it: \"%.*s\"",
			BTH_STR_ARG(bth_text(wrong)));
}

static void
check_quantity(struct bth_findings *findings, struct bth_value root,
	const struct bth_key *key, struct bth_value value)
{
	struct bth_quantity quantity;
	enum bth_quantity_fault fault = bth_quantity_parse(&quantity, bth_text(value));
	struct bth_finding *finding;

	if (fault == BTH_QUANTITY_OK && quantity.nano > 0)
		return;
	if (fault == BTH_QUANTITY_OK)
		finding = bth_spec_report(findings, &bth_rule_spec_value_wrong, root,
			value, "'%s' must be more than zero, not '%.*s'", key->name,
			BTH_STR_ARG(bth_text(value)));
	else
		finding = bth_spec_report(findings, &bth_rule_spec_value_wrong, root,
			value, "'%.*s' is no size that Kubernetes can read",
			BTH_STR_ARG(bth_text(value)));
	const char *meant = bth_quantity_suggest(findings->arena, bth_text(value));
	if (meant) {
		bth_finding_fix(findings, finding, "write '%s'", meant);
		bth_finding_edit(findings, finding, bth_span(value), bth_str(meant));
	} else {
		bth_finding_fix(findings, finding,
			"write a number and Mi, Gi or Ti, as in '20Gi'");
	}
}

static void
check_words(struct bth_findings *findings, struct bth_value root,
	const struct bth_key *key, struct bth_value value)
{
	if ((key->types & BTH_KEY_ENUM) && bth_is_string(value) &&
		!is_choice(key->choices, bth_text(value)))
		report_choice(findings, root, value, key->name, key->choices);
	if (!(key->types & BTH_KEY_STRINGS) || !key->choices || !bth_is_list(value))
		return;
	for (struct bth_value i = bth_first(value); bth_exists(i); i = bth_next(i))
		if (!is_choice(key->choices, bth_text(i)))
			report_choice(findings, root, i, key->name, key->choices);
}

/* The maps below a list of maps or a map of names. */
static void
check_below(struct bth_findings *findings, struct bth_value root,
	const struct bth_key *key, struct bth_value value, bool partial)
{
	for (struct bth_value i = bth_first(value); bth_exists(i); i = bth_next(i)) {
		struct bth_value item = bth_is_map(value) ? bth_under(i) : i;
		int64_t number;
		bool plain = ((key->types & BTH_KEY_ENV) && bth_is_scalar(item) &&
				     !bth_is_null(item)) ||
			((key->types & BTH_KEY_PORTS) && bth_as_int(&number, item));

		if (bth_is_map(item))
			bth_spec_check(findings, root, item, key->sub, partial);
		else if (!plain)
			bth_spec_report(findings, &bth_rule_spec_value_wrong, root, item,
				"'%s' takes %s, but here %s", key->name,
				bth_key_types_text(findings->arena, key->types),
				what_is(findings->arena, item));
	}
}

static void
check_value(struct bth_findings *findings, struct bth_value root,
	const struct bth_key *key, struct bth_value value, bool partial)
{
	const unsigned below =
		BTH_KEY_MAPS | BTH_KEY_PORTS | BTH_KEY_ENV | BTH_KEY_VOLUMES;

	if (!bth_spec_fits(key, value)) {
		report_type(findings, root, key, value);
		return;
	}
	if ((key->types & BTH_KEY_QUANTITY) && bth_is_scalar(value) &&
		bth_node(value)->type != BTH_BOOL)
		check_quantity(findings, root, key, value);
	check_words(findings, root, key, value);
	if ((key->types & BTH_KEY_MAP) && bth_is_map(value))
		bth_spec_check(findings, root, value, key->sub, partial);
	else if (key->types & below)
		check_below(findings, root, key, value, partial);
}

static void
check_missing(struct bth_findings *findings, struct bth_value root, struct bth_value map,
	enum bth_key_group group)
{
	for (size_t i = 0; i < bth_key_count; i++) {
		const struct bth_key *key = &bth_keys[i];

		if (key->group != group || !(key->types & BTH_KEY_NEEDED) ||
			!bth_is_unset(bth_get(map, key->name)) ||
			bth_spec_is_misspelt(findings, map, group, key->name))
			continue;
		struct bth_finding *finding = bth_spec_report(findings,
			&bth_rule_spec_key_missing, root, map,
			"the key '%s' is missing here: %s", key->name, key->summary);
		if (map.at != root.at)
			finding->span = bth_key_span(root, map);
		else
			finding->span.end = finding->span.start;
		finding->path = bth_arena_printf(findings->arena, "%s%s%s", finding->path,
			*finding->path ? "." : "", key->name);
		bth_finding_fix(findings, finding, "add '%s'", key->name);
	}
}

void
bth_spec_check(struct bth_findings *findings, struct bth_value root, struct bth_value map,
	enum bth_key_group group, bool partial)
{
	for (struct bth_value i = bth_first(map); bth_exists(i); i = bth_next(i)) {
		const struct bth_key *key = bth_key_find(group, bth_text(i));

		if (!key)
			report_unknown(findings, root, i, group);
		else if (key->types & BTH_KEY_LATER)
			bth_spec_report(findings, &bth_rule_spec_key_unsupported, root, i,
				"'%s' (%s) is not supported by this version of berth",
				key->name, key->summary);
		else if (bth_is_null(bth_under(i)) && !(key->types & BTH_KEY_NATIVE))
			continue; /* the same as leaving it out */
		else
			check_value(findings, root, key, bth_under(i), partial);
	}
	if (!partial)
		check_missing(findings, root, map, group);
}
