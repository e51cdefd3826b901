/* test_nodeterm.c - which nodes a node selector accepts */

#include <check.h>

#include "kube/nodeterm.h"
#include "tests/given.h"
#include "tests/memory.h"
#include "tests/suites.h"

#define HOST "kubernetes.io/hostname"
#define IN(key, values) "{key: " key ", operator: In, values: " values "}"
#define TERM(...) "{matchExpressions: [" __VA_ARGS__ "]}"
#define NAMED(operator, values) \
	"{matchFields: [{key: metadata.name, operator: " operator ", values: " values "}]}"

static struct bth_arena *const arena = &bth_memory_of_test;

/* The selector of these terms. */
static struct bth_node_selector
selector(const char *terms)
{
	struct bth_node_selector selector;

	bth_node_selector_read(arena, &selector,
		bth_given(arena, bth_arena_printf(arena, "{nodeSelectorTerms: [%s]}", terms)));
	return selector;
}

/* Whether a node of this name and these labels is accepted; without a name for volumes. */
static bool
accepts(const char *terms, const char *labels, const char *name)
{
	struct bth_node_selector all = selector(terms);
	struct bth_str node = bth_str(name);
	struct bth_labels has;

	bth_labels_read(arena, &has, bth_given(arena, labels));
	return bth_node_selector_matches(&all, &has, name ? &node : NULL);
}

/* The values that @terms pin the hostname to, with blanks between, or NULL. */
static const char *
pins(const char *terms)
{
	struct bth_node_selector all = selector(terms);
	struct bth_strs values = {0};
	char *text = bth_arena_printf(arena, "%s", "");

	if (!bth_node_selector_pins(arena, &values, &all, BTH_STR(HOST)))
		return NULL;
	for (size_t i = 0; i < values.len; i++)
		text = bth_arena_printf(arena, "%s%s%.*s", text, i ? " " : "",
			BTH_STR_ARG(values.items[i]));
	return text;
}

static const char *
text(const char *terms)
{
	struct bth_node_selector all = selector(terms);
	struct bth_str text = bth_node_selector_text(arena, &all);

	ck_assert_ptr_nonnull(text.at);
	return bth_arena_copy(arena, text.at, text.len);
}

START_TEST(test_absent_selector_accepts_every_node)
{
	struct bth_node_selector absent;
	struct bth_labels none = {0};

	bth_node_selector_read(arena, &absent, (struct bth_value){0});
	ck_assert(!absent.present);
	ck_assert(bth_node_selector_matches(&absent, &none, NULL));
	bth_node_selector_read(arena, &absent, bth_given(arena, "null"));
	ck_assert(bth_node_selector_matches(&absent, &none, NULL));
}
END_TEST

START_TEST(test_selector_without_terms_accepts_none)
{
	struct bth_node_selector empty;
	struct bth_labels none = {0};

	bth_node_selector_read(arena, &empty, bth_given(arena, "{}"));
	ck_assert(empty.present);
	ck_assert(!bth_node_selector_matches(&empty, &none, NULL));
	ck_assert(!accepts("", "{a: x}", "n1"));
}
END_TEST

START_TEST(test_empty_term_accepts_none)
{
	ck_assert(!accepts("{}", "{a: x}", "n1"));
	ck_assert(!accepts("null", "{a: x}", "n1"));
	ck_assert(!accepts("{matchExpressions: [], matchFields: []}", "{a: x}", "n1"));
	ck_assert(accepts("{}, " TERM(IN("a", "[x]")), "{a: x}", "n1"));
}
END_TEST

START_TEST(test_terms_are_ored)
{
	const char *terms = TERM(IN("a", "[x]")) ", " TERM(IN("b", "[v]"));

	ck_assert(accepts(terms, "{a: x}", NULL));
	ck_assert(accepts(terms, "{b: v}", NULL));
	ck_assert(!accepts(terms, "{a: v, b: x}", NULL));
}
END_TEST

START_TEST(test_expressions_are_anded)
{
	const char *term = TERM(IN("a", "[x]") ", {key: b, operator: NotIn, values: [v]}");

	ck_assert(accepts(term, "{a: x}", NULL));
	ck_assert(!accepts(term, "{a: x, b: v}", NULL));
	ck_assert(!accepts(term, "{b: z}", NULL));
}
END_TEST

START_TEST(test_fields_are_the_name_of_the_node)
{
	ck_assert(accepts(NAMED("In", "[n1]"), "{}", "n1"));
	ck_assert(!accepts(NAMED("In", "[n1]"), "{}", "n2"));
	ck_assert(accepts(NAMED("NotIn", "[n1]"), "{}", "n2"));
	ck_assert(!accepts(NAMED("NotIn", "[n1]"), "{}", "n1"));
}
END_TEST

START_TEST(test_other_fields_are_empty)
{
	const char *in = "{matchFields: [{key: spec.x, operator: In, values: [n1]}]}";
	const char *not_in = "{matchFields: [{key: spec.x, operator: NotIn, values: [n1]}]}";

	ck_assert(!accepts(in, "{}", "n1"));
	ck_assert(accepts(not_in, "{}", "n1"));
}
END_TEST

START_TEST(test_fields_of_volumes_are_not_looked_at)
{
	ck_assert(accepts(NAMED("In", "[n1]"), "{}", NULL));
	ck_assert(accepts("{matchFields: [{key: metadata.name, operator: In, values: [n1]}], "
		"matchExpressions: [" IN("a", "[x]") "]}", "{a: x}", NULL));
	ck_assert(!accepts("{matchFields: [{key: metadata.name, operator: In, values: [n1]}], "
		"matchExpressions: [" IN("a", "[x]") "]}", "{a: v}", NULL));
}
END_TEST

START_TEST(test_unreadable_field_spoils_its_term)
{
	ck_assert(!accepts(NAMED("In", "[n1, n2]"), "{}", "n1"));
	ck_assert(!accepts(NAMED("In", "[n1, n2]"), "{}", NULL));
	ck_assert(!accepts(NAMED("NotIn", "[]"), "{}", NULL));
	ck_assert(!accepts(NAMED("Exists", "[n1]"), "{}", NULL));
	ck_assert(accepts(NAMED("Exists", "[]") ", " TERM(IN("a", "[x]")), "{a: x}", NULL));
}
END_TEST

START_TEST(test_pins_of_terms_are_united)
{
	ck_assert_str_eq(pins(TERM(IN(HOST, "[n2, n1]"))), "n2 n1");
	ck_assert_str_eq(pins(TERM(IN(HOST, "[n1, n2]")) ", " TERM(IN(HOST, "[n2, n3]"))),
		"n1 n2 n3");
	ck_assert_str_eq(pins(TERM(IN(HOST, "[n1, n1]"))), "n1");
}
END_TEST

START_TEST(test_pins_of_a_term_are_intersected)
{
	ck_assert_str_eq(pins(TERM(IN(HOST, "[n1, n2]") ", " IN("a", "[x]") ", "
		IN(HOST, "[n2, n3]"))), "n2");
	ck_assert_str_eq(pins(TERM(IN(HOST, "[n1]") ", " IN(HOST, "[n2]"))), "");
}
END_TEST

START_TEST(test_term_that_leaves_the_key_free_pins_nothing)
{
	struct bth_strs values = {.len = 42};
	struct bth_node_selector all =
		selector(TERM(IN(HOST, "[n1]")) ", " TERM(IN("a", "[x]")));

	ck_assert(!bth_node_selector_pins(arena, &values, &all, BTH_STR(HOST)));
	ck_assert_uint_eq(values.len, 42);
	ck_assert_ptr_null(pins(TERM("{key: " HOST ", operator: NotIn, values: [n1]}")));
	ck_assert_ptr_null(pins(TERM("{key: " HOST ", operator: Exists}")));
	ck_assert_ptr_null(pins(NAMED("In", "[n1]")));
}
END_TEST

START_TEST(test_selector_that_accepts_none_pins_to_none)
{
	struct bth_node_selector absent = {0};
	struct bth_strs values;

	ck_assert_str_eq(pins(""), "");
	ck_assert_str_eq(pins("{}, " TERM(IN(HOST, "[n1]"))), "n1");
	ck_assert(!bth_node_selector_pins(arena, &values, &absent, BTH_STR(HOST)));
}
END_TEST

START_TEST(test_selector_is_shown_on_one_line)
{
	ck_assert_str_eq(text(TERM(IN(HOST, "[node2]"))), HOST " in (node2)");
	ck_assert_str_eq(text(TERM(IN("a", "[x, v]") ", {key: b, operator: Exists}") ", {}, "
		NAMED("NotIn", "[n1]")), "a in (x,v),b or metadata.name notin (n1)");
	ck_assert_str_eq(text("{matchFields: [" IN("metadata.name", "[n1]") "], "
		"matchExpressions: [" IN("a", "[x]") "]}"), "a in (x),metadata.name in (n1)");
	ck_assert_str_eq(text(""), "");
}
END_TEST

TCase *
bth_test_nodeterm(void)
{
	TCase *tests = tcase_create("nodeterm");

	bth_memory_for(tests);
	tcase_add_test(tests, test_absent_selector_accepts_every_node);
	tcase_add_test(tests, test_selector_without_terms_accepts_none);
	tcase_add_test(tests, test_empty_term_accepts_none);
	tcase_add_test(tests, test_terms_are_ored);
	tcase_add_test(tests, test_expressions_are_anded);
	tcase_add_test(tests, test_fields_are_the_name_of_the_node);
	tcase_add_test(tests, test_other_fields_are_empty);
	tcase_add_test(tests, test_fields_of_volumes_are_not_looked_at);
	tcase_add_test(tests, test_unreadable_field_spoils_its_term);
	tcase_add_test(tests, test_pins_of_terms_are_united);
	tcase_add_test(tests, test_pins_of_a_term_are_intersected);
	tcase_add_test(tests, test_term_that_leaves_the_key_free_pins_nothing);
	tcase_add_test(tests, test_selector_that_accepts_none_pins_to_none);
	tcase_add_test(tests, test_selector_is_shown_on_one_line);
	return tests;
}
