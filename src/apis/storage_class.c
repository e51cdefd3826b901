/* storage_class.c - classes: ValidateStorageClass, ValidateVolumeAttributesClass */

#include "apis/volumes.h"

#include <stdlib.h>

#include "base/map.h"

void
bth_check_class(struct bth_validation *validation, struct bth_value value)
{
	bth_check_parameters(validation, bth_get(value, "parameters"));
}

static void
report_term(struct bth_validation *validation, struct bth_value term, const char *fault)
{
	struct bth_finding *finding = bth_validation_report_missing(validation,
		&bth_rule_field_duplicate, term, BTH_STR("matchLabelExpressions"), "%s", fault);

	bth_finding_fix(validation->findings, finding, "remove it");
}

static int
compare(const void *a, const void *b)
{
	return bth_str_cmp(*(const struct bth_str *)a, *(const struct bth_str *)b);
}

/* "key=a,b" with the values in order, each with its length, so that no two sets are alike. */
static struct bth_str
requirement_text(struct bth_arena *arena, struct bth_value requirement)
{
	struct bth_value values = bth_get(requirement, "values");
	struct bth_str key = bth_check_text(bth_get(requirement, "key")), text;
	struct bth_strs sorted = {0};

	for (struct bth_value i = bth_first(values); bth_is_list(values) && bth_exists(i);
		i = bth_next(i))
		bth_vec_push(arena, &sorted, bth_check_text(i));
	if (sorted.len)
		qsort(sorted.items, sorted.len, sizeof sorted.items[0], compare);
	text = bth_str_printf(arena, "%zu:%.*s", key.len, BTH_STR_ARG(key));
	for (size_t i = 0; i < sorted.len; i++)
		sorted.items[i] = bth_str_printf(arena, "%zu:%.*s", sorted.items[i].len,
			BTH_STR_ARG(sorted.items[i]));
	return bth_str_printf(arena, "%.*s=%.*s", BTH_STR_ARG(text),
		BTH_STR_ARG(bth_str_join(arena, sorted.items, sorted.len, ',')));
}

/* All requirements of a term; empty when there are none. */
static struct bth_str
term_text(struct bth_arena *arena, struct bth_value term)
{
	struct bth_value all = bth_get(term, "matchLabelExpressions");
	struct bth_strs texts = {0};

	for (struct bth_value i = bth_first(all); bth_is_list(all) && bth_exists(i);
		i = bth_next(i))
		bth_vec_push(arena, &texts, requirement_text(arena, i));
	if (texts.len)
		qsort(texts.items, texts.len, sizeof texts.items[0], compare);
	return bth_str_join(arena, texts.items, texts.len, ';');
}

/* The server compares each term with those before and, by mistake, with an empty one. */
void
bth_check_topologies(struct bth_validation *validation, struct bth_value value)
{
	struct bth_arena *arena = validation->findings->arena;
	struct bth_value terms = bth_get(value, "allowedTopologies");
	struct bth_map seen = {0};

	for (struct bth_value i = bth_first(terms); bth_is_list(terms) && bth_exists(i);
		i = bth_next(i)) {
		struct bth_str text = term_text(arena, i);

		if (!text.len)
			report_term(validation, i, "this term allows no topology");
		else if (bth_map_get(&seen, text))
			report_term(validation, i, "this term is there twice");
		else
			bth_map_put(arena, &seen, text, &seen);
	}
}
