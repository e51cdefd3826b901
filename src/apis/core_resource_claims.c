/*
 * core_resource_claims.c - claims of devices, and the containers that name them:
 * validatePodResourceClaim, validateResourceClaimNames
 */

#include "apis/checks.h"
#include "base/map.h"
#include "kube/container.h"

/* Before they are dropped. */
enum { CLAIMS_SINCE = 34 };

void
bth_check_pod_claim(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value claim = bth_get(value, "resourceClaimName");
	struct bth_value template = bth_get(value, "resourceClaimTemplateName");

	if (validation->minor < CLAIMS_SINCE)
		return;
	if (bth_is_unset(claim) && bth_is_unset(template))
		bth_validation_report_missing(validation, &bth_rule_field_missing, value,
			(struct bth_str){0},
			"the claim is of nothing: it has neither 'resourceClaimName' nor "
			"'resourceClaimTemplateName'");
	else if (!bth_is_unset(claim) && !bth_is_unset(template))
		bth_validation_report_missing(validation, &bth_rule_field_value_wrong, value,
			(struct bth_str){0},
			"the claim has 'resourceClaimName' or 'resourceClaimTemplateName', not "
			"both");
}

/* What a container named so far: the claims, those of which a request was named, and both. */
struct named {
	struct bth_map whole, parts, requests;
};

static bool
is_named(struct bth_validation *validation, struct named *named, struct bth_str claim,
	struct bth_str request)
{
	struct bth_arena *arena = validation->findings->arena;
	struct bth_str both[] = {claim, request};

	if (bth_map_get(&named->whole, claim))
		return true;
	if (!request.len) {
		bth_map_put(arena, &named->whole, claim, named);
		return bth_map_get(&named->parts, claim);
	}
	if (bth_map_get_joined(&named->requests, both, 2, '/'))
		return true;
	bth_map_put(arena, &named->parts, claim, named);
	bth_map_put(arena, &named->requests, bth_str_join(arena, both, 2, '/'), named);
	return false;
}

static void
check_claim(struct bth_validation *validation, struct bth_value claim, struct named *named,
	const struct bth_map *names)
{
	struct bth_value name = bth_get(claim, "name"), request = bth_get(claim, "request");

	if (!bth_is_string(name) || !bth_text(name).len)
		return;
	bth_check_format(validation, request, BTH_FORMAT_LABEL);
	if (is_named(validation, named, bth_text(name), bth_check_text(request)))
		bth_validation_report(validation, &bth_rule_field_duplicate, name,
			"the container has the claim '%.*s' already",
			BTH_STR_ARG(bth_validation_shown(validation, name)));
	if (bth_map_get(names, bth_text(name)))
		return;
	struct bth_finding *finding = bth_validation_report(validation, &bth_rule_field_value_wrong,
		name, "the pod has no claim '%.*s' of resources",
		BTH_STR_ARG(bth_validation_shown(validation, name)));
	bth_finding_fix(validation->findings, finding,
		"write the name of one of the pod's 'resourceClaims', or add it there");
}

void
bth_check_resource_claims(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value claims = bth_get(value, "resourceClaims");
	struct bth_map names = {0};

	if (validation->minor < CLAIMS_SINCE)
		return;
	for (struct bth_value i = bth_first(claims); bth_is_list(claims) && bth_exists(i);
		i = bth_next(i))
		bth_map_put(validation->findings->arena, &names, bth_check_text(bth_get(i, "name")),
			&names);
	for (struct bth_container c = bth_container_first(value); bth_exists(c.at);
		c = bth_container_next(c)) {
		struct bth_value used = bth_dig(c.at, "resources.claims");
		struct named named = {0};

		for (struct bth_value i = bth_first(used); bth_is_list(used) && bth_exists(i);
			i = bth_next(i))
			check_claim(validation, i, &named, &names);
	}
}
