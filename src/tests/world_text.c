/* world_text.c - a random cluster as people read it */

#include "tests/worlds.h"

static void
add_affinity(struct bth_buf *out, const struct bth_cluster *cluster,
	const struct bth_node_selector *selector)
{
	struct bth_str text = bth_node_selector_text(cluster->arena, selector);

	if (selector->present)
		bth_buf_printf(out, " on %.*s", BTH_STR_ARG(text));
}

static void
add_volume(struct bth_buf *out, const struct bth_cluster *cluster, const struct bth_volume *volume)
{
	bth_buf_printf(out, "volume %.*s: %lldGi of %.*s, %s", BTH_STR_ARG(volume->name),
		(long long)bth_quantity_value(volume->capacity) >> 30,
		BTH_STR_ARG(volume->storage_class), bth_modes_text(cluster->arena, volume->modes));
	if (volume->block)
		bth_buf_printf(out, ", Block");
	if (volume->labels.len)
		bth_buf_printf(out, ", %.*s", BTH_STR_ARG(volume->labels.items[0].value));
	add_affinity(out, cluster, &volume->affinity);
	if (volume->reserved)
		bth_buf_printf(out, ", for %.*s/%.*s %.*s", BTH_STR_ARG(volume->claim_namespace),
			BTH_STR_ARG(volume->claim_name), BTH_STR_ARG(volume->claim_uid));
	bth_buf_printf(out, "\n");
}

static void
add_claim(struct bth_buf *out, const struct bth_cluster *cluster, const struct bth_claim *claim)
{
	bth_buf_printf(out, "claim %.*s: %lldGi of %.*s, %s", BTH_STR_ARG(claim->name),
		(long long)bth_quantity_value(claim->request) >> 30,
		BTH_STR_ARG(claim->storage_class), bth_modes_text(cluster->arena, claim->modes));
	if (claim->block)
		bth_buf_printf(out, ", Block");
	if (claim->selector.present)
		bth_buf_printf(out, ", selects ssd");
	if (claim->volume_name.len)
		bth_buf_printf(out, ", names %.*s", BTH_STR_ARG(claim->volume_name));
	bth_buf_printf(out, "\n");
}

static void
add_terms(struct bth_buf *out, const struct bth_cluster *cluster, const char *word,
	const struct bth_pod_terms *terms)
{
	for (size_t i = 0; i < terms->len; i++) {
		struct bth_str text = bth_selector_text(cluster->arena, &terms->items[i].selector);

		bth_buf_printf(out, ", %s %.*s by %.*s", word, BTH_STR_ARG(text),
			BTH_STR_ARG(terms->items[i].topology_key));
	}
}

static void
add_pod(struct bth_buf *out, const struct bth_cluster *cluster, const struct bth_pod *pod)
{
	const struct bth_set *set =
		pod->set == UINT32_MAX ? NULL : &cluster->views.sets.items[pod->set];

	bth_buf_printf(out, "pod %.*s:%s", BTH_STR_ARG(pod->name),
		!set ? "" : set->parallel ? " parallel" : " ordered");
	for (size_t i = 0; i < pod->claims.len; i++)
		bth_buf_printf(out, " %.*s",
			BTH_STR_ARG(cluster->views.claims.items[pod->claims.items[i]].name));
	add_terms(out, cluster, "not near", &pod->pod_anti_affinity);
	add_terms(out, cluster, "near", &pod->pod_affinity);
	add_terms(out, cluster, "spread", &pod->spread);
	if (pod->cpu.nano)
		bth_buf_printf(out, ", 600m");
	if (pod->node_selector.len)
		bth_buf_printf(out, ", selects z0");
	if (pod->node_name.len)
		bth_buf_printf(out, ", nodeName %.*s", BTH_STR_ARG(pod->node_name));
	bth_buf_printf(out, "\n");
}

static void
add_node(struct bth_buf *out, const struct bth_node_view *node)
{
	const struct bth_str *zone = bth_labels_get(&node->labels, BTH_STR("zone"));

	bth_buf_printf(out, "node %.*s:", BTH_STR_ARG(node->name));
	if (zone)
		bth_buf_printf(out, " %.*s", BTH_STR_ARG(*zone));
	bth_buf_printf(out, "%s%s%s\n", node->unschedulable ? ", unschedulable" : "",
		node->taints.len ? ", tainted" : "", node->has_room ? ", one CPU" : "");
}

const char *
bth_world_text(struct bth_arena *arena, const struct bth_cluster *cluster)
{
	const struct bth_views *views = &cluster->views;
	static const char *const known[] = {"unknown", "there", "nowhere"};
	static const char *const answers[] = {"all", "real ones", "known ones"};
	struct bth_buf out;

	bth_buf_init(&out, arena);
	bth_buf_printf(&out, "%s; provisioners that answer: %s\n",
		cluster->options.late_volumes ? "volumes come late" : "volumes come first",
		answers[cluster->options.provisioners]);
	for (size_t i = 2; i < views->classes.len; i++)
		bth_buf_printf(&out, "class %.*s: provisioner %s\n",
			BTH_STR_ARG(views->classes.items[i].name),
			known[views->classes.items[i].known]);
	for (size_t i = 0; i < views->nodes.len; i++)
		add_node(&out, &views->nodes.items[i]);
	for (size_t i = 0; i < views->volumes.len; i++)
		add_volume(&out, cluster, &views->volumes.items[i]);
	for (size_t i = 0; i < views->claims.len; i++)
		add_claim(&out, cluster, &views->claims.items[i]);
	for (size_t i = 0; i < views->pods.len; i++)
		add_pod(&out, cluster, &views->pods.items[i]);
	bth_buf_putc(&out, '\0');
	return out.text;
}
