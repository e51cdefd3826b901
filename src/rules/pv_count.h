/* pv_count.h - whether there are as many volumes as a set's claims need */
#ifndef BTH_RULES_PV_COUNT_H
#define BTH_RULES_PV_COUNT_H

#include "rules/storage.h"

/* What the claims of one set and class need and what there is for them. */
struct bth_supply {
	const struct bth_class_use *use;
	uint32_t first;     /* the first claim */
	uint32_t claims;    /* of the set in this class */
	uint32_t templates; /* that make them */
	uint32_t reserved;  /* claims that a volume is reserved for, or meant to be */
	uint32_t doubled;   /* volumes reserved for a claim that has another one */
	uint32_t fitting;   /* volumes without claimRef that fit one of the others */
	uint32_t volume;    /* one that fits or is reserved, UINT32_MAX for none */
	bool misled;        /* some claimRef is meant for another claim than it names */
	bool near;          /* of a claim that nothing fits another rule speaks */

	/* of the first template that is short by itself; open is 0 when there is none */
	uint32_t open;        /* its claims that nothing is reserved for */
	uint32_t open_first;  /* its first claim */
	uint32_t open_fits;   /* volumes that fit */
	uint32_t open_volume; /* one of them */
};

/* What counting needs to know. */
struct bth_marks {
	const bool *meant; /* bth_claims_meant() */
	uint32_t *of;      /* for each volume: the last count that saw it */
	uint32_t count;    /* the number of this count */
};

void bth_marks_init(struct bth_marks *marks, const struct bth_storage *storage);

/*
 * Counts for the set and the class of @claim, which is the first claim of its template. False
 * when volumes of the class need not be made by hand, or no set makes the claim.
 */
bool bth_supply_count(struct bth_storage *storage, struct bth_marks *marks,
	uint32_t claim, struct bth_supply *out);

/* Whether there are some volumes, but fewer than claims of the set or of one template. */
bool bth_supply_short(const struct bth_supply *supply);

/* Whether a template's selector leaves fewer volumes than replicas although there are enough. */
bool bth_selector_unshareable(struct bth_storage *storage, uint32_t claim);

#endif
