/* service_governing.c - the Service of a StatefulSet that gives its pods no names */

#include "kube/address.h"
#include "rules/edit.h"
#include "rules/pod_index.h"
#include "rules/pod_parts.h"
#include "rules/service_link.h"

static void
visit_headless(struct bth_lint *lint, const struct bth_object *set)
{
	const struct bth_object *service = bth_governing_service(lint, set);

	if (!service || bth_service_is_headless(service) ||
		(bth_service_selects_nothing(service) &&
			bth_service_has_endpoints(lint, service, set)))
		return;
	struct bth_value spec = bth_get(service->root, "spec");
	struct bth_value address = bth_get(spec, "clusterIP");
	struct bth_str type = bth_text(bth_get(spec, "type"));
	struct bth_address parsed;

	/* one that the API server refuses is told of at the Service */
	if (bth_is_string(address) && bth_text(address).len &&
		!bth_address_parse(&parsed, bth_text(address)))
		return;
	struct bth_finding *finding = bth_report_service(lint,
		&bth_rule_statefulset_service_not_headless, set, service, address,
		"Service '%.*s' of set '%.*s' is not headless: its name is one address, not the pods",
		BTH_STR_ARG(service->name), BTH_STR_ARG(set->name));

	finding->path = bth_is_context(service) ? finding->path : "spec.clusterIP";
	if (type.len && !bth_str_is(type, "ClusterIP")) {
		bth_report_fix(lint, finding,
			"name a headless Service in the set, and keep this one for clients");
		return;
	}
	if (bth_is_unset(address))
		bth_report_add_key(lint, finding, service, spec, "clusterIP: None");
	else
		bth_report_replace(lint, finding, service, address, "None");
	bth_report_fix(lint, finding,
		"write 'clusterIP: None'; a Service that exists must be deleted and made anew for it");
}

/* ---- selectors ---- */

/*
 * The key of the first label of the Service's selector that the pods do not have, or absent.
 * Labels that somebody writes later do not count.
 */
static struct bth_value
find_unmet(struct bth_value selector, struct bth_value labels)
{
	for (struct bth_value key = bth_first(selector); bth_exists(key);
		key = bth_next(key)) {
		struct bth_value has = bth_get_str(labels, bth_text(key));

		if (bth_label_is_written(bth_text(key)) ||
			(!bth_exists(has) &&
				bth_label_is_role(
					bth_text(key), bth_text(bth_under(key)))))
			continue;
		if (!bth_exists(has) ||
			!bth_str_eq(bth_text(has), bth_text(bth_under(key))))
			return key;
	}
	return (struct bth_value){0};
}

static void
visit_mismatch(struct bth_lint *lint, const struct bth_object *set)
{
	const struct bth_object *service = bth_governing_service(lint, set);
	struct bth_value labels = bth_dig(bth_object_template(set), "metadata.labels");

	if (!service || bth_service_selects_nothing(service) ||
		!bth_is_map(bth_object_template(set)))
		return;
	struct bth_value key =
		find_unmet(bth_dig(service->root, "spec.selector"), labels);
	/* when Service and set select alike, selector-template-mismatch says it */
	if (!bth_exists(key) ||
		bth_same(bth_get_str(bth_dig(set->root, "spec.selector.matchLabels"),
				 bth_text(key)),
			bth_under(key)))
		return;
	struct bth_value has = bth_get_str(labels, bth_text(key));
	const char *is = bth_exists(has) ?
		bth_arena_printf(lint->arena, "'%.*s=%.*s'", BTH_STR_ARG(bth_text(key)),
			BTH_STR_ARG(bth_text(has))) :
		"no such label";
	struct bth_finding *finding = bth_report_service(lint,
		&bth_rule_statefulset_service_selector_mismatch, set, service,
		bth_under(key),
		"Service '%.*s' selects '%.*s=%.*s', but the pods of set '%.*s' have %s",
		BTH_STR_ARG(service->name), BTH_STR_ARG(bth_text(key)),
		BTH_STR_ARG(bth_text(bth_under(key))), BTH_STR_ARG(set->name), is);
	if (bth_exists(has))
		bth_report_note(lint, finding, has, "the pods' label is here");
	bth_report_fix(lint, finding, "write 'selector: {%s}', labels that the pods have",
		bth_lasting_labels(lint->arena, labels));
}

static void
visit_unselective(struct bth_lint *lint, const struct bth_object *set)
{
	const struct bth_object *service = bth_governing_service(lint, set);

	if (!service || !bth_service_selects_nothing(service) ||
		bth_service_has_endpoints(lint, service, set))
		return;
	struct bth_value selector = bth_dig(service->root, "spec.selector");
	struct bth_finding *finding = bth_report_service(lint,
		&bth_rule_service_selector_missing, set, service, selector,
		"Service '%.*s' of set '%.*s' has no selector: no endpoints, no DNS names of pods",
		BTH_STR_ARG(service->name), BTH_STR_ARG(set->name));

	if (lint->world->partial)
		finding->severity = BERTH_INFO;
	finding->path = bth_is_context(service) ? finding->path : "spec.selector";
	bth_report_fix(lint, finding, "add 'selector: {%s}', labels of the pods",
		bth_lasting_labels(lint->arena,
			bth_dig(bth_object_template(set), "metadata.labels")));
}

/* ---- other workloads behind the same Service ---- */

static void
check_foreign(struct bth_lint *lint, const struct bth_pod_index *index,
	const struct bth_object *set)
{
	const struct bth_object *service = bth_governing_service(lint, set);
	struct bth_selector selector;
	const struct bth_pod_maker *maker;

	if (!service || bth_service_selects_nothing(service))
		return;
	struct bth_value map = bth_dig(service->root, "spec.selector");
	bth_selector_read_map(lint->arena, &selector, map);
	struct bth_pod_walk walk = bth_pods_of(index, set->namespace, &selector);
	while ((maker = bth_pods_next(&walk))) {
		const struct bth_object *other = maker->object;

		if (maker->owned || !bth_is_first(lint, other) || other == set ||
			bth_governing_service(lint, other) == service)
			continue;
		struct bth_finding *finding = bth_report_service(lint,
			&bth_rule_service_selector_foreign, set, service, map,
			"Service '%.*s' of set '%.*s' also finds the pods of %s",
			BTH_STR_ARG(service->name), BTH_STR_ARG(set->name),
			bth_object_text(lint, other));
		bth_report_note(lint, finding,
			bth_dig(bth_object_template(other), "metadata.labels"),
			"the labels of those pods are here");
		bth_report_fix(lint, finding,
			"select by a label that only the set's pods have, and give them one if need be");
		return;
	}
}

static void
check_all_foreign(struct bth_lint *lint)
{
	struct bth_pod_index index;

	bth_pod_index_init(&index, lint);
	for (size_t i = 0; i < lint->world->objects.len; i++)
		if (lint->world->objects.items[i].kind == BTH_STATEFUL_SET)
			check_foreign(lint, &index, &lint->world->objects.items[i]);
}

const struct bth_rule bth_rule_statefulset_service_not_headless = {
	.code = "BTH313",
	.name = "statefulset-service-not-headless",
	.family = BTH_IDENTITY,
	.severity = BERTH_ERROR,
	.kinds = BTH_KIND(BTH_STATEFUL_SET),
	.visit = visit_headless,
	.summary = "the Service of a StatefulSet has an address of its own",
	.why = "A Service with an address resolves to that address alone, and each connection goes "
	       "to any of the pods: asked for the members of the set, it names none. Names of single "
	       "pods, such as db-0.db, are promised only below a headless Service, one with "
	       "clusterIP None; some DNS servers know them here too, others do not.",
	.fix = "Make the Service that serviceName names headless, and a second one for clients.",
};

const struct bth_rule bth_rule_statefulset_service_selector_mismatch = {
	.code = "BTH314",
	.name = "statefulset-service-selector-mismatch",
	.family = BTH_IDENTITY,
	.severity = BERTH_ERROR,
	.kinds = BTH_KIND(BTH_STATEFUL_SET),
	.visit = visit_mismatch,
	.summary = "the Service of a StatefulSet does not select its pods",
	.why = "A Service has as endpoints the pods that have all labels of its selector. One that "
	       "selects other labels has none of the set's pods: they get no DNS names, and nobody "
	       "reaches them through it.",
	.fix = "Let the Service select labels that the set's pod template has.",
};

const struct bth_rule bth_rule_service_selector_missing = {
	.code = "BTH315",
	.name = "service-selector-missing",
	.family = BTH_IDENTITY,
	.severity = BERTH_ERROR,
	.kinds = BTH_KIND(BTH_STATEFUL_SET),
	.visit = visit_unselective,
	.summary = "the Service of a StatefulSet has no selector and no endpoints",
	.why = "Kubernetes looks for the endpoints of a Service only when it has a selector. "
	       "Without one somebody else must write them, and nothing of the input does: the pods "
	       "get no DNS names.",
	.fix = "Add spec.selector with labels of the set's pods.",
};

const struct bth_rule bth_rule_service_selector_foreign = {
	.code = "BTH317",
	.name = "service-selector-foreign",
	.family = BTH_IDENTITY,
	.severity = BERTH_WARNING,
	.check = check_all_foreign,
	.after = BTH_AFTER(&bth_rule_statefulset_service_selector_mismatch),
	.summary = "the Service of a StatefulSet also finds the pods of another workload",
	.why = "Whoever asks the Service for the members of the set gets strangers among them, such "
	       "as the pods of an exporter or of a second database.",
	.fix = "Select by labels that only the set's pods have.",
};
