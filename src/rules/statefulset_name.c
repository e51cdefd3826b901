/* statefulset_name.c - a set whose name leaves no room for what is put behind it */

#include "rules/pod_parts.h"

/*
 * The names of pods and, with up to ten characters of a hash, of revisions become labels,
 * which hold 63.
 */
enum {
	LABEL_MOST = 63,
	HASH_MOST = 10,
	NAME_MOST = LABEL_MOST - 1 - HASH_MOST,
	LABEL_SINCE = 31
};

static size_t
digits_of(int64_t number)
{
	size_t digits = 1;

	while (number >= 10) {
		number /= 10;
		digits++;
	}
	return digits;
}

static void
visit(struct bth_lint *lint, const struct bth_object *set)
{
	int64_t replicas = bth_object_replicas(set);
	int64_t last = bth_object_start(set) + (replicas > 0 ? replicas - 1 : 0);
	size_t pod = set->name.len + 1 + digits_of(last);
	struct bth_value name = bth_dig(set->root, "metadata.name");
	struct bth_finding *finding;

	if (set->name.len <= NAME_MOST && pod <= LABEL_MOST)
		return;
	if (set->name.len > LABEL_MOST && lint->world->minor >= LABEL_SINCE)
		return; /* it is refused: object-name-malformed */
	if (pod > LABEL_MOST)
		finding = bth_report(lint, &bth_rule_statefulset_name_too_long, set, name,
			"pod '%.*s-%lld' would have a name of %zu characters, and %d is the most",
			BTH_STR_ARG(set->name), (long long)last, pod, LABEL_MOST);
	else
		finding = bth_report(lint, &bth_rule_statefulset_name_too_long, set, name,
			"the name '%.*s' has %zu characters: with the hash of a revision it %s the %d of a "
			"label",
			BTH_STR_ARG(set->name), set->name.len,
			set->name.len + 2 > LABEL_MOST ? "exceeds" : "can exceed",
			LABEL_MOST);
	bth_report_fix(lint, finding, "shorten it to %d characters or less", NAME_MOST);
}

const struct bth_rule bth_rule_statefulset_name_too_long = {
	.code = "BTH309",
	.name = "statefulset-name-too-long",
	.family = BTH_IDENTITY,
	.severity = BERTH_ERROR,
	.kinds = BTH_KIND(BTH_STATEFUL_SET),
	.visit = visit,
	.summary = "a StatefulSet whose name is too long for the labels of its pods",
	.why = "The pod's name and the name of its revision, which is the set's name and a hash of "
	       "up to ten characters, become labels of the pod. Labels hold 63 characters. The set "
	       "is accepted, and then pods are refused: all of them, or from some update on those "
	       "whose hash is long.",
	.fix = "Call the set something of at most 52 characters. A set cannot be renamed: it is "
	       "made anew, and its claims change their names too.",
};
