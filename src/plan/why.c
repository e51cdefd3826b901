/* why.c - the reasons of binding in words */

#include "plan/tell.h"

#include "bind/pair.h"

/* A quantity as it was written in the object, for messages. */
static struct bth_str
written(const struct bth_world *world, uint32_t object, const char *path)
{
	const struct bth_object *found = bth_world_object(world, object);

	return found ? bth_text(bth_dig(found->root, path)) : BTH_STR("");
}

struct bth_str
bth_plan_capacity(const struct bth_world *world, const struct bth_volume *volume)
{
	return written(world, volume->object, "spec.capacity.storage");
}

struct bth_str
bth_plan_size(const struct bth_world *world, const struct bth_claim *claim)
{
	const struct bth_object *object = bth_world_object(world, claim->object);

	if (!object)
		return BTH_STR("");
	struct bth_value from = claim->set == UINT32_MAX ?
		object->state :
		bth_item(bth_dig(object->state, "spec.volumeClaimTemplates"),
			claim->template);
	return bth_text(bth_dig(from, "spec.resources.requests.storage"));
}

static const char *
why_class(struct bth_arena *arena, const struct bth_views *views,
	const struct bth_claim *claim, const struct bth_volume *volume)
{
	struct bth_str wanted = bth_pair_class(views, claim);

	if (!wanted.len)
		return bth_arena_printf(arena,
			"its class is '%.*s', and the claim has none",
			BTH_STR_ARG(volume->storage_class));
	if (!volume->storage_class.len)
		return bth_arena_printf(arena,
			"it has no class, and the claim's is '%.*s'",
			BTH_STR_ARG(wanted));
	return bth_arena_printf(arena, "its class is '%.*s', the claim's is '%.*s'",
		BTH_STR_ARG(volume->storage_class), BTH_STR_ARG(wanted));
}

/* Who has a volume that belongs to another claim: one that may be gone. */
static const char *
why_reserved(struct bth_arena *arena, const struct bth_volume *volume)
{
	if (volume->phase == BTH_RELEASED)
		return bth_arena_printf(arena,
			"it is Released: claim '%.*s/%.*s', which had it, is gone",
			BTH_STR_ARG(volume->claim_namespace),
			BTH_STR_ARG(volume->claim_name));
	return bth_arena_printf(arena, "it is %s claim '%.*s/%.*s'",
		volume->phase == BTH_BOUND ? "bound to" : "reserved for",
		BTH_STR_ARG(volume->claim_namespace), BTH_STR_ARG(volume->claim_name));
}

const char *
bth_plan_why_volume(struct bth_arena *arena, const struct bth_world *world,
	const struct bth_claim *claim, const struct bth_volume *volume, enum bth_why why)
{
	switch (why) {
	case BTH_WHY_RESERVED:
		return why_reserved(arena, volume);
	case BTH_WHY_NAMESPACE:
		return bth_arena_printf(arena,
			"its claimRef names namespace '%.*s', not '%.*s'",
			BTH_STR_ARG(volume->claim_namespace),
			BTH_STR_ARG(claim->namespace));
	case BTH_WHY_SIZE:
		return bth_arena_printf(arena,
			"it holds %.*s and the claim asks for %.*s",
			BTH_STR_ARG(bth_plan_capacity(world, volume)),
			BTH_STR_ARG(bth_plan_size(world, claim)));
	case BTH_WHY_CLASS:
		return why_class(arena, &world->views, claim, volume);
	case BTH_WHY_MODES:
		return bth_arena_printf(arena, "it offers %s, the claim asks for %s",
			bth_modes_text(arena, volume->modes),
			bth_modes_text(arena, claim->modes));
	case BTH_WHY_VOLUME_MODE:
		return bth_arena_printf(arena, "it is %s, the claim wants %s",
			volume->block ? "Block" : "Filesystem",
			claim->block ? "Block" : "Filesystem");
	case BTH_WHY_UID:
		return "its claimRef has the uid of a claim that is gone: it is Released";
	case BTH_WHY_NAMED_OTHER:
		return bth_arena_printf(arena, "the claim names volume '%.*s'",
			BTH_STR_ARG(claim->volume_name));
	case BTH_WHY_SELECTOR:
		return bth_arena_printf(arena,
			"its labels do not fit the claim's selector (%.*s)",
			BTH_STR_ARG(bth_selector_text(arena, &claim->selector)));
	case BTH_WHY_ATTRIBUTES_CLASS:
		return "their volumeAttributesClassName differs";
	case BTH_WHY_DELETING:
		return "it is being deleted";
	case BTH_WHY_PHASE:
		return "it is not Available";
	case BTH_WHY_AFFINITY:
		return bth_arena_printf(arena,
			"it is on a node that the pod cannot use (%.*s)",
			BTH_STR_ARG(bth_node_selector_text(arena, &volume->affinity)));
	case BTH_WHY_TAKEN:
		return "another claim gets it";
	case BTH_WHY_OUTRANKED:
		return "Kubernetes prefers another one";
	case BTH_WHY_REFUSED:
		return volume->refused ? "the API server refuses it" :
					 "the API server refuses the claim";
	default:
		return "it does not fit";
	}
}

static const char *
why_taint(struct bth_arena *arena, const struct bth_node_view *node, const struct bth_pod *pod)
{
	const struct bth_taint *taint =
		bth_taint_untolerated(&node->taints, &pod->tolerations);

	if (!taint)
		return "it has a taint that the pod does not tolerate";
	return bth_arena_printf(arena, "it has taint '%s', which the pod does not tolerate",
		bth_taint_text(arena, taint));
}

const char *
bth_plan_why_node(struct bth_arena *arena, const struct bth_views *views,
	const struct bth_pod *pod, const struct bth_reason *reason)
{
	const struct bth_volume *volume = reason->volume < views->volumes.len ?
		&views->volumes.items[reason->volume] :
		NULL;
	const struct bth_claim *claim = reason->claim < views->claims.len ?
		&views->claims.items[reason->claim] :
		NULL;

	switch (reason->why) {
	case BTH_WHY_UNSCHEDULABLE:
		return "it is cordoned";
	case BTH_WHY_TAINT:
		return why_taint(arena, &views->nodes.items[reason->partner], pod);
	case BTH_WHY_NODE_SELECTOR:
		return "it lacks a label of the pod's nodeSelector";
	case BTH_WHY_NODE_AFFINITY:
		return "it does not fit the pod's node affinity";
	case BTH_WHY_ROOM:
		return "it has too little free cpu or memory, or enough pods already";
	case BTH_WHY_VOLUME_NODE:
		return volume ? bth_arena_printf(arena, "volume '%.*s' is not there",
					BTH_STR_ARG(volume->name)) :
				"a volume is not there";
	case BTH_WHY_NO_VOLUME:
		return claim ?
			bth_arena_printf(arena, "claim '%.*s' finds no volume there",
				BTH_STR_ARG(claim->name)) :
			"a claim finds no volume there";
	case BTH_WHY_ANTI_AFFINITY:
		return "a required anti-affinity keeps it from a pod that is there";
	case BTH_WHY_POD_AFFINITY:
		return "the pod that it wants to be with is not there";
	case BTH_WHY_SPREAD:
		return "its spread constraint forbids it";
	case BTH_WHY_IN_USE:
		return "a ReadWriteOncePod claim of it is in use by another pod";
	case BTH_WHY_NODE_NAME:
		return "the pod names another node";
	default:
		return "it does not fit";
	}
}
