/* test_facts.c - what kinds, fields and values Kubernetes has, and in which minors */

#include <check.h>

#include "schema/checks.h"
#include "schema/facts.h"
#include "tests/suites.h"

enum { NEWEST = 36 };

static struct bth_kind_facts
kind(const char *api_version, const char *name, int minor)
{
	struct bth_kind_facts facts = {0};

	bth_schema_kind(&facts, bth_str(api_version), bth_str(name), minor);
	return facts;
}

static const struct bth_field *
field(const char *definition, const char *name, int minor)
{
	return bth_definition_field(bth_schema_definition(definition), bth_str(name), minor);
}

static bool
is_text(struct bth_str text, const char *expected)
{
	return bth_str_is(text, expected);
}

START_TEST(test_versions_are_taken_as_kubectl_prints_them)
{
	ck_assert_int_eq(bth_schema_minor(BTH_STR("1.34")), 34);
	ck_assert_int_eq(bth_schema_minor(BTH_STR("v1.34.2")), 34);
	ck_assert_int_eq(bth_schema_minor(BTH_STR("v1.31.1+k3s1")), 31);
	ck_assert_int_eq(bth_schema_minor(BTH_STR("v1.30.4-eks-a737599")), 30);
	ck_assert_int_eq(bth_schema_minor(BTH_STR("1.30+")), 30);
	ck_assert_int_eq(bth_schema_minor(BTH_STR("1.30.+")), 0);
	ck_assert_int_eq(bth_schema_minor(BTH_STR("1.30k")), 0);
	ck_assert_int_eq(bth_schema_minor(BTH_STR("1.24")), 0);
	ck_assert_int_eq(bth_schema_minor(BTH_STR("1.34.x")), 0);
	ck_assert_int_eq(bth_schema_minor(BTH_STR("1.")), 0);
	ck_assert_int_eq(bth_schema_minor(BTH_STR("34")), 0);
}
END_TEST

START_TEST(test_minors_are_those_of_the_table)
{
	ck_assert_int_eq(bth_schema_oldest_minor(), 25);
	ck_assert_int_eq(bth_schema_newest_minor(), NEWEST);
}
END_TEST

START_TEST(test_kind_is_found_by_version_and_name)
{
	struct bth_kind_facts set = kind("apps/v1", "StatefulSet", NEWEST);

	ck_assert(is_text(set.group, "apps"));
	ck_assert(is_text(set.version, "v1"));
	ck_assert(is_text(set.plural, "statefulsets"));
	ck_assert(is_text(bth_definition_name(set.definition), "apps.v1.StatefulSet"));
	ck_assert(set.namespaced);
	ck_assert(!kind("v1", "PersistentVolume", NEWEST).namespaced);
	ck_assert_ptr_null(kind("v1", "StatefulSet", NEWEST).definition);
	ck_assert_ptr_null(kind("apps/v1", "statefulset", NEWEST).definition);
	ck_assert_ptr_null(kind("", "", NEWEST).definition);
}
END_TEST

START_TEST(test_kind_is_there_in_its_minors_alone)
{
	const char *version = "admissionregistration.k8s.io/v1", *name = "ValidatingAdmissionPolicy";

	ck_assert_ptr_null(kind(version, name, 29).definition);
	ck_assert_ptr_nonnull(kind(version, name, 30).definition);
	ck_assert_ptr_nonnull(kind("autoscaling/v2beta2", "HorizontalPodAutoscaler", 25).definition);
	ck_assert_ptr_null(kind("autoscaling/v2beta2", "HorizontalPodAutoscaler", 26).definition);
}
END_TEST

START_TEST(test_list_knows_its_items)
{
	struct bth_kind_facts list = kind("v1", "ConfigMapList", NEWEST);

	ck_assert(is_text(bth_definition_name(list.items), "core.v1.ConfigMap"));
	ck_assert_ptr_null(kind("v1", "ConfigMap", NEWEST).items);
}
END_TEST

START_TEST(test_gone_kind_is_remembered_with_what_replaced_it)
{
	struct bth_kind_facts old;

	ck_assert(bth_schema_kind_ever(&old, BTH_STR("policy/v1beta1"),
		BTH_STR("PodDisruptionBudget"), NEWEST));
	ck_assert_ptr_null(old.definition);
	ck_assert_int_eq(old.until, 24);
	ck_assert_int_eq(old.deprecated, 21);
	ck_assert(is_text(old.new_api_version, "policy/v1"));
	ck_assert(bth_schema_kind_ever(&old, BTH_STR("apps/v1beta1"), BTH_STR("StatefulSet"), NEWEST));
	ck_assert_int_eq(old.until, 15);
}
END_TEST

START_TEST(test_best_kind_is_stable_and_served)
{
	struct bth_kind_facts best;

	ck_assert(bth_schema_kind_best(&best, BTH_STR("apps"), BTH_STR("CronJob"), NEWEST));
	ck_assert(is_text(best.api_version, "batch/v1"));
	ck_assert(bth_schema_kind_best(&best, BTH_STR("events.k8s.io"), BTH_STR("Event"), NEWEST));
	ck_assert(is_text(best.api_version, "events.k8s.io/v1"));
	ck_assert(bth_schema_kind_best(&best, BTH_STR(""), BTH_STR("HorizontalPodAutoscaler"), NEWEST));
	ck_assert(is_text(best.api_version, "autoscaling/v2"));
	ck_assert(!bth_schema_kind_best(&best, BTH_STR(""), BTH_STR("Eviction"), NEWEST));
	ck_assert(!bth_schema_kind_best(&best, BTH_STR(""), BTH_STR("Nothing"), NEWEST));
}
END_TEST

START_TEST(test_groups_are_known_even_when_gone)
{
	ck_assert(bth_schema_has_group(BTH_STR("")));
	ck_assert(bth_schema_has_group(BTH_STR("extensions")));
	ck_assert(!bth_schema_has_group(BTH_STR("cilium.io")));
}
END_TEST

START_TEST(test_field_is_found_in_its_case)
{
	ck_assert_ptr_nonnull(field("core.v1.PodSpec", "containers", NEWEST));
	ck_assert_ptr_null(field("core.v1.PodSpec", "Containers", NEWEST));
	ck_assert_ptr_null(field("core.v1.PodSpec", "container", NEWEST));
	ck_assert_ptr_null(field("core.v1.PodSpec", "containersx", NEWEST));
	ck_assert_ptr_null(field("core.v1.PodSpec", "", NEWEST));
	ck_assert_ptr_null(bth_schema_definition("core.v1.Nothing"));
}
END_TEST

START_TEST(test_every_field_is_found_by_its_name)
{
	struct bth_kind_facts facts;
	size_t count = 0;

	for (size_t i = 0; bth_schema_kind_at(&facts, i); i++) {
		const struct bth_field *at = NULL;

		while (facts.definition && (at = bth_field_next(facts.definition, at, NEWEST))) {
			ck_assert_ptr_eq(at, bth_definition_field(facts.definition,
				bth_field_name(at), NEWEST));
			count++;
		}
	}
	ck_assert_uint_gt(count, 500);
}
END_TEST

START_TEST(test_field_is_there_in_its_minors_alone)
{
	const struct bth_definition *set = bth_schema_definition("apps.v1.StatefulSetSpec");
	const struct bth_field *ordinals = bth_definition_field_ever(set, BTH_STR("ordinals"), 25);

	ck_assert_ptr_null(field("apps.v1.StatefulSetSpec", "ordinals", 25));
	ck_assert_ptr_nonnull(field("apps.v1.StatefulSetSpec", "ordinals", 26));
	ck_assert_int_eq(bth_field_since(ordinals), 26);
	ck_assert_int_eq(bth_field_until(ordinals), NEWEST);
	ck_assert(bth_field_is_required(field("apps.v1.StatefulSetSpec", "serviceName", 32)));
	ck_assert(!bth_field_is_required(field("apps.v1.StatefulSetSpec", "serviceName", 33)));
}
END_TEST

START_TEST(test_shape_leads_from_a_list_to_the_definition_of_its_items)
{
	const struct bth_shape *shape =
		bth_field_shape(field("core.v1.PodSpec", "containers", NEWEST));

	ck_assert_int_eq(bth_shape_kind(shape), BTH_SHAPE_LIST);
	ck_assert_ptr_null(bth_shape_definition(shape));
	ck_assert(is_text(bth_definition_name(bth_shape_definition(bth_shape_item(shape))),
		"core.v1.Container"));
	shape = bth_field_shape(field("core.v1.ResourceRequirements", "limits", NEWEST));
	ck_assert_int_eq(bth_shape_kind(shape), BTH_SHAPE_MAP);
	ck_assert_int_eq(bth_shape_kind(bth_shape_item(shape)), BTH_SHAPE_QUANTITY);
	ck_assert_ptr_null(bth_shape_item(bth_shape_item(shape)));
}
END_TEST

START_TEST(test_values_come_with_their_minors)
{
	const struct bth_field *operator = field("core.v1.Toleration", "operator", NEWEST);
	struct bth_str value;

	ck_assert(bth_field_has_value(operator, BTH_STR("Exists"), 25));
	ck_assert(!bth_field_has_value(operator, BTH_STR("exists"), 25));
	ck_assert(!bth_field_has_value(operator, BTH_STR("Gt"), 34));
	ck_assert(bth_field_has_value(operator, BTH_STR("Gt"), 35));
	ck_assert(bth_field_value(&value, operator, 1, 25));
	ck_assert(is_text(value, "Exists"));
	ck_assert(!bth_field_value(&value, operator, 2, 25));
	ck_assert(!bth_field_value(&value, field("core.v1.PodSpec", "nodeName", NEWEST), 0, NEWEST));
}
END_TEST

START_TEST(test_lists_say_how_they_are_merged)
{
	const struct bth_field *ports = field("core.v1.Container", "ports", NEWEST);
	const struct bth_field *args = field("core.v1.Container", "args", NEWEST);
	struct bth_str keys[BTH_KEYS_MOST];

	ck_assert_int_eq(bth_field_list_type(ports), BTH_LIST_MAP);
	ck_assert_uint_eq(bth_field_keys(keys, ports), 2);
	ck_assert(is_text(keys[1], "protocol"));
	ck_assert_uint_eq(bth_field_patch(ports), BTH_PATCH_MERGE);
	ck_assert(is_text(bth_field_merge_key(ports), "containerPort"));
	ck_assert_int_eq(bth_field_list_type(args), BTH_LIST_ATOMIC);
	ck_assert_uint_eq(bth_field_keys(keys, args), 0);
	ck_assert_uint_eq(bth_field_merge_key(args).len, 0);
	ck_assert_uint_eq(bth_field_patch(field("core.v1.PodSpec", "volumes", NEWEST)),
		BTH_PATCH_MERGE | BTH_PATCH_RETAIN_KEYS);
}
END_TEST

START_TEST(test_checks_come_with_their_minors)
{
	const struct bth_field *template = field("apps.v1.StatefulSetSpec", "template", 33);
	const struct bth_field *port = field("core.v1.ContainerPort", "containerPort", NEWEST);

	ck_assert(bth_field_check(template, 33)->flags & BTH_CHECK_UNVALIDATED);
	ck_assert_ptr_null(bth_field_check(template, 34));
	ck_assert_int_eq(bth_field_check(port, 25)->most, 65535);
	ck_assert_ptr_null(bth_field_check(field("core.v1.Container", "args", NEWEST), NEWEST));
}
END_TEST

TCase *
bth_test_facts(void)
{
	TCase *tests = tcase_create("facts");

	tcase_add_test(tests, test_versions_are_taken_as_kubectl_prints_them);
	tcase_add_test(tests, test_minors_are_those_of_the_table);
	tcase_add_test(tests, test_kind_is_found_by_version_and_name);
	tcase_add_test(tests, test_kind_is_there_in_its_minors_alone);
	tcase_add_test(tests, test_list_knows_its_items);
	tcase_add_test(tests, test_gone_kind_is_remembered_with_what_replaced_it);
	tcase_add_test(tests, test_best_kind_is_stable_and_served);
	tcase_add_test(tests, test_groups_are_known_even_when_gone);
	tcase_add_test(tests, test_field_is_found_in_its_case);
	tcase_add_test(tests, test_every_field_is_found_by_its_name);
	tcase_add_test(tests, test_field_is_there_in_its_minors_alone);
	tcase_add_test(tests, test_shape_leads_from_a_list_to_the_definition_of_its_items);
	tcase_add_test(tests, test_values_come_with_their_minors);
	tcase_add_test(tests, test_lists_say_how_they_are_merged);
	tcase_add_test(tests, test_checks_come_with_their_minors);
	return tests;
}
