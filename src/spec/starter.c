/* starter.c - a first Cluster document to begin with */

#include "spec/starter.h"

#include "base/buf.h"
#include "spec/preset.h"

static const struct bth_builtin *
find(struct bth_str name)
{
	for (size_t i = 0; i < bth_builtin_starter_count; i++) {
		struct bth_str file = bth_str(bth_builtin_starters[i].name);

		/* init-postgres.yaml */
		if (file.len > 10 &&
			bth_str_eq(bth_str_sub(file, 5, file.len - 10), name))
			return &bth_builtin_starters[i];
	}
	return NULL;
}

static void
read_presets(struct bth_arena *arena, struct bth_presets *presets)
{
	struct bth_findings findings;

	bth_findings_init(&findings, arena);
	bth_presets_add_builtin(arena, &findings, presets);
}

const char *
bth_starter_presets(struct bth_arena *arena)
{
	struct bth_presets presets = {0};

	read_presets(arena, &presets);
	return bth_presets_text(arena, &presets);
}

/* Whether "name:version-flavor" exists, by the same look-up that reading a document makes. */
static bool
exists(struct bth_arena *arena, struct bth_str word)
{
	struct bth_presets presets = {0};
	struct bth_preset_choice choice;
	struct bth_findings findings;
	struct bth_builder builder;
	struct bth_source *source = bth_arena_alloc(arena, sizeof *source);

	source->name = "";
	source->text = BTH_STR("");
	bth_findings_init(&findings, arena);
	bth_build_init(&builder, arena, source);
	uint32_t text = bth_build_text(&builder, BTH_STRING, word);
	read_presets(arena, &presets);
	return bth_preset_choose(&choice, arena, &findings, &presets,
		bth_root(bth_build_finish(&builder, text)));
}

bool
bth_starter(struct bth_str *out, struct bth_arena *arena, const char *preset)
{
	static const char line[] = "  preset: ";
	struct bth_str word = bth_str(preset);
	size_t colon = bth_str_find(word, ':');
	const struct bth_builtin *file = find(bth_str_sub(word, 0, colon));
	struct bth_buf buf;

	if (!file || (colon != SIZE_MAX && !exists(arena, word)))
		return false;
	*out = (struct bth_str){.at = file->text, .len = file->len};
	const char *at = colon == SIZE_MAX ? NULL : strstr(file->text, line);
	if (!at)
		return true;
	at += sizeof line - 1;
	bth_buf_init(&buf, arena);
	bth_buf_add(&buf, file->text, (size_t)(at - file->text));
	bth_buf_str(&buf, word);
	bth_buf_puts(&buf, at + strcspn(at, " \n"));
	*out = bth_buf_view(&buf);
	return true;
}
