/* pod_volumes_apart.c - two claims of one pod have their volumes on different nodes */

#include "rules/pod_place.h"

/* Longer lists limit nothing worth speaking of; more claims than this no pod has. */
enum { VALUES_MOST = 64, CLAIMS_MOST = 16 };

static const char *const keys[] = {"kubernetes.io/hostname",
	"topology.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/zone",
	"topology.kubernetes.io/region"};

enum { KEYS = sizeof keys / sizeof keys[0] };

/* A claim of a pod, and for each label the values it leaves over for the pod's node. */
struct part {
	uint32_t claim;
	struct bth_indexes volumes;
	bool limited[KEYS];
	struct bth_strs values[KEYS];
};

static void
add_values(struct bth_arena *arena, struct bth_strs *out, const struct bth_strs *more)
{
	for (size_t i = 0; i < more->len; i++) {
		size_t j = 0;

		while (j < out->len && !bth_str_eq(out->items[j], more->items[i]))
			j++;
		if (j == out->len)
			bth_vec_push(arena, out, more->items[i]);
	}
}

static void
read_part(struct bth_places *places, struct part *out, uint32_t claim)
{
	struct bth_lint *lint = places->lint;

	*out = (struct part){.claim = claim};
	if (!lint->binding->claims[claim].provisioned)
		out->volumes = bth_claim_candidates(&places->storage, claim);
	for (size_t k = 0; k < KEYS; k++) {
		out->limited[k] = out->volumes.len > 0;
		for (size_t i = 0; i < out->volumes.len && out->limited[k]; i++) {
			struct bth_strs pins = {0};

			out->limited[k] = bth_node_selector_pins(lint->arena, &pins,
				&lint->views->volumes.items[out->volumes.items[i]]
					 .affinity,
				bth_str(keys[k]));
			add_values(lint->arena, &out->values[k], &pins);
			out->limited[k] &= out->values[k].len <= VALUES_MOST;
		}
	}
}

/* Whether the pod's node cannot have the label for both. */
static bool
are_apart(const struct part *a, const struct part *b)
{
	for (size_t k = 0; k < KEYS; k++) {
		bool common = !a->limited[k] || !b->limited[k] || !a->values[k].len ||
			!b->values[k].len;

		for (size_t i = 0; i < a->values[k].len && !common; i++)
			for (size_t j = 0; j < b->values[k].len && !common; j++)
				common = bth_str_eq(
					a->values[k].items[i], b->values[k].items[j]);
		if (!common)
			return true;
	}
	return false;
}

static bool
find_pair(struct bth_places *places, const struct bth_pod *pod, struct part *first,
	struct part *second)
{
	struct part parts[CLAIMS_MOST];
	size_t count = pod->claims.len < CLAIMS_MOST ? pod->claims.len : CLAIMS_MOST;

	for (size_t i = 0; i < count; i++) {
		read_part(places, &parts[i], pod->claims.items[i]);
		for (size_t j = 0; j < i; j++) {
			if (!are_apart(&parts[j], &parts[i]))
				continue;
			*first = parts[j];
			*second = parts[i];
			return true;
		}
	}
	return false;
}

static void
report(struct bth_places *places, const struct bth_pod *pod, const struct part *a,
	const struct part *b, size_t pods)
{
	struct bth_lint *lint = places->lint;
	const struct bth_volume *one = &lint->views->volumes.items[a->volumes.items[0]];
	const struct bth_volume *other = &lint->views->volumes.items[b->volumes.items[0]];
	const struct bth_object *object = bth_lint_object(lint, pod->object);
	const struct bth_claim *claim = &lint->views->claims.items[b->claim];
	struct bth_value at = claim->object == pod->object ?
		bth_dig(bth_lint_claim(lint, claim), "metadata.name") :
		(struct bth_value){0};
	struct bth_finding *finding =
		bth_report(lint, &bth_rule_pod_volumes_apart, object, at,
			"%s%s cannot run: its volume '%.*s' is on %s, and '%.*s' on %s",
			bth_pod_text(lint, pod), bth_and_more(lint, pods),
			BTH_STR_ARG(one->name), bth_volume_place_text(lint, one),
			BTH_STR_ARG(other->name), bth_volume_place_text(lint, other));

	bth_report_pods(finding, pod, pods);
	bth_report_volume(lint, finding, one);
	bth_report_volume(lint, finding, other);
	bth_report_fix(lint, finding,
		"put all volumes of a pod on one node, each reserved for its "
		"claim by claimRef");
}

static void
check(struct bth_lint *lint)
{
	struct bth_places places;
	size_t end;

	bth_places_init(&places, lint);
	for (size_t i = 0; i < lint->views->pods.len; i = end) {
		const struct bth_pod *said = NULL;
		struct part a = {0}, b = {0}, c, d;
		size_t pods = 0;

		end = bth_pods_end(lint, i);
		for (size_t j = i; j < end; j++) {
			const struct bth_pod *pod = &lint->views->pods.items[j];

			if (pod->claims.len < 2 || pod->refused ||
				!find_pair(&places, pod, said ? &c : &a, said ? &d : &b))
				continue;
			if (!said)
				said = pod;
			pods++;
		}
		if (said)
			report(&places, said, &a, &b, pods);
	}
}

const struct bth_rule bth_rule_pod_volumes_apart = {
	.code = "BTH420",
	.name = "pod-volumes-apart",
	.family = BTH_TOPOLOGY,
	.severity = BERTH_ERROR,
	.check = check,
	.after = BTH_AFTER(&bth_rule_pv_node_tainted, &bth_rule_pv_reservation_early,
		&bth_rule_pod_node_conflict),
	.summary = "two claims of one pod are tied to volumes on different nodes",
	.why = "A pod runs on one node, and all its volumes must be usable there. When "
	       "two of them are pinned to different nodes, no node is left: the claims "
	       "may be bound, but the pod stays Pending.",
	.fix = "Put all volumes of one ordinal on the same node, and reserve each of "
	       "them for its claim by claimRef.",
};
