/* pod_grace.c - too little time for a stateful pod to stop */

#include "rules/edit.h"

enum { GRACE_DEFAULT = 30, GRACE_STATEFUL = 30, GRACE_DATABASE = 60 };

/* A set without claims keeps nothing that a hard stop could hurt. */
static bool
keeps_data(const struct bth_object *object)
{
	struct bth_value volumes = bth_get(bth_object_pod_spec(object), "volumes");

	if (bth_size(bth_dig(object->root, "spec.volumeClaimTemplates")))
		return true;
	for (struct bth_value i = bth_first(volumes); bth_exists(i); i = bth_next(i))
		if (!bth_is_unset(bth_get(i, "persistentVolumeClaim")) ||
			!bth_is_unset(bth_get(i, "ephemeral")))
			return true;
	return false;
}

static bool
is_database(const struct bth_object *object)
{
	return bth_object_database(object) != BTH_NO_DATABASE;
}

/* How long a workload that keeps data should have. */
static int64_t
least_grace(const struct bth_object *object)
{
	if (is_database(object))
		return GRACE_DATABASE;
	return object->kind == BTH_STATEFUL_SET ? GRACE_STATEFUL : 0;
}

static void
visit_zero(struct bth_lint *lint, const struct bth_object *object)
{
	struct bth_value grace =
		bth_get(bth_object_pod_spec(object), "terminationGracePeriodSeconds");
	int64_t seconds;

	if (!bth_as_int(&seconds, grace) || seconds != 0 ||
		(object->kind != BTH_STATEFUL_SET && !is_database(object)))
		return;
	struct bth_finding *finding = bth_report(lint, &bth_rule_pod_grace_zero, object,
		grace, "pods of %.*s '%.*s' are killed without a chance to stop",
		BTH_STR_ARG(object->kind_text), BTH_STR_ARG(object->name));
	const char *enough = is_database(object) ? "60" : "30";
	bth_report_fix(lint, finding, "give them at least %s seconds", enough);
	bth_report_replace(lint, finding, object, grace, enough);
}

const struct bth_rule bth_rule_pod_grace_zero = {
	.code = "BTH511",
	.name = "pod-grace-zero",
	.family = BTH_SAFETY,
	.severity = BERTH_ERROR,
	.kinds = BTH_KIND(BTH_STATEFUL_SET) | BTH_KIND(BTH_DEPLOYMENT) |
		BTH_KIND(BTH_DAEMON_SET),
	.visit = visit_zero,
	.summary = "terminationGracePeriodSeconds 0 on a StatefulSet or a database",
	.why = "With 0 the pod object is removed at once, before the kubelet has "
	       "stopped the containers. A StatefulSet may then start the same pod "
	       "elsewhere while the old one still writes, and every stop of a database "
	       "is a crash.",
	.fix = "Give the pods time to stop: 30 seconds, for a database 60 or more.",
};

static void
visit_short(struct bth_lint *lint, const struct bth_object *object)
{
	struct bth_value spec = bth_object_pod_spec(object);
	struct bth_value grace = bth_get(spec, "terminationGracePeriodSeconds");
	int64_t seconds = GRACE_DEFAULT,
		least = keeps_data(object) ? least_grace(object) : 0;
	bool said = !bth_is_unset(grace);
	const char *what = is_database(object) ? "a database" : "a pod that keeps data";
	struct bth_finding *finding;

	if (!bth_is_map(spec) || (said && !bth_as_int(&seconds, grace)) || seconds < 0 ||
		(said && seconds == 0) || seconds >= least)
		return;
	if (said)
		finding = bth_report(lint, &bth_rule_pod_grace_short, object, grace,
			"%lld seconds to stop are short for %s: '%.*s'",
			(long long)seconds, what, BTH_STR_ARG(object->name));
	else
		finding = bth_report_missing(lint, &bth_rule_pod_grace_short, object,
			spec, "terminationGracePeriodSeconds",
			"the default of %d seconds to stop is short for %s: '%.*s'",
			GRACE_DEFAULT, what, BTH_STR_ARG(object->name));
	/* the others mostly stop faster than PostgreSQL, which writes a checkpoint first */
	if (!said && bth_object_database(object) != BTH_POSTGRESQL)
		finding->severity = BERTH_INFO;
	bth_report_fix(lint, finding, "write terminationGracePeriodSeconds: %lld or more",
		(long long)least);
	if (said)
		bth_report_replace(lint, finding, object, grace,
			bth_arena_printf(lint->arena, "%lld", (long long)least));
	else
		bth_report_add_key(lint, finding, object, spec,
			bth_arena_printf(lint->arena,
				"terminationGracePeriodSeconds: %lld", (long long)least));
}

const struct bth_rule bth_rule_pod_grace_short = {
	.code = "BTH512",
	.name = "pod-grace-short",
	.family = BTH_SAFETY,
	.severity = BERTH_WARNING,
	.kinds = BTH_KIND(BTH_STATEFUL_SET) | BTH_KIND(BTH_DEPLOYMENT) |
		BTH_KIND(BTH_DAEMON_SET),
	.visit = visit_short,
	.after = BTH_AFTER(&bth_rule_pod_grace_zero),
	.summary =
		"less time to stop than a stateful pod needs: 30 seconds, a database 60",
	.why = "When the time is over the container is killed. A database that is "
	       "still writing its last checkpoint then starts with a recovery, which "
	       "may take long, and its clients wait. The default of 30 seconds is "
	       "short for one with much memory.",
	.fix = "Set terminationGracePeriodSeconds to what a stop takes under load; a "
	       "few minutes do no harm, as a pod that is done goes at once.",
};
