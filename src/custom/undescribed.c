/* undescribed.c - objects of kinds that nothing in the run describes */

#include "base/near.h"
#include "custom/custom.h"
#include "rules.h"

/* Objects of one apiVersion and kind. */
struct bth_undescribed {
	struct bth_value first;
	size_t count;
};

void
bth_customs_miss(struct bth_customs *customs, struct bth_value root)
{
	struct bth_str parts[] = {
		bth_text(bth_get(root, "apiVersion")), bth_text(bth_get(root, "kind"))};
	struct bth_undescribed *kind =
		bth_map_get_joined(&customs->missed, parts, 2, '\n');

	if (!kind) {
		kind = bth_arena_alloc(customs->arena, sizeof *kind);
		*kind = (struct bth_undescribed){.first = root};
		bth_map_put(customs->arena, &customs->missed,
			bth_str_join(customs->arena, parts, 2, '\n'), kind);
		bth_vec_push(customs->arena, &customs->missed_kinds, kind);
	}
	kind->count++;
}

/* A kind of the same group that definitions describe, and that is spelt nearly so; or NULL. */
static const char *
near_kind(const struct bth_customs *customs, struct bth_str api_version,
	struct bth_str kind)
{
	struct bth_str group =
		bth_str_sub(api_version, 0, bth_str_find(api_version, '/'));
	BTH_VEC(const char *) kinds = {0};

	for (size_t i = 0; i < customs->by_group.cap; i++) {
		const struct bth_custom_kind *other = customs->by_group.slots[i].value;

		if (customs->by_group.slots[i].key.at && other->structural &&
			bth_str_eq(other->group, group))
			bth_vec_push(customs->arena, &kinds,
				bth_str_copy(customs->arena, other->kind).at);
	}
	return bth_near(kind, kinds.items, kinds.len);
}

/* Others may describe it, so a kind that is nearly one of the group is no error. */
static void
tell(const struct bth_customs *customs, struct bth_findings *findings,
	const struct bth_undescribed *missed)
{
	struct bth_value at = bth_get(missed->first, "kind");
	struct bth_str version = bth_text(bth_get(missed->first, "apiVersion")),
		       kind = bth_text(at);
	const char *near = near_kind(customs, version, kind);
	struct bth_finding *finding;

	if (near) {
		finding = bth_find(findings, &bth_rule_kind_unknown, bth_span(at),
			"no definition has a kind '%.*s' of '%.*s'", BTH_STR_ARG(kind),
			BTH_STR_ARG(version));
		finding->severity = BERTH_WARNING;
		bth_finding_fix(findings, finding, "did you mean '%s'?", near);
		return;
	}
	finding = bth_find(findings, &bth_rule_schema_checks_skipped, bth_span(at),
		"nothing describes %.*s of '%.*s', so the fields of %zu object%s are not checked",
		BTH_STR_ARG(kind), BTH_STR_ARG(version), missed->count,
		missed->count == 1 ? "" : "s");
	bth_finding_fix(findings, finding, "name what describes it with --schema");
}

void
bth_customs_tell_missed(const struct bth_customs *customs, struct bth_findings *findings)
{
	for (size_t i = 0; i < customs->missed_kinds.len; i++)
		tell(customs, findings, customs->missed_kinds.items[i]);
}
