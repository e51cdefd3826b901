/* core_limit_range.c - limits that fit together: ValidateLimitRange */

#include "apis/checks.h"
#include "kube/name.h"
#include "kube/quantity_read.h"
#include "kube/resource.h"

/* The five maps of an item, in the order in which the server looks into them. */
enum { MAX, MIN, DEFAULT, DEFAULT_REQUEST, RATIO, MAPS };

static const char *const names[MAPS] = {"max", "min", "default", "defaultRequest",
	"maxLimitRequestRatio"};

struct item {
	struct bth_validation *validation;
	struct bth_value maps[MAPS];
	struct bth_value at; /* the item itself */
	struct bth_str type;
};

/* What one resource has in each of the maps, with the defaults of the server. */
struct limits {
	struct bth_str resource;
	struct bth_value at[MAPS]; /* where it is from; absent when there is none */
	struct bth_quantity quantity[MAPS];
	bool has[MAPS]; /* it is there, and can be read */
};

static void
read_limits(struct limits *out, const struct item *item, struct bth_str resource)
{
	*out = (struct limits){.resource = resource};
	for (size_t i = 0; i < MAPS; i++)
		out->at[i] = bth_get_str(item->maps[i], resource);
	if (bth_str_is(item->type, "Container")) {
		if (!bth_exists(out->at[DEFAULT]))
			out->at[DEFAULT] = out->at[MAX];
		if (!bth_exists(out->at[DEFAULT_REQUEST]))
			out->at[DEFAULT_REQUEST] = out->at[DEFAULT];
		if (!bth_exists(out->at[DEFAULT_REQUEST]))
			out->at[DEFAULT_REQUEST] = out->at[MIN];
	}
	for (size_t i = 0; i < MAPS; i++)
		out->has[i] = bth_exists(out->at[i]) &&
			bth_quantity_read(&out->quantity[i],
				item->validation->findings->arena, out->at[i]);
}

static void
name_limit(const struct item *item, struct bth_finding *finding, size_t map,
	struct bth_str resource)
{
	struct bth_arena *arena = item->validation->findings->arena;

	finding->path = bth_arena_printf(arena, "%s.%s[%.*s]",
		bth_path_of(arena, item->validation->root, item->at), names[map],
		BTH_STR_ARG(resource));
}

/* ---- order ---- */

/* Reports when the quantity of map @less is above that of @more; returns whether it is not. */
static bool
check_order(const struct item *item, const struct limits *limits, size_t less, size_t more)
{
	struct bth_validation *validation = item->validation;
	/* the server names what is not the bound */
	size_t named = less == MIN && more != MAX ? more : less;

	if (!limits->has[less] || !limits->has[more] ||
		bth_quantity_cmp(limits->quantity[less], limits->quantity[more]) <= 0)
		return true;
	struct bth_finding *finding = bth_validation_report(validation,
		&bth_rule_field_value_wrong, limits->at[less],
		"'%s' of %.*s is %.*s, but '%s' is only %.*s", names[less],
		BTH_STR_ARG(limits->resource),
		BTH_STR_ARG(bth_validation_shown(validation, limits->at[less])), names[more],
		BTH_STR_ARG(bth_validation_shown(validation, limits->at[more])));
	bth_finding_note(validation->findings, finding, bth_span(limits->at[more]),
		"it is here");
	name_limit(item, finding, named, limits->resource);
	return false;
}

/* The first fault says what the others follow from. */
static bool
check_orders(const struct item *item, const struct limits *limits)
{
	static const size_t orders[][2] = {{MIN, MAX}, {MIN, DEFAULT}, {DEFAULT, MAX},
		{MIN, DEFAULT_REQUEST}, {DEFAULT_REQUEST, MAX}, {DEFAULT_REQUEST, DEFAULT}};

	for (size_t i = 0; i < sizeof orders / sizeof orders[0]; i++)
		if (!check_order(item, limits, orders[i][0], orders[i][1]))
			return false;
	return true;
}

/* What cannot be shared is asked for as a whole. */
static void
check_shared(const struct item *item, const struct limits *limits)
{
	if (bth_resource_overcommits(limits->resource) || !limits->has[DEFAULT] ||
		!limits->has[DEFAULT_REQUEST] ||
		!bth_quantity_cmp(limits->quantity[DEFAULT], limits->quantity[DEFAULT_REQUEST]))
		return;
	struct bth_finding *finding = bth_validation_report(item->validation,
		&bth_rule_field_value_wrong, limits->at[DEFAULT_REQUEST],
		"%.*s cannot be shared, so 'defaultRequest' has to be the same as 'default'",
		BTH_STR_ARG(limits->resource));
	name_limit(item, finding, DEFAULT_REQUEST, limits->resource);
}

/* ---- ratio ---- */

static double
in_units(struct bth_quantity quantity, bool thousandths)
{
	bth_int128 unit = thousandths ? 1000000 : 1000000000;

	return (double)((quantity.nano + unit - 1) / unit);
}

static bool
is_beyond(const struct limits *limits)
{
	const bth_int128 most = (bth_int128)(INT64_MAX / 1000) * 1000000000;
	bool fine = limits->quantity[RATIO].nano < most && limits->quantity[MIN].nano < most &&
		limits->quantity[MAX].nano < most;
	double ratio = in_units(limits->quantity[RATIO], fine) / (fine ? 1000 : 1);
	double least = in_units(limits->quantity[MIN], fine);
	double upper = in_units(limits->quantity[MAX], fine);

	return least > 0 && ratio > upper / least;
}

static void
check_ratio(const struct item *item, const struct limits *limits)
{
	const struct bth_quantity one = {.nano = 1000000000};
	const char *fault = NULL;

	if (!limits->has[RATIO])
		return;
	if (bth_quantity_cmp(limits->quantity[RATIO], one) < 0)
		fault = "less than 1";
	else if (limits->has[MIN] && limits->has[MAX] && is_beyond(limits))
		fault = "more than 'max' is of 'min'";
	if (!fault)
		return;
	struct bth_finding *finding = bth_validation_report(item->validation,
		&bth_rule_field_value_wrong, limits->at[RATIO],
		"'maxLimitRequestRatio' of %.*s is %.*s, which is %s",
		BTH_STR_ARG(limits->resource),
		BTH_STR_ARG(bth_validation_shown(item->validation, limits->at[RATIO])), fault);
	name_limit(item, finding, RATIO, limits->resource);
}

/* ---- resources ---- */

static void
check_name(const struct item *item, size_t map, struct bth_value key)
{
	bool container = bth_str_is(item->type, "Pod") || bth_str_is(item->type, "Container");
	const char *fault = container ? bth_resource_check_container(bth_text(key)) :
					bth_resource_check(bth_text(key));

	if (!fault)
		return;
	struct bth_finding *finding = bth_validation_report(item->validation,
		&bth_rule_field_value_wrong, key, "'%.*s' is no resource that can be limited: %s",
		BTH_STR_ARG(bth_validation_shown(item->validation, key)), fault);
	name_limit(item, finding, map, bth_text(key));
}

/* Whether a map before has the resource, and so it was looked at. */
static bool
is_seen(const struct item *item, size_t map, struct bth_str resource)
{
	for (size_t i = 0; i < map; i++)
		if (bth_exists(bth_get_str(item->maps[i], resource)))
			return true;
	return false;
}

static void
check_map(const struct item *item, size_t map)
{
	for (struct bth_value key = bth_first(item->maps[map]);
		bth_is_map(item->maps[map]) && bth_exists(key); key = bth_next(key)) {
		struct limits limits;

		check_name(item, map, key);
		if (is_seen(item, map, bth_text(key)))
			continue;
		read_limits(&limits, item, bth_text(key));
		if (check_orders(item, &limits))
			check_shared(item, &limits);
		check_ratio(item, &limits);
	}
}

/* ---- items ---- */

static void
check_type(struct bth_validation *validation, struct bth_value type)
{
	struct bth_str text = bth_text(type);
	const char *fault = bth_name_check_qualified(text);

	if (!text.len)
		return;
	if (!fault && bth_str_find(text, '/') == SIZE_MAX && !bth_str_is(text, "Pod") &&
		!bth_str_is(text, "Container") && !bth_str_is(text, "PersistentVolumeClaim"))
		fault = "it is 'Pod', 'Container', 'PersistentVolumeClaim' or has a domain before it";
	if (fault)
		bth_validation_report(validation, &bth_rule_field_value_wrong, type,
			"'%.*s' is no type of limits: %s",
			BTH_STR_ARG(bth_validation_shown(validation, type)), fault);
}

/* Pods as a whole have no defaults. */
static void
drop_defaults(struct item *item)
{
	for (size_t i = DEFAULT; i <= DEFAULT_REQUEST; i++) {
		if (bth_is_map(item->maps[i]) && bth_size(item->maps[i]))
			bth_check_forbidden(item->validation, item->at, names[i],
				"when 'type' is 'Pod'");
		item->maps[i] = (struct bth_value){0};
	}
}

void
bth_check_limit_range(struct bth_validation *validation, struct bth_value value)
{
	struct item item = {.validation = validation,
		.at = value,
		.type = bth_check_text(bth_get(value, "type"))};

	for (size_t i = 0; i < MAPS; i++)
		item.maps[i] = bth_get(value, names[i]);
	check_type(validation, bth_get(value, "type"));
	if (bth_str_is(item.type, "Pod"))
		drop_defaults(&item);
	if (bth_str_is(item.type, "PersistentVolumeClaim") &&
		!bth_exists(bth_get(item.maps[MIN], "storage")) &&
		!bth_exists(bth_get(item.maps[MAX], "storage")))
		bth_validation_report_missing(validation, &bth_rule_field_missing, value,
			BTH_STR("limits"),
			"limits of claims need 'storage' in 'min' or 'max'");
	for (size_t i = 0; i < MAPS; i++)
		check_map(&item, i);
}
