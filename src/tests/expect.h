/* expect.h - expectations that stand in files beside the input */
#ifndef BTH_TESTS_EXPECT_H
#define BTH_TESTS_EXPECT_H

#include "base/file.h"
#include "berth/berth.h"

/* A path below testdata/, or below the source tree when it begins with "//". */
const char *bth_expect_path(struct bth_arena *arena, const char *path);

/* The text of a file; fails the test when it cannot be read. */
struct bth_str bth_expect_read(struct bth_arena *arena, const char *path);

/*
 * Compares @text with what the file says, and fails with a diff; with BERTH_UPDATE=1 in the
 * environment writes the file instead.
 */
void bth_expect_file(struct bth_arena *arena, const char *path, struct bth_str text);

/* Names in a directory that end in @ending, sorted, without the ending. */
struct bth_paths bth_expect_list(struct bth_arena *arena, const char *path, const char *ending);

/* What is asked of one run of the library. */
struct bth_expect_run {
	const char *kubernetes; /* or NULL */
	const char *only;       /* or NULL for all rules */
	enum berth_severity least;
	bool generate, plan, allow_empty;
	struct bth_str text; /* in place of the file's, unless it is empty */
};

/*
 * Lints the file @path under the name @name. A first line "# berth: OPTION…" may give
 * --kube-version, --option, --assume-exists, --schema, --cluster, --nodes and --config, files
 * beside it; the last may be itself, which then is no input. Returns the findings in brief form.
 */
struct bth_str bth_expect_lint(struct bth_arena *arena, const struct bth_expect_run *run,
	const char *path, const char *name);

/* Generates from the file @path; *output is the manifests, and the findings are returned. */
struct bth_str bth_expect_generate(struct bth_arena *arena, const char *path, const char *name,
	struct bth_str *output);

/* The same, and *output is the plan for programs. */
struct bth_str bth_expect_plan(struct bth_arena *arena, const char *path, const char *name,
	struct bth_str *output);

/* The minor that a first line "# kube-version: 1.33" names; the newest without one. */
int bth_expect_minor(struct bth_str text);

#endif
