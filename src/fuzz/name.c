/* name.c - any text as a name; any map as labels, selectors and taints */

#include "fuzz/fuzz.h"

#include "kube/name.h"
#include "kube/nodeterm.h"
#include "kube/taint.h"

static void
check_names(struct bth_str text)
{
	bool label = !bth_name_check_label(text);

	if (!bth_name_check_label_1035(text))
		bth_fuzz_require(label);
	if (label)
		bth_fuzz_require(!bth_name_check_subdomain(text) &&
			!bth_name_check_label_value(text) && !bth_name_check_qualified(text) &&
			!bth_name_check_path_segment(text));
	bth_name_check_port(text);
	bth_name_check_config_key(text);
	for (int minor = 31; minor < 33; minor++)
		bth_name_check_env(text, minor);
}

static void
check_selectors(struct bth_arena *arena, struct bth_value root)
{
	struct bth_labels labels = {0};
	struct bth_selector selector = {0}, plain = {0};
	struct bth_node_selector nodes = {0};
	struct bth_strs pins = {0};
	struct bth_str name = BTH_STR("node1");

	bth_labels_read(arena, &labels, root);
	bth_selector_read(arena, &selector, root);
	bth_selector_read_map(arena, &plain, root);
	bth_selector_matches(&selector, &labels);
	bth_selector_text(arena, &selector);
	bth_fuzz_require(!plain.present || !labels.len || bth_selector_matches(&plain, &labels));
	bth_node_selector_read(arena, &nodes, root);
	bth_node_selector_matches(&nodes, &labels, &name);
	bth_node_selector_matches(&nodes, &labels, NULL);
	bth_node_selector_pins(arena, &pins, &nodes, BTH_STR("kubernetes.io/hostname"));
	bth_node_selector_text(arena, &nodes);
}

static void
check_taints(struct bth_arena *arena, struct bth_value root)
{
	struct bth_taints taints = {0};
	struct bth_tolerations tolerations = {0}, none = {0};

	bth_taints_read(arena, &taints, root);
	bth_tolerations_read(arena, &tolerations, root);
	const struct bth_taint *left = bth_taint_untolerated(&taints, &tolerations);
	bth_fuzz_require(!left || bth_taint_untolerated(&taints, &none));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bth_arena arena;

	bth_arena_init(&arena);
	struct bth_str input = bth_fuzz_copy(&arena, data, size);
	check_names(input);
	const struct bth_fuzz_text *text = bth_fuzz_read(&arena, input);
	for (size_t i = 0; i < text->documents.len; i++) {
		if (!text->documents.items[i].tree)
			continue;
		check_selectors(&arena, bth_root(text->documents.items[i].tree));
		check_taints(&arena, bth_root(text->documents.items[i].tree));
	}
	bth_arena_release(&arena);
	return 0;
}
