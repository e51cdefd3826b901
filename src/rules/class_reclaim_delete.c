/* class_reclaim_delete.c - a database on volumes that are deleted together with their claims */

#include "rules/placement.h"

static void
report(struct bth_lint *lint, const struct bth_class *class,
	const struct bth_claim *claim, const struct bth_object *user)
{
	const struct bth_object *object = bth_lint_object(lint, class->object);
	struct bth_value policy = bth_get(object->root, "reclaimPolicy");
	const char *message = bth_arena_printf(lint->arena,
		"class '%.*s' deletes its volumes with their claims%s, and serves the database '%.*s'",
		BTH_STR_ARG(class->name), bth_is_unset(policy) ? " (by default)" : "",
		BTH_STR_ARG(user->name));
	struct bth_finding *finding = bth_is_unset(policy) ?
		bth_report_missing(lint, &bth_rule_class_reclaim_delete, object,
			object->root, "reclaimPolicy", "%s", message) :
		bth_report(lint, &bth_rule_class_reclaim_delete, object, policy, "%s",
			message);

	bth_report_note(lint, finding,
		bth_dig(bth_lint_claim(lint, claim), "metadata.name"),
		"the database's claim is here");
	bth_report_fix(
		lint, finding, "use a class with reclaimPolicy Retain for the database");
}

static void
check(struct bth_lint *lint)
{
	const uint32_t *users = bth_storage_users(lint);
	struct bth_storage storage;
	struct bth_map said = {0};

	bth_storage_init(&storage, lint);
	for (uint32_t i = 0; i < lint->views->claims.len; i++) {
		const struct bth_claim *claim = &lint->views->claims.items[i];
		const struct bth_class_use *use = bth_storage_class(&storage, claim);
		const struct bth_class *class = use ? use->class : NULL;

		if (!class || !class->provisions ||
			!bth_str_is(class->reclaim, "Delete") ||
			!lint->binding->claims[i].provisioned ||
			!bth_claim_is_database(lint, users, i) ||
			bth_map_get(&said, class->name))
			continue;
		bth_map_put(lint->arena, &said, class->name, &said);
		report(lint, class, claim, bth_lint_object(lint, users[i]));
	}
}

const struct bth_rule bth_rule_class_reclaim_delete = {
	.code = "BTH504",
	.name = "class-reclaim-delete",
	.family = BTH_SAFETY,
	.severity = BERTH_WARNING,
	.check = check,
	.summary =
		"a database on a StorageClass whose volumes are deleted with their claims",
	.why = "The policy of a StorageClass is Delete unless it says otherwise. "
	       "Whoever deletes the claim, or the namespace, then deletes the "
	       "database's disk, and no step in between can be taken back.",
	.fix = "Use a class with reclaimPolicy: Retain; the field of an existing class "
	       "cannot be changed. Volumes that are there already can be patched to "
	       "Retain one by one.",
};
