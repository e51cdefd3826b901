/* customs.c - kinds that CustomResourceDefinitions and JSON Schemas describe */

#include "custom/custom.h"

#include <ctype.h>

#include "base/path.h"
#include "rules.h"

void
bth_customs_init(struct bth_customs *customs, struct bth_arena *arena,
	struct bth_patterns *patterns, int minor)
{
	*customs = (struct bth_customs){.arena = arena, .patterns = patterns, .minor = minor};
}

static struct bth_str
join(struct bth_customs *customs, struct bth_str a, char between, struct bth_str b)
{
	struct bth_str parts[] = {a, b};

	return bth_str_join(customs->arena, parts, 2, between);
}

static void
add_kind(struct bth_customs *customs, const struct bth_custom_kind *from)
{
	struct bth_str version = join(customs, from->group, '/', from->version);
	struct bth_str key = join(customs, version, '\n', from->kind);
	struct bth_str group = join(customs, from->group, '\n', from->kind);

	struct bth_custom_kind *first = bth_map_get(&customs->by_version, key);
	struct bth_custom_kind *kind = bth_arena_alloc(customs->arena, sizeof *kind);

	*kind = *from;
	if (first) {
		while (first->also)
			first = first->also;
		first->also = kind;
		return;
	}
	kind->older = bth_map_get(&customs->by_group, group);
	bth_map_put(customs->arena, &customs->by_version, key, kind);
	bth_map_put(customs->arena, &customs->by_group, group, kind);
}

/* ---- definitions ---- */

/* In v1beta1 what versions share stands beside them. */
static struct bth_value
shared(struct bth_value version, struct bth_value spec, const char *key)
{
	struct bth_value own = bth_get(version, key);

	return bth_is_unset(own) ? bth_get(spec, key) : own;
}

static void
add_version(struct bth_customs *customs, const struct bth_custom_kind *of, struct bth_value spec,
	struct bth_value version)
{
	struct bth_custom_kind kind = *of;
	struct bth_value subresources = shared(version, spec, "subresources");
	struct bth_value schema = bth_dig(version, "schema.openAPIV3Schema");
	struct bth_str replicas = bth_text(bth_dig(subresources, "scale.specReplicasPath"));

	if (bth_is_unset(schema))
		schema = bth_dig(spec, "validation.openAPIV3Schema");
	kind.version = bth_text(bth_get(version, "name"));
	kind.schema = schema;
	kind.served = bth_is_true(bth_get(version, "served"), false);
	kind.deprecated = bth_is_true(bth_get(version, "deprecated"), false);
	kind.warning = bth_text(bth_get(version, "deprecationWarning"));
	kind.drops_status = !bth_is_unset(bth_get(subresources, "status"));
	kind.replicas_path = bth_str_starts(replicas, ".") ? bth_str_sub(replicas, 1, SIZE_MAX) :
							     replicas;
	if (kind.version.len)
		add_kind(customs, &kind);
}

bool
bth_customs_add(struct bth_customs *customs, struct bth_value root)
{
	static const char group[] = "apiextensions.k8s.io/";
	struct bth_str api = bth_text(bth_get(root, "apiVersion"));
	struct bth_value spec = bth_get(root, "spec"), versions = bth_get(spec, "versions");
	bool beta = bth_str_is(api, "apiextensions.k8s.io/v1beta1");
	struct bth_custom_kind kind = {.document = root,
		.structural = true,
		.group = bth_text(bth_get(spec, "group")),
		.kind = bth_text(bth_dig(spec, "names.kind")),
		.namespaced = bth_str_is(bth_text(bth_get(spec, "scope")), "Namespaced"),
		.keeps_unknown = bth_is_true(bth_get(spec, "preserveUnknownFields"), beta)};

	if (!bth_str_starts(api, group) ||
		!bth_str_is(bth_text(bth_get(root, "kind")), "CustomResourceDefinition"))
		return false;
	if (!kind.group.len || !kind.kind.len)
		return true; /* what it lacks is said of the definition itself */
	for (struct bth_value i = bth_first(versions); bth_is_list(versions) && bth_exists(i);
		i = bth_next(i))
		add_version(customs, &kind, spec, i);
	if (!bth_is_list(versions) && bth_is_string(bth_get(spec, "version"))) {
		kind.version = bth_text(bth_get(spec, "version"));
		kind.schema = bth_dig(spec, "validation.openAPIV3Schema");
		kind.served = true;
		add_kind(customs, &kind);
	}
	return true;
}

/* ---- JSON Schemas ---- */

/* The only word that a property may be: its const, or an enum of one. */
static struct bth_str
only_word(struct bth_value schema, const char *property)
{
	struct bth_value of = bth_get(bth_get(schema, "properties"), property);
	struct bth_value words = bth_get(of, "enum");

	if (bth_is_string(bth_get(of, "const")))
		return bth_text(bth_get(of, "const"));
	return bth_is_list(words) && bth_size(words) == 1 ? bth_text(bth_first(words)) :
							     (struct bth_str){0};
}

static void
split_version(struct bth_custom_kind *kind, struct bth_str api_version)
{
	size_t slash = bth_str_find(api_version, '/');

	kind->group = slash == SIZE_MAX ? (struct bth_str){0} : bth_str_sub(api_version, 0, slash);
	kind->version = slash == SIZE_MAX ? api_version :
					    bth_str_sub(api_version, slash + 1, SIZE_MAX);
}

static bool
name_by_content(struct bth_custom_kind *kind, struct bth_value root)
{
	struct bth_value list = bth_get(root, "x-kubernetes-group-version-kind");
	struct bth_value first = bth_is_list(list) ? bth_first(list) : list;
	struct bth_str api_version = only_word(root, "apiVersion");

	kind->group = bth_text(bth_get(first, "group"));
	kind->version = bth_text(bth_get(first, "version"));
	kind->kind = bth_text(bth_get(first, "kind"));
	if (api_version.len)
		split_version(kind, api_version);
	if (!kind->kind.len)
		kind->kind = only_word(root, "kind");
	return kind->group.len && kind->version.len && kind->kind.len;
}

/* v1, v1beta2, as a version is called. */
static bool
is_version(struct bth_str text)
{
	return text.len > 1 && text.at[0] == 'v' && isdigit((unsigned char)text.at[1]);
}

/*
 * GROUP/KIND_VERSION.json, as the catalogue of CRDs has its files, or KIND-GROUP-VERSION.json,
 * as kubeconform looks for them. Kinds are in small letters there.
 */
static bool
name_by_file(struct bth_custom_kind *kind, struct bth_arena *arena, struct bth_str path)
{
	struct bth_str name = bth_path_last(path);
	struct bth_str folder = bth_path_last(bth_str_sub(path, 0,
		path.len > name.len ? path.len - name.len - 1 : 0));
	size_t dot = bth_str_rfind(name, '.');

	name = bth_str_sub(name, 0, dot);
	size_t bar = bth_str_rfind(name, '_'), dash = bth_str_rfind(name, '-');
	size_t first = bth_str_find(name, '-');
	size_t cut = bar != SIZE_MAX ? bar : dash;
	if (cut == SIZE_MAX || !is_version(bth_str_sub(name, cut + 1, SIZE_MAX)))
		return false;
	kind->version = bth_str_copy(arena, bth_str_sub(name, cut + 1, SIZE_MAX));
	kind->kind = bth_str_sub(name, 0, bar != SIZE_MAX ? bar : first);
	kind->group = bar != SIZE_MAX ? folder :
		first < dash ? bth_str_sub(name, first + 1, dash - first - 1) :
			       (struct bth_str){0};
	return kind->kind.len && bth_str_find(kind->group, '.') != SIZE_MAX;
}

/* What a document without apiVersion and kind has when it is a schema of a map. */
bool
bth_customs_is_schema(struct bth_value root)
{
	static const char *const keys[] = {
		"properties", "$schema", "$ref", "allOf", "anyOf", "oneOf"};

	if (!bth_is_map(root) || !bth_is_unset(bth_get(root, "apiVersion")))
		return false;
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		if (!bth_is_unset(bth_get(root, keys[i])))
			return true;
	return bth_str_is(bth_text(bth_get(root, "type")), "object");
}

bool
bth_customs_add_schema(struct bth_customs *customs, struct bth_value root, struct bth_str name)
{
	struct bth_custom_kind kind = {
		.document = root, .schema = root, .namespaced = true, .served = true};

	if (!bth_customs_is_schema(root))
		return false;
	if (!name_by_content(&kind, root) && !name_by_file(&kind, customs->arena, name))
		return false;
	add_kind(customs, &kind);
	return true;
}

/* ---- looking up ---- */

static struct bth_str
lower(struct bth_arena *arena, struct bth_str text)
{
	char *low = bth_arena_copy(arena, text.at, text.len);

	for (size_t i = 0; i < text.len; i++)
		low[i] = (char)tolower((unsigned char)low[i]);
	return (struct bth_str){.at = low, .len = text.len};
}

struct bth_custom_kind *
bth_customs_find(const struct bth_customs *customs, struct bth_arena *arena, struct bth_value root)
{
	struct bth_str parts[] = {
		bth_text(bth_get(root, "apiVersion")), bth_text(bth_get(root, "kind"))};
	struct bth_custom_kind *kind =
		bth_map_get_joined(&customs->by_version, parts, 2, '\n');

	if (kind || !customs->by_version.len)
		return kind;
	parts[1] = lower(arena, parts[1]); /* the name of a file has only this */
	kind = bth_map_get_joined(&customs->by_version, parts, 2, '\n');
	return kind && !kind->structural ? kind : NULL;
}

struct bth_custom_kind *
bth_customs_find_any(const struct bth_customs *customs, struct bth_value root)
{
	struct bth_str version = bth_text(bth_get(root, "apiVersion"));
	struct bth_str parts[] = {bth_str_sub(version, 0, bth_str_find(version, '/')),
		bth_text(bth_get(root, "kind"))};

	return bth_map_get_joined(&customs->by_group, parts, 2, '\n');
}

/* ---- making ready ---- */

static void
tell_gaps(struct bth_findings *findings, const struct bth_custom_kind *kind,
	struct bth_value root)
{
	const struct bth_custom_gaps *gaps = &kind->gaps;
	struct bth_span span = bth_span(bth_get(root, "kind"));
	struct bth_finding *finding;

	if (gaps->rules) {
		finding = bth_find(findings, &bth_rule_schema_checks_skipped, span,
			"%zu rule%s in CEL that %.*s has %s not evaluated", gaps->rules,
			gaps->rules == 1 ? "" : "s", BTH_STR_ARG(kind->kind),
			gaps->rules == 1 ? "is" : "are");
		bth_finding_note(findings, finding, bth_span(gaps->rule), "the first is here");
	}
	if (bth_exists(gaps->pattern)) {
		finding = bth_find(findings, &bth_rule_schema_checks_skipped, span,
			"a pattern in the schema of %.*s is not asked: it has %s",
			BTH_STR_ARG(kind->kind), gaps->pattern_why);
		bth_finding_note(findings, finding, bth_span(gaps->pattern), "it is here");
	}
	if (bth_exists(gaps->reference)) {
		finding = bth_find(findings, &bth_rule_schema_checks_skipped, span,
			"the schema of %.*s refers to something outside of it, which is not read",
			BTH_STR_ARG(kind->kind));
		bth_finding_note(findings, finding, bth_span(gaps->reference), "it is here");
	}
}

void
bth_customs_prepare(struct bth_customs *customs, struct bth_findings *findings,
	struct bth_value root)
{
	struct bth_custom_kind *kind = bth_customs_find(customs, customs->arena, root);

	if (!kind || kind->seen)
		return;
	for (struct bth_custom_kind *i = kind; i; i = i->also) {
		i->seen = true;
		if (bth_is_map(i->schema))
			i->compiled = bth_custom_compile(customs->arena, customs->patterns,
				&i->gaps, i->schema, i->structural, customs->minor);
	}
	tell_gaps(findings, kind, root);
}
