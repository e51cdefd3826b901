/* social.h - which pods look at which others when they choose a node */
#ifndef BTH_BIND_SOCIAL_H
#define BTH_BIND_SOCIAL_H

#include "bind/may.h"

enum bth_social_kind { BTH_SOCIAL_ANTI, BTH_SOCIAL_AFFINITY, BTH_SOCIAL_SPREAD };

/* A term of a unit's pods, with the units whose pods it selects. */
struct bth_social_term {
	enum bth_social_kind kind;
	uint32_t unit;
	const struct bth_pod_term *term;
	const uint32_t *domains; /* of each node, 0 for none */
	struct bth_indexes units;
};

struct bth_social_unit {
	struct bth_indexes terms;    /* its own */
	struct bth_indexes shunned;  /* terms of anti-affinity that select it */
};

struct bth_social {
	const struct bth_may *may;
	BTH_VEC(struct bth_social_term) terms;
	struct bth_social_unit *units;
	bool *tight;  /* of each node: the pods that may run there may not all have room */
	bool crude;   /* too many pods and terms to compare: anybody may be in anybody's way */
	struct bth_map domains; /* by topology key */
	struct bth_map labelled; /* units, by namespace and label */
	struct bth_map spaces;   /* units, by namespace */
	uint64_t effort;
};

void bth_social_read(struct bth_social *out, const struct bth_may *may);

/* Whether the term of @unit selects pods of the unit @other. */
bool bth_social_selects(const struct bth_social *social, uint32_t unit,
	const struct bth_pod_term *term, uint32_t other);

/* The pods of a unit: from *first to before *end. */
void bth_social_pods(const struct bth_facts *facts, uint32_t unit, uint32_t *first, uint32_t *end);

#endif
