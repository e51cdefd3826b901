/*
 * field_ref.c - what variables and files take from their pod: validateObjectFieldSelector,
 * validateContainerResourceFieldSelector
 */

#include "apis/field_ref.h"

#include "kube/quantity_read.h"

/* ---- fieldRef ---- */

/* Fields that can be taken as a whole; labels and annotations one by one by any. */
static const struct {
	const char *path;
	unsigned users; /* bits 1 << bth_ref_user */
	int since;
} fields[] = {
	{"metadata.annotations", 1 << BTH_FOR_FILE, 0},
	{"metadata.labels", 1 << BTH_FOR_FILE, 0},
	{"metadata.name", 1 << BTH_FOR_FILE | 1 << BTH_FOR_VARIABLE, 0},
	{"metadata.namespace", 1 << BTH_FOR_FILE | 1 << BTH_FOR_VARIABLE, 0},
	{"metadata.uid", 1 << BTH_FOR_FILE | 1 << BTH_FOR_VARIABLE, 0},
	{"spec.host", 1 << BTH_FOR_VARIABLE, 0}, /* what nodeName was called before v1 */
	{"spec.nodeName", 1 << BTH_FOR_VARIABLE, 0},
	{"spec.serviceAccountName", 1 << BTH_FOR_VARIABLE, 0},
	{"status.hostIP", 1 << BTH_FOR_VARIABLE, 0},
	{"status.hostIPs", 1 << BTH_FOR_VARIABLE, 29},
	{"status.podIP", 1 << BTH_FOR_VARIABLE, 0},
	{"status.podIPs", 1 << BTH_FOR_VARIABLE, 0},
};

static const struct {
	const char *noun, *fix;
} users[] = {
	[BTH_FOR_VARIABLE] = {"a variable",
		"take metadata.name, .namespace, .uid, .labels['KEY'] or .annotations['KEY'], "
		"spec.nodeName, spec.serviceAccountName, or status.hostIP(s), .podIP(s)"},
	[BTH_FOR_FILE] = {"a file",
		"take metadata.name, .namespace, .uid, .labels, .labels['KEY'], .annotations or "
		".annotations['KEY']"},
};

static bool
is_field(const struct bth_validation *validation, struct bth_str path, enum bth_ref_user user)
{
	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
		if (bth_str_is(path, fields[i].path))
			return fields[i].users & 1u << user && fields[i].since <= validation->minor;
	return false;
}

/* metadata.labels['app'] as metadata.labels and app; false when it is no such path. */
static bool
split_subscript(struct bth_str *before, struct bth_str *inside, struct bth_str path)
{
	if (!bth_str_ends(path, "']"))
		return false;
	for (size_t i = 1; i + 3 < path.len + 1; i++) {
		if (path.at[i] != '[' || path.at[i + 1] != '\'' || i + 2 > path.len - 2)
			continue;
		*before = bth_str_sub(path, 0, i);
		*inside = bth_str_sub(path, i + 2, path.len - 2 - (i + 2));
		return true;
	}
	return false;
}

static void
check_subscript(struct bth_validation *validation, struct bth_value ref, struct bth_value path,
	enum bth_format format, struct bth_str key)
{
	struct bth_arena *arena = validation->findings->arena;
	const char *fault = bth_format_check(arena, format, key, validation->minor);

	if (!fault)
		return;
	struct bth_finding *finding = bth_validation_report(validation, &bth_rule_label_malformed,
		path, "'%.*s' is no key that a label or annotation can have: %s", BTH_STR_ARG(key),
		fault);
	finding->path = bth_path_of(arena, validation->root, ref);
}

void
bth_check_field_ref(struct bth_validation *validation, struct bth_value ref,
	enum bth_ref_user user)
{
	struct bth_value path = bth_get(ref, "fieldPath");
	struct bth_str version = bth_check_text(bth_get(ref, "apiVersion")), before, inside;

	if (!bth_is_string(path) || !bth_text(path).len)
		return;
	if (version.len && !bth_str_is(version, "v1")) {
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_field_value_wrong, bth_get(ref, "apiVersion"),
			"fields are taken from pods of apiVersion 'v1' only");

		finding->path = bth_path_of(validation->findings->arena, validation->root, path);
		return;
	}
	bool subscript = split_subscript(&before, &inside, bth_text(path));
	if (subscript && bth_str_is(before, "metadata.labels"))
		check_subscript(validation, ref, path, BTH_FORMAT_LABEL_KEY, inside);
	else if (subscript && bth_str_is(before, "metadata.annotations"))
		check_subscript(validation, ref, path, BTH_FORMAT_ANNOTATION_KEY, inside);
	else if (subscript || !is_field(validation, bth_text(path), user)) {
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_field_value_unknown, path, "%s cannot take '%.*s' from its pod",
			users[user].noun, BTH_STR_ARG(bth_validation_shown(validation, path)));

		bth_finding_fix(validation->findings, finding, "%s", users[user].fix);
	}
}

/* ---- resourceFieldRef ---- */

static bool
is_word(struct bth_str text, const char *const *words)
{
	for (; *words; words++)
		if (bth_str_is(text, *words))
			return true;
	return false;
}

static bool
is_resource(struct bth_str resource)
{
	static const char *const names[] = {"limits.cpu", "limits.ephemeral-storage",
		"limits.memory", "requests.cpu", "requests.ephemeral-storage", "requests.memory",
		NULL};

	return is_word(resource, names) || bth_str_starts(resource, "limits.hugepages-") ||
		bth_str_starts(resource, "requests.hugepages-");
}

static void
check_divisor(struct bth_validation *validation, struct bth_value divisor, bool cpu)
{
	static const char *const of_cpu[] = {"1m", "1", NULL};
	static const char *const of_bytes[] = {"1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki",
		"1Mi", "1Gi", "1Ti", "1Pi", "1Ei", NULL};
	struct bth_arena *arena = validation->findings->arena;
	struct bth_quantity quantity;

	if (bth_is_unset(divisor) || !bth_quantity_read(&quantity, arena, divisor) ||
		quantity.nano == 0)
		return;
	struct bth_str text = bth_quantity_stored(arena, bth_quantity_text(arena, divisor));
	if (is_word(text, cpu ? of_cpu : of_bytes))
		return;
	struct bth_finding *finding = bth_validation_report(validation, &bth_rule_field_value_wrong,
		divisor, "%s cannot be counted in units of '%.*s'", cpu ? "cpu" : "bytes",
		BTH_STR_ARG(bth_validation_shown(validation, divisor)));
	bth_finding_fix(validation->findings, finding,
		cpu ? "take 1 or 1m" : "take 1, or one of a unit: 1k, 1Mi, 1Gi and so on");
}

void
bth_check_resource_ref(struct bth_validation *validation, struct bth_value ref,
	enum bth_ref_user user)
{
	struct bth_value resource = bth_get(ref, "resource");
	struct bth_str name = bth_text(resource);

	if (!bth_is_string(resource) || !name.len)
		return;
	if (!is_resource(name)) {
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_field_value_unknown, resource,
			"%s cannot take '%.*s' of a container", users[user].noun,
			BTH_STR_ARG(bth_validation_shown(validation, resource)));

		bth_finding_fix(validation->findings, finding,
			"write 'limits.' or 'requests.' and cpu, memory, ephemeral-storage or a "
			"hugepages-SIZE");
		return;
	}
	check_divisor(validation, bth_get(ref, "divisor"), bth_str_ends(name, ".cpu"));
}
