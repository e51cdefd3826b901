/* pod.c - the pod template: who runs, where, with which volumes */

#include "expand/draft.h"

/* A copy of the spec's number under the API's name for it. */
static void
put_renamed(struct bth_expanding *expanding, struct bth_draft *draft, uint32_t map,
	const char *path, const char *key)
{
	struct bth_value value = bth_draft_spec(expanding, path);

	if (bth_exists(value))
		bth_put_copy(&draft->builder, map, key, value);
}

static void
put_pod_security(struct bth_expanding *expanding, struct bth_draft *draft, uint32_t spec)
{
	struct bth_builder *builder = &draft->builder;
	struct bth_value at = bth_draft_spec(expanding, "security");
	int64_t user = 0;

	bth_draft_cause(draft, at);
	uint32_t security = bth_put_map(builder, spec, "securityContext");
	if (bth_is_true(bth_get(at, "nonRoot"),
		    bth_as_int(&user, bth_get(at, "user")) && user > 0))
		bth_put_bool(builder, security, "runAsNonRoot", true);
	put_renamed(expanding, draft, security, "security.user", "runAsUser");
	put_renamed(expanding, draft, security, "security.group", "runAsGroup");
	put_renamed(expanding, draft, security, "security.fsGroup", "fsGroup");
	/* with Always each mount of a large volume is walked, and PGDATA's mode is widened */
	if (bth_exists(bth_get(at, "fsGroup"))) {
		struct bth_value policy = bth_get(at, "fsGroupChangePolicy");
		bth_put_str(builder, security, "fsGroupChangePolicy",
			bth_exists(policy) ? bth_text(policy) :
					     BTH_STR("OnRootMismatch"));
	}
	uint32_t seccomp = bth_put_map(builder, security, "seccompProfile");
	bth_put_text(builder, seccomp, "type", "RuntimeDefault");
}

/* A term of pod anti-affinity for one topology. */
static uint32_t
pod_term(struct bth_expanding *expanding, struct bth_draft *draft, const char *key)
{
	uint32_t term = bth_build_map(&draft->builder);
	uint32_t selector = bth_put_map(&draft->builder, term, "labelSelector");

	bth_draft_selector(expanding, draft, selector, "matchLabels");
	bth_put_text(&draft->builder, term, "topologyKey", key);
	return term;
}

static void
add_preferred(struct bth_expanding *expanding, struct bth_draft *draft, uint32_t list,
	int64_t weight, const char *key)
{
	struct bth_builder *builder = &draft->builder;
	uint32_t item = bth_build_item(builder, list, bth_build_map(builder));

	bth_put_int(builder, item, "weight", weight);
	bth_build_put(builder, item, BTH_STR("podAffinityTerm"),
		pod_term(expanding, draft, key));
}

static void
put_affinity(struct bth_expanding *expanding, struct bth_draft *draft, uint32_t spec)
{
	static const char host[] = "kubernetes.io/hostname",
			  zone[] = "topology.kubernetes.io/zone";
	struct bth_builder *builder = &draft->builder;
	struct bth_value own = bth_draft_spec(expanding, "placement.affinity");
	struct bth_value spread = bth_draft_spec(expanding, "placement.spread");

	if (bth_exists(own)) {
		bth_put_copy(builder, spec, "affinity", own);
		return;
	}
	/* a single pod has nothing to be spread from */
	if (bth_str_is(bth_text(spread), "none") || expanding->cluster->replicas < 2)
		return;
	bth_draft_cause(draft, spread);
	uint32_t affinity = bth_put_map(builder, spec, "affinity");
	uint32_t anti = bth_put_map(builder, affinity, "podAntiAffinity");
	if (bth_str_is(bth_text(spread), "hard")) {
		uint32_t required = bth_put_list(
			builder, anti, "requiredDuringSchedulingIgnoredDuringExecution");
		bth_build_item(builder, required, pod_term(expanding, draft, host));
	}
	uint32_t preferred = bth_put_list(
		builder, anti, "preferredDuringSchedulingIgnoredDuringExecution");
	if (!bth_str_is(bth_text(spread), "hard"))
		add_preferred(expanding, draft, preferred, 100, host);
	add_preferred(expanding, draft, preferred, 50, zone);
}

static void
put_placement(struct bth_expanding *expanding, struct bth_draft *draft, uint32_t spec)
{
	put_renamed(expanding, draft, spec, "placement.nodeSelector", "nodeSelector");
	put_renamed(expanding, draft, spec, "placement.tolerations", "tolerations");
	put_renamed(
		expanding, draft, spec, "placement.priorityClass", "priorityClassName");
	put_affinity(expanding, draft, spec);
}

static uint32_t
add_volume(struct bth_draft *draft, uint32_t volumes, struct bth_str name)
{
	uint32_t volume =
		bth_build_item(&draft->builder, volumes, bth_build_map(&draft->builder));

	bth_put_str(&draft->builder, volume, "name", name);
	return volume;
}

static void
add_config_volume(struct bth_expanding *expanding, struct bth_draft *draft,
	uint32_t volumes, const char *name, const char *suffix)
{
	uint32_t volume = add_volume(draft, volumes, bth_str(name));
	uint32_t source = bth_put_map(&draft->builder, volume, "configMap");

	bth_put_str(&draft->builder, source, "name", bth_draft_name(expanding, suffix));
}

static void
add_memory(struct bth_draft *draft, uint32_t volumes, struct bth_str name,
	struct bth_str limit)
{
	uint32_t volume = add_volume(draft, volumes, name);
	uint32_t source = bth_put_map(&draft->builder, volume, "emptyDir");

	bth_put_text(&draft->builder, source, "medium", "Memory");
	bth_put_str(&draft->builder, source, "sizeLimit", limit);
}

static void
put_volumes(struct bth_expanding *expanding, struct bth_draft *draft, uint32_t spec)
{
	struct bth_builder *builder = &draft->builder;
	struct bth_value shm = bth_draft_spec(expanding, "shm");
	struct bth_value scratch = bth_draft_spec(expanding, "security.writablePaths");
	struct bth_value scripts = bth_draft_spec(expanding, "config.initdb.scripts");
	uint32_t volumes = bth_build_list(builder);

	if (bth_expand_has_config(expanding)) {
		bth_draft_cause(draft, bth_draft_spec(expanding, "config"));
		add_config_volume(expanding, draft, volumes, "config", "-config");
	}
	if (bth_expand_has_scripts(expanding)) {
		bth_draft_cause(draft,
			bth_exists(scripts) ? scripts :
					      expanding->cluster->replication.at);
		add_config_volume(expanding, draft, volumes, "initdb", "-initdb");
	}
	if (expanding->cluster->replication.streaming) {
		bth_draft_cause(draft, expanding->cluster->replication.at);
		add_config_volume(
			expanding, draft, volumes, "replication", "-replication");
		/* the password file too, so never on a disk */
		add_memory(draft, volumes, BTH_STR("replication-run"), BTH_STR("1Mi"));
	}
	if (bth_exists(shm) && bth_node(shm)->type != BTH_BOOL) {
		bth_draft_cause(draft, shm);
		add_memory(draft, volumes, BTH_STR("shm"), bth_text(shm));
	}
	for (struct bth_value i = bth_first(scratch); bth_exists(i); i = bth_next(i)) {
		bth_draft_cause(draft, i);
		uint32_t volume = add_volume(
			draft, volumes, bth_draft_scratch_name(expanding, bth_text(i)));
		bth_put_map(builder, volume, "emptyDir");
	}
	if (builder->nodes.items[volumes].child)
		bth_build_put(builder, spec, BTH_STR("volumes"), volumes);
}

static void
put_pull_secrets(struct bth_expanding *expanding, struct bth_draft *draft, uint32_t spec)
{
	struct bth_builder *builder = &draft->builder;
	struct bth_value names = bth_draft_spec(expanding, "image.pullSecrets");

	if (!bth_size(names))
		return;
	uint32_t secrets = bth_put_list(builder, spec, "imagePullSecrets");
	for (struct bth_value i = bth_first(names); bth_exists(i); i = bth_next(i)) {
		bth_draft_cause(draft, i);
		uint32_t secret =
			bth_build_item(builder, secrets, bth_build_map(builder));
		bth_put_str(builder, secret, "name", bth_text(i));
	}
}

static int64_t
grace_seconds(const struct bth_expanding *expanding)
{
	const struct bth_preset *preset = expanding->cluster->preset.preset;
	int64_t seconds = preset && preset->database ? 300 : 30;

	bth_as_int(&seconds, bth_draft_spec(expanding, "termination.graceSeconds"));
	return seconds;
}

static void
put_metadata(struct bth_expanding *expanding, struct bth_draft *draft, uint32_t template)
{
	struct bth_builder *builder = &draft->builder;
	uint32_t metadata = bth_put_map(builder, template, "metadata");

	bth_draft_labels(expanding, draft, metadata);
	if (!expanding->config_checksum.len)
		return;
	bth_draft_cause(draft, bth_draft_spec(expanding, "config"));
	uint32_t annotations = bth_put_map(builder, metadata, "annotations");
	bth_put_str(builder, annotations, "checksum/config", expanding->config_checksum);
}

void
bth_expand_pod(
	struct bth_expanding *expanding, struct bth_draft *draft, uint32_t template)
{
	struct bth_builder *builder = &draft->builder;
	struct bth_value account = bth_draft_spec(expanding, "serviceAccount");
	struct bth_value name_at = expanding->cluster->name_at;

	put_metadata(expanding, draft, template);
	bth_draft_cause(draft, name_at);
	uint32_t spec = bth_put_map(builder, template, "spec");
	bth_draft_cause(draft, account);
	bth_put_str(
		builder, spec, "serviceAccountName", bth_expand_account_name(expanding));
	bth_put_bool(builder, spec, "automountServiceAccountToken",
		bth_is_true(bth_get(account, "token"), false));
	bth_draft_cause(draft, name_at);
	bth_draft_cause(draft, bth_draft_spec(expanding, "termination.graceSeconds"));
	bth_put_int(
		builder, spec, "terminationGracePeriodSeconds", grace_seconds(expanding));
	bth_draft_cause(draft, name_at);
	put_pod_security(expanding, draft, spec);
	bth_draft_cause(draft, name_at);
	put_placement(expanding, draft, spec);
	put_pull_secrets(expanding, draft, spec);
	bth_draft_cause(draft, name_at);
	bth_expand_bootstrap(expanding, draft, spec);
	bth_draft_cause(draft, name_at);
	bth_expand_container(expanding, draft, spec);
	bth_draft_cause(draft, name_at);
	put_volumes(expanding, draft, spec);
	bth_draft_cause(draft, name_at);
}
