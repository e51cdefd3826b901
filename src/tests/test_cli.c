/* test_cli.c - the program as people call it: testdata/cli/ */

#include <check.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "second/second.h"
#include "tests/expect.h"
#include "tests/suites.h"

/*
 * A case is a file of lines:
 *   run: a command for sh, with berth on the PATH, in a folder of its own that is $PWD;
 *        $SOURCE is the source tree
 *   exit: the code
 *   out: a pattern (fnmatch) that a line of standard output matches; empty: no output
 *   err: the same of standard error
 *   needs: second-reader, without which the case is skipped
 * Lines that begin with # are comments.
 */

static struct bth_arena arena, lists;
static struct bth_paths cases;
static char folder[64];

static void
setup(void)
{
	bth_arena_init(&arena);
	strcpy(folder, "/tmp/berth-cli-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
}

static void
remove_folder(void)
{
	pid_t child = fork();

	if (child == 0) {
		execlp("rm", "rm", "-rf", folder, (char *)NULL);
		_exit(127);
	}
	waitpid(child, NULL, 0);
}

static void
teardown(void)
{
	remove_folder();
	bth_arena_release(&arena);
}

/* In the child: the streams, the folder, the PATH, and the shell. */
static void
become(const char *command, const char *out, const char *err)
{
	const char *program = getenv("BERTH_PROGRAM"), *path = getenv("PATH");
	size_t len = strlen(program) - strlen("/berth");

	if (chdir(folder) != 0)
		_exit(126);
	setenv("PATH", bth_arena_printf(&arena, "%.*s:%s", (int)len, program, path), 1);
	setenv("SOURCE", getenv("BERTH_SOURCE"), 1);
	setenv("TERM", "dumb", 1);
	unsetenv("GITHUB_ACTIONS");
	unsetenv("CLICOLOR_FORCE");
	unsetenv("NO_COLOR");
	int null = open("/dev/null", O_RDONLY);
	dup2(null, STDIN_FILENO);
	dup2(open(out, O_WRONLY | O_CREAT | O_TRUNC, 0600), STDOUT_FILENO);
	dup2(open(err, O_WRONLY | O_CREAT | O_TRUNC, 0600), STDERR_FILENO);
	execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	_exit(127);
}

static int
run(const char *command, const char *out, const char *err)
{
	int status = 0;
	pid_t child = fork();

	ck_assert_int_ge(child, 0);
	if (child == 0)
		become(command, out, err);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static bool
has_line(struct bth_str text, const char *pattern)
{
	while (text.len) {
		size_t end = bth_str_find(text, '\n');
		const char *line = bth_str_copy(&arena, bth_str_sub(text, 0, end)).at;

		if (fnmatch(pattern, line, 0) == 0)
			return true;
		text = end == SIZE_MAX ? BTH_STR("") : bth_str_sub(text, end + 1, SIZE_MAX);
	}
	return false;
}

static void
check_stream(struct bth_str name, const char *key, struct bth_str text, struct bth_str pattern)
{
	if (!pattern.len)
		ck_assert_msg(!text.len, "%.*s: %s should be empty:\n%.*s", BTH_STR_ARG(name), key,
			BTH_STR_ARG(text));
	else
		ck_assert_msg(has_line(text, bth_str_copy(&arena, pattern).at),
			"%.*s: no line of %s matches '%.*s':\n%.*s", BTH_STR_ARG(name), key,
			BTH_STR_ARG(pattern), BTH_STR_ARG(text));
}

/* "key: value" */
static struct bth_str
value_of(struct bth_str line)
{
	return bth_str_trim(bth_str_sub(line, bth_str_find(line, ':') + 1, SIZE_MAX));
}

static void
check_line(struct bth_str name, struct bth_str line, int code, struct bth_str out,
	struct bth_str err)
{
	if (bth_str_starts(line, "exit:"))
		ck_assert_msg(code == atoi(bth_str_copy(&arena, value_of(line)).at),
			"%.*s: exit code %d, standard error:\n%.*s", BTH_STR_ARG(name), code,
			BTH_STR_ARG(err));
	else if (bth_str_starts(line, "out:"))
		check_stream(name, "standard output", out, value_of(line));
	else if (bth_str_starts(line, "err:"))
		check_stream(name, "standard error", err, value_of(line));
	else
		ck_assert_msg(!line.len || line.at[0] == '#' || bth_str_starts(line, "run:") ||
				bth_str_starts(line, "needs:"),
			"%.*s: no test line: %.*s", BTH_STR_ARG(name), BTH_STR_ARG(line));
}

START_TEST(test_command)
{
	struct bth_str name = cases.items[_i];
	struct bth_str text = bth_expect_read(
		&arena, bth_arena_printf(&arena, "cli/%.*s.test", BTH_STR_ARG(name)));
	const char *command = "", *out = bth_arena_printf(&arena, "%s.out", folder);
	const char *err = bth_arena_printf(&arena, "%s.err", folder);
	struct bth_str rest = text;

	for (; rest.len; rest = bth_str_sub(rest, bth_str_find(rest, '\n'), SIZE_MAX)) {
		rest = rest.at[0] == '\n' ? bth_str_sub(rest, 1, SIZE_MAX) : rest;
		struct bth_str line = bth_str_sub(rest, 0, bth_str_find(rest, '\n'));
		if (bth_str_starts(line, "run:"))
			command = bth_arena_printf(&arena, "%s%.*s\n", command,
				BTH_STR_ARG(value_of(line)));
	}
	ck_assert_msg(*command, "%.*s has no run: line", BTH_STR_ARG(name));
	if (bth_str_contains(text, "\nneeds: second-reader\n") && !bth_second_is_there()) {
		fprintf(stderr, "skipped: %.*s, as libfyaml is not there\n", BTH_STR_ARG(name));
		return;
	}
	int code = run(command, out, err);
	struct bth_str printed = bth_expect_read(&arena, out), said = bth_expect_read(&arena, err);
	unlink(out);
	unlink(err);
	for (rest = text; rest.len; rest = bth_str_sub(rest, bth_str_find(rest, '\n'), SIZE_MAX)) {
		rest = rest.at[0] == '\n' ? bth_str_sub(rest, 1, SIZE_MAX) : rest;
		check_line(name, bth_str_sub(rest, 0, bth_str_find(rest, '\n')), code, printed,
			said);
	}
}
END_TEST

TCase *
bth_test_cli(void)
{
	TCase *tests = tcase_create("cli");

	bth_arena_init(&lists);
	cases = bth_expect_list(&lists, "cli", ".test");
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_set_timeout(tests, 60);
	tcase_add_loop_test(tests, test_command, 0, (int)cases.len);
	return tests;
}
