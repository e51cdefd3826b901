/* test_finding.c - what becomes of findings before they are shown */

#include <check.h>

#include "diag/finding.h"
#include "tests/suites.h"

static struct bth_arena arena;
static struct bth_findings findings;
static struct bth_source first = {.name = "first", .order = 0};
static struct bth_source second = {.name = "second", .order = 1};
static struct bth_source context = {.name = "context", .order = 2, .context = true};

/* Rules that no other comes after, as the table does not have them. */
static const struct bth_rule a_warning = {.code = "TST001",
	.name = "a-warning",
	.family = BTH_SAFETY,
	.severity = BERTH_WARNING};
static const struct bth_rule an_info = {
	.code = "TST002", .name = "an-info", .family = BTH_HYGIENE, .severity = BERTH_INFO};
static const struct bth_rule a_lock = {.code = "TST003",
	.name = "a-lock",
	.family = BTH_YAML,
	.severity = BERTH_ERROR,
	.locked = true};
static const struct bth_rule an_off = {
	.code = "TST004", .name = "an-off", .family = BTH_SAFETY, .severity = BERTH_OFF};

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

static struct bth_finding *
find(const struct bth_rule *rule, struct bth_source *source, uint32_t start, const char *message)
{
	struct bth_span span = {.source = source, .start = start, .end = start + 1};

	return bth_find(&findings, rule, span, "%s", message);
}

/* The messages that are left, each with a blank behind it. */
static const char *
left(const struct bth_selection *selection)
{
	static const struct bth_selection all = {.least = BERTH_INFO};
	const char *text = "";

	bth_findings_finish(&findings, selection ? selection : &all);
	for (size_t i = 0; i < findings.list.len; i++)
		text = bth_arena_printf(&arena, "%s%s ", text, findings.list.items[i]->message);
	return text;
}

START_TEST(test_a_finding_has_what_its_rule_says)
{
	struct bth_span span = {.source = &first, .start = 3, .end = 7};
	struct bth_finding *finding =
		bth_find(&findings, &a_warning, span, "%s has %d", "it", 2);

	bth_finding_note(&findings, finding, span, "note %d", 1);
	bth_finding_note(&findings, finding, (struct bth_span){.source = &second}, "note 2");
	bth_finding_fix(&findings, finding, "do %s", "that");
	bth_finding_edit(&findings, finding, span, BTH_STR("new"));
	ck_assert_str_eq(finding->message, "it has 2");
	ck_assert_int_eq(finding->severity, BERTH_WARNING);
	ck_assert_uint_eq(finding->span.end, 7);
	ck_assert_uint_eq(finding->notes.len, 2);
	ck_assert_str_eq(finding->notes.items[0].message, "note 1");
	ck_assert_ptr_eq(finding->notes.items[1].span.source, &second);
	ck_assert_str_eq(finding->fix, "do that");
	ck_assert_uint_eq(finding->edits.len, 1);
	ck_assert(bth_str_is(finding->edits.items[0].text, "new"));
	ck_assert_uint_eq(findings.list.len, 1);
}
END_TEST

START_TEST(test_order_is_input_place_code_and_message)
{
	find(&a_warning, &second, 1, "8");
	find(&an_info, &first, 5, "6");
	find(&a_warning, &first, 5, "5");
	find(&a_warning, &first, 5, "4");
	find(&a_warning, &first, 20, "7");
	find(&a_warning, &first, 2, "3");
	find(&a_warning, &second, 9, "9");
	find(&a_warning, &first, 1, "2");
	bth_find(&findings, &a_warning, (struct bth_span){0}, "1");
	ck_assert_str_eq(left(NULL), "1 2 3 4 5 6 7 8 9 ");
}
END_TEST

START_TEST(test_what_is_said_twice_is_said_once)
{
	find(&a_warning, &first, 5, "same");
	find(&a_warning, &first, 9, "same");
	find(&a_warning, &first, 5, "same");
	find(&a_warning, &second, 5, "same");
	find(&an_info, &first, 5, "same");
	find(&a_warning, &first, 5, "other");
	find(&a_warning, &first, 5, "same");
	ck_assert_str_eq(left(NULL), "other same same same same ");
}
END_TEST

START_TEST(test_which_of_two_is_kept_is_no_chance)
{
	static const char *const paths[] = {"b", "a", NULL, "c"};

	for (int way = 0; way < 2; way++) {
		findings.list.len = 0;
		for (size_t i = 0; i < 4; i++) {
			struct bth_finding *finding = find(&a_warning, &first, 5, "same");

			finding->path = paths[way ? 3 - i : i];
			if (finding->path)
				finding->severity = BERTH_ERROR;
		}
		ck_assert_str_eq(left(NULL), "same ");
		ck_assert_int_eq(findings.list.items[0]->severity, BERTH_ERROR);
		ck_assert_str_eq(findings.list.items[0]->path, "a");
	}
}
END_TEST

START_TEST(test_context_is_not_reported_on)
{
	find(&a_lock, &context, 1, "locked");
	find(&a_warning, &context, 1, "warning");
	find(&a_warning, &first, 1, "kept");
	ck_assert_str_eq(left(NULL), "kept ");
}
END_TEST

static bool
selects(const struct bth_selection *selection, const struct bth_rule *rule)
{
	return bth_selection_has(selection, rule, rule->severity);
}

START_TEST(test_severity_has_a_least)
{
	struct bth_selection selection = {.least = BERTH_WARNING};

	ck_assert(selects(&selection, &a_warning));
	ck_assert(!selects(&selection, &an_info));
	ck_assert(bth_selection_has(&selection, &an_info, BERTH_ERROR));
	selection.least = BERTH_INFO;
	ck_assert(selects(&selection, &an_info));
	ck_assert(!selects(&selection, &an_off));
	selection.least = BERTH_ERROR;
	ck_assert(!selects(&selection, &a_warning));
	ck_assert(selects(&selection, &a_lock));
}
END_TEST

START_TEST(test_only_what_is_named)
{
	struct bth_selection selection = {.least = BERTH_WARNING};

	bth_vec_push(&arena, &selection.only_rules, &an_info);
	ck_assert(selects(&selection, &an_info));
	ck_assert(!selects(&selection, &a_warning));
	ck_assert(selects(&selection, &a_lock));

	/* a family beside it */
	selection.only_families = 1u << BTH_SAFETY;
	ck_assert(selects(&selection, &an_info));
	ck_assert(selects(&selection, &a_warning));
	ck_assert(!selects(&selection, &an_off));

	/* a family has its severities still */
	selection = (struct bth_selection){
		.least = BERTH_WARNING, .only_families = 1u << BTH_HYGIENE};
	ck_assert(!selects(&selection, &an_info));
	ck_assert(!selects(&selection, &a_warning));
}
END_TEST

START_TEST(test_skipped_rules_and_families)
{
	struct bth_selection selection = {.least = BERTH_INFO};

	bth_vec_push(&arena, &selection.skip_rules, &a_warning);
	bth_vec_push(&arena, &selection.skip_rules, &a_lock);
	ck_assert(!selects(&selection, &a_warning));
	ck_assert(selects(&selection, &an_info));
	ck_assert(selects(&selection, &a_lock));
	selection.skip_families = 1u << BTH_HYGIENE;
	ck_assert(!selects(&selection, &an_info));

	/* named, one of a skipped family is wanted; named both ways it is not */
	bth_vec_push(&arena, &selection.only_rules, &an_info);
	bth_vec_push(&arena, &selection.only_rules, &a_warning);
	ck_assert(selects(&selection, &an_info));
	ck_assert(!selects(&selection, &a_warning));
}
END_TEST

START_TEST(test_what_is_off_counts_when_it_is_named)
{
	struct bth_selection selection = {.least = BERTH_INFO};

	bth_vec_push(&arena, &selection.only_rules, &an_off);
	find(&an_off, &first, 1, "named");
	ck_assert_str_eq(left(&selection), "named ");
	ck_assert_int_ne(findings.list.items[0]->severity, BERTH_OFF);
}
END_TEST

/* A rule of the table that comes after another. */
static const struct bth_rule *
late_rule(void)
{
	for (size_t i = 0; i < bth_rule_count; i++)
		if (bth_rules[i]->after)
			return bth_rules[i];
	ck_abort_msg("no rule comes after another");
	return NULL;
}

static struct bth_finding *
find_of(const struct bth_rule *rule, const char *name, const char *subject, const char *message)
{
	struct bth_finding *finding = find(rule, &first, (uint32_t)message[0], message);

	finding->severity = BERTH_WARNING;
	finding->object = (struct bth_object_name){
		.kind = BTH_STR("Pod"), .namespace = BTH_STR("ns"), .name = bth_str(name)};
	finding->subject = bth_str(subject);
	return finding;
}

START_TEST(test_a_rule_is_silent_on_objects_another_spoke_of)
{
	const struct bth_rule *late = late_rule(), *early = late->after[0];

	find_of(late, "db-0", "", "a");
	find_of(late, "db-1", "", "b");
	find_of(early, "db-0", "", "c");
	ck_assert_str_eq(left(NULL), "b c ");
}
END_TEST

START_TEST(test_the_object_must_be_the_same_in_all)
{
	const struct bth_rule *late = late_rule(), *early = late->after[0];

	find_of(early, "db", "", "a");
	find_of(late, "db", "", "b")->object.kind = BTH_STR("Service");
	find_of(late, "db", "", "c")->object.namespace = BTH_STR("other");
	find_of(late, "db", "", "d")->span.source = &second;
	find_of(late, "db", "", "e")->object.api_version = BTH_STR("v2");
	ck_assert_str_eq(left(NULL), "a b c d ");
}
END_TEST

START_TEST(test_subjects_tell_parts_of_an_object_apart)
{
	const struct bth_rule *late = late_rule(), *early = late->after[0];

	find_of(early, "db", "data", "a");
	find_of(late, "db", "data", "b");
	find_of(late, "db", "logs", "c");
	find_of(late, "db", "", "d"); /* about all of it */
	find_of(early, "web", "", "e");
	find_of(late, "web", "data", "f");
	ck_assert_str_eq(left(NULL), "a c e ");
}
END_TEST

START_TEST(test_what_is_not_selected_silences_nothing)
{
	const struct bth_rule *late = late_rule(), *early = late->after[0];
	struct bth_selection selection = {.least = BERTH_INFO};

	if (early->locked)
		return;
	find_of(early, "db", "", "a");
	find_of(late, "db", "", "b");
	bth_vec_push(&arena, &selection.skip_rules, early);
	ck_assert_str_eq(left(&selection), "b ");
}
END_TEST

START_TEST(test_many_findings_of_one_object_take_no_time)
{
	const struct bth_rule *late = late_rule(), *early = late->after[0];
	enum { MANY = 30000 };

	for (int i = 0; i < MANY; i++) {
		find_of(late, "db", bth_arena_printf(&arena, "part-%d", i),
			bth_arena_printf(&arena, "late %d", i));
		find_of(early, "db", bth_arena_printf(&arena, "part-%d", i + MANY / 2),
			bth_arena_printf(&arena, "early %d", i));
	}
	bth_findings_finish(&findings, &(struct bth_selection){.least = BERTH_INFO});
	ck_assert_uint_eq(findings.list.len, MANY + MANY / 2);
}
END_TEST

START_TEST(test_findings_of_workers_are_put_together)
{
	struct bth_findings other;

	bth_findings_init(&other, &arena);
	find(&a_warning, &first, 5, "2");
	bth_find(&other, &a_warning, (struct bth_span){.source = &first, .start = 1}, "1");
	bth_find(&other, &a_warning, (struct bth_span){.source = &first, .start = 9}, "3");
	bth_findings_append(&findings, &other);
	ck_assert_uint_eq(other.list.len, 0);
	ck_assert_str_eq(left(NULL), "1 2 3 ");
}
END_TEST

START_TEST(test_counts_are_by_severity)
{
	find(&a_warning, &first, 1, "a");
	find(&a_warning, &first, 2, "b");
	find(&a_lock, &first, 3, "c");
	find(&a_warning, &first, 4, "d")->severity = BERTH_ERROR;
	ck_assert_uint_eq(bth_findings_count(&findings, BERTH_WARNING), 2);
	ck_assert_uint_eq(bth_findings_count(&findings, BERTH_ERROR), 2);
	ck_assert_uint_eq(bth_findings_count(&findings, BERTH_INFO), 0);
}
END_TEST

START_TEST(test_rules_are_found_by_name_and_code)
{
	const struct bth_rule *rule = bth_rules[bth_rule_count / 2];

	ck_assert_ptr_eq(bth_rule_find(rule->name), rule);
	ck_assert_ptr_eq(bth_rule_find(rule->code), rule);
	ck_assert_ptr_null(bth_rule_find("no-such-rule"));
	ck_assert_ptr_null(bth_rule_find(""));
	ck_assert_str_eq(bth_severity_name(BERTH_OFF), "off");
	ck_assert_str_eq(bth_severity_name(BERTH_ERROR), "error");
	for (unsigned i = 0; i < BTH_FAMILY_COUNT; i++)
		ck_assert_ptr_nonnull(bth_family_names[i]);
}
END_TEST

TCase *
bth_test_finding(void)
{
	TCase *tests = tcase_create("finding");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, test_a_finding_has_what_its_rule_says);
	tcase_add_test(tests, test_order_is_input_place_code_and_message);
	tcase_add_test(tests, test_what_is_said_twice_is_said_once);
	tcase_add_test(tests, test_which_of_two_is_kept_is_no_chance);
	tcase_add_test(tests, test_context_is_not_reported_on);
	tcase_add_test(tests, test_severity_has_a_least);
	tcase_add_test(tests, test_only_what_is_named);
	tcase_add_test(tests, test_skipped_rules_and_families);
	tcase_add_test(tests, test_what_is_off_counts_when_it_is_named);
	tcase_add_test(tests, test_a_rule_is_silent_on_objects_another_spoke_of);
	tcase_add_test(tests, test_the_object_must_be_the_same_in_all);
	tcase_add_test(tests, test_subjects_tell_parts_of_an_object_apart);
	tcase_add_test(tests, test_what_is_not_selected_silences_nothing);
	tcase_add_test(tests, test_many_findings_of_one_object_take_no_time);
	tcase_add_test(tests, test_findings_of_workers_are_put_together);
	tcase_add_test(tests, test_counts_are_by_severity);
	tcase_add_test(tests, test_rules_are_found_by_name_and_code);
	return tests;
}
