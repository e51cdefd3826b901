/* input.c - files, directories and standard input into a context */

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/cli.h"
#include "emit/emit.h"
#include "schema/facts.h"
#include "source/source.h"

/* What is done with a text that was read. */
typedef enum berth_status add_fn(
	struct berth_context *context, const char *name, const char *text, size_t len);

static enum berth_status
add_input(struct berth_context *context, const char *name, const char *text, size_t len)
{
	return berth_context_add(context, BERTH_INPUT, name, text, len);
}

static enum berth_status
add_context(struct berth_context *context, const char *name, const char *text, size_t len)
{
	return berth_context_add(context, BERTH_CONTEXT, name, text, len);
}

/* One kind of text being added. */
struct adding {
	struct bth_cli *cli;
	struct berth_context *context;
	add_fn *add;
	size_t count; /* files that were added */
};

/*
 * What an earlier run of generate wrote is its result, not its input. Met in a directory it
 * is left out, so that the directory may hold specs and manifests.
 */
static bool
is_result(const struct adding *adding, struct bth_str text)
{
	return adding->cli->options.command == GENERATE && adding->add == add_input &&
		bth_str_starts(text, bth_emit_mark);
}

static int
too_large(const char *path, uint64_t most)
{
	return bth_cli_trouble("cannot read '%s': it has more than %" PRIu64 " bytes, the limit "
		"'file-bytes'%s", strcmp(path, "-") ? path : "standard input", most,
		most < BTH_SOURCE_MOST ? "; --limit file-bytes=N raises it" : "");
}

/* @found: in a directory, and not named by the user. */
static int
read_file(struct adding *adding, const char *path, bool found)
{
	struct bth_cli *cli = adding->cli;
	struct bth_file_text text;

	/* room first: nothing may jump while the text is held by nobody */
	bth_vec_push(&cli->arena, &cli->texts, NULL);
	uint64_t most = cli->options.limit.most[BTH_LIMIT_FILE_BYTES];
	int error = bth_file_read(&text, path, (size_t)most);
	if (error == BTH_FILE_TOO_LARGE)
		return too_large(path, most);
	if (error)
		return bth_cli_file_trouble("read", strcmp(path, "-") ? path : "standard input",
			error);
	cli->texts.items[cli->texts.len - 1] = text.text;
	if (found && is_result(adding, (struct bth_str){.at = text.text, .len = text.len}))
		return EXIT_CLEAN;
	adding->count++;
	const char *name = strcmp(path, "-") ? path : "<stdin>";
	return adding->add(adding->context, name, text.text, text.len) == BERTH_OK ?
		EXIT_CLEAN : bth_cli_trouble("out of memory");
}

static bool
is_manifest_name(struct bth_str name)
{
	return bth_str_ends(name, ".yaml") || bth_str_ends(name, ".yml") ||
		bth_str_ends(name, ".json");
}

/* Whether @path is a link: those inside directories are not followed. */
static bool
is_link(const char *path)
{
	char byte;

	return readlink(path, &byte, 1) >= 0;
}

static int add_path(struct adding *adding, const char *path, bool found);

/*
 * Files in the order of their names. Directories whose names begin with a dot are not
 * manifests'; links to directories could lead in circles. Depth is bounded by the length
 * of a path.
 */
static int
add_directory(struct adding *adding, const char *path)
{
	struct bth_arena *arena = &adding->cli->arena;
	struct bth_paths names = {0};
	size_t len = strlen(path);
	int error = bth_file_list(arena, &names, path);

	if (error)
		return bth_cli_file_trouble("read", path, error);
	for (size_t i = 0; i < names.len; i++) {
		struct bth_str name = names.items[i];
		const char *full = bth_arena_printf(arena, "%s%s%.*s", path,
			len && path[len - 1] == '/' ? "" : "/", BTH_STR_ARG(name));
		enum bth_file_kind kind = BTH_FILE_NONE;

		if (name.at[0] == '.' || bth_file_kind(&kind, full) != 0)
			continue;
		bool wanted = (kind == BTH_FILE_DIRECTORY && !is_link(full)) ||
			(kind == BTH_FILE_REGULAR && is_manifest_name(name));
		if (wanted && add_path(adding, full, true) != EXIT_CLEAN)
			return EXIT_TROUBLE;
	}
	return EXIT_CLEAN;
}

static int
add_path(struct adding *adding, const char *path, bool found)
{
	enum bth_file_kind kind = BTH_FILE_NONE;

	if (strcmp(path, "-") == 0)
		return read_file(adding, path, found);
	int error = bth_file_kind(&kind, path);
	if (error)
		return bth_cli_file_trouble("read", path, error);
	return kind == BTH_FILE_DIRECTORY ? add_directory(adding, path) :
					    read_file(adding, path, found);
}

/* A directory without a manifest is the wrong one, more likely than an empty one. */
static int
add_paths(struct bth_cli *cli, struct berth_context *context, add_fn *add,
	const struct bth_words *paths)
{
	struct adding adding = {.cli = cli, .context = context, .add = add};

	for (size_t i = 0; i < paths->len; i++) {
		size_t before = adding.count;

		if (add_path(&adding, paths->items[i], false) != EXIT_CLEAN)
			return EXIT_TROUBLE;
		if (adding.count == before && add == add_input && !cli->options.allow_empty)
			return bth_cli_trouble("'%s' holds no *.yaml, *.yml or *.json file%s",
				paths->items[i],
				cli->options.command == GENERATE ? " but those that berth wrote" : "");
	}
	return EXIT_CLEAN;
}

static void
end_list(struct bth_cli *cli, struct bth_words *words)
{
	bth_vec_push(&cli->arena, words, NULL);
}

static int
bad_option(const struct bth_options *options, const char *problem)
{
	if (problem && problem == options->kube_version)
		return bth_cli_trouble("berth knows Kubernetes 1.%d to 1.%d, not '%s'",
			bth_schema_oldest_minor(), bth_schema_newest_minor(), problem);
	return bth_cli_trouble("there is no rule, family or option '%s'; see berth rules",
		problem ? problem : "?");
}

static int
open_context(struct bth_cli *cli, enum berth_task task, struct berth_context **out)
{
	struct bth_options *options = &cli->options;
	struct berth_options settings = BERTH_OPTIONS_INIT;
	const char *problem = NULL;

	if (options->verbose && options->severity > BERTH_INFO)
		options->severity = BERTH_INFO;
	end_list(cli, &options->only);
	end_list(cli, &options->skip);
	end_list(cli, &options->assumed);
	end_list(cli, &options->settings);
	end_list(cli, &options->limits);
	settings.kubernetes = options->kube_version;
	settings.name_space = options->namespace;
	settings.least = options->severity;
	settings.only = options->only.items;
	settings.skip = options->skip.items;
	settings.assumed = options->assumed.items;
	settings.settings = options->settings.items;
	settings.limits = options->limits.items;
	settings.jobs = options->jobs;
	settings.task = task;
	settings.allow_empty = options->allow_empty;
	enum berth_status status = berth_context_new(out, &settings, &problem);
	if (status == BERTH_ENOMEM)
		return bth_cli_trouble("out of memory");
	return status == BERTH_OK ? EXIT_CLEAN : bad_option(options, problem);
}

int
bth_cli_run(struct bth_cli *cli, enum berth_task task, struct berth_context **out)
{
	struct bth_options *options = &cli->options;
	struct berth_context *context = NULL;

	if (!options->paths.len)
		return bth_cli_trouble("name files, directories or - for standard input");
	if (open_context(cli, task, &context) != EXIT_CLEAN)
		return EXIT_TROUBLE;
	if (add_paths(cli, context, berth_context_add_preset, &options->templates) != EXIT_CLEAN ||
		add_paths(cli, context, add_input, &options->paths) != EXIT_CLEAN ||
		add_paths(cli, context, add_context, &options->context) != EXIT_CLEAN) {
		berth_context_free(context);
		return EXIT_TROUBLE;
	}
	if (berth_context_run(context) != BERTH_OK) {
		berth_context_free(context);
		return bth_cli_trouble("out of memory");
	}
	*out = context;
	return EXIT_CLEAN;
}

static bool
wants_color(enum bth_color color, int fd)
{
	const char *terminal = getenv("TERM"), *none = getenv("NO_COLOR");

	if (color != BTH_COLOR_AUTO)
		return color == BTH_COLOR_ALWAYS;
	return isatty(fd) && !(none && *none) && terminal && strcmp(terminal, "dumb") != 0;
}

int
bth_cli_report(struct bth_cli *cli, struct berth_context *context, int fd)
{
	const char *text;
	size_t len;
	unsigned flags = wants_color(cli->options.color, fd) ? BERTH_REPORT_COLOR : 0;

	if (cli->options.verbose)
		flags |= BERTH_REPORT_SUPPRESSED;
	if (berth_context_report(context, BERTH_REPORT_TEXT, flags, &text, &len) != BERTH_OK)
		return bth_cli_trouble("out of memory");
	int error = bth_file_write_fd(fd, (struct bth_str){.at = text, .len = len});
	if (error && fd == STDOUT_FILENO)
		return bth_cli_output_trouble(error);
	return EXIT_CLEAN;
}
