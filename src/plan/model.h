/* model.h - a plan as people look at it: workloads with their pods, one word for each */
#ifndef BTH_PLAN_MODEL_H
#define BTH_PLAN_MODEL_H

#include "base/buf.h"
#include "bind/bind.h"
#include "world/world.h"

/* What becomes of a claim or pod, in one word; the worst last. */
enum bth_plan_word {
	BTH_PLAN_CERTAIN,
	BTH_PLAN_PROVISIONED, /* a claim: by a new volume */
	BTH_PLAN_ANYWHERE,    /* a pod: no node is known, and nothing ties it to one */
	BTH_PLAN_CHOICE,      /* a pod: one of several nodes */
	BTH_PLAN_RACE,        /* a claim: one of several volumes */
	BTH_PLAN_MAY_WAIT,
	BTH_PLAN_UNKNOWN,  /* it depends on what is not in the run */
	BTH_PLAN_NOT_MADE, /* it never comes to exist */
	BTH_PLAN_NEVER,
	BTH_PLAN_WORDS,
};

/* "may wait" */
extern const char *const bth_plan_words[];

/* How good that is, for colours. */
enum bth_plan_mood { BTH_PLAN_GOOD, BTH_PLAN_OPEN, BTH_PLAN_BAD };

enum bth_plan_mood bth_plan_mood(enum bth_plan_word word);

/* The pods that one object makes: neighbours in the views. */
struct bth_plan_group {
	uint32_t object; /* in the world */
	uint32_t set;    /* in the views, or UINT32_MAX */
	uint32_t first, count;
};

BTH_VEC_TYPE(bth_plan_groups, struct bth_plan_group);

/*
 * What a plan speaks of: all that manifests have or make, and of what only the cluster has
 * the claims and volumes that this touches. One flag for each of the views.
 */
struct bth_plan_shown {
	bool *claims, *volumes, *pods;
	size_t claim_count, volume_count, pod_count;
};

struct bth_plan {
	struct bth_arena *arena;
	const struct bth_world *world;
	const struct bth_views *views;
	const struct bth_binding *binding;

	struct bth_plan_shown shown;
	bool has_classes; /* --cluster shows classes: one that is not there is nowhere */
	enum bth_plan_word *claims, *pods; /* one for each of the views */
	uint32_t *pod_of; /* of each claim the first pod that mounts it, or UINT32_MAX */
	uint32_t *
		waits_for; /* of each pod the one before it that keeps it back, or UINT32_MAX */
	struct bth_plan_groups groups;
	struct bth_indexes loose; /* claims that no pod mounts */
	struct bth_map volumes; /* their names to what is no NULL */
	struct bth_map names;   /* "namespace/name" to the claim in the views */
};

void bth_plan_init(struct bth_plan *out, struct bth_arena *arena,
	const struct bth_world *world, const struct bth_binding *binding);

/* Finds what a plan speaks of. */
void bth_plan_find_shown(struct bth_plan_shown *shown, struct bth_arena *arena,
	const struct bth_world *world, const struct bth_binding *binding);

/* The first claim of the pod that has this word, if there is one. */
bool bth_plan_pod_has(const struct bth_plan *plan, uint32_t pod, enum bth_plan_word word,
	uint32_t *claim);

/* The class of a claim is not among the manifests, so nobody knows what it provisions. */
bool bth_plan_class_unknown(const struct bth_plan *plan, uint32_t claim);

/* The class that a claim ends up with: its own, or the default one; "" for none. */
struct bth_str bth_plan_class_name(const struct bth_plan *plan, uint32_t claim);

/* The claim of that name, here or as one of a set's; UINT32_MAX for none. */
uint32_t bth_plan_claim_named(
	const struct bth_plan *plan, struct bth_str namespace, struct bth_str name);

/* The volume that a claim names is not among the manifests. */
bool bth_plan_volume_unknown(const struct bth_plan *plan, uint32_t claim);

/* "StatefulSet infra/etcd" */
const char *bth_plan_group_name(
	const struct bth_plan *plan, const struct bth_plan_group *group);

/* "3 pods, one after another", or "" */
const char *bth_plan_group_about(
	const struct bth_plan *plan, const struct bth_plan_group *group);

/* The namespace that the pods of a group live in. */
struct bth_str bth_plan_group_home(
	const struct bth_plan *plan, const struct bth_plan_group *group);

/* "etcd-0", or "infra/etcd-0" for what is looked at from another namespace. */
struct bth_str bth_plan_name_in(const struct bth_plan *plan, struct bth_str home,
	struct bth_str namespace, struct bth_str name);

struct bth_str bth_plan_full_name(
	const struct bth_plan *plan, struct bth_str namespace, struct bth_str name);

/* What a claim gets and where a pod runs: "pv-a or pv-b", "any node"; all names when @most is 0. */
const char *bth_plan_claim_gets(const struct bth_plan *plan, uint32_t claim, size_t most);
const char *bth_plan_pod_runs(const struct bth_plan *plan, uint32_t pod, size_t most);

/* "3 claims: 1 certain, 2 never" and so on, or that there is nothing. */
const char *bth_plan_summary(const struct bth_plan *plan);

/* Whether the plan has anything in it. */
static inline bool
bth_plan_is_empty(const struct bth_plan *plan)
{
	return !plan->shown.claim_count && !plan->shown.pod_count &&
		!plan->shown.volume_count;
}

#endif
