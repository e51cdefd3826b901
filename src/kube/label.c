/* label.c - labels and what selects by them */

#include "kube/label.h"

/* A string, or null, which is an empty one to the API server. */
static bool
read_string(struct bth_str *out, struct bth_value value)
{
	if (!bth_is_string(value) && !bth_is_null(value))
		return false;
	*out = bth_is_null(value) ? BTH_STR("") : bth_text(value);
	return true;
}

void
bth_labels_read(struct bth_arena *arena, struct bth_labels *out, struct bth_value map)
{
	*out = (struct bth_labels){0};
	if (!bth_is_map(map))
		return;
	for (struct bth_value key = bth_first(map); bth_exists(key); key = bth_next(key)) {
		struct bth_label label = {.key = bth_text(key)};

		if (read_string(&label.value, bth_under(key)))
			bth_vec_push(arena, out, label);
	}
}

const struct bth_str *
bth_labels_get(const struct bth_labels *labels, struct bth_str key)
{
	for (size_t i = 0; i < labels->len; i++)
		if (bth_str_eq(labels->items[i].key, key))
			return &labels->items[i].value;
	return NULL;
}

static enum bth_operator
read_operator(struct bth_value value)
{
	static const char *const names[BTH_OPERATOR_UNKNOWN] = {
		[BTH_IN] = "In",
		[BTH_NOT_IN] = "NotIn",
		[BTH_EXISTS] = "Exists",
		[BTH_DOES_NOT_EXIST] = "DoesNotExist",
		[BTH_GT] = "Gt",
		[BTH_LT] = "Lt",
	};

	for (int i = 0; i < BTH_OPERATOR_UNKNOWN; i++)
		if (bth_is_string(value) && bth_str_is(bth_text(value), names[i]))
			return (enum bth_operator)i;
	return BTH_OPERATOR_UNKNOWN;
}

struct bth_requirement
bth_requirement_read(struct bth_arena *arena, struct bth_value map)
{
	struct bth_requirement requirement = {.operator = read_operator(bth_get(map, "operator"))};
	struct bth_value values = bth_get(map, "values");

	read_string(&requirement.key, bth_get(map, "key"));
	if (!bth_is_list(values))
		return requirement;
	for (struct bth_value i = bth_first(values); bth_exists(i); i = bth_next(i)) {
		struct bth_str value;

		if (read_string(&value, i))
			bth_vec_push(arena, &requirement.values, value);
	}
	return requirement;
}

static void
add_requirements(struct bth_arena *arena, struct bth_requirements *out, struct bth_value list)
{
	if (!bth_is_list(list))
		return;
	for (struct bth_value i = bth_first(list); bth_exists(i); i = bth_next(i))
		bth_vec_push(arena, out, bth_requirement_read(arena, i));
}

void
bth_requirements_read(struct bth_arena *arena, struct bth_requirements *out, struct bth_value list)
{
	*out = (struct bth_requirements){0};
	add_requirements(arena, out, list);
}

static bool
has_value(const struct bth_requirement *requirement, struct bth_str value)
{
	for (size_t i = 0; i < requirement->values.len; i++)
		if (bth_str_eq(requirement->values.items[i], value))
			return true;
	return false;
}

/* How the label's number stands to the requirement's. */
static bool
matches_number(const struct bth_requirement *requirement, struct bth_str label)
{
	int64_t is, bound;

	if (requirement->values.len != 1 || !bth_str_to_i64(&is, label) ||
		!bth_str_to_i64(&bound, requirement->values.items[0]))
		return false;
	return requirement->operator == BTH_GT ? is > bound : is < bound;
}

bool
bth_requirement_matches(const struct bth_requirement *requirement, const struct bth_labels *labels)
{
	const struct bth_str *label = bth_labels_get(labels, requirement->key);
	size_t count = requirement->values.len;

	switch (requirement->operator) {
	case BTH_IN:
		return label && has_value(requirement, *label);
	case BTH_NOT_IN:
		return count && !(label && has_value(requirement, *label));
	case BTH_EXISTS:
		return !count && label;
	case BTH_DOES_NOT_EXIST:
		return !count && !label;
	case BTH_GT:
	case BTH_LT:
		return label && matches_number(requirement, *label);
	case BTH_OPERATOR_UNKNOWN:
		break;
	}
	return false;
}

static void
write_values(struct bth_buf *out, const char *word, const struct bth_strs *values)
{
	bth_buf_puts(out, word);
	for (size_t i = 0; i < values->len; i++) {
		bth_buf_puts(out, i ? "," : "");
		bth_buf_str(out, values->items[i]);
	}
}

void
bth_requirement_text(struct bth_buf *out, const struct bth_requirement *requirement)
{
	static const struct {
		const char *before, *between, *after;
	} words[] = {
		[BTH_IN] = {.before = "", .between = " in (", .after = ")"},
		[BTH_NOT_IN] = {.before = "", .between = " notin (", .after = ")"},
		[BTH_EXISTS] = {.before = "", .between = "", .after = ""},
		[BTH_DOES_NOT_EXIST] = {.before = "!", .between = "", .after = ""},
		[BTH_GT] = {.before = "", .between = ">", .after = ""},
		[BTH_LT] = {.before = "", .between = "<", .after = ""},
		[BTH_OPERATOR_UNKNOWN] = {.before = "", .between = " ? (", .after = ")"},
	};

	bth_buf_puts(out, words[requirement->operator].before);
	bth_buf_str(out, requirement->key);
	write_values(out, words[requirement->operator].between, &requirement->values);
	bth_buf_puts(out, words[requirement->operator].after);
}

void
bth_selector_read_map(struct bth_arena *arena, struct bth_selector *out, struct bth_value map)
{
	struct bth_labels labels;

	*out = (struct bth_selector){.present = bth_is_map(map)};
	bth_labels_read(arena, &labels, map);
	for (size_t i = 0; i < labels.len; i++) {
		struct bth_requirement equal = {.key = labels.items[i].key, .operator = BTH_IN};

		bth_vec_push(arena, &equal.values, labels.items[i].value);
		bth_vec_push(arena, &out->all, equal);
	}
}

void
bth_selector_read(struct bth_arena *arena, struct bth_selector *out, struct bth_value map)
{
	bth_selector_read_map(arena, out, bth_get(map, "matchLabels"));
	out->present = bth_is_map(map);
	add_requirements(arena, &out->all, bth_get(map, "matchExpressions"));
}

bool
bth_selector_matches(const struct bth_selector *selector, const struct bth_labels *labels)
{
	for (size_t i = 0; i < selector->all.len; i++)
		if (!bth_requirement_matches(&selector->all.items[i], labels))
			return false;
	return selector->present;
}

struct bth_str
bth_selector_text(struct bth_arena *arena, const struct bth_selector *selector)
{
	struct bth_buf text;

	bth_buf_init(&text, arena);
	bth_buf_puts(&text, "");
	for (size_t i = 0; i < selector->all.len; i++) {
		const struct bth_requirement *one = &selector->all.items[i];

		bth_buf_puts(&text, i ? "," : "");
		if (one->operator == BTH_IN && one->values.len == 1) {
			bth_buf_str(&text, one->key);
			write_values(&text, "=", &one->values);
		} else {
			bth_requirement_text(&text, one);
		}
	}
	return bth_buf_view(&text);
}
