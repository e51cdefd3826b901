/* claim_node_annotation.c - a claim that carries a node chosen in another life */

#include "rules/edit.h"
#include "rules/storage.h"

#define SELECTED_NODE "volume.kubernetes.io/selected-node"

static void
visit(struct bth_lint *lint, const struct bth_object *object)
{
	for (struct bth_value i = bth_maker_first(object); bth_exists(i);
		i = bth_maker_next(object, i)) {
		struct bth_value annotations = bth_dig(i, "metadata.annotations");
		struct bth_value node = bth_get(annotations, SELECTED_NODE);

		if (!bth_text(node).len ||
			bth_exists(
				bth_get(annotations, "pv.kubernetes.io/bind-completed")))
			continue;
		struct bth_finding *finding = bth_report(lint,
			&bth_rule_claim_node_annotation_stale, object, node,
			"%s is not bound yet, but already tied to node '%.*s'",
			bth_maker_text(lint, object, i), BTH_STR_ARG(bth_text(node)));
		bth_report_subject(finding, bth_maker_name(i));
		bth_report_fix(lint, finding, "remove the annotation " SELECTED_NODE);
		bth_report_drop_key(
			lint, finding, object, bth_get_key(annotations, SELECTED_NODE));
	}
}

const struct bth_rule bth_rule_claim_node_annotation_stale = {
	.code = "BTH110",
	.name = "claim-node-annotation-stale",
	.family = BTH_BINDING,
	.severity = BERTH_WARNING,
	.kinds = BTH_CLAIM_MAKERS,
	.visit = visit,
	.summary = "an unbound claim carries the annotation of a chosen node",
	.why = "The scheduler writes this annotation when it asks a provisioner for a volume on "
	       "the node it has chosen. On a claim without volume it makes the scheduler look at "
	       "that node alone and wait for a provisioner there: volumes made by hand are not "
	       "tried any more.",
	.fix = "Remove the annotation; the scheduler writes it when it is needed.",
};
