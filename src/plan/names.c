/* names.c - what the parts of a plan are called, and what they get, in few words */

#include "plan/model.h"

#include "base/escape.h"

struct bth_str
bth_plan_full_name(
	const struct bth_plan *plan, struct bth_str namespace, struct bth_str name)
{
	const struct bth_str parts[] = {namespace, name};

	return namespace.len ? bth_str_join(plan->arena, parts, 2, '/') : name;
}

struct bth_str
bth_plan_name_in(const struct bth_plan *plan, struct bth_str home,
	struct bth_str namespace, struct bth_str name)
{
	return bth_str_eq(home, namespace) ? name :
					     bth_plan_full_name(plan, namespace, name);
}

struct bth_str
bth_plan_group_home(const struct bth_plan *plan, const struct bth_plan_group *group)
{
	return plan->views->pods.items[group->first].namespace;
}

const char *
bth_plan_group_name(const struct bth_plan *plan, const struct bth_plan_group *group)
{
	const struct bth_object *object = bth_world_object(plan->world, group->object);
	struct bth_str home = bth_plan_group_home(plan, group);

	if (!object)
		return "pods";
	return bth_arena_printf(plan->arena, "%.*s %.*s", BTH_STR_ARG(object->kind_text),
		BTH_STR_ARG(bth_plan_full_name(plan, home, object->name)));
}

const char *
bth_plan_group_about(const struct bth_plan *plan, const struct bth_plan_group *group)
{
	const struct bth_object *object = bth_world_object(plan->world, group->object);
	const char *order = "";

	if (object && object->kind == BTH_POD)
		return "";
	if (group->set != UINT32_MAX && group->count > 1)
		order = plan->views->sets.items[group->set].parallel ?
			", all at once" :
			", one after another";
	return bth_arena_printf(plan->arena, "%u pod%s%s", (unsigned)group->count,
		group->count == 1 ? "" : "s", order);
}

/* "a, b and 3 more", "a or b" */
static const char *
list_names(const struct bth_plan *plan, const struct bth_indexes *list, size_t most,
	struct bth_str (*name)(const struct bth_views *, uint32_t))
{
	struct bth_buf buf;
	size_t shown = !most || list->len <= most ? list->len : most;

	bth_buf_init(&buf, plan->arena);
	for (size_t i = 0; i < shown; i++) {
		bth_buf_puts(&buf, !i ? "" : i + 1 == list->len ? " or " : ", ");
		bth_escape(&buf, name(plan->views, list->items[i]), NULL);
	}
	if (shown < list->len)
		bth_buf_printf(&buf, " or %zu more", list->len - shown);
	bth_buf_putc(&buf, '\0');
	return buf.text;
}

static struct bth_str
volume_name(const struct bth_views *views, uint32_t index)
{
	return views->volumes.items[index].name;
}

static struct bth_str
node_name(const struct bth_views *views, uint32_t index)
{
	return views->nodes.items[index].name;
}

const char *
bth_plan_claim_gets(const struct bth_plan *plan, uint32_t claim, size_t most)
{
	const struct bth_claim_outcome *is = &plan->binding->claims[claim];

	if (!is->volumes.len)
		return is->provisioned                          ? "a new volume" :
			plan->claims[claim] == BTH_PLAN_UNKNOWN ? "not known" :
								  "no volume";
	return bth_arena_printf(plan->arena, "%s%s",
		list_names(plan, &is->volumes, most, volume_name),
		is->provisioned ? ", or a new volume" : "");
}

const char *
bth_plan_pod_runs(const struct bth_plan *plan, uint32_t pod, size_t most)
{
	const struct bth_pod_outcome *is = &plan->binding->pods[pod];

	if (!is->nodes.len)
		return is->anywhere                         ? "any node" :
			plan->pods[pod] == BTH_PLAN_UNKNOWN ? "not known" :
							      "no node";
	return list_names(plan, &is->nodes, most, node_name);
}

uint32_t
bth_plan_claim_named(
	const struct bth_plan *plan, struct bth_str namespace, struct bth_str name)
{
	const struct bth_str parts[] = {namespace, name};
	const struct bth_claim *claim = bth_map_get_joined(&plan->names, parts, 2, '/');

	return claim ? (uint32_t)(claim - plan->views->claims.items) : UINT32_MAX;
}

static void
add_counts(struct bth_buf *buf, const char *what, const enum bth_plan_word *words,
	const bool *shown, size_t len)
{
	size_t counts[BTH_PLAN_WORDS] = {0}, count = 0;
	bool first = true;

	for (size_t i = 0; i < len; i++) {
		counts[words[i]] += shown[i];
		count += shown[i];
	}
	if (!count)
		return;
	bth_buf_printf(buf, "%s%zu %s%s: ", buf->len ? "; " : "", count, what,
		count == 1 ? "" : "s");
	for (size_t i = 0; i < BTH_PLAN_WORDS; i++) {
		if (!counts[i])
			continue;
		bth_buf_printf(
			buf, "%s%zu %s", first ? "" : ", ", counts[i], bth_plan_words[i]);
		first = false;
	}
}

const char *
bth_plan_summary(const struct bth_plan *plan)
{
	const struct bth_plan_shown *shown = &plan->shown;
	size_t volumes = shown->volume_count, unused = 0;
	struct bth_buf buf;

	if (bth_plan_is_empty(plan))
		return "nothing to plan: no pods, claims or volumes were read";
	bth_buf_init(&buf, plan->arena);
	add_counts(&buf, "pod", plan->pods, shown->pods, plan->views->pods.len);
	add_counts(&buf, "claim", plan->claims, shown->claims, plan->views->claims.len);
	for (size_t i = 0; i < plan->views->volumes.len; i++)
		unused += shown->volumes[i] && !plan->binding->volumes[i].claims.len;
	if (volumes) {
		bth_buf_printf(&buf, "%s%zu volume%s", buf.len ? "; " : "", volumes,
			volumes == 1 ? "" : "s");
		if (unused)
			bth_buf_printf(&buf, ", %zu for nobody", unused);
	}
	bth_buf_putc(&buf, '\0');
	return buf.text;
}
