/* statefulset.c - the StatefulSet around the pods */

#include "expand/draft.h"

/* Time for a standby to follow again before the next pod is restarted. */
enum { STANDBY_SECONDS = 10 };

/* Fields that the cluster's version does not have yet are left out. */
enum { RETENTION_SINCE = 27, ORDINALS_SINCE = 27 };

static struct bth_str
text_or(struct bth_value value, const char *otherwise)
{
	return bth_is_string(value) ? bth_text(value) : bth_str(otherwise);
}

static void
put_strategy(struct bth_expanding *expanding, struct bth_draft *draft, uint32_t spec)
{
	struct bth_builder *builder = &draft->builder;
	struct bth_value type = bth_draft_spec(expanding, "update.type");
	struct bth_value partition = bth_draft_spec(expanding, "update.partition");
	uint32_t strategy = bth_put_map(builder, spec, "updateStrategy");
	int64_t number = 0;

	bth_draft_cause(draft, type);
	bth_put_str(builder, strategy, "type", text_or(type, "RollingUpdate"));
	if (bth_str_is(text_or(type, "RollingUpdate"), "OnDelete"))
		return;
	bth_draft_cause(draft, partition);
	bth_as_int(&number, partition);
	uint32_t rolling = bth_put_map(builder, strategy, "rollingUpdate");
	bth_put_int(builder, rolling, "partition", number);
}

static void
put_retention(struct bth_expanding *expanding, struct bth_draft *draft, uint32_t spec)
{
	struct bth_builder *builder = &draft->builder;
	struct bth_value deleted = bth_draft_spec(expanding, "retention.deleted");
	struct bth_value scaled = bth_draft_spec(expanding, "retention.scaled");
	uint32_t policy =
		bth_put_map(builder, spec, "persistentVolumeClaimRetentionPolicy");

	bth_draft_cause(draft, deleted);
	bth_put_str(builder, policy, "whenDeleted", text_or(deleted, "Retain"));
	bth_draft_cause(draft, scaled);
	bth_put_str(builder, policy, "whenScaled", text_or(scaled, "Retain"));
}

/*
 * With apiVersion and kind, so that tools that compare with the cluster see no difference;
 * without labels, as a claim template can never change.
 */
static void
put_template(struct bth_draft *draft, uint32_t templates,
	const struct bth_cluster_volume *volume)
{
	struct bth_builder *builder = &draft->builder;

	bth_draft_cause(draft, volume->claim_at);
	uint32_t claim = bth_build_item(builder, templates, bth_build_map(builder));
	bth_put_text(builder, claim, "apiVersion", "v1");
	bth_put_text(builder, claim, "kind", "PersistentVolumeClaim");
	uint32_t metadata = bth_put_map(builder, claim, "metadata");
	bth_put_str(builder, metadata, "name", volume->claim);
	bth_draft_cause(draft, volume->at);
	uint32_t spec = bth_put_map(builder, claim, "spec");
	bth_expand_modes(builder, spec, volume);
	bth_put_text(builder, spec, "volumeMode", volume->block ? "Block" : "Filesystem");
	bth_draft_cause(draft,
		bth_exists(volume->class_at) ? volume->class_at : volume->backend_at);
	if (volume->has_class)
		bth_put_str(builder, spec, "storageClassName", volume->storage_class);
	uint32_t resources = bth_put_map(builder, spec, "resources");
	uint32_t requests = bth_put_map(builder, resources, "requests");
	bth_draft_cause(draft, bth_get(volume->at, "size"));
	bth_put_str(builder, requests, "storage", volume->size);
}

static void
put_counts(struct bth_expanding *expanding, struct bth_draft *draft, uint32_t spec)
{
	const struct bth_cluster *cluster = expanding->cluster;
	struct bth_builder *builder = &draft->builder;
	struct bth_value management = bth_draft_spec(expanding, "podManagement");

	bth_draft_cause(draft, bth_draft_spec(expanding, "replicas"));
	bth_put_int(builder, spec, "replicas", cluster->replicas);
	if (cluster->start > 0 && cluster->minor >= ORDINALS_SINCE) {
		bth_draft_cause(draft, bth_draft_spec(expanding, "ordinals"));
		uint32_t ordinals = bth_put_map(builder, spec, "ordinals");
		bth_put_int(builder, ordinals, "start", cluster->start);
	}
	bth_draft_cause(draft, cluster->name_at);
	bth_draft_cause(draft, management);
	bth_put_str(builder, spec, "podManagementPolicy",
		text_or(management,
			cluster->replication.streaming ? "Parallel" : "OrderedReady"));
	bth_draft_cause(draft, cluster->name_at);
}

static void
put_optional(struct bth_expanding *expanding, struct bth_draft *draft, uint32_t spec,
	const char *key)
{
	struct bth_value value = bth_draft_spec(expanding, key);

	if (bth_exists(value))
		bth_put_copy(&draft->builder, spec, key, value);
}

void
bth_expand_set(struct bth_expanding *expanding)
{
	static const struct bth_draft_kind kind = {
		.order = BTH_ORDER_SET, .api_version = "apps/v1", .kind = "StatefulSet"};
	const struct bth_cluster *cluster = expanding->cluster;
	struct bth_draft *draft =
		bth_draft_new(expanding, &kind, cluster->name, cluster->name_at);
	struct bth_builder *builder = &draft->builder;
	uint32_t spec = bth_put_map(builder, draft->root, "spec");

	bth_put_str(builder, spec, "serviceName", bth_expand_headless_name(expanding));
	put_counts(expanding, draft, spec);
	put_strategy(expanding, draft, spec);
	if (cluster->minor >= RETENTION_SINCE)
		put_retention(expanding, draft, spec);
	put_optional(expanding, draft, spec, "minReadySeconds");
	if (cluster->replication.streaming &&
		!bth_exists(bth_draft_spec(expanding, "minReadySeconds")))
		bth_put_int(builder, spec, "minReadySeconds", STANDBY_SECONDS);
	put_optional(expanding, draft, spec, "revisionHistoryLimit");
	bth_draft_cause(draft, cluster->name_at);
	uint32_t selector = bth_put_map(builder, spec, "selector");
	bth_draft_selector(expanding, draft, selector, "matchLabels");
	bth_expand_pod(expanding, draft, bth_put_map(builder, spec, "template"));
	uint32_t templates = bth_put_list(builder, spec, "volumeClaimTemplates");
	for (size_t i = 0; i < cluster->volumes.len; i++)
		put_template(draft, templates, &cluster->volumes.items[i]);
}
