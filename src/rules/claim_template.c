/* claim_template.c - claim templates that a StatefulSet uses otherwise than they look */

#include "rules/edit.h"
#include "rules/pod_parts.h"
#include "rules/storage.h"

static struct bth_value name_at(struct bth_value template)
{
	return bth_dig(template, "metadata.name");
}

static struct bth_finding *
report(struct bth_lint *lint, const struct bth_rule *rule, const struct bth_object *set,
	struct bth_value template, struct bth_value value, const char *message)
{
	struct bth_finding *finding = bth_report(lint, rule, set, value, "%s '%.*s' %s",
		"claim template", BTH_STR_ARG(bth_maker_name(template)), message);

	bth_report_subject(finding, bth_maker_name(template));
	return finding;
}

static void
visit_duplicate(struct bth_lint *lint, const struct bth_object *set)
{
	struct bth_map seen = {0};

	for (struct bth_value i = bth_first(bth_claim_templates(set)); bth_exists(i);
		i = bth_next(i)) {
		struct bth_str name = bth_maker_name(i);
		struct bth_value before = bth_seen(lint->arena, &seen, name, i);

		if (!name.len || !bth_exists(before))
			continue;
		struct bth_finding *finding = report(lint,
			&bth_rule_claim_template_duplicate, set, i, name_at(i),
			"stands here a second time: only the last one counts");
		bth_report_note(lint, finding, name_at(before), "this one is ignored");
		bth_report_fix(lint, finding, "rename one of the two, or remove it");
	}
}

const struct bth_rule bth_rule_claim_template_duplicate = {
	.code = "BTH111",
	.name = "claim-template-duplicate",
	.family = BTH_BINDING,
	.severity = BERTH_ERROR,
	.kinds = BTH_KIND(BTH_STATEFUL_SET),
	.visit = visit_duplicate,
	.summary = "two claim templates of one name: the last wins silently",
	.why = "The controller keeps claim templates by name, so the later one replaces the "
	       "earlier. The API server takes both without a word, and the pods get one claim "
	       "where two were meant.",
	.fix = "Give each template its own name, or remove the one that is too many.",
};

static void
visit_shadow(struct bth_lint *lint, const struct bth_object *set)
{
	struct bth_value volumes = bth_get(bth_object_pod_spec(set), "volumes");
	struct bth_map seen = {0};

	for (struct bth_value i = bth_first(bth_claim_templates(set)); bth_exists(i);
		i = bth_next(i))
		bth_seen(lint->arena, &seen, bth_maker_name(i), name_at(i));
	for (struct bth_value i = bth_first(volumes); bth_exists(i); i = bth_next(i)) {
		struct bth_value name = bth_get(i, "name");
		const void *found = bth_map_get(&seen, bth_text(name));

		if (!found || !bth_text(name).len)
			continue;
		struct bth_value template = {
			.tree = i.tree, .at = (uint32_t)(uintptr_t)found};
		struct bth_finding *finding = bth_report(lint,
			&bth_rule_claim_template_shadows_volume, set, name,
			"pod volume '%.*s' is dropped: a claim template has the same name",
			BTH_STR_ARG(bth_text(name)));
		bth_report_subject(finding, bth_text(name));
		bth_report_note(lint, finding, template, "the claim template is here");
		bth_report_fix(
			lint, finding, "remove the pod volume, or rename one of the two");
	}
}

const struct bth_rule bth_rule_claim_template_shadows_volume = {
	.code = "BTH112",
	.name = "claim-template-shadows-volume",
	.family = BTH_BINDING,
	.severity = BERTH_WARNING,
	.kinds = BTH_KIND(BTH_STATEFUL_SET),
	.visit = visit_shadow,
	.summary =
		"a claim template and a pod volume of one name: the pod volume is dropped",
	.why = "For each claim template the controller adds a pod volume of that name and drops "
	       "the one in the pod template. Containers that mount it get the claim, whatever "
	       "the dropped volume was.",
	.fix = "Remove the pod volume if the claim is meant, else rename one of the two.",
};

/* Whether @name is mounted by a container of @list, as directory or as device. */
static bool
is_mounted(struct bth_value list, struct bth_str name)
{
	static const char *const keys[] = {"volumeMounts", "volumeDevices"};

	for (struct bth_value i = bth_first(list); bth_exists(i); i = bth_next(i))
		for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++)
			for (struct bth_value m = bth_first(bth_get(i, keys[k]));
				bth_exists(m); m = bth_next(m))
				if (bth_str_eq(bth_text(bth_get(m, "name")), name))
					return true;
	return false;
}

static bool
is_used(struct bth_value spec, struct bth_str name)
{
	return is_mounted(bth_get(spec, "containers"), name) ||
		is_mounted(bth_get(spec, "initContainers"), name) ||
		is_mounted(bth_get(spec, "ephemeralContainers"), name);
}

static void
visit_unmounted(struct bth_lint *lint, const struct bth_object *set)
{
	struct bth_value spec = bth_object_pod_spec(set);

	for (struct bth_value i = bth_first(bth_claim_templates(set)); bth_exists(i);
		i = bth_next(i)) {
		if (!bth_maker_name(i).len || is_used(spec, bth_maker_name(i)))
			continue;
		struct bth_finding *finding =
			report(lint, &bth_rule_claim_template_unmounted, set, i,
				name_at(i), "is mounted by no container");
		bth_report_fix(lint, finding,
			"mount it in the container that keeps the data, or remove the template");
	}
}

const struct bth_rule bth_rule_claim_template_unmounted = {
	.code = "BTH113",
	.name = "claim-template-unmounted",
	.family = BTH_BINDING,
	.severity = BERTH_WARNING,
	.kinds = BTH_KIND(BTH_STATEFUL_SET),
	.visit = visit_unmounted,
	.after = BTH_AFTER(&bth_rule_mount_volume_missing),
	.summary = "a claim template that no container mounts",
	.why = "Each replica gets a claim and a volume, and the pod starts only once they are "
	       "there, but nothing is ever written to them. The data goes to the container's own "
	       "file system and is gone when the pod is.",
	.fix = "Add it to the volumeMounts of the container that keeps the data.",
};

/* Whether the label changes with a release, by its key and its value. */
static bool
is_changing(struct bth_str key, struct bth_str value)
{
	static const char *const keys[] = {"app.kubernetes.io/version", "helm.sh/chart",
		"chart", "version", "app-version", "appVersion"};
	bool digit = false;

	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		if (bth_str_is(key, keys[i]))
			return true;
	/* the name of a Helm release stays, a version in that place does not */
	for (size_t i = 0; i < value.len; i++)
		digit |= value.at[i] >= '0' && value.at[i] <= '9';
	return bth_str_is(key, "release") && digit &&
		bth_str_find(value, '.') != SIZE_MAX;
}

static void
visit_labelled(struct bth_lint *lint, const struct bth_object *set)
{
	for (struct bth_value i = bth_first(bth_claim_templates(set)); bth_exists(i);
		i = bth_next(i)) {
		struct bth_value labels = bth_dig(i, "metadata.labels");

		for (struct bth_value key = bth_first(labels); bth_exists(key);
			key = bth_next(key)) {
			struct bth_value value = bth_under(key);

			if (!is_changing(bth_text(key), bth_text(value)))
				continue;
			struct bth_finding *finding = report(lint,
				&bth_rule_claim_template_labelled, set, i, value,
				bth_arena_printf(lint->arena,
					"has label '%.*s', which changes with each release",
					BTH_STR_ARG(bth_text(key))));
			bth_report_fix(lint, finding,
				"remove the label from the claim template");
			bth_report_drop_key(lint, finding, set, key);
		}
	}
}

const struct bth_rule bth_rule_claim_template_labelled = {
	.code = "BTH114",
	.name = "claim-template-labelled",
	.family = BTH_BINDING,
	.severity = BERTH_WARNING,
	.kinds = BTH_KIND(BTH_STATEFUL_SET),
	.visit = visit_labelled,
	.summary = "a label in a claim template that changes with each release",
	.why = "Claim templates of a StatefulSet cannot be changed. With a version or chart label "
	       "in one, the next release differs in that label and the API server refuses the "
	       "whole update.",
	.fix = "Keep only labels that never change in claim templates.",
};

/* The edit that puts both lines in front of the template's first one. */
static void
add_types(struct bth_lint *lint, struct bth_finding *finding,
	const struct bth_object *set, struct bth_value template)
{
	struct bth_span span = bth_span(bth_first(template));
	struct bth_str before = bth_str_sub(span.source->text, 0, span.start);
	size_t line = bth_str_rfind(before, '\n');
	size_t indent = line == SIZE_MAX ? span.start : span.start - line - 1;
	const char *type = "apiVersion: v1", *kind = "kind: PersistentVolumeClaim";

	if (!bth_is_unset(bth_get(template, "apiVersion")))
		bth_report_add_key(lint, finding, set, template, kind);
	else if (!bth_is_unset(bth_get(template, "kind")))
		bth_report_add_key(lint, finding, set, template, type);
	else if (bth_node(template)->style == BTH_FLOW)
		bth_report_add_key(lint, finding, set, template,
			bth_arena_printf(lint->arena, "%s, %s", type, kind));
	else
		bth_report_add_key(lint, finding, set, template,
			bth_arena_printf(
				lint->arena, "%s\n%*s%s", type, (int)indent, "", kind));
}

static void
visit_untyped(struct bth_lint *lint, const struct bth_object *set)
{
	for (struct bth_value i = bth_first(bth_claim_templates(set)); bth_exists(i);
		i = bth_next(i)) {
		bool version = !bth_is_unset(bth_get(i, "apiVersion"));
		bool kind = !bth_is_unset(bth_get(i, "kind"));

		if (!bth_is_map(i) || (version && kind))
			continue;
		struct bth_finding *finding =
			report(lint, &bth_rule_claim_template_untyped, set, i, name_at(i),
				kind            ? "has no apiVersion" :
					version ? "has no kind" :
						  "has no apiVersion and kind");
		bth_report_fix(lint, finding,
			"add 'apiVersion: v1' and 'kind: PersistentVolumeClaim'");
		add_types(lint, finding, set, i);
	}
}

const struct bth_rule bth_rule_claim_template_untyped = {
	.code = "BTH115",
	.name = "claim-template-untyped",
	.family = BTH_BINDING,
	.severity = BERTH_INFO,
	.kinds = BTH_KIND(BTH_STATEFUL_SET),
	.visit = visit_untyped,
	.summary = "a claim template without apiVersion and kind",
	.why = "The API server fills both in. Tools that compare the manifest with the cluster, "
	       "like Argo CD, then show a difference that never goes away.",
	.fix = "Write apiVersion: v1 and kind: PersistentVolumeClaim in the template.",
};

static void
visit_ignored(struct bth_lint *lint, const struct bth_object *set)
{
	static const char *const fields[] = {
		"metadata.namespace", "metadata.generateName", "status"};

	for (struct bth_value i = bth_first(bth_claim_templates(set)); bth_exists(i);
		i = bth_next(i)) {
		for (size_t f = 0; f < sizeof fields / sizeof fields[0]; f++) {
			struct bth_value value = bth_dig(i, fields[f]);

			if (bth_is_unset(value) ||
				(bth_is_map(value) && !bth_size(value)))
				continue;
			struct bth_finding *finding = report(lint,
				&bth_rule_claim_template_metadata_ignored, set, i, value,
				bth_arena_printf(lint->arena, "has %s, which is ignored",
					fields[f]));
			bth_report_fix(lint, finding, "remove %s", fields[f]);
			if (f + 1 < sizeof fields / sizeof fields[0])
				bth_report_drop_key(lint, finding, set,
					bth_get_key(bth_get(i, "metadata"),
						fields[f] + strlen("metadata.")));
		}
	}
}

const struct bth_rule bth_rule_claim_template_metadata_ignored = {
	.code = "BTH116",
	.name = "claim-template-metadata-ignored",
	.family = BTH_BINDING,
	.severity = BERTH_INFO,
	.kinds = BTH_KIND(BTH_STATEFUL_SET),
	.visit = visit_ignored,
	.summary = "a namespace, generateName or status in a claim template",
	.why = "The claims are made in the StatefulSet's namespace, with names of template, set "
	       "and ordinal, and without status, whatever the template says.",
	.fix = "Remove the field.",
};

static void
visit_pod_volume(struct bth_lint *lint, const struct bth_object *workload)
{
	struct bth_value spec = bth_object_pod_spec(workload),
			 volumes = bth_get(spec, "volumes");

	for (struct bth_value i = bth_first(volumes); bth_exists(i); i = bth_next(i)) {
		struct bth_value name = bth_get(i, "name");

		if (!bth_text(name).len || is_used(spec, bth_text(name)))
			continue;
		struct bth_finding *finding =
			bth_report(lint, &bth_rule_pod_volume_unmounted, workload, name,
				"pod volume '%.*s' is mounted by no container",
				BTH_STR_ARG(bth_text(name)));
		bth_report_subject(finding, bth_text(name));
		bth_report_fix(lint, finding,
			"mount it in the container that needs it, or remove it");
	}
}

const struct bth_rule bth_rule_pod_volume_unmounted = {
	.code = "BTH120",
	.name = "pod-volume-unmounted",
	.family = BTH_BINDING,
	.severity = BERTH_WARNING,
	.kinds = BTH_WORKLOADS,
	.visit = visit_pod_volume,
	.after = BTH_AFTER(
		&bth_rule_claim_template_shadows_volume, &bth_rule_mount_volume_missing),
	.summary = "a pod volume that no container mounts",
	.why = "The pod waits until the volume is there, but no container sees it. Often the mount "
	       "was forgotten or names another volume, and data goes to the container's own file "
	       "system, which is gone with the pod.",
	.fix = "Add it to the volumeMounts of a container, or remove it from the pod.",
};
