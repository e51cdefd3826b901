/* autoscaling_metric.c - what a HorizontalPodAutoscaler scales by: validateMetricSpec */

#include "apis/checks.h"
#include "kube/quantity.h"
#include "kube/resource.h"

/* The sources in the order in which the first one is looked at, by the word for each. */
static const struct {
	const char *type, *field;
} sources[] = {
	{"Object", "object"},
	{"External", "external"},
	{"Pods", "pods"},
	{"Resource", "resource"},
	{"ContainerResource", "containerResource"},
};

enum { SOURCES = sizeof sources / sizeof sources[0] };

/* Exactly the source that the type names. One alone of another type is not complained of. */
void
bth_check_metric(struct bth_validation *validation, struct bth_value value)
{
	struct bth_str type = bth_check_text(bth_get(value, "type"));
	size_t count = 0;

	for (size_t i = 0; i < SOURCES; i++)
		count += !bth_is_unset(bth_get(value, sources[i].field));
	for (size_t i = 0; i < SOURCES; i++) {
		bool named = bth_str_is(type, sources[i].type);

		if (named && bth_is_unset(bth_get(value, sources[i].field)))
			bth_validation_report_missing(validation, &bth_rule_field_missing,
				value, bth_str(sources[i].field),
				"'%s' is missing, which metrics of type '%.*s' need",
				sources[i].field, BTH_STR_ARG(type));
		if (!named && count > 1 && type.len)
			bth_check_forbidden(validation, value, sources[i].field,
				"in a metric of another type");
	}
}

/* ---- targets ---- */

static void
check_positive(struct bth_validation *validation, struct bth_value value)
{
	struct bth_quantity quantity;

	if (bth_quantity_parse(&quantity, bth_text(value)) != BTH_QUANTITY_OK ||
		quantity.nano > 0)
		return;
	bth_validation_report(validation, &bth_rule_field_value_wrong, value,
		"%s is '%.*s', but has to be above 0",
		bth_validation_place(validation, value),
		BTH_STR_ARG(bth_validation_shown(validation, value)));
}

/* validateMetricTarget */
void
bth_check_metric_target(struct bth_validation *validation, struct bth_value value)
{
	check_positive(validation, bth_get(value, "value"));
	check_positive(validation, bth_get(value, "averageValue"));
	bth_check_range(validation, bth_get(value, "averageUtilization"), 1, INT32_MAX);
}

/* One of @first and @second, or both if @both, has to be in the target. */
static void
check_target(struct bth_validation *validation, struct bth_value source,
	const char *first, const char *second, bool both)
{
	struct bth_value target = bth_get(source, "target");
	bool has_first = !bth_is_unset(bth_get(target, first));
	bool has_second = !bth_is_unset(bth_get(target, second));

	if (!bth_is_map(target))
		return;
	if (!has_first && !has_second)
		bth_validation_report_missing(validation, &bth_rule_field_missing, target,
			bth_str(first),
			strcmp(first, second) == 0 ?
				"the target has no '%s'" :
				"the target has neither '%s' nor '%s'",
			first, second);
	else if (has_first && has_second && !both)
		bth_check_forbidden(validation, target, second,
			bth_arena_printf(
				validation->findings->arena, "beside '%s'", first));
}

void
bth_check_object_metric(struct bth_validation *validation, struct bth_value value)
{
	check_target(validation, value, "averageValue", "value", true);
}

void
bth_check_external_metric(struct bth_validation *validation, struct bth_value value)
{
	check_target(validation, value, "averageValue", "value", false);
}

void
bth_check_pods_metric(struct bth_validation *validation, struct bth_value value)
{
	check_target(validation, value, "averageValue", "averageValue", true);
}

void
bth_check_resource_metric(struct bth_validation *validation, struct bth_value value)
{
	check_target(validation, value, "averageUtilization", "averageValue", false);
}

void
bth_check_container_metric(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value name = bth_get(value, "name");
	const char *fault = bth_resource_check_container(bth_text(name));

	check_target(validation, value, "averageUtilization", "averageValue", false);
	if (bth_is_string(name) && bth_text(name).len && fault)
		bth_validation_report(validation, &bth_rule_field_value_wrong, name,
			"'%.*s' is no resource of containers: %s",
			BTH_STR_ARG(bth_validation_shown(validation, name)), fault);
}
