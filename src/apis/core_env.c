/* core_env.c - environment variables: ValidateEnv, ValidateEnvFrom and what they call */

#include "apis/checks.h"
#include "kube/quantity_read.h"

/* The minors from which sources are looked at that came behind a gate. */
enum { FILES_SINCE = 35, HOST_IPS_SINCE = 29 };

static size_t
count_set(struct bth_value map, const char *const *names)
{
	size_t count = 0;

	for (; *names; names++)
		count += !bth_is_unset(bth_get(map, *names));
	return count;
}

void
bth_check_env(struct bth_validation *validation, struct bth_value value)
{
	static const char *const sources[] = {"configMapKeyRef", "fieldRef", "resourceFieldRef",
		"secretKeyRef", NULL};
	struct bth_value from = bth_get(value, "valueFrom");
	size_t count = count_set(from, sources);

	if (!bth_is_map(from))
		return;
	if (validation->minor >= FILES_SINCE)
		count += !bth_is_unset(bth_get(from, "fileKeyRef"));
	if (count == 0)
		bth_validation_report(validation, &bth_rule_field_value_wrong, from,
			"'valueFrom' says no source of the value");
	else if (bth_text(bth_get(value, "value")).len)
		bth_validation_report(validation, &bth_rule_field_value_wrong, from,
			"'valueFrom' may not stand beside 'value'");
	else if (count > 1)
		bth_validation_report(validation, &bth_rule_field_value_wrong, from,
			"'valueFrom' has %zu sources, and may have one only", count);
}

void
bth_check_env_from(struct bth_validation *validation, struct bth_value value)
{
	static const char *const sources[] = {"configMapRef", "secretRef", NULL};
	size_t count = count_set(value, sources);

	if (count == 0)
		bth_validation_report(validation, &bth_rule_field_value_wrong, value,
			"this takes variables from nowhere: it has neither 'configMapRef' nor "
			"'secretRef'");
	else if (count > 1)
		bth_validation_report(validation, &bth_rule_field_value_wrong, value,
			"this has both 'configMapRef' and 'secretRef', and may have one only");
}

/* ---- fieldRef ---- */

static bool
is_field(const struct bth_validation *validation, struct bth_str path)
{
	static const char *const fields[] = {"metadata.name", "metadata.namespace", "metadata.uid",
		"spec.host", "spec.nodeName", "spec.serviceAccountName", "status.hostIP",
		"status.podIP", "status.podIPs"};

	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
		if (bth_str_is(path, fields[i]))
			return true;
	return bth_str_is(path, "status.hostIPs") && validation->minor >= HOST_IPS_SINCE;
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

static void
check_field_ref(struct bth_validation *validation, struct bth_value ref)
{
	struct bth_value path = bth_get(ref, "fieldPath");
	struct bth_str version = bth_text(bth_get(ref, "apiVersion")), before, inside;

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
	else if (subscript || !is_field(validation, bth_text(path))) {
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_field_value_unknown, path,
			"a variable cannot take '%.*s' from its pod",
			BTH_STR_ARG(bth_validation_shown(validation, path)));

		bth_finding_fix(validation->findings, finding,
			"take metadata.name, .namespace, .uid, .labels['KEY'] or .annotations['KEY'], "
			"spec.nodeName, spec.serviceAccountName, or status.hostIP(s), .podIP(s)");
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
	static const char *const of_bytes[] = {"1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi",
		"1Gi", "1Ti", "1Pi", "1Ei", NULL};
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

static void
check_resource_ref(struct bth_validation *validation, struct bth_value ref)
{
	struct bth_value resource = bth_get(ref, "resource");
	struct bth_str name = bth_text(resource);

	if (!bth_is_string(resource) || !name.len)
		return;
	if (!is_resource(name)) {
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_field_value_unknown, resource,
			"a variable cannot take '%.*s' of its container",
			BTH_STR_ARG(bth_validation_shown(validation, resource)));

		bth_finding_fix(validation->findings, finding,
			"write 'limits.' or 'requests.' and cpu, memory, ephemeral-storage or a "
			"hugepages-SIZE");
		return;
	}
	check_divisor(validation, bth_get(ref, "divisor"), bth_str_ends(name, ".cpu"));
}

void
bth_check_env_source(struct bth_validation *validation, struct bth_value value)
{
	check_field_ref(validation, bth_get(value, "fieldRef"));
	check_resource_ref(validation, bth_get(value, "resourceFieldRef"));
	if (validation->minor >= FILES_SINCE)
		bth_check_no_backsteps(validation, bth_dig(value, "fileKeyRef.path"));
}
