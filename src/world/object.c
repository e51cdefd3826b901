/* object.c - one Kubernetes object of the run */

#include "world/object.h"

/* Sorted by nothing but use: a run of a few comparisons for each object. */
static const struct {
	const char *kind, *group;
	enum bth_object_kind is;
	bool cluster_wide;
} kinds[] = {
	{"StatefulSet", "apps", BTH_STATEFUL_SET, false},
	{"PersistentVolume", "", BTH_PERSISTENT_VOLUME, true},
	{"PersistentVolumeClaim", "", BTH_PERSISTENT_VOLUME_CLAIM, false},
	{"StorageClass", "storage.k8s.io", BTH_STORAGE_CLASS, true},
	{"Service", "", BTH_SERVICE, false},
	{"Deployment", "apps", BTH_DEPLOYMENT, false},
	{"DaemonSet", "apps", BTH_DAEMON_SET, false},
	{"ReplicaSet", "apps", BTH_REPLICA_SET, false},
	{"ReplicationController", "", BTH_REPLICATION_CONTROLLER, false},
	{"Job", "batch", BTH_JOB, false},
	{"CronJob", "batch", BTH_CRON_JOB, false},
	{"Pod", "", BTH_POD, false},
	{"PodTemplate", "", BTH_POD_TEMPLATE, false},
	{"Endpoints", "", BTH_ENDPOINTS, false},
	{"EndpointSlice", "discovery.k8s.io", BTH_ENDPOINT_SLICE, false},
	{"Node", "", BTH_NODE, true},
	{"PodDisruptionBudget", "policy", BTH_POD_DISRUPTION_BUDGET, false},
	{"NetworkPolicy", "networking.k8s.io", BTH_NETWORK_POLICY, false},
	{"ConfigMap", "", BTH_CONFIG_MAP, false},
	{"Secret", "", BTH_SECRET, false},
	{"ServiceAccount", "", BTH_SERVICE_ACCOUNT, false},
	{"Ingress", "networking.k8s.io", BTH_INGRESS, false},
	{"HorizontalPodAutoscaler", "autoscaling", BTH_AUTOSCALER, false},
	{"Namespace", "", BTH_NAMESPACE, true},
	{"Cluster", "berth", BTH_CLUSTER, false},
};

bool
bth_object_read(struct bth_object *out, struct bth_value root)
{
	struct bth_object object = {.root = root, .state = root};

	object.api_version = bth_text(bth_get(root, "apiVersion"));
	object.kind_text = bth_text(bth_get(root, "kind"));
	if (!object.api_version.len || !object.kind_text.len ||
		bth_is_null(bth_get(root, "apiVersion")) || bth_is_null(bth_get(root, "kind")))
		return false; /* the text of a null may be "~" or "null" */
	size_t slash = bth_str_find(object.api_version, '/');
	object.group = slash == SIZE_MAX ? BTH_STR("") : bth_str_sub(object.api_version, 0, slash);
	object.version = slash == SIZE_MAX ? object.api_version :
		bth_str_sub(object.api_version, slash + 1, SIZE_MAX);
	object.name = bth_text(bth_dig(root, "metadata.name"));
	object.namespace = bth_text(bth_dig(root, "metadata.namespace"));
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		if (!bth_str_is(object.kind_text, kinds[i].kind) ||
			!bth_str_is(object.group, kinds[i].group))
			continue;
		object.kind = kinds[i].is;
		object.cluster_wide = kinds[i].cluster_wide;
		break;
	}
	*out = object;
	return true;
}

bool
bth_object_kind_name(struct bth_str *group, struct bth_str *kind, enum bth_object_kind is)
{
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		if (kinds[i].is == is) {
			*group = bth_str(kinds[i].group);
			*kind = bth_str(kinds[i].kind);
			return true;
		}
	}
	return false;
}

struct bth_object
bth_object_whole(const struct bth_object *object)
{
	struct bth_object whole = *object;

	whole.root = object->state;
	return whole;
}

struct bth_object_name
bth_object_name(const struct bth_object *object)
{
	return (struct bth_object_name){.api_version = object->api_version,
		.kind = object->kind_text,
		.namespace = object->namespace,
		.name = object->name};
}

struct bth_value
bth_object_template(const struct bth_object *object)
{
	if (object->kind == BTH_POD)
		return object->root;
	if (object->kind == BTH_POD_TEMPLATE)
		return bth_get(object->root, "template");
	if (object->kind == BTH_CRON_JOB)
		return bth_dig(object->root, "spec.jobTemplate.spec.template");
	if (BTH_KIND(object->kind) & BTH_WORKLOADS)
		return bth_dig(object->root, "spec.template");
	return (struct bth_value){0};
}

struct bth_value
bth_object_pod_spec(const struct bth_object *object)
{
	return bth_get(bth_object_template(object), "spec");
}

static int64_t
count_at(const struct bth_object *object, const char *path, int64_t otherwise)
{
	int64_t count = otherwise;

	if (bth_as_int(&count, bth_dig(object->root, path)) && count < 0)
		count = 0;
	return count;
}

int64_t
bth_object_replicas(const struct bth_object *object)
{
	if (object->kind == BTH_JOB)
		return count_at(object, "spec.parallelism", 1);
	return count_at(object, "spec.replicas", 1);
}

int64_t
bth_object_start(const struct bth_object *object)
{
	return count_at(object, "spec.ordinals.start", 0);
}

/* registry/path/name:tag@digest → name */
static struct bth_str
image_name(struct bth_str image)
{
	size_t digest = bth_str_find(image, '@');

	if (digest != SIZE_MAX)
		image = bth_str_sub(image, 0, digest);
	size_t slash = bth_str_rfind(image, '/');
	if (slash != SIZE_MAX)
		image = bth_str_sub(image, slash + 1, SIZE_MAX);
	return bth_str_sub(image, 0, bth_str_find(image, ':'));
}

/* Images that run no server although a database is in their names. */
static bool
is_helper(struct bth_str name)
{
	static const char *const words[] = {"exporter", "operator", "backup", "client", "admin",
		"pgbouncer", "pooler", "proxy", "ui", "init", "bench"};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (bth_str_contains(name, words[i]))
			return true;
	return false;
}

static enum bth_database
image_database(struct bth_str image)
{
	static const char *const postgres[] = {"postgres", "postgis", "timescaledb", "spilo",
		"patroni", "pgvector"};
	static const char *const others[] = {"mysql", "mariadb", "percona", "mongo", "cassandra",
		"scylla", "cockroach", "couchdb", "couchbase", "clickhouse", "elasticsearch",
		"opensearch", "etcd", "zookeeper", "kafka", "influxdb", "neo4j", "rethinkdb",
		"arangodb", "tidb", "tikv", "victoria-metrics", "vertica", "oracle", "mssql",
		"rabbitmq"};
	struct bth_str name = image_name(image);

	if (is_helper(name))
		return BTH_NO_DATABASE;
	for (size_t i = 0; i < sizeof postgres / sizeof postgres[0]; i++)
		if (bth_str_contains(name, postgres[i]))
			return BTH_POSTGRESQL;
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		if (bth_str_contains(name, others[i]))
			return BTH_OTHER_DATABASE;
	return BTH_NO_DATABASE;
}

enum bth_database
bth_object_database(const struct bth_object *object)
{
	enum bth_database found = BTH_NO_DATABASE;
	struct bth_value containers = bth_get(bth_object_pod_spec(object), "containers");

	for (struct bth_value i = bth_first(containers); bth_exists(i); i = bth_next(i)) {
		enum bth_database is = image_database(bth_text(bth_get(i, "image")));

		if (is == BTH_POSTGRESQL)
			return is;
		if (is)
			found = is;
	}
	return found;
}
