/* baseline.h - findings that are known already, by rule, object and path */
#ifndef BTH_DIAG_BASELINE_H
#define BTH_DIAG_BASELINE_H

#include "base/map.h"
#include "diag/finding.h"

/* Findings that are alike: lines do not tell them apart, as they move. */
struct bth_known {
	struct bth_str rule;           /* its name */
	struct bth_object_name object; /* of no kind: the finding is about none */
	struct bth_str file;           /* for those alone, seen from the baseline's folder */
	struct bth_str path;
	size_t count;         /* how many the baseline has */
	size_t found, taken;  /* how many there are, and how many of the baseline's were met */
	struct bth_span span; /* in the baseline */
};

/* A zeroed one with an arena is a baseline of nothing. */
struct bth_baseline {
	struct bth_arena *arena;
	struct bth_str folder; /* "" for the working directory */
	BTH_VEC(struct bth_known *) list;
	struct bth_map by_key; /* to struct bth_known */
};

/* Adds an entry; of two that are alike the larger count stays. */
void bth_baseline_add(struct bth_baseline *baseline, const struct bth_known *known);

/* Notes that a finding is there, shown or not. */
void bth_baseline_note(struct bth_baseline *baseline, const struct bth_finding *finding);

/* Whether the baseline has a finding; each call uses up one of those that are alike. */
bool bth_baseline_take(struct bth_baseline *baseline, const struct bth_finding *finding);

/* The same for a baseline that is to have it afterwards. */
void bth_baseline_learn(struct bth_baseline *baseline, const struct bth_finding *finding);

/* Drops what is no longer found, and sorts the rest. */
void bth_baseline_prune(struct bth_baseline *baseline);

#endif
