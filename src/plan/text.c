/* text.c - the plan for people */

#include "plan/plan.h"

/* "a, b and 3 more" */
static void
add_names(struct bth_buf *buf, const struct bth_indexes *list, const char *otherwise,
	struct bth_str (*name)(const struct bth_views *, uint32_t),
	const struct bth_views *views)
{
	enum { MOST = 4 };

	if (!list->len)
		bth_buf_puts(buf, otherwise);
	for (size_t i = 0; i < list->len && i < MOST; i++) {
		bth_buf_puts(buf, !i ? "" : i + 1 == list->len ? " or " : ", ");
		bth_buf_str(buf, name(views, list->items[i]));
	}
	if (list->len > MOST)
		bth_buf_printf(buf, " and %zu more", list->len - MOST);
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

static const char *
claim_word(const struct bth_claim_outcome *outcome)
{
	if (outcome->certain)
		return "certain";
	if (!outcome->volumes.len && !outcome->provisioned)
		return "never";
	return outcome->pending || outcome->absent ? "may wait" : "race";
}

static const char *
pod_word(const struct bth_pod_outcome *outcome)
{
	if (outcome->certain)
		return "certain";
	if (outcome->anywhere && !outcome->pending && !outcome->absent)
		return "anywhere";
	if (!outcome->nodes.len && !outcome->anywhere)
		return "never";
	return outcome->pending || outcome->absent ? "may wait" : "choice";
}

static void
add_claim(struct bth_buf *buf, const struct bth_world *world, size_t index,
	const struct bth_claim_outcome *outcome)
{
	const struct bth_claim *claim = &world->views.claims.items[index];

	bth_buf_printf(buf, "  %-8s  %.*s/%.*s → ", claim_word(outcome),
		BTH_STR_ARG(claim->namespace), BTH_STR_ARG(claim->name));
	add_names(buf, &outcome->volumes,
		outcome->provisioned ? "a new volume" : "no volume", volume_name,
		&world->views);
	if (outcome->provisioned && outcome->volumes.len)
		bth_buf_puts(buf, ", or a new volume");
	bth_buf_putc(buf, '\n');
	if (outcome->volumes.len || outcome->provisioned)
		return;
	for (size_t i = 0; i < outcome->reasons.len && i < 5; i++) {
		const struct bth_volume *volume =
			&world->views.volumes.items[outcome->reasons.items[i].partner];

		bth_buf_printf(buf, "              not %.*s: %s\n",
			BTH_STR_ARG(volume->name),
			bth_plan_why_volume(buf->arena, world, claim, volume,
				outcome->reasons.items[i].why));
	}
}

static void
add_pod(struct bth_buf *buf, const struct bth_world *world, size_t index,
	const struct bth_pod_outcome *outcome)
{
	const struct bth_pod *pod = &world->views.pods.items[index];

	bth_buf_printf(buf, "  %-8s  %.*s/%.*s → ", pod_word(outcome),
		BTH_STR_ARG(pod->namespace), BTH_STR_ARG(pod->name));
	add_names(buf, &outcome->nodes, outcome->anywhere ? "any node" : "no node",
		node_name, &world->views);
	bth_buf_putc(buf, '\n');
	if (outcome->nodes.len || outcome->anywhere)
		return;
	for (size_t i = 0; i < outcome->reasons.len && i < 5; i++) {
		const struct bth_reason *reason = &outcome->reasons.items[i];

		bth_buf_printf(buf, "              not %.*s: %s\n",
			BTH_STR_ARG(world->views.nodes.items[reason->partner].name),
			bth_plan_why_node(buf->arena, world, reason));
	}
}

void
bth_plan_text(struct bth_buf *buf, const struct bth_world *world,
	const struct bth_binding *binding)
{
	bth_buf_puts(buf, "claims\n");
	for (size_t i = 0; i < world->views.claims.len; i++)
		add_claim(buf, world, i, &binding->claims[i]);
	bth_buf_puts(buf, "pods\n");
	for (size_t i = 0; i < world->views.pods.len; i++)
		add_pod(buf, world, i, &binding->pods[i]);
	for (size_t i = 0, spare = 0; i < world->views.volumes.len; i++) {
		if (binding->volumes[i].claims.len)
			continue;
		bth_buf_puts(buf, spare++ ? "" : "volumes that nobody gets\n");
		bth_buf_printf(
			buf, "  %.*s\n", BTH_STR_ARG(world->views.volumes.items[i].name));
	}
	if (!binding->exact)
		bth_buf_puts(buf,
			"Too many orders to try each: the sets may be larger than they are.\n");
}
