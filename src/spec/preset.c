/* preset.c - defaults for known programs */

#include "spec/preset.h"

#include "base/near.h"
#include "rules.h"
#include "spec/merge.h"
#include "syntax/read.h"

static void
read_preset(struct bth_arena *arena, struct bth_findings *findings,
	struct bth_presets *presets, struct bth_value root)
{
	struct bth_preset preset = {.root = root};
	struct bth_value versions = bth_get(root, "versions"),
			 flavors = bth_get(root, "flavors");

	preset.name = bth_text(bth_dig(root, "metadata.name"));
	if (!bth_str_is(bth_text(bth_get(root, "kind")), "Preset") || !preset.name.len ||
		!bth_is_map(bth_get(root, "spec"))) {
		struct bth_finding *finding = bth_find(findings,
			&bth_rule_spec_value_wrong, bth_span(root),
			"this is no preset: it needs kind Preset, metadata.name and spec");
		bth_finding_fix(
			findings, finding, "compare it with templates/postgres.yaml");
		return;
	}
	preset.postgresql = bth_str_is(bth_text(bth_get(root, "database")), "postgresql");
	preset.database = bth_text(bth_get(root, "database")).len > 0;
	for (struct bth_value i = bth_first(versions); bth_exists(i); i = bth_next(i))
		bth_vec_push(arena, &preset.versions, bth_text(i));
	for (struct bth_value i = bth_first(flavors); bth_exists(i); i = bth_next(i))
		bth_vec_push(arena, &preset.flavors, bth_text(i));
	bth_vec_push(arena, &presets->list, preset);
}

void
bth_presets_add(struct bth_arena *arena, struct bth_findings *findings,
	struct bth_presets *presets, const char *name, struct bth_str text)
{
	struct bth_source *source = bth_arena_alloc(arena, sizeof *source);
	struct bth_documents documents = {0};
	struct bth_reader reader;

	source->name = name;
	source->text = text;
	bth_reader_init(&reader, arena, findings);
	bth_split(&documents, findings, source);
	for (size_t i = 0; i < documents.len; i++) {
		bth_read(&reader, &documents.items[i]);
		if (documents.items[i].state == BTH_DOCUMENT_READ)
			read_preset(arena, findings, presets,
				bth_root(bth_spec_retype(
					arena, bth_root(documents.items[i].tree))));
	}
}

void
bth_presets_add_builtin(struct bth_arena *arena, struct bth_findings *findings,
	struct bth_presets *presets)
{
	struct bth_presets all = {0};

	for (size_t i = 0; i < bth_builtin_preset_count; i++)
		bth_presets_add(arena, findings, &all, bth_builtin_presets[i].name,
			(struct bth_str){.at = bth_builtin_presets[i].text,
				.len = bth_builtin_presets[i].len});
	for (size_t i = 0; i < presets->list.len; i++)
		bth_vec_push(arena, &all.list, presets->list.items[i]);
	*presets = all;
}

static const struct bth_preset *
find_preset(const struct bth_presets *presets, struct bth_str name)
{
	for (size_t i = presets->list.len; i-- > 0;)
		if (bth_str_eq(presets->list.items[i].name, name))
			return &presets->list.items[i];
	return NULL;
}

const char *
bth_presets_text(struct bth_arena *arena, const struct bth_presets *presets)
{
	const char *text = "";

	for (size_t i = 0; i < presets->list.len; i++) {
		const struct bth_preset *preset = &presets->list.items[i];

		if (find_preset(presets, preset->name) != preset)
			continue;
		if (!preset->versions.len)
			text = bth_arena_printf(arena, "%s%s%.*s", text,
				*text ? ", " : "", BTH_STR_ARG(preset->name));
		for (size_t j = 0; j < preset->versions.len; j++)
			text = bth_arena_printf(arena, "%s%s%.*s:%.*s", text,
				*text ? ", " : "", BTH_STR_ARG(preset->name),
				BTH_STR_ARG(preset->versions.items[j]));
	}
	return text;
}

static bool
has_word(const struct bth_str *items, size_t len, struct bth_str word)
{
	for (size_t i = 0; i < len; i++)
		if (bth_str_eq(items[i], word))
			return true;
	return false;
}

/* "a, b and c" */
static const char *
words_text(struct bth_arena *arena, const struct bth_str *items, size_t len)
{
	const char *text = "";

	for (size_t i = 0; i < len; i++)
		text = bth_arena_printf(arena, "%s%s%.*s", text,
			!i                   ? "" :
				i + 1 == len ? " and " :
					       ", ",
			BTH_STR_ARG(items[i]));
	return text;
}

/* Says that a preset has no such version or flavor, and which it has. */
static void
report_choice(struct bth_arena *arena, struct bth_findings *findings,
	struct bth_value word, const struct bth_preset *preset, const char *what,
	struct bth_str given, const struct bth_str *items, size_t len)
{
	struct bth_finding *finding = given.len ?
		bth_find(findings, &bth_rule_spec_preset_unknown, bth_span(word),
			"preset '%.*s' has no %s '%.*s'", BTH_STR_ARG(preset->name), what,
			BTH_STR_ARG(given)) :
		bth_find(findings, &bth_rule_spec_preset_unknown, bth_span(word),
			"preset '%.*s' needs a %s", BTH_STR_ARG(preset->name), what);

	bth_finding_fix(findings, finding, "there are %s, as in '%.*s:%.*s'",
		words_text(arena, items, len), BTH_STR_ARG(preset->name),
		BTH_STR_ARG(len ? items[len - 1] : BTH_STR("")));
}

bool
bth_preset_choose(struct bth_preset_choice *out, struct bth_arena *arena,
	struct bth_findings *findings, const struct bth_presets *presets,
	struct bth_value word)
{
	struct bth_str text = bth_text(word);
	size_t colon = bth_str_find(text, ':');
	struct bth_preset_choice choice = {
		.preset = find_preset(presets, bth_str_sub(text, 0, colon))};
	struct bth_str rest =
		colon == SIZE_MAX ? BTH_STR("") : bth_str_sub(text, colon + 1, SIZE_MAX);
	const struct bth_preset *preset = choice.preset;

	if (!preset) {
		struct bth_finding *finding =
			bth_find(findings, &bth_rule_spec_preset_unknown, bth_span(word),
				"there is no preset '%.*s'",
				BTH_STR_ARG(bth_str_sub(text, 0, colon)));
		bth_finding_fix(findings, finding,
			"there are %s; other programs need none: give image, ports and storage.mountPath",
			bth_presets_text(arena, presets));
		return false;
	}
	size_t dash = bth_str_find(rest, '-');
	choice.version = bth_str_sub(rest, 0, dash);
	choice.flavor = dash == SIZE_MAX ?
		(preset->flavors.len ? preset->flavors.items[0] : BTH_STR("")) :
		bth_str_sub(rest, dash + 1, SIZE_MAX);
	if ((preset->versions.len || choice.version.len) &&
		!has_word(preset->versions.items, preset->versions.len, choice.version)) {
		report_choice(arena, findings, word, preset, "version", choice.version,
			preset->versions.items, preset->versions.len);
		return false;
	}
	if (choice.flavor.len &&
		!has_word(preset->flavors.items, preset->flavors.len, choice.flavor)) {
		struct bth_finding *finding =
			bth_find(findings, &bth_rule_spec_preset_unknown, bth_span(word),
				"preset '%.*s' has no flavor '%.*s'",
				BTH_STR_ARG(preset->name), BTH_STR_ARG(choice.flavor));
		bth_finding_fix(findings, finding, "there are %s",
			words_text(arena, preset->flavors.items, preset->flavors.len));
		return false;
	}
	*out = choice;
	return true;
}

/* Whether a variant is for this version and flavor; what it does not name does not matter. */
static bool
applies(struct bth_value variant, const char *key, struct bth_str word)
{
	struct bth_value list = bth_get(variant, key);

	if (!bth_exists(list))
		return true;
	for (struct bth_value i = bth_first(list); bth_exists(i); i = bth_next(i))
		if (bth_str_eq(bth_text(i), word))
			return true;
	return false;
}

/* @text with @token replaced by @by. */
static struct bth_str
replace(struct bth_arena *arena, struct bth_str text, const char *token,
	struct bth_str by)
{
	struct bth_buf buf;
	size_t len = strlen(token);

	if (!bth_str_contains(text, token))
		return text;
	bth_buf_init(&buf, arena);
	for (size_t i = 0; i < text.len;) {
		if (bth_str_starts(bth_str_sub(text, i, SIZE_MAX), token)) {
			bth_buf_str(&buf, by);
			i += len;
		} else {
			bth_buf_putc(&buf, text.at[i++]);
		}
	}
	return bth_buf_view(&buf);
}

/* A tree of @value with the tokens put in and every node at the cause. */
static struct bth_tree *
instance(struct bth_builder *builder, struct bth_value value,
	const struct bth_preset_choice *choice)
{
	struct bth_builder own;

	bth_build_init(&own, builder->arena, builder->source);
	own.cause = builder->cause;
	uint32_t root = bth_build_copy(&own, value, false);
	uint32_t count = (uint32_t)own.nodes.len;
	for (uint32_t i = 1; i < count; i++) {
		struct bth_tree view = bth_build_view(&own);
		struct bth_str text = bth_text((struct bth_value){&view, i});
		struct bth_str full = replace(own.arena,
			replace(own.arena, text, "{version}", choice->version),
			"{flavor}", choice->flavor);

		if (own.nodes.items[i].kind != BTH_SCALAR || full.at == text.at)
			continue;
		uint32_t made = bth_build_text(&own, BTH_STRING, full);
		own.nodes.items[i].text = own.nodes.items[made].text;
		own.nodes.items[i].len = own.nodes.items[made].len;
		own.nodes.items[i].flags |= BTH_NODE_SIDE;
	}
	return bth_build_finish(&own, root);
}

uint32_t
bth_preset_spec(struct bth_builder *builder, const struct bth_preset_choice *choice)
{
	struct bth_value root = choice->preset->root,
			 variants = bth_get(root, "variants");
	struct bth_tree *spec = instance(builder, bth_get(root, "spec"), choice);

	for (struct bth_value i = bth_first(variants); bth_exists(i); i = bth_next(i)) {
		struct bth_builder own;

		if (!applies(i, "versions", choice->version) ||
			!applies(i, "flavors", choice->flavor))
			continue;
		bth_build_init(&own, builder->arena, builder->source);
		own.cause = builder->cause;
		uint32_t merged = bth_spec_merge(&own, BTH_GROUP_SPEC, bth_root(spec),
			bth_root(instance(builder, bth_get(i, "spec"), choice)));
		spec = bth_build_finish(&own, merged);
	}
	return bth_build_copy(builder, bth_root(spec), true);
}
