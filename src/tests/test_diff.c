/* test_diff.c - how one text differs from another, line by line */

#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/diff.h"
#include "base/file.h"
#include "tests/chance.h"
#include "tests/memory.h"
#include "tests/suites.h"

static struct bth_arena *const arena = &bth_memory_of_test;

static struct bth_str
diff(struct bth_str old, struct bth_str new)
{
	struct bth_buf buf;

	bth_buf_init(&buf, arena);
	bth_diff(&buf, "old", old, "new", new);
	return bth_buf_view(&buf);
}

static void
expect(const char *old, const char *new, const char *expected)
{
	struct bth_str made = diff(bth_str(old), bth_str(new));

	ck_assert_str_eq(bth_str_copy(arena, made).at, expected);
}

START_TEST(test_equal_texts_have_no_diff)
{
	expect("", "", "");
	expect("a\nb\n", "a\nb\n", "");
	expect("a", "a", "");
}
END_TEST

START_TEST(test_a_changed_line)
{
	expect("a\nb\nc\n", "a\nx\nc\n",
		"--- old\n+++ new\n@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n");
}
END_TEST

START_TEST(test_all_of_a_text)
{
	expect("", "a\nb\n", "--- old\n+++ new\n@@ -0,0 +1,2 @@\n+a\n+b\n");
	expect("a\nb\n", "", "--- old\n+++ new\n@@ -1,2 +0,0 @@\n-a\n-b\n");
}
END_TEST

START_TEST(test_a_missing_last_newline_is_said)
{
	expect("a\nb", "a\nb\n",
		"--- old\n+++ new\n@@ -1,2 +1,2 @@\n a\n-b\n"
		"\\ No newline at end of file\n+b\n");
	expect("a\nb\n", "a\nb",
		"--- old\n+++ new\n@@ -1,2 +1,2 @@\n a\n-b\n+b\n"
		"\\ No newline at end of file\n");
	expect("x\nb", "y\nb",
		"--- old\n+++ new\n@@ -1,2 +1,2 @@\n-x\n+y\n b\n"
		"\\ No newline at end of file\n");
}
END_TEST

START_TEST(test_three_lines_around_a_change)
{
	expect("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n6\n7\n8\n9\n",
		"--- old\n+++ new\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n");
}
END_TEST

START_TEST(test_changes_nearby_share_a_hunk)
{
	/* six lines between two changes are all context, seven are not */
	expect("a\n1\n2\n3\n4\n5\n6\nb\n", "A\n1\n2\n3\n4\n5\n6\nB\n",
		"--- old\n+++ new\n@@ -1,8 +1,8 @@\n-a\n+A\n 1\n 2\n 3\n 4\n 5\n 6\n-b\n+B\n");
	expect("a\n1\n2\n3\n4\n5\n6\n7\nb\n", "A\n1\n2\n3\n4\n5\n6\n7\nB\n",
		"--- old\n+++ new\n@@ -1,4 +1,4 @@\n-a\n+A\n 1\n 2\n 3\n"
		"@@ -6,4 +6,4 @@\n 5\n 6\n 7\n-b\n+B\n");
}
END_TEST

START_TEST(test_what_is_common_is_kept)
{
	expect("a\nb\nc\nd\n", "b\nc\nx\nd\n",
		"--- old\n+++ new\n@@ -1,4 +1,4 @@\n-a\n b\n c\n+x\n d\n");
}
END_TEST

START_TEST(test_diff_is_appended)
{
	struct bth_buf buf;

	bth_buf_init(&buf, arena);
	bth_buf_puts(&buf, "before\n");
	bth_diff(&buf, "a b", BTH_STR("x\n"), "c", BTH_STR("y\n"));
	bth_buf_putc(&buf, '\0');
	ck_assert_str_eq(buf.text, "before\n--- a b\n+++ c\n@@ -1,1 +1,1 @@\n-x\n+y\n");
}
END_TEST

static void
put(const char *path, struct bth_str text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(bth_file_write_fd(fd, text), 0);
	close(fd);
}

/* What patch(1) makes of @old by the difference to @new must be @new. */
static void
expect_patched(const char *dir, struct bth_str old, struct bth_str new)
{
	const char *names[] = {"old", "diff", "out"};
	struct bth_str texts[] = {old, diff(old, new), BTH_STR("")};
	struct bth_file_text file;

	for (size_t i = 0; i < 3; i++)
		put(bth_arena_printf(arena, "%s/%s", dir, names[i]), texts[i]);
	int status = system(bth_arena_printf(arena,
		"cd '%s' && patch -s -f -u -o out old diff </dev/null", dir));
	const char *out = bth_arena_printf(arena, "%s/out", dir);
	ck_assert_int_eq(bth_file_read(&file, out, 1u << 24), 0);
	bool same = bth_str_eq((struct bth_str){.at = file.text, .len = file.len}, new);
	free(file.text);
	for (size_t i = 0; i < 3; i++)
		unlink(bth_arena_printf(arena, "%s/%s", dir, names[i]));
	ck_assert_msg(status == 0 && same, "from:\n%.*s\nto:\n%.*s\nby:\n%.*s", BTH_STR_ARG(old),
		BTH_STR_ARG(new), BTH_STR_ARG(texts[1]));
}

/* Few different lines, so that there is much to take for another. */
static struct bth_str
random_text(struct bth_chance *chance, size_t most)
{
	static const char *const lines[] = {"a\n", "b\n", "c\n", "\n", "- d\n", "+ e\n", "--- f\n",
		"@@ -1 +1 @@\n", "\\ No newline at end of file\n", " g\n"};
	struct bth_buf text;

	bth_buf_init(&text, arena);
	for (size_t count = bth_chance(chance, most + 1); count > 0; count--)
		bth_buf_puts(&text, lines[bth_chance(chance, sizeof lines / sizeof lines[0])]);
	if (text.len && bth_chance(chance, 4) == 0)
		text.len--;
	return bth_buf_view(&text);
}

/* Some lines of @text taken out, some others put in. */
static struct bth_str
changed(struct bth_chance *chance, struct bth_str text)
{
	struct bth_buf out;

	bth_buf_init(&out, arena);
	while (text.len) {
		size_t newline = bth_str_find(text, '\n');
		struct bth_str line = bth_str_sub(text, 0, newline == SIZE_MAX ? newline : newline + 1);
		size_t what = bth_chance(chance, 12);

		if (what == 0)
			bth_buf_str(&out, random_text(chance, 3));
		if (what != 1)
			bth_buf_str(&out, line);
		text = bth_str_sub(text, line.len, SIZE_MAX);
	}
	return bth_buf_view(&out);
}

static bool
has_patch(void)
{
	return system("patch --version >/dev/null 2>&1") == 0;
}

static void
make_dir(char dir[200])
{
	const char *temporary = getenv("TMPDIR");

	snprintf(dir, 200, "%s/berth-test-XXXXXX", temporary ? temporary : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(dir));
}

START_TEST(test_patch_makes_the_new_text)
{
	struct bth_chance chance = {.state = 4711};
	char dir[200];

	if (!has_patch())
		return;
	make_dir(dir);
	for (int i = 0; i < 200; i++) {
		struct bth_str old = random_text(&chance, i % 2 ? 60 : 6);

		expect_patched(dir, old,
			i % 3 ? changed(&chance, old) : random_text(&chance, i % 2 ? 60 : 6));
	}
	rmdir(dir);
}
END_TEST

START_TEST(test_very_different_texts_are_replaced)
{
	struct bth_buf old, new;
	char dir[200];

	bth_buf_init(&old, arena);
	bth_buf_init(&new, arena);
	bth_buf_puts(&old, "same\n");
	bth_buf_puts(&new, "same\n");
	for (int i = 0; i < 6000; i++) {
		bth_buf_printf(&old, "old %d\nboth\n", i);
		bth_buf_printf(&new, "new %d\nboth\n", i);
	}
	bth_buf_puts(&old, "end\n");
	bth_buf_puts(&new, "end\n");
	struct bth_str made = diff(bth_buf_view(&old), bth_buf_view(&new));
	ck_assert(bth_str_contains(made, " same\n-old 0\n-both\n-old 1\n"));
	ck_assert(!bth_str_contains(made, "\n both\n-"));
	if (!has_patch())
		return;
	make_dir(dir);
	expect_patched(dir, bth_buf_view(&old), bth_buf_view(&new));
	rmdir(dir);
}
END_TEST

TCase *
bth_test_diff(void)
{
	TCase *tests = tcase_create("diff");

	bth_memory_for(tests);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, test_equal_texts_have_no_diff);
	tcase_add_test(tests, test_a_changed_line);
	tcase_add_test(tests, test_all_of_a_text);
	tcase_add_test(tests, test_a_missing_last_newline_is_said);
	tcase_add_test(tests, test_three_lines_around_a_change);
	tcase_add_test(tests, test_changes_nearby_share_a_hunk);
	tcase_add_test(tests, test_what_is_common_is_kept);
	tcase_add_test(tests, test_diff_is_appended);
	tcase_add_test(tests, test_patch_makes_the_new_text);
	tcase_add_test(tests, test_very_different_texts_are_replaced);
	return tests;
}
