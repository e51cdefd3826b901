/* cluster.c - a Cluster document, read and checked */

#include "spec/cluster.h"

#include "kube/name.h"
#include "rules.h"
#include "schema/facts.h"
#include "spec/merge.h"
#include "spec/reading.h"

/*
 * The name gets "-" and up to ten characters of a hash in the label
 * controller-revision-hash, which holds 63.
 */
enum { NAME_MOST = 52 };

struct bth_finding *
bth_spec_wrong(
	struct bth_spec_reading *reading, struct bth_value value, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	const char *message = bth_arena_vprintf(reading->arena, format, args);
	va_end(args);
	return bth_spec_report(reading->findings, &bth_rule_spec_value_wrong,
		reading->cluster->root, value, "%s", message);
}

struct bth_value
bth_spec_value(const struct bth_spec_reading *reading, const char *path)
{
	const struct bth_key *key = bth_key_at(path);
	struct bth_value value = bth_dig(reading->cluster->root, path);

	return key && bth_exists(value) && !bth_is_null(value) &&
			bth_spec_fits(key, value) ?
		value :
		(struct bth_value){0};
}

bool
bth_spec_name(struct bth_spec_reading *reading, struct bth_value value,
	struct bth_str name, const char *what, const char *(*check)(struct bth_str))
{
	const char *fault = check(name);

	if (fault)
		bth_spec_wrong(reading, value, "'%.*s' cannot be %s: %s",
			BTH_STR_ARG(name), what, fault);
	return !fault;
}

/* The preset's spec, the user's over it, in one tree. */
static void
merge_preset(struct bth_spec_reading *reading)
{
	struct bth_cluster *cluster = reading->cluster;
	struct bth_value word = bth_spec_value(reading, "spec.preset");
	struct bth_builder low, builder;

	if (!bth_exists(word) ||
		!bth_preset_choose(&cluster->preset, reading->arena, reading->findings,
			reading->input->presets, word))
		return;
	bth_build_init(&low, reading->arena, cluster->source);
	low.cause = bth_span(word);
	struct bth_tree *preset =
		bth_build_finish(&low, bth_preset_spec(&low, &cluster->preset));

	bth_build_init(&builder, reading->arena, cluster->source);
	uint32_t root = bth_build_copy(&builder, cluster->root, true);
	uint32_t spec = bth_spec_merge(&builder, BTH_GROUP_SPEC, bth_root(preset),
		bth_get(cluster->root, "spec"));
	bth_build_set(&builder, root, BTH_STR("spec"), spec);
	cluster->root = bth_root(bth_build_finish(&builder, root));
	cluster->spec = bth_get(cluster->root, "spec");
}

static void
read_target(struct bth_spec_reading *reading)
{
	struct bth_cluster *cluster = reading->cluster;
	struct bth_value value = bth_spec_value(reading, "spec.target.kubernetes");
	struct bth_str text = bth_text(value);
	int oldest = bth_schema_oldest_minor(), newest = bth_schema_newest_minor();
	uint64_t minor;

	cluster->minor = reading->input->minor;
	if (!bth_exists(value))
		return;
	if (!bth_str_starts(text, "1.") ||
		!bth_str_to_u64(&minor, bth_str_sub(text, 2, SIZE_MAX)) || minor > 999) {
		struct bth_finding *finding = bth_spec_wrong(reading, value,
			"'%.*s' is no Kubernetes version", BTH_STR_ARG(text));
		bth_finding_fix(
			reading->findings, finding, "write it like \"1.%d\"", newest);
		return;
	}
	int nearest = (int)minor < oldest ? oldest :
		(int)minor > newest       ? newest :
					    (int)minor;
	if (nearest != (int)minor) {
		struct bth_finding *finding = bth_spec_report(reading->findings,
			&bth_rule_spec_target_unknown, cluster->root, value,
			"berth has no facts about Kubernetes %.*s: it takes 1.%d",
			BTH_STR_ARG(text), nearest);
		bth_finding_fix(reading->findings, finding, "it knows 1.%d to 1.%d",
			oldest, newest);
	}
	if (!reading->input->minor_given)
		cluster->minor = nearest;
}

static void
read_names(struct bth_spec_reading *reading)
{
	struct bth_cluster *cluster = reading->cluster;
	struct bth_value namespace = bth_spec_value(reading, "metadata.namespace");

	cluster->name_at = bth_spec_value(reading, "metadata.name");
	cluster->name = bth_text(cluster->name_at);
	cluster->namespace =
		bth_exists(namespace) ? bth_text(namespace) : reading->input->namespace;
	if (bth_exists(namespace))
		bth_spec_name(reading, namespace, cluster->namespace, "a namespace",
			bth_name_check_label);
	if (!bth_exists(cluster->name_at) ||
		!bth_spec_name(reading, cluster->name_at, cluster->name,
			"the name of a StatefulSet", bth_name_check_label))
		return;
	if (cluster->name.len > NAME_MOST) {
		struct bth_finding *finding = bth_spec_wrong(reading, cluster->name_at,
			"the name has %zu characters, but 52 is the most: with a hash behind it, as in "
			"'%.*s-0123456789', it becomes a label of its pods, which holds 63",
			cluster->name.len, BTH_STR_ARG(cluster->name));
		bth_finding_fix(reading->findings, finding, "shorten it by %zu",
			cluster->name.len - NAME_MOST);
	}
	if (cluster->minor < 36 && cluster->name.at[0] >= '0' &&
		cluster->name.at[0] <= '9') {
		struct bth_finding *finding = bth_spec_wrong(reading, cluster->name_at,
			"the Service '%.*s' cannot begin with a digit before Kubernetes 1.36",
			BTH_STR_ARG(cluster->name));
		bth_finding_fix(
			reading->findings, finding, "begin the name with a letter");
	}
}

static void
read_counts(struct bth_spec_reading *reading)
{
	struct bth_cluster *cluster = reading->cluster;
	struct bth_value replicas = bth_spec_value(reading, "spec.replicas");

	cluster->replicas = 1;
	bth_as_int(&cluster->replicas, replicas);
	bth_as_int(&cluster->start, bth_spec_value(reading, "spec.ordinals.start"));
	cluster->parallel = bth_str_is(
		bth_text(bth_spec_value(reading, "spec.podManagement")), "Parallel");
	if (cluster->replicas > 1000 || cluster->start > INT32_MAX - 1000) {
		bth_spec_wrong(reading, replicas,
			"more than 1000 replicas, or ordinals beyond 32 bits, cannot work");
		cluster->replicas = 1;
		cluster->start = 0;
	}
}

/* registry/name:17.2-alpine → 17; 0 when the tag begins with no number. */
static uint64_t
image_major(struct bth_str image)
{
	size_t at = bth_str_find(image, '@');
	struct bth_str tagged = bth_str_sub(image, 0, at);
	size_t colon = bth_str_rfind(tagged, ':'), slash = bth_str_rfind(tagged, '/');
	uint64_t major = 0;
	size_t digits = 0;

	if (colon == SIZE_MAX || (slash != SIZE_MAX && colon < slash))
		return 0;
	struct bth_str tag = bth_str_sub(tagged, colon + 1, SIZE_MAX);
	while (digits < tag.len && tag.at[digits] >= '0' && tag.at[digits] <= '9')
		digits++;
	return bth_str_to_u64(&major, bth_str_sub(tag, 0, digits)) ? major : 0;
}

bool
bth_spec_has_wrong_preset(const struct bth_spec_reading *reading)
{
	const struct bth_cluster *cluster = reading->cluster;

	return !cluster->preset.preset &&
		(bth_exists(bth_get(cluster->spec, "preset")) ||
			bth_spec_is_misspelt(reading->findings, cluster->spec,
				BTH_GROUP_SPEC, "preset"));
}

static void
read_image(struct bth_spec_reading *reading)
{
	struct bth_cluster *cluster = reading->cluster;
	struct bth_value image = bth_spec_value(reading, "spec.image");
	uint64_t wanted;

	cluster->image_at = bth_is_map(image) ? bth_get(image, "name") : image;
	cluster->image = bth_text(cluster->image_at);
	if (!cluster->image.len) {
		if (bth_spec_has_wrong_preset(reading) ||
			bth_spec_is_misspelt(reading->findings, cluster->spec,
				BTH_GROUP_SPEC, "image"))
			return; /* what would have one is reported already */
		struct bth_finding *finding = bth_spec_report(reading->findings,
			&bth_rule_spec_key_missing, cluster->root, cluster->spec,
			"the key 'image' is missing here, and there is no preset that has one");
		finding->span = bth_key_span(cluster->root, cluster->spec);
		bth_finding_fix(reading->findings, finding, "add 'image' or 'preset'");
		return;
	}
	uint64_t major = image_major(cluster->image);
	if (major && bth_str_to_u64(&wanted, cluster->preset.version) &&
		wanted != major) {
		struct bth_finding *finding = bth_spec_report(reading->findings,
			&bth_rule_spec_preset_mismatch, cluster->root, cluster->image_at,
			"image '%.*s' is version %llu, but the preset is for %llu",
			BTH_STR_ARG(cluster->image), (unsigned long long)major,
			(unsigned long long)wanted);
		bth_finding_fix(reading->findings, finding, "take preset '%.*s:%llu'",
			BTH_STR_ARG(cluster->preset.preset->name),
			(unsigned long long)major);
	}
}

static void
read_ports(struct bth_spec_reading *reading)
{
	struct bth_cluster *cluster = reading->cluster;
	struct bth_value ports = bth_spec_value(reading, "spec.ports");

	for (struct bth_value i = bth_first(ports); bth_exists(i); i = bth_next(i)) {
		struct bth_value value = bth_under(i);
		struct bth_value number =
			bth_is_map(value) ? bth_get(value, "port") : value;
		struct bth_cluster_port port = {
			.name = bth_text(i), .protocol = BTH_STR("TCP"), .at = i};

		if (bth_exists(bth_get(value, "protocol")))
			port.protocol = bth_text(bth_get(value, "protocol"));
		if (!bth_as_int(&port.port, number))
			continue; /* reported by the check of types */
		bth_spec_name(
			reading, i, port.name, "the name of a port", bth_name_check_port);
		if (port.port < 1 || port.port > 65535)
			bth_spec_wrong(reading, number,
				"a port is between 1 and 65535, not %lld",
				(long long)port.port);
		bth_vec_push(reading->arena, &cluster->ports, port);
	}
}

/* Whether some variable takes an entry of auth.secret. */
static bool
wants_auth(struct bth_value env)
{
	for (struct bth_value i = bth_first(env); bth_exists(i); i = bth_next(i))
		if (bth_exists(bth_get(bth_under(i), "auth")))
			return true;
	return false;
}

static const char *
check_env_name(struct bth_str name)
{
	return bth_name_check_env(name, 31);
}

static void
read_auth(struct bth_spec_reading *reading)
{
	struct bth_cluster *cluster = reading->cluster;
	struct bth_value env = bth_spec_value(reading, "spec.env");
	struct bth_value secret = bth_spec_value(reading, "spec.auth.secret");

	cluster->auth_secret = bth_text(secret);
	for (struct bth_value i = bth_first(env); bth_exists(i); i = bth_next(i))
		bth_spec_name(reading, i, bth_text(i), "the name of a variable",
			check_env_name);
	if (bth_exists(secret))
		bth_spec_name(reading, secret, cluster->auth_secret,
			"the name of a Secret", bth_name_check_subdomain);
	if (bth_exists(secret) || !(cluster->replication.streaming || wants_auth(env)) ||
		bth_exists(bth_get(cluster->spec, "auth")))
		return;
	struct bth_finding *finding = bth_spec_report(reading->findings,
		&bth_rule_spec_key_missing, cluster->root, cluster->spec,
		"the key 'auth' is missing here: the passwords must come from a Secret");
	finding->span = bth_key_span(cluster->root, cluster->spec);
	finding->path = "spec.auth";
	bth_finding_fix(reading->findings, finding,
		"add 'auth: {secret: NAME}'; berth refers to the Secret and never makes one");
}

static void
check_versions(struct bth_spec_reading *reading)
{
	struct bth_value version = bth_get(reading->cluster->root, "apiVersion");

	if (bth_str_is(bth_text(version), "berth/v1alpha1"))
		return;
	struct bth_finding *finding = bth_spec_wrong(reading, version,
		"this berth does not know '%.*s'", BTH_STR_ARG(bth_text(version)));
	bth_finding_fix(reading->findings, finding, "write berth/v1alpha1");
}

static bool
has_errors(const struct bth_findings *findings, size_t from)
{
	for (size_t i = from; i < findings->list.len; i++)
		if (findings->list.items[i]->severity == BERTH_ERROR)
			return true;
	return false;
}

struct bth_cluster *
bth_spec_read(struct bth_arena *arena, struct bth_findings *findings,
	const struct bth_spec_input *input, struct bth_value root)
{
	struct bth_cluster *cluster = bth_arena_alloc(arena, sizeof *cluster);
	struct bth_spec_reading reading = {
		.arena = arena, .findings = findings, .input = input, .cluster = cluster};
	size_t found = findings->list.len;

	cluster->source = root.tree->source;
	cluster->root = bth_root(bth_spec_retype(arena, root));
	cluster->spec = bth_get(cluster->root, "spec");
	check_versions(&reading);
	bth_spec_check(findings, cluster->root, cluster->root, BTH_GROUP_ROOT, false);
	if (!bth_is_map(cluster->spec))
		return NULL;
	merge_preset(&reading);
	read_target(&reading);
	read_names(&reading);
	read_counts(&reading);
	bth_spec_read_replication(&reading);
	read_image(&reading);
	read_ports(&reading);
	read_auth(&reading);
	bth_spec_check_values(&reading);
	bth_spec_read_storage(&reading);
	bth_spec_check_replication(&reading);
	return has_errors(findings, found) ? NULL : cluster;
}
