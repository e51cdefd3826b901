/* core_pod_warnings.c - what the server takes with a warning: pkg/api/pod/warnings.go */

#include "apis/node_label.h"
#include "apis/pod.h"
#include "kube/name.h"

static void
warn(struct bth_validation *validation, struct bth_value value, const char *message)
{
	bth_validation_report(validation, &bth_rule_field_deprecated, value, "%s", message);
}

/* ---- nodes ---- */

/* A preference may name a value that no label has; that is no fault, but in vain. */
static void
warn_values(struct bth_validation *validation, struct bth_value requirement)
{
	struct bth_value values = bth_get(requirement, "values");

	for (struct bth_value i = bth_first(values); bth_is_list(values) && bth_exists(i);
		i = bth_next(i)) {
		const char *fault = bth_name_check_label_value(bth_text(i));

		if (fault && bth_is_string(i))
			bth_validation_report(validation, &bth_rule_field_deprecated, i,
				"no node has the label value '%.*s': %s",
				BTH_STR_ARG(bth_validation_shown(validation, i)), fault);
	}
}

static void
warn_term(struct bth_validation *validation, struct bth_value term, bool preferred)
{
	struct bth_value list = bth_get(term, "matchExpressions");

	bth_check_node_requirements(validation, list);
	for (struct bth_value i = bth_first(list); preferred && bth_is_list(list) && bth_exists(i);
		i = bth_next(i))
		warn_values(validation, i);
}

static void
warn_node_affinity(struct bth_validation *validation, struct bth_value affinity)
{
	struct bth_value terms = bth_dig(affinity,
		"requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms");
	struct bth_value preferred =
		bth_get(affinity, "preferredDuringSchedulingIgnoredDuringExecution");

	for (struct bth_value i = bth_first(terms); bth_is_list(terms) && bth_exists(i);
		i = bth_next(i))
		warn_term(validation, i, false);
	for (struct bth_value i = bth_first(preferred); bth_is_list(preferred) && bth_exists(i);
		i = bth_next(i))
		warn_term(validation, bth_get(i, "preference"), true);
}

/* ---- pods beside others ---- */

/* Without a selector none is meant; {} would be all. */
static void
warn_selector(struct bth_validation *validation, struct bth_value map)
{
	if (!bth_is_unset(bth_get(map, "labelSelector")))
		return;
	struct bth_finding *finding = bth_validation_report_missing(validation,
		&bth_rule_field_deprecated, map, BTH_STR("labelSelector"),
		"without 'labelSelector' it is about no pod at all");
	bth_finding_fix(validation->findings, finding, "select the pods that it is about");
}

void
bth_check_spread_warnings(struct bth_validation *validation, struct bth_value value)
{
	bth_check_node_label(validation, bth_get(value, "topologyKey"));
	warn_selector(validation, value);
}

void
bth_check_affinity_warnings(struct bth_validation *validation, struct bth_value value)
{
	warn_selector(validation, value);
}

/* ---- lists ---- */

/* Items of @list whose @name another has; server-side apply loses one of them. */
static void
warn_twice(struct bth_validation *validation, struct bth_value list, const char *name)
{
	struct bth_map seen = {0};

	for (struct bth_value i = bth_first(list); bth_is_list(list) && bth_exists(i);
		i = bth_next(i)) {
		struct bth_value value = bth_get(i, name);
		struct bth_value first;

		if (!bth_is_string(value) || !bth_text(value).len)
			continue;
		first = bth_check_seen(validation, &seen, bth_text(value), value);
		if (!bth_exists(first))
			continue;
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_field_deprecated, value, "'%.*s' is there twice",
			BTH_STR_ARG(bth_validation_shown(validation, value)));
		bth_finding_note(validation->findings, finding, bth_span(first),
			"the first is here");
	}
}

static void
warn_pull_secrets(struct bth_validation *validation, struct bth_value secrets)
{
	warn_twice(validation, secrets, "name");
	for (struct bth_value i = bth_first(secrets); bth_is_list(secrets) && bth_exists(i);
		i = bth_next(i)) {
		struct bth_value name = bth_get(i, "name");

		if (bth_is_unset(name) || (bth_is_string(name) && !bth_text(name).len))
			bth_validation_report_missing(validation, &bth_rule_field_deprecated, i,
				BTH_STR("name"), "the pull secret has no name, so none is used");
	}
}

void
bth_check_pod_warnings(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value period = bth_get(value, "terminationGracePeriodSeconds");
	int64_t seconds;

	bth_check_node_labels(validation, bth_get(value, "nodeSelector"));
	warn_node_affinity(validation, bth_dig(value, "affinity.nodeAffinity"));
	warn_twice(validation, bth_get(value, "hostAliases"), "ip");
	warn_pull_secrets(validation, bth_get(value, "imagePullSecrets"));
	if (bth_validation_whole(&seconds, period) && seconds < 0)
		warn(validation, period, "the server takes a period below 0 as one of 1 second");
}

/* ---- annotations ---- */

static const struct {
	const char *key, *instead;
} gone[] = {
	{"scheduler.alpha.kubernetes.io/critical-pod", "priorityClassName"},
	{"security.alpha.kubernetes.io/sysctls", "securityContext.sysctls"},
	{"security.alpha.kubernetes.io/unsafe-sysctls", "securityContext.sysctls"},
};

static void
warn_gone(struct bth_validation *validation, struct bth_value annotation, const char *instead)
{
	struct bth_finding *finding;

	if (!bth_exists(annotation))
		return;
	finding = bth_validation_report(validation, &bth_rule_field_deprecated, annotation,
		"nothing reads this annotation any more");
	bth_finding_fix(validation->findings, finding, "set '%s' instead", instead);
}

/* The annotation of a container, unless it has the field as well. */
static void
warn_container(struct bth_validation *validation, struct bth_value annotations,
	struct bth_value container)
{
	enum { APP_ARMOR_SINCE = 30 };
	struct bth_arena *arena = validation->findings->arena;
	struct bth_str name = bth_check_text(bth_get(container, "name"));
	struct bth_value context = bth_get(container, "securityContext");
	struct bth_value app_armor = bth_get_str(annotations,
		bth_str_printf(arena, "container.apparmor.security.beta.kubernetes.io/%.*s",
			BTH_STR_ARG(name)));

	if (bth_is_unset(bth_get(context, "seccompProfile")))
		warn_gone(validation,
			bth_get_str(annotations,
				bth_str_printf(arena,
					"container.seccomp.security.alpha.kubernetes.io/%.*s",
					BTH_STR_ARG(name))),
			"securityContext.seccompProfile");
	if (validation->minor < APP_ARMOR_SINCE || !bth_exists(app_armor) ||
		!bth_is_unset(bth_get(context, "appArmorProfile")))
		return;
	struct bth_finding *finding = bth_validation_report(validation,
		&bth_rule_field_deprecated, app_armor, "this annotation is deprecated");
	bth_finding_fix(validation->findings, finding,
		"set 'securityContext.appArmorProfile' instead");
}

void
bth_check_pod_annotation_warnings(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value annotations = bth_dig(value, "metadata.annotations");
	struct bth_value spec = bth_get(value, "spec");

	if (!bth_is_map(annotations))
		return;
	for (size_t i = 0; i < sizeof gone / sizeof gone[0]; i++)
		warn_gone(validation, bth_get(annotations, gone[i].key), gone[i].instead);
	if (bth_is_unset(bth_dig(spec, "securityContext.seccompProfile")))
		warn_gone(validation,
			bth_get(annotations, "seccomp.security.alpha.kubernetes.io/pod"),
			"securityContext.seccompProfile");
	for (struct bth_pod_container c = bth_pod_container_first(spec); bth_exists(c.at);
		c = bth_pod_container_next(c))
		warn_container(validation, annotations, c.at);
}
