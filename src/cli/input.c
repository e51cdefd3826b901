/* input.c - files, directories and standard input into a context */

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/near.h"
#include "base/path.h"
#include "cli/changed.h"
#include "cli/cli.h"
#include "cli/config.h"
#include "cli/hints.h"
#include "cli/progress.h"
#include "cli/walk.h"
#include "emit/emit.h"
#include "rules.h"
#include "schema/facts.h"
#include "source/source.h"

/* What a text is for: a role (enum berth_role), or to be a preset. */
enum { A_PRESET = -1 };

/* Lets the rest of the run know that there is more than it can see. */
static int
add_missing(struct berth_context *context)
{
	return berth_context_add(context, BERTH_CONTEXT, "<missing>", "", 0) == BERTH_OK ?
		EXIT_CLEAN : bth_cli_trouble("out of memory");
}

/* One kind of text being added. */
struct adding {
	struct bth_cli *cli;
	struct berth_context *context;
	int role;
	size_t count; /* files that were added */
	bool whole;   /* nothing was left out for trouble */
};

/*
 * What an earlier run of generate wrote is its result, not its input. Met in a directory it
 * is left out, so that the directory may hold specs and manifests.
 */
static bool
is_result(const struct adding *adding, struct bth_str text)
{
	return adding->cli->options.command == GENERATE && adding->role == BERTH_INPUT &&
		bth_str_starts(text, bth_emit_mark);
}

/* Whether the text was asked for to be of use, so that none at all is a mistake. */
static bool
is_aid(const struct adding *adding)
{
	return adding->role == BERTH_SCHEMA || adding->role == BERTH_CLUSTER ||
		adding->role == BERTH_NODES;
}

static int
file_trouble(const char *path, int error, uint64_t most)
{
	const char *name = strcmp(path, "-") ? path : "standard input";

	if (error != BTH_FILE_TOO_LARGE)
		return bth_cli_file_trouble("read", name, error);
	return bth_cli_trouble("cannot read '%s': it has more than %" PRIu64 " bytes, the limit "
			       "'file-bytes'%s",
		name, most, most < BTH_SOURCE_MOST ? "; --limit file-bytes=N raises it" : "");
}

/* What the file is called in findings. */
static const char *
name_of(const struct bth_cli *cli, const char *path)
{
	if (strcmp(path, "-") != 0)
		return path;
	return cli->options.stdin_name ? cli->options.stdin_name : "<stdin>";
}

/* The baseline is no manifest, though its name may look like one. */
static bool
is_baseline(const struct adding *adding, const char *path)
{
	const char *baseline = adding->cli->options.baseline;

	while (baseline && strncmp(baseline, "./", 2) == 0)
		baseline += 2;
	while (strncmp(path, "./", 2) == 0)
		path += 2;
	return baseline && strcmp(baseline, path) == 0;
}

/*
 * Whether a file is input already, whatever it was called there: it is read once. Standard
 * input under the name of a file stands in place of that file.
 */
static bool
is_input(const struct adding *adding, const char *name)
{
	struct bth_cli *cli = adding->cli;
	struct bth_str path =
		bth_path_resolve(&cli->arena, bth_cli_folder(cli), bth_str(name));
	bool known = bth_map_get(&cli->inputs, path);

	if (adding->role == BERTH_INPUT && !known)
		bth_map_put(&cli->arena, &cli->inputs, path, cli);
	return known && (adding->role == BERTH_CONTEXT || adding->role == BERTH_INPUT);
}

static enum berth_status
add_text(const struct adding *adding, const char *name, struct bth_str text)
{
	if (adding->role == A_PRESET)
		return berth_context_add_preset(adding->context, name, text.at, text.len);
	return berth_context_add(adding->context, (enum berth_role)adding->role, name, text.at,
		text.len);
}

static int
add_file(struct adding *adding, const struct bth_walk_file *file)
{
	uint64_t most = adding->cli->options.limit.most[BTH_LIMIT_FILE_BYTES];
	const char *name = name_of(adding->cli, file->path);
	struct bth_str text;

	if (file->found && is_baseline(adding, file->path))
		return EXIT_CLEAN;
	if (strcmp(file->path, "-") != 0 && is_input(adding, name)) {
		adding->count += adding->role == BERTH_INPUT;
		return EXIT_CLEAN;
	}
	if (adding->role == BERTH_INPUT && bth_cli_find_config(adding->cli, name) != EXIT_CLEAN)
		return EXIT_TROUBLE;
	if (adding->role == BERTH_INPUT && adding->cli->options.command != READ &&
		bth_cli_is_config(file->path)) {
		adding->count++; /* named as a hook names every file; it has been checked */
		return EXIT_CLEAN;
	}
	int error = bth_cli_read_text(&text, adding->cli, file->path, (size_t)most, false);
	if (error) {
		file_trouble(file->path, error, most);
		adding->whole = false;
		return EXIT_CLEAN;
	}
	if (file->found && is_result(adding, text))
		return EXIT_CLEAN;
	adding->count++;
	return add_text(adding, name, text) == BERTH_OK ? EXIT_CLEAN :
							  bth_cli_trouble("out of memory");
}

static int
add_files(struct adding *adding, const struct bth_walk_files *files)
{
	for (size_t i = 0; i < files->len; i++)
		if (add_file(adding, &files->items[i]) != EXIT_CLEAN)
			return EXIT_TROUBLE;
	return EXIT_CLEAN;
}

/* A directory without a manifest is the wrong one, more likely than an empty one. */
static int
add_path(struct adding *adding, const char *path)
{
	struct bth_cli *cli = adding->cli;
	struct bth_walk_files files = {0};
	size_t before = adding->count;

	bool whole = bth_walk(&files, cli, path, adding->role == BERTH_INPUT);
	if (add_files(adding, &files) != EXIT_CLEAN)
		return EXIT_TROUBLE;
	adding->whole &= whole;
	if (cli->options.command != READ && adding->role != A_PRESET &&
		!is_aid(adding) && (strcmp(path, "-") != 0 || cli->options.stdin_name) &&
		bth_cli_add_hints(cli, adding->context, name_of(cli, path)) != EXIT_CLEAN)
		return EXIT_TROUBLE;
	if (adding->whole && adding->count == before &&
		((adding->role == BERTH_INPUT && !cli->options.allow_empty) ||
			is_aid(adding)))
		return bth_cli_trouble("'%s' holds no *.yaml, *.yml or *.json file%s", path,
			cli->options.command == GENERATE ? " but those that berth wrote" : "");
	return EXIT_CLEAN;
}

/*
 * All that cannot be read is named. Lint says what it can of the rest, which may need what is
 * missing; the others would make something else of it than was asked for.
 */
static int
add_paths(struct bth_cli *cli, struct berth_context *context, int role,
	const struct bth_words *paths)
{
	struct adding adding = {.cli = cli, .context = context, .role = role, .whole = true};

	for (size_t i = 0; i < paths->len; i++)
		if (add_path(&adding, paths->items[i]) != EXIT_CLEAN)
			return EXIT_TROUBLE;
	if (adding.whole)
		return EXIT_CLEAN;
	cli->incomplete = true;
	if (cli->options.command != LINT || role == A_PRESET ||
		(role == BERTH_INPUT && !adding.count))
		return EXIT_TROUBLE;
	return add_missing(context);
}

/* What changed is input, and the rest of the repository context. */
static int
add_changed(struct bth_cli *cli, struct berth_context *context)
{
	struct adding input = {.cli = cli, .context = context, .role = BERTH_INPUT, .whole = true};
	struct adding other = {.cli = cli, .context = context, .role = BERTH_CONTEXT, .whole = true};
	struct bth_walk_files changed = {0}, rest = {0};

	if (bth_changed_find(&changed, &rest, cli) != EXIT_CLEAN ||
		add_files(&input, &changed) != EXIT_CLEAN || add_files(&other, &rest) != EXIT_CLEAN)
		return EXIT_TROUBLE;
	cli->incomplete |= !input.whole || !other.whole;
	return cli->incomplete ? add_missing(context) : EXIT_CLEAN;
}

static int
add_inputs(struct bth_cli *cli, struct berth_context *context)
{
	if (cli->options.git_changed)
		return add_changed(cli, context);
	if (cli->options.stdin_name) /* the file itself is not read, wherever it is met */
		bth_map_put(&cli->arena, &cli->inputs,
			bth_path_resolve(&cli->arena, bth_cli_folder(cli),
				bth_str(cli->options.stdin_name)),
			cli);
	return add_paths(cli, context, BERTH_INPUT, &cli->options.paths);
}

static void
end_list(struct bth_cli *cli, struct bth_words *words)
{
	bth_vec_push(&cli->arena, words, NULL);
}

/* The rule or family that was meant by a word that is none, or NULL. */
static const char *
near_rule(struct bth_arena *arena, const char *word)
{
	BTH_VEC(const char *) names = {0};

	for (size_t i = 0; i < bth_rule_count; i++)
		bth_vec_push(arena, &names, bth_rules[i]->name);
	for (unsigned i = 0; i < BTH_FAMILY_COUNT; i++)
		bth_vec_push(arena, &names, bth_family_names[i]);
	return bth_near(bth_str(word), names.items, names.len);
}

static int
bad_option(struct bth_cli *cli, const char *problem)
{
	const struct bth_options *options = &cli->options;
	const char *near = problem ? near_rule(&cli->arena, problem) : NULL;

	if (problem && problem == options->kube_version)
		return bth_cli_trouble("Kubernetes 1.%d to 1.%d are known, not '%s'",
			bth_schema_oldest_minor(), bth_schema_newest_minor(), problem);
	if (near)
		return bth_cli_trouble(
			"there is no rule or family '%s'; did you mean '%s'?", problem, near);
	return bth_cli_trouble("there is no rule, family or option '%s'; see berth rules",
		problem ? problem : "?");
}

/* Whether the second reader is wanted: by its option, or as its rule is asked for by name. */
static bool
wants_second(const struct bth_options *options)
{
	for (size_t i = 0; options->command == LINT && i < options->only.len; i++)
		if (options->only.items[i] &&
			bth_rule_find(options->only.items[i]) == &bth_rule_yaml_portability)
			return true;
	return options->portable;
}

static size_t
count_stdin(const struct bth_words *words)
{
	size_t count = 0;

	for (size_t i = 0; i < words->len; i++)
		count += strcmp(words->items[i], "-") == 0;
	return count;
}

/* Standard input can be read once: whoever comes second would find nothing. */
static bool
shares_stdin(const struct bth_options *options)
{
	size_t aids = count_stdin(&options->clusters) + count_stdin(&options->nodes);

	return aids && aids + (count_stdin(&options->paths) > 0) > 1;
}

static int
open_context(struct bth_cli *cli, enum berth_task task, struct berth_context **out)
{
	struct bth_options *options = &cli->options;
	struct berth_options settings = BERTH_OPTIONS_INIT;
	const char *problem = NULL;

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
	settings.folder = bth_cli_folder(cli).at;
	settings.jobs = options->jobs;
	settings.task = task;
	settings.allow_empty = options->allow_empty;
	settings.kubernetes_yields = options->kube_version_yields;
	if (wants_second(options)) {
		if (!bth_second_is_there())
			return bth_cli_trouble(
				"--portable needs libfyaml, which this berth was built without");
		cli->second_reader = (struct berth_second_reader){
			.read = bth_second_read, .self = &cli->second};
		settings.second = &cli->second_reader;
	}
	enum berth_status status = berth_context_new(out, &settings, &problem);
	if (status == BERTH_ENOMEM)
		return bth_cli_trouble("out of memory");
	return status == BERTH_OK ? EXIT_CLEAN : bad_option(cli, problem);
}

int
bth_cli_run(struct bth_cli *cli, enum berth_task task, struct berth_context **out)
{
	struct bth_options *options = &cli->options;
	struct berth_context *context = NULL;
	struct bth_progress progress;

	if (!options->paths.len && options->stdin_name)
		bth_vec_push(&cli->arena, &options->paths, "-");
	if (!options->paths.len && !options->git_changed)
		return bth_cli_trouble("name files, directories or - for standard input");
	if (shares_stdin(options))
		return bth_cli_trouble("standard input can be read once: write one of the two "
				       "into a file");
	if (bth_cli_configure(cli) != EXIT_CLEAN || open_context(cli, task, &context) != EXIT_CLEAN)
		return EXIT_TROUBLE;
	if (add_paths(cli, context, A_PRESET, &options->templates) != EXIT_CLEAN ||
		add_inputs(cli, context) != EXIT_CLEAN ||
		add_paths(cli, context, BERTH_CONTEXT, &options->context) != EXIT_CLEAN ||
		add_paths(cli, context, BERTH_CLUSTER, &options->clusters) != EXIT_CLEAN ||
		add_paths(cli, context, BERTH_NODES, &options->nodes) != EXIT_CLEAN ||
		add_paths(cli, context, BERTH_SCHEMA, &options->schemas) != EXIT_CLEAN ||
		bth_cli_add_baseline(cli, context) != EXIT_CLEAN ||
		bth_cli_add_configs(cli, context) != EXIT_CLEAN) {
		berth_context_free(context);
		return EXIT_TROUBLE;
	}
	/* the second reader's child is forked while there are no other threads */
	bool alone = cli->second_reader.read != NULL;
	if (!alone)
		bth_progress_begin(&progress, options, context);
	enum berth_status status = berth_context_run(context);
	if (!alone)
		bth_progress_end(&progress);
	bth_second_release(&cli->second);
	if (status != BERTH_OK) {
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
	const char *force = getenv("CLICOLOR_FORCE");

	if (color != BTH_COLOR_AUTO)
		return color == BTH_COLOR_ALWAYS;
	if (fd >= 0 && force && *force && strcmp(force, "0") != 0 && !(none && *none))
		return true;
	return isatty(fd) && !(none && *none) && terminal && strcmp(terminal, "dumb") != 0;
}

unsigned
bth_cli_text_flags(const struct bth_cli *cli, int fd)
{
	return (wants_color(cli->options.color, fd) ? BERTH_REPORT_COLOR : 0) |
		(cli->options.verbose ? BERTH_REPORT_SUPPRESSED : 0);
}

int
bth_cli_report(struct bth_cli *cli, struct berth_context *context, int fd)
{
	const char *text;
	size_t len;

	if (berth_context_report(context, BERTH_REPORT_TEXT, bth_cli_text_flags(cli, fd), &text, &len) != BERTH_OK)
		return bth_cli_trouble("out of memory");
	int error = bth_file_write_fd(fd, (struct bth_str){.at = text, .len = len});
	if (error && fd == STDOUT_FILENO)
		return bth_cli_output_trouble(error);
	return EXIT_CLEAN;
}
