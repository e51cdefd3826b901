/* nodeterm.c - which nodes a node selector accepts */

#include "kube/nodeterm.h"

void
bth_node_selector_read(struct bth_arena *arena, struct bth_node_selector *out, struct bth_value map)
{
	struct bth_value terms = bth_get(map, "nodeSelectorTerms");

	*out = (struct bth_node_selector){.present = bth_is_map(map)};
	if (!bth_is_list(terms))
		return;
	for (struct bth_value i = bth_first(terms); bth_exists(i); i = bth_next(i)) {
		struct bth_node_term term;

		bth_requirements_read(arena, &term.expressions, bth_get(i, "matchExpressions"));
		bth_requirements_read(arena, &term.fields, bth_get(i, "matchFields"));
		bth_vec_push(arena, &out->terms, term);
	}
}

static bool
is_readable_field(const struct bth_requirement *field)
{
	return field->values.len == 1 &&
		(field->operator == BTH_IN || field->operator == BTH_NOT_IN);
}

/* A node has one field, its name; any other is empty. */
static bool
field_matches(const struct bth_requirement *field, struct bth_str name)
{
	struct bth_str is = bth_str_is(field->key, "metadata.name") ? name : BTH_STR("");

	return bth_str_eq(field->values.items[0], is) == (field->operator == BTH_IN);
}

/* A field that Kubernetes cannot read spoils its term even where fields are not looked at. */
static bool
term_matches(const struct bth_node_term *term, const struct bth_labels *labels,
	const struct bth_str *name)
{
	if (!term->expressions.len && !term->fields.len)
		return false;
	for (size_t i = 0; i < term->expressions.len; i++)
		if (!bth_requirement_matches(&term->expressions.items[i], labels))
			return false;
	for (size_t i = 0; i < term->fields.len; i++) {
		const struct bth_requirement *field = &term->fields.items[i];

		if (!is_readable_field(field))
			return false;
		if (name && name->len && !field_matches(field, *name))
			return false;
	}
	return true;
}

bool
bth_node_selector_matches(const struct bth_node_selector *selector, const struct bth_labels *labels,
	const struct bth_str *name)
{
	for (size_t i = 0; i < selector->terms.len; i++)
		if (term_matches(&selector->terms.items[i], labels, name))
			return true;
	return !selector->present;
}

static bool
has(const struct bth_strs *values, struct bth_str value)
{
	for (size_t i = 0; i < values->len; i++)
		if (bth_str_eq(values->items[i], value))
			return true;
	return false;
}

static bool
limits(const struct bth_requirement *requirement, struct bth_str key)
{
	return requirement->operator == BTH_IN && bth_str_eq(requirement->key, key);
}

/* Whether every In expression on @key has @value. */
static bool
term_allows(const struct bth_node_term *term, struct bth_str key, struct bth_str value)
{
	for (size_t i = 0; i < term->expressions.len; i++)
		if (limits(&term->expressions.items[i], key) &&
			!has(&term->expressions.items[i].values, value))
			return false;
	return true;
}

/* Adds the values that @term leaves for @key; false when it does not limit it. */
static bool
add_pins(struct bth_arena *arena, struct bth_strs *out, const struct bth_node_term *term,
	struct bth_str key)
{
	const struct bth_strs *first = NULL;

	for (size_t i = 0; i < term->expressions.len && !first; i++)
		if (limits(&term->expressions.items[i], key))
			first = &term->expressions.items[i].values;
	for (size_t i = 0; first && i < first->len; i++)
		if (term_allows(term, key, first->items[i]) && !has(out, first->items[i]))
			bth_vec_push(arena, out, first->items[i]);
	return first;
}

bool
bth_node_selector_pins(struct bth_arena *arena, struct bth_strs *out,
	const struct bth_node_selector *selector, struct bth_str key)
{
	struct bth_strs pins = {0};

	if (!selector->present)
		return false;
	for (size_t i = 0; i < selector->terms.len; i++) {
		const struct bth_node_term *term = &selector->terms.items[i];
		bool is_empty = !term->expressions.len && !term->fields.len;

		/* an empty term accepts no node, so it lets none escape the limit */
		if (!is_empty && !add_pins(arena, &pins, term, key))
			return false;
	}
	*out = pins;
	return true;
}

static void
write_requirements(struct bth_buf *out, const struct bth_requirements *all, bool *begun)
{
	for (size_t i = 0; i < all->len; i++) {
		bth_buf_puts(out, *begun ? "," : "");
		bth_requirement_text(out, &all->items[i]);
		*begun = true;
	}
}

struct bth_str
bth_node_selector_text(struct bth_arena *arena, const struct bth_node_selector *selector)
{
	struct bth_buf text;

	bth_buf_init(&text, arena);
	bth_buf_puts(&text, "");
	for (size_t i = 0; i < selector->terms.len; i++) {
		const struct bth_node_term *term = &selector->terms.items[i];
		bool begun = false;

		if (text.len && (term->expressions.len || term->fields.len))
			bth_buf_puts(&text, " or ");
		write_requirements(&text, &term->expressions, &begun);
		write_requirements(&text, &term->fields, &begun);
	}
	return bth_buf_view(&text);
}
