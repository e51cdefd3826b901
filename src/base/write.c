/* write.c - files written whole or not at all */

#define _XOPEN_SOURCE 700 /* realpath() */

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

int
bth_file_write_fd(int fd, struct bth_str text)
{
	while (text.len) {
		ssize_t put = write(fd, text.at, text.len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return errno;
		text = bth_str_sub(text, (size_t)put, text.len);
	}
	return 0;
}

/* A new file in the directory, open for writing; its name is stored in @name. */
static int
make_temporary(int *out, char name[64], int dir_fd)
{
	const int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW;

	for (unsigned i = 0; i < 100; i++) {
		snprintf(name, 64, ".berth-%ld-%u.tmp", (long)getpid(), i);
		*out = openat(dir_fd, name, flags, 0666);
		if (*out >= 0)
			return 0;
		if (errno != EEXIST)
			return errno;
	}
	return EEXIST;
}

/* Who may read the file that is replaced may read the new one, and nobody else. */
static int
keep_mode(int fd, int dir_fd, const char *name)
{
	struct stat old;

	if (fstatat(dir_fd, name, &old, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(old.st_mode))
		return 0;
	return fchmod(fd, old.st_mode & 0777) == 0 ? 0 : errno;
}

static int
replace(int dir_fd, const char *name, struct bth_str text)
{
	char temporary[64];
	int fd, error = make_temporary(&fd, temporary, dir_fd);

	if (error)
		return error;
	error = keep_mode(fd, dir_fd, name);
	if (!error)
		error = bth_file_write_fd(fd, text);
	if (!error && fsync(fd) != 0 && errno != EINVAL && errno != EROFS)
		error = errno;
	if (close(fd) != 0 && !error)
		error = errno;
	if (!error && renameat(dir_fd, temporary, dir_fd, name) != 0)
		error = errno;
	if (error)
		unlinkat(dir_fd, temporary, 0);
	return error;
}

/*
 * Signals wait until the temporary file is renamed or removed: who presses Ctrl-C in between
 * finds the old file or the new one, and nothing beside it.
 */
int
bth_file_replace(int dir_fd, const char *name, struct bth_str text)
{
	sigset_t all, before;

	sigfillset(&all);
	int error = pthread_sigmask(SIG_BLOCK, &all, &before);
	if (error)
		return error;
	error = replace(dir_fd, name, text);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return error;
}

/* Makes each directory that a '/' of @path ends, which is written to and put right again. */
static int
make_each(char *path)
{
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		int failed = mkdir(path, 0777);
		*slash = '/';
		if (failed && errno != EEXIST)
			return errno;
	}
	return 0;
}

int
bth_file_make_parents(const char *path)
{
	char *copy = *path ? strdup(path) : NULL;

	if (!copy)
		return *path ? ENOMEM : ENOENT;
	int error = make_each(copy);
	free(copy);
	return error;
}

/* @path with all links followed, so that the file is replaced and not a link to it. */
static int
put_file(char *path, struct bth_str text)
{
	char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	const char *dir = !slash ? "." : slash == path ? "/" : path;

	if (slash && slash != path)
		*slash = '\0';
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return errno;
	int error = bth_file_replace(fd, name, text);
	close(fd);
	return error;
}

static int
put_device(const char *path, struct bth_str text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);

	if (fd < 0)
		return errno;
	int error = bth_file_write_fd(fd, text);
	if (close(fd) != 0 && !error)
		error = errno;
	return error;
}

int
bth_file_put(const char *path, struct bth_str text)
{
	enum bth_file_kind kind = BTH_FILE_NONE;
	int error = bth_file_kind(&kind, path);

	if (kind == BTH_FILE_DIRECTORY)
		return EISDIR;
	if (kind == BTH_FILE_OTHER)
		return put_device(path, text);
	if (error == ENOENT)
		error = bth_file_make_parents(path);
	if (error)
		return error;
	char *real = kind == BTH_FILE_NONE ? strdup(path) : realpath(path, NULL);
	if (!real)
		return errno;
	error = put_file(real, text);
	free(real);
	return error;
}
