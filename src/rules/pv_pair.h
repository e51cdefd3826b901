/* pv_pair.h - volumes and claims that are meant for each other */
#ifndef BTH_RULES_PV_PAIR_H
#define BTH_RULES_PV_PAIR_H

#include "rules/storage.h"

/* How a volume and a claim are tied. */
enum bth_tie {
	BTH_TIE_NONE,     /* not, or each to another one */
	BTH_TIE_RESERVED, /* by the volume's claimRef */
	BTH_TIE_NAMED,    /* by the claim's volumeName */
	BTH_TIE_MUTUAL,   /* by both: then nothing is compared */
};

enum bth_tie bth_tie(const struct bth_claim *claim, const struct bth_volume *volume);

/* What keeps a tied pair apart, or would if it were looked at, as bth_storage_apart() says. */
unsigned bth_tie_apart(const struct bth_storage *storage, const struct bth_claim *claim,
	const struct bth_volume *volume, enum bth_tie tie);

/* Whether it keeps them apart in fact. */
bool bth_tie_broken(const struct bth_storage *storage, const struct bth_claim *claim,
	const struct bth_volume *volume);

/* What a pair is told about. */
struct bth_pair {
	struct bth_lint *lint;
	const struct bth_storage *storage;
	const struct bth_claim *claim;
	const struct bth_volume *volume;
};

/* The values that are compared, where they are written. */
struct bth_value bth_pair_volume_at(const struct bth_pair *pair, enum bth_why why);
struct bth_value bth_pair_claim_at(const struct bth_pair *pair, enum bth_why why);

/* "5Gi", "ReadWriteOnce", "class 'fast'": what each side says. */
const char *bth_pair_volume_says(const struct bth_pair *pair, enum bth_why why);
const char *bth_pair_claim_says(const struct bth_pair *pair, enum bth_why why);

/* The rule that speaks of a difference. */
const struct bth_rule *bth_pair_rule(enum bth_why why);

#endif
