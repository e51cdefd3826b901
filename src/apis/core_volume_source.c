/* core_volume_source.c - where a volume comes from, when that is a place in a network or a disk */

#include "apis/volumes.h"

#include <ctype.h>

/* Where both are the same but for one field, Kubernetes has two types: of pods, and of volumes. */

static void
report_wrong(struct bth_validation *validation, struct bth_value value, const char *what)
{
	bth_validation_report(validation, &bth_rule_field_value_wrong, value,
		"%s is '%.*s', but has to be %s", bth_validation_place(validation, value),
		BTH_STR_ARG(bth_validation_shown(validation, value)), what);
}

/* ---- directories ---- */

void
bth_check_path_source(struct bth_validation *validation, struct bth_value value)
{
	bth_check_no_backsteps(validation, bth_get(value, "path"));
}

void
bth_check_git(struct bth_validation *validation, struct bth_value value)
{
	bth_check_descending(validation, bth_get(value, "directory"));
}

void
bth_check_nfs(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value path = bth_get(value, "path");
	struct bth_str text = bth_check_text(path);

	if (text.len && !bth_str_starts(text, "/"))
		report_wrong(validation, path, "an absolute path");
}

/* ---- disks in a network ---- */

/* The server calls the field persistentDisk. */
void
bth_check_gce(struct bth_validation *validation, struct bth_value value)
{
	struct bth_arena *arena = validation->findings->arena;
	const char *path = bth_path_of(arena, validation->root, value);
	const char *last = strrchr(path, '.');
	size_t from = validation->findings->list.len;

	bth_check_required(validation, value, "pdName");
	bth_check_range(validation, bth_get(value, "partition"), 0, 255);
	if (last)
		bth_check_move_paths(validation, from, path,
			bth_arena_printf(arena, "%.*s.persistentDisk", (int)(last - path), path));
}

void
bth_check_fc(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value names = bth_get(value, "targetWWNs"), lun = bth_get(value, "lun");
	bool named = bth_size(names) > 0, wide = bth_size(bth_get(value, "wwids")) > 0;

	if (!named && !wide)
		bth_check_missing(validation, value, "targetWWNs");
	else if (named && wide)
		bth_validation_report(validation, &bth_rule_field_value_wrong, names,
			"'targetWWNs' may not stand beside 'wwids'");
	if (named && bth_is_unset(lun))
		bth_check_missing(validation, value, "lun");
	else if (named)
		bth_check_range(validation, lun, 0, 255);
}

void
bth_check_flocker(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value name = bth_get(value, "datasetName");
	bool named = bth_check_text(name).len > 0;
	bool known = bth_check_text(bth_get(value, "datasetUUID")).len > 0;

	if (named == known)
		bth_validation_report_missing(validation,
			named ? &bth_rule_field_value_wrong : &bth_rule_field_missing, value,
			(struct bth_str){0},
			named ? "the volume has both 'datasetName' and 'datasetUUID'" :
				"the volume has neither 'datasetName' nor 'datasetUUID'");
	if (bth_str_find(bth_check_text(name), '/') != SIZE_MAX)
		report_wrong(validation, name, "a name without '/'");
}

void
bth_check_glusterfs(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value namespace = bth_get(value, "endpointsNamespace");

	if (bth_is_string(namespace))
		bth_validate_format(validation, namespace, BTH_FORMAT_LABEL);
}

void
bth_check_azure_disk(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value kind = bth_get(value, "kind"), uri = bth_get(value, "diskURI");
	struct bth_str text = bth_check_text(uri);
	struct bth_str of = bth_is_unset(kind) ? BTH_STR("Shared") : bth_check_text(kind);
	const char *begin = bth_str_is(of, "Managed") ? "/subscriptions/" : "https://";

	if (text.len && !bth_str_starts(text, begin))
		bth_validation_report(validation, &bth_rule_field_value_unknown, uri,
			"'diskURI' of a disk of kind '%.*s' begins with '%s'", BTH_STR_ARG(of),
			begin);
}

void
bth_check_azure_file(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value namespace = bth_get(value, "secretNamespace");

	if (bth_is_string(namespace) && !bth_check_text(namespace).len)
		bth_check_required(validation, value, "secretNamespace");
}

/* ---- secrets, where they are not looked at more closely ---- */

void
bth_check_secret_name(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value secret = bth_get(value, "secretRef");

	if (bth_is_map(secret))
		bth_check_required(validation, secret, "name");
}

void
bth_check_secret_names(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value secret = bth_get(value, "secretRef");

	if (!bth_is_map(secret))
		return;
	bth_check_required(validation, secret, "name");
	bth_check_required(validation, secret, "namespace");
}

/* ---- flexVolume ---- */

static bool
is_reserved(struct bth_arena *arena, struct bth_str key)
{
	struct bth_str namespace = bth_str_sub(key, 0, bth_str_find(key, '/'));
	char *lower = bth_arena_printf(arena, ".%.*s", BTH_STR_ARG(namespace));

	for (char *c = lower; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	return bth_str_ends(bth_str(lower), ".kubernetes.io") ||
		bth_str_ends(bth_str(lower), ".k8s.io");
}

void
bth_check_flex(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value options = bth_get(value, "options");

	for (struct bth_value key = bth_first(options); bth_is_map(options) && bth_exists(key);
		key = bth_next(key)) {
		if (!is_reserved(validation->findings->arena, bth_text(key)))
			continue;
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_field_value_wrong, key,
			"the option '%.*s' is in a namespace that Kubernetes keeps to itself",
			BTH_STR_ARG(bth_text(key)));
		finding->path = bth_arena_printf(validation->findings->arena, "%s[%.*s]",
			bth_path_of(validation->findings->arena, validation->root, options),
			BTH_STR_ARG(bth_text(key)));
	}
}

/* ---- quobyte ---- */

/* HOST:PORT or [HOST]:PORT, of which neither is looked at (net.SplitHostPort). */
static bool
is_address(struct bth_str text)
{
	size_t colon = bth_str_rfind(text, ':');

	if (colon == SIZE_MAX)
		return false;
	struct bth_str host = bth_str_sub(text, 0, colon);
	struct bth_str port = bth_str_sub(text, colon + 1, SIZE_MAX);
	if (bth_str_starts(host, "[")) {
		if (bth_str_find(host, ']') != host.len - 1)
			return false;
		host = bth_str_sub(host, 1, host.len - 2);
	} else if (bth_str_find(host, ':') != SIZE_MAX || bth_str_find(host, ']') != SIZE_MAX) {
		return false;
	}
	return bth_str_find(host, '[') == SIZE_MAX && bth_str_find(port, '[') == SIZE_MAX &&
		bth_str_find(port, ']') == SIZE_MAX;
}

static bool
are_addresses(struct bth_str list)
{
	size_t comma;

	while ((comma = bth_str_find(list, ',')) != SIZE_MAX) {
		if (!is_address(bth_str_sub(list, 0, comma)))
			return false;
		list = bth_str_sub(list, comma + 1, SIZE_MAX);
	}
	return is_address(list);
}

void
bth_check_quobyte(struct bth_validation *validation, struct bth_value value)
{
	enum { TENANT_MOST = 64 };
	struct bth_value registry = bth_get(value, "registry"), tenant = bth_get(value, "tenant");

	if (!bth_is_string(registry) || !bth_check_text(registry).len)
		return;
	if (bth_check_text(tenant).len > TENANT_MOST)
		bth_check_length(validation, tenant, TENANT_MOST);
	else if (!are_addresses(bth_check_text(registry)))
		report_wrong(validation, registry,
			"HOST:PORT, or several with commas between them");
}
