/* webhook_client.h - where webhooks are called */
#ifndef BTH_APIS_WEBHOOK_CLIENT_H
#define BTH_APIS_WEBHOOK_CLIENT_H

#include "apis/checks.h"

/* Why the API server takes @text for no URL of a webhook; NULL when it does. */
const char *bth_webhook_url_fault(struct bth_str text);

/* The list @name of a webhook: versions of reviews, one of which the API server sends. */
void bth_webhook_check_versions(struct bth_validation *validation, struct bth_value parent,
	const char *name);

#endif
