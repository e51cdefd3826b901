/* tell.c - why a claim is not certain or a volume for nobody, and what would change it */

#include "plan/tell.h"

static const uint32_t NONE = UINT32_MAX;

enum { RIVALS_MOST = 2000 };

const char bth_plan_not_tried[] =
	"for all that is known: too many orders of events to try each";

void
bth_plan_say(const struct bth_plan *plan, struct bth_plan_notes *out,
	enum bth_plan_note_kind kind, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	struct bth_plan_note note = {
		.kind = kind, .text = bth_arena_vprintf(plan->arena, format, args)};
	va_end(args);
	bth_vec_push(plan->arena, out, note);
}

static const struct bth_claim *
claim_at(const struct bth_plan *plan, uint32_t claim)
{
	return &plan->views->claims.items[claim];
}

/* The class asks a provisioner with a name for examples. */
static bool
is_example(const struct bth_plan *plan, uint32_t claim)
{
	const struct bth_class *class =
		bth_views_class(plan->views, bth_plan_class_name(plan, claim));

	return class && class->known == BTH_PROVISIONER_NOWHERE;
}

/* What is not known of the class of the claim, or that it makes no volumes. */
static void
say_class(const struct bth_plan *plan, uint32_t claim, struct bth_plan_notes *out)
{
	struct bth_str name = bth_plan_class_name(plan, claim);
	if (bth_plan_class_unknown(plan, claim) && name.len)
		bth_plan_say(plan, out, BTH_PLAN_SAY,
			"class '%.*s' is not among the manifests: what it provisions is not known",
			BTH_STR_ARG(name));
	else if (bth_plan_class_unknown(plan, claim))
		bth_plan_say(plan, out, BTH_PLAN_SAY,
			"it names no class, and no default class is among the manifests: what the "
			"cluster's provisions is not known");
	else if (plan->has_classes && name.len && !bth_views_class(plan->views, name))
		bth_plan_say(plan, out, BTH_PLAN_SAY,
			"class '%.*s' is neither among the manifests nor in what --cluster "
			"shows, so nothing makes a volume of it",
			BTH_STR_ARG(name));
	else if (is_example(plan, claim))
		bth_plan_say(plan, out, BTH_PLAN_SAY,
			"class '%.*s' makes no volumes: its provisioner '%.*s' is a name "
			"for examples",
			BTH_STR_ARG(name),
			BTH_STR_ARG(bth_views_class(plan->views, name)->provisioner));
}

/* The one thing to change, or a new volume. */
static void
say_remedy(const struct bth_plan *plan, uint32_t claim, struct bth_plan_notes *out)
{
	const struct bth_reason_list *reasons = &plan->binding->claims[claim].reasons;
	const char *remedy = NULL;

	for (size_t i = 0; i < reasons->len && !remedy; i++)
		if (!plan->binding->volumes[reasons->items[i].partner].claims.len)
			remedy = bth_plan_remedy(plan, claim, &reasons->items[i]);
	if (!remedy && claim_at(plan, claim)->volume_name.len)
		remedy =
			"let claim and volume fit each other, or drop the claim's volumeName";
	bth_plan_say(plan, out, BTH_PLAN_FIX, "%s",
		remedy ? remedy : bth_plan_add_volume(plan, claim));
}

static void
say_never(const struct bth_plan *plan, uint32_t claim, struct bth_plan_notes *out)
{
	const struct bth_claim *view = claim_at(plan, claim);
	bool open = plan->claims[claim] == BTH_PLAN_UNKNOWN;

	if (view->refused) {
		bth_plan_say(plan, out, BTH_PLAN_SAY,
			"the API server refuses it, as berth lint says");
		return;
	}
	if (view->deleting) {
		bth_plan_say(plan, out, BTH_PLAN_SAY, "it is being deleted");
		return;
	}
	if (bth_plan_volume_unknown(plan, claim)) {
		bth_plan_say(plan, out, BTH_PLAN_SAY,
			"it names volume '%.*s', which is not among the manifests",
			BTH_STR_ARG(view->volume_name));
		return;
	}
	say_class(plan, claim, out);
	if (!plan->views->volumes.len && is_example(plan, claim)) {
		bth_plan_say(plan, out, BTH_PLAN_FIX,
			"write the name of the cluster's own provisioner into class '%.*s'",
			BTH_STR_ARG(bth_plan_class_name(plan, claim)));
		return;
	}
	if (!plan->views->volumes.len)
		bth_plan_say(plan, out, BTH_PLAN_SAY,
			"there is no volume among the manifests");
	else
		bth_plan_say(plan, out, BTH_PLAN_SAY,
			"no volume of the manifests is left for it%s",
			plan->binding->claims[claim].reasons.len ? ":" : "");
	bth_plan_tell_volumes(plan, claim, out);
	if (!open || plan->views->volumes.len)
		say_remedy(plan, claim, out);
}

/* How many claims may take one of the volumes of this one. */
static size_t
count_rivals(const struct bth_plan *plan, uint32_t claim)
{
	const struct bth_indexes *volumes = &plan->binding->claims[claim].volumes;
	uint32_t least = NONE, most = 0;
	size_t count = 0, looks = 0;

	/* sets of rivals mostly are the same for each volume, so the largest one stands for all */
	for (size_t i = 0; i < volumes->len && looks++ < RIVALS_MOST; i++) {
		const struct bth_indexes *claims =
			&plan->binding->volumes[volumes->items[i]].claims;

		if (claims->len > count)
			count = claims->len;
		if (claims->len && claims->items[0] < least)
			least = claims->items[0];
		if (claims->len && claims->items[claims->len - 1] > most)
			most = claims->items[claims->len - 1];
	}
	return count > 1 ? count : least < most ? 2 : 1;
}

static void
say_may_wait(const struct bth_plan *plan, uint32_t claim, struct bth_plan_notes *out)
{
	const struct bth_claim_outcome *is = &plan->binding->claims[claim];
	size_t rivals = count_rivals(plan, claim), volumes = is->volumes.len;
	uint32_t pod = plan->pod_of[claim];

	if (is->absent && pod != NONE && plan->waits_for[pod] != NONE)
		return; /* said of the pod */
	say_class(plan, claim, out);
	if (rivals > 1 && rivals > volumes)
		bth_plan_say(plan, out, BTH_PLAN_SAY,
			"it may stay Pending: %zu claims may take the %zu volume%s that fit%s it",
			rivals, volumes, volumes == 1 ? "" : "s",
			volumes == 1 ? "s" : "");
	else if (!plan->binding->exact)
		bth_plan_say(plan, out, BTH_PLAN_SAY, "it may stay Pending, %s",
			bth_plan_not_tried);
	else if (rivals > 1)
		bth_plan_say(plan, out, BTH_PLAN_SAY,
			"it may stay Pending: another claim may take what fits it, and leave what "
			"does not");
	else if (pod != NONE && plan->pods[pod] == BTH_PLAN_MAY_WAIT)
		bth_plan_say(plan, out, BTH_PLAN_SAY,
			"it may stay Pending with its pod, which has to find a node first");
	else
		bth_plan_say(plan, out, BTH_PLAN_SAY,
			"it may stay Pending: it depends on the order in which things happen");
	if (rivals > 1)
		bth_plan_say(plan, out, BTH_PLAN_FIX, "%s",
			"reserve a volume for each claim by claimRef, and have one for each");
}

static void
say_provisioned(const struct bth_plan *plan, uint32_t claim, struct bth_plan_notes *out)
{
	struct bth_str name = bth_plan_class_name(plan, claim);
	const struct bth_class *class = bth_views_class(plan->views, name);
	uint32_t pod = plan->pod_of[claim];

	if (plan->binding->claims[claim].certain || !class ||
		(pod != NONE && plan->waits_for[pod] != NONE))
		return;
	bth_plan_say(plan, out, BTH_PLAN_SAY,
		"class '%.*s' makes one, if its provisioner '%.*s' runs: nothing here shows that",
		BTH_STR_ARG(name), BTH_STR_ARG(class->provisioner));
}

void
bth_plan_tell_claim(
	const struct bth_plan *plan, uint32_t claim, struct bth_plan_notes *out)
{
	uint32_t pod = plan->pod_of[claim];

	switch (plan->claims[claim]) {
	case BTH_PLAN_PROVISIONED:
		say_provisioned(plan, claim, out);
		return;
	case BTH_PLAN_RACE:
		bth_plan_say(plan, out, BTH_PLAN_SAY,
			"which of these it gets is left to chance");
		bth_plan_say(plan, out, BTH_PLAN_FIX,
			"reserve one for it: claimRef with its namespace and name in the volume");
		return;
	case BTH_PLAN_MAY_WAIT:
		say_may_wait(plan, claim, out);
		return;
	case BTH_PLAN_NOT_MADE:
		if (pod == NONE && claim_at(plan, claim)->refused)
			say_never(plan, claim, out);
		return;
	case BTH_PLAN_UNKNOWN:
		if (pod == NONE || plan->waits_for[pod] == NONE)
			say_never(plan, claim, out);
		return;
	case BTH_PLAN_NEVER:
		say_never(plan, claim, out);
		return;
	default:
		return;
	}
}

/* Why the claim that a volume is reserved for does not get it, where that is known. */
static const char *
why_without(const struct bth_plan *plan, const struct bth_volume *volume)
{
	uint32_t claim =
		bth_plan_claim_named(plan, volume->claim_namespace, volume->claim_name);

	if (claim == NONE)
		return ", which is not among the manifests";
	return plan->claims[claim] == BTH_PLAN_NOT_MADE ? ", which is never created" : "";
}

/* Whether no pod may be sent to where the volume is. */
static bool
is_out_of_reach(const struct bth_plan *plan, const struct bth_volume *volume)
{
	const struct bth_views *views = plan->views;

	for (size_t i = 0; i < views->nodes.len; i++)
		if (!views->nodes.items[i].unschedulable &&
			bth_node_selector_matches(
				&volume->affinity, &views->nodes.items[i].labels, NULL))
			return false;
	return views->nodes.len > 0;
}

const char *
bth_plan_tell_volume(const struct bth_plan *plan, uint32_t volume)
{
	const struct bth_volume *view = &plan->views->volumes.items[volume];
	const struct bth_volume_outcome *is = &plan->binding->volumes[volume];

	if (view->refused)
		return "the API server refuses it, as berth lint says";
	if (is->released)
		return "it is Released: its claim is gone, and nobody can take it";
	if (view->deleting)
		return "it is being deleted";
	if (view->there && view->phase == BTH_BOUND)
		return bth_arena_printf(plan->arena, "it is bound to claim '%.*s'",
			BTH_STR_ARG(bth_plan_full_name(
				plan, view->claim_namespace, view->claim_name)));
	if (view->reserved)
		return bth_arena_printf(plan->arena, "it is reserved for claim '%.*s'%s",
			BTH_STR_ARG(bth_plan_full_name(
				plan, view->claim_namespace, view->claim_name)),
			why_without(plan, view));
	if (is_out_of_reach(plan, view))
		return "no node that takes pods fits its node affinity";
	if (view->storage_class.len)
		return bth_arena_printf(plan->arena, "no claim of class '%.*s' takes it",
			BTH_STR_ARG(view->storage_class));
	return "no claim without a class takes it";
}
