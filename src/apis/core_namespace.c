/*
 * core_namespace.c - finalizers and labels of Namespaces: ValidateNamespace, and the
 * admission plugin PodSecurity
 */

#include "apis/checks.h"
#include "kube/name.h"

#define POD_SECURITY "pod-security.kubernetes.io/"

/* latest or v1.N, N without zeros in front. */
static bool
is_version(struct bth_str text)
{
	if (bth_str_is(text, "latest"))
		return true;
	if (!bth_str_starts(text, "v1.") || text.len == 3 || (text.at[3] == '0' && text.len > 4))
		return false;
	for (size_t i = 3; i < text.len; i++)
		if (text.at[i] < '0' || text.at[i] > '9')
			return false;
	/* more would be more than an integer of 64 bits has */
	uint64_t minor;
	return bth_str_to_u64(&minor, bth_str_sub(text, 3, SIZE_MAX)) && minor <= INT64_MAX;
}

static bool
is_level(struct bth_str text)
{
	return bth_str_is(text, "privileged") || bth_str_is(text, "baseline") ||
		bth_str_is(text, "restricted");
}

static void
check_label(struct bth_validation *validation, struct bth_value level, struct bth_value version)
{
	if ((bth_is_string(level) || bth_is_null(level)) && !is_level(bth_text(level)) &&
		!bth_name_check_label_value(bth_text(level)))
		bth_validation_report(validation, &bth_rule_field_value_wrong, level,
			"'%.*s' is no level of pod security, only 'privileged', 'baseline' and "
			"'restricted' are",
			BTH_STR_ARG(bth_validation_shown(validation, level)));
	/* what is no label at all is refused before */
	if ((bth_is_string(version) || bth_is_null(version)) && !is_version(bth_text(version)) &&
		!bth_name_check_label_value(bth_text(version)))
		bth_validation_report(validation, &bth_rule_field_value_wrong, version,
			"'%.*s' is no version of pod security, only 'latest' and such as 'v1.30' "
			"are",
			BTH_STR_ARG(bth_validation_shown(validation, version)));
}

/* The server names the list, whichever of them it is about. */
static void
check_finalizer(struct bth_validation *validation, struct bth_value item)
{
	static const char *const own[] = {"kubernetes", "orphan", "foregroundDeletion"};
	struct bth_str text = bth_text(item);
	const char *fault = bth_name_check_qualified(text);
	bool known = bth_str_find(text, '/') != SIZE_MAX;

	for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
		known |= bth_str_is(text, own[i]);
	if (!fault && !known)
		fault = "it has no domain and '/' before it";
	if (fault && (bth_is_string(item) || bth_is_null(item)))
		bth_validation_report(validation, &bth_rule_field_value_wrong, item,
			"'%.*s' is no valid finalizer: %s",
			BTH_STR_ARG(bth_validation_shown(validation, item)), fault);
}

void
bth_check_namespace(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value labels = bth_dig(value, "metadata.labels");
	struct bth_value finalizers = bth_dig(value, "spec.finalizers");

	check_label(validation, bth_get(labels, POD_SECURITY "enforce"),
		bth_get(labels, POD_SECURITY "enforce-version"));
	check_label(validation, bth_get(labels, POD_SECURITY "audit"),
		bth_get(labels, POD_SECURITY "audit-version"));
	check_label(validation, bth_get(labels, POD_SECURITY "warn"),
		bth_get(labels, POD_SECURITY "warn-version"));
	for (struct bth_value i = bth_first(finalizers); bth_is_list(finalizers) && bth_exists(i);
		i = bth_next(i))
		check_finalizer(validation, i);
}
