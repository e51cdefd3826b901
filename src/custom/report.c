/* report.c - what is said of faults by the schema of a custom resource */

#include <ctype.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "custom/validating.h"
#include "rules.h"
#include "schema/suggest.h"
#include "syntax/scalar.h"

enum { SHOWN_MOST = 12, OFFERS_MOST = 50, PATTERN_SHOWN_MOST = 100 };

/* ---- places ---- */

/* The child of @from that holds @target; for a map the key, with what stands under it. */
static struct bth_value
towards(struct bth_value from, struct bth_value target, size_t *index)
{
	struct bth_value child = bth_first(from), next;

	for (*index = 0; bth_exists(next = bth_next(child)) && next.at <= target.at; (*index)++)
		child = next;
	return child;
}

const char *
bth_custom_path(struct bth_customizing *run, struct bth_value value)
{
	struct bth_value at = run->validation.root, child;
	struct bth_buf path;
	size_t index;

	bth_buf_init(&path, run->validation.findings->arena);
	bth_buf_puts(&path, "");
	while (at.tree == value.tree && at.at != value.at) {
		child = towards(at, value, &index);
		if (!bth_exists(child))
			break;
		if (bth_is_map(at))
			bth_buf_printf(&path, "%s%.*s", path.len ? "." : "",
				BTH_STR_ARG(bth_text(child)));
		else
			bth_buf_printf(&path, "[%zu]", index);
		if (child.at == value.at)
			break;
		at = bth_is_map(at) ? bth_under(child) : child;
	}
	bth_buf_putc(&path, '\0');
	return path.text;
}

/* The map that the key @key stands in. */
static struct bth_value
parent_of(struct bth_customizing *run, struct bth_value key)
{
	struct bth_value at = run->validation.root, child;
	size_t index;

	while (bth_exists(child = towards(at, key, &index)) && child.at != key.at)
		at = bth_is_map(at) ? bth_under(child) : child;
	return at;
}

static const char *
place(struct bth_customizing *run, struct bth_value value)
{
	if (value.at == run->validation.root.at)
		return "the object";
	return bth_validation_place(&run->validation, value);
}

static struct bth_str
shown(struct bth_customizing *run, struct bth_value value)
{
	return bth_validation_shown(&run->validation, value);
}

/* Where a field is missing or too many: "'spec.a'", or "a Foo". */
static const char *
holder(struct bth_customizing *run, struct bth_value map)
{
	const char *path = bth_custom_path(run, map);

	return *path ? bth_arena_printf(run->validation.findings->arena, "'%s'", path) :
		       bth_validation_kind(&run->validation);
}

/* ---- unknown fields ---- */

BTH_VEC_TYPE(words, const char *);

static const char *
near_field(struct bth_customizing *run, const struct bth_custom_schema *schema, struct bth_str name)
{
	struct bth_arena *arena = run->validation.findings->arena;
	struct words words = {0};

	for (size_t i = 0; schema && i < schema->properties.len; i++)
		bth_vec_push(arena, &words,
			bth_str_copy(arena, schema->properties.items[i].name).at);
	return bth_suggest_word(name, words.items, words.len);
}

struct bth_finding *
bth_custom_report_unknown(struct bth_customizing *run, const struct bth_custom_schema *schema,
	struct bth_value parent, struct bth_value key)
{
	struct bth_findings *findings = run->validation.findings;
	struct bth_finding *finding = bth_validation_report(&run->validation,
		&bth_rule_field_unknown, key, "there is no field '%.*s' in %s",
		BTH_STR_ARG(shown(run, key)), holder(run, parent));
	const char *near = run->unknown++ < OFFERS_MOST ?
		near_field(run, schema, bth_text(key)) :
		NULL;

	finding->path = bth_custom_path(run, key);
	if (!near)
		return finding;
	bth_finding_fix(findings, finding, "write '%s'", near);
	if (!bth_exists(bth_get(parent, near)))
		bth_validation_replace(&run->validation, finding, key, bth_str(near));
	return finding;
}

/* ---- words for types and values ---- */

/* "a string", "a whole number or a string". */
static const char *
wanted(struct bth_customizing *run, unsigned types)
{
	static const struct {
		unsigned bit;
		const char *name;
	} names[] = {{BTH_CUSTOM_OBJECT, "a map"}, {BTH_CUSTOM_ARRAY, "a list"},
		{BTH_CUSTOM_NUMBER, "a number"}, {BTH_CUSTOM_INTEGER, "a whole number"},
		{BTH_CUSTOM_BOOLEAN, "true or false"}, {BTH_CUSTOM_STRING, "a string"}};
	const char *text = "";

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (types & names[i].bit)
			text = bth_arena_printf(run->validation.findings->arena, "%s%s%s", text,
				*text ? " or " : "", names[i].name);
	return *text ? text : "null";
}

/* "'on' is read as true", "'spec' is a list". */
static const char *
found(struct bth_customizing *run, struct bth_value value)
{
	struct bth_arena *arena = run->validation.findings->arena;
	bool truth;
	const char *what = "a string";

	if (!bth_is_scalar(value))
		return bth_arena_printf(arena, "%s is a %s", place(run, value),
			bth_is_list(value) ? "list" : "map");
	if (bth_is_null(value))
		return bth_arena_printf(arena, "%s is null", place(run, value));
	if (bth_as_bool(&truth, value))
		what = bth_str_is(bth_text(value), truth ? "true" : "false") ? "a boolean" :
			truth ? "read as true" : "read as false";
	else if (!bth_is_string(value))
		what = "read as a number";
	return bth_arena_printf(arena, "'%.*s' is %s", BTH_STR_ARG(shown(run, value)), what);
}

/* Quotes that make a string of it, or that keep it from being a number. */
static void
offer_quotes(struct bth_customizing *run, struct bth_finding *finding, unsigned types,
	struct bth_value value)
{
	struct bth_findings *findings = run->validation.findings;
	struct bth_str text = bth_text(value);
	enum bth_type read = bth_scalar_type(text);
	bool plain = (types & (BTH_CUSTOM_INTEGER | BTH_CUSTOM_NUMBER) && read == BTH_INT) ||
		(types & BTH_CUSTOM_BOOLEAN && read == BTH_BOOL);

	if (!bth_is_scalar(value) || bth_is_null(value))
		return;
	if (types & BTH_CUSTOM_STRING && !bth_is_string(value)) {
		bth_finding_fix(findings, finding, "put it in quotes");
		bth_validation_replace(&run->validation, finding, value,
			bth_str_printf(findings->arena, "\"%.*s\"", BTH_STR_ARG(text)));
	} else if (bth_is_string(value) && plain) {
		bth_finding_fix(findings, finding, "write it without quotes");
		bth_validation_replace(&run->validation, finding, value, text);
	}
}

static struct bth_finding *
report_type(struct bth_customizing *run, const struct bth_custom_fault *fault)
{
	bool scalar = bth_is_scalar(fault->value) && !bth_is_null(fault->value);
	const char *what = found(run, fault->value);
	const char *want = wanted(run, fault->schema->types);
	struct bth_finding *finding = scalar ?
		bth_validation_report(&run->validation, &bth_rule_field_mistyped, fault->value,
			"%s, but %s has to be %s", what, place(run, fault->value), want) :
		bth_validation_report(&run->validation, &bth_rule_field_mistyped, fault->value,
			"%s, but has to be %s", what, want);

	offer_quotes(run, finding, fault->schema->types, fault->value);
	return finding;
}

/* "'a', 'b' or 'c'" of a list of scalars; cut off after so many that nobody reads on. */
static const char *
list_words(struct bth_customizing *run, struct bth_value list)
{
	struct bth_arena *arena = run->validation.findings->arena;
	const char *text = "";
	size_t count = 0;

	for (struct bth_value i = bth_first(list); bth_exists(i); i = bth_next(i), count++) {
		if (count == SHOWN_MOST)
			return bth_arena_printf(arena, "%s, …", text);
		text = bth_arena_printf(arena, "%s%s'%.*s'", text,
			!count ? "" : bth_exists(bth_next(i)) ? ", " : " or ",
			BTH_STR_ARG(bth_text(i)));
	}
	return text;
}

static const char *
near_word(struct bth_customizing *run, const struct bth_custom_schema *schema, struct bth_str text)
{
	struct bth_arena *arena = run->validation.findings->arena;
	struct words words = {0};

	for (struct bth_value i = bth_first(schema->words); bth_exists(i); i = bth_next(i))
		if (bth_is_string(i))
			bth_vec_push(arena, &words, bth_str_copy(arena, bth_text(i)).at);
	return bth_suggest_word(text, words.items, words.len);
}

static struct bth_finding *
report_word(struct bth_customizing *run, const struct bth_custom_fault *fault)
{
	const struct bth_custom_schema *schema = fault->schema;
	struct bth_validation *validation = &run->validation;
	const char *list = bth_exists(schema->constant) ?
		bth_arena_printf(validation->findings->arena, "'%.*s'",
			BTH_STR_ARG(bth_text(schema->constant))) :
		list_words(run, schema->words);
	struct bth_finding *finding = bth_is_scalar(fault->value) ?
		bth_validation_report(validation, &bth_rule_field_value_unknown, fault->value,
			"%s cannot be '%.*s', only %s", place(run, fault->value),
			BTH_STR_ARG(shown(run, fault->value)), list) :
		bth_validation_report(validation, &bth_rule_field_value_unknown, fault->value,
			"%s is none of the values that its schema has", place(run, fault->value));
	const char *near = bth_is_string(fault->value) ?
		near_word(run, schema, bth_text(fault->value)) :
		NULL;

	if (near) {
		bth_finding_fix(validation->findings, finding, "write '%s'", near);
		if (bth_scalar_type(bth_str(near)) == BTH_STRING &&
			isalpha((unsigned char)near[0]))
			bth_validation_replace(validation, finding, fault->value, bth_str(near));
	}
	return finding;
}

/* ---- bounds ---- */

static struct bth_finding *
report_bound(struct bth_customizing *run, const struct bth_custom_fault *fault)
{
	const struct bth_custom_schema *schema = fault->schema;
	bool least = fault->kind == BTH_FAULT_LEAST;
	bool exclusive = schema->flags & (least ? BTH_CUSTOM_ABOVE : BTH_CUSTOM_BELOW);
	struct bth_str bound = bth_text(least ? schema->least : schema->most);
	const char *range = bth_arena_printf(run->validation.findings->arena,
		exclusive ? least ? "more than %.*s" : "less than %.*s" :
		least     ? "%.*s or more" :
			    "%.*s or less",
		BTH_STR_ARG(bound));

	return bth_validation_report(&run->validation, &bth_rule_field_value_wrong, fault->value,
		"%s is %.*s, but has to be %s", place(run, fault->value),
		BTH_STR_ARG(shown(run, fault->value)), range);
}

/* How many characters, items or fields there are, and how many there may be. */
static struct bth_finding *
report_count(struct bth_customizing *run, const struct bth_custom_fault *fault)
{
	static const struct {
		enum bth_custom_fault_kind kind;
		const char *noun;
		size_t bound; /* its place in the schema */
		bool least;
	} counts[] = {
		{BTH_FAULT_SHORT, "character", offsetof(struct bth_custom_schema, length_least), true},
		{BTH_FAULT_LONG, "character", offsetof(struct bth_custom_schema, length_most), false},
		{BTH_FAULT_FEW, "item", offsetof(struct bth_custom_schema, items_least), true},
		{BTH_FAULT_MANY, "item", offsetof(struct bth_custom_schema, items_most), false},
		{BTH_FAULT_FEW_FIELDS, "field",
			offsetof(struct bth_custom_schema, properties_least), true},
		{BTH_FAULT_MANY_FIELDS, "field",
			offsetof(struct bth_custom_schema, properties_most), false},
	};
	size_t row = 0, count;
	struct bth_value bound;

	while (counts[row].kind != fault->kind)
		row++;
	memcpy(&bound, (const char *)fault->schema + counts[row].bound, sizeof bound);
	count = bth_is_scalar(fault->value) ? bth_utf8_count(bth_text(fault->value)) :
					      bth_size(fault->value);
	return bth_validation_report(&run->validation,
		counts[row].least ? &bth_rule_field_value_wrong : &bth_rule_field_too_long,
		fault->value, "%s has %zu %s%s, and %s%.*s %s", place(run, fault->value), count,
		counts[row].noun, count == 1 ? "" : "s", counts[row].least ? "at least " : "",
		BTH_STR_ARG(bth_text(bound)), counts[row].least ? "are needed" : "are allowed");
}

/* ---- alternatives ---- */

/* "'a', 'b' or 'c'" when each alternative asks for one field alone; else NULL. */
static const char *
list_alternatives(struct bth_customizing *run, const struct bth_custom_schemas *schemas)
{
	struct bth_arena *arena = run->validation.findings->arena;
	const char *text = "";

	for (size_t i = 0; i < schemas->len; i++) {
		const struct bth_custom_schema *schema = schemas->items[i];

		if (bth_size(schema->at) != 1 || !bth_is_list(schema->required) ||
			bth_size(schema->required) != 1)
			return NULL;
		text = bth_arena_printf(arena, "%s%s'%.*s'", text,
			!i ? "" : i + 1 < schemas->len ? ", " : " or ",
			BTH_STR_ARG(bth_text(bth_first(schema->required))));
	}
	return text;
}

/* Where the fields of a map are too many or too few, its own place; else the value's. */
static struct bth_finding *
report_fields(struct bth_customizing *run, const struct bth_custom_fault *fault, const char *names,
	const char *what)
{
	return bth_validation_report_missing(&run->validation, &bth_rule_field_value_wrong,
		fault->value, (struct bth_str){0}, "%s has %s the fields %s, and one is needed",
		holder(run, fault->value), what, names);
}

static struct bth_finding *report(
	struct bth_customizing *run, const struct bth_custom_fault *fault);

/* What the nearest alternative says is told beside the fault itself, not as one more. */
static void
note_nearest(struct bth_customizing *run, struct bth_finding *finding,
	const struct bth_custom_fault *nearest)
{
	struct bth_findings *findings = run->validation.findings, aside;

	while (nearest && nearest->nearest)
		nearest = nearest->nearest;
	if (!nearest)
		return;
	bth_findings_init(&aside, findings->arena);
	run->validation.findings = &aside;
	struct bth_finding *inner = report(run, nearest);
	run->validation.findings = findings;
	bth_finding_note(findings, finding, inner->span, "by the nearest alternative, %s",
		inner->message);
}

static struct bth_finding *
report_alternatives(struct bth_customizing *run, const struct bth_custom_fault *fault)
{
	bool any = fault->kind == BTH_FAULT_ANY;
	const struct bth_custom_schemas *schemas = any ? &fault->schema->any : &fault->schema->one;
	const char *names = list_alternatives(run, schemas);
	const char *at = place(run, fault->value);

	if (names && bth_is_map(fault->value))
		return report_fields(run, fault, names,
			fault->count ? "more than one of" : "none of");
	if (fault->count)
		return bth_validation_report(&run->validation, &bth_rule_field_value_wrong,
			fault->value, "%s fits %zu alternatives of its schema, and may fit only one",
			at, fault->count);
	struct bth_finding *finding = bth_validation_report(&run->validation,
		&bth_rule_field_value_wrong, fault->value,
		"%s fits none of the %zu alternatives of its schema", at, schemas->len);
	note_nearest(run, finding, fault->nearest);
	return finding;
}

/* ---- one fault ---- */

static struct bth_finding *
report_text(struct bth_customizing *run, const struct bth_custom_fault *fault)
{
	struct bth_value format = bth_get(fault->schema->at, "format");
	struct bth_str pattern = bth_text(bth_get(fault->schema->at, "pattern"));

	if (fault->kind == BTH_FAULT_FORMAT)
		return bth_validation_report(&run->validation, &bth_rule_field_value_wrong,
			fault->value, "'%.*s' is no valid %.*s",
			BTH_STR_ARG(shown(run, fault->value)), BTH_STR_ARG(bth_text(format)));
	return bth_validation_report(&run->validation, &bth_rule_field_value_wrong, fault->value,
		"'%.*s' does not match the pattern '%.*s'%s", BTH_STR_ARG(shown(run, fault->value)),
		BTH_STR_ARG(bth_utf8_cut(pattern, PATTERN_SHOWN_MOST)),
		pattern.len > PATTERN_SHOWN_MOST ? "…" : "");
}

static struct bth_finding *
report_number(struct bth_customizing *run, const struct bth_custom_fault *fault)
{
	struct bth_value multiple = bth_get(fault->schema->at, "multipleOf");
	struct bth_str format = bth_text(bth_get(fault->schema->at, "format"));

	if (fault->kind == BTH_FAULT_MULTIPLE)
		return bth_validation_report(&run->validation, &bth_rule_field_value_wrong,
			fault->value, "%s is %.*s, but has to be a multiple of %.*s",
			place(run, fault->value), BTH_STR_ARG(shown(run, fault->value)),
			BTH_STR_ARG(bth_text(multiple)));
	if (fault->kind == BTH_FAULT_SIZE)
		return bth_validation_report(&run->validation, &bth_rule_field_value_wrong,
			fault->value, "%s is %.*s, which does not fit into the type %.*s",
			place(run, fault->value), BTH_STR_ARG(shown(run, fault->value)),
			BTH_STR_ARG(format));
	return bth_validation_report(&run->validation, &bth_rule_field_value_wrong, fault->value,
		"no number is taken for %s, as a bound in its schema is none of its type",
		place(run, fault->value));
}

static struct bth_finding *
report_field(struct bth_customizing *run, const struct bth_custom_fault *fault)
{
	const char *path = bth_custom_path(run, fault->value);

	struct bth_finding *finding = bth_validation_report_missing(&run->validation,
		&bth_rule_field_missing, fault->value, fault->name, "'%.*s' is missing in %s",
		BTH_STR_ARG(fault->name), holder(run, fault->value));
	finding->path = bth_arena_printf(run->validation.findings->arena, "%s%s%.*s", path,
		*path ? "." : "", BTH_STR_ARG(fault->name));
	return finding;
}

static struct bth_finding *
report(struct bth_customizing *run, const struct bth_custom_fault *fault)
{
	switch (fault->kind) {
	case BTH_FAULT_TYPE:
		return report_type(run, fault);
	case BTH_FAULT_WORD:
		return report_word(run, fault);
	case BTH_FAULT_LEAST:
	case BTH_FAULT_MOST:
		return report_bound(run, fault);
	case BTH_FAULT_MULTIPLE:
	case BTH_FAULT_SIZE:
	case BTH_FAULT_BOUND:
		return report_number(run, fault);
	case BTH_FAULT_PATTERN:
	case BTH_FAULT_FORMAT:
		return report_text(run, fault);
	case BTH_FAULT_MISSING:
		return report_field(run, fault);
	case BTH_FAULT_UNKNOWN:
		return bth_custom_report_unknown(run, fault->schema,
			parent_of(run, fault->value), fault->value);
	case BTH_FAULT_ANY:
	case BTH_FAULT_ONE:
		return report_alternatives(run, fault);
	case BTH_FAULT_EQUAL:
		return bth_validation_report(&run->validation, &bth_rule_field_duplicate,
			fault->value, "two items of %s are equal", place(run, fault->value));
	case BTH_FAULT_NOT:
	case BTH_FAULT_NEVER:
		return bth_validation_report(&run->validation, &bth_rule_field_value_wrong,
			fault->value, "%s is what its schema rules out", place(run, fault->value));
	default:
		return report_count(run, fault);
	}
}

/* An earlier fault that says the same, as two schemas may ask for the same. */
static bool
is_told(const struct bth_custom_faults *faults, size_t index)
{
	const struct bth_custom_fault *a = &faults->items[index];

	for (size_t i = 0; i < index; i++) {
		const struct bth_custom_fault *b = &faults->items[i];

		if (a->kind == b->kind && a->value.at == b->value.at && bth_str_eq(a->name, b->name))
			return true;
	}
	return false;
}

void
bth_custom_report(struct bth_customizing *run, const struct bth_custom_faults *faults)
{
	enum { FAULTS_MOST = 500 }; /* nobody reads more of one object */

	for (size_t i = 0; i < faults->len && i < FAULTS_MOST; i++) {
		const struct bth_custom_fault *fault = &faults->items[i];

		if (is_told(faults, i))
			continue;
		struct bth_finding *finding = report(run, fault);
		if (fault->kind != BTH_FAULT_MISSING)
			finding->path = bth_custom_path(run, fault->value);
	}
}
