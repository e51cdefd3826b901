/* model_fits.c - what the controllers' model needs to know of pairs of objects */

#include "tests/model_fits.h"

bool
bth_model_reserved(const struct bth_volume *volume, const struct bth_claim *claim)
{
	return volume->reserved && bth_str_eq(volume->claim_name, claim->name) &&
		bth_str_eq(volume->claim_namespace, claim->namespace) &&
		(volume->claim_uid.len == 0 || bth_str_eq(volume->claim_uid, claim->uid));
}

bool
bth_model_big_enough(const struct bth_volume *volume, const struct bth_claim *claim)
{
	return bth_quantity_cmp(volume->capacity, claim->request) >= 0 &&
		volume->block == claim->block &&
		bth_str_eq(volume->attributes_class, claim->attributes_class) && !volume->deleting;
}

bool
bth_model_suits(const struct bth_volume *volume, const struct bth_claim *claim)
{
	return bth_str_eq(volume->storage_class, claim->storage_class) &&
		(!claim->selector.present || bth_selector_matches(&claim->selector, &volume->labels));
}

bool
bth_model_has_modes(const struct bth_volume *volume, const struct bth_claim *claim)
{
	return (claim->modes & ~volume->modes) == 0;
}

bool
bth_model_named_suits(const struct bth_volume *volume, const struct bth_claim *claim)
{
	return bth_quantity_value(volume->capacity) >= bth_quantity_value(claim->request) &&
		bth_str_eq(volume->storage_class, claim->storage_class) &&
		bth_str_eq(volume->attributes_class, claim->attributes_class) &&
		volume->block == claim->block && bth_model_has_modes(volume, claim) &&
		!volume->deleting;
}

bool
bth_model_on_node(const struct bth_volume *volume, const struct bth_node_view *node)
{
	return bth_node_selector_matches(&volume->affinity, &node->labels, NULL);
}

bool
bth_model_pod_on_node(const struct bth_pod *pod, const struct bth_node_view *node)
{
	if (node->unschedulable || bth_taint_untolerated(&node->taints, &pod->tolerations))
		return false;
	for (size_t i = 0; i < pod->node_selector.len; i++) {
		const struct bth_label *wanted = &pod->node_selector.items[i];
		const struct bth_str *value = bth_labels_get(&node->labels, wanted->key);

		if (!value || !bth_str_eq(*value, wanted->value))
			return false;
	}
	return bth_node_selector_matches(&pod->affinity, &node->labels, &node->name);
}

bool
bth_model_term_about(const struct bth_pod_term *term, const struct bth_pod *owner,
	const struct bth_pod *other)
{
	bool here = term->namespaces.len == 0 && bth_str_eq(owner->namespace, other->namespace);

	for (size_t i = 0; i < term->namespaces.len; i++)
		here = here || bth_str_eq(term->namespaces.items[i], other->namespace);
	return here && bth_selector_matches(&term->selector, &other->labels);
}
