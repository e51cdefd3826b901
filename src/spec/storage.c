/* storage.c - the volumes of a Cluster document */

#include <string.h>

#include "kube/name.h"
#include "kube/quantity.h"
#include "rules.h"
#include "spec/reading.h"

static const struct {
	const char *key;
	enum bth_backend backend;
	const char *own_class; /* what berth calls the class it makes */
} backends[] = {
	{"local", BTH_BACKEND_LOCAL, "berth-local"},
	{"hostPath", BTH_BACKEND_HOST_PATH, "berth-hostpath"},
	{"nfs", BTH_BACKEND_NFS, "berth-nfs"},
	{"csi", BTH_BACKEND_CSI, "berth-csi"},
	{"dynamic", BTH_BACKEND_DYNAMIC, ""},
};

enum { BACKENDS = sizeof backends / sizeof backends[0] };

static struct bth_finding *
report(struct bth_spec_reading *reading, const struct bth_rule *rule,
	struct bth_value value, const char *message)
{
	return bth_spec_report(
		reading->findings, rule, reading->cluster->root, value, "%s", message);
}

/* Finds the one back end; reports none or several. */
static const char *
read_backend(struct bth_spec_reading *reading, struct bth_cluster_volume *volume)
{
	const char *own_class = "";
	struct bth_value first = {0};

	for (size_t i = 0; i < BACKENDS; i++) {
		struct bth_value key = bth_get_key(volume->at, backends[i].key);

		if (!bth_exists(key) || !bth_is_map(bth_under(key)))
			continue;
		if (volume->backend) {
			struct bth_finding *finding = bth_spec_report(reading->findings,
				&bth_rule_spec_backend_conflict, reading->cluster->root,
				key, "'%s' is a second storage back end beside '%.*s'",
				backends[i].key, BTH_STR_ARG(bth_text(first)));
			bth_finding_note(reading->findings, finding, bth_span(first),
				"the first is here");
			bth_finding_fix(reading->findings, finding, "keep one of them");
			continue;
		}
		first = key;
		volume->backend = backends[i].backend;
		volume->backend_at = bth_under(key);
		own_class = backends[i].own_class;
	}
	bool unsupported = bth_exists(bth_get(volume->at, "longhorn"));
	if (!volume->backend && !unsupported) {
		struct bth_finding *finding =
			report(reading, &bth_rule_spec_backend_conflict, volume->at,
				"there is no storage back end here");
		finding->span = bth_key_span(reading->cluster->root, volume->at);
		bth_finding_fix(reading->findings, finding,
			"add one of local, hostPath, nfs, csi and dynamic");
	}
	return own_class;
}

static void
read_class(struct bth_spec_reading *reading, struct bth_cluster_volume *volume,
	const char *own_class)
{
	struct bth_value outer = bth_get(volume->at, "class");
	struct bth_value inner = bth_get(volume->backend_at, "class");
	struct bth_value create = bth_get(volume->backend_at, "createClass");
	struct bth_value provisioner = bth_get(volume->backend_at, "provisioner");

	volume->class_at = bth_exists(inner) ? inner : outer;
	if (bth_exists(inner) && bth_exists(outer) &&
		!bth_str_eq(bth_text(inner), bth_text(outer))) {
		struct bth_finding *finding = bth_spec_wrong(reading, inner,
			"the class is '%.*s' here and '%.*s' in storage.class",
			BTH_STR_ARG(bth_text(inner)), BTH_STR_ARG(bth_text(outer)));
		bth_finding_note(reading->findings, finding, bth_span(outer),
			"storage.class is here");
	}
	bool named = bth_exists(volume->class_at) && bth_is_string(volume->class_at);
	volume->storage_class = named ? bth_text(volume->class_at) : bth_str(own_class);
	volume->has_class = named || *own_class;
	volume->create_class = bth_is_true(create, !named && *own_class);
	if (volume->backend == BTH_BACKEND_DYNAMIC && bth_exists(provisioner)) {
		volume->create_class = true;
		if (!named) {
			volume->storage_class = bth_str_printf(reading->arena,
				"berth-%.*s", BTH_STR_ARG(reading->cluster->name));
			volume->has_class = true;
		}
	}
	if (named && volume->storage_class.len)
		bth_spec_name(reading, volume->class_at, volume->storage_class,
			"the name of a storage class", bth_name_check_subdomain);
}

/* @value with the tokens of one ordinal put in; what is unknown is reported. */
static struct bth_str
expand(struct bth_spec_reading *reading, const struct bth_cluster_volume *volume,
	const struct bth_place_for *place, struct bth_value at, struct bth_str text)
{
	const struct bth_cluster *cluster = reading->cluster;
	struct bth_str ordinal =
		bth_str_printf(reading->arena, "%lld", (long long)place->ordinal);
	struct bth_str claim_name = bth_str_printf(reading->arena, "%.*s-%.*s-%.*s",
		BTH_STR_ARG(volume->claim), BTH_STR_ARG(cluster->name),
		BTH_STR_ARG(ordinal));
	const struct bth_token tokens[] = {
		{"name", cluster->name},
		{"namespace", cluster->namespace},
		{"claim", volume->claim},
		{"claimName", claim_name},
		{"ordinal", ordinal},
		{"node", place->node},
	};
	struct bth_str out = text, unknown;

	if (bth_tokens_expand(&out, &unknown, reading->arena, text, tokens,
		    sizeof tokens / sizeof tokens[0]))
		return out;
	struct bth_finding *finding = bth_spec_report(reading->findings,
		&bth_rule_spec_token_unknown, reading->cluster->root, at,
		"there is no token '%.*s'", BTH_STR_ARG(unknown));
	bth_finding_fix(reading->findings, finding,
		"there are {name}, {namespace}, {claim}, {claimName}, {ordinal} and {node}");
	return text;
}

static void
check_path(struct bth_spec_reading *reading, struct bth_value at, struct bth_str path)
{
	struct bth_str rest = path;

	if (path.len && path.at[0] != '/') {
		struct bth_finding *finding = bth_spec_wrong(reading, at,
			"path '%.*s' does not begin with '/': the node would take it from its root all "
			"the same",
			BTH_STR_ARG(path));
		bth_finding_fix(
			reading->findings, finding, "write '/%.*s'", BTH_STR_ARG(path));
	}
	while (rest.len) {
		size_t slash = bth_str_find(rest, '/');

		if (bth_str_is(bth_str_sub(rest, 0, slash), "..")) {
			bth_spec_wrong(reading, at,
				"path '%.*s' goes up by '..', which the API server refuses",
				BTH_STR_ARG(path));
			return;
		}
		rest = slash == SIZE_MAX ? BTH_STR("") :
					   bth_str_sub(rest, slash + 1, SIZE_MAX);
	}
}

/* The name of the PersistentVolume; it is cluster-wide, so it must be valid and single. */
static void
name_volume(struct bth_spec_reading *reading, const struct bth_cluster_volume *volume,
	struct bth_place_for *place)
{
	struct bth_value pattern = bth_get(volume->at, "volumeName");
	bool given = bth_is_string(pattern);

	place->volume_name = expand(reading, volume, place, given ? pattern : volume->at,
		given ? bth_text(pattern) : BTH_STR("{namespace}-{claimName}"));
	/* what is wrong with the parts is reported already */
	bool parts_fine = !bth_name_check_label(reading->cluster->name) &&
		!bth_name_check_label(reading->cluster->namespace) &&
		!bth_name_check_label(volume->claim);
	if (parts_fine && !bth_str_contains(place->volume_name, "{"))
		bth_spec_name(reading, given ? pattern : reading->cluster->name_at,
			place->volume_name, "the name of a PersistentVolume",
			bth_name_check_subdomain);
}

static void
report_short(struct bth_spec_reading *reading, struct bth_value at, const char *what,
	size_t count)
{
	const struct bth_cluster *cluster = reading->cluster;
	struct bth_value replicas = bth_dig(cluster->spec, "replicas");
	bool one = cluster->replicas == 1;
	struct bth_finding *finding =
		bth_spec_report(reading->findings, &bth_rule_spec_nodes_short,
			cluster->root, at, "%lld replica%s %lld %s%s, but there %s %zu",
			(long long)cluster->replicas, one ? " needs" : "s need",
			(long long)cluster->replicas, what, one ? "" : "s",
			count == 1 ? "is" : "are", count);

	if (bth_exists(replicas))
		bth_finding_note(reading->findings, finding, bth_span(replicas),
			"the number of replicas is here");
	long long lacking = (long long)cluster->replicas - (long long)count;
	if (count)
		bth_finding_fix(reading->findings, finding,
			"add %lld, or lower replicas to %zu", lacking, count);
	else
		bth_finding_fix(reading->findings, finding, "name one for each replica");
}

/* node, path and size of one ordinal on a node: its placement over nodes and path. */
static void
read_node_place(struct bth_spec_reading *reading, const struct bth_cluster_volume *volume,
	size_t index, struct bth_place_for *place)
{
	struct bth_value backend = volume->backend_at;
	struct bth_value own = bth_item(bth_get(backend, "placements"), index);
	struct bth_value node = bth_get(own, "node"), path = bth_get(own, "path");
	struct bth_value size = bth_get(own, "size");

	if (!bth_exists(node))
		node = bth_item(bth_get(backend, "nodes"), index);
	if (!bth_exists(path))
		path = bth_get(backend, "path");
	place->node = bth_text(node);
	place->at = bth_exists(node) ? node : backend;
	place->path = expand(reading, volume, place, path, bth_text(path));
	if (bth_exists(path))
		check_path(reading, path, place->path);
	if (bth_exists(size)) {
		place->size = bth_text(size);
		place->size_at = size;
	}
	if (place->node.len) {
		const char *fault = bth_name_check_label_value(place->node);
		if (fault)
			bth_spec_wrong(reading, node,
				"'%.*s' cannot be a node's label: %s",
				BTH_STR_ARG(place->node), fault);
	}
}

static size_t
count_node_places(const struct bth_cluster_volume *volume)
{
	struct bth_value placements = bth_get(volume->backend_at, "placements");
	size_t nodes = bth_size(bth_get(volume->backend_at, "nodes"));
	size_t own = bth_size(placements), count = nodes;

	/* a placement without a node is one only where nodes has one */
	for (size_t i = nodes; i < own; i++)
		if (i == count && bth_exists(bth_get(bth_item(placements, i), "node")))
			count++;
	return count;
}

static void
read_node_places(struct bth_spec_reading *reading, struct bth_cluster_volume *volume)
{
	struct bth_value nodes = bth_get(volume->backend_at, "nodes");
	struct bth_value path = bth_get(volume->backend_at, "path");
	struct bth_value placements = bth_get(volume->backend_at, "placements");
	size_t count = count_node_places(volume);

	if (!bth_exists(path) && !bth_exists(placements)) {
		struct bth_finding *finding = report(reading, &bth_rule_spec_key_missing,
			volume->backend_at,
			"the key 'path' is missing here: the directory on the nodes");
		finding->span = bth_key_span(reading->cluster->root, volume->backend_at);
		bth_finding_fix(reading->findings, finding, "add 'path'");
	}
	bool readable = !bth_exists(nodes) || bth_is_list(nodes);
	if (readable && (int64_t)count < reading->cluster->replicas) {
		struct bth_value at = bth_exists(nodes) ? nodes :
			bth_exists(placements)          ? placements :
							  volume->backend_at;
		report_short(reading, at, "node", count);
	}
	volume->node_key = bth_text(bth_get(volume->backend_at, "key"));
	if (!volume->node_key.len)
		volume->node_key = BTH_STR("kubernetes.io/hostname");
	volume->reserve =
		!bth_str_is(bth_text(bth_get(volume->backend_at, "bind")), "none");
}

static void
read_places(struct bth_spec_reading *reading, struct bth_cluster_volume *volume)
{
	const struct bth_cluster *cluster = reading->cluster;
	struct bth_value handles = bth_get(volume->backend_at, "handles");
	struct bth_value path = bth_get(volume->backend_at, "path");
	bool on_nodes = volume->backend == BTH_BACKEND_LOCAL ||
		volume->backend == BTH_BACKEND_HOST_PATH;

	volume->reserve = true;
	if (on_nodes)
		read_node_places(reading, volume);
	if (volume->backend == BTH_BACKEND_CSI &&
		(int64_t)bth_size(handles) < cluster->replicas && bth_is_list(handles))
		report_short(reading, handles, "handle", bth_size(handles));
	for (int64_t i = 0;
		i < cluster->replicas && volume->backend != BTH_BACKEND_DYNAMIC; i++) {
		struct bth_place_for place = {.ordinal = cluster->start + i,
			.size = volume->size,
			.size_at = bth_get(volume->at, "size")};

		if (on_nodes) {
			read_node_place(reading, volume, (size_t)i, &place);
		} else {
			place.at = volume->backend == BTH_BACKEND_CSI ?
				bth_item(handles, (size_t)i) :
				path;
			place.path = expand(
				reading, volume, &place, place.at, bth_text(place.at));
		}
		if (volume->backend == BTH_BACKEND_NFS && bth_exists(path))
			check_path(reading, path, place.path);
		name_volume(reading, volume, &place);
		bth_vec_push(reading->arena, &volume->places, place);
	}
}

static void
check_sizes(struct bth_spec_reading *reading, const struct bth_cluster_volume *volume)
{
	struct bth_quantity asked, offered;

	if (bth_quantity_parse(&asked, volume->size) != BTH_QUANTITY_OK)
		return;
	for (size_t i = 0; i < volume->places.len; i++) {
		const struct bth_place_for *place = &volume->places.items[i];

		if (bth_quantity_parse(&offered, place->size) != BTH_QUANTITY_OK ||
			bth_quantity_cmp(offered, asked) >= 0)
			continue;
		struct bth_finding *finding = bth_spec_wrong(reading, place->size_at,
			"this volume holds %.*s, but the claim asks for %.*s",
			BTH_STR_ARG(place->size), BTH_STR_ARG(volume->size));
		bth_finding_note(reading->findings, finding,
			bth_span(bth_get(volume->at, "size")),
			"the claim's size is here");
		bth_finding_fix(reading->findings, finding, "give it at least %.*s",
			BTH_STR_ARG(volume->size));
	}
}

/* ReadWriteOnce lets two pods of one node in; a driver can keep all but one out. */
static void
read_access(struct bth_spec_reading *reading, struct bth_cluster_volume *volume)
{
	volume->access = bth_get(volume->at, "access");
	volume->once_per_pod =
		volume->backend == BTH_BACKEND_CSI && reading->cluster->minor >= 29;
	if (bth_size(volume->access) < 2)
		return;
	for (struct bth_value i = bth_first(volume->access); bth_exists(i);
		i = bth_next(i))
		if (bth_str_is(bth_text(i), "ReadWriteOncePod"))
			bth_spec_wrong(reading, i,
				"ReadWriteOncePod cannot be combined with other access modes");
}

static void
read_volume(struct bth_spec_reading *reading, struct bth_value at,
	struct bth_value claim_at, struct bth_str claim)
{
	struct bth_cluster_volume volume = {
		.at = at, .claim_at = claim_at, .claim = claim};

	volume.size = bth_text(bth_get(at, "size"));
	volume.mount_path = bth_text(bth_get(at, "mountPath"));
	volume.block = bth_str_is(bth_text(bth_get(at, "mode")), "Block");
	bth_spec_name(reading, claim_at, claim, "the name of a claim template",
		bth_name_check_label);
	const char *own_class = read_backend(reading, &volume);
	if (volume.backend) {
		read_class(reading, &volume, own_class);
		read_access(reading, &volume);
		read_places(reading, &volume);
		check_sizes(reading, &volume);
	}
	if (!volume.mount_path.len && !bth_spec_has_wrong_preset(reading) &&
		!bth_spec_is_misspelt(
			reading->findings, at, BTH_GROUP_STORAGE, "mountPath")) {
		struct bth_finding *finding = report(reading, &bth_rule_spec_key_missing,
			at,
			"the key 'mountPath' is missing here, and there is no preset that has one");
		finding->span = bth_key_span(reading->cluster->root, at);
		bth_finding_fix(reading->findings, finding,
			"add 'mountPath': where the program keeps its data");
	}
	bth_vec_push(reading->arena, &reading->cluster->volumes, volume);
}

void
bth_spec_read_storage(struct bth_spec_reading *reading)
{
	struct bth_value storage = bth_spec_value(reading, "spec.storage");
	struct bth_value claim = bth_spec_value(reading, "spec.storage.claim");
	struct bth_value more = bth_spec_value(reading, "spec.storage.volumes");

	if (!bth_exists(storage))
		return;
	read_volume(reading, storage, bth_exists(claim) ? claim : storage,
		bth_exists(claim) ? bth_text(claim) : BTH_STR("data"));
	for (struct bth_value i = bth_first(more); bth_exists(i); i = bth_next(i)) {
		const struct bth_preset *preset = reading->cluster->preset.preset;

		if (!bth_is_map(bth_under(i)))
			continue;
		/* an empty volume that the server's WAL does not go to would be a trap */
		if (preset && preset->postgresql && bth_str_is(bth_text(i), "wal")) {
			report(reading, &bth_rule_spec_key_unsupported, i,
				"'wal' (a volume for PostgreSQL's WAL) is not supported by this version of berth");
			continue;
		}
		if (bth_exists(bth_get(bth_under(i), "volumes"))) {
			bth_spec_wrong(reading, bth_get_key(bth_under(i), "volumes"),
				"a volume cannot have volumes of its own");
			continue;
		}
		read_volume(reading, bth_under(i), i, bth_text(i));
	}
}
