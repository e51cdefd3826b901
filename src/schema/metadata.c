/* metadata.c - names, labels, annotations and owners, as every kind has them */

#include "schema/validation.h"

#include "kube/name.h"
#include "rules.h"
#include "schema/formats.h"

enum { ANNOTATIONS_MOST = 256 * 1024 };

/* A kind, or all of a group ("" for its name), from a minor on. */
struct kinds {
	const char *group, *kind;
	int since;
};

static bool
is_one_of(const struct bth_validation *validation, const struct kinds *list, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (bth_str_is(validation->kind.group, list[i].group) &&
			(!*list[i].kind || bth_str_is(validation->kind.kind, list[i].kind)) &&
			list[i].since <= validation->minor)
			return true;
	return false;
}

/* The names of kinds that are no DNS subdomains, from which minor on. */
static const struct {
	struct kinds kinds;
	enum bth_format format; /* BTH_FORMAT_NONE: its metadata is not looked at */
} grammars[] = {
	{{"", "Binding", 0}, BTH_FORMAT_NONE},
	{{"", "ComponentStatus", 0}, BTH_FORMAT_NONE},
	{{"", "Event", 0}, BTH_FORMAT_PATH_SEGMENT},
	{{"", "Namespace", 0}, BTH_FORMAT_LABEL},
	{{"", "Service", 0}, BTH_FORMAT_LABEL_1035},
	{{"", "Service", 36}, BTH_FORMAT_LABEL},
	{{"apiregistration.k8s.io", "APIService", 0}, BTH_FORMAT_PATH_SEGMENT},
	{{"apps", "StatefulSet", 27}, BTH_FORMAT_LABEL},
	{{"authentication.k8s.io", "", 0}, BTH_FORMAT_NONE},
	{{"authorization.k8s.io", "", 0}, BTH_FORMAT_NONE},
	{{"autoscaling", "Scale", 0}, BTH_FORMAT_NONE},
	{{"certificates.k8s.io", "CertificateSigningRequest", 0}, BTH_FORMAT_PATH_SEGMENT},
	{{"certificates.k8s.io", "ClusterTrustBundle", 0}, BTH_FORMAT_PATH_SEGMENT},
	{{"coordination.k8s.io", "LeaseCandidate", 0}, BTH_FORMAT_CONFIG_KEY},
	{{"internal.apiserver.k8s.io", "", 0}, BTH_FORMAT_PATH_SEGMENT},
	{{"networking.k8s.io", "IPAddress", 0}, BTH_FORMAT_PATH_SEGMENT},
	{{"policy", "Eviction", 0}, BTH_FORMAT_NONE},
	{{"policy", "PodDisruptionBudget", 0}, BTH_FORMAT_PATH_SEGMENT},
	{{"rbac.authorization.k8s.io", "", 0}, BTH_FORMAT_PATH_SEGMENT},
};

static enum bth_format
grammar_of(const struct bth_validation *validation)
{
	enum bth_format format = BTH_FORMAT_SUBDOMAIN;

	for (size_t i = 0; i < sizeof grammars / sizeof grammars[0]; i++)
		if (is_one_of(validation, &grammars[i].kinds, 1))
			format = grammars[i].format;
	return format;
}

/* What the server appends to generateName; the result has to be a name, too. */
static struct bth_str
generated(struct bth_arena *arena, struct bth_str prefix)
{
	return bth_str_printf(arena, "%.*sxxxxx", prefix.len > 58 ? 58 : (int)prefix.len, prefix.at);
}

static void
check_name(struct bth_validation *validation, struct bth_value value, struct bth_str name,
	enum bth_format format)
{
	const char *fault = bth_format_check(validation->findings->arena, format, name,
		validation->minor);

	/* whatever the kind: a name is part of a URL */
	if (!fault)
		fault = bth_format_check(validation->findings->arena, BTH_FORMAT_PATH_SEGMENT, name,
			validation->minor);
	if (fault)
		bth_validation_report(validation, &bth_rule_object_name_malformed, value,
			"'%.*s' is no valid name for %s: %s",
			BTH_STR_ARG(bth_validation_shown(validation, value)),
			bth_validation_kind(validation), fault);
}

/*
 * Names that leave no room for what controllers append, or for the label they become. @text
 * is the name that @value, the name or its prefix, leads to.
 */
static void
check_length(struct bth_validation *validation, struct bth_value value, struct bth_str text)
{
	enum { CRON_JOB_MOST = 52, JOB_MOST = 63 };
	bool batch = bth_str_is(validation->kind.group, "batch");
	bool cron_job = batch && bth_str_is(validation->kind.kind, "CronJob");
	bool job = batch && bth_str_is(validation->kind.kind, "Job") &&
		!bth_is_true(bth_dig(validation->root, "spec.manualSelector"), false);

	if (!(cron_job && text.len > CRON_JOB_MOST) && !(job && text.len > JOB_MOST))
		return;
	struct bth_finding *finding = bth_validation_report(validation,
		&bth_rule_object_name_malformed, value,
		"the name of %s can have %d bytes, and this has %zu",
		bth_validation_kind(validation), cron_job ? CRON_JOB_MOST : JOB_MOST, text.len);
	/* that of a Job is found in the labels that the server adds */
	finding->path = job ? "spec.template.labels" : "metadata.name";
}

/* Whether the prefix is looked at as it is, and not only what is made of it. */
static bool
has_prefix_grammar(const struct bth_validation *validation, enum bth_format format)
{
	if (format == BTH_FORMAT_PATH_SEGMENT) /* more behind '.' and '..' makes them fine */
		return bth_str_is(validation->kind.group, "rbac.authorization.k8s.io");
	return !bth_str_is(validation->kind.kind, "ReplicationController") ||
		validation->minor < 36;
}

/* A '-' at the end is fine, as more comes behind it (maskTrailingDash). */
static bool
check_prefix(struct bth_validation *validation, struct bth_value prefix, enum bth_format format)
{
	struct bth_arena *arena = validation->findings->arena;
	struct bth_str text = bth_text(prefix);
	bool dash = text.len > 1 && text.at[text.len - 1] == '-';
	size_t from = validation->findings->list.len;

	if (!has_prefix_grammar(validation, format))
		check_name(validation, prefix, generated(arena, text), BTH_FORMAT_PATH_SEGMENT);
	else
		check_name(validation, prefix,
			dash ? bth_str_printf(arena, "%.*sa", (int)text.len - 2, text.at) : text,
			format);
	return validation->findings->list.len == from;
}

/* The name that is made of a good prefix, which the server finds in the name. */
static void
check_generated(struct bth_validation *validation, struct bth_value prefix,
	enum bth_format format)
{
	struct bth_str name = generated(validation->findings->arena, bth_text(prefix));
	size_t from = validation->findings->list.len;

	check_name(validation, prefix, name, format);
	for (size_t i = from; i < validation->findings->list.len; i++)
		validation->findings->list.items[i]->path = "metadata.name";
	check_length(validation, prefix, name);
}

static void
check_names(struct bth_validation *validation, struct bth_value metadata, enum bth_format format)
{
	struct bth_value name = bth_get(metadata, "name");
	struct bth_value prefix = bth_get(metadata, "generateName");
	bool named = bth_is_string(name) && bth_text(name).len;

	if (named) {
		check_name(validation, name, bth_text(name), format);
		check_length(validation, name, bth_text(name));
	}
	if (bth_is_string(prefix) && bth_text(prefix).len) {
		if (check_prefix(validation, prefix, format) && !named)
			check_generated(validation, prefix, format);
	} else if (!named && (bth_is_unset(name) || bth_is_string(name)) &&
		!bth_str_is(validation->kind.kind, "LimitRange")) { /* is given one */
		bth_validation_report_missing(validation, &bth_rule_field_missing,
			bth_is_map(metadata) ? metadata : validation->root,
			bth_is_map(metadata) ? BTH_STR("name") : BTH_STR("metadata.name"),
			"the %s has no name", validation->kind.kind.at);
	}
}

static void
check_namespace(struct bth_validation *validation, struct bth_value namespace)
{
	if (!validation->kind.namespaced || !bth_is_string(namespace) || !bth_text(namespace).len)
		return; /* one for a kind without namespaces is ignored */
	const char *fault = bth_format_check(validation->findings->arena, BTH_FORMAT_LABEL,
		bth_text(namespace), validation->minor);
	if (fault)
		bth_validation_report(validation, &bth_rule_object_name_malformed, namespace,
			"'%.*s' is no valid namespace: %s",
			BTH_STR_ARG(bth_validation_shown(validation, namespace)), fault);
}

/* The server names the map, whichever of its keys it is about. */
static void
check_key(struct bth_validation *validation, struct bth_value map, struct bth_value key,
	enum bth_format format, const char *noun)
{
	const char *fault = bth_format_check(validation->findings->arena, format, bth_text(key),
		validation->minor);

	if (!fault)
		return;
	struct bth_finding *finding = bth_validation_report(validation, &bth_rule_label_malformed,
		key, "'%.*s' is no valid %s: %s", BTH_STR_ARG(bth_validation_shown(validation, key)),
		noun, fault);
	finding->path = bth_path_of(validation->findings->arena, validation->root, map);
}

void
bth_validate_labels(struct bth_validation *validation, struct bth_value map)
{
	for (struct bth_value key = bth_first(map); bth_exists(key) && bth_is_map(map);
		key = bth_next(key)) {
		check_key(validation, map, key, BTH_FORMAT_LABEL_KEY, "label key");
		if (bth_is_string(bth_under(key)))
			check_key(validation, map, bth_under(key), BTH_FORMAT_LABEL_VALUE,
				"label value");
	}
}

void
bth_validate_annotations(struct bth_validation *validation, struct bth_value map)
{
	size_t size = 0;

	for (struct bth_value key = bth_first(map); bth_exists(key) && bth_is_map(map);
		key = bth_next(key)) {
		check_key(validation, map, key, BTH_FORMAT_ANNOTATION_KEY, "annotation key");
		size += bth_text(key).len + bth_text(bth_under(key)).len;
	}
	if (size > ANNOTATIONS_MOST)
		bth_validation_report_missing(validation, &bth_rule_annotation_too_large, map,
			(struct bth_str){0}, "the annotations are %zu bytes, and %d are allowed",
			size, ANNOTATIONS_MOST);
}

/* What schema.ParseGroupVersion finds a version in: V or GROUP/V. */
static bool
has_version(struct bth_str text)
{
	size_t slash = bth_str_find(text, '/');

	return slash == SIZE_MAX || (slash + 1 < text.len && bth_str_rfind(text, '/') == slash);
}

/* An event owns nothing, and an apiVersion has a version in it. */
static void
check_owner_kind(struct bth_validation *validation, struct bth_value owner)
{
	struct bth_value version = bth_get(owner, "apiVersion");

	if (bth_is_string(version) && !has_version(bth_text(version)))
		bth_validation_report(validation, &bth_rule_field_value_wrong, version,
			"'%.*s' of the owner has no version: it has to be VERSION or GROUP/VERSION",
			BTH_STR_ARG(bth_validation_shown(validation, version)));
	if (bth_str_is(bth_text(version), "v1") &&
		bth_str_is(bth_text(bth_get(owner, "kind")), "Event"))
		bth_validation_report(validation, &bth_rule_field_value_wrong, owner,
			"an Event cannot be an owner");
}

static void
check_owner(struct bth_validation *validation, struct bth_value owner)
{
	static const char *const keys[] = {"apiVersion", "kind", "name", "uid"};

	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		struct bth_value value = bth_get(owner, keys[i]);

		if (bth_is_unset(value))
			bth_validation_report_missing(validation, &bth_rule_field_missing, owner,
				bth_str(keys[i]), "the owner has no '%s'", keys[i]);
		else if (bth_is_string(value) && !bth_text(value).len)
			bth_validation_report(validation, &bth_rule_field_missing, value,
				"'%s' of the owner is empty", keys[i]);
	}
}

static void
check_owners(struct bth_validation *validation, struct bth_value owners)
{
	struct bth_value first = {0};

	for (struct bth_value i = bth_first(owners); bth_exists(i); i = bth_next(i)) {
		if (!bth_is_map(i) && !bth_is_null(i))
			continue;
		check_owner(validation, i);
		check_owner_kind(validation, i);
		if (!bth_is_true(bth_get(i, "controller"), false))
			continue;
		if (bth_exists(first)) {
			struct bth_finding *finding = bth_validation_report(validation,
				&bth_rule_field_value_wrong, bth_get(i, "controller"),
				"a second owner is the controller, too");
			bth_finding_note(validation->findings, finding,
				bth_span(bth_get(first, "controller")), "the first is here");
		}
		first = i;
	}
}

/*
 * Kinds that take finalizers without a domain, as they use a general validation, and all
 * that are not built in.
 */
static bool
takes_short_finalizers(const struct bth_validation *validation)
{
	static const struct kinds kinds[] = {
		{"", "Event", 0},
		{"admissionregistration.k8s.io", "", 0},
		{"apiextensions.k8s.io", "", 0},
		{"apiregistration.k8s.io", "", 0},
		{"coordination.k8s.io", "", 0},
		{"node.k8s.io", "", 0},
		{"policy", "", 0},
	};

	return !validation->kind.definition ||
		is_one_of(validation, kinds, sizeof kinds / sizeof kinds[0]);
}

static bool
has_domain(struct bth_str finalizer)
{
	static const char *const own[] = {"kubernetes", "orphan", "foregroundDeletion"};

	for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
		if (bth_str_is(finalizer, own[i]))
			return true;
	return bth_str_find(finalizer, '/') != SIZE_MAX;
}

/* Without a '/' only the three that Kubernetes itself made are taken. */
static void
check_finalizer(struct bth_validation *validation, struct bth_value item)
{
	struct bth_str text = bth_is_null(item) ? BTH_STR("") : bth_text(item);
	const char *fault = bth_format_check(validation->findings->arena, BTH_FORMAT_LABEL_KEY,
		text, validation->minor);

	if (!fault && !has_domain(text) && !takes_short_finalizers(validation))
		fault = "it has no domain and '/' before it";
	if (fault)
		bth_validation_report(validation, &bth_rule_field_value_wrong, item,
			"'%.*s' is no valid finalizer: %s",
			BTH_STR_ARG(bth_validation_shown(validation, item)), fault);
}

static void
check_finalizers(struct bth_validation *validation, struct bth_value finalizers)
{
	struct bth_value orphan = {0}, foreground = {0};

	for (struct bth_value i = bth_first(finalizers); bth_exists(i); i = bth_next(i)) {
		if (bth_is_string(i) || bth_is_null(i))
			check_finalizer(validation, i);
		if (bth_str_is(bth_text(i), "orphan"))
			orphan = i;
		if (bth_str_is(bth_text(i), "foregroundDeletion"))
			foreground = i;
	}
	if (bth_exists(orphan) && bth_exists(foreground))
		bth_validation_report(validation, &bth_rule_field_value_wrong, finalizers,
			"'orphan' and 'foregroundDeletion' cannot both be finalizers");
}

/* WarningsOnCreate of custom resources. */
static void
warn_finalizers(struct bth_validation *validation, struct bth_value finalizers)
{
	for (struct bth_value i = bth_first(finalizers);
		bth_is_list(finalizers) && bth_exists(i); i = bth_next(i)) {
		if (bth_name_check_qualified(bth_text(i)) || has_domain(bth_text(i)))
			continue;
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_field_value_wrong, i,
			"'%.*s' has no domain and '/' before it, so others may use it, too",
			BTH_STR_ARG(bth_validation_shown(validation, i)));
		finding->severity = BERTH_WARNING;
	}
}

/* Of most kinds it is set to 1 first; the others are looked at as they are. */
static void
check_generation(struct bth_validation *validation, struct bth_value generation)
{
	static const struct kinds keep[] = {
		{"", "", 0},
		{"apps", "ControllerRevision", 0},
		{"autoscaling", "", 0},
		{"certificates.k8s.io", "", 0},
		{"coordination.k8s.io", "", 0},
		{"events.k8s.io", "", 0},
		{"networking.k8s.io", "IPAddress", 0},
		{"networking.k8s.io", "ServiceCIDR", 0},
		{"node.k8s.io", "", 0},
		{"rbac.authorization.k8s.io", "", 0},
		{"resource.k8s.io", "ResourceClaim", 0},
		{"resource.k8s.io", "ResourceClaimTemplate", 0},
		{"storage.k8s.io", "", 0},
	};
	static const struct kinds reset[] = {
		{"", "Pod", 33},
		{"", "PodTemplate", 0},
		{"", "ReplicationController", 0},
	};
	static const struct bth_check check = {.flags = BTH_CHECK_LEAST};

	if (is_one_of(validation, keep, sizeof keep / sizeof keep[0]) &&
		!is_one_of(validation, reset, sizeof reset / sizeof reset[0]))
		bth_validate_range(validation, generation, &check);
}

/* The server names them spec.template.labels, without the metadata they stand in. */
static void
shorten_paths(struct bth_validation *validation, size_t from)
{
	for (size_t i = from; i < validation->findings->list.len; i++) {
		struct bth_finding *finding = validation->findings->list.items[i];
		const char *metadata = strstr(finding->path, "metadata.");

		finding->path = bth_arena_printf(validation->findings->arena, "%.*s%s",
			(int)(metadata - finding->path), finding->path,
			metadata + strlen("metadata."));
	}
}

/* A pod template's labels and annotations are looked at in every minor and kind. */
static void
check_template(struct bth_validation *validation)
{
	static const char *const paths[] = {"spec.template.metadata",
		"spec.jobTemplate.spec.template.metadata", "template.metadata"};
	static const char *const groups[] = {"", "apps", "batch"};
	size_t from = validation->findings->list.len;
	bool workload = false;

	for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++)
		workload |= bth_str_is(validation->kind.group, groups[i]);
	for (size_t i = 0; workload && i < sizeof paths / sizeof paths[0]; i++) {
		struct bth_value metadata = bth_dig(validation->root, paths[i]);

		bth_validate_labels(validation, bth_get(metadata, "labels"));
		bth_validate_annotations(validation, bth_get(metadata, "annotations"));
	}
	shorten_paths(validation, from);
}

/* The claims that a StatefulSet makes become volumes of its pods, by the template's name. */
static void
check_claim_templates(struct bth_validation *validation)
{
	struct bth_arena *arena = validation->findings->arena;
	struct bth_value templates = bth_dig(validation->root, "spec.volumeClaimTemplates");
	size_t index = 0;

	if (!bth_str_is(validation->kind.kind, "StatefulSet") || validation->minor < 34 ||
		!bth_is_list(templates))
		return;
	for (struct bth_value i = bth_first(templates); bth_exists(i); i = bth_next(i), index++) {
		struct bth_value name = bth_dig(i, "metadata.name");
		struct bth_finding *finding = NULL;
		const char *fault = bth_name_check_label(bth_text(name));

		if (bth_is_unset(name) || (bth_is_string(name) && !bth_text(name).len))
			finding = bth_validation_report_missing(validation, &bth_rule_field_missing, i,
				BTH_STR("metadata.name"), "the claim template has no name");
		else if (bth_is_string(name) && fault)
			finding = bth_validation_report(validation, &bth_rule_object_name_malformed,
				name, "'%.*s' is no valid name for a volume: %s",
				BTH_STR_ARG(bth_text(name)), fault);
		if (finding) /* the server finds it in the volume that it makes of it */
			finding->path =
				bth_arena_printf(arena, "spec.template.spec.volumes[%zu].name", index);
	}
}

static bool
is_readable(struct bth_value metadata)
{
	return !bth_exists(metadata) || bth_is_map(metadata) || bth_is_null(metadata);
}

/* What all kinds have in common. */
static void
check_common(struct bth_validation *validation, struct bth_value metadata)
{
	check_namespace(validation, bth_get(metadata, "namespace"));
	bth_validate_labels(validation, bth_get(metadata, "labels"));
	bth_validate_annotations(validation, bth_get(metadata, "annotations"));
	if (bth_is_list(bth_get(metadata, "ownerReferences")))
		check_owners(validation, bth_get(metadata, "ownerReferences"));
	if (bth_is_list(bth_get(metadata, "finalizers")))
		check_finalizers(validation, bth_get(metadata, "finalizers"));
}

void
bth_validate_custom_metadata(struct bth_validation *validation, struct bth_value object)
{
	struct bth_value metadata = bth_get(object, "metadata"), name = bth_get(metadata, "name");
	bool embedded = object.at != validation->root.at;

	if (!is_readable(metadata))
		return;
	if (!embedded)
		check_names(validation, metadata, BTH_FORMAT_SUBDOMAIN);
	else if (bth_is_string(name) && bth_text(name).len)
		check_name(validation, name, bth_text(name), BTH_FORMAT_PATH_SEGMENT);
	check_common(validation, metadata);
	if (!embedded)
		warn_finalizers(validation, bth_get(metadata, "finalizers"));
}

void
bth_validate_metadata(struct bth_validation *validation)
{
	struct bth_value metadata = bth_get(validation->root, "metadata");
	enum bth_format format = grammar_of(validation);

	if (format == BTH_FORMAT_NONE || !is_readable(metadata))
		return;
	check_names(validation, metadata, format);
	check_common(validation, metadata);
	check_generation(validation, bth_get(metadata, "generation"));
	check_template(validation);
	check_claim_templates(validation);
}
