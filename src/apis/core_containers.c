/* core_containers.c - the containers of a pod beside each other: validateContainers, …Init… */

#include "apis/pod.h"
#include "base/map.h"
#include "kube/container.h"

/* The minors from which a gate that is on lets a field through. */
enum { SIDECARS_SINCE = 29, SLEEP_SINCE = 30 };

/* ---- names ---- */

/* Names within each of the two lists are compared where the list is. */
static void
check_names(struct bth_validation *validation, struct bth_value spec)
{
	struct bth_arena *arena = validation->findings->arena;
	struct bth_value containers = bth_get(spec, "containers");
	struct bth_map names = {0};

	for (struct bth_value i = bth_first(containers); bth_is_list(containers) && bth_exists(i);
		i = bth_next(i)) {
		struct bth_value *name = bth_arena_alloc(arena, sizeof *name);

		*name = bth_get(i, "name");
		if (bth_is_string(*name) && bth_text(*name).len)
			bth_map_put(arena, &names, bth_text(*name), name);
	}
	for (struct bth_container c = bth_container_first(spec); c.init;
		c = bth_container_next(c)) {
		struct bth_value name = bth_get(c.at, "name");
		const struct bth_value *first = bth_map_get(&names, bth_text(name));

		if (bth_is_string(name) && first)
			bth_check_duplicate(validation, *first, name);
	}
}

/* Only of pods themselves: a template may have them, and makes pods that are refused. */
static void
check_image(struct bth_validation *validation, struct bth_value image)
{
	if (!bth_is_string(image) || bth_str_trim(bth_text(image)).len == bth_text(image).len)
		return;
	bth_validation_report(validation, &bth_rule_field_value_wrong, image,
		"the image has white space around its name");
}

/* ---- init containers ---- */

/* Whether anything is left of it when fields behind gates that are off are dropped. */
static bool
has_hooks(const struct bth_validation *validation, struct bth_value lifecycle)
{
	struct bth_value start = bth_get(lifecycle, "postStart");
	struct bth_value stop = bth_get(lifecycle, "preStop");

	if (!bth_is_unset(start) || !bth_is_unset(stop))
		return true;
	return !bth_is_unset(lifecycle) && validation->minor >= SLEEP_SINCE &&
		bth_is_unset(bth_get(lifecycle, "stopSignal"));
}

static void
check_init(struct bth_validation *validation, struct bth_container container)
{
	static const char *const fields[] = {"livenessProbe", "readinessProbe", "startupProbe"};
	bool sidecars = validation->minor >= SIDECARS_SINCE;
	const char *why = sidecars ? "in an init container without 'restartPolicy: Always'" :
				     "in an init container";

	if (sidecars && bth_container_stays(container))
		return;
	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
		bth_check_forbidden(validation, container.at, fields[i], why);
	if (has_hooks(validation, bth_get(container.at, "lifecycle")))
		bth_check_forbidden(validation, container.at, "lifecycle", why);
}

/* ---- how long a hook may sleep ---- */

/* What is negative is 1 to the server. */
static int64_t
grace_period(struct bth_value spec)
{
	int64_t grace = 30;

	bth_validation_whole(&grace, bth_get(spec, "terminationGracePeriodSeconds"));
	return grace < 0 ? 1 : grace;
}

static void
check_sleep(struct bth_validation *validation, struct bth_value hook, int64_t grace)
{
	static const char *const others[] = {"exec", "httpGet", "tcpSocket"};
	enum { ZERO_SINCE = 33 };
	struct bth_value sleep = bth_get(hook, "sleep"), seconds = bth_get(sleep, "seconds");
	int64_t number = 0, least = validation->minor >= ZERO_SINCE ? 0 : 1;

	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		if (!bth_is_unset(bth_get(hook, others[i])))
			return; /* it is one handler too many already */
	if (!bth_is_map(sleep) || (!bth_is_unset(seconds) && !bth_validation_whole(&number, seconds)))
		return;
	if (number >= least && number <= grace)
		return;
	struct bth_finding *finding = bth_validation_report(validation, &bth_rule_field_value_wrong,
		bth_is_unset(seconds) ? sleep : seconds,
		"the hook sleeps %lld seconds, which has to be between %lld and the grace "
		"period of %lld",
		(long long)number, (long long)least, (long long)grace);
	if (number > grace)
		bth_finding_fix(validation->findings, finding,
			"sleep less, or raise 'terminationGracePeriodSeconds' of the pod");
}

static void
check_sleeps(struct bth_validation *validation, struct bth_container container, int64_t grace)
{
	if (validation->minor < SLEEP_SINCE || !bth_container_stays(container))
		return;
	check_sleep(validation, bth_dig(container.at, "lifecycle.postStart"), grace);
	check_sleep(validation, bth_dig(container.at, "lifecycle.preStop"), grace);
}

void
bth_check_containers(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value added = bth_get(value, "ephemeralContainers");
	int64_t grace = grace_period(value);

	check_names(validation, value);
	for (struct bth_container c = bth_container_first(value); bth_exists(c.at);
		c = bth_container_next(c)) {
		if (bth_pod_is_object(validation))
			check_image(validation, bth_get(c.at, "image"));
		if (c.init)
			check_init(validation, c);
		check_sleeps(validation, c, grace);
	}
	if (bth_is_list(added) && bth_size(added))
		bth_validation_report(validation, &bth_rule_field_forbidden, added,
			"ephemeral containers are added to a pod that runs, and may not be here "
			"before");
}
