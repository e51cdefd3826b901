/* claim_shared.c - one claim for several pods that must not share it */

#include <stdlib.h>

#include "rules/pod_parts.h"
#include "rules/storage.h"

#include "world/read.h"

/* A workload whose pods mount a claim. */
struct use {
	uint32_t object, claim;
	struct bth_value at; /* where the claim is named */
	int64_t pods;
};

BTH_VEC_TYPE(uses, struct use);

/* Jobs may come before or after; those that share a database's claim are backup's business. */
static bool
is_lasting(enum bth_object_kind kind)
{
	return kind != BTH_JOB && kind != BTH_CRON_JOB;
}

/* How many pods at once; a DaemonSet has one on each node. */
static int64_t
count_pods(const struct bth_object *object)
{
	if (object->kind == BTH_POD)
		return 1;
	return object->kind == BTH_DAEMON_SET ? INT64_MAX : bth_object_replicas(object);
}

static void
add_uses(struct bth_storage *storage, struct uses *uses, const struct bth_object *object)
{
	struct bth_value volumes = bth_get(bth_object_pod_spec(object), "volumes");

	for (struct bth_value i = bth_first(volumes); bth_exists(i); i = bth_next(i)) {
		uint32_t claim = bth_storage_claim(
			storage, object->namespace, bth_read_claim_name(i));

		if (claim == UINT32_MAX || !count_pods(object))
			continue;
		bth_vec_push(storage->arena, uses,
			(struct use){.object = object->index,
				.claim = claim,
				.at = bth_dig(i, "persistentVolumeClaim.claimName"),
				.pods = count_pods(object)});
	}
}

/* The set whose template makes the claim uses it too, in one pod. */
static bool
is_of_other_set(const struct bth_lint *lint, const struct use *use)
{
	const struct bth_claim *claim = &lint->views->claims.items[use->claim];

	return claim->set != UINT32_MAX && claim->object != use->object;
}

static void
set_severity(struct bth_lint *lint, struct bth_finding *finding, const struct use *use,
	bool database)
{
	if (database || lint->views->claims.items[use->claim].modes == BTH_RWOP)
		finding->severity = BERTH_ERROR;
}

static void
report_many(struct bth_lint *lint, const struct use *use)
{
	const struct bth_object *object = bth_lint_object(lint, use->object);
	const struct bth_claim *claim = &lint->views->claims.items[use->claim];
	const char *pods = object->kind == BTH_DAEMON_SET ?
		"all" :
		bth_arena_printf(lint->arena, "all %lld", (long long)use->pods);
	struct bth_finding *finding = bth_report(lint, &bth_rule_claim_shared, object,
		use->at, "%s pods of %s share the one %s %s", pods,
		bth_object_text(lint, object), bth_modes_text(lint->arena, claim->modes),
		bth_claim_text(lint, claim));

	bth_report_subject(finding, claim->name);
	set_severity(lint, finding, use, bth_lint_is_database(lint, use->object));
	bth_report_note(lint, finding,
		bth_dig(bth_lint_claim(lint, claim), "spec.accessModes"),
		"the claim's access modes");
	if (object->kind == BTH_STATEFUL_SET)
		bth_report_fix(lint, finding,
			"give each replica a claim of its own, by a claim "
			"template in place of this volume");
	else
		bth_report_fix(lint, finding,
			"run one pod, or a StatefulSet with a claim template");
}

static void
report_two(struct bth_lint *lint, const struct use *first, const struct use *second)
{
	const struct bth_object *object = bth_lint_object(lint, second->object);
	const struct bth_object *other = bth_lint_object(lint, first->object);
	const struct bth_claim *claim = &lint->views->claims.items[second->claim];
	struct bth_finding *finding = bth_report(lint, &bth_rule_claim_shared, object,
		second->at, "%s shares the %s %s with %s", bth_object_text(lint, object),
		bth_modes_text(lint->arena, claim->modes), bth_claim_text(lint, claim),
		bth_object_text(lint, other));

	bth_report_subject(finding, claim->name);
	set_severity(lint, finding, second,
		bth_lint_is_database(lint, first->object) &&
			bth_lint_is_database(lint, second->object));
	bth_report_note(lint, finding, first->at, "the claim's other user");
	bth_report_fix(lint, finding,
		"give each its own claim, or ask for ReadWriteMany if the "
		"storage can do that");
}

static void
judge(struct bth_lint *lint, const struct use *uses, size_t count)
{
	struct use maker = uses[0];

	for (size_t i = 0; i < count; i++)
		if (uses[i].pods > 1) {
			report_many(lint, &uses[i]);
			return;
		}
	maker.object = lint->views->claims.items[uses[0].claim].object;
	maker.at =
		bth_dig(bth_lint_claim(lint, &lint->views->claims.items[uses[0].claim]),
			"metadata.name");
	for (size_t i = 0; i < count; i++)
		if (is_of_other_set(lint, &uses[i])) {
			report_two(lint, &maker, &uses[i]);
			return;
		}
	for (size_t i = 1; i < count; i++)
		if (uses[i].object != uses[0].object) {
			report_two(lint, &uses[0], &uses[i]);
			return;
		}
}

static int
compare(const void *left, const void *right)
{
	const struct use *a = left, *b = right;

	if (a->claim != b->claim)
		return a->claim < b->claim ? -1 : 1;
	if (a->object != b->object)
		return a->object < b->object ? -1 : 1;
	return a->at.at < b->at.at ? -1 : a->at.at > b->at.at;
}

static void
check(struct bth_lint *lint)
{
	struct bth_storage storage;
	struct uses uses = {0};

	bth_storage_init(&storage, lint);
	for (size_t i = 0; i < lint->world->objects.len; i++) {
		const struct bth_object *object = &lint->world->objects.items[i];

		if ((BTH_KIND(object->kind) & BTH_WORKLOADS) &&
			is_lasting(object->kind) && bth_is_first(lint, object))
			add_uses(&storage, &uses, object);
	}
	if (uses.len)
		qsort(uses.items, uses.len, sizeof *uses.items, compare);
	for (size_t i = 0, end; i < uses.len; i = end) {
		unsigned modes = lint->views->claims.items[uses.items[i].claim].modes;

		for (end = i + 1;
			end < uses.len && uses.items[end].claim == uses.items[i].claim;)
			end++;
		if (modes && !(modes & (BTH_RWX | BTH_ROX)))
			judge(lint, &uses.items[i], end - i);
	}
}

const struct bth_rule bth_rule_claim_shared = {
	.code = "BTH107",
	.name = "claim-shared",
	.family = BTH_BINDING,
	.severity = BERTH_WARNING,
	.check = check,
	.summary = "one ReadWriteOnce claim for several pods",
	.why = "ReadWriteOnce means one node, not one pod. On one node all pods write into the "
	       "same directory, and two database servers there destroy the data; on different "
	       "nodes all but the first wait for ever. With ReadWriteOncePod only one pod can run.",
	.fix = "Use a StatefulSet with a claim template, so that each pod has its own claim, or "
	       "storage that many nodes can mount and an application that can share it.",
};
