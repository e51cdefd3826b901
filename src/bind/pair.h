/* pair.h - whether one volume is for one claim, whatever others there are */
#ifndef BTH_BIND_PAIR_H
#define BTH_BIND_PAIR_H

#include "bind/bind.h"

/*
 * Each returns the first test that fails, in Kubernetes' order, or BTH_WHY_NONE.
 * @storage_class is the claim's with the default filled in.
 */

/* What is asked of every volume that is searched for, reserved or not. */
enum bth_why bth_pair_offer(const struct bth_claim *claim, const struct bth_volume *volume);

/* What is asked of a volume without claimRef that no claim names. */
enum bth_why bth_pair_free(const struct bth_claim *claim, struct bth_str storage_class,
	const struct bth_volume *volume);

/* What is asked of a volume without claimRef that the claim's volumeName names. */
enum bth_why bth_pair_named(const struct bth_claim *claim, struct bth_str storage_class,
	const struct bth_volume *volume);

/* Whether the volume has every access mode that the claim asks for. */
bool bth_pair_modes(const struct bth_claim *claim, const struct bth_volume *volume);

/* The claim's class; the default one when it names none. */
struct bth_str bth_pair_class(const struct bth_views *views, const struct bth_claim *claim);

#endif
