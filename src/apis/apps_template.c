/* apps_template.c - workloads without a pod template, and the names that pods get from them */

#include "apis/checks.h"
#include "kube/label.h"
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
	finding->path = bth_arena_printf(
		validation->findings->arena, "%s.%s", finding->path, inside);
}

/* In apps the first to be missed are labels, unless the selector takes pods without any. */
void
bth_check_apps_template(struct bth_validation *validation, struct bth_value value)
{
	struct bth_selector selector;
	struct bth_labels none = {0};

	bth_selector_read(
		validation->findings->arena, &selector, bth_get(value, "selector"));
	check_there(validation, value, "template",
		bth_selector_matches(&selector, &none) ? "spec.containers" :
							 "metadata.labels");
}

void
bth_check_pod_template_there(struct bth_validation *validation, struct bth_value value)
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
	struct bth_value prefix = bth_dig(value, "metadata.generateName");
	bool made = bth_is_unset(name) || !bth_text(name).len;
	struct bth_str text = !made ? bth_text(name) :
				      bth_str_printf(validation->findings->arena,
					      "%.*sxxxxx", BTH_STR_ARG(bth_text(prefix)));
	const char *fault = bth_name_check_label(text);

	if (validation->minor < 27 || !fault || bth_name_check_subdomain(text) ||
		!bth_is_string(made ? prefix : name))
		return;
	bth_validation_report(validation, &bth_rule_field_deprecated,
		made ? prefix : name,
		"'%.*s' becomes part of the names and host names of pods, for which it is no valid "
		"name: %s",
		BTH_STR_ARG(bth_validation_shown(validation, made ? prefix : name)),
		fault);
}
