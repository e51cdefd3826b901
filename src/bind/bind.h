/* bind.h - which volume a claim can get, and where a pod can run */
#ifndef BTH_BIND_BIND_H
#define BTH_BIND_BIND_H

#include "world/views.h"

/*
 * Why a volume is not for a claim, or a node not for a pod: the first test that fails, in
 * the order in which Kubernetes makes them.
 */
enum bth_why {
	BTH_WHY_NONE,
	/* of a volume for a claim */
	BTH_WHY_REFUSED,    /* the API server would not take one of the two */
	BTH_WHY_RESERVED,   /* its claimRef names another claim */
	BTH_WHY_NAMESPACE,  /* its claimRef has the name, but another or no namespace */
	BTH_WHY_UID,        /* its claimRef has a uid that is not the claim's: Released */
	BTH_WHY_NAMED_OTHER, /* the claim's volumeName names another volume */
	BTH_WHY_SIZE,
	BTH_WHY_VOLUME_MODE,
	BTH_WHY_ATTRIBUTES_CLASS,
	BTH_WHY_DELETING,
	BTH_WHY_PHASE, /* not Available, by its status */
	BTH_WHY_SELECTOR,
	BTH_WHY_CLASS,
	BTH_WHY_MODES,
	BTH_WHY_AFFINITY, /* no node that the pod may use fits the volume */
	BTH_WHY_TAKEN,    /* it fits, but another claim gets it in every outcome */
	BTH_WHY_OUTRANKED, /* it fits, but Kubernetes prefers another one in every outcome */
	/* of a node for a pod */
	BTH_WHY_UNSCHEDULABLE,
	BTH_WHY_TAINT,
	BTH_WHY_NODE_SELECTOR,
	BTH_WHY_NODE_AFFINITY,
	BTH_WHY_ROOM,
	BTH_WHY_VOLUME_NODE,    /* a volume of the pod is not on this node */
	BTH_WHY_NO_VOLUME,      /* a claim of the pod finds no volume there */
	BTH_WHY_ANTI_AFFINITY,
	BTH_WHY_POD_AFFINITY,
	BTH_WHY_SPREAD,
	BTH_WHY_NODE_NAME,
	BTH_WHY_IN_USE,         /* a ReadWriteOncePod claim of the pod is another pod's already */
	BTH_WHY_COUNT,
};

/* "reserved", "size", …: stable words for programs. */
const char *bth_why_word(enum bth_why why);

struct bth_reason {
	uint32_t partner; /* index of the volume or node */
	enum bth_why why;
	uint32_t claim;   /* with BTH_WHY_VOLUME_NODE, NO_VOLUME: of which claim */
	uint32_t volume;  /* with BTH_WHY_VOLUME_NODE: which volume */
};

BTH_VEC_TYPE(bth_reason_list, struct bth_reason);
BTH_VEC_TYPE(bth_indexes, uint32_t);

/* What a claim may end with. */
struct bth_claim_outcome {
	struct bth_indexes volumes; /* it may end up bound to one of these, ascending */
	bool pending;     /* it may stay unbound */
	bool absent;      /* it may never come to exist */
	bool provisioned; /* a provisioner may make a volume for it */
	bool certain;     /* one volume, or provisioned alone; neither pending nor absent */
	bool contested;   /* one of its volumes is in the set of another claim too */
	struct bth_reason_list reasons; /* for near volumes not in the set, see below */
};

struct bth_pod_outcome {
	struct bth_indexes nodes;
	bool pending, absent;
	bool anywhere; /* no node is known, and nothing ties the pod to one; nodes is empty */
	bool certain;
	bool misplaced; /* it may be sent for good to a node that its volume does not fit */
	/*
	 * For nodes not in the set; when the pod may stay pending also for nodes of the set,
	 * why not there in that case.
	 */
	struct bth_reason_list reasons;
};

struct bth_volume_outcome {
	struct bth_indexes claims; /* all that it may end up bound to */
	bool free;     /* it may stay unbound */
	bool released; /* its claim is gone and nobody can take it */
};

/*
 * One entry for each claim, pod and volume of the views, in their order. Vectors may share
 * their items: many equal claims have one list of volumes.
 *
 * Reasons are for people, so they are few: of volumes those whose claimRef names the claim or
 * nearly so, the one that the claim names, and those of its class, at most BTH_BIND_REASONS in
 * all; of nodes BTH_BIND_REASONS for each pod, and BTH_BIND_REASONS_PENDING where it may stay
 * pending. A claim or pod that never exists has none.
 */
enum { BTH_BIND_REASONS = 20, BTH_BIND_REASONS_PENDING = 100 };

struct bth_binding {
	struct bth_claim_outcome *claims;
	struct bth_pod_outcome *pods;
	struct bth_volume_outcome *volumes;
	bool exact; /* the sets were enumerated and are no mere bounds */
};

/*
 * What Kubernetes can make of @views, over every order in which its controllers may act,
 * supposing that the volumes are there before the claims. The sets are never too small.
 * All memory is of @arena.
 */
void bth_bind(struct bth_arena *arena, struct bth_binding *out, const struct bth_views *views);

/*
 * The same, over everything that manifests do not tell, either: volumes may come while claims
 * are there already, a provisioner that nothing shows to be there may not be, one under a
 * domain for examples is not, and the revision hash of a set may be too long for its name.
 */
void bth_bind_any(struct bth_arena *arena, struct bth_binding *out, const struct bth_views *views);

/* Which provisioners make each volume that they are asked for; others never do. */
enum bth_answers {
	BTH_ANSWERS_ALL,
	BTH_ANSWERS_REAL,  /* all but those under a domain for examples */
	BTH_ANSWERS_KNOWN, /* only those that something in the run shows to be there */
};

/* How bth_bind() looks; the defaults are BTH_BIND_OPTIONS_INIT. */
struct bth_bind_options {
	/*
	 * Steps that exploring may take, in all; what needs more gets bounds. 0 asks for
	 * bounds of everything.
	 */
	uint64_t budget;
	/* By default all; a claim that nobody makes a volume for is pending. */
	enum bth_answers provisioners;
	/*
	 * By default all volumes are there, and Available, before the first claim is. When
	 * late they come one by one, as when everything is applied at once: whoever looks
	 * may see any of them, or not yet.
	 */
	bool late_volumes;
	/*
	 * By default the pods of a set whose name leaves no room for some hashes of its
	 * revision are made; when unlucky the API server refuses them.
	 */
	bool unlucky;
};

#define BTH_BIND_OPTIONS_INIT \
	{ \
		.budget = 1000000 \
	}

void bth_bind_with(struct bth_arena *arena, struct bth_binding *out,
	const struct bth_views *views, const struct bth_bind_options *options);

/*
 * Why @volume is not for @claim by itself, whatever others there are; BTH_WHY_NONE when it
 * is. For a volume that is reserved for the claim only what Kubernetes then looks at counts.
 */
enum bth_why bth_bind_pair(const struct bth_views *views, const struct bth_claim *claim,
	const struct bth_volume *volume);

/* Whether @volume's claimRef names @claim (namespace, name, and uid if it has one). */
bool bth_bind_owned(const struct bth_claim *claim, const struct bth_volume *volume);

#endif
