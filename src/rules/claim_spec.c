/* claim_spec.c - access modes and size, without which there is no claim */

#include "rules/edit.h"
#include "rules/pod_parts.h"

/* A claim, or what makes one: a template of a set, an ephemeral volume of a pod. */
struct claim {
	const struct bth_object *object;
	struct bth_value spec;
	struct bth_str name;
	const char *noun; /* "claim template" */
	bool part;        /* it is not the object itself, but a part of it */
};

#define WITH_CLAIMS (BTH_KIND(BTH_PERSISTENT_VOLUME_CLAIM) | BTH_WORKLOADS)

/* Calls @look for each claim that the object is or makes. */
static void
each_claim(struct bth_lint *lint, const struct bth_object *object,
	void (*look)(struct bth_lint *lint, const struct claim *claim))
{
	struct bth_value templates = bth_claim_templates(object);
	struct bth_value volumes = bth_get(bth_object_pod_spec(object), "volumes");
	struct claim claim = {.object = object,
		.spec = bth_get(object->root, "spec"),
		.name = object->name,
		.noun = "claim"};

	if (object->kind == BTH_PERSISTENT_VOLUME_CLAIM && bth_is_map(claim.spec))
		look(lint, &claim);
	claim.part = true;
	claim.noun = "claim template";
	for (struct bth_value i = bth_first(templates); bth_exists(i); i = bth_next(i)) {
		claim.spec = bth_get(i, "spec");
		claim.name = bth_text(bth_dig(i, "metadata.name"));
		if (bth_is_map(claim.spec))
			look(lint, &claim);
	}
	claim.noun = "ephemeral volume";
	for (struct bth_value i = bth_first(volumes); bth_exists(i); i = bth_next(i)) {
		claim.spec = bth_dig(i, "ephemeral.volumeClaimTemplate.spec");
		claim.name = bth_text(bth_get(i, "name"));
		if (bth_is_map(claim.spec) &&
			!bth_is_template_name(templates, claim.name))
			look(lint, &claim);
	}
}

static const char *
text_of(struct bth_arena *arena, const struct claim *claim)
{
	return bth_arena_printf(
		arena, "%s '%.*s'", claim->noun, BTH_STR_ARG(claim->name));
}

/* Names the part that a finding is about, so that others stay silent about it alone. */
static void
name_subject(struct bth_finding *finding, const struct claim *claim)
{
	if (claim->part)
		bth_report_subject(finding, claim->name);
}

static void
look_at_modes(struct bth_lint *lint, const struct claim *claim)
{
	const struct bth_rule *rule =
		bth_made_rule(lint, claim->object, &bth_rule_claim_modes_missing);
	struct bth_value modes = bth_get(claim->spec, "accessModes");
	const char *text = text_of(lint->arena, claim);
	const char *tail = bth_made_tail(lint, claim->object, "claims");
	struct bth_finding *finding;

	if (bth_size(modes) || (!bth_is_unset(modes) && !bth_is_list(modes)))
		return;
	if (bth_is_unset(modes)) {
		finding = bth_report_missing(lint, rule, claim->object, claim->spec,
			"accessModes", "%s has no accessModes%s", text, tail);
		if (!bth_exists(modes))
			bth_report_add_key(lint, finding, claim->object, claim->spec,
				"accessModes: [ReadWriteOnce]");
	} else {
		finding = bth_report(lint, rule, claim->object, modes,
			"the accessModes of %s are empty%s", text, tail);
	}
	name_subject(finding, claim);
	bth_report_fix(lint, finding, "add 'accessModes: [ReadWriteOnce]'");
}

static void
look_at_size(struct bth_lint *lint, const struct claim *claim)
{
	struct bth_value resources = bth_get(claim->spec, "resources");
	struct bth_value requests = bth_get(resources, "requests");

	if (!bth_is_unset(bth_get(requests, "storage")) ||
		(!bth_is_unset(resources) && !bth_is_map(resources)) ||
		(!bth_is_unset(requests) && !bth_is_map(requests)))
		return;
	struct bth_value parent = bth_is_map(requests) ? requests :
		bth_is_map(resources)                  ? resources :
							 claim->spec;
	struct bth_finding *finding = bth_report_missing(lint,
		bth_made_rule(lint, claim->object, &bth_rule_claim_size_missing),
		claim->object, parent, "storage",
		"%s does not say how much storage it asks for%s",
		text_of(lint->arena, claim),
		bth_made_tail(lint, claim->object, "claims"));

	/* as the server names it, in short */
	finding->path = bth_arena_printf(lint->arena, "%s.resources[storage]",
		bth_path_of(lint->arena, claim->object->root, claim->spec));
	name_subject(finding, claim);
	bth_report_fix(lint, finding, "add '%s' with its size",
		bth_is_map(requests)          ? "storage: 10Gi" :
			bth_is_map(resources) ? "requests: {storage: 10Gi}" :
						"resources: {requests: {storage: 10Gi}}");
}

static void
look_at_exclusive(struct bth_lint *lint, const struct claim *claim)
{
	struct bth_value modes = bth_get(claim->spec, "accessModes"), alone = {0};
	bool others = false;

	for (struct bth_value i = bth_first(modes); bth_exists(i); i = bth_next(i)) {
		if (bth_str_is(bth_text(i), "ReadWriteOncePod"))
			alone = i;
		else
			others |= bth_str_is(bth_text(i), "ReadWriteOnce") ||
				bth_str_is(bth_text(i), "ReadOnlyMany") ||
				bth_str_is(bth_text(i), "ReadWriteMany");
	}
	if (!bth_exists(alone) || !others)
		return;
	struct bth_finding *finding = bth_report(lint,
		bth_made_rule(lint, claim->object, &bth_rule_claim_modes_exclusive),
		claim->object, alone,
		"%s has ReadWriteOncePod beside other access modes%s",
		text_of(lint->arena, claim),
		bth_made_tail(lint, claim->object, "claims"));
	name_subject(finding, claim);
	bth_report_fix(lint, finding, "keep ReadWriteOncePod alone, or remove it");
}

static void
visit_modes(struct bth_lint *lint, const struct bth_object *object)
{
	each_claim(lint, object, look_at_modes);
}

static void
visit_size(struct bth_lint *lint, const struct bth_object *object)
{
	each_claim(lint, object, look_at_size);
}

static void
visit_exclusive(struct bth_lint *lint, const struct bth_object *object)
{
	const struct claim volume = {.object = object,
		.spec = bth_get(object->root, "spec"),
		.name = object->name,
		.noun = "volume"};

	if (object->kind == BTH_PERSISTENT_VOLUME)
		look_at_exclusive(lint, &volume);
	else
		each_claim(lint, object, look_at_exclusive);
}

const struct bth_rule bth_rule_claim_modes_missing = {
	.code = "BTH230",
	.name = "claim-modes-missing",
	.family = BTH_API,
	.severity = BERTH_ERROR,
	.kinds = WITH_CLAIMS,
	.visit = visit_modes,
	.summary = "a claim or claim template without access modes",
	.why = "There is no default: the API server refuses a claim that does not say how it wants "
	       "to use its volume. It looks into the claim templates of StatefulSets since 1.34; "
	       "before, see statefulset-fails-late. OpenAPI schemas do not have this.",
	.fix = "Add accessModes: [ReadWriteOnce], which is right for nearly every database.",
};

const struct bth_rule bth_rule_claim_size_missing = {
	.code = "BTH231",
	.name = "claim-size-missing",
	.family = BTH_API,
	.severity = BERTH_ERROR,
	.kinds = WITH_CLAIMS,
	.visit = visit_size,
	.summary = "a claim or claim template that asks for no size",
	.why = "The API server refuses a claim without resources.requests.storage, even when it is "
	       "meant for one certain volume. It looks into the claim templates of StatefulSets "
	       "since 1.34; before, see statefulset-fails-late.",
	.fix = "Add resources.requests.storage, at most what the volume holds.",
};

const struct bth_rule bth_rule_claim_modes_exclusive = {
	.code = "BTH232",
	.name = "claim-modes-exclusive",
	.family = BTH_API,
	.severity = BERTH_ERROR,
	.kinds = WITH_CLAIMS | BTH_KIND(BTH_PERSISTENT_VOLUME),
	.visit = visit_exclusive,
	.summary = "ReadWriteOncePod beside another access mode",
	.why = "ReadWriteOncePod promises that a single pod uses the volume, which the other modes "
	       "contradict. The API server refuses the two together.",
	.fix = "Keep ReadWriteOncePod alone, or take it out.",
};
