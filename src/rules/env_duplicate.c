/* env_duplicate.c - one environment variable twice in a container */

#include "rules/pod_parts.h"

/* X="$(X):more" builds upon the earlier value instead of hiding it. */
static bool
builds_on(struct bth_arena *arena, struct bth_value variable)
{
	struct bth_str value = bth_text(bth_get(variable, "value"));
	const char *reference = bth_arena_printf(
		arena, "$(%.*s)", BTH_STR_ARG(bth_text(bth_get(variable, "name"))));

	return bth_is_unset(bth_get(variable, "valueFrom")) &&
		!bth_str_is(value, reference) && bth_str_contains(value, reference);
}

static void
check_container(struct bth_lint *lint, const struct bth_object *object,
	struct bth_container container)
{
	struct bth_value env = bth_get(container.at, "env");
	struct bth_map names = {0};

	for (struct bth_value i = bth_first(env); bth_exists(i); i = bth_next(i)) {
		struct bth_value name = bth_get(i, "name");

		if (!bth_is_string(name) || !bth_text(name).len)
			continue;
		struct bth_value first =
			bth_seen(lint->arena, &names, bth_text(name), name);
		if (!bth_exists(first) || builds_on(lint->arena, i))
			continue;
		struct bth_finding *finding = bth_report(lint, &bth_rule_env_duplicate,
			object, name, "%s sets '%.*s' twice: the last one counts",
			bth_container_text(lint->arena, container),
			BTH_STR_ARG(bth_text(name)));
		bth_report_note(lint, finding, first, "the first is here");
		bth_report_fix(lint, finding, "remove the one that is not meant");
	}
}

static void
visit(struct bth_lint *lint, const struct bth_object *object)
{
	struct bth_value spec = bth_object_pod_spec(object);

	for (struct bth_container c = bth_container_first(spec); bth_exists(c.at);
		c = bth_container_next(c))
		check_container(lint, object, c);
}

const struct bth_rule bth_rule_env_duplicate = {
	.code = "BTH229",
	.name = "env-duplicate",
	.family = BTH_API,
	.severity = BERTH_WARNING,
	.kinds = BTH_WITH_PODS,
	.visit = visit,
	.summary = "one environment variable twice in a container",
	.why = "The last one wins. The API server only warns, and adds that kubectl apply may drop "
	       "one of the two at a later change, as it tells variables apart by their names.",
	.fix = "Remove one of the two.",
};
