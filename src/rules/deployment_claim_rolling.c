/* deployment_claim_rolling.c - two pods of a Deployment on one claim during each update */

#include "rules/edit.h"
#include "rules/storage.h"
#include "world/read.h"

/* A claim that two pods should not write to at a time. */
struct exclusive {
	struct bth_str name;
	const struct bth_object *claim; /* NULL: not in the run */
	unsigned modes;
};

/* By its images; where there are none yet, its name says what is meant. */
static bool
is_database(const struct bth_object *deployment)
{
	struct bth_value spec = bth_object_pod_spec(deployment);

	return bth_object_database(deployment) != BTH_NO_DATABASE ||
		(!bth_size(bth_get(spec, "containers")) &&
			bth_names_database(deployment->name));
}

/*
 * The first claim of the pods that is for one node or pod alone. Of a database every claim
 * is, whatever its access modes allow.
 */
static bool
find_exclusive(const struct bth_lint *lint, const struct bth_object *deployment,
	struct exclusive *out)
{
	struct bth_value volumes = bth_get(bth_object_pod_spec(deployment), "volumes");
	bool database = is_database(deployment);

	for (struct bth_value i = bth_first(volumes); bth_exists(i); i = bth_next(i)) {
		struct exclusive found = {.name = bth_read_claim_name(i)};

		if (!found.name.len ||
			bth_is_true(bth_dig(i, "persistentVolumeClaim.readOnly"), false))
			continue;
		found.claim = bth_world_get(lint->world, BTH_PERSISTENT_VOLUME_CLAIM,
			deployment->namespace, found.name);
		if (found.claim)
			found.modes = bth_read_modes(
				bth_dig(found.claim->root, "spec.accessModes"));
		*out = found;
		if (database && (!found.claim || found.modes != BTH_ROX))
			return true;
		if ((found.modes & (BTH_RWO | BTH_RWOP)) && !(found.modes & BTH_RWX))
			return true;
	}
	return false;
}

/* maxSurge 0 or "0%": no new pod before an old one is told to go. */
static bool
is_without_surge(struct bth_value strategy)
{
	struct bth_str surge = bth_text(bth_dig(strategy, "rollingUpdate.maxSurge"));

	return bth_str_is(surge, "0") || bth_str_is(surge, "0%");
}

static void
offer_recreate(struct bth_lint *lint, struct bth_finding *finding,
	const struct bth_object *deployment, struct bth_value strategy)
{
	struct bth_value type = bth_get(strategy, "type");

	bth_report_fix(
		lint, finding, "write strategy: {type: Recreate}, or use a StatefulSet");
	/* the API server refuses rollingUpdate beside Recreate */
	if (!bth_is_unset(bth_get(strategy, "rollingUpdate")))
		return;
	if (!bth_is_unset(type))
		bth_report_replace(lint, finding, deployment, type, "Recreate");
	else if (!bth_exists(strategy))
		bth_report_add_key(lint, finding, deployment,
			bth_get(deployment->root, "spec"), "strategy: {type: Recreate}");
}

static void
visit(struct bth_lint *lint, const struct bth_object *deployment)
{
	struct bth_value strategy = bth_dig(deployment->root, "spec.strategy");
	struct bth_value type = bth_get(strategy, "type");
	struct exclusive found;

	if (!bth_is_unset(type) && !bth_str_is(bth_text(type), "RollingUpdate"))
		return;
	if (!find_exclusive(lint, deployment, &found))
		return;
	const char *message = bth_arena_printf(lint->arena,
		"an update of '%.*s' starts the new pod while the old one has claim '%.*s'%s%s",
		BTH_STR_ARG(deployment->name), BTH_STR_ARG(found.name),
		found.modes ? ", which is " : "",
		found.modes ? bth_modes_text(lint->arena, found.modes) : "");
	struct bth_finding *finding = bth_is_unset(type) ?
		bth_report_missing(lint, &bth_rule_deployment_claim_rolling, deployment,
			bth_get(deployment->root, "spec"), "strategy.type", "%s", message) :
		bth_report(lint, &bth_rule_deployment_claim_rolling, deployment, type, "%s",
			message);
	bool certain = found.claim || bth_object_database(deployment) != BTH_NO_DATABASE;
	if (!certain || is_without_surge(strategy))
		finding->severity = BERTH_WARNING;
	if (found.claim)
		bth_report_note(lint, finding,
			bth_dig(found.claim->root, "spec.accessModes"),
			"the claim's access modes are here");
	offer_recreate(lint, finding, deployment, strategy);
}

const struct bth_rule bth_rule_deployment_claim_rolling = {
	.code = "BTH506",
	.name = "deployment-claim-rolling",
	.family = BTH_SAFETY,
	.severity = BERTH_ERROR,
	.kinds = BTH_KIND(BTH_DEPLOYMENT),
	.visit = visit,
	.summary = "a Deployment with rolling updates on a claim for one node or one server",
	.why = "RollingUpdate, also the default, starts the new pod before the old one "
	       "is gone. On one node both then write to the volume, since "
	       "ReadWriteOnce is about nodes and not pods: two servers on one database "
	       "directory destroy it. On two nodes the new pod cannot mount the "
	       "volume, and the update hangs.",
	.fix = "Use the strategy Recreate, or a StatefulSet, which never has two pods "
	       "of one ordinal.",
};
