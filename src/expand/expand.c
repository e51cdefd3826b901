/* expand.c - from a Cluster document to Kubernetes objects */

#include "expand/expand.h"

#include "expand/draft.h"
#include "kube/name.h"

/* The program's name: of the preset, or the last part of the image's. */
static const char *
app_name(struct bth_arena *arena, const struct bth_cluster *cluster)
{
	struct bth_str image = cluster->image;

	if (cluster->preset.preset)
		return bth_str_copy(arena, cluster->preset.preset->name).at;
	image = bth_str_sub(image, 0, bth_str_find(image, '@'));
	size_t slash = bth_str_rfind(image, '/');
	if (slash != SIZE_MAX)
		image = bth_str_sub(image, slash + 1, SIZE_MAX);
	image = bth_str_sub(image, 0, bth_str_find(image, ':'));
	if (bth_name_check_label(image))
		image = cluster->name; /* an image may be called what a container may not */
	return bth_str_copy(arena, image).at;
}

static void
add(struct bth_arena *arena, struct bth_generated_list *out, struct bth_draft *draft)
{
	struct bth_generated made = {.order = (int)draft->order, .kind = draft->kind};

	made.tree = bth_build_finish(&draft->builder, draft->root);
	made.name = bth_str_copy(
		arena, bth_text(bth_dig(bth_root(made.tree), "metadata.name")))
			    .at;
	made.namespace = bth_str_copy(
		arena, bth_text(bth_dig(bth_root(made.tree), "metadata.namespace")))
				 .at;
	bth_vec_push(arena, out, made);
}

void
bth_expand(struct bth_arena *arena, struct bth_findings *findings,
	const struct bth_cluster *cluster, struct bth_generated_list *out)
{
	struct bth_expanding expanding = {.arena = arena,
		.findings = findings,
		.cluster = cluster,
		.app = app_name(arena, cluster)};

	/* in the order to apply them */
	bth_expand_classes(&expanding);
	bth_expand_volumes(&expanding);
	bth_expand_account(&expanding);
	bth_expand_config(&expanding);
	bth_expand_replication(&expanding);
	bth_expand_secret(&expanding);
	bth_expand_services(&expanding);
	bth_expand_budget(&expanding);
	bth_expand_set(&expanding);
	bth_expand_patches(&expanding);
	for (size_t i = 0; i < expanding.drafts.len; i++)
		add(arena, out, expanding.drafts.items[i]);
}

static bool
same_object(const struct bth_generated *a, const struct bth_generated *b)
{
	return strcmp(a->kind, b->kind) == 0 &&
		bth_same(bth_root(a->tree), bth_root(b->tree));
}

void
bth_generated_add(struct bth_arena *arena, struct bth_generated_list *all,
	const struct bth_generated *one)
{
	size_t at = all->len;

	/* only classes are shared by clusters, and they come first: a short walk */
	for (size_t i = 0; i < all->len && all->items[i].order <= BTH_ORDER_CLASS; i++)
		if (same_object(&all->items[i], one))
			return;
	bth_vec_push(arena, all, *one);
	for (; at > 0 && all->items[at - 1].order > one->order; at--)
		all->items[at] = all->items[at - 1];
	all->items[at] = *one;
}
