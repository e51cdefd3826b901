/* certain.c - berth writes no manifests whose claims may end up otherwise than meant */

#include "rules.h"
#include "run/context.h"
#include "world/read.h"

/* A volume of a Cluster document, and what its claims may get. */
struct written {
	struct berth_context *context;
	const struct bth_cluster *cluster;
	const struct bth_cluster_volume *volume;
	const struct bth_binding *binding;
	const struct bth_object *set;
	uint32_t claim; /* the first that is not certain */
};

/* What is wrong already keeps berth from writing, and may be why claims wait. */
static bool
has_errors(const struct berth_context *context)
{
	for (size_t i = 0; i < context->findings.list.len; i++) {
		const struct bth_finding *finding = context->findings.list.items[i];

		/* what is found in context files is not reported */
		if (finding->severity == BERTH_ERROR &&
			(!finding->span.source || !finding->span.source->context))
			return true;
	}
	return false;
}

/* The StatefulSet that was made of the document, NULL when none was. */
static const struct bth_object *
set_of(const struct berth_context *context, const struct bth_cluster *cluster)
{
	const struct bth_views *views = &context->world.views;

	for (uint32_t i = 0; i < views->sets.len; i++) {
		const struct bth_set *set = &views->sets.items[i];
		const struct bth_object *object =
			bth_world_object(&context->world, set->object);

		if (object->generated && bth_str_eq(set->name, cluster->name) &&
			bth_str_eq(set->namespace, cluster->namespace))
			return object;
	}
	return NULL;
}

/* Whether a claim is one of the volume's: made by the set, or there before it. */
static bool
is_claim_of(const struct written *written, const struct bth_claim *claim)
{
	const struct bth_cluster *cluster = written->cluster;
	size_t dash = bth_str_rfind(claim->name, '-');
	uint64_t ordinal;

	if (!bth_str_eq(claim->namespace, cluster->namespace) || dash == SIZE_MAX ||
		!bth_str_to_u64(&ordinal, bth_str_sub(claim->name, dash + 1, SIZE_MAX)) ||
		ordinal < (uint64_t)cluster->start ||
		ordinal >= (uint64_t)(cluster->start + cluster->replicas))
		return false;
	return bth_str_eq(claim->name,
		bth_claim_name(&written->context->arena, written->volume->claim,
			cluster->name, (int64_t)ordinal));
}

/* The first claim of the volume that is not certain, UINT32_MAX for none. */
static uint32_t
find_uncertain(const struct written *written)
{
	const struct bth_views *views = &written->context->world.views;

	for (uint32_t i = 0; i < views->claims.len; i++)
		if (!written->binding->claims[i].certain &&
			is_claim_of(written, &views->claims.items[i]))
			return i;
	return UINT32_MAX;
}

static const struct bth_volume *
volume_at(const struct written *written, uint32_t index)
{
	return &written->context->world.views.volumes.items[index];
}

/* The volume that was written for the claim, UINT32_MAX when it is not told by a claimRef. */
static uint32_t
own_volume(const struct written *written, const struct bth_claim *claim)
{
	for (uint32_t i = 0; i < written->context->world.views.volumes.len; i++)
		if (bth_bind_owned(claim, volume_at(written, i)))
			return i;
	return UINT32_MAX;
}

/* A claim beside this one that may get the volume, or NULL. */
static const struct bth_claim *
rival_of(const struct written *written, uint32_t volume)
{
	const struct bth_indexes *claims = &written->binding->volumes[volume].claims;

	for (size_t i = 0; i < claims->len; i++)
		if (claims->items[i] != written->claim)
			return &written->context->world.views.claims
					.items[claims->items[i]];
	return NULL;
}

/* What may become of the claim; *other is a volume that it may get by mistake. */
static const char *
what_may_be(const struct written *written, uint32_t *other)
{
	struct bth_arena *arena = &written->context->arena;
	const struct bth_claim *claim =
		&written->context->world.views.claims.items[written->claim];
	const struct bth_claim_outcome *outcome =
		&written->binding->claims[written->claim];
	uint32_t own = own_volume(written, claim);

	*other = UINT32_MAX;
	for (size_t i = 0; i < outcome->volumes.len && *other == UINT32_MAX; i++)
		if (outcome->volumes.items[i] != own &&
			(own != UINT32_MAX || outcome->volumes.len > 1))
			*other = outcome->volumes.items[own == UINT32_MAX ? 1 : i];
	if (*other != UINT32_MAX)
		return bth_arena_printf(arena, "may get volume '%.*s' as well as '%.*s'",
			BTH_STR_ARG(volume_at(written, *other)->name),
			BTH_STR_ARG(volume_at(written,
				own == UINT32_MAX ? outcome->volumes.items[0] : own)
					    ->name));
	if (outcome->provisioned)
		return "may get a new volume from a provisioner";
	if (outcome->absent && !outcome->pending)
		return "may never be made, as a pod before its own may not start";
	if (!outcome->volumes.len)
		return "may stay Pending";
	const struct bth_claim *rival = rival_of(written, outcome->volumes.items[0]);
	struct bth_str name = volume_at(written, outcome->volumes.items[0])->name;
	if (!rival)
		return bth_arena_printf(
			arena, "may not get volume '%.*s'", BTH_STR_ARG(name));
	return bth_arena_printf(arena,
		"may stay Pending: '%.*s' may go to claim '%.*s/%.*s'", BTH_STR_ARG(name),
		BTH_STR_ARG(rival->namespace), BTH_STR_ARG(rival->name));
}

static struct bth_finding *
report(const struct written *written, const struct bth_rule *rule, const char *what)
{
	struct berth_context *context = written->context;
	const struct bth_claim *claim =
		&context->world.views.claims.items[written->claim];
	struct bth_value at = written->volume->backend_at;
	struct bth_span span = bth_key_span(written->cluster->root, at);

	if (!written->volume->reserve)
		span = bth_span(bth_get(at, "bind"));
	struct bth_finding *finding =
		bth_find(&context->findings, rule, span, "claim '%.*s/%.*s' %s",
			BTH_STR_ARG(claim->namespace), BTH_STR_ARG(claim->name), what);
	finding->object = bth_object_name(written->set);
	finding->path = bth_path_of(&context->arena, written->set->root,
		bth_dig(written->set->root, "spec.volumeClaimTemplates"));
	finding->subject = claim->name;
	return finding;
}

static void
report_uncertain(const struct written *written)
{
	struct berth_context *context = written->context;
	uint32_t other;
	const char *what = what_may_be(written, &other);
	struct bth_finding *finding =
		report(written, &bth_rule_spec_claim_uncertain, what);

	if (other != UINT32_MAX)
		bth_finding_note(&context->findings, finding,
			bth_span(bth_dig(bth_world_object(&context->world,
						 volume_at(written, other)->object)
						 ->root,
				"metadata.name")),
			"the other volume");
	if (!written->volume->reserve)
		bth_finding_fix(&context->findings, finding,
			"remove 'bind: none': each volume is then reserved for its claim");
	else if (other != UINT32_MAX)
		bth_finding_fix(&context->findings, finding,
			"give the volumes a class that no other volume has, by storage.class");
	else
		bth_finding_fix(&context->findings, finding,
			"'berth plan' shows what keeps it from its volume");
}

/* A provisioner decides; nothing that is wrong, but nothing that berth can promise either. */
static void
report_provisioned(const struct written *written)
{
	struct berth_context *context = written->context;
	struct bth_arena *arena = &context->arena;
	const struct bth_class *class =
		bth_views_class(&context->world.views, written->volume->storage_class);
	const char *who = "the cluster's default class makes one";

	if (class)
		who = bth_arena_printf(arena, "provisioner '%.*s' makes one",
			BTH_STR_ARG(class->provisioner));
	else if (written->volume->has_class)
		who = bth_arena_printf(arena, "the provisioner of class '%.*s' makes one",
			BTH_STR_ARG(written->volume->storage_class));
	struct bth_finding *finding = report(written, &bth_rule_spec_claim_provisioned,
		bth_arena_printf(arena,
			"gets a volume only if %s, and nothing here shows that it does",
			who));
	if (context->task == BERTH_GENERATE)
		finding->severity = BERTH_WARNING;
	bth_finding_fix(&context->findings, finding,
		"show what the cluster has: --cluster FILE with 'kubectl get sc,csidrivers,pv -o yaml'");
}

static void
check_cluster(struct written *written)
{
	written->set = set_of(written->context, written->cluster);
	for (size_t i = 0; written->set && i < written->cluster->volumes.len; i++) {
		written->volume = &written->cluster->volumes.items[i];
		written->claim = find_uncertain(written);
		if (written->claim == UINT32_MAX)
			continue;
		if (written->volume->backend == BTH_BACKEND_DYNAMIC)
			report_provisioned(written);
		else
			report_uncertain(written);
	}
}

void
bth_run_certain(struct berth_context *context)
{
	struct bth_binding binding;

	if (!context->clusters.len || has_errors(context))
		return;
	bth_bind_any(&context->arena, &binding, &context->world.views);
	for (size_t i = 0; i < context->clusters.len; i++) {
		struct written written = {.context = context,
			.cluster = context->clusters.items[i],
			.binding = &binding};

		check_cluster(&written);
	}
}
