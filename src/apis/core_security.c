/* core_security.c - security contexts and profiles: ValidateSecurityContext and its like */

#include "apis/pod.h"

void
bth_check_security(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value escalation = bth_get(value, "allowPrivilegeEscalation");
	struct bth_value added = bth_dig(value, "capabilities.add");
	struct bth_finding *finding = NULL;

	if (bth_is_true(escalation, true))
		return;
	if (bth_is_true(bth_get(value, "privileged"), false))
		finding = bth_validation_report(validation, &bth_rule_field_value_wrong, escalation,
			"a container that is privileged can always get more privileges");
	for (struct bth_value i = bth_first(added); bth_is_list(added) && bth_exists(i);
		i = bth_next(i))
		if (!finding && bth_str_is(bth_text(i), "CAP_SYS_ADMIN"))
			finding = bth_validation_report(validation, &bth_rule_field_value_wrong,
				escalation,
				"a container with CAP_SYS_ADMIN can always get more privileges");
	if (finding) /* to the server it is the whole that does not fit together */
		finding->path = bth_path_of(validation->findings->arena, validation->root, value);
}

/* What of /proc the runtime hides from containers is only shown to users that the node lacks. */
void
bth_check_proc_mount(struct bth_validation *validation, struct bth_value value)
{
	enum { SINCE = 33 }; /* before, both fields are dropped */

	if (validation->minor < SINCE || !bth_is_true(bth_get(value, "hostUsers"), true))
		return;
	for (struct bth_pod_container c = bth_pod_container_first(value); bth_exists(c.at);
		c = bth_pod_container_next(c)) {
		struct bth_value proc = bth_dig(c.at, "securityContext.procMount");

		if (!bth_str_is(bth_text(proc), "Unmasked"))
			continue;
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_field_value_wrong, proc,
			"'Unmasked' needs a pod with 'hostUsers: false'");
		bth_finding_fix(validation->findings, finding,
			"set 'hostUsers' of the pod to false");
	}
}

/* A profile of the node is named if and only if the type is Localhost. Returns whether it is. */
static bool
check_profile_name(struct bth_validation *validation, struct bth_value profile)
{
	struct bth_value type = bth_get(profile, "type");
	struct bth_value name = bth_get(profile, "localhostProfile");
	bool local = bth_str_is(bth_text(type), "Localhost");

	if (local && bth_is_unset(name))
		bth_check_missing(validation, profile, "localhostProfile");
	else if (!local && bth_check_text(type).len && !bth_is_unset(name))
		bth_validation_report(validation, &bth_rule_field_value_wrong, name,
			"'localhostProfile' is for the type 'Localhost', and the type is '%.*s'",
			BTH_STR_ARG(bth_validation_shown(validation, type)));
	return local && bth_is_string(name);
}

void
bth_check_seccomp(struct bth_validation *validation, struct bth_value value)
{
	if (check_profile_name(validation, value))
		bth_check_descending(validation, bth_get(value, "localhostProfile"));
}

/* The field is behind a gate that is on since it came, unlike its list of types. */
void
bth_check_app_armor(struct bth_validation *validation, struct bth_value value)
{
	enum { NAME_MOST = 4095 };
	struct bth_value name = bth_get(value, "localhostProfile");

	if (!check_profile_name(validation, value))
		return;
	if (bth_str_trim(bth_text(name)).len != bth_text(name).len)
		bth_validation_report(validation, &bth_rule_field_value_wrong, name,
			"'localhostProfile' may not have white space around it");
	else if (!bth_text(name).len)
		bth_validation_report(validation, &bth_rule_field_missing, name,
			"'localhostProfile' is empty");
	bth_check_length(validation, name, NAME_MOST);
}
