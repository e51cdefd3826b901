/* test_validate.c - is this an object that the API server would take? */

#include <check.h>

#include "schema/decode.h"
#include "schema/validate.h"
#include "tests/given.h"
#include "tests/suites.h"

enum { MINOR = 36 };

static struct bth_arena arena;
static struct bth_findings findings;

static void
setup(void)
{
	bth_arena_init(&arena);
	bth_findings_init(&findings, &arena);
}

static void
teardown(void)
{
	bth_arena_release(&arena);
}

static enum bth_validated
validate(const char *yaml, int minor)
{
	bth_findings_init(&findings, &arena);
	return bth_schema_validate(&findings, bth_given(&arena, yaml), minor, NULL);
}

/* "rule path" of the one finding on an object, "" for none, "many" for more. */
static const char *
said_at(const char *yaml, int minor)
{
	validate(yaml, minor);
	if (findings.list.len != 1)
		return findings.list.len ? "many" : "";
	const struct bth_finding *finding = findings.list.items[0];
	return bth_arena_printf(&arena, "%s %s", finding->rule->name, finding->path);
}

static const char *
said(const char *yaml)
{
	return said_at(yaml, MINOR);
}

static const char *
message(const char *yaml)
{
	validate(yaml, MINOR);
	ck_assert_uint_eq(findings.list.len, 1);
	return findings.list.items[0]->message;
}

static const char *
fix(const char *yaml)
{
	validate(yaml, MINOR);
	ck_assert_uint_eq(findings.list.len, 1);
	return findings.list.items[0]->fix ? findings.list.items[0]->fix : "";
}

#define CONFIG "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"
#define SERVICE "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n"
#define POD "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n"
#define QUOTA(pods) \
	"{apiVersion: v1, kind: ResourceQuota, metadata: {name: a}, spec: {hard: {pods: " pods "}}}"
#define SET(template, claims) \
	"apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: a}\n" \
	"spec:\n  selector: {matchLabels: {a: b}}\n" \
	"  template:\n    metadata: {labels: {a: b}}\n    spec: " template "\n" \
	"  volumeClaimTemplates: " claims "\n"

START_TEST(test_good_object_is_left_alone)
{
	ck_assert_int_eq(validate(CONFIG "data: {x: 'on'}\n", MINOR), BTH_VALIDATED);
	ck_assert_uint_eq(findings.list.len, 0);
	ck_assert_str_eq(said(SET("{containers: [{name: a, image: b}]}", "[]")), "");
}
END_TEST

START_TEST(test_foreign_kinds_are_skipped)
{
	ck_assert_int_eq(validate("{apiVersion: cilium.io/v2, kind: X, y: 1}", MINOR),
		BTH_VALIDATED_SKIPPED);
	ck_assert_int_eq(validate("{apiVersion: skaffold/v2, kind: Config}", MINOR),
		BTH_VALIDATED_SKIPPED);
	ck_assert_int_eq(validate("{apiVersion: v1, kind: Config, clusters: []}", MINOR),
		BTH_VALIDATED_SKIPPED);
	ck_assert_int_eq(validate("{kind: Pod}", MINOR), BTH_VALIDATED_SKIPPED);
	ck_assert_uint_eq(findings.list.len, 0);
}
END_TEST

START_TEST(test_lists_are_handed_back)
{
	ck_assert_int_eq(validate("{apiVersion: v1, kind: List, items: []}", MINOR),
		BTH_VALIDATED_LIST);
	ck_assert_int_eq(validate("{apiVersion: v1, kind: ConfigMapList, items: []}", MINOR),
		BTH_VALIDATED_LIST);
}
END_TEST

START_TEST(test_kind_of_another_group_is_named)
{
	ck_assert_int_eq(validate("{apiVersion: v1, kind: StatefulSet}", MINOR), BTH_VALIDATED_NOT);
	ck_assert_str_eq(findings.list.items[0]->fix, "write 'apiVersion: apps/v1'");
	ck_assert_str_eq(fix("{apiVersion: apps/v1, kind: StatefullSet}"),
		"write 'kind: StatefulSet'");
	ck_assert_str_eq(fix("{apiVersion: app/v1, kind: StatefulSet}"),
		"write 'apiVersion: apps/v1'");
	ck_assert_str_eq(said("{apiVersion: v2, kind: Nothing}"), "kind-unknown kind");
}
END_TEST

START_TEST(test_kind_depends_on_the_minor)
{
	const char *old = "{apiVersion: autoscaling/v2beta2, kind: HorizontalPodAutoscaler, metadata: "
			  "{name: a}, spec: {maxReplicas: 1, scaleTargetRef: {kind: a, name: b}}}";

	ck_assert_str_eq(said_at(old, 25), "api-deprecated apiVersion");
	ck_assert_str_eq(said_at(old, 26), "api-removed apiVersion");
	ck_assert_str_eq(said_at("{apiVersion: storage.k8s.io/v1, kind: VolumeAttributesClass}", 33),
		"kind-unknown apiVersion");
}
END_TEST

START_TEST(test_unknown_field_is_found_elsewhere)
{
	ck_assert_str_eq(said(CONFIG "datas: {}\n"), "field-unknown datas");
	ck_assert_str_eq(fix(CONFIG "DATA: {}\n"), "write 'data'");
	ck_assert_str_eq(fix(SERVICE "ports: [{port: 1}]\n"), "move it to 'spec', where it belongs");
	ck_assert_str_eq(fix(POD "spec: {containers: [{name: a, image: b, runAsUser: 1}]}\n"),
		"move it to 'spec.containers[0].securityContext', where it belongs");
}
END_TEST

START_TEST(test_field_depends_on_the_minor)
{
	const char *yaml = POD "spec: {containers: [{name: a, image: b}], resources: {}}\n";

	ck_assert_str_eq(said_at(yaml, 31), "field-unknown spec.resources");
	ck_assert_str_eq(said_at(yaml, 32), "");
}
END_TEST

START_TEST(test_type_is_named_as_it_is_read)
{
	ck_assert_str_eq(message(CONFIG "data: {x: on}\n"),
		"'on' is read as true, but 'x' has to be a string");
	ck_assert_str_eq(message(CONFIG "data: {x: 1.10}\n"),
		"'1.10' is read as a number, but 'x' has to be a string");
	ck_assert_str_eq(message(CONFIG "immutable: 'true'\n"),
		"'true' is a string, but 'immutable' has to be true or false");
	ck_assert_str_eq(message(CONFIG "data: [a]\n"), "'data' is a list, but has to be a map");
	ck_assert_str_eq(message(POD "spec: {containers: [{name: a, image: b, args: [1]}]}\n"),
		"'1' is read as a number, but an item of 'args' has to be a string");
}
END_TEST

START_TEST(test_whole_numbers_may_be_written_as_floats)
{
	ck_assert_str_eq(said(SERVICE "spec: {ports: [{port: 80.0}]}\n"), "");
	ck_assert_str_eq(said(SERVICE "spec: {ports: [{port: 1e3}]}\n"), "");
	ck_assert_str_eq(said(SERVICE "spec: {ports: [{port: 80.5}]}\n"),
		"field-mistyped spec.ports[0].port");
	ck_assert_str_eq(said(SERVICE "spec: {ports: [{port: 4294967376}]}\n"),
		"field-mistyped spec.ports[0].port");
	ck_assert_str_eq(said(SERVICE "spec: {ports: [{port: 80, targetPort: 2147483648}]}\n"),
		"field-mistyped spec.ports[0].targetPort");
}
END_TEST

START_TEST(test_null_is_absent)
{
	ck_assert_str_eq(said(CONFIG "data: ~\nimmutable: null\n"), "");
	ck_assert_str_eq(said(SERVICE "spec: {ports: [{port: ~}]}\n"),
		"field-missing spec.ports[0].port");
	ck_assert_str_eq(said(POD "spec: {containers: [{name: a, image: b, ports: [~]}]}\n"),
		"field-missing spec.containers[0].ports[0].containerPort");
}
END_TEST

START_TEST(test_empty_counts_as_missing)
{
	ck_assert_str_eq(said("{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: "
			      "{name: a}, rules: [{verbs: []}]}"), "field-missing rules[0].verbs");
	ck_assert_str_eq(said(POD "spec: {containers: [{name: a, image: ''}]}\n"),
		"field-missing spec.containers[0].image");
	ck_assert_str_eq(said(POD), "field-missing spec");
}
END_TEST

START_TEST(test_required_in_the_specification_alone_is_not_missing)
{
	ck_assert_str_eq(said_at(SET("{containers: [{name: a, image: b}]}", "[]"), 30), "");
}
END_TEST

START_TEST(test_value_is_one_of_those_there_are)
{
	ck_assert_str_eq(message(SERVICE "spec: {type: clusterIP, ports: [{port: 1}]}\n"),
		"'type' cannot be 'clusterIP', only 'ClusterIP', 'ExternalName', 'LoadBalancer' or "
		"'NodePort'");
	ck_assert_str_eq(said(SERVICE "spec: {type: '', ports: [{port: 1}]}\n"), "");
	ck_assert_str_eq(said(SERVICE "spec: {internalTrafficPolicy: '', ports: [{port: 1}]}\n"),
		"field-value-unknown spec.internalTrafficPolicy");
}
END_TEST

START_TEST(test_template_of_a_set_is_looked_at_since_34)
{
	const char *yaml = SET("{containers: [{name: a}], dnsPolicy: x}", "[]");

	ck_assert_str_eq(said_at(yaml, 33), "");
	ck_assert_str_eq(said_at(yaml, 34), "many");
	ck_assert_str_eq(said_at(SET("{containers: [{name: a, image: b, x: y}]}", "[]"), 33),
		"field-unknown spec.template.spec.containers[0].x");
}
END_TEST

START_TEST(test_volume_in_place_of_a_claim_is_not_looked_at)
{
	const char *spec = "{containers: [{name: a, image: b}], volumes: [{name: data, "
			   "persistentVolumeClaim: {claimName: ''}}]}";
	const char *yaml = bth_arena_printf(&arena,
		"apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: a}\nspec:\n"
		"  selector: {matchLabels: {a: b}}\n  template:\n    spec: %s\n"
		"  volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: "
		"[ReadWriteOnce]}}]\n", spec);

	ck_assert_str_eq(said(yaml), "");
	ck_assert_str_eq(said(SET("{containers: [{name: a, image: b}], volumes: [{name: data, "
				  "persistentVolumeClaim: {claimName: ''}}]}", "[]")),
		"field-missing spec.template.spec.volumes[0].persistentVolumeClaim.claimName");
}
END_TEST

START_TEST(test_status_is_decoded_alone)
{
	ck_assert_str_eq(said(SERVICE "spec: {ports: [{port: 1}]}\nstatus: {loadBalancer: {}}\n"), "");
	ck_assert_str_eq(said(SERVICE "spec: {ports: [{port: 1}]}\nstatus: {x: 1}\n"),
		"field-unknown status.x");
}
END_TEST

START_TEST(test_items_do_not_share_keys)
{
	ck_assert_str_eq(said(SERVICE "spec: {ports: [{name: a, port: 1}, {name: a, port: 2}]}\n"),
		"field-duplicate spec.ports[1].name");
	ck_assert_uint_eq(findings.list.items[0]->notes.len, 1);
	ck_assert_str_eq(said(SERVICE "spec: {ports: [{name: a, port: 1}, "
				      "{name: b, port: 1, protocol: TCP}]}\n"),
		"field-duplicate spec.ports[1]");
	ck_assert_str_eq(said(SERVICE "spec: {ports: [{name: a, port: 1}, "
				      "{name: b, port: 1, protocol: UDP}]}\n"), "");
}
END_TEST

START_TEST(test_long_lists_are_compared_as_well)
{
	const char *items = "";

	for (int i = 0; i < 100; i++)
		items = bth_arena_printf(&arena, "%s{name: p%d, port: %d}, ", items, i, i + 1);
	ck_assert_str_eq(said(bth_arena_printf(&arena,
		SERVICE "spec: {ports: [%s{name: p7, port: 500}]}\n", items)),
		"field-duplicate spec.ports[100].name");
	ck_assert_str_eq(said(bth_arena_printf(&arena,
		SERVICE "spec: {ports: [%s{name: x, port: 7}]}\n", items)),
		"field-duplicate spec.ports[100]");
}
END_TEST

START_TEST(test_quantity_names_what_may_be_meant)
{
	ck_assert_str_eq(said(QUOTA("10GB")),
		"quantity-malformed spec.hard.pods");
	ck_assert_str_eq(said(QUOTA("' 10G '")), "");
	ck_assert_str_eq(said(QUOTA("0.5")), "");
	ck_assert_str_eq(said(QUOTA("010")),
		"quantity-changed spec.hard.pods");
}
END_TEST

START_TEST(test_names_follow_the_grammar_of_the_kind)
{
	ck_assert_str_eq(said_at("{apiVersion: v1, kind: Service, metadata: {name: 1a}, spec: "
				 "{ports: [{port: 1}]}}", 35), "object-name-malformed metadata.name");
	ck_assert_str_eq(said_at("{apiVersion: v1, kind: Service, metadata: {name: 1a}, spec: "
				 "{ports: [{port: 1}]}}", 36), "");
	ck_assert_str_eq(said("{apiVersion: v1, kind: ConfigMap, metadata: {name: a.b}}"), "");
	ck_assert_str_eq(said("{apiVersion: v1, kind: ConfigMap, metadata: {generateName: a-}}"), "");
	ck_assert_str_eq(said("{apiVersion: v1, kind: ConfigMap, metadata: {}}"),
		"field-missing metadata.name");
	ck_assert_str_eq(said("{apiVersion: v1, kind: ConfigMap}"), "field-missing metadata.name");
}
END_TEST

START_TEST(test_labels_are_named_by_their_map)
{
	ck_assert_str_eq(said("{apiVersion: v1, kind: ConfigMap, metadata: {name: a, labels: "
			      "{a/b/c: x}}}"), "label-malformed metadata.labels");
	ck_assert_str_eq(said("{apiVersion: v1, kind: ConfigMap, metadata: {name: a, annotations: "
			      "{Example.com/X: 'any text'}}}"), "");
}
END_TEST

START_TEST(test_values_of_secrets_are_not_shown)
{
	const char *secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n";

	ck_assert_str_eq(message(bth_arena_printf(&arena, "%sstringData: {x: 1234}\n", secret)),
		"'***' is read as a number, but 'x' has to be a string");
	ck_assert_uint_eq(findings.list.items[0]->edits.len, 0);
	ck_assert_str_eq(message(bth_arena_printf(&arena, "%sdata: {x: hunter!}\n", secret)),
		"'***' is no base64, which 'x' has to be");
}
END_TEST

START_TEST(test_base64_is_that_of_go)
{
	ck_assert_ptr_null(bth_decode_base64(BTH_STR("")));
	ck_assert_ptr_null(bth_decode_base64(BTH_STR("aGk=")));
	ck_assert_ptr_null(bth_decode_base64(BTH_STR("aG\nk=\r\n")));
	ck_assert_ptr_nonnull(bth_decode_base64(BTH_STR("aGk")));
	ck_assert_ptr_nonnull(bth_decode_base64(BTH_STR("aG=k")));
	ck_assert_ptr_nonnull(bth_decode_base64(BTH_STR("a===")));
	ck_assert_ptr_nonnull(bth_decode_base64(BTH_STR("aG k")));
}
END_TEST

START_TEST(test_times_are_those_of_go)
{
	ck_assert_ptr_null(bth_decode_time(BTH_STR("2024-02-29T1:02:03.5Z"), false));
	ck_assert_ptr_null(bth_decode_time(BTH_STR("2024-02-29T01:02:03+01:00"), false));
	ck_assert_ptr_nonnull(bth_decode_time(BTH_STR("2023-02-29T01:02:03Z"), false));
	ck_assert_ptr_nonnull(bth_decode_time(BTH_STR("2024-02-29"), false));
	ck_assert_ptr_nonnull(bth_decode_time(BTH_STR("2024-02-29T01:02:03z"), false));
	ck_assert_ptr_null(bth_decode_time(BTH_STR("2024-02-29T01:02:03.000000Z"), true));
	ck_assert_ptr_nonnull(bth_decode_time(BTH_STR("2024-02-29T01:02:03Z"), true));
}
END_TEST

TCase *
bth_test_validate(void)
{
	TCase *tests = tcase_create("validate");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, test_good_object_is_left_alone);
	tcase_add_test(tests, test_foreign_kinds_are_skipped);
	tcase_add_test(tests, test_lists_are_handed_back);
	tcase_add_test(tests, test_kind_of_another_group_is_named);
	tcase_add_test(tests, test_kind_depends_on_the_minor);
	tcase_add_test(tests, test_unknown_field_is_found_elsewhere);
	tcase_add_test(tests, test_field_depends_on_the_minor);
	tcase_add_test(tests, test_type_is_named_as_it_is_read);
	tcase_add_test(tests, test_whole_numbers_may_be_written_as_floats);
	tcase_add_test(tests, test_null_is_absent);
	tcase_add_test(tests, test_empty_counts_as_missing);
	tcase_add_test(tests, test_required_in_the_specification_alone_is_not_missing);
	tcase_add_test(tests, test_value_is_one_of_those_there_are);
	tcase_add_test(tests, test_template_of_a_set_is_looked_at_since_34);
	tcase_add_test(tests, test_volume_in_place_of_a_claim_is_not_looked_at);
	tcase_add_test(tests, test_status_is_decoded_alone);
	tcase_add_test(tests, test_items_do_not_share_keys);
	tcase_add_test(tests, test_long_lists_are_compared_as_well);
	tcase_add_test(tests, test_quantity_names_what_may_be_meant);
	tcase_add_test(tests, test_names_follow_the_grammar_of_the_kind);
	tcase_add_test(tests, test_labels_are_named_by_their_map);
	tcase_add_test(tests, test_values_of_secrets_are_not_shown);
	tcase_add_test(tests, test_base64_is_that_of_go);
	tcase_add_test(tests, test_times_are_those_of_go);
	return tests;
}
