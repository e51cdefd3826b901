/* pod_place.c - for rules about pods and the nodes that their volumes are on */

#include "rules/pod_place.h"

void
bth_places_init(struct bth_places *places, struct bth_lint *lint)
{
	*places = (struct bth_places){.lint = lint};
	bth_storage_init(&places->storage, lint);
	bth_node_index_init(&places->nodes, lint);
	places->reach = bth_arena_array(
		lint->arena, lint->views->volumes.len, sizeof *places->reach);
}

const struct bth_indexes *
bth_places_reach(struct bth_places *places, uint32_t volume)
{
	if (!places->reach[volume])
		places->reach[volume] = bth_node_index_find(&places->nodes,
			&places->lint->views->volumes.items[volume].affinity);
	return places->reach[volume];
}

/* Whether no volume that the claim may get goes with the pod; *out is about the first. */
static bool
none_fits(struct bth_places *places, struct bth_misfit *out,
	bool (*unfit)(struct bth_places *places, struct bth_misfit *misfit))
{
	struct bth_indexes volumes;
	struct bth_misfit first = {0};

	/* what a provisioner makes, it makes where the pod can run */
	if (places->lint->binding->claims[out->claim].provisioned)
		return false;
	volumes = bth_claim_candidates(&places->storage, out->claim);
	for (size_t i = 0; i < volumes.len; i++) {
		out->volume = volumes.items[i];
		if (!unfit(places, out))
			return false;
		if (!i)
			first = *out;
	}
	*out = first;
	return volumes.len > 0;
}

static bool
pod_fails(struct bth_places *places, struct bth_misfit *out, uint32_t index,
	bool (*unfit)(struct bth_places *places, struct bth_misfit *misfit))
{
	const struct bth_pod *pod = &places->lint->views->pods.items[index];

	/* nodeName goes past the scheduler: pod-node-name-set looks at that */
	if (pod->refused || pod->node_name.len)
		return false;
	for (size_t i = 0; i < pod->claims.len; i++) {
		*out = (struct bth_misfit){
			.pod = index, .claim = pod->claims.items[i], .node = UINT32_MAX};
		if (none_fits(places, out, unfit))
			return true;
	}
	return false;
}

void
bth_places_walk(struct bth_places *places,
	bool (*unfit)(struct bth_places *places, struct bth_misfit *misfit),
	void (*tell)(
		struct bth_places *places, const struct bth_misfit *first, size_t pods))
{
	size_t end;

	for (size_t i = 0; i < places->lint->views->pods.len; i = end) {
		struct bth_misfit first = {0}, next;
		size_t pods = 0;

		end = bth_pods_end(places->lint, i);
		for (size_t j = i; j < end; j++)
			if (pod_fails(places, &next, (uint32_t)j, unfit) && !pods++)
				first = next;
		if (pods)
			tell(places, &first, pods);
	}
}

const struct bth_pod *
bth_misfit_pod(const struct bth_places *places, const struct bth_misfit *misfit)
{
	return &places->lint->views->pods.items[misfit->pod];
}

const struct bth_volume *
bth_misfit_volume(const struct bth_places *places, const struct bth_misfit *misfit)
{
	return &places->lint->views->volumes.items[misfit->volume];
}

const char *
bth_volume_place_text(const struct bth_lint *lint, const struct bth_volume *volume)
{
	struct bth_str host = bth_affinity_host(lint->arena, &volume->affinity);

	if (host.len)
		return bth_arena_printf(lint->arena, "node '%.*s'", BTH_STR_ARG(host));
	return bth_arena_printf(lint->arena, "a node of '%.*s'",
		BTH_STR_ARG(bth_node_selector_text(lint->arena, &volume->affinity)));
}

void
bth_report_pods(struct bth_finding *finding, const struct bth_pod *pod, size_t pods)
{
	if (pods == 1)
		bth_report_subject(finding, pod->name);
}

void
bth_report_volume(struct bth_lint *lint, struct bth_finding *finding,
	const struct bth_volume *volume)
{
	bth_report_note(lint, finding, bth_affinity_at(bth_lint_volume(lint, volume)),
		"volume '%.*s' is pinned here", BTH_STR_ARG(volume->name));
}
