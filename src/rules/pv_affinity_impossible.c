/* pv_affinity_impossible.c - expressions of a volume's node affinity that exclude each other */

#include "base/buf.h"
#include "rules/placement.h"

/* Whether @value meets every expression on @key. */
static bool
all_accept(const struct bth_requirements *all, struct bth_str key, struct bth_str value)
{
	struct bth_label label = {.key = key, .value = value};
	struct bth_labels labels = {.items = &label, .len = 1, .cap = 1};

	for (size_t i = 0; i < all->len; i++)
		if (bth_str_eq(all->items[i].key, key) &&
			!bth_requirement_matches(&all->items[i], &labels))
			return false;
	return true;
}

/* Whether the values of an In leave room for the other requirement on its key. */
static bool
some_value_fits(const struct bth_requirement *in, const struct bth_requirement *other)
{
	for (size_t i = 0; i < in->values.len; i++) {
		struct bth_label label = {.key = in->key, .value = in->values.items[i]};
		struct bth_labels labels = {.items = &label, .len = 1, .cap = 1};

		if (bth_requirement_matches(other, &labels))
			return true;
	}
	return false;
}

/* Gt and Lt with whole numbers: is there one between them? */
static bool
is_range(const struct bth_requirement *above, const struct bth_requirement *below)
{
	int64_t low, high;

	if (above->values.len != 1 || below->values.len != 1 ||
		!bth_str_to_i64(&low, above->values.items[0]) ||
		!bth_str_to_i64(&high, below->values.items[0]))
		return false;
	return low < high && low + 1 < high;
}

static bool
wants_label(const struct bth_requirement *requirement)
{
	return requirement->operator != BTH_NOT_IN &&
		requirement->operator != BTH_DOES_NOT_EXIST;
}

/* Whether no label can meet both, which are on one key. */
static bool
exclude(const struct bth_requirement *a, const struct bth_requirement *b)
{
	if (a->operator == BTH_IN)
		return !some_value_fits(a, b);
	if (b->operator == BTH_IN)
		return !some_value_fits(b, a);
	if (a->operator == BTH_GT && b->operator == BTH_LT)
		return !is_range(a, b);
	if (a->operator == BTH_LT && b->operator == BTH_GT)
		return !is_range(b, a);
	return (a->operator == BTH_DOES_NOT_EXIST && wants_label(b)) ||
		(b->operator == BTH_DOES_NOT_EXIST && wants_label(a));
}

/* What the API server refuses is not compared: the fault lies there. */
static bool
is_sound(const struct bth_requirement *requirement)
{
	bool lists =
		requirement->operator == BTH_IN || requirement->operator == BTH_NOT_IN;
	bool counts = requirement->operator == BTH_GT || requirement->operator == BTH_LT;

	if (requirement->operator == BTH_OPERATOR_UNKNOWN)
		return false;
	return lists   ? requirement->values.len > 0 :
		counts ? requirement->values.len == 1 :
			 !requirement->values.len;
}

/* The first two requirements of a term that exclude each other, as indexes. */
struct clash {
	size_t first, second;
};

static bool
find_clash(struct clash *out, const struct bth_requirements *all)
{
	for (size_t i = 0; i < all->len; i++)
		if (!is_sound(&all->items[i]))
			return false;
	for (size_t j = 1; j < all->len; j++)
		for (size_t i = 0; i < j; i++)
			if (bth_str_eq(all->items[i].key, all->items[j].key) &&
				exclude(&all->items[i], &all->items[j])) {
				*out = (struct clash){.first = i, .second = j};
				return true;
			}
	return false;
}

/* Whether some value of each In of the term meets all else that is asked of its key. */
static bool
is_possible(const struct bth_requirements *all)
{
	for (size_t i = 0; i < all->len; i++) {
		const struct bth_requirement *in = &all->items[i];
		bool fits = in->operator != BTH_IN;

		for (size_t j = 0; j < in->values.len && !fits; j++)
			fits = all_accept(all, in->key, in->values.items[j]);
		if (!fits)
			return false;
	}
	return true;
}

static const char *
requirement_text(struct bth_lint *lint, const struct bth_requirement *requirement)
{
	struct bth_buf buf;

	bth_buf_init(&buf, lint->arena);
	bth_requirement_text(&buf, requirement);
	bth_buf_putc(&buf, '\0');
	return buf.text;
}

static struct bth_finding *
report_clash(struct bth_lint *lint, const struct bth_object *volume,
	struct bth_value expressions, const struct bth_requirements *all,
	struct clash clash)
{
	const struct bth_requirement *a = &all->items[clash.first],
				     *b = &all->items[clash.second];
	struct bth_value second = bth_item(expressions, clash.second);
	struct bth_value at = bth_first(bth_get(second, "values"));
	struct bth_finding *finding;

	if (a->operator == BTH_IN && b->operator == BTH_IN && a->values.len == 1 &&
		b->values.len == 1)
		finding = bth_report(lint, &bth_rule_pv_affinity_impossible, volume, at,
			"'%.*s' of a node cannot be both '%.*s' and '%.*s', as volume '%.*s' asks",
			BTH_STR_ARG(a->key), BTH_STR_ARG(a->values.items[0]),
			BTH_STR_ARG(b->values.items[0]), BTH_STR_ARG(volume->name));
	else
		finding = bth_report(lint, &bth_rule_pv_affinity_impossible, volume,
			bth_exists(at) ? at : bth_get(second, "operator"),
			"no node can meet both '%s' and '%s', as volume '%.*s' asks",
			requirement_text(lint, a), requirement_text(lint, b),
			BTH_STR_ARG(volume->name));
	bth_report_note(lint, finding, bth_item(expressions, clash.first),
		"the other expression is here, and a node must meet all of a term");
	bth_report_fix(lint, finding,
		a->operator == BTH_IN && b->operator == BTH_IN ?
			"for either of them, put all values into one expression" :
			"remove one of the two expressions, or make them two terms");
	return finding;
}

static void
visit_impossible(struct bth_lint *lint, const struct bth_object *volume)
{
	struct bth_value terms = bth_volume_terms(volume->root);
	size_t begin = lint->findings->list.len;
	bool hope = false;

	for (struct bth_value i = bth_first(terms); bth_exists(i); i = bth_next(i)) {
		struct bth_value expressions = bth_get(i, "matchExpressions");
		struct bth_requirements all;
		struct clash clash;

		bth_requirements_read(lint->arena, &all, expressions);
		if (find_clash(&clash, &all))
			report_clash(lint, volume, expressions, &all, clash);
		else if (!bth_term_is_empty(i) && is_possible(&all))
			hope = true;
	}
	/* terms are alternatives: while one is left, only these nodes are missing */
	for (size_t i = begin; i < lint->findings->list.len && hope; i++)
		lint->findings->list.items[i]->severity = BERTH_WARNING;
}

const struct bth_rule bth_rule_pv_affinity_impossible = {
	.code = "BTH404",
	.name = "pv-affinity-impossible",
	.family = BTH_TOPOLOGY,
	.severity = BERTH_ERROR,
	.kinds = BTH_KIND(BTH_PERSISTENT_VOLUME),
	.visit = visit_impossible,
	.summary = "expressions of a volume's node affinity exclude each other",
	.why = "A node must meet every expression of a term, and has one value for "
	       "each label. Two that exclude each other match no node, so the volume "
	       "can be used nowhere and the pod that needs it stays Pending.",
	.fix = "Put alternative values into the list of one expression, or write a "
	       "term for each: terms are alternatives, the expressions in a term are "
	       "not.",
};
