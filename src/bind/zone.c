/* zone.c - zone and region labels of volumes */

#include "bind/zone.h"

#define KEY(text) {.at = (text), .len = sizeof(text) - 1}

static const struct {
	struct bth_str key;
	struct bth_str newer; /* of nodes: stands in where they lack the old key */
} topologies[] = {
	{.key = KEY("topology.kubernetes.io/zone")},
	{.key = KEY("topology.kubernetes.io/region")},
	{.key = KEY("failure-domain.beta.kubernetes.io/zone"),
		.newer = KEY("topology.kubernetes.io/zone")},
	{.key = KEY("failure-domain.beta.kubernetes.io/region"),
		.newer = KEY("topology.kubernetes.io/region")},
};

enum { COUNT = sizeof topologies / sizeof topologies[0] };

/* Whether "a__b__c" has the value. */
static bool
has_value(struct bth_str set, struct bth_str value)
{
	size_t start = 0;

	for (size_t i = 0; i <= set.len; i++) {
		bool ends = i == set.len || (set.at[i] == '_' && i + 1 < set.len &&
			set.at[i + 1] == '_');

		if (!ends)
			continue;
		if (bth_str_eq(bth_str_sub(set, start, i - start), value))
			return true;
		start = i + 2;
		i++;
	}
	return false;
}

static bool
has_any(const struct bth_labels *labels)
{
	for (size_t i = 0; i < COUNT && labels->len; i++)
		if (bth_labels_get(labels, topologies[i].key))
			return true;
	return false;
}

bool
bth_zone_fits(const struct bth_labels *volume, const struct bth_labels *node)
{
	if (!has_any(volume) || !has_any(node))
		return true;
	for (size_t i = 0; i < COUNT; i++) {
		const struct bth_str *set = bth_labels_get(volume, topologies[i].key);
		const struct bth_str *value = bth_labels_get(node, topologies[i].key);

		if (!value && topologies[i].newer.len)
			value = bth_labels_get(node, topologies[i].newer);
		if (set && (!value || !has_value(*set, *value)))
			return false;
	}
	return true;
}
