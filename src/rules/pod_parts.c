/* pod_parts.c - the parts of workloads that several rules look at */

#include "rules/pod_parts.h"

#include "schema/facts.h"

enum {
	VALIDATED_SINCE =
		34, /* the minor from which a StatefulSet's templates are looked at */
	PAIRS_MOST = 4,
};

struct bth_value
bth_claim_templates(const struct bth_object *object)
{
	if (object->kind != BTH_STATEFUL_SET)
		return (struct bth_value){0};
	return bth_dig(object->root, "spec.volumeClaimTemplates");
}

bool
bth_is_template_name(struct bth_value templates, struct bth_str name)
{
	for (struct bth_value i = bth_first(templates); bth_exists(i); i = bth_next(i))
		if (bth_str_eq(bth_text(bth_dig(i, "metadata.name")), name))
			return true;
	return false;
}

static bool
is_late(const struct bth_lint *lint, const struct bth_object *object)
{
	return object->kind == BTH_STATEFUL_SET && lint->world->minor < VALIDATED_SINCE;
}

const struct bth_rule *
bth_made_rule(const struct bth_lint *lint, const struct bth_object *object,
	const struct bth_rule *rule)
{
	return is_late(lint, object) ? &bth_rule_statefulset_fails_late : rule;
}

const char *
bth_made_tail(
	const struct bth_lint *lint, const struct bth_object *object, const char *made)
{
	if (!is_late(lint, object))
		return "";
	return bth_arena_printf(lint->arena,
		": Kubernetes 1.%d takes the set, but then refuses its %s",
		lint->world->minor, made);
}

enum bth_scope
bth_scope(const struct bth_lint *lint, const struct bth_object *object)
{
	struct bth_kind_facts facts;

	if (!bth_schema_kind_ever(
		    &facts, object->api_version, object->kind_text, lint->world->minor) ||
		!facts.definition)
		return BTH_SCOPE_UNKNOWN;
	return facts.namespaced ? BTH_SCOPE_NAMESPACE : BTH_SCOPE_CLUSTER;
}

bool
bth_is_context(const struct bth_object *object)
{
	return bth_span(object->root).source->context;
}

bool
bth_is_first(const struct bth_lint *lint, const struct bth_object *object)
{
	const struct bth_object *first = bth_world_first(lint->world, object);

	return first == object ||
		(first && bth_is_context(first) && !bth_is_context(object));
}

struct bth_value
bth_seen(struct bth_arena *arena, struct bth_map *map, struct bth_str key,
	struct bth_value value)
{
	const void *found = bth_map_get(map, key);

	if (found)
		return (struct bth_value){
			.tree = value.tree, .at = (uint32_t)(uintptr_t)found};
	bth_map_put(arena, map, key, (void *)(uintptr_t)value.at);
	return (struct bth_value){0};
}

const char *
bth_pairs_text(struct bth_arena *arena, struct bth_value map)
{
	const char *text = "";
	size_t count = 0;

	for (struct bth_value key = bth_first(map); bth_exists(key);
		key = bth_next(key)) {
		if (count++ == PAIRS_MOST)
			return bth_arena_printf(arena, "%s,…", text);
		text = bth_arena_printf(arena, "%s%s%.*s=%.*s", text, *text ? "," : "",
			BTH_STR_ARG(bth_text(key)),
			BTH_STR_ARG(bth_text(bth_under(key))));
	}
	return text;
}

const char *
bth_lasting_labels(struct bth_arena *arena, struct bth_value labels)
{
	static const char *const lasting[] = {"app", "app.kubernetes.io/component",
		"app.kubernetes.io/instance", "app.kubernetes.io/name", "component",
		"k8s-app", "name", "role", "tier"};
	const char *text = "";

	for (size_t i = 0; i < sizeof lasting / sizeof lasting[0]; i++) {
		struct bth_value value = bth_get(labels, lasting[i]);

		if (bth_is_string(value))
			text = bth_arena_printf(arena, "%s%s%s: %.*s", text,
				*text ? ", " : "", lasting[i],
				BTH_STR_ARG(bth_text(value)));
	}
	if (*text)
		return text;
	for (struct bth_value key = bth_first(labels); bth_exists(key);
		key = bth_next(key))
		text = bth_arena_printf(arena, "%s%s%.*s: %.*s", text, *text ? ", " : "",
			BTH_STR_ARG(bth_text(key)),
			BTH_STR_ARG(bth_text(bth_under(key))));
	return text;
}

const char *
bth_object_text(const struct bth_lint *lint, const struct bth_object *object)
{
	bool shown = object->namespace.len &&
		!bth_str_eq(object->namespace, lint->world->default_namespace) &&
		bth_scope(lint, object) != BTH_SCOPE_CLUSTER;

	return bth_arena_printf(lint->arena, "%.*s '%.*s%s%.*s'",
		BTH_STR_ARG(object->kind_text),
		BTH_STR_ARG(shown ? object->namespace : BTH_STR("")), shown ? "/" : "",
		BTH_STR_ARG(object->name));
}
