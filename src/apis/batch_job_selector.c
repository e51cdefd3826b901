/* batch_job_selector.c - which pods are a Job's: generateSelector, validateGeneratedSelector */

#include "apis/batch_job.h"
#include "apis/checks.h"
#include "kube/label.h"
#include "kube/name.h"

/* What stands for the uid, which nobody knows before the Job exists: no label is like it. */
#define UID BTH_STR("\1")

/* The labels that the API server adds, those with a domain since 1.27. */
static const struct {
	const char *key;
	int since;
	bool uid;
} added[] = {
	{"batch.kubernetes.io/controller-uid", 27, true},
	{"batch.kubernetes.io/job-name", 27, false},
	{"controller-uid", 0, true},
	{"job-name", 0, false},
};

enum { ADDED = sizeof added / sizeof added[0] };

static void
add_labels(struct bth_validation *validation, struct bth_labels *labels)
{
	struct bth_str name = bth_check_text(bth_dig(validation->root, "metadata.name"));

	for (size_t i = 0; i < ADDED; i++) {
		struct bth_label label = {
			.key = bth_str(added[i].key), .value = added[i].uid ? UID : name};

		if (validation->minor >= added[i].since &&
			!bth_labels_get(labels, label.key))
			bth_vec_push(validation->findings->arena, labels, label);
	}
}

/* A label of that name in the template has to say what would be added. */
static void
check_labels(struct bth_validation *validation, struct bth_value labels)
{
	struct bth_str name = bth_check_text(bth_dig(validation->root, "metadata.name"));

	for (size_t i = 0; i < ADDED && bth_is_map(labels); i++) {
		struct bth_value label = bth_get(labels, added[i].key);

		if (!bth_exists(label) || validation->minor < added[i].since ||
			!(bth_is_string(label) || bth_is_null(label)) ||
			(!added[i].uid && bth_str_eq(bth_text(label), name)))
			continue;
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_field_value_wrong, label,
			added[i].uid ?
				"the label '%s' is set to the uid of the Job, and may not be "
				"set before" :
				"the label '%s' is set to the name of the Job, and may not be "
				"another",
			added[i].key);
		bth_finding_fix(validation->findings, finding, "remove it");
	}
}

/* Whether the selector can be read at all; what is wrong with it is said elsewhere. */
static bool
is_readable(const struct bth_selector *selector)
{
	for (size_t i = 0; i < selector->all.len; i++) {
		const struct bth_requirement *one = &selector->all.items[i];
		bool valued = one->operator== BTH_IN || one->operator== BTH_NOT_IN;

		if (one->operator> BTH_DOES_NOT_EXIST || valued !=(one->values.len > 0))
			return false;
	}
	return true;
}

/* A generated selector may have more in it than the uid, as long as that is true of any Job. */
static void
check_generated(struct bth_validation *validation, struct bth_value spec)
{
	struct bth_arena *arena = validation->findings->arena;
	struct bth_value value = bth_get(spec, "selector");
	struct bth_selector selector = {0};
	struct bth_labels labels;

	check_labels(validation, bth_dig(spec, "template.metadata.labels"));
	if (!bth_is_map(value))
		return;
	bth_selector_read(arena, &selector, value);
	if (!is_readable(&selector))
		return;
	bth_labels_read(arena, &labels, bth_dig(spec, "template.metadata.labels"));
	add_labels(validation, &labels);
	bool pods = bth_selector_matches(&selector, &labels);
	labels = (struct bth_labels){0};
	add_labels(validation, &labels);
	if (pods && bth_selector_matches(&selector, &labels))
		return;
	struct bth_finding *finding = bth_validation_report(validation,
		&bth_rule_field_value_wrong, value,
		"the selector of a Job is made by the API server, and asks for other labels");
	if (bth_selector_matches(&selector, &labels))
		finding->path =
			bth_check_path(validation, spec, "template.metadata.labels");
	bth_finding_fix(validation->findings, finding,
		"remove it, or set 'manualSelector: true' and make sure that no other Job's pods "
		"have the labels");
}

void
bth_check_job_selector(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value spec = bth_get(value, "spec");

	if (!bth_is_map(spec))
		return;
	if (!bth_is_true(bth_get(spec, "manualSelector"), false))
		check_generated(validation, spec);
	else if (bth_is_unset(bth_get(spec, "selector")))
		bth_validation_report_missing(validation, &bth_rule_field_missing, spec,
			BTH_STR("selector"),
			"'selector' is missing, and 'manualSelector' keeps it from being made");
}

/* The last pod of an indexed Job has the longest host name. */
void
bth_check_job_hosts(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value spec = bth_get(value, "spec"),
			 name = bth_dig(value, "metadata.name");
	int64_t completions;

	if (!bth_job_is_indexed(spec) || !bth_is_string(name) ||
		!bth_job_completions(&completions, validation, spec) ||
		completions <= 0 || bth_name_check_subdomain(bth_text(name)))
		return;
	struct bth_str host = bth_str_printf(validation->findings->arena, "%.*s-%lld",
		BTH_STR_ARG(bth_text(name)), (long long)completions - 1);
	const char *fault = bth_name_check_label(host);
	if (fault)
		bth_validation_report(validation, &bth_rule_object_name_malformed, name,
			"the pods of '%.*s' are called up to '%.*s', which is no valid host name: %s",
			BTH_STR_ARG(bth_validation_shown(validation, name)),
			BTH_STR_ARG(host), fault);
}
