/* embedded.c - an object in a custom resource: apiVersion, kind and metadata of it */

#include <ctype.h>

#include "custom/validating.h"
#include "kube/name.h"
#include "rules.h"

/* The name of a kind is a label once it is written in small letters. */
static const char *
check_kind(struct bth_arena *arena, struct bth_str kind)
{
	char *low = bth_arena_copy(arena, kind.at, kind.len);

	for (size_t i = 0; i < kind.len; i++)
		low[i] = (char)tolower((unsigned char)low[i]);
	return bth_name_check_label_1035((struct bth_str){.at = low, .len = kind.len});
}

/* GROUP/VERSION or VERSION. */
static const char *
check_version(struct bth_str version)
{
	size_t slash = bth_str_find(version, '/');
	bool two = slash != SIZE_MAX &&
		bth_str_find(bth_str_sub(version, slash + 1, SIZE_MAX), '/') != SIZE_MAX;

	return two ? "it has more than one '/'" : NULL;
}

/* "'1' is no valid kind: it has to be a string". */
static void
report_word(struct bth_customizing *run, struct bth_value value, const char *key,
	const char *fault)
{
	bth_validation_report(&run->validation, &bth_rule_field_value_wrong, value,
		"'%.*s' is no valid %s: %s",
		BTH_STR_ARG(bth_validation_shown(&run->validation, value)), key, fault);
}

static void
check_word(struct bth_customizing *run, struct bth_value object, const char *key)
{
	struct bth_validation *validation = &run->validation;
	struct bth_value value = bth_get(object, key);
	struct bth_str text = bth_text(value);
	const char *fault = NULL;

	if (!bth_exists(value))
		bth_validation_report_missing(validation, &bth_rule_field_missing, object,
			bth_str(key), "'%s' is missing in the object '%s'", key,
			bth_custom_path(run, object));
	else if (!bth_is_string(value))
		return; /* decoding has ended there */
	else if (!text.len)
		fault = "it is empty";
	else
		fault = strcmp(key, "kind") == 0 ? check_kind(validation->findings->arena, text) :
						   check_version(text);
	if (fault)
		report_word(run, value, key, fault);
}

void
bth_custom_decode_metadata(struct bth_validation *validation, struct bth_value object)
{
	struct bth_value metadata = bth_get(object, "metadata");

	if (bth_is_map(metadata))
		bth_validate_part(
			validation, metadata, bth_schema_definition("meta.v1.ObjectMeta"));
	else if (!bth_is_unset(metadata))
		bth_validation_report(validation, &bth_rule_field_mistyped, metadata,
			"'metadata' has to be a map");
}

/* As schema/objectmeta coerces it. */
static void
check_decoding(struct bth_customizing *run, struct bth_value object)
{
	static const char *const keys[] = {"apiVersion", "kind"};

	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		struct bth_value value = bth_get(object, keys[i]);

		if (bth_exists(value) && !bth_is_string(value))
			report_word(run, value, keys[i], "it has to be a string");
	}
	bth_custom_decode_metadata(&run->validation, object);
}

void
bth_custom_check_embedded(struct bth_customizing *run, struct bth_value object, bool decode)
{
	struct bth_validation *validation = &run->validation;
	struct bth_str kind = bth_text(bth_get(object, "kind"));
	struct bth_kind_facts outer = validation->kind;

	if (object.at == validation->root.at)
		return; /* as an object of its own it is looked at anyway */
	check_decoding(run, object);
	if (decode)
		return;
	check_word(run, object, "apiVersion");
	check_word(run, object, "kind");
	validation->kind.namespaced = true;
	validation->kind.kind = bth_str_copy(
		validation->findings->arena, kind.len ? kind : BTH_STR("Object"));
	bth_validate_custom_metadata(validation, object);
	validation->kind = outer;
}
