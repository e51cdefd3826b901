/* suppression.c - comments and annotations that allow what rules find, and miss */

#include "rules.h"

/* All of these are found by diag/ and run/, so they visit nothing. */

const struct bth_rule bth_rule_suppression_unknown = {
	.code = "BTH040",
	.name = "suppression-unknown",
	.family = BTH_YAML,
	.severity = BERTH_WARNING,
	.summary = "something is allowed that is no rule or family, or cannot be allowed",
	.why = "A misspelt name allows nothing, so the finding that it was meant for stays, or "
	       "comes back as a surprise. What berth cannot read or would write wrongly cannot "
	       "be allowed at all.",
	.fix = "Write names, codes or families as berth rules lists them, separated by commas, "
	       "and a reason behind ' -- '.",
};

const struct bth_rule bth_rule_suppression_unused = {
	.code = "BTH041",
	.name = "suppression-unused",
	.family = BTH_YAML,
	.severity = BERTH_WARNING,
	.summary = "something is allowed that is not found there",
	.why = "The comment or annotation does nothing now, and will hide the fault when it "
	       "comes back. Often it stands at the wrong place: one behind a line is about that "
	       "line alone, one on a line of its own about the next entry with all below it.",
	.fix = "Remove it, or put it above the entry that it is for.",
};

const struct bth_rule bth_rule_suppression_unexplained = {
	.code = "BTH042",
	.name = "suppression-unexplained",
	.family = BTH_YAML,
	.severity = BERTH_OFF,
	.summary = "something is allowed, and nothing says why",
	.why = "Whoever reads the manifest later cannot tell whether the fault may stay or was "
	       "only to be silenced for a day.",
	.fix = "Say why behind the rules: # berth: allow RULE -- reason.",
};

const struct bth_rule bth_rule_baseline_stale = {
	.code = "BTH043",
	.name = "baseline-stale",
	.family = BTH_YAML,
	.severity = BERTH_INFO,
	.summary = "the baseline has a finding that is not there any more",
	.why = "It was mended, or its object is gone or was not looked at. While the baseline "
	       "still has it, the same fault can come back unseen.",
	.fix = "Run berth lint with --baseline-update on all that the baseline is about.",
};
