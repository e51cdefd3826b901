/*
 * core_restart.c - how containers restart, and what resizing does to them:
 * validateContainerRestartPolicy, validateInitContainerRestartPolicy, validateResizePolicy
 */

#include "apis/checks.h"
#include "kube/container.h"

enum {
	SIDECARS_SINCE = 29,
	RULES_FIELD_SINCE = 34, /* but what came with it is dropped then */
	RULES_SINCE = 35,
	RESTART_ALL_SINCE = 36,
	RESIZE_SINCE = 33,
	RESIZE_OF_INIT_SINCE = 36,
};

enum { RULES_MOST = 20, EXIT_CODES_MOST = 255 };

/* Before there were rules only init containers had a policy, and it was Always. */
static void
check_policy_before(struct bth_validation *validation, struct bth_container container)
{
	static const char *const always[] = {"Always", NULL};
	struct bth_value policy = bth_get(container.at, "restartPolicy");

	if (bth_is_unset(policy))
		return;
	if (!container.init)
		bth_check_forbidden(validation, container.at, "restartPolicy",
			"in a container that is no init container");
	else if (validation->minor >= SIDECARS_SINCE && bth_is_string(policy)) {
		if (bth_text(policy).len)
			bth_check_words(validation, policy, always);
		else
			bth_validation_report(validation, &bth_rule_field_value_unknown, policy,
				"'restartPolicy' cannot be empty, only 'Always'");
	}
}

static void
check_rules(struct bth_validation *validation, struct bth_container container)
{
	struct bth_value rules = bth_get(container.at, "restartPolicyRules");
	struct bth_value policy = bth_get(container.at, "restartPolicy");

	if (!bth_is_list(rules) || !bth_size(rules))
		return;
	if (bth_is_unset(policy))
		bth_check_missing(validation, container.at, "restartPolicy");
	else if (container.init && bth_container_stays(container) &&
		validation->minor < RESTART_ALL_SINCE)
		bth_check_forbidden(validation, container.at, "restartPolicyRules",
			"in an init container that restarts always");
	bth_check_items(validation, rules, RULES_MOST);
}

void
bth_check_restart_rule(struct bth_validation *validation, struct bth_value value)
{
	static const char *const first[] = {"Restart", NULL};
	struct bth_value codes = bth_dig(value, "exitCodes.values");
	struct bth_value action = bth_get(value, "action");

	if (validation->minor < RULES_SINCE)
		return;
	if (validation->minor < RESTART_ALL_SINCE &&
		bth_str_is(bth_text(action), "RestartAllContainers"))
		bth_check_words(validation, action, first);
	if (bth_is_unset(bth_get(value, "exitCodes")))
		bth_check_missing(validation, value, "exitCodes");
	bth_check_items(validation, codes, EXIT_CODES_MOST);
}

static void
check_resize(struct bth_validation *validation, struct bth_container container, bool never)
{
	struct bth_value policies = bth_get(container.at, "resizePolicy");
	bool init = !bth_container_stays(container) &&
		validation->minor >= RESIZE_OF_INIT_SINCE;

	for (struct bth_value i = bth_first(policies); bth_is_list(policies) && bth_exists(i);
		i = bth_next(i)) {
		struct bth_value policy = bth_get(i, "restartPolicy");

		if ((!never && !init) || !bth_str_is(bth_text(policy), "RestartContainer"))
			continue;
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_field_value_wrong, policy,
			never ? "a container cannot restart when it is resized, as the pod never "
				"restarts any" :
				"an init container that ends cannot restart when it is resized");
		bth_finding_fix(validation->findings, finding, "write 'NotRequired'");
		bth_validation_replace(validation, finding, policy, BTH_STR("NotRequired"));
		if (never) /* the server names the list */
			finding->path = bth_path_of(validation->findings->arena, validation->root,
				policies);
	}
}

void
bth_check_restart(struct bth_validation *validation, struct bth_value value)
{
	bool never = bth_str_is(bth_check_text(bth_get(value, "restartPolicy")), "Never");

	for (struct bth_container c = bth_container_first(value); bth_exists(c.at);
		c = bth_container_next(c)) {
		if (validation->minor < RULES_FIELD_SINCE)
			check_policy_before(validation, c);
		if (validation->minor >= RULES_SINCE)
			check_rules(validation, c);
		if (validation->minor >= RESIZE_SINCE)
			check_resize(validation, c, never);
	}
}
