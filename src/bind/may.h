/* may.h - the most that each claim can get, and where each pod can run at most */
#ifndef BTH_BIND_MAY_H
#define BTH_BIND_MAY_H

#include "bind/nodes.h"

/* Free volumes for all claims that ask for the same. */
struct bth_offer {
	uint32_t number;                 /* below offer_count */
	struct bth_indexes volumes;      /* ascending */
	const struct bth_indexes *nodes; /* where one of them can be used */
	unsigned least_modes;            /* fewest access modes of one of them */
	bool crude;                      /* some may not fit at all */
};

struct bth_claim_may {
	struct bth_indexes owned;     /* reserved ones that the PV controller would bind */
	struct bth_indexes seen;      /* reserved ones that the scheduler would choose */
	const struct bth_offer *free; /* ones without claimRef; NULL for none */
	uint32_t named;               /* the one of volumeName, BTH_NO_INDEX for none */
	bool provisioned;
	const struct bth_indexes *nodes; /* where a pod may run as far as this claim goes */
};

struct bth_may {
	const struct bth_facts *facts;
	struct bth_nodes nodes;
	const struct bth_indexes **reach;     /* of each volume */
	const struct bth_indexes **unit_nodes; /* of each unit, claims left aside */
	struct bth_claim_may *claims;
	const struct bth_indexes **pods; /* of each pod, claims included */
	struct bth_map by_class;         /* free volumes: struct bth_indexes */
	struct bth_map offers;           /* by what is asked for */
	struct bth_map before;           /* what is found before reserved ones, by offer */
	struct bth_map crude;            /* by class, when there is too much to compare */
	uint32_t offer_count;
	uint64_t effort;                 /* pairs compared so far */
	uint8_t *marks;                  /* of nodes, zero between uses */
};

void bth_may_read(struct bth_may *out, const struct bth_facts *facts);

/* Whether the pod comes to the scheduler at all. */
bool bth_may_schedule(const struct bth_facts *facts, uint32_t pod);

/* Number of access modes. */
unsigned bth_modes_count(unsigned modes);

#endif
