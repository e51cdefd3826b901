/* file.c - reading whole files and listing directories */

#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PADDING = 64, FIRST_READ = 16 * 1024 };

static int
read_all(struct bth_file_text *out, int fd, size_t expect, size_t limit)
{
	size_t cap = expect + 1, len = 0;
	char *text = malloc(cap + PADDING);

	while (text) {
		if (len == cap) {
			cap *= 2;
			char *larger = realloc(text, cap + PADDING);
			if (!larger)
				break;
			text = larger;
		}
		ssize_t got = read(fd, text + len, cap - len);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			int error = errno;

			free(text);
			return error;
		}
		if (got == 0) {
			memset(text + len, 0, PADDING);
			*out = (struct bth_file_text){.text = text, .len = len};
			return 0;
		}
		len += (size_t)got;
		if (len > limit) {
			free(text);
			return BTH_FILE_TOO_LARGE;
		}
	}
	free(text);
	return ENOMEM;
}

/*
 * Until somebody has written to @fd, a FIFO or a terminal, or has opened it and gone; after
 * that reading waits as cat would. A writer that comes a moment later is missed otherwise,
 * and the text seems empty.
 */
static int
wait_for_writer(int fd)
{
	struct pollfd wait = {.fd = fd, .events = POLLIN};
	int flags = fcntl(fd, F_GETFL);

	if (flags < 0 || fcntl(fd, F_SETFL, flags & ~O_NONBLOCK) != 0)
		return errno;
	while (poll(&wait, 1, -1) < 0)
		if (errno != EINTR)
			return errno;
	return 0;
}

static int
read_path(struct bth_file_text *out, const char *path, size_t limit, bool regular)
{
	struct stat st;

	/* not blocking, so that it is known to be a FIFO before it is waited for */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | (regular ? O_NOFOLLOW : 0));
	if (fd < 0)
		return errno;
	int error = 0;
	if (fstat(fd, &st) != 0)
		error = errno;
	else if (S_ISDIR(st.st_mode))
		error = EISDIR;
	else if (!S_ISREG(st.st_mode) &&
		(regular || (!S_ISFIFO(st.st_mode) && !S_ISCHR(st.st_mode))))
		error = ENXIO;
	else if (S_ISREG(st.st_mode) && (uintmax_t)st.st_size > limit)
		error = BTH_FILE_TOO_LARGE;
	if (!error && !S_ISREG(st.st_mode))
		error = wait_for_writer(fd);
	if (!error)
		error = read_all(out, fd,
			S_ISREG(st.st_mode) ? (size_t)st.st_size : FIRST_READ, limit);
	close(fd);
	return error;
}

int
bth_file_read(struct bth_file_text *out, const char *path, size_t limit)
{
	if (strcmp(path, "-") == 0)
		return read_all(out, STDIN_FILENO, FIRST_READ, limit);
	return read_path(out, path, limit, false);
}

int
bth_file_read_fd(struct bth_file_text *out, int fd, size_t limit)
{
	return read_all(out, fd, FIRST_READ, limit);
}

int
bth_file_read_regular(struct bth_file_text *out, const char *path, size_t limit)
{
	return read_path(out, path, limit, true);
}

int
bth_file_kind(enum bth_file_kind *out, const char *path)
{
	struct stat st;

	if (stat(path, &st) != 0)
		return errno;
	*out = S_ISREG(st.st_mode) ? BTH_FILE_REGULAR :
		S_ISDIR(st.st_mode) ? BTH_FILE_DIRECTORY : BTH_FILE_OTHER;
	return 0;
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names of @path in malloc'ed memory, so that the directory can be closed first. */
__attribute__((noinline)) /* into a function that calls setjmp() */
static int
read_names(char ***out, size_t *count, const char *path)
{
	DIR *dir = opendir(path);
	char **names = NULL;
	size_t len = 0, cap = 0;
	int error = 0;

	if (!dir)
		return errno;
	for (;;) {
		errno = 0;
		struct dirent *entry = readdir(dir);
		if (!entry) {
			error = errno;
			break;
		}
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		if (len == cap) {
			size_t more = cap ? cap * 2 : 32;
			char **larger = realloc(names, more * sizeof *names);
			if (!larger) {
				error = ENOMEM;
				break;
			}
			names = larger;
			cap = more;
		}
		names[len] = strdup(entry->d_name);
		if (!names[len]) {
			error = ENOMEM;
			break;
		}
		len++;
	}
	closedir(dir);
	if (error) {
		while (len > 0)
			free(names[--len]);
		free(names);
		return error;
	}
	if (len)
		qsort(names, len, sizeof *names, compare_names);
	*out = names;
	*count = len;
	return 0;
}

int
bth_file_list(struct bth_arena *arena, struct bth_paths *out, const char *path)
{
	char **names = NULL;
	size_t count = 0;
	jmp_buf full, *outer = arena->on_full;
	struct bth_paths paths = {0};
	int error = read_names(&names, &count, path);

	if (error == ENOMEM)
		bth_arena_fail(arena);
	if (error)
		return error;

	/* malloc'ed memory is held here: catch the jump, free it, and jump on */
	arena->on_full = &full;
	if (setjmp(full) == 0) {
		for (size_t i = 0; i < count; i++)
			bth_vec_push(arena, &paths, bth_str_copy(arena, bth_str(names[i])));
		*out = paths;
	} else {
		error = ENOMEM;
	}
	arena->on_full = outer;
	for (size_t i = 0; i < count; i++)
		free(names[i]);
	free(names);
	if (error)
		bth_arena_fail(arena);
	return 0;
}
