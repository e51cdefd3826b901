/* files.c - generated manifests in a directory: whole or not at all, and only berth's own */

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diff.h"
#include "base/file.h"
#include "base/map.h"
#include "cli/cli.h"
#include "emit/emit.h"

/* A file that is to stand in the directory, and what stands there now. */
struct planned {
	struct bth_str name, text;
	bool exists;
	bool kept; /* a Secret into which somebody may have put the real values */
	struct bth_str old;
};

struct writing {
	struct bth_cli *cli;
	const char *dir;
	int fd; /* of the directory; -1 while there is none */
	BTH_VEC(struct planned) files;
	struct bth_paths stale; /* berth's own that are no longer written */
	struct bth_paths stale_secrets; /* those of them that --prune leaves */
	size_t written, removed;
};

static bool
is_ours(struct bth_str text)
{
	return bth_str_starts(text, bth_emit_mark);
}

/*
 * A Secret comes with placeholders to fill in, here or nowhere: it is written once, and then
 * neither overwritten nor removed nor shown.
 */
static bool
is_secret(struct bth_str text)
{
	return bth_str_contains(text, "\nkind: Secret\n");
}

/*
 * Reads @name of the directory without following a link: 0, ENOENT, another errno, or
 * BTH_FILE_FOREIGN for what is no regular file.
 */
static int
read_entry(struct writing *writing, const char *name, struct bth_str *out)
{
	struct bth_cli *cli = writing->cli;
	struct stat st;
	size_t len = 0;

	int fd = openat(writing->fd, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0)
		return errno == ELOOP ? BTH_FILE_FOREIGN : errno;
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		close(fd);
		return BTH_FILE_FOREIGN;
	}
	close(fd);

	/* memory first, then the file again: nothing may jump while it is open */
	char *text = bth_arena_alloc(&cli->arena, (size_t)st.st_size + 1);
	fd = openat(writing->fd, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0)
		return errno;
	while (len < (size_t)st.st_size) {
		ssize_t got = read(fd, text + len, (size_t)st.st_size - len);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		len += (size_t)got;
	}
	close(fd);
	*out = (struct bth_str){.at = text, .len = len};
	return 0;
}

static const char *
path_of(struct writing *writing, struct bth_str name)
{
	return bth_arena_printf(&writing->cli->arena, "%s/%.*s", writing->dir, BTH_STR_ARG(name));
}

static bool
is_planned(const struct writing *writing, struct bth_str name)
{
	for (size_t i = 0; i < writing->files.len; i++)
		if (bth_str_eq(writing->files.items[i].name, name))
			return true;
	return false;
}

/* Looks at what stands where a file is to be written; foreign files are named. */
static int
plan_file(struct writing *writing, const struct berth_manifest *manifest)
{
	struct planned file = {.name = bth_str(manifest->file),
		.text = {.at = manifest->text, .len = manifest->len}};
	int error = writing->fd < 0 ? ENOENT : read_entry(writing, manifest->file, &file.old);

	if (is_planned(writing, file.name))
		return bth_cli_trouble("two objects would be the file '%s'",
			path_of(writing, file.name));
	file.exists = !error;
	file.kept = file.exists && is_secret(file.text) && !bth_str_eq(file.old, file.text);
	if (!error && !is_ours(file.old))
		error = BTH_FILE_FOREIGN;
	if (error && error != ENOENT)
		return bth_cli_file_trouble("replace", path_of(writing, file.name), error);
	bth_vec_push(&writing->cli->arena, &writing->files, file);
	return EXIT_CLEAN;
}

/* Files that an earlier run wrote and this one does not. */
static int
find_stale(struct writing *writing)
{
	struct bth_paths names = {0};
	struct bth_str text;

	if (writing->fd < 0)
		return EXIT_CLEAN;
	int error = bth_file_list(&writing->cli->arena, &names, writing->dir);
	if (error)
		return bth_cli_file_trouble("read", writing->dir, error);
	for (size_t i = 0; i < names.len; i++)
		if (bth_str_ends(names.items[i], ".yaml") && !is_planned(writing, names.items[i]) &&
			read_entry(writing, names.items[i].at, &text) == 0 && is_ours(text))
			bth_vec_push(&writing->cli->arena,
				is_secret(text) ? &writing->stale_secrets : &writing->stale,
				names.items[i]);
	return EXIT_CLEAN;
}

/* Names what is left as it stands, and says why. */
static void
say_kept(struct writing *writing)
{
	const struct bth_options *options = &writing->cli->options;

	for (size_t i = 0; i < writing->files.len && !options->quiet; i++)
		if (writing->files.items[i].kept)
			bth_cli_say("'%s' is left as it stands: a Secret may hold real values",
				path_of(writing, writing->files.items[i].name));
	for (size_t i = 0; i < writing->stale.len && !options->prune; i++)
		bth_cli_say("'%s' is of an earlier run and no longer generated; --prune removes it",
			path_of(writing, writing->stale.items[i]));
	for (size_t i = 0; i < writing->stale_secrets.len; i++)
		bth_cli_say("'%s' is of an earlier run and no longer generated; remove it yourself: "
			    "a Secret may hold real values",
			path_of(writing, writing->stale_secrets.items[i]));
}

static int
check(struct writing *writing)
{
	struct bth_buf diff, shown;

	bth_buf_init(&diff, &writing->cli->arena);
	bth_buf_init(&shown, &writing->cli->arena);
	for (size_t i = 0; i < writing->files.len; i++) {
		const struct planned *file = &writing->files.items[i];
		const char *path = path_of(writing, file->name);

		if (!file->kept)
			bth_diff(&diff, file->exists ? path : "/dev/null", file->old, path,
				file->text);
	}
	for (size_t i = 0; writing->cli->options.prune && i < writing->stale.len; i++) {
		struct bth_str text = BTH_STR("");

		read_entry(writing, writing->stale.items[i].at, &text);
		bth_diff(&diff, path_of(writing, writing->stale.items[i]), text, "/dev/null",
			BTH_STR(""));
	}
	bth_cli_add_safe(&shown, bth_buf_view(&diff));
	if (!shown.len)
		return EXIT_CLEAN;
	return bth_cli_print(shown.text, shown.len) == EXIT_CLEAN ? EXIT_FINDINGS : EXIT_TROUBLE;
}

static int
write_all(struct writing *writing)
{
	for (size_t i = 0; i < writing->files.len; i++) {
		const struct planned *file = &writing->files.items[i];
		const char *name = bth_str_copy(&writing->cli->arena, file->name).at;

		if (file->kept || (file->exists && bth_str_eq(file->old, file->text)))
			continue;
		int error = bth_file_replace(writing->fd, name, file->text);
		if (error)
			return bth_cli_file_trouble("write", path_of(writing, file->name), error);
		writing->written++;
	}
	for (size_t i = 0; writing->cli->options.prune && i < writing->stale.len; i++) {
		if (unlinkat(writing->fd, writing->stale.items[i].at, 0) != 0)
			return bth_cli_file_trouble(
				"remove", path_of(writing, writing->stale.items[i]), errno);
		writing->removed++;
	}
	return EXIT_CLEAN;
}

static void
summarise(const struct writing *writing)
{
	const char *dir = writing->dir;

	if (writing->removed)
		bth_cli_say("wrote %zu of %zu files in '%s' and removed %zu", writing->written,
			writing->files.len, dir, writing->removed);
	else
		bth_cli_say("wrote %zu of %zu files in '%s'", writing->written, writing->files.len,
			dir);
}

static int
open_directory(struct writing *writing)
{
	const int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;

	writing->fd = open(writing->dir, flags);
	if (writing->fd >= 0 || (errno == ENOENT && writing->cli->options.check))
		return EXIT_CLEAN;
	if (errno != ENOENT)
		return bth_cli_file_trouble("open", writing->dir, errno);
	int error = bth_file_make_parents(writing->dir);
	if (!error && mkdir(writing->dir, 0777) != 0 && errno != EEXIST)
		error = errno;
	if (error)
		return bth_cli_file_trouble("make", writing->dir, error);
	writing->fd = open(writing->dir, flags);
	return writing->fd >= 0 ? EXIT_CLEAN : bth_cli_file_trouble("open", writing->dir, errno);
}

static int
plan_all(struct writing *writing, struct berth_context *context)
{
	struct berth_manifest manifest;
	int more;

	for (size_t i = 0; (more = berth_context_manifest(context, i, &manifest)) > 0; i++)
		if (plan_file(writing, &manifest) != EXIT_CLEAN)
			return EXIT_TROUBLE;
	return more ? bth_cli_trouble("out of memory") : find_stale(writing);
}

int
bth_cli_write_files(struct bth_cli *cli, struct berth_context *context)
{
	struct writing writing = {.cli = cli, .dir = cli->options.output, .fd = -1};
	int code = open_directory(&writing);

	if (code == EXIT_CLEAN)
		code = plan_all(&writing, context);
	if (code == EXIT_CLEAN) {
		say_kept(&writing);
		code = cli->options.check ? check(&writing) : write_all(&writing);
	}
	if (code == EXIT_CLEAN && !cli->options.check && !cli->options.quiet)
		summarise(&writing);
	if (writing.fd >= 0)
		close(writing.fd);
	return code;
}
