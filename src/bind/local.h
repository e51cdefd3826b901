/* local.h - one component as small numbers and tables, for exploring it */
#ifndef BTH_BIND_LOCAL_H
#define BTH_BIND_LOCAL_H

#include "bind/components.h"

/* What a claim and a kind of volumes are to each other. */
enum {
	BTH_PAIR_OWNED = 1, /* reserved for the claim */
	BTH_PAIR_BINDS = 2, /* the PV controller would bind it, were it the claim's */
	BTH_PAIR_SEEN = 4,  /* reserved, and the scheduler would choose it */
	BTH_PAIR_FREE = 8,  /* without claimRef, and fit */
	BTH_PAIR_NAMED = 16, /* the claim's volumeName, and fit for that */
	BTH_PAIR_TOLD = 32, /* the claim says that it is bound to it */
};

/* Volumes between which nothing in the component can tell a difference. */
struct bth_local_kind {
	uint32_t size;
	uint32_t demand; /* claims that may take one of them from another claim */
	uint32_t rank;   /* by capacity */
	unsigned modes, mode_count;
	struct bth_indexes volumes; /* in the views */
};

struct bth_local_claim {
	uint32_t index; /* in the views */
	enum bth_way way;
	uint32_t named; /* kind of volumeName, BTH_NO_INDEX if none that can be had */
	bool held;      /* it is bound, and the volume is there whatever may come late */
	/*
	 * Node of the annotation + 1, 0 for none; above node_count by 1 when it is no node that
	 * a pod may use, by 2 when there is no such node.
	 */
	uint32_t selected;
	bth_int128 request;
	bool there, doubtful;
	bool provisions; /* a provisioner is asked for what is not found */
	bool answered;   /* and makes it */
	bool exclusive;  /* ReadWriteOncePod */
	bool deleting;   /* it may be gone before it takes a volume */
	bool early;      /* binding it at once leaves the scheduler no other choice than later */
	/* kinds: reserved ones of fewest modes that would be bound; seen; free, in their order */
	struct bth_indexes owns, sees, free;
	struct bth_indexes pods; /* local */
};

struct bth_local_pod {
	uint32_t index; /* in the views */
	uint32_t unit;  /* local */
	uint32_t before; /* local, BTH_NO_INDEX if none */
	uint32_t node;   /* of nodeName, BTH_NO_INDEX if none */
	bool fails, doubtful;
	bool scheduled; /* it comes to the scheduler */
	bool leads;     /* another pod waits until this one is ready */
	bool social;    /* where it runs matters to others, or theirs to it */
	struct bth_indexes claims, makes; /* local; those it is made with */
};

/* A DoNotSchedule constraint. */
struct bth_local_spread {
	const uint32_t *domains; /* of each node of the views */
	int64_t max_skew;
	uint32_t domain_count;   /* that pods may be spread over */
	bool *selects;           /* of each local unit */
};

struct bth_local_unit {
	uint32_t index, pods;
	BTH_VEC(struct bth_local_spread) spreads;
	bool *eligible; /* of each local node: its pods count when spreading */
	BTH_VEC(const uint32_t *) affinities; /* domains of each term of pod affinity */
	bool *friends;  /* of each local unit: all those terms select it */
	BTH_VEC(const uint32_t *) *shuns; /* of each local unit: domains that must differ */
};

struct bth_local {
	const struct bth_social *social;
	const struct bth_facts *facts;
	uint32_t claim_count, pod_count, kind_count, node_count, unit_count;
	struct bth_local_claim *claims;
	struct bth_local_pod *pods;
	struct bth_local_kind *kinds; /* by number of modes, modes, capacity */
	struct bth_local_unit *units;
	uint32_t *nodes;  /* in the views */
	bool *tight;      /* of each node */
	uint8_t *pairs;   /* [claim][kind] */
	bool *fits;       /* [kind][node]: node affinity */
	bool *zoned;      /* [kind][node]: zone and region labels of a bound volume */
	bool *may;        /* [pod][node] */
	bool *provisioned; /* [claim][node]: where a volume would be made */
};

/* False when the component is too large for tables. */
bool bth_local_read(struct bth_arena *arena, struct bth_local *out, const struct bth_social *social,
	const struct bth_component *component, uint32_t *numbers);

static inline uint8_t
bth_local_pair(const struct bth_local *local, uint32_t claim, uint32_t kind)
{
	return local->pairs[(size_t)claim * local->kind_count + kind];
}

static inline bool
bth_local_fits(const struct bth_local *local, uint32_t kind, uint32_t node)
{
	return local->fits[(size_t)kind * local->node_count + node];
}

static inline bool
bth_local_zoned(const struct bth_local *local, uint32_t kind, uint32_t node)
{
	return local->zoned[(size_t)kind * local->node_count + node];
}

static inline bool
bth_local_may(const struct bth_local *local, uint32_t pod, uint32_t node)
{
	return local->may[(size_t)pod * local->node_count + node];
}

static inline bool
bth_local_provisioned(const struct bth_local *local, uint32_t claim, uint32_t node)
{
	return local->provisioned[(size_t)claim * local->node_count + node];
}

#endif
