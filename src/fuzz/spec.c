/* spec.c - any Cluster document, read and expanded to objects */

#include "fuzz/fuzz.h"

#include "emit/emit.h"
#include "schema/facts.h"
#include "world/object.h"

/* What is generated can be written and read again without an error. */
static void
check_objects(struct bth_arena *arena, const struct bth_generated_list *objects)
{
	struct bth_buf buf;

	for (size_t i = 0; i < objects->len; i++) {
		bth_fuzz_check_tree(arena, objects->items[i].tree);
		bth_fuzz_require(bth_emit_file_name(arena, objects, i)[0]);
	}
	bth_buf_init(&buf, arena);
	bth_emit_stream(&buf, objects);
	const struct bth_fuzz_text *again =
		bth_fuzz_read(arena, bth_fuzz_copy(arena, buf.text, buf.len));
	bth_fuzz_require(bth_findings_count(&again->findings, BERTH_ERROR) == 0);
	bth_fuzz_require(again->documents.len == objects->len);
	buf.len = 0;
	bth_emit_list(&buf, objects);
}

static void
expand(struct bth_arena *arena, struct bth_fuzz_text *text, const struct bth_presets *presets,
	struct bth_value root)
{
	struct bth_spec_input input = {.presets = presets,
		.namespace = BTH_STR("default"),
		.minor = bth_schema_newest_minor()};
	struct bth_generated_list objects = {0};
	struct bth_object object;

	if (!bth_object_read(&object, root) || object.kind != BTH_CLUSTER)
		return;
	struct bth_cluster *cluster = bth_spec_read(arena, &text->findings, &input, root);
	if (cluster) {
		bth_expand(arena, &text->findings, cluster, &objects);
		check_objects(arena, &objects);
	}
	bth_fuzz_check_findings(arena, &text->findings);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bth_presets presets = {0};
	struct bth_arena arena;

	bth_arena_init(&arena);
	struct bth_fuzz_text *text = bth_fuzz_read(&arena, bth_fuzz_copy(&arena, data, size));
	bth_presets_add_builtin(&arena, &text->findings, &presets);
	for (size_t i = 0; i < text->documents.len; i++)
		if (text->documents.items[i].tree)
			expand(&arena, text, &presets, bth_root(text->documents.items[i].tree));
	bth_arena_release(&arena);
	return 0;
}
