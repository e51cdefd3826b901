/* pair.c - whether one volume is for one claim, whatever others there are */

#include "bind/pair.h"

/* Whether @a is the default class rather than @b: the newer one, then the first by name. */
static bool
is_before(const struct bth_class *a, const struct bth_class *b)
{
	/* without a time it is made with the run, after all that have one */
	if (!a->created.len != !b->created.len)
		return !a->created.len;
	int order = bth_str_cmp(a->created, b->created);

	return order ? order > 0 : bth_str_cmp(a->name, b->name) < 0;
}

struct bth_str
bth_pair_class(const struct bth_views *views, const struct bth_claim *claim)
{
	const struct bth_class *found = NULL;

	if (claim->has_class)
		return claim->storage_class;
	for (size_t i = 0; i < views->classes.len; i++) {
		const struct bth_class *class = &views->classes.items[i];

		if (class->is_default && (!found || is_before(class, found)))
			found = class;
	}
	return found ? found->name : BTH_STR("");
}

bool
bth_pair_modes(const struct bth_claim *claim, const struct bth_volume *volume)
{
	return (claim->modes & ~volume->modes) == 0;
}

enum bth_why
bth_pair_offer(const struct bth_claim *claim, const struct bth_volume *volume)
{
	if (!volume->has_capacity)
		return BTH_WHY_SIZE;
	if (claim->has_request && bth_quantity_cmp(volume->capacity, claim->request) < 0)
		return BTH_WHY_SIZE;
	if (claim->block != volume->block)
		return BTH_WHY_VOLUME_MODE;
	if (!bth_str_eq(claim->attributes_class, volume->attributes_class))
		return BTH_WHY_ATTRIBUTES_CLASS;
	return volume->deleting ? BTH_WHY_DELETING : BTH_WHY_NONE;
}

/*
 * The phase is not asked for: the controller makes every volume without claimRef
 * Available, whatever a manifest's status says.
 */
enum bth_why
bth_pair_free(const struct bth_claim *claim, struct bth_str storage_class,
	const struct bth_volume *volume)
{
	enum bth_why why = bth_pair_offer(claim, volume);

	if (why)
		return why;
	if (claim->selector.present && !bth_selector_matches(&claim->selector, &volume->labels))
		return BTH_WHY_SELECTOR;
	if (!bth_str_eq(storage_class, volume->storage_class))
		return BTH_WHY_CLASS;
	return bth_pair_modes(claim, volume) ? BTH_WHY_NONE : BTH_WHY_MODES;
}

/* A named volume is compared in whole bytes, others exactly: as Kubernetes does. */
static bool
is_named_too_small(const struct bth_claim *claim, const struct bth_volume *volume)
{
	if (!volume->has_capacity)
		return true;
	return claim->has_request &&
		bth_quantity_value(volume->capacity) < bth_quantity_value(claim->request);
}

enum bth_why
bth_pair_named(const struct bth_claim *claim, struct bth_str storage_class,
	const struct bth_volume *volume)
{
	if (volume->deleting)
		return BTH_WHY_DELETING;
	if (is_named_too_small(claim, volume))
		return BTH_WHY_SIZE;
	if (!bth_str_eq(storage_class, volume->storage_class))
		return BTH_WHY_CLASS;
	if (!bth_str_eq(claim->attributes_class, volume->attributes_class))
		return BTH_WHY_ATTRIBUTES_CLASS;
	if (claim->block != volume->block)
		return BTH_WHY_VOLUME_MODE;
	return bth_pair_modes(claim, volume) ? BTH_WHY_NONE : BTH_WHY_MODES;
}

bool
bth_bind_owned(const struct bth_claim *claim, const struct bth_volume *volume)
{
	if (!volume->reserved || !bth_str_eq(volume->claim_name, claim->name) ||
		!bth_str_eq(volume->claim_namespace, claim->namespace))
		return false;
	return !volume->claim_uid.len || bth_str_eq(volume->claim_uid, claim->uid);
}

/* Why a claimRef that does not name the claim does not. */
static enum bth_why
why_reserved(const struct bth_claim *claim, const struct bth_volume *volume)
{
	if (!bth_str_eq(volume->claim_name, claim->name))
		return BTH_WHY_RESERVED;
	if (!bth_str_eq(volume->claim_namespace, claim->namespace))
		return BTH_WHY_NAMESPACE;
	return BTH_WHY_UID;
}

enum bth_why
bth_bind_pair(const struct bth_views *views, const struct bth_claim *claim,
	const struct bth_volume *volume)
{
	bool owned = bth_bind_owned(claim, volume);

	if (claim->refused || volume->refused)
		return BTH_WHY_REFUSED;
	if (volume->reserved && !owned)
		return why_reserved(claim, volume);
	if (claim->volume_name.len) {
		if (!bth_str_eq(claim->volume_name, volume->name))
			return BTH_WHY_NAMED_OTHER;
		/* when both sides name each other nothing else is looked at */
		return owned ? BTH_WHY_NONE :
			bth_pair_named(claim, bth_pair_class(views, claim), volume);
	}
	if (!owned)
		return bth_pair_free(claim, bth_pair_class(views, claim), volume);

	enum bth_why why = bth_pair_offer(claim, volume);
	if (!why && !bth_pair_modes(claim, volume))
		why = BTH_WHY_MODES;
	return why;
}
