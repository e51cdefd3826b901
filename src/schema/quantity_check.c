/* quantity_check.c - quantities that are taken, but become others */

#include "schema/validation.h"

#include "kube/quantity.h"
#include "kube/resource.h"
#include "rules.h"

static bool
is_bytes(struct bth_str resource)
{
	return bth_str_is(resource, "memory") || bth_str_is(resource, "storage") ||
		bth_str_is(resource, "ephemeral-storage") || bth_resource_is_hugepages(resource);
}

static void
check_text(struct bth_validation *validation, struct bth_value value, struct bth_str resource)
{
	struct bth_arena *arena = validation->findings->arena;
	struct bth_quantity quantity, after;

	if (bth_quantity_parse(&quantity, bth_text(value)) != BTH_QUANTITY_OK)
		return; /* it was fine but for blanks around it, or underscores */
	struct bth_str stored = bth_quantity_stored(arena, bth_text(value));
	if (bth_quantity_parse(&after, stored) == BTH_QUANTITY_OK &&
		bth_quantity_cmp(quantity, after) != 0)
		bth_validation_report(validation, &bth_rule_quantity_changed, value,
			"'%.*s' is stored as '%.*s'", BTH_STR_ARG(bth_text(value)),
			BTH_STR_ARG(stored));
	else if (quantity.nano % 1000000000 != 0 && is_bytes(resource))
		bth_validation_report(validation, &bth_rule_quantity_changed, value,
			"'%.*s' of %.*s is no whole number of bytes", BTH_STR_ARG(bth_text(value)),
			BTH_STR_ARG(resource));
}

void
bth_validate_stored(struct bth_validation *validation, struct bth_value value,
	struct bth_str resource)
{
	struct bth_quantity meant;
	int64_t number;

	if (bth_is_string(value) || bth_node(value)->type == BTH_FLOAT) {
		check_text(validation, value, resource);
		return;
	}
	/* 010 is 8 to YAML 1.1, and looks like 10 */
	if (!bth_as_int(&number, value) ||
		bth_quantity_parse(&meant, bth_text(value)) != BTH_QUANTITY_OK ||
		meant.nano == (bth_int128)number * 1000000000)
		return;
	struct bth_finding *finding = bth_validation_report(validation, &bth_rule_quantity_changed,
		value, "'%.*s' without quotes is %lld", BTH_STR_ARG(bth_text(value)),
		(long long)number);
	bth_finding_fix(validation->findings, finding, "put it in quotes, or write %lld",
		(long long)number);
}
