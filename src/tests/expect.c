/* expect.c - expectations that stand in files beside the input */

#include "tests/expect.h"

#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/diff.h"
#include "base/path.h"
#include "schema/facts.h"
#include "second/second.h"

const char *
bth_expect_path(struct bth_arena *arena, const char *path)
{
	const char *source = getenv("BERTH_SOURCE"), *data = getenv("BERTH_TESTDATA");

	if (!source || !data) { /* no ck_ here: lists are made before any test runs */
		fputs("BERTH_SOURCE and BERTH_TESTDATA must be set\n", stderr);
		exit(EXIT_FAILURE);
	}
	if (strncmp(path, "//", 2) == 0)
		return bth_arena_printf(arena, "%s/%s", source, path + 2);
	return path[0] == '/' ? path : bth_arena_printf(arena, "%s/%s", data, path);
}

struct bth_str
bth_expect_read(struct bth_arena *arena, const char *path)
{
	struct bth_file_text file;
	const char *full = bth_expect_path(arena, path);
	int error = bth_file_read(&file, full, 1 << 30);

	ck_assert_msg(!error, "cannot read %s: %s", full, strerror(error));
	struct bth_str text = {.at = bth_arena_copy(arena, file.text, file.len), .len = file.len};
	free(file.text);
	return text;
}

void
bth_expect_file(struct bth_arena *arena, const char *path, struct bth_str text)
{
	const char *full = bth_expect_path(arena, path), *update = getenv("BERTH_UPDATE");
	struct bth_buf diff;

	if (update && *update) {
		int fd = open(full, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

		ck_assert_msg(fd >= 0, "cannot write %s", full);
		ck_assert_int_eq(bth_file_write_fd(fd, text), 0);
		close(fd);
		return;
	}
	bth_buf_init(&diff, arena);
	bth_diff(&diff, path, bth_expect_read(arena, path), "what came out", text);
	bth_buf_putc(&diff, '\0');
	ck_assert_msg(diff.len == 1, "not as expected (BERTH_UPDATE=1 accepts it):\n%s", diff.text);
}

struct bth_paths
bth_expect_list(struct bth_arena *arena, const char *path, const char *ending)
{
	struct bth_paths all = {0}, names = {0};
	const char *full = bth_expect_path(arena, path);
	int error = bth_file_list(arena, &all, full);

	if (error) {
		fprintf(stderr, "cannot list %s: %s\n", full, strerror(error));
		exit(EXIT_FAILURE);
	}
	for (size_t i = 0; i < all.len; i++)
		if (bth_str_ends(all.items[i], ending))
			bth_vec_push(arena, &names,
				bth_str_copy(arena, bth_str_sub(all.items[i], 0,
							    all.items[i].len - strlen(ending))));
	return names;
}

/* Lists of words for struct berth_options, ended by NULL. */
struct words {
	const char *items[9];
	size_t len;
};

static void
add_word(struct words *words, const char *word)
{
	ck_assert_uint_lt(words->len, 8);
	words->items[words->len++] = word;
}

/* Files beside a test case that its first line names. */
struct beside {
	const char *baseline, *config, *schema, *cluster, *nodes;
};

/* "# berth: --kube-version 1.33 --option a.b=c" on the first line. */
static void
read_directive(struct bth_arena *arena, struct bth_str text, struct berth_options *options,
	struct words *settings, struct words *assumed, struct beside *beside)
{
	struct bth_str line = bth_str_sub(text, 0, bth_str_find(text, '\n'));
	const char *option = NULL;

	if (!bth_str_starts(line, "# berth: --"))
		return;
	char *words = bth_arena_copy(arena, line.at + 9, line.len - 9), *rest = words;
	for (char *word; (word = strtok_r(rest, " ", &rest));) {
		if (!option) {
			option = word;
			continue;
		}
		if (strcmp(option, "--kube-version") == 0)
			options->kubernetes = word;
		else if (strcmp(option, "--option") == 0)
			add_word(settings, word);
		else if (strcmp(option, "--assume-exists") == 0)
			add_word(assumed, word);
		else if (strcmp(option, "--baseline") == 0)
			beside->baseline = word;
		else if (strcmp(option, "--config") == 0)
			beside->config = word;
		else if (strcmp(option, "--schema") == 0)
			beside->schema = word;
		else if (strcmp(option, "--cluster") == 0)
			beside->cluster = word;
		else if (strcmp(option, "--nodes") == 0)
			beside->nodes = word;
		else
			ck_abort_msg("no option %s in a test case", option);
		option = NULL;
	}
}

/* Adds the baseline @name, which stands beside the test case at @path. */
static void
add_baseline(struct bth_arena *arena, struct berth_context *context, const char *path,
	const char *name)
{
	int folder = (int)(strrchr(path, '/') - path);
	struct bth_str text =
		bth_expect_read(arena, bth_arena_printf(arena, "%.*s/%s", folder, path, name));
	const char *problem = "";

	ck_assert_msg(berth_context_add_baseline(context, name, text.at, text.len, 0, &problem) ==
		BERTH_OK, "%s", problem);
}

/* Adds the file @name, which stands there as well, unless that is NULL. */
static void
add_beside(struct bth_arena *arena, struct berth_context *context, enum berth_role role,
	const char *path, const char *name)
{
	struct bth_str folder = bth_path_above(bth_str(path));

	if (!name)
		return;
	struct bth_str text = bth_expect_read(
		arena, bth_arena_printf(arena, "%.*s/%s", BTH_STR_ARG(folder), name));
	ck_assert_int_eq(berth_context_add(context, role, name, text.at, text.len), BERTH_OK);
}

/* The settings @config beside the file @path; false when that is the file itself. */
static bool
add_config(struct bth_arena *arena, struct berth_context *context, const char *path,
	const char *config)
{
	struct bth_str folder = bth_path_above(bth_str(path));
	const char *beside = bth_arena_printf(arena, "%.*s/%s", BTH_STR_ARG(folder), config);
	struct bth_str text = bth_expect_read(arena, beside);

	ck_assert_int_eq(
		berth_context_add_config(context, "", config, text.at, text.len), BERTH_OK);
	return strcmp(beside, path) != 0;
}

static struct bth_str
run(struct bth_arena *arena, const struct bth_expect_run *wanted, const char *path, const char *name,
	struct bth_str *output)
{
	struct berth_options options = BERTH_OPTIONS_INIT;
	struct words only = {0}, settings = {0}, assumed = {0};
	struct bth_str text = wanted->text.len ? wanted->text : bth_expect_read(arena, path);
	struct bth_str report = {0};
	struct berth_context *context = NULL;
	const char *problem = "", *out = "";
	struct beside beside = {0};
	size_t len = 0;

	if (wanted->only)
		add_word(&only, wanted->only);
	options.kubernetes = wanted->kubernetes;
	options.least = wanted->least;
	options.only = only.items;
	options.settings = settings.items;
	options.assumed = assumed.items;
	options.task = wanted->generate ? BERTH_GENERATE : BERTH_LINT;
	options.allow_empty = wanted->allow_empty;
	struct bth_second second = {0};
	struct berth_second_reader reader = {.read = bth_second_read, .self = &second};
	if (wanted->only && strcmp(wanted->only, "yaml-portability") == 0)
		options.second = &reader;
	read_directive(arena, text, &options, &settings, &assumed, &beside);
	ck_assert_msg(berth_context_new(&context, &options, &problem) == BERTH_OK,
		"bad option %s", problem);
	if (!beside.config || add_config(arena, context, path, beside.config))
		ck_assert_int_eq(
			berth_context_add(context, BERTH_INPUT, name, text.at, text.len), BERTH_OK);
	if (beside.baseline)
		add_baseline(arena, context, path, beside.baseline);
	add_beside(arena, context, BERTH_SCHEMA, path, beside.schema);
	add_beside(arena, context, BERTH_CLUSTER, path, beside.cluster);
	add_beside(arena, context, BERTH_NODES, path, beside.nodes);
	ck_assert_int_eq(berth_context_run(context), BERTH_OK);
	bth_second_release(&second);
	ck_assert_int_eq(berth_context_report(context, BERTH_REPORT_TEXT, BERTH_REPORT_BRIEF, &out,
				 &len), BERTH_OK);
	report = bth_str_copy(arena, (struct bth_str){.at = out, .len = len});
	if (output && wanted->plan) {
		ck_assert_int_eq(berth_context_plan(context, BERTH_PLAN_JSON, 0, &out, &len),
			BERTH_OK);
		*output = bth_str_copy(arena, (struct bth_str){.at = out, .len = len});
	} else if (output) {
		ck_assert_int_eq(berth_context_output(context, 0, &out, &len), BERTH_OK);
		*output = bth_str_copy(arena, (struct bth_str){.at = out, .len = len});
	}
	berth_context_free(context);
	return report;
}

struct bth_str
bth_expect_lint(struct bth_arena *arena, const struct bth_expect_run *wanted, const char *path,
	const char *name)
{
	return run(arena, wanted, path, name, NULL);
}

struct bth_str
bth_expect_generate(struct bth_arena *arena, const char *path, const char *name,
	struct bth_str *output)
{
	struct bth_expect_run wanted = {.least = BERTH_WARNING, .generate = true};

	return run(arena, &wanted, path, name, output);
}

struct bth_str
bth_expect_plan(struct bth_arena *arena, const char *path, const char *name,
	struct bth_str *output)
{
	struct bth_expect_run wanted = {.least = BERTH_ERROR, .plan = true};

	return run(arena, &wanted, path, name, output);
}

int
bth_expect_minor(struct bth_str text)
{
	struct bth_str line = bth_str_sub(text, 0, bth_str_find(text, '\n'));
	static const char mark[] = "# kube-version: ";

	if (!bth_str_starts(line, mark))
		return bth_schema_newest_minor();
	int minor = bth_schema_minor(
		bth_str_sub(line, sizeof mark - 1, line.len - (sizeof mark - 1)));
	ck_assert_int_ne(minor, 0);
	return minor;
}
