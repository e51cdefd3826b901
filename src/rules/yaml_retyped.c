/* yaml_retyped.c - plain words and numbers that mean something else than they look like */

#include "base/utf8.h"
#include "rules/edit.h"
#include "rules/yaml_place.h"
#include "syntax/number.h"
#include "syntax/scalar.h"

/* A plain scalar that is looked at. */
struct word {
	struct bth_lint *lint;
	const struct bth_object *object;
	struct bth_value value;
	struct bth_str text; /* as it stands there */
	struct bth_str sent; /* what kubectl makes of it */
	struct bth_yaml_place place;
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_shape(const struct word *word, enum bth_shape_kind kind)
{
	return word->place.shape && bth_shape_kind(word->place.shape) == kind;
}

/* Whether nothing is known of the value but what it looks like. */
static bool
is_free(const struct word *word)
{
	return !word->place.shape || is_shape(word, BTH_SHAPE_RAW_OBJECT) ||
		is_shape(word, BTH_SHAPE_JSON);
}

static bool
is_text(const struct word *word)
{
	return word->place.shape && bth_shape_kind(word->place.shape) <= BTH_SHAPE_MICRO_TIME;
}

/* Whether @part is in @text, whatever the case of its letters; @part has small ones. */
static bool
contains_word(struct bth_str text, const char *part)
{
	size_t len = strlen(part);

	for (size_t i = 0; i + len <= text.len; i++) {
		size_t same = 0;

		while (same < len && (text.at[i + same] | 0x20) == part[same])
			same++;
		if (same == len)
			return true;
	}
	return false;
}

/* Whether the name of the field says that its value is a name and no amount. */
static bool
names_a_text(struct bth_str field)
{
	static const char *const parts[] = {"version", "tag", "release", "revision", "commit", "hash",
		"digest", "name", "code", "phone", "password", "serial", NULL};

	for (size_t i = 0; parts[i]; i++)
		if (contains_word(field, parts[i]))
			return true;
	return false;
}

/* Whether the field holds the permissions of a file, which everybody writes in octal. */
static bool
is_mode(const struct word *word)
{
	return contains_word(word->place.field, "mode") ||
		contains_word(word->place.field, "permission") ||
		contains_word(word->place.field, "umask");
}

/* "@before'TEXT'@between SENT@after", or without the last two, and the edit that quotes it. */
static struct bth_finding *
report(const struct word *word, const struct bth_rule *rule, const char *before,
	const char *between, const char *after)
{
	struct bth_lint *lint = word->lint;
	struct bth_str text = bth_utf8_cut(word->text, 40), sent = bth_utf8_cut(word->sent, 40);
	struct bth_span span = bth_span(word->value);

	if (!after)
		sent = BTH_STR("");
	struct bth_finding *finding =
		bth_report(lint, rule, word->object, word->value, "%s'%.*s'%s%.*s%s", before,
			BTH_STR_ARG(text), between, BTH_STR_ARG(sent), after ? after : "");

	bth_report_fix(lint, finding, "put it in quotes if it is a text");
	if (span.end - span.start == word->text.len)
		bth_report_replace(lint, finding, word->object, word->value,
			bth_arena_printf(lint->arena, "\"%.*s\"", BTH_STR_ARG(word->text)));
	return finding;
}

/* ---- words ---- */

/* A schema among custom resources says of a default or of an enum what it is for. */
static bool
is_boolean_schema(const struct word *word)
{
	return bth_str_is(bth_text(bth_get(word->place.parent, "type")), "boolean");
}

static void
judge_bool(const struct word *word)
{
	if (bth_str_is(word->text, "true") || bth_str_is(word->text, "false") ||
		bth_scalar_core_type(word->text) == BTH_BOOL)
		return;
	if (word->place.validated ? !is_free(word) : is_shape(word, BTH_SHAPE_BOOL))
		return;
	if (is_boolean_schema(word))
		return;
	struct bth_finding *finding = report(word, &bth_rule_yaml_scalar_retyped,
		"", " is read as ", ", and as a text by readers of YAML 1.2");
	bth_report_fix(word->lint, finding, "write %.*s, or put it in quotes if it is a text",
		BTH_STR_ARG(word->sent));
}

/*
 * Labels and annotations of what others described: texts as everywhere, but no rule of family
 * api looks at them.
 */
static bool
judge_metadata(const struct word *word)
{
	if (word->place.validated || !is_text(word))
		return false;
	report(word, &bth_rule_yaml_scalar_retyped, "",
		bth_node(word->value)->type == BTH_BOOL ?
			" is read as a boolean, but the API server takes texts alone here" :
			" is read as a number, but the API server takes texts alone here", NULL);
	return true;
}

/* ---- numbers ---- */

static bool
is_octal(struct bth_str text)
{
	size_t at = text.len && strchr("+-", text.at[0]) ? 1 : 0;

	if (at + 1 >= text.len || text.at[at] != '0')
		return false;
	for (; at < text.len; at++)
		if (!is_digit(text.at[at]))
			return false;
	return true;
}

/* Integers that are no longer exact, as no type of JSON's readers holds them. */
static bool
is_beyond(const struct word *word)
{
	for (size_t i = 0; i < word->text.len; i++)
		if (!is_digit(word->text.at[i]))
			return false;
	return bth_node(word->value)->type == BTH_FLOAT && word->text.len > 19;
}

/* Digits with an e among them may be the beginning of a hash. */
static bool
looks_like_hash(struct bth_str text)
{
	size_t e = bth_str_find(text, 'e');

	if (e == SIZE_MAX || text.len < 7)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (i != e && !is_digit(text.at[i]))
			return false;
	return true;
}

/* In a field of numbers, where quotes would be of no use. */
static void
report_octal(const struct word *word)
{
	struct bth_finding *finding = bth_report(word->lint, &bth_rule_yaml_number_changed,
		word->object, word->value, "'%.*s' is an octal number: %.*s is sent",
		BTH_STR_ARG(word->text), BTH_STR_ARG(word->sent));

	bth_report_fix(word->lint, finding, "write %.*s, or the number that is meant without zeros "
		"before it", BTH_STR_ARG(word->sent));
}

static void
judge_number(const struct word *word)
{
	const struct bth_rule *rule = &bth_rule_yaml_number_changed;
	bool octal = bth_node(word->value)->type == BTH_INT && is_octal(word->text);
	bool number = !is_free(word) && !is_text(word);

	if (bth_str_eq(word->text, word->sent) || (word->place.validated && is_text(word)))
		return;
	if (octal && number && !is_mode(word))
		report_octal(word);
	else if (number || (octal && is_mode(word)))
		return;
	else if (octal)
		report(word, rule, "", " is an octal number: ", " is sent");
	else if (is_beyond(word))
		report(word, rule, "", " is too large for an integer: ", " is sent");
	else if (is_text(word) || names_a_text(word->place.field) || looks_like_hash(word->text) ||
		is_octal(word->text) || bth_str_contains(word->text, "_"))
		report(word, rule, "", " is read as a number: ", " is sent");
}

/* Kept as it is by kubectl, but read in base 60 by other readers of YAML 1.1. */
static void
judge_text(const struct word *word)
{
	if (!is_free(word) && !is_text(word))
		return;
	report(word, &bth_rule_yaml_number_changed, "",
		" is a text to kubectl, but a number in base 60 to other readers of YAML 1.1",
		NULL)
		->severity = BERTH_INFO;
}

/* ---- keys ---- */

static void
judge_key(const struct word *word)
{
	/* where fields have names, this is none of them, which family api says */
	if (bth_str_eq(word->text, word->sent) ||
		(word->place.described && word->place.validated))
		return;
	struct bth_finding *finding = report(word, &bth_rule_yaml_key_retyped,
		"the key ", " is read as '", "'");
	bth_report_fix(word->lint, finding, "put the key in quotes");
}

/* ---- all of an object ---- */

/* What is sent for a scalar that is no string. */
static struct bth_str
sent_for(struct bth_arena *arena, struct bth_value value)
{
	struct bth_buf buf;
	bool is;

	if (bth_node(value)->flags & BTH_NODE_KEY)
		return bth_text(value);
	if (bth_is_string(value))
		return bth_text(value);
	if (bth_as_bool(&is, value))
		return bth_str(is ? "true" : "false");
	bth_buf_init(&buf, arena);
	bth_number_json(&buf, (enum bth_type)bth_node(value)->type, bth_text(value));
	return bth_buf_view(&buf);
}

/* Decimal digits that stay as they are: nearly all numbers. */
static bool
is_plain_number(struct bth_str text)
{
	if (text.len > 18 || (text.at[0] == '0' && text.len > 1))
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (!is_digit(text.at[i]))
			return false;
	return true;
}

/* 22:30, but no time with a date, which nobody takes for a number. */
static bool
is_base_60(struct bth_str text)
{
	return text.len && strchr("+-0123456789", text.at[0]) &&
		bth_str_find(text, ':') != SIZE_MAX &&
		bth_str_find(bth_str_sub(text, 1, SIZE_MAX), '-') == SIZE_MAX &&
		bth_scalar_is_ambiguous(text);
}

/* Whether a node is worth a look: plain, and something else than a string to somebody. */
static bool
is_suspect(struct bth_value value)
{
	const struct bth_node *node = bth_node(value);

	if (node->kind != BTH_SCALAR || node->style != BTH_PLAIN || node->flags & BTH_NODE_TAGGED ||
		node->type == BTH_NULL)
		return false;
	struct bth_str text = bth_text(value);
	if (node->type == BTH_STRING)
		return !(node->flags & BTH_NODE_KEY) && is_base_60(text);
	if (node->flags & BTH_NODE_KEY)
		return node->flags & BTH_NODE_SIDE;
	if (node->type == BTH_BOOL)
		return !bth_str_is(text, "true") && !bth_str_is(text, "false");
	return !is_plain_number(text);
}

static void
judge(struct bth_lint *lint, const struct bth_object *object, struct bth_value value)
{
	struct word word = {.lint = lint, .object = object, .value = value,
		.text = bth_yaml_written(value), .sent = sent_for(lint->arena, value)};

	if (!word.text.len)
		return;
	word.place = bth_yaml_place(lint, object, value);
	if (!(bth_node(value)->flags & BTH_NODE_KEY) && !bth_is_string(value) &&
		judge_metadata(&word))
		return;
	if (bth_node(value)->flags & BTH_NODE_KEY)
		judge_key(&word);
	else if (bth_node(value)->type == BTH_BOOL)
		judge_bool(&word);
	else if (bth_is_string(value))
		judge_text(&word);
	else
		judge_number(&word);
}

/* A plain value that is no text. */
static bool
is_untexted(struct bth_value value)
{
	const struct bth_node *node = bth_node(value);

	return node->kind == BTH_SCALAR && node->style == BTH_PLAIN &&
		!(node->flags & BTH_NODE_KEY) && node->type != BTH_STRING && node->type != BTH_NULL;
}

/* Kinds that others described have a dot in their group; files of tools often have none. */
static bool
is_custom(const struct bth_lint *lint, const struct bth_object *object)
{
	struct bth_kind_facts facts;

	return bth_str_find(object->group, '.') != SIZE_MAX &&
		!bth_schema_kind_ever(&facts, object->api_version, object->kind_text,
			lint->world->minor);
}

static void
visit(struct bth_lint *lint, const struct bth_object *object)
{
	struct bth_value value = object->root, metadata = bth_get(value, "metadata");
	uint32_t last = bth_yaml_last(value);
	uint32_t texts = is_custom(lint, object) ? bth_yaml_last(metadata) : 0;

	if (object->generated || object->kind == BTH_CLUSTER)
		return;
	for (; value.at <= last; value.at++)
		if (is_suspect(value) ||
			(value.at > metadata.at && value.at <= texts && is_untexted(value)))
			judge(lint, object, value);
}

/* One visit finds what all three have to say. */

const struct bth_rule bth_rule_yaml_key_retyped = {
	.code = "BTH017",
	.name = "yaml-key-retyped",
	.family = BTH_YAML,
	.severity = BERTH_WARNING,
	.summary = "a plain key that is read as a boolean or as another number",
	.why = "Keys are typed before they become strings, so y, on and yes become the key \"true\", "
	       "and 1.10 becomes \"1.1\". Whoever looks for the key by its name does not find it.",
	.fix = "Put the key in quotes.",
};

const struct bth_rule bth_rule_yaml_scalar_retyped = {
	.code = "BTH018",
	.name = "yaml-scalar-retyped",
	.family = BTH_YAML,
	.severity = BERTH_WARNING,
	.kinds = BTH_ALL_KINDS,
	.visit = visit,
	.summary = "a plain word like no, on or y is read as a boolean where a text may be meant",
	.why = "kubectl's library follows YAML 1.1, in which yes, no, on, off, y and n are booleans: a "
	       "list of countries with NO in it holds false. To readers of YAML 1.2 they are texts. "
	       "Where the API server knows the field and takes a boolean, nothing is wrong; where "
	       "it wants a text, field-mistyped speaks.",
	.fix = "Write true or false where a boolean is meant, and quotes around what is a text.",
};

const struct bth_rule bth_rule_yaml_number_changed = {
	.code = "BTH019",
	.name = "yaml-number-changed",
	.family = BTH_YAML,
	.severity = BERTH_WARNING,
	.summary = "a number that is sent as another text than it is written as",
	.why = "Numbers are read and written anew: 1.10 becomes 1.1, 0777 is octal and becomes 511, "
	       "1_000 becomes 1000, and an integer above 64 bits loses its last digits. That hurts "
	       "where a version, a hash or an identifier is meant. File permissions, for which "
	       "octal is usual, and amounts in fields of numbers are left alone.",
	.fix = "Put it in quotes, or write the number that is meant in decimal digits.",
};
