/* details.c - what is the matter with each volume or node, the same things together */

#include <stdlib.h>

#include "base/escape.h"
#include "plan/tell.h"

enum { LINES = 5, NAMES = 3 };

/* A fault and how many have it. */
struct fault {
	struct bth_str text, names[NAMES];
	size_t count;
	unsigned rank;
};

BTH_VEC_TYPE(faults, struct fault);

static void
add_fault(const struct bth_plan *plan, struct faults *faults, struct bth_str name,
	const char *text, unsigned rank)
{
	size_t i = 0;

	while (i < faults->len && !bth_str_is(faults->items[i].text, text))
		i++;
	if (i == faults->len)
		bth_vec_push(plan->arena, faults,
			(struct fault){.text = bth_str(text), .rank = rank});
	struct fault *fault = &faults->items[i];
	if (fault->count < NAMES)
		fault->names[fault->count] = name;
	fault->count++;
}

static const char *
fault_text(const struct bth_plan *plan, const struct fault *fault)
{
	struct bth_buf buf;

	bth_buf_init(&buf, plan->arena);
	for (size_t i = 0; i < fault->count && i < NAMES; i++) {
		bool last = i + 1 == fault->count;

		bth_buf_puts(&buf, !i ? "" : last ? " and " : ", ");
		bth_escape(&buf, fault->names[i], NULL);
	}
	if (fault->count > NAMES)
		bth_buf_printf(&buf, " and %zu more", fault->count - NAMES);
	bth_buf_printf(&buf, ": %.*s", BTH_STR_ARG(fault->text));
	bth_buf_putc(&buf, '\0');
	return buf.text;
}

static int
compare(const void *left, const void *right)
{
	const struct fault *a = left, *b = right;

	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	return bth_str_cmp(a->names[0], b->names[0]);
}

static void
add_details(const struct bth_plan *plan, struct faults *faults, const char *what,
	struct bth_plan_notes *out)
{
	size_t left = 0;

	if (faults->len > 1)
		qsort(faults->items, faults->len, sizeof *faults->items, compare);
	for (size_t i = 0; i < faults->len; i++) {
		if (i >= LINES)
			left += faults->items[i].count;
		else
			bth_vec_push(plan->arena, out,
				(struct bth_plan_note){.kind = BTH_PLAN_DETAIL,
					.text = fault_text(plan, &faults->items[i])});
	}
	if (left)
		bth_vec_push(plan->arena, out,
			(struct bth_plan_note){.kind = BTH_PLAN_DETAIL,
				.text = bth_arena_printf(plan->arena, "and %zu %s%s more",
					left, what, left == 1 ? "" : "s")});
}

unsigned
bth_plan_distance(enum bth_why why)
{
	switch (why) {
	case BTH_WHY_TAKEN:
	case BTH_WHY_OUTRANKED:
		return 0;
	case BTH_WHY_NAMESPACE:
	case BTH_WHY_AFFINITY:
		return 1;
	case BTH_WHY_UID:
		return 2;
	case BTH_WHY_SIZE:
	case BTH_WHY_MODES:
	case BTH_WHY_VOLUME_MODE:
	case BTH_WHY_SELECTOR:
		return 3;
	case BTH_WHY_RESERVED:
		return 5;
	case BTH_WHY_CLASS:
		return BTH_PLAN_FAR;
	default:
		return 4;
	}
}

const char *
bth_plan_why_not(
	const struct bth_plan *plan, uint32_t claim, const struct bth_reason *reason)
{
	const struct bth_indexes *winners =
		&plan->binding->volumes[reason->partner].claims;
	const struct bth_claim *view = &plan->views->claims.items[claim], *winner;

	if (reason->why != BTH_WHY_TAKEN || winners->len != 1)
		return bth_plan_why_volume(plan->arena, plan->world, view,
			&plan->views->volumes.items[reason->partner], reason->why);
	winner = &plan->views->claims.items[winners->items[0]];
	return bth_arena_printf(plan->arena, "it goes to claim '%.*s'",
		BTH_STR_ARG(bth_plan_name_in(
			plan, view->namespace, winner->namespace, winner->name)));
}

void
bth_plan_tell_volumes(
	const struct bth_plan *plan, uint32_t claim, struct bth_plan_notes *out)
{
	const struct bth_reason_list *reasons = &plan->binding->claims[claim].reasons;
	struct faults faults = {0};

	for (size_t i = 0; i < reasons->len; i++) {
		const struct bth_volume *volume =
			&plan->views->volumes.items[reasons->items[i].partner];

		add_fault(plan, &faults, volume->name,
			bth_plan_why_not(plan, claim, &reasons->items[i]),
			bth_plan_distance(reasons->items[i].why));
	}
	add_details(plan, &faults, "volume", out);
}

void
bth_plan_tell_nodes(const struct bth_plan *plan, uint32_t pod, struct bth_plan_notes *out)
{
	const struct bth_reason_list *reasons = &plan->binding->pods[pod].reasons;
	struct faults faults = {0};

	for (size_t i = 0; i < reasons->len; i++) {
		const struct bth_reason *reason = &reasons->items[i];

		add_fault(plan, &faults, plan->views->nodes.items[reason->partner].name,
			bth_plan_why_node(plan->arena, plan->views,
				&plan->views->pods.items[pod], reason),
			BTH_WHY_COUNT - (unsigned)reason->why);
	}
	add_details(plan, &faults, "node", out);
}
