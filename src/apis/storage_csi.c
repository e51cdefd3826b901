/* storage_csi.c - drivers and what they have on nodes: ValidateCSIDriver, ValidateCSINode */

#include "apis/volumes.h"

#include "base/map.h"

/* Drivers are told of tokens in secrets since then; before, the field is dropped. */
enum { TOKENS_IN_SECRETS_SINCE = 35 };

/* An absent audience is one as well: that of the API server. */
static void
check_requests(struct bth_validation *validation, struct bth_value requests)
{
	struct bth_map audiences = {0};
	struct bth_value unnamed = {0};

	for (struct bth_value i = bth_first(requests); bth_is_list(requests) && bth_exists(i);
		i = bth_next(i)) {
		struct bth_value value = bth_get(i, "audience");
		struct bth_str audience = bth_check_text(value);

		bth_check_token_expiry(validation, bth_get(i, "expirationSeconds"));
		if (audience.len ? bth_map_get(&audiences, audience) != NULL : bth_exists(unnamed))
			bth_validation_report_missing(validation, &bth_rule_field_duplicate, i,
				BTH_STR("audience"), "there are two requests for tokens of '%.*s'",
				BTH_STR_ARG(audience));
		if (audience.len)
			bth_map_put(validation->findings->arena, &audiences, audience, &audiences);
		else
			unnamed = i;
	}
}

void
bth_check_csi_driver(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value requests = bth_get(value, "tokenRequests");
	struct bth_value tokens = bth_get(value, "serviceAccountTokenInSecrets");

	check_requests(validation, requests);
	if (validation->minor < TOKENS_IN_SECRETS_SINCE || bth_is_unset(tokens) ||
		bth_size(requests))
		return;
	struct bth_finding *finding = bth_validation_report(validation, &bth_rule_field_value_wrong,
		tokens, "'serviceAccountTokenInSecrets' is set, but no 'tokenRequests' are");
	bth_finding_fix(validation->findings, finding, "remove it, or ask for tokens");
}

static void
check_topology_key(struct bth_validation *validation, struct bth_value driver,
	struct bth_map *seen, struct bth_value key)
{
	size_t from = validation->findings->list.len;
	struct bth_arena *arena = validation->findings->arena;

	if (!bth_is_null(key) && !bth_is_string(key))
		return;
	if (!bth_text(key).len || bth_is_null(key))
		bth_validation_report(validation, &bth_rule_field_missing, key,
			"an item of 'topologyKeys' is empty");
	else if (bth_map_get(seen, bth_text(key)))
		bth_validation_report(validation, &bth_rule_field_duplicate, key,
			"'%.*s' is there twice",
			BTH_STR_ARG(bth_validation_shown(validation, key)));
	else if (bth_check_format(validation, key, BTH_FORMAT_LABEL_KEY))
		bth_map_put(arena, seen, bth_text(key), seen);
	if (validation->findings->list.len > from) /* the server names the driver */
		bth_check_move_paths(validation, from,
			bth_path_of(arena, validation->root, key),
			bth_path_of(arena, validation->root, driver));
}

void
bth_check_csi_node_driver(struct bth_validation *validation, struct bth_value value)
{
	enum { NODE_ID_MOST = 256 };
	struct bth_value keys = bth_get(value, "topologyKeys"), node = bth_get(value, "nodeID");
	struct bth_map seen = {0};

	bth_check_driver_name(validation, bth_get(value, "name"));
	if (bth_check_text(node).len > NODE_ID_MOST)
		bth_validation_report(validation, &bth_rule_field_value_wrong, node,
			"'nodeID' has %zu bytes, and %d are allowed", bth_check_text(node).len,
			NODE_ID_MOST);
	for (struct bth_value i = bth_first(keys); bth_is_list(keys) && bth_exists(i);
		i = bth_next(i))
		check_topology_key(validation, value, &seen, i);
}

void
bth_check_storage_capacity(struct bth_validation *validation, struct bth_value value)
{
	bth_check_not_negative(validation, bth_get(value, "capacity"));
}
