/*
 * core_pod_annotations.c - annotations of pods that mean something, and the fields that came
 * in their place: ValidatePodSpecificAnnotations, validateSeccompAnnotationsAndFields,
 * validateAppArmorAnnotationsAndFieldsMatchOnCreate
 */

#include "apis/pod.h"

#define MIRROR "kubernetes.io/config.mirror"
#define DELETION_COST "controller.kubernetes.io/pod-deletion-cost"
#define SECCOMP_POD "seccomp.security.alpha.kubernetes.io/pod"
#define SECCOMP_CONTAINER "container.seccomp.security.alpha.kubernetes.io/"
#define APP_ARMOR_CONTAINER "container.apparmor.security.beta.kubernetes.io/"
#define TOLERATIONS "scheduler.alpha.kubernetes.io/tolerations"
#define LOCALHOST "localhost/"

enum { APP_ARMOR_SINCE = 30 };

/* The parts of a pod or of a template, and where the server says its annotations stand. */
struct pod {
	struct bth_validation *validation;
	struct bth_value spec, annotations;
	const char *at;
};

/* Reports at the annotation @key, which to the server is a field in some messages. */
static void
report(const struct pod *pod, struct bth_value key, bool as_field, const char *message)
{
	struct bth_arena *arena = pod->validation->findings->arena;
	struct bth_finding *finding = bth_validation_report(pod->validation,
		&bth_rule_field_value_wrong, bth_under(key), "the annotation '%.*s' %s",
		BTH_STR_ARG(bth_text(key)), message);

	finding->path = bth_arena_printf(arena, as_field ? "%s.%.*s" : "%s[%.*s]", pod->at,
		BTH_STR_ARG(bth_text(key)));
}

/* ---- annotations by themselves ---- */

static bool
is_cost(struct bth_str text)
{
	int64_t cost;

	if (!text.len || text.at[0] == '+' || (text.at[0] == '0' && text.len > 1))
		return false;
	return bth_str_to_i64(&cost, text) && cost >= INT32_MIN && cost <= INT32_MAX;
}

static bool
has_backsteps(struct bth_str path)
{
	size_t slash;

	while ((slash = bth_str_find(path, '/')) != SIZE_MAX) {
		if (bth_str_is(bth_str_sub(path, 0, slash), ".."))
			return true;
		path = bth_str_sub(path, slash + 1, SIZE_MAX);
	}
	return bth_str_is(path, "..");
}

static bool
is_seccomp(struct bth_str profile)
{
	if (!bth_str_starts(profile, LOCALHOST))
		return bth_str_is(profile, "runtime/default") ||
			bth_str_is(profile, "docker/default") || bth_str_is(profile, "unconfined");
	struct bth_str path = bth_str_sub(profile, strlen(LOCALHOST), SIZE_MAX);
	return !bth_str_starts(path, "/") && !has_backsteps(path);
}

static bool
is_app_armor(struct bth_str profile)
{
	return !profile.len || bth_str_is(profile, "runtime/default") ||
		bth_str_is(profile, "unconfined") || bth_str_starts(profile, LOCALHOST);
}

static bool
has_container(struct bth_value spec, struct bth_str name)
{
	for (struct bth_pod_container c = bth_pod_container_first(spec); bth_exists(c.at);
		c = bth_pod_container_next(c))
		if (bth_str_eq(bth_check_text(bth_get(c.at, "name")), name))
			return true;
	return false;
}

static void
check_app_armor(const struct pod *pod, struct bth_value key)
{
	struct bth_str name = bth_str_sub(bth_text(key), strlen(APP_ARMOR_CONTAINER), SIZE_MAX);

	if (!has_container(pod->spec, name))
		report(pod, key, false, "is for a container that there is not");
	if (!is_app_armor(bth_text(bth_under(key))))
		report(pod, key, false,
			"has to be 'runtime/default', 'unconfined' or 'localhost/PROFILE'");
}

static void
check_annotation(const struct pod *pod, struct bth_value key)
{
	struct bth_str name = bth_text(key), value = bth_text(bth_under(key));
	bool seccomp = bth_str_is(name, SECCOMP_POD) || bth_str_starts(name, SECCOMP_CONTAINER);

	if (!bth_is_string(bth_under(key)) && !bth_is_null(bth_under(key)))
		return;
	if (bth_str_is(name, MIRROR) && !bth_check_text(bth_get(pod->spec, "nodeName")).len)
		report(pod, key, false, "needs 'spec.nodeName'");
	else if (bth_str_is(name, DELETION_COST) && !is_cost(value))
		report(pod, key, false, "has to be a whole number of 32 bits");
	else if (seccomp && !is_seccomp(value))
		report(pod, key, true,
			"has to be 'runtime/default', 'unconfined' or 'localhost/PATH'");
	else if (bth_str_starts(name, APP_ARMOR_CONTAINER))
		check_app_armor(pod, key);
	else if (bth_str_is(name, TOLERATIONS) && value.len &&
		!bth_check_is_json(pod->validation, value, '['))
		report(pod, key, false, "is no list in JSON");
}

static void
check_annotations(const struct pod *pod)
{
	for (struct bth_value key = bth_first(pod->annotations);
		bth_is_map(pod->annotations) && bth_exists(key); key = bth_next(key))
		check_annotation(pod, key);
}

/* ---- annotations beside fields ---- */

/* The field of @profile that says something else than @annotation, or NULL. */
static const char *
find_mismatch(struct bth_value profile, struct bth_str annotation, bool seccomp)
{
	struct bth_str type = bth_check_text(bth_get(profile, "type"));
	struct bth_value file = bth_get(profile, "localhostProfile");
	struct bth_str named = bth_str_sub(annotation, strlen(LOCALHOST), SIZE_MAX);

	if (bth_str_is(type, "Unconfined"))
		return bth_str_is(annotation, "unconfined") ? NULL : "type";
	if (bth_str_is(type, "RuntimeDefault"))
		return bth_str_is(annotation, "runtime/default") ||
				(seccomp && bth_str_is(annotation, "docker/default")) ?
			NULL :
			"type";
	if (!bth_str_is(type, "Localhost"))
		return NULL;
	if (!bth_str_starts(annotation, LOCALHOST))
		return "type";
	return !bth_is_unset(file) && bth_str_eq(bth_text(file), named) ? NULL :
									  "localhostProfile";
}

/* Compares the profile that holds for @owner, which may stand in @profile's place above it. */
static void
check_match(const struct pod *pod, struct bth_value owner, const char *field,
	struct bth_value profile, struct bth_str key)
{
	struct bth_arena *arena = pod->validation->findings->arena;
	struct bth_value annotation = bth_get_str(pod->annotations, key);
	bool seccomp = strcmp(field, "seccompProfile") == 0;

	if (!bth_is_map(profile) || !bth_exists(annotation))
		return;
	const char *wrong = find_mismatch(profile, bth_text(annotation), seccomp);
	if (!wrong)
		return;
	struct bth_finding *finding = bth_validation_report(pod->validation,
		&bth_rule_field_forbidden, annotation,
		"the annotation '%.*s' says something else than '%s'", BTH_STR_ARG(key), field);
	bth_finding_note(pod->validation->findings, finding, bth_span(profile),
		"the field is here");
	bth_pod_set_path(pod->validation, finding, owner,
		bth_arena_printf(arena, "securityContext.%s.%s", field, wrong));
}

/* What a pod is created with gets the field from a sound annotation, if it has none. */
static bool
is_synced(const struct pod *pod, struct bth_str key)
{
	struct bth_str text = bth_check_text(bth_get_str(pod->annotations, key));

	return bth_pod_is_object(pod->validation) && text.len && is_app_armor(text) &&
		!bth_str_is(text, LOCALHOST);
}

static void
check_container(const struct pod *pod, struct bth_value container)
{
	struct bth_arena *arena = pod->validation->findings->arena;
	struct bth_str name = bth_check_text(bth_get(container, "name"));
	struct bth_value context = bth_get(container, "securityContext");
	struct bth_value profile = bth_get(context, "appArmorProfile");
	struct bth_str key = bth_str_printf(arena, APP_ARMOR_CONTAINER "%.*s", BTH_STR_ARG(name));

	check_match(pod, container, "seccompProfile", bth_get(context, "seccompProfile"),
		bth_str_printf(arena, SECCOMP_CONTAINER "%.*s", BTH_STR_ARG(name)));
	if (pod->validation->minor < APP_ARMOR_SINCE ||
		bth_str_is(bth_check_text(bth_dig(pod->spec, "os.name")), "windows"))
		return;
	if (bth_is_unset(profile) && is_synced(pod, key))
		return;
	check_match(pod, container, "appArmorProfile",
		bth_is_unset(profile) ? bth_dig(pod->spec, "securityContext.appArmorProfile") :
					profile,
		key);
}

static void
check_matches(const struct pod *pod)
{
	if (!bth_is_map(pod->annotations) || !bth_size(pod->annotations))
		return;
	check_match(pod, pod->spec, "seccompProfile",
		bth_dig(pod->spec, "securityContext.seccompProfile"), BTH_STR(SECCOMP_POD));
	for (struct bth_pod_container c = bth_pod_container_first(pod->spec); bth_exists(c.at);
		c = bth_pod_container_next(c))
		check_container(pod, c.at);
}

/* ---- what has annotations ---- */

/* Of templates the server leaves the metadata out of the path. */
static struct pod
pod_of(struct bth_validation *validation, struct bth_value value)
{
	const char *path =
		bth_path_of(validation->findings->arena, validation->root, value);

	return (struct pod){
		.validation = validation,
		.spec = bth_get(value, "spec"),
		.annotations = bth_dig(value, "metadata.annotations"),
		.at = *path ? bth_arena_printf(validation->findings->arena, "%s.annotations", path) :
			      "metadata.annotations",
	};
}

void
bth_check_pod_annotations(struct bth_validation *validation, struct bth_value value)
{
	const struct pod pod = pod_of(validation, value);

	check_annotations(&pod);
	check_matches(&pod);
}

/* As long as a StatefulSet's template is not looked at, its annotations are. */
void
bth_check_stateful_set_annotations(struct bth_validation *validation, struct bth_value value)
{
	enum { TEMPLATE_SINCE = 34 };
	const struct pod pod = pod_of(validation, bth_get(value, "template"));

	if (validation->minor < TEMPLATE_SINCE)
		check_annotations(&pod);
}
