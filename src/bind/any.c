/* any.c - one answer whatever may be the case that the manifests do not tell */

#include "bind/bind.h"

#include "bind/indexes.h"
#include "bind/outcome.h"
#include "bind/scratch.h"

/* Sets whose names leave no room for some revision hashes: one has 1 to 10 characters. */
static bool
has_long_names(const struct bth_views *views)
{
	for (size_t i = 0; i < views->sets.len; i++)
		if (bth_set_needs_luck(&views->sets.items[i]))
			return true;
	return false;
}

/* Whether a volume is still to come, so that claims may be there before it. */
static bool
has_late_volumes(const struct bth_views *views)
{
	for (size_t i = 0; i < views->volumes.len; i++)
		if (!views->volumes.items[i].there && !views->volumes.items[i].refused)
			return true;
	return false;
}

static bool
has_provisioner(const struct bth_views *views, enum bth_provisioner which)
{
	for (size_t i = 0; i < views->classes.len; i++)
		if (views->classes.items[i].provisions && views->classes.items[i].known == which)
			return true;
	return false;
}

/* Adds the reasons of another answer, for partners that have none yet. */
static void
add_reasons(struct bth_arena *arena, struct bth_reason_list *to, const struct bth_reason_list *from)
{
	size_t before = to->len;

	for (size_t i = 0; i < from->len; i++) {
		size_t j = 0;

		while (j < before && to->items[j].partner != from->items[i].partner)
			j++;
		if (j == before)
			bth_vec_push(arena, to, from->items[i]);
	}
}

/* Keeps the reasons that are about partners outside of @set. */
static void
drop_reasons(struct bth_reason_list *reasons, const struct bth_indexes *set)
{
	size_t kept = 0;

	for (size_t i = 0; i < reasons->len; i++)
		if (!bth_indexes_contain(set, reasons->items[i].partner))
			reasons->items[kept++] = reasons->items[i];
	reasons->len = kept;
}

static void
join_claim(struct bth_arena *arena, struct bth_claim_outcome *to,
	const struct bth_claim_outcome *from)
{
	add_reasons(arena, &to->reasons, &from->reasons);
	bth_outcome_join(arena, &to->volumes, &from->volumes);
	drop_reasons(&to->reasons, &to->volumes);
	to->pending |= from->pending;
	to->absent |= from->absent;
	to->provisioned |= from->provisioned;
	to->contested |= from->contested;
	to->certain = to->certain && from->certain && to->volumes.len + to->provisioned == 1;
}

static void
join_pod(struct bth_arena *arena, struct bth_pod_outcome *to, const struct bth_pod_outcome *from)
{
	add_reasons(arena, &to->reasons, &from->reasons);
	bth_outcome_join(arena, &to->nodes, &from->nodes);
	to->pending |= from->pending;
	to->absent |= from->absent;
	to->anywhere |= from->anywhere;
	to->misplaced |= from->misplaced;
	if (to->anywhere)
		to->nodes.len = 0;
	if (!to->pending)
		drop_reasons(&to->reasons, &to->nodes);
	to->certain = to->certain && from->certain && to->nodes.len == 1;
}

static void
join(struct bth_arena *arena, struct bth_binding *to, const struct bth_binding *from,
	const struct bth_views *views)
{
	for (size_t i = 0; i < views->claims.len; i++)
		join_claim(arena, &to->claims[i], &from->claims[i]);
	for (size_t i = 0; i < views->pods.len; i++)
		join_pod(arena, &to->pods[i], &from->pods[i]);
	for (size_t i = 0; i < views->volumes.len; i++) {
		bth_outcome_join(arena, &to->volumes[i].claims, &from->volumes[i].claims);
		to->volumes[i].free |= from->volumes[i].free;
		to->volumes[i].released &= from->volumes[i].released;
	}
	to->exact &= from->exact;
}

static void
answer(struct bth_arena *arena, struct bth_binding *out, const struct bth_question *question)
{
	const struct bth_views *views = question->views;
	bool luck = has_long_names(views), late = has_late_volumes(views);
	bool unknown = has_provisioner(views, BTH_PROVISIONER_UNKNOWN);

	for (unsigned i = 0; i < 4; i++) {
		struct bth_bind_options options = BTH_BIND_OPTIONS_INIT;
		struct bth_binding one;

		if (((i & 1) && !unknown) || ((i & 2) && !luck))
			continue;
		options.late_volumes = late;
		options.provisioners = i & 1 ? BTH_ANSWERS_KNOWN : BTH_ANSWERS_REAL;
		options.unlucky = i & 2;
		bth_bind_with(arena, i ? &one : out, views, &options);
		if (i)
			join(arena, out, &one, views);
	}
}

void
bth_bind_any(struct bth_arena *arena, struct bth_binding *out, const struct bth_views *views)
{
	const struct bth_question question = {.views = views, .answer = answer};

	bth_scratch_answer(arena, out, &question);
}
