/* apps_template.c - workloads without a pod template, and the names that pods get from them */

#include "apis/checks.h"
#include "kube/name.h"

/*
 * An absent template, or what holds it, is to the API server one in which everything is
 * missing, and it says so at the fields that it misses: @inside of the field @name.
 */
static void
check_there(struct bth_validation *validation, struct bth_value parent, const char *name,
	const char *inside)
{
	if (!bth_is_unset(bth_get(parent, name)))
		return;
	struct bth_finding *finding = bth_check_missing(validation, parent, name);
	finding->path = bth_arena_printf(validation->findings->arena, "%s.%s", finding->path,
		inside);
}

/* In apps the first to be missed are the labels that the selector asks for. */
void
bth_check_apps_template(struct bth_validation *validation, struct bth_value value)
{
	check_there(validation, value, "template", "metadata.labels");
}

void
bth_check_job_pod_template(struct bth_validation *validation, struct bth_value value)
{
	check_there(validation, value, "template", "spec.containers");
}

void
bth_check_daemonset_spec_there(struct bth_validation *validation, struct bth_value value)
{
	check_there(validation, value, "spec", "template.metadata.labels");
}

void
bth_check_job_spec_there(struct bth_validation *validation, struct bth_value value)
{
	check_there(validation, value, "spec", "template.spec.containers");
}

void
bth_check_cronjob_template(struct bth_validation *validation, struct bth_value value)
{
	check_there(validation, value, "jobTemplate", "spec.template.spec.containers");
}

/* What pods are called begins with the name of their workload, which may be a longer one. */
void
bth_check_pod_prefix(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value name = bth_dig(value, "metadata.name");
	const char *fault = bth_name_check_label(bth_text(name));

	if (validation->minor < 27 || !bth_is_string(name) || !fault ||
		bth_name_check_subdomain(bth_text(name)))
		return;
	bth_validation_report(validation, &bth_rule_field_deprecated, name,
		"'%.*s' becomes part of the names and host names of pods, for which it is no valid "
		"name: %s",
		BTH_STR_ARG(bth_validation_shown(validation, name)), fault);
}
