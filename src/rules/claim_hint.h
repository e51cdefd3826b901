/* claim_hint.h - which claim is meant by a name that no claim has */
#ifndef BTH_RULES_CLAIM_HINT_H
#define BTH_RULES_CLAIM_HINT_H

#include "rules/storage.h"

enum bth_hint_kind {
	BTH_HINT_NONE,
	BTH_HINT_NAMESPACE, /* the name is right */
	BTH_HINT_ORDINAL,   /* template and set are right */
	BTH_HINT_PARTS,     /* parts of the name are missing or swapped */
	BTH_HINT_SPELLING,
};

struct bth_claim_hint {
	enum bth_hint_kind kind;
	uint32_t claim; /* the one that is meant, UINT32_MAX where several may be */
	uint32_t open; /* with BTH_HINT_ORDINAL: a claim of the template without volume */
	const char *text; /* to follow a colon; "" for no hint */
};

struct bth_claim_hints {
	const struct bth_storage *storage;
	struct bth_map names;    /* name → index + 1 of the first claim */
	struct bth_map prefixes; /* "namespace/data-db" and its variants → a prefix */
	struct bth_map near;     /* namespace → a list of names */
};

void bth_claim_hints_init(
	struct bth_claim_hints *hints, const struct bth_storage *storage);

/* For a name that is not a claim of @namespace; that may be empty. */
struct bth_claim_hint bth_claim_hint(const struct bth_claim_hints *hints,
	struct bth_str namespace, struct bth_str name);

/*
 * The claim of the run that the volume's claimRef names, or was probably meant to name: a near
 * one, or the first of a template that goes without when its ordinal is not in use. UINT32_MAX
 * for none. *hint is filled in unless the claim is there.
 */
uint32_t bth_claim_meant(const struct bth_claim_hints *hints,
	const struct bth_volume *volume, struct bth_claim_hint *hint);

/* For each claim whether a claimRef that names no claim was probably meant for it. */
bool *bth_claims_meant(const struct bth_storage *storage);

#endif
