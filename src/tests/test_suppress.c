/* test_suppress.c - which findings are allowed, and what is allowed in vain */

#include <check.h>

#include "base/buf.h"
#include "diag/allow.h"
#include "rules.h"
#include "tests/suites.h"

static struct bth_arena arena;
static struct bth_findings findings;
static struct bth_allows allows;
static struct bth_source source;

static void
setup(void)
{
	bth_arena_init(&arena);
	bth_findings_init(&findings, &arena);
	allows = (struct bth_allows){.arena = &arena};
}

static void
teardown(void)
{
	bth_arena_release(&arena);
}

static struct bth_span
span(uint32_t start, uint32_t end)
{
	return (struct bth_span){.source = &source, .start = start, .end = end};
}

/* Takes @text as the source, all of which is a comment that is about @about. */
static void
comment(const char *text, struct bth_span about)
{
	struct bth_allow allow = {.by = {.span = span(0, (uint32_t)strlen(text))}, .about = about};

	source = (struct bth_source){.name = "x.yaml", .text = bth_str(text)};
	bth_allow_comment(&allows, &findings, &allow,
		bth_str_sub(source.text, strlen("# berth:"), SIZE_MAX));
}

static struct bth_finding *
find(const struct bth_rule *rule, uint32_t start)
{
	return bth_find(&findings, rule, span(start, start + 1), "it is so");
}

static void
suppress(bool errors_stay)
{
	struct bth_suppress_options options = {
		.errors_stay = errors_stay, .unused = BERTH_WARNING};

	bth_suppress(&allows, &findings, &options);
}

/* The source after the edits of all findings, which must not overlap. */
static const char *
edited(void)
{
	char *text = bth_arena_copy(&arena, source.text.at, source.text.len);
	struct bth_buf out;

	for (size_t i = 0; i < findings.list.len; i++) {
		const struct bth_finding *finding = findings.list.items[i];

		ck_assert_uint_eq(finding->edits.len, 1);
		struct bth_span gone = finding->edits.items[0].span;
		bool whole = gone.start == 0;
		for (uint32_t at = gone.start; at < gone.end; at++) {
			ck_assert(whole || text[at]);
			text[at] = '\0';
		}
	}
	bth_buf_init(&out, &arena);
	for (size_t i = 0; i < source.text.len; i++)
		if (text[i])
			bth_buf_putc(&out, text[i]);
	bth_buf_putc(&out, '\0');
	return out.text;
}

START_TEST(test_finding_is_allowed_where_the_comment_speaks)
{
	comment("# berth: allow class-undefined -- why", span(10, 20));
	struct bth_finding *before = find(&bth_rule_class_undefined, 9);
	struct bth_finding *in = find(&bth_rule_class_undefined, 10);
	struct bth_finding *behind = find(&bth_rule_class_undefined, 20);
	struct bth_finding *other = find(&bth_rule_claim_too_large, 10);
	suppress(false);
	ck_assert_ptr_null(before->suppressed);
	ck_assert_ptr_null(behind->suppressed);
	ck_assert_ptr_null(other->suppressed);
	ck_assert_ptr_nonnull(in->suppressed);
	ck_assert(bth_str_is(in->suppressed->reason, "why"));
	ck_assert_uint_eq(findings.list.len, 4);
}
END_TEST

START_TEST(test_codes_and_families_are_names_too)
{
	comment("# berth: allow BTH140, postgres", span(0, 20));
	struct bth_finding *coded = find(&bth_rule_class_undefined, 1);
	struct bth_finding *member = find(&bth_rule_pg_no_backup, 2);
	suppress(false);
	ck_assert_ptr_nonnull(coded->suppressed);
	ck_assert_ptr_nonnull(member->suppressed);
}
END_TEST

START_TEST(test_family_does_not_reach_locked_rules)
{
	comment("# berth: allow yaml -- why", span(0, 20));
	struct bth_finding *finding = find(&bth_rule_yaml_malformed, 1);
	suppress(false);
	ck_assert_ptr_null(finding->suppressed);
	ck_assert_uint_eq(finding->notes.len, 1);
	ck_assert_uint_eq(findings.list.len, 1);
}
END_TEST

START_TEST(test_errors_stay_when_output_is_made)
{
	comment("# berth: allow claim-too-large, class-undefined -- why", span(0, 20));
	struct bth_finding *error = find(&bth_rule_claim_too_large, 1);
	struct bth_finding *warning = find(&bth_rule_class_undefined, 1);
	suppress(true);
	ck_assert_ptr_null(error->suppressed);
	ck_assert_uint_eq(error->notes.len, 1);
	ck_assert_ptr_nonnull(warning->suppressed);
	ck_assert_uint_eq(findings.list.len, 2);
}
END_TEST

START_TEST(test_innermost_of_several_is_used)
{
	comment("# berth: allow class-undefined", span(0, 50));
	comment("# berth: allow class-undefined", span(10, 20));
	comment("# berth: allow class-undefined", span(12, 14));
	find(&bth_rule_class_undefined, 15);
	suppress(false);
	ck_assert(!allows.list.items[0]->rules.items[0].used);
	ck_assert(allows.list.items[1]->rules.items[0].used);
	ck_assert(!allows.list.items[2]->rules.items[0].used);
}
END_TEST

START_TEST(test_object_is_allowed_wherever_it_stands)
{
	struct bth_allow allow = {.by = {.kind = BTH_BY_ANNOTATION},
		.object = {.kind = BTH_STR("Claim"), .name = BTH_STR("data")}};

	bth_allow_annotation(&allows, &findings, &allow, BTH_STR("class-undefined"));
	struct bth_finding *finding = find(&bth_rule_class_undefined, 1);
	struct bth_finding *other = find(&bth_rule_class_undefined, 2);
	finding->object = allow.object;
	suppress(false);
	ck_assert_ptr_nonnull(finding->suppressed);
	ck_assert_ptr_null(other->suppressed);
}
END_TEST

START_TEST(test_what_is_unused_is_taken_out)
{
	comment("# berth: allow class-missing, class-undefined, api, spec -- why", span(0, 20));
	find(&bth_rule_class_undefined, 1);
	suppress(false);
	findings.list.items[0] = findings.list.items[--findings.list.len];
	ck_assert_uint_eq(findings.list.len, 3);
	ck_assert_str_eq(edited(), "# berth: allow class-undefined -- why");
}
END_TEST

START_TEST(test_comment_without_use_goes)
{
	comment("# berth: allow class-missing, api -- why", span(0, 20));
	suppress(false);
	ck_assert_uint_eq(findings.list.len, 2);
	ck_assert_str_eq(edited(), "");
}
END_TEST

START_TEST(test_unused_may_be_allowed)
{
	comment("# berth: allow class-missing, suppression-unused -- why", span(0, 60));
	suppress(false);
	ck_assert_uint_eq(findings.list.len, 1);
	ck_assert_ptr_nonnull(findings.list.items[0]->suppressed);
}
END_TEST

START_TEST(test_misspelt_name_is_mended)
{
	comment("# berth: allow clas-undefined", span(0, 60));
	suppress(false);
	ck_assert_uint_eq(findings.list.len, 1);
	ck_assert_ptr_eq(findings.list.items[0]->rule, &bth_rule_suppression_unknown);
	ck_assert_uint_eq(findings.list.items[0]->edits.len, 1);
	ck_assert(bth_str_is(findings.list.items[0]->edits.items[0].text, "class-undefined"));
}
END_TEST

START_TEST(test_prose_is_left_alone)
{
	comment("# berth: the place where a ship lies", span(0, 60));
	comment("# berth: 4", span(0, 60));
	comment("# berth:", span(0, 60));
	suppress(false);
	ck_assert_uint_eq(findings.list.len, 0);
}
END_TEST

START_TEST(test_words_of_others_are_reported)
{
	comment("# berth: ignore class-undefined", span(0, 60));
	comment("# berth: allow", span(0, 60));
	comment("# berth: allow class-undefined because it is so", span(0, 60));
	find(&bth_rule_class_undefined, 1);
	suppress(false);
	size_t unknown = 0;
	for (size_t i = 0; i < findings.list.len; i++)
		unknown += findings.list.items[i]->rule == &bth_rule_suppression_unknown;
	ck_assert_uint_eq(unknown, 3);
}
END_TEST

TCase *
bth_test_suppress(void)
{
	TCase *tests = tcase_create("suppress");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, test_finding_is_allowed_where_the_comment_speaks);
	tcase_add_test(tests, test_codes_and_families_are_names_too);
	tcase_add_test(tests, test_family_does_not_reach_locked_rules);
	tcase_add_test(tests, test_errors_stay_when_output_is_made);
	tcase_add_test(tests, test_innermost_of_several_is_used);
	tcase_add_test(tests, test_object_is_allowed_wherever_it_stands);
	tcase_add_test(tests, test_what_is_unused_is_taken_out);
	tcase_add_test(tests, test_comment_without_use_goes);
	tcase_add_test(tests, test_unused_may_be_allowed);
	tcase_add_test(tests, test_misspelt_name_is_mended);
	tcase_add_test(tests, test_prose_is_left_alone);
	tcase_add_test(tests, test_words_of_others_are_reported);
	return tests;
}
