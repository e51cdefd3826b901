/* storage.h - what claims, volumes and classes of a run have to do with each other */
#ifndef BTH_RULES_STORAGE_H
#define BTH_RULES_STORAGE_H

#include "rules/lint.h"

/* Objects that describe claims: claims themselves, and StatefulSets by their templates. */
#define BTH_CLAIM_MAKERS \
	(BTH_KIND(BTH_PERSISTENT_VOLUME_CLAIM) | BTH_KIND(BTH_STATEFUL_SET))

/*
 * for (m = bth_maker_first(object); bth_exists(m); m = bth_maker_next(object, m))
 * walks what makes claims in @object: the claim, or each claim template.
 */
struct bth_value bth_maker_first(const struct bth_object *object);
struct bth_value bth_maker_next(const struct bth_object *object, struct bth_value maker);

/* The name of a claim or claim template, and "claim 'data'" or "claim template 'data'". */
struct bth_str bth_maker_name(struct bth_value maker);
const char *bth_maker_text(const struct bth_lint *lint, const struct bth_object *object,
	struct bth_value maker);

/*
 * A name of a class and who uses it; "" is that of no class. Claims that name none are not
 * among its claims while the run has no default class.
 */
struct bth_class_use {
	struct bth_str name;
	const struct bth_class *class; /* NULL: not in the run */
	struct bth_indexes volumes, claims;
	bool elsewhere;   /* some volume is not a disk or directory of one node */
	bool local;       /* some volume is of the kind local */
	bool by_hand;     /* some volume is of a kind that no cloud makes */
	bool free;        /* some volume is tied to no claim by a name */
	unsigned offered; /* access modes of all its volumes together */
};

/* Who names whom, so that rules need not search. */
struct bth_storage {
	struct bth_arena *arena;
	const struct bth_lint *lint;
	const struct bth_views *views;
	struct bth_map claims;       /* "namespace/name" → index + 1 */
	struct bth_map volumes;      /* name → index + 1 */
	struct bth_map named;        /* names of volumes that claims name */
	struct bth_map reservations; /* "namespace/name" of a claimRef → bth_indexes */
	struct bth_map class_names;  /* name → bth_class_use */
	struct bth_map labels;       /* "key\nvalue" → bth_indexes of volumes */
	struct bth_map found;        /* kept by storage.c */
	size_t searches;             /* the same */
	BTH_VEC(struct bth_class_use *) classes; /* in order of volumes, then claims */
};

void bth_storage_init(struct bth_storage *storage, const struct bth_lint *lint);

/* Index among the views, or UINT32_MAX. */
uint32_t bth_storage_claim(
	const struct bth_storage *storage, struct bth_str namespace, struct bth_str name);
uint32_t bth_storage_volume(const struct bth_storage *storage, struct bth_str name);

/* Whether the volume has a claimRef, or a claim names it. */
bool bth_storage_tied(const struct bth_storage *storage, const struct bth_volume *volume);

/* Volumes whose claimRef has the claim's namespace and name, whatever its uid. */
struct bth_indexes bth_storage_reserved(
	const struct bth_storage *storage, const struct bth_claim *claim);

/* Who uses the claim's class; NULL when it names none and the run has no default class. */
struct bth_class_use *bth_storage_class(
	const struct bth_storage *storage, const struct bth_claim *claim);

/*
 * Whether volumes of the class are made by hand, as far as the run shows. Of a class that is not
 * in the run its volumes tell: one that is free, or of a kind that nobody else makes.
 */
bool bth_class_is_static(const struct bth_class_use *use);

/*
 * Whether a provisioner may make a volume for the claim: one of a class in the run, or of a
 * class of which the run knows neither object nor volumes.
 */
bool bth_storage_provided(
	const struct bth_storage *storage, const struct bth_claim *claim);

/*
 * Volumes without claimRef that fit the claim by all that they say, also those that the API
 * server refuses for what they do not say.
 */
struct bth_indexes bth_storage_fits(
	struct bth_storage *storage, const struct bth_claim *claim);

/*
 * All that keeps a volume from a claim, as bits 1 << BTH_WHY_SIZE, VOLUME_MODE,
 * ATTRIBUTES_CLASS, SELECTOR, CLASS and MODES. What the API server refuses for being absent
 * is no difference.
 */
unsigned bth_storage_apart(const struct bth_storage *storage,
	const struct bth_claim *claim, const struct bth_volume *volume);

/*
 * The volume without claimRef that lacks only one thing for a claim that nothing serves
 * (*why says which), or UINT32_MAX. A claim that has its volume has none; beyond some
 * hundred different searches no more are found.
 */
uint32_t bth_storage_nearest(
	struct bth_storage *storage, const struct bth_claim *claim, enum bth_why *why);

/*
 * Whether the claim asks for access by many nodes of a class whose volumes are all on one
 * node each and do not offer it.
 */
bool bth_storage_mode_unserved(
	const struct bth_storage *storage, const struct bth_claim *claim);

/* Whether two claims come of one template, so that one word about it is enough. */
bool bth_claims_same_template(const struct bth_claim *a, const struct bth_claim *b);

/* The object whose pods mount each claim; of several a database. UINT32_MAX: none. */
uint32_t *bth_storage_users(const struct bth_lint *lint);

/* Whether the claim's pods are known to be a database. */
bool bth_claim_is_database(
	const struct bth_lint *lint, const uint32_t *users, uint32_t claim);

/* Whether a database's name stands in @text: "postgres-pv-0", "/data/mysql". */
bool bth_names_database(struct bth_str text);

/* "class 'fast'" or "no class"; "of class 'fast'" or "without class". */
const char *bth_class_text(struct bth_arena *arena, struct bth_str name);
const char *bth_of_class_text(struct bth_arena *arena, struct bth_str name);

/* What a claim asks for, and what a volume holds, as written. */
struct bth_value bth_claim_size(
	const struct bth_lint *lint, const struct bth_claim *claim);
struct bth_value bth_volume_size(
	const struct bth_lint *lint, const struct bth_volume *volume);

/* Where the class is written: the annotation that wins, or the field. */
struct bth_value bth_class_at(struct bth_value root);

/* How many bits are set. */
unsigned bth_bits(unsigned set);

#endif
