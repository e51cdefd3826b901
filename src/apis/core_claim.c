/* core_claim.c - claims and what makes them: ValidatePersistentVolumeClaimSpec */

#include "apis/volumes.h"

/* ---- size ---- */

/* The server leaves the 'requests' out of the field's name. */
static void
check_size(struct bth_validation *validation, struct bth_value spec)
{
	struct bth_arena *arena = validation->findings->arena;
	struct bth_value size = bth_dig(spec, "resources.requests.storage");
	size_t from = validation->findings->list.len;

	if (bth_is_unset(size))
		return; /* a rule of its own */
	if (bth_check_positive(validation, size))
		return;
	const char *path = bth_path_of(arena, validation->root, spec);
	bth_check_move_paths(validation, from,
		bth_arena_printf(arena, "%s.resources.requests.storage", path),
		bth_arena_printf(arena, "%s.resources[storage]", path));
}

/* ---- what the volume is filled from ---- */

/* A claim as the server sees it, after it dropped what it does not support. */
struct sources {
	struct bth_value spec, source, ref;
};

static bool
is_supported(struct bth_value source)
{
	struct bth_str group = bth_check_text(bth_get(source, "apiGroup"));
	struct bth_str kind = bth_check_text(bth_get(source, "kind"));

	return (bth_str_is(kind, "PersistentVolumeClaim") && !group.len) ||
		(bth_str_is(kind, "VolumeSnapshot") &&
			bth_str_is(group, "snapshot.storage.k8s.io"));
}

/*
 * In claims themselves, a reference to another namespace is dropped while its gate is off, and
 * so is anything but claims and snapshots under the older of the two names when it stands
 * alone. Templates of claims are looked at as they are written.
 */
static struct sources
read_sources(const struct bth_validation *validation, struct bth_value spec)
{
	struct sources read = {.spec = spec,
		.source = bth_get(spec, "dataSource"),
		.ref = bth_get(spec, "dataSourceRef")};

	if (!bth_str_is(validation->kind.kind, "PersistentVolumeClaim"))
		return read;
	if (bth_check_text(bth_get(read.ref, "namespace")).len)
		read.ref = (struct bth_value){0};
	if (bth_is_unset(read.ref) && !is_supported(read.source))
		read.source = (struct bth_value){0};
	return read;
}

static void
check_source(struct bth_validation *validation, struct bth_value source)
{
	struct bth_value group = bth_get(source, "apiGroup"), kind = bth_get(source, "kind");

	if (!bth_is_map(source))
		return;
	bth_check_required(validation, source, "name");
	bth_check_required(validation, source, "kind");
	if (bth_check_text(group).len) {
		bth_check_format(validation, group, BTH_FORMAT_SUBDOMAIN);
	} else if (bth_check_text(kind).len &&
		!bth_str_is(bth_check_text(kind), "PersistentVolumeClaim")) {
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_field_value_wrong, kind,
			"without an 'apiGroup', only a PersistentVolumeClaim can be a source of "
			"data, and no '%.*s'", BTH_STR_ARG(bth_validation_shown(validation, kind)));

		finding->path = bth_path_of(validation->findings->arena, validation->root, source);
		bth_finding_fix(validation->findings, finding, "add the 'apiGroup' of the kind");
	}
}

/* Absent and empty are not the same group to the server. */
static bool
is_same(struct bth_value a, struct bth_value b)
{
	struct bth_value first = bth_get(a, "apiGroup"), second = bth_get(b, "apiGroup");

	return bth_is_unset(first) == bth_is_unset(second) &&
		bth_str_eq(bth_check_text(first), bth_check_text(second)) &&
		bth_str_eq(bth_check_text(bth_get(a, "kind")),
			bth_check_text(bth_get(b, "kind"))) &&
		bth_str_eq(bth_check_text(bth_get(a, "name")),
			bth_check_text(bth_get(b, "name")));
}

static void
check_both(struct bth_validation *validation, const struct sources *sources)
{
	struct bth_value namespace = bth_get(sources->ref, "namespace");
	bool elsewhere = bth_check_text(namespace).len > 0;

	if (!bth_is_map(sources->source) || !bth_is_map(sources->ref))
		return;
	if (!elsewhere && is_same(sources->source, sources->ref))
		return;
	struct bth_finding *finding = bth_validation_report(validation, &bth_rule_field_value_wrong,
		sources->source,
		elsewhere ? "'dataSource' may not stand beside a 'dataSourceRef' with a namespace" :
			    "'dataSource' and 'dataSourceRef' name different sources");
	bth_finding_note(validation->findings, finding, bth_span(sources->ref),
		"the 'dataSourceRef' is here");
	bth_finding_fix(validation->findings, finding, "keep 'dataSourceRef' alone");
	finding->path = bth_path_of(validation->findings->arena, validation->root, sources->spec);
}

void
bth_check_claim(struct bth_validation *validation, struct bth_value value)
{
	struct sources sources = read_sources(validation, value);

	check_size(validation, value);
	check_source(validation, sources.source);
	check_source(validation, sources.ref);
	if (bth_is_string(bth_get(sources.ref, "namespace")) && bth_is_map(sources.ref))
		bth_check_format(validation, bth_get(sources.ref, "namespace"), BTH_FORMAT_LABEL);
	check_both(validation, &sources);
}
