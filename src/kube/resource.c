/* resource.c - what resources are called: pkg/apis/core/helper */

#include "kube/resource.h"

#include "kube/name.h"

#define REQUESTS "requests."

enum { OF_CONTAINER = 1, OF_QUOTA = 2, WHOLE = 4 };

static const struct {
	const char *name;
	unsigned flags;
} standard[] = {
	{"configmaps", OF_QUOTA | WHOLE},
	{"cpu", OF_CONTAINER | OF_QUOTA},
	{"ephemeral-storage", OF_CONTAINER | OF_QUOTA},
	{"limits.cpu", OF_QUOTA},
	{"limits.ephemeral-storage", OF_QUOTA},
	{"limits.memory", OF_QUOTA},
	{"memory", OF_CONTAINER | OF_QUOTA},
	{"persistentvolumeclaims", OF_QUOTA | WHOLE},
	{"pods", OF_QUOTA | WHOLE},
	{"replicationcontrollers", OF_QUOTA | WHOLE},
	{"requests.cpu", OF_QUOTA},
	{"requests.ephemeral-storage", OF_QUOTA},
	{"requests.memory", OF_QUOTA},
	{"requests.storage", OF_QUOTA},
	{"resourcequotas", OF_QUOTA | WHOLE},
	{"secrets", OF_QUOTA | WHOLE},
	{"services", OF_QUOTA | WHOLE},
	{"services.loadbalancers", OF_QUOTA | WHOLE},
	{"services.nodeports", OF_QUOTA | WHOLE},
	{"storage", 0},
};

bool
bth_resource_is_hugepages(struct bth_str name)
{
	return bth_str_starts(name, BTH_HUGEPAGES);
}

/* What is known of the name; false when nothing is. */
static bool
find(unsigned *flags, struct bth_str name)
{
	for (size_t i = 0; i < sizeof standard / sizeof standard[0]; i++) {
		if (!bth_str_is(name, standard[i].name))
			continue;
		*flags = standard[i].flags;
		return true;
	}
	*flags = bth_resource_is_hugepages(name) ? OF_CONTAINER | OF_QUOTA : OF_QUOTA;
	return bth_resource_is_hugepages(name) || bth_str_starts(name, REQUESTS BTH_HUGEPAGES);
}

bool
bth_resource_is_native(struct bth_str name)
{
	return bth_str_find(name, '/') == SIZE_MAX || bth_str_contains(name, "kubernetes.io/");
}

bool
bth_resource_overcommits(struct bth_str name)
{
	return bth_resource_is_native(name) && !bth_resource_is_hugepages(name);
}

bool
bth_resource_is_extended(struct bth_str name)
{
	/* a quota puts "requests." in front of the domain, and that is to be a name still */
	const size_t most = 253 - strlen(REQUESTS);

	return !bth_resource_is_native(name) && !bth_str_starts(name, REQUESTS) &&
		bth_str_find(name, '/') <= most && !bth_name_check_qualified(name);
}

bool
bth_resource_is_whole(struct bth_str name)
{
	unsigned flags;

	return (find(&flags, name) && flags & WHOLE) || bth_resource_is_extended(name);
}

bool
bth_resource_is_quota(struct bth_str name)
{
	unsigned flags;

	return find(&flags, name) && flags & OF_QUOTA;
}

const char *
bth_resource_check(struct bth_str name)
{
	const char *fault = bth_name_check_qualified(name);
	unsigned flags;

	if (!fault && bth_str_find(name, '/') == SIZE_MAX && !find(&flags, name))
		return "Kubernetes has none of that name, and others have a domain and '/' before it";
	return fault;
}

const char *
bth_resource_check_container(struct bth_str name)
{
	const char *fault = bth_resource_check(name);
	unsigned flags;

	if (fault)
		return fault;
	if (bth_str_find(name, '/') == SIZE_MAX)
		return find(&flags, name) && flags & OF_CONTAINER ?
			NULL :
			"containers have cpu, memory, ephemeral-storage, hugepages-SIZE and "
			"resources with a domain before the name";
	if (!bth_resource_is_native(name) && !bth_resource_is_extended(name))
		return "it may not begin with 'requests.' or be longer than a quota can name";
	return NULL;
}

const char *
bth_resource_check_quota(struct bth_str name)
{
	const char *fault = bth_resource_check(name);

	if (!fault && bth_str_find(name, '/') == SIZE_MAX && !bth_resource_is_quota(name))
		return "a quota cannot limit it";
	return fault;
}
