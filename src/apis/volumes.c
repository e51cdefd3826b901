/* volumes.c - what the checks of volumes, claims and drivers share */

#include "apis/volumes.h"

#include <ctype.h>

#include "kube/quantity_read.h"

void
bth_check_driver_name(struct bth_validation *validation, struct bth_value value)
{
	enum { DRIVER_MOST = 63 };
	struct bth_arena *arena = validation->findings->arena;
	struct bth_str name = bth_check_text(value);
	char *lower = bth_arena_copy(arena, name.at, name.len);

	if (!bth_is_string(value) || !name.len ||
		!bth_check_length(validation, value, DRIVER_MOST))
		return;
	for (size_t i = 0; i < name.len; i++)
		lower[i] = (char)tolower((unsigned char)lower[i]);
	const char *fault = bth_format_check(arena, BTH_FORMAT_SUBDOMAIN, bth_str(lower),
		validation->minor);
	if (fault)
		bth_validation_report(validation, &bth_rule_field_value_wrong, value,
			"'%.*s' is no valid name of a driver: %s",
			BTH_STR_ARG(bth_validation_shown(validation, value)), fault);
}

void
bth_check_local_path(struct bth_validation *validation, struct bth_value value)
{
	if (!bth_check_descending(validation, value) || !bth_is_string(value) ||
		!bth_str_starts(bth_check_text(value), ".."))
		return;
	bth_validation_report(validation, &bth_rule_field_value_wrong, value,
		"%s is '%.*s', but may not begin with '..', which the kubelet keeps to itself",
		bth_validation_place(validation, value),
		BTH_STR_ARG(bth_validation_shown(validation, value)));
}

static bool
check_above(struct bth_validation *validation, struct bth_value value, int least,
	const char *what)
{
	struct bth_quantity quantity;

	if (!bth_quantity_read(&quantity, validation->findings->arena, value) ||
		quantity.nano >= least)
		return true;
	bth_validation_report(validation, &bth_rule_field_value_wrong, value,
		"%s is %.*s, but has to be %s", bth_validation_place(validation, value),
		BTH_STR_ARG(bth_is_null(value) ? BTH_STR("empty") :
						 bth_validation_shown(validation, value)),
		what);
	return false;
}

bool
bth_check_not_negative(struct bth_validation *validation, struct bth_value value)
{
	return check_above(validation, value, 0, "0 or more");
}

bool
bth_check_positive(struct bth_validation *validation, struct bth_value value)
{
	return check_above(validation, value, 1, "more than 0");
}

void
bth_check_token_expiry(struct bth_validation *validation, struct bth_value expiry)
{
	enum { SECONDS_LEAST = 600 };
	const int64_t most = (int64_t)1 << 32;
	int64_t seconds;

	if (!bth_validation_whole(&seconds, expiry) || (seconds >= SECONDS_LEAST && seconds <= most))
		return;
	bth_validation_report(validation, &bth_rule_field_value_wrong, expiry,
		"'expirationSeconds' is %.*s, but has to be between %d and %lld",
		BTH_STR_ARG(bth_validation_shown(validation, expiry)), SECONDS_LEAST,
		(long long)most);
}

void
bth_check_parameters(struct bth_validation *validation, struct bth_value map)
{
	enum { PARAMETERS_MOST = 512, BYTES_MOST = 256 * 1024 };
	size_t size = 0;

	if (!bth_is_map(map))
		return;
	if (bth_size(map) > PARAMETERS_MOST) {
		bth_validation_report_missing(validation, &bth_rule_field_too_long, map,
			(struct bth_str){0}, "there are %zu parameters, and %d are allowed",
			bth_size(map), PARAMETERS_MOST);
		return;
	}
	for (struct bth_value key = bth_first(map); bth_exists(key); key = bth_next(key)) {
		size += bth_text(key).len + bth_check_text(bth_under(key)).len;
		if (bth_text(key).len)
			continue;
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_field_value_wrong, key, "a parameter has no name");
		finding->path = bth_path_of(validation->findings->arena, validation->root, map);
	}
	if (size > BYTES_MOST)
		bth_validation_report_missing(validation, &bth_rule_field_too_long, map,
			(struct bth_str){0}, "the parameters are %zu bytes, and %d are allowed",
			size, BYTES_MOST);
}

bool
bth_check_sources(struct bth_validation *validation, struct bth_value volume,
	const struct bth_sources *sources, struct bth_str name)
{
	struct bth_value first = {0};

	for (const char *const *i = sources->names; *i; i++) {
		struct bth_value key = bth_get_key(volume, *i);

		if (bth_is_unset(bth_under(key)))
			continue;
		if (!bth_exists(first)) {
			first = key;
			continue;
		}
		if (sources->unseen && strcmp(*i, sources->unseen) == 0)
			continue;
		struct bth_finding *finding = bth_validation_report(validation, sources->rule, key,
			"volume '%.*s' has the source '%s' beside '%.*s'", BTH_STR_ARG(name), *i,
			BTH_STR_ARG(bth_text(first)));
		bth_finding_note(validation->findings, finding, bth_span(first),
			"the other source is here");
		bth_finding_fix(validation->findings, finding, "keep one of the two");
		bth_validation_skip(validation, bth_under(key));
	}
	return bth_exists(first);
}

void
bth_check_move_paths(struct bth_validation *validation, size_t from, const char *at,
	const char *to)
{
	size_t len = strlen(at);

	for (size_t i = from; i < validation->findings->list.len; i++) {
		struct bth_finding *finding = validation->findings->list.items[i];

		if (finding->path && strncmp(finding->path, at, len) == 0)
			finding->path = bth_arena_printf(validation->findings->arena, "%s%s", to,
				finding->path + len);
	}
}
