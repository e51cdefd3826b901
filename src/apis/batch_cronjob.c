/* batch_cronjob.c - when CronJobs run: validateScheduleFormat, validateTimeZone; their Jobs */

#include <strings.h>

#include "apis/checks.h"
#include "kube/cron.h"
#include "kube/timezone.h"

static struct bth_finding *
report_schedule(
	struct bth_validation *validation, struct bth_value schedule, const char *fault)
{
	return bth_validation_report(validation, &bth_rule_cronjob_schedule_malformed,
		schedule, "'%.*s' is no schedule: %s",
		BTH_STR_ARG(bth_validation_shown(validation, schedule)), fault);
}

/* A zone in the schedule is refused since 1.29, and was taken before. */
static bool
check_zone_in_schedule(struct bth_validation *validation, struct bth_value spec)
{
	struct bth_value schedule = bth_get(spec, "schedule");
	struct bth_finding *finding = NULL;
	struct bth_str zone;

	if (!bth_str_contains(bth_text(schedule), "TZ"))
		return true;
	size_t from = bth_cron_skip_zone(&zone, bth_text(schedule));
	if (validation->minor >= 29 || !bth_is_unset(bth_get(spec, "timeZone")))
		finding = report_schedule(
			validation, schedule, "a time zone may not stand in it");
	else if (from == bth_text(schedule).len)
		finding = report_schedule(
			validation, schedule, "it ends behind the time zone");
	else if (from && zone.len && !bth_str_is(zone, "Local") &&
		!bth_timezone_exists(zone))
		finding = report_schedule(
			validation, schedule, "there is no such time zone");
	if (finding)
		bth_finding_fix(
			validation->findings, finding, "write the zone into 'timeZone'");
	return !finding;
}

static void
check_schedule(struct bth_validation *validation, struct bth_value spec)
{
	struct bth_value schedule = bth_get(spec, "schedule");

	if (!bth_is_string(schedule) || !bth_text(schedule).len ||
		!check_zone_in_schedule(validation, spec))
		return;
	const char *fault =
		bth_cron_check(validation->findings->arena, bth_text(schedule));
	if (!fault)
		return;
	struct bth_finding *finding = report_schedule(validation, schedule, fault);
	bth_finding_fix(validation->findings, finding,
		"write minute, hour, day of the month, month and day of the week, as in "
		"'30 2 * * 1-5'");
}

static void
check_zone(struct bth_validation *validation, struct bth_value zone)
{
	struct bth_str text = bth_text(zone);
	bool local = text.len == 5 && strncasecmp(text.at, "local", 5) == 0;

	if (!bth_is_string(zone) || (!local && bth_timezone_exists(text)))
		return;
	struct bth_finding *finding = bth_validation_report(validation,
		&bth_rule_field_value_wrong, zone,
		!text.len ? "'timeZone' is empty%.*s" :
			local ?
			    "'%.*s' is no time zone that would be the same everywhere" :
			    "there is no time zone '%.*s'",
		BTH_STR_ARG(bth_validation_shown(validation, zone)));
	const char *near = local ? NULL : bth_timezone_near(text);
	if (near) {
		bth_finding_fix(validation->findings, finding, "write '%s'", near);
		bth_validation_replace(validation, finding, zone, bth_str(near));
	} else {
		bth_finding_fix(validation->findings, finding,
			"write a name of the IANA database, as Europe/Zurich, or leave it out for "
			"the zone of the controller");
	}
}

void
bth_check_cronjob_time(struct bth_validation *validation, struct bth_value value)
{
	check_schedule(validation, value);
	check_zone(validation, bth_get(value, "timeZone"));
}

/* ValidateJobTemplateSpec: the selector is made for each Job. */
void
bth_check_job_template(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value spec = bth_get(value, "spec");
	struct bth_value selector = bth_get(spec, "selector");
	struct bth_value manual = bth_get(spec, "manualSelector");

	if (bth_is_map(selector))
		bth_validation_report(validation, &bth_rule_field_value_wrong, selector,
			"'selector' may not be set in a CronJob, as each Job gets one of its own");
	if (bth_is_true(manual, false))
		bth_validation_report(validation, &bth_rule_field_value_unknown, manual,
			"'manualSelector' cannot be 'true' in a CronJob");
}
