/* remedy.c - the one thing to change that gives a claim a volume */

#include "bind/pair.h"
#include "plan/tell.h"

/* A claim and a volume that may be altered to see what that would do. */
struct trial {
	struct bth_claim claim;
	struct bth_volume volume;
};

/*
 * Whether a claimRef that names no claim may have been meant for this one. The claims of a set
 * differ by ordinal, so that one volume is not offered to all of them.
 */
static bool
may_be_meant(const struct bth_plan *plan, const struct bth_claim *claim,
	const struct bth_volume *volume)
{
	struct bth_str is = volume->claim_name;

	if (volume->claim_uid.len || volume->there ||
		bth_plan_claim_named(plan, volume->claim_namespace, is) != UINT32_MAX)
		return false;
	return claim->set == UINT32_MAX ||
		bth_str_eq(bth_str_sub(is, bth_str_rfind(is, '-'), SIZE_MAX),
			bth_str_sub(claim->name, bth_str_rfind(claim->name, '-'), SIZE_MAX));
}

/* Lets the two agree in what the first test looks at; false where nobody should do that. */
static bool
agree(const struct bth_plan *plan, struct trial *trial, enum bth_why why)
{
	struct bth_volume *volume = &trial->volume;
	struct bth_claim *claim = &trial->claim;

	switch (why) {
	case BTH_WHY_REFUSED:
		volume->refused = false;
		return true;
	case BTH_WHY_SIZE:
		volume->capacity = claim->request;
		return claim->has_request && volume->has_capacity;
	case BTH_WHY_RESERVED:
		if (!may_be_meant(plan, claim, volume))
			return false;
		volume->claim_namespace = claim->namespace;
		volume->claim_name = claim->name;
		return true;
	case BTH_WHY_NAMESPACE:
		volume->claim_namespace = claim->namespace;
		return true;
	case BTH_WHY_UID:
		volume->claim_uid = BTH_STR("");
		return true;
	case BTH_WHY_VOLUME_MODE:
		volume->block = claim->block;
		return true;
	case BTH_WHY_ATTRIBUTES_CLASS:
		volume->attributes_class = claim->attributes_class;
		return true;
	case BTH_WHY_SELECTOR:
		claim->selector = (struct bth_selector){0};
		return true;
	case BTH_WHY_CLASS:
		volume->storage_class = bth_pair_class(plan->views, claim);
		return true;
	case BTH_WHY_MODES:
		volume->modes |= claim->modes;
		return true;
	default:
		return false;
	}
}

static const char *
what_to_do(const struct bth_plan *plan, uint32_t claim, const struct bth_volume *volume,
	enum bth_why why)
{
	const struct bth_claim *view = &plan->views->claims.items[claim];
	struct bth_arena *arena = plan->arena;

	switch (why) {
	case BTH_WHY_REFUSED:
		return bth_arena_printf(arena,
			"mend what berth lint says of volume '%.*s', which fits otherwise",
			BTH_STR_ARG(volume->name));
	case BTH_WHY_SIZE:
		return bth_arena_printf(arena,
			"give volume '%.*s' %.*s, or let the claim ask for less",
			BTH_STR_ARG(volume->name),
			BTH_STR_ARG(bth_plan_size(plan->world, view)));
	case BTH_WHY_RESERVED:
		return bth_arena_printf(arena,
			"if volume '%.*s' is meant for this claim, let its claimRef name '%.*s'",
			BTH_STR_ARG(volume->name),
			BTH_STR_ARG(bth_plan_full_name(
				plan, view->namespace, view->name)));
	case BTH_WHY_NAMESPACE:
		return bth_arena_printf(arena,
			"write 'namespace: %.*s' into the claimRef of volume '%.*s'",
			BTH_STR_ARG(view->namespace), BTH_STR_ARG(volume->name));
	case BTH_WHY_UID:
		return bth_arena_printf(arena,
			"if its data may go to this claim, remove the uid from the claimRef of "
			"volume '%.*s'",
			BTH_STR_ARG(volume->name));
	case BTH_WHY_VOLUME_MODE:
		return bth_arena_printf(arena,
			"write 'volumeMode: %s' into volume '%.*s'",
			view->block ? "Block" : "Filesystem", BTH_STR_ARG(volume->name));
	case BTH_WHY_ATTRIBUTES_CLASS:
		return bth_arena_printf(arena,
			"let volume '%.*s' and the claim have the same volumeAttributesClassName",
			BTH_STR_ARG(volume->name));
	case BTH_WHY_SELECTOR:
		return bth_arena_printf(arena,
			"give volume '%.*s' the labels that the claim's selector asks for",
			BTH_STR_ARG(volume->name));
	case BTH_WHY_CLASS:
		return bth_arena_printf(arena,
			"write 'storageClassName: %.*s' into volume '%.*s'",
			BTH_STR_ARG(bth_plan_class_name(plan, claim)),
			BTH_STR_ARG(volume->name));
	default:
		return bth_arena_printf(arena,
			"let volume '%.*s' offer %s, if it can, or let the claim ask for %s",
			BTH_STR_ARG(volume->name), bth_modes_text(arena, view->modes),
			bth_modes_text(arena, volume->modes));
	}
}

const char *
bth_plan_remedy(
	const struct bth_plan *plan, uint32_t claim, const struct bth_reason *reason)
{
	const struct bth_volume *volume = &plan->views->volumes.items[reason->partner];
	struct trial trial = {
		.claim = plan->views->claims.items[claim], .volume = *volume};

	if (!agree(plan, &trial, reason->why) ||
		bth_bind_pair(plan->views, &trial.claim, &trial.volume) != BTH_WHY_NONE)
		return NULL;
	return what_to_do(plan, claim, volume, reason->why);
}

const char *
bth_plan_add_volume(const struct bth_plan *plan, uint32_t claim)
{
	const struct bth_claim *view = &plan->views->claims.items[claim];
	struct bth_str class = bth_plan_class_name(plan, claim);
	struct bth_str size = bth_plan_size(plan->world, view);
	struct bth_arena *arena = plan->arena;

	return bth_arena_printf(arena,
		"add a PersistentVolume for it: %.*s%s%s, %s, with claimRef '%.*s'",
		BTH_STR_ARG(size), size.len ? ", " : "",
		view->modes ? bth_modes_text(arena, view->modes) :
			      "the same access modes",
		class.len ? bth_arena_printf(arena, "class '%.*s'", BTH_STR_ARG(class)) :
			    "no class",
		BTH_STR_ARG(bth_plan_full_name(plan, view->namespace, view->name)));
}
