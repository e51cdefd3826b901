/* pv_node_placeholder.c - an example's node name that was not replaced */

#include "rules/placement.h"

enum { NAME_MOST = 64 };

/* Names that documents use for "put yours here". */
static bool
is_example(const char *name)
{
	static const char *const whole[] = {"node-name", "nodename", "node_name",
		"hostname", "host-name", "host_name", "node-hostname", "some-node",
		"the-node", "my-node", "my-host", "my-hostname", "mynode", "my-node-name",
		"name-of-node", "name-of-the-node", "todo", "fixme", "tbd", "xxx",
		"xxxx"};
	static const char *const begins[] = {"your-", "your_", "yournode", "example-",
		"example_", "changeme", "change-me", "change_me", "replace",
		"placeholder", "insert-", "<"};

	for (size_t i = 0; i < sizeof whole / sizeof whole[0]; i++)
		if (strcmp(name, whole[i]) == 0)
			return true;
	for (size_t i = 0; i < sizeof begins / sizeof begins[0]; i++)
		if (strncmp(name, begins[i], strlen(begins[i])) == 0)
			return true;
	return strchr(name, '{') || strchr(name, '$');
}

static bool
is_placeholder(struct bth_str value)
{
	char lower[NAME_MOST];
	bool capitals = false, small = false, underscore = false;

	if (!value.len || value.len >= NAME_MOST)
		return false;
	for (size_t i = 0; i < value.len; i++) {
		char c = value.at[i];
		bool capital = c >= 'A' && c <= 'Z';

		capitals |= capital;
		small |= c >= 'a' && c <= 'z';
		underscore |= c == '_';
		lower[i] = capital ? (char)(c - 'A' + 'a') : c;
	}
	lower[value.len] = '\0';
	/* NODE_1: a hostname has neither capitals nor underscores */
	return (capitals && underscore && !small) || is_example(lower);
}

/* With the nodes at hand, one that is really called so is no example. */
static bool
is_real(const struct bth_lint *lint, struct bth_str value)
{
	if (bth_world_assumed(lint->world, "Node", BTH_STR(""), value))
		return true;
	for (size_t i = 0; i < lint->views->nodes.len && lint->views->nodes_known; i++) {
		const struct bth_node_view *node = &lint->views->nodes.items[i];
		const struct bth_str *host = bth_labels_get(&node->labels, BTH_HOSTNAME);

		if (host && bth_str_eq(*host, value))
			return true;
	}
	return false;
}

static void
look_at(struct bth_lint *lint, const struct bth_object *volume, struct bth_value value)
{
	if (!bth_is_scalar(value) || !is_placeholder(bth_text(value)) ||
		is_real(lint, bth_text(value)))
		return;
	struct bth_finding *finding = bth_report(lint, &bth_rule_pv_node_placeholder,
		volume, value,
		"volume '%.*s' is pinned to '%.*s', which looks like an example's node name",
		BTH_STR_ARG(volume->name), BTH_STR_ARG(bth_text(value)));
	bth_report_subject(finding, bth_text(value));
	bth_report_fix(lint, finding,
		"write the kubernetes.io/hostname label of the node that has the data");
}

static void
visit(struct bth_lint *lint, const struct bth_object *volume)
{
	struct bth_value terms = bth_volume_terms(volume->root);

	for (struct bth_value i = bth_first(terms); bth_exists(i); i = bth_next(i)) {
		struct bth_value expressions = bth_get(i, "matchExpressions");

		for (struct bth_value j = bth_first(expressions); bth_exists(j);
			j = bth_next(j)) {
			struct bth_value values = bth_get(j, "values");

			if (!bth_str_eq(bth_text(bth_get(j, "key")), BTH_HOSTNAME))
				continue;
			for (struct bth_value k = bth_first(values); bth_exists(k);
				k = bth_next(k))
				look_at(lint, volume, k);
		}
	}
}

const struct bth_rule bth_rule_pv_node_placeholder = {
	.code = "BTH407",
	.name = "pv-node-placeholder",
	.family = BTH_TOPOLOGY,
	.severity = BERTH_WARNING,
	.kinds = BTH_KIND(BTH_PERSISTENT_VOLUME),
	.visit = visit,
	.after = BTH_AFTER(&bth_rule_pv_node_unknown),
	.summary = "a volume is pinned to a node name out of an example",
	.why = "Names like my-node or NODE_NAME come from documentation. No node has "
	       "such a label, so the volume can be used nowhere; and a volume's "
	       "affinity cannot be changed later, only the whole volume made anew.",
	.fix = "Write the node's kubernetes.io/hostname label, as 'kubectl get nodes "
	       "--show-labels' prints it.",
};
