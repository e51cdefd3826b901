/* core_event.c - events, which nobody writes by hand: ValidateEventCreate */

#include "apis/checks.h"
#include "kube/name.h"

enum { TEXT_MOST = 128, NOTE_MOST = 1024 };

/* One kind in two versions, whose fields have other names. */
struct names {
	const char *controller, *note, *subject;
	/* as the server prints them */
	const char *controller_path, *note_path;
};

static bool
is_filled(struct bth_value value)
{
	return !bth_is_unset(value) && (!bth_is_string(value) || bth_text(value).len);
}

static void
check_text(struct bth_validation *validation, struct bth_value event, const char *name,
	size_t most)
{
	if (bth_check_required(validation, event, name))
		bth_check_length(validation, bth_get(event, name), most);
}

/* Those that carry the time of what happened are complete. */
static void
check_new(struct bth_validation *validation, struct bth_value event, const struct names *names)
{
	struct bth_value note = bth_get(event, names->note);
	size_t from = validation->findings->list.len;

	if (bth_check_required(validation, event, names->controller))
		bth_check_format(validation, bth_get(event, names->controller),
			BTH_FORMAT_LABEL_KEY);
	for (size_t i = from; i < validation->findings->list.len; i++)
		validation->findings->list.items[i]->path = names->controller_path;
	check_text(validation, event, "reportingInstance", TEXT_MOST);
	check_text(validation, event, "action", TEXT_MOST);
	check_text(validation, event, "reason", TEXT_MOST);
	from = validation->findings->list.len;
	bth_check_length(validation, note, NOTE_MOST);
	for (size_t i = from; i < validation->findings->list.len; i++)
		validation->findings->list.items[i]->path = names->note_path;
}

/* An event is in the namespace of what it is about; without one, in those of the system. */
static void
check_namespace(struct bth_validation *validation, struct bth_value event,
	const struct names *names)
{
	struct bth_value about = bth_get(event, names->subject);
	struct bth_value of = bth_get(about, "namespace");
	struct bth_str own = bth_check_text(bth_dig(event, "metadata.namespace"));
	bool dated = is_filled(bth_get(event, "eventTime"));

	if (!own.len)
		own = BTH_STR("default");
	bool fits = bth_check_text(of).len ? dated || bth_str_eq(own, bth_check_text(of)) :
		bth_str_is(own, "default") || (dated && bth_str_is(own, "kube-system"));
	if (fits)
		return;
	bth_validation_report_missing(validation, &bth_rule_field_value_wrong,
		bth_is_map(about) ? about : event, BTH_STR("namespace"),
		"the event is in the namespace '%.*s', and what it is about is not",
		BTH_STR_ARG(own))
		->path = "involvedObject.namespace";
}

static void
check_legacy(struct bth_validation *validation, struct bth_value event,
	const struct names *names)
{
	check_namespace(validation, event, names);
	if (is_filled(bth_get(event, "eventTime")))
		check_new(validation, event, names);
}

void
bth_check_event(struct bth_validation *validation, struct bth_value value)
{
	static const struct names names = {"reportingComponent", "message", "involvedObject",
		"reportingComponent", "message"};

	check_legacy(validation, value, &names);
}

/* ---- events.k8s.io, which asks for all of it ---- */

static void
check_series(struct bth_validation *validation, struct bth_value series)
{
	struct bth_value count = bth_get(series, "count");
	int64_t times = 0;

	if (!bth_is_map(series))
		return;
	if (bth_is_unset(count))
		bth_check_missing(validation, series, "count");
	else if (bth_validation_whole(&times, count) && times < 2)
		bth_validation_report(validation, &bth_rule_field_value_wrong, count,
			"'count' of a series has to be 2 or more");
	if (!is_filled(bth_get(series, "lastObservedTime")))
		bth_check_missing(validation, series, "lastObservedTime");
}

static void
check_unset(struct bth_validation *validation, struct bth_value event, const char *name,
	const char *path)
{
	struct bth_value value = bth_get(event, name);
	int64_t number;

	if (!is_filled(value) || (bth_validation_whole(&number, value) && number == 0) ||
		(bth_is_map(value) && !bth_check_text(bth_get(value, "component")).len &&
			!bth_check_text(bth_get(value, "host")).len))
		return;
	bth_validation_report(validation, &bth_rule_field_value_wrong, value,
		"'%s' is of events of v1, and may not be set", name)
		->path = path;
}

void
bth_check_event_strict(struct bth_validation *validation, struct bth_value value)
{
	static const struct names names = {"reportingController", "note", "regarding",
		"reportingController", "message"};
	static const char *const types[] = {"Normal", "Warning", NULL};
	struct bth_value type = bth_get(value, "type");

	check_legacy(validation, value, &names);
	check_series(validation, bth_get(value, "series"));
	if (!is_filled(bth_get(value, "eventTime")))
		bth_check_missing(validation, value, "eventTime");
	if (!is_filled(type))
		bth_check_missing(validation, value, "type");
	else
		bth_check_words(validation, type, types);
	check_unset(validation, value, "deprecatedFirstTimestamp", "firstTimestamp");
	check_unset(validation, value, "deprecatedLastTimestamp", "lastTimestamp");
	check_unset(validation, value, "deprecatedCount", "count");
	check_unset(validation, value, "deprecatedSource", "source");
}
