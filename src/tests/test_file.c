/* test_file.c - reading whole files and writing them whole or not at all */

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "tests/suites.h"

static struct bth_arena arena;
static char root[200];
static int root_fd;

static const char *
in_root(const char *name)
{
	return bth_arena_printf(&arena, "%s/%s", root, name);
}

static void
setup(void)
{
	const char *temporary = getenv("TMPDIR");

	bth_arena_init(&arena);
	snprintf(root, sizeof root, "%s/berth-test-XXXXXX", temporary ? temporary : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(root));
	root_fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	ck_assert_int_ge(root_fd, 0);
}

/* Directories are one deep here. */
static void
empty(const char *path)
{
	struct bth_paths names = {0};

	bth_file_list(&arena, &names, path);
	for (size_t i = 0; i < names.len; i++) {
		const char *full = bth_arena_printf(&arena, "%s/%s", path, names.items[i].at);

		if (unlink(full) != 0) {
			empty(full);
			rmdir(full);
		}
	}
}

static void
teardown(void)
{
	empty(root);
	rmdir(root);
	close(root_fd);
	bth_arena_release(&arena);
}

static void
put(const char *name, const char *text, size_t len)
{
	int fd = open(in_root(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(bth_file_write_fd(fd, (struct bth_str){.at = text, .len = len}), 0);
	close(fd);
}

/* The names in a directory, each with a blank behind it. */
static const char *
names(const char *path)
{
	struct bth_paths all = {0};
	const char *text = "";

	ck_assert_int_eq(bth_file_list(&arena, &all, path), 0);
	for (size_t i = 0; i < all.len; i++)
		text = bth_arena_printf(&arena, "%s%s ", text, all.items[i].at);
	return text;
}

static const char *
content(const char *name)
{
	struct bth_file_text file;

	ck_assert_int_eq(bth_file_read(&file, in_root(name), 1000), 0);
	const char *text = bth_arena_copy(&arena, file.text, file.len);
	free(file.text);
	return text;
}

/* What reading fails with; the output is left alone then. */
static int
failure(const char *path, size_t limit)
{
	struct bth_file_text file = {.text = root, .len = 7};
	int error = bth_file_read(&file, path, limit);

	ck_assert_int_ne(error, 0);
	ck_assert_ptr_eq(file.text, root);
	ck_assert_uint_eq(file.len, 7);
	return error;
}

START_TEST(test_all_bytes_are_read_and_zeros_follow)
{
	static const size_t sizes[] = {0, 1, 63, 4096, 16 * 1024, 100001};
	static const char zeros[64];

	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		char *text = bth_arena_alloc(&arena, sizes[i]);
		struct bth_file_text file;

		for (size_t j = 0; j < sizes[i]; j++)
			text[j] = (char)(j * 31 + 1);
		put("a", text, sizes[i]);
		ck_assert_int_eq(bth_file_read(&file, in_root("a"), 1u << 20), 0);
		ck_assert_uint_eq(file.len, sizes[i]);
		ck_assert(memcmp(file.text, text, sizes[i]) == 0);
		ck_assert_mem_eq(file.text + file.len, zeros, sizeof zeros);
		free(file.text);
	}
}
END_TEST

START_TEST(test_a_limit_is_the_most_that_is_read)
{
	struct bth_file_text file;

	put("a", "0123456789", 10);
	ck_assert_int_eq(failure(in_root("a"), 9), BTH_FILE_TOO_LARGE);
	ck_assert_int_eq(failure(in_root("a"), 0), BTH_FILE_TOO_LARGE);
	ck_assert_int_eq(bth_file_read(&file, in_root("a"), 10), 0);
	free(file.text);
}
END_TEST

START_TEST(test_what_is_no_file_is_not_read)
{
	ck_assert_int_eq(failure(in_root("missing"), 100), ENOENT);
	ck_assert_int_eq(failure(in_root("missing/too"), 100), ENOENT);
	ck_assert_int_eq(failure(root, 100), EISDIR);
	put("a", "", 0);
	ck_assert_int_eq(failure(in_root("a/b"), 100), ENOTDIR);
	ck_assert_int_eq(failure("", 100), ENOENT);
}
END_TEST

static void
pause_briefly(void)
{
	nanosleep(&(struct timespec){.tv_nsec = 50 * 1000 * 1000}, NULL);
}

/* Writes @len bytes to the FIFO of this name, a moment later. */
static pid_t
start_writer(const char *name, size_t len)
{
	const char *path = in_root(name);
	char *text = bth_arena_alloc(&arena, len + 1);
	pid_t child = fork();

	ck_assert_int_ge(child, 0);
	if (child > 0)
		return child;
	memset(text, 'x', len);
	pause_briefly();
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	for (size_t half = len / 2; fd >= 0 && half; half = 0) {
		bth_file_write_fd(fd, (struct bth_str){.at = text, .len = half});
		pause_briefly();
		bth_file_write_fd(fd, (struct bth_str){.at = text, .len = len - half});
	}
	_exit(0);
}

START_TEST(test_a_fifo_is_read_to_its_end)
{
	struct bth_file_text file;

	ck_assert_int_eq(mkfifo(in_root("fifo"), 0666), 0);
	pid_t writer = start_writer("fifo", 200000);
	ck_assert_int_eq(bth_file_read(&file, in_root("fifo"), 1u << 20), 0);
	ck_assert_uint_eq(file.len, 200000);
	ck_assert_int_eq(file.text[199999], 'x');
	free(file.text);
	waitpid(writer, NULL, 0);
}
END_TEST

START_TEST(test_a_fifo_may_be_empty)
{
	struct bth_file_text file;

	ck_assert_int_eq(mkfifo(in_root("fifo"), 0666), 0);
	pid_t writer = start_writer("fifo", 0);
	ck_assert_int_eq(bth_file_read(&file, in_root("fifo"), 100), 0);
	ck_assert_uint_eq(file.len, 0);
	free(file.text);
	waitpid(writer, NULL, 0);
}
END_TEST

START_TEST(test_a_fifo_has_a_limit_too)
{
	ck_assert_int_eq(mkfifo(in_root("fifo"), 0666), 0);
	pid_t writer = start_writer("fifo", 200000);
	ck_assert_int_eq(failure(in_root("fifo"), 99999), BTH_FILE_TOO_LARGE);
	waitpid(writer, NULL, 0);
}
END_TEST

START_TEST(test_devices_are_read)
{
	struct bth_file_text file;

	ck_assert_int_eq(bth_file_read(&file, "/dev/null", 100), 0);
	ck_assert_uint_eq(file.len, 0);
	free(file.text);
	ck_assert_int_eq(failure("/dev/zero", 100000), BTH_FILE_TOO_LARGE);
}
END_TEST

START_TEST(test_a_dash_is_standard_input)
{
	struct bth_file_text file;
	int kept = dup(STDIN_FILENO), ends[2];

	ck_assert_int_eq(pipe(ends), 0);
	ck_assert_int_eq(bth_file_write_fd(ends[1], BTH_STR("from a pipe")), 0);
	close(ends[1]);
	ck_assert_int_eq(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
	int error = bth_file_read(&file, "-", 100);
	if (kept >= 0)
		dup2(kept, STDIN_FILENO);
	ck_assert_int_eq(error, 0);
	ck_assert_mem_eq(file.text, "from a pipe", 12);
	ck_assert_uint_eq(file.len, 11);
	free(file.text);
}
END_TEST

START_TEST(test_writing_says_why_it_failed)
{
	int ends[2];

	signal(SIGPIPE, SIG_IGN);
	ck_assert_int_eq(pipe(ends), 0);
	close(ends[0]);
	ck_assert_int_eq(bth_file_write_fd(ends[1], BTH_STR("x")), EPIPE);
	ck_assert_int_eq(bth_file_write_fd(ends[1], BTH_STR("")), 0);
	close(ends[1]);
	ck_assert_int_eq(bth_file_write_fd(ends[1], BTH_STR("x")), EBADF);
	signal(SIGPIPE, SIG_DFL);
}
END_TEST

START_TEST(test_a_file_is_made_and_replaced)
{
	ck_assert_int_eq(bth_file_replace(root_fd, "a", BTH_STR("first")), 0);
	ck_assert_str_eq(content("a"), "first");
	ck_assert_int_eq(bth_file_replace(root_fd, "a", BTH_STR("")), 0);
	ck_assert_str_eq(content("a"), "");
	ck_assert_int_eq(bth_file_replace(root_fd, "a", BTH_STR("third")), 0);
	ck_assert_str_eq(content("a"), "third");
	ck_assert_str_eq(names(root), "a ");
}
END_TEST

START_TEST(test_a_reader_keeps_the_old_text)
{
	char text[10] = "";

	put("a", "old", 3);
	int fd = open(in_root("a"), O_RDONLY | O_CLOEXEC);
	ck_assert_int_eq(bth_file_replace(root_fd, "a", BTH_STR("new text")), 0);
	ck_assert_int_eq(read(fd, text, sizeof text), 3);
	ck_assert_str_eq(text, "old");
	close(fd);
}
END_TEST

START_TEST(test_a_link_is_replaced_and_not_followed)
{
	put("target", "kept", 4);
	ck_assert_int_eq(symlink("target", in_root("link")), 0);
	ck_assert_int_eq(bth_file_replace(root_fd, "link", BTH_STR("new")), 0);
	ck_assert_str_eq(content("target"), "kept");
	ck_assert_str_eq(content("link"), "new");
}
END_TEST

START_TEST(test_a_failure_leaves_nothing_behind)
{
	char name[300];

	memset(name, 'n', sizeof name - 1);
	name[sizeof name - 1] = '\0';
	ck_assert_int_eq(mkdir(in_root("dir"), 0777), 0);
	put("dir/kept", "kept", 4);
	ck_assert_int_ne(bth_file_replace(root_fd, "dir", BTH_STR("text")), 0);
	ck_assert_int_eq(bth_file_replace(root_fd, name, BTH_STR("text")), ENAMETOOLONG);
	ck_assert_int_eq(bth_file_replace(root_fd, "no/such", BTH_STR("text")), ENOENT);
	ck_assert_str_eq(names(root), "dir ");
	ck_assert_str_eq(names(in_root("dir")), "kept ");
	ck_assert_int_eq(bth_file_replace(-1, "a", BTH_STR("text")), EBADF);
}
END_TEST

START_TEST(test_another_temporary_file_is_no_hindrance)
{
	const char *taken =
		bth_arena_printf(&arena, ".berth-%ld-0.tmp", (long)getpid());

	put(taken, "not ours", 8);
	ck_assert_int_eq(bth_file_replace(root_fd, "a", BTH_STR("text")), 0);
	ck_assert_str_eq(content("a"), "text");
	ck_assert_str_eq(content(taken), "not ours");
}
END_TEST

START_TEST(test_kinds)
{
	enum bth_file_kind kind = BTH_FILE_NONE;

	put("a", "", 0);
	ck_assert_int_eq(mkfifo(in_root("fifo"), 0666), 0);
	ck_assert_int_eq(symlink("a", in_root("link")), 0);
	ck_assert_int_eq(symlink(".", in_root("up")), 0);
	ck_assert_int_eq(symlink("nowhere", in_root("dangling")), 0);
	ck_assert_int_eq(bth_file_kind(&kind, in_root("a")), 0);
	ck_assert_int_eq(kind, BTH_FILE_REGULAR);
	ck_assert_int_eq(bth_file_kind(&kind, in_root("fifo")), 0);
	ck_assert_int_eq(kind, BTH_FILE_OTHER);
	ck_assert_int_eq(bth_file_kind(&kind, in_root("link")), 0);
	ck_assert_int_eq(kind, BTH_FILE_REGULAR);
	ck_assert_int_eq(bth_file_kind(&kind, in_root("up")), 0);
	ck_assert_int_eq(kind, BTH_FILE_DIRECTORY);
	ck_assert_int_eq(bth_file_kind(&kind, in_root("dangling")), ENOENT);
	ck_assert_int_eq(bth_file_kind(&kind, in_root("missing")), ENOENT);
	ck_assert_int_eq(kind, BTH_FILE_DIRECTORY);
}
END_TEST

START_TEST(test_a_list_is_sorted_bytewise)
{
	struct bth_paths paths = {0};

	ck_assert_str_eq(names(root), "");
	put("b", "", 0);
	put("\xC3\xA4", "", 0);
	put("B", "", 0);
	put(".hidden", "", 0);
	put("a10", "", 0);
	put("a2", "", 0);
	ck_assert_int_eq(mkdir(in_root("dir"), 0777), 0);
	ck_assert_str_eq(names(root), ".hidden B a10 a2 b dir \xC3\xA4 ");
	ck_assert_int_eq(bth_file_list(&arena, &paths, in_root("missing")), ENOENT);
	ck_assert_int_eq(bth_file_list(&arena, &paths, in_root("b")), ENOTDIR);
	ck_assert_uint_eq(paths.len, 0);
}
END_TEST

START_TEST(test_long_lists_are_whole)
{
	struct bth_paths paths = {0};

	for (int i = 0; i < 200; i++)
		put(bth_arena_printf(&arena, "file-%03d", i), "", 0);
	ck_assert_int_eq(bth_file_list(&arena, &paths, root), 0);
	ck_assert_uint_eq(paths.len, 200);
	for (size_t i = 0; i < paths.len; i++)
		ck_assert_str_eq(paths.items[i].at, bth_arena_printf(&arena, "file-%03zu", i));
}
END_TEST

/* One process cuts a file and lets it grow again while another reads it. */
static void
change_for_ever(const char *path, char *text, size_t len)
{
	int fd = open(path, O_WRONLY);

	for (;;) {
		if (ftruncate(fd, 0) != 0 || pwrite(fd, text, len, 0) < 0 ||
			pwrite(fd, text, len, (off_t)len) < 0)
			_exit(1);
	}
}

START_TEST(test_file_that_changes)
{
	enum { LEN = 200000 };
	char *text = malloc(LEN);
	static const char zeros[64];

	ck_assert_ptr_nonnull(text);
	memset(text, 'x', LEN);
	put("file", text, LEN);
	pid_t child = fork();
	if (child == 0)
		change_for_ever(in_root("file"), text, LEN);
	for (int i = 0; i < 200; i++) {
		struct bth_file_text read;

		ck_assert_int_eq(bth_file_read(&read, in_root("file"), SIZE_MAX), 0);
		ck_assert_uint_le(read.len, 2 * LEN);
		ck_assert(!memchr(read.text, '\0', read.len));
		ck_assert_mem_eq(read.text + read.len, zeros, 64);
		free(read.text);
	}
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	free(text);
}
END_TEST

/* Files of /proc and /sys say a size that is not theirs: too small, and too large. */
START_TEST(test_size_is_only_a_guess)
{
	static const char *const paths[] = {"/proc/self/status", "/sys/kernel/profiling",
		"/sys/kernel/mm/transparent_hugepage/enabled", "/sys/devices/system/cpu/online"};

	for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
		struct bth_file_text read;
		struct stat st;

		if (stat(paths[i], &st) != 0) {
			fprintf(stderr, "SKIP: there is no %s\n", paths[i]);
			continue;
		}
		ck_assert_int_eq(bth_file_read(&read, paths[i], SIZE_MAX), 0);
		ck_assert_uint_gt(read.len, 0);
		ck_assert_uint_eq(strlen(read.text), read.len);
		ck_assert_uint_ne(read.len, (size_t)st.st_size);
		free(read.text);
	}
}
END_TEST

TCase *
bth_test_file(void)
{
	TCase *tests = tcase_create("file");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, test_all_bytes_are_read_and_zeros_follow);
	tcase_add_test(tests, test_a_limit_is_the_most_that_is_read);
	tcase_add_test(tests, test_what_is_no_file_is_not_read);
	tcase_add_test(tests, test_a_fifo_is_read_to_its_end);
	tcase_add_test(tests, test_a_fifo_may_be_empty);
	tcase_add_test(tests, test_a_fifo_has_a_limit_too);
	tcase_add_test(tests, test_devices_are_read);
	tcase_add_test(tests, test_a_dash_is_standard_input);
	tcase_add_test(tests, test_writing_says_why_it_failed);
	tcase_add_test(tests, test_a_file_is_made_and_replaced);
	tcase_add_test(tests, test_a_reader_keeps_the_old_text);
	tcase_add_test(tests, test_a_link_is_replaced_and_not_followed);
	tcase_add_test(tests, test_a_failure_leaves_nothing_behind);
	tcase_add_test(tests, test_another_temporary_file_is_no_hindrance);
	tcase_add_test(tests, test_kinds);
	tcase_add_test(tests, test_a_list_is_sorted_bytewise);
	tcase_add_test(tests, test_long_lists_are_whole);
	tcase_add_test(tests, test_file_that_changes);
	tcase_add_test(tests, test_size_is_only_a_guess);
	return tests;
}
