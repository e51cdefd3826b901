/* facts.h - the views looked up once: who names whom, who waits for what, what never comes */
#ifndef BTH_BIND_FACTS_H
#define BTH_BIND_FACTS_H

#include "bind/bind.h"

#define BTH_NO_INDEX UINT32_MAX

/* How a claim finds its volume. */
enum bth_way {
	BTH_WAY_NONE,      /* there is no such claim: refused, or nobody comes to make it */
	BTH_WAY_IMMEDIATE, /* the PV controller searches */
	BTH_WAY_DELAYED,   /* the scheduler searches, for a pod */
	BTH_WAY_NAMED,     /* volumeName */
	BTH_WAY_TOLD,      /* it says that it is bound to a volume that does not say so */
	BTH_WAY_BOUND,     /* both say so */
	BTH_WAY_LOST,      /* it says that it is bound to what is not there */
};

struct bth_claim_facts {
	enum bth_way way;
	uint32_t first;                /* the claim of the same name that stands for this one */
	struct bth_str storage_class;  /* the default one filled in */
	const struct bth_class *class; /* NULL when there is no such object */
	bool provisions;               /* what finds no volume is asked of a provisioner */
	bool answered;                 /* and that one makes it */
	bool there;                    /* from the start, not made with a pod */
	bool doubtful;                 /* the set that makes it may be refused as a whole */
	uint32_t named;                /* volume of volumeName, BTH_NO_INDEX if none */
	struct bth_indexes owned;      /* volumes whose claimRef names it */
	struct bth_indexes pods;       /* pods that mount it */
	struct bth_indexes makers;     /* of these, the ones it is made with */
};

enum bth_hold {
	BTH_HOLD_NONE,     /* refused: there is no such volume */
	BTH_HOLD_FREE,     /* no claimRef */
	BTH_HOLD_RESERVED, /* for a claim, in the run or not */
	BTH_HOLD_RELEASED, /* claimRef has a uid, and there is no such claim any more */
};

struct bth_volume_facts {
	enum bth_hold hold;
	uint32_t claim; /* that it is reserved for, BTH_NO_INDEX if not in the run */
};

struct bth_pod_facts {
	bool tried;      /* it is made, or at least its claims are, unless @before prevents it */
	bool fails;      /* its claims are made, the pod is refused */
	bool stuck;      /* it exists, but can never be scheduled */
	bool doubtful;   /* its set may be refused as a whole */
	uint32_t before; /* the pod that must be ready first, BTH_NO_INDEX if none */
	uint32_t node;   /* of nodeName, BTH_NO_INDEX if unknown or none */
	uint32_t unit;   /* pods with one number have the same spec and labels */
};

struct bth_facts {
	const struct bth_views *views;
	struct bth_arena *arena;
	struct bth_claim_facts *claims;
	struct bth_volume_facts *volumes;
	struct bth_pod_facts *pods;
	struct bth_indexes units;        /* of each unit its first pod */
	bool late_volumes, unlucky; /* as asked for */
};

void bth_facts_read(struct bth_arena *arena, struct bth_facts *out, const struct bth_views *views,
	const struct bth_bind_options *options);

#endif
