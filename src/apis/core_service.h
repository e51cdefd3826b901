/* core_service.h - a Service as the checks of it see it */
#ifndef BTH_APIS_CORE_SERVICE_H
#define BTH_APIS_CORE_SERVICE_H

#include "apis/checks.h"

enum bth_service_type {
	BTH_SERVICE_CLUSTER_IP,
	BTH_SERVICE_NODE_PORT,
	BTH_SERVICE_LOAD_BALANCER,
	BTH_SERVICE_EXTERNAL_NAME,
	BTH_SERVICE_OTHER, /* none that there is */
};

struct bth_service {
	struct bth_value root, spec;
	enum bth_service_type type;
	/* clusterIPs, or clusterIP when that stands alone: the server makes a list of it */
	struct bth_value addresses[3];
	size_t address_count; /* the first three are kept, as there may be two */
	bool single;          /* it is clusterIP that stands alone */
	bool headless;        /* the only address is None */
};

struct bth_service bth_service_of(struct bth_value root);

#endif
