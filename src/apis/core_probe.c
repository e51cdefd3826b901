/* core_probe.c - probes and hooks: ValidateProbe, validateHandler and what they call */

#include "apis/checks.h"

/* The minor from which sleep is looked at; before it is dropped. */
enum { SLEEP_SINCE = 30 };

/* Counts those of @names that are set in @map; the second is the one too many. */
static size_t
count_handlers(struct bth_value *second, struct bth_value map, const char *const *names)
{
	size_t count = 0;

	for (; *names; names++) {
		struct bth_value handler = bth_get(map, *names);

		if (!bth_is_unset(handler) && ++count == 2)
			*second = handler;
	}
	return count;
}

/* Reports @map, called @what, unless it has one handler. */
static void
check_handlers(struct bth_validation *validation, struct bth_value map, const char *what,
	const char *const *names)
{
	struct bth_value second = {0};
	size_t count = count_handlers(&second, map, names);
	const char *list = "";

	for (size_t i = 0; names[i] && count == 0; i++)
		list = bth_arena_printf(validation->findings->arena, "%s%s'%s'", list,
			i == 0 ? "" : names[i + 1] ? ", " : " and ", names[i]);
	if (count == 0)
		bth_validation_report_missing(validation, &bth_rule_field_missing, map,
			(struct bth_str){0}, "the %s does nothing: it has none of %s", what, list);
	if (count < 2)
		return;
	bth_validation_report(validation, &bth_rule_field_forbidden, second,
		"the %s has another handler already, and may have one only", what);
	bth_validation_skip(validation, second);
}

/* A negative one is told of by its range; 0 stands for the default. */
static void
check_threshold(struct bth_validation *validation, struct bth_value value)
{
	int64_t times;

	if (!bth_validation_whole(&times, value) || times <= 1)
		return;
	struct bth_finding *finding = bth_validation_report(validation,
		&bth_rule_field_value_wrong, value,
		"'successThreshold' is %.*s: liveness and startup probes succeed at the first time",
		BTH_STR_ARG(bth_validation_shown(validation, value)));
	bth_finding_fix(validation->findings, finding, "write 1, or leave it out");
}

void
bth_check_probe(struct bth_validation *validation, struct bth_value value)
{
	static const char *const handlers[] = {"exec", "httpGet", "tcpSocket", "grpc", NULL};
	struct bth_value grace = bth_get(value, "terminationGracePeriodSeconds");

	check_handlers(validation, value, "probe", handlers);
	if (!bth_check_is_in(validation, "readinessProbe"))
		check_threshold(validation, bth_get(value, "successThreshold"));
	else if (!bth_is_unset(grace))
		bth_validation_report(validation, &bth_rule_field_value_wrong, grace,
			"a readiness probe ends no container, so it has no grace period");
}

void
bth_check_hook(struct bth_validation *validation, struct bth_value value)
{
	static const char *const handlers[] = {"exec", "httpGet", "tcpSocket", "sleep", NULL};
	static const char *const before[] = {"exec", "httpGet", "tcpSocket", NULL};
	bool sleeps = !bth_is_unset(bth_get(value, "sleep"));
	struct bth_value second = {0};

	/* of a hook that is dropped with its only handler nothing is left to look at */
	if (validation->minor >= SLEEP_SINCE || !sleeps)
		check_handlers(validation, value, "hook",
			validation->minor >= SLEEP_SINCE ? handlers : before);
	else if (count_handlers(&second, value, before))
		check_handlers(validation, value, "hook", before);
}

/* The regular expression of IsHTTPHeaderName: [-A-Za-z0-9]+ */
void
bth_check_http_header(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value name = bth_get(value, "name");
	struct bth_str text = bth_text(name);
	bool good = true;

	for (size_t i = 0; i < text.len; i++)
		good &= text.at[i] == '-' || (text.at[i] >= '0' && text.at[i] <= '9') ||
			(text.at[i] >= 'A' && text.at[i] <= 'Z') ||
			(text.at[i] >= 'a' && text.at[i] <= 'z');
	if (bth_is_string(name) && !good)
		bth_validation_report(validation, &bth_rule_field_value_wrong, name,
			"'%.*s' is no name of an HTTP header: only letters, digits and '-' can be in "
			"one",
			BTH_STR_ARG(bth_validation_shown(validation, name)));
}
