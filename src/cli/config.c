/* config.c - which .berth.yaml is for what */

#define _XOPEN_SOURCE 700 /* realpath() */

#include "cli/config.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/path.h"
#include "config/config.h"
#include "report/report.h"

static const char file_name[] = ".berth.yaml";

/* One file of settings. */
struct bth_cli_config {
	struct bth_cli_config *next;
	struct bth_config *config;
	struct bth_str folder; /* that it lies in, from the root */
	const char *name;      /* for messages */
	struct bth_str text;
};

/* That a folder has no settings, or faulty ones, is remembered as well. */
static struct bth_cli_config none, faulty;

bool
bth_cli_is_config(const char *path)
{
	return bth_str_is(bth_path_last(bth_str(path)), file_name);
}

/* A path as the user would write it. */
static const char *
shown(struct bth_cli *cli, struct bth_str path)
{
	struct bth_str rest;

	if (bth_cli_folder(cli).len && bth_path_below(&rest, bth_cli_folder(cli), path))
		path = rest;
	return bth_str_copy(&cli->arena, path).at;
}

static int
report_faults(struct bth_cli *cli, const struct bth_findings *findings, const char *name)
{
	static const struct bth_skips no_skips;
	struct bth_report_input input = {
		.arena = &cli->arena, .findings = findings, .skipped = &no_skips};
	struct bth_buf buf;

	bth_buf_init(&buf, &cli->arena);
	bth_report_text(&buf, &input, 0);
	bth_file_write_fd(STDERR_FILENO, bth_buf_view(&buf));
	return bth_cli_trouble("nothing is checked by faulty settings: '%s'", name);
}

/* Reads the settings at @path; *out is set on EXIT_CLEAN. */
static int
load(struct bth_cli *cli, const char *path, bool everywhere, struct bth_cli_config **out)
{
	static const struct bth_selection all = {.least = BERTH_INFO};
	struct bth_arena *arena = &cli->arena;
	struct bth_cli_config *loaded = bth_arena_alloc(arena, sizeof *loaded);
	struct bth_source *source = bth_arena_alloc(arena, sizeof *source);
	struct bth_findings findings;
	size_t most = (size_t)cli->options.limit.most[BTH_LIMIT_FILE_BYTES];
	struct bth_str full = bth_path_resolve(arena, bth_cli_folder(cli), bth_str(path));

	enum bth_file_kind kind = BTH_FILE_NONE;

	loaded->name = shown(cli, full);
	int error = bth_file_kind(&kind, path);
	if (!error && kind != BTH_FILE_REGULAR)
		error = BTH_FILE_IRREGULAR; /* a pipe might never end */
	if (!error)
		error = bth_cli_read_text(&loaded->text, cli, path, most, false);
	if (error)
		return bth_cli_file_trouble("read", loaded->name, error);
	source->name = loaded->name;
	source->text = loaded->text;
	bth_findings_init(&findings, arena);
	loaded->config = bth_config_read(arena, &findings, &cli->patterns, source);
	bth_findings_finish(&findings, &all);
	if (loaded->config->faulty)
		return report_faults(cli, &findings, loaded->name);
	loaded->folder = bth_path_above(full);
	loaded->config->everywhere = everywhere;
	loaded->config->folder = everywhere ? bth_cli_folder(cli) : loaded->folder;
	loaded->next = cli->configs;
	cli->configs = loaded;
	*out = loaded;
	return EXIT_CLEAN;
}

static bool
exists(struct bth_cli *cli, struct bth_str folder, const char *name, bool file)
{
	enum bth_file_kind kind = BTH_FILE_NONE;
	struct bth_str path = bth_path_resolve(&cli->arena, folder, bth_str(name));

	return !bth_file_kind(&kind, bth_str_copy(&cli->arena, path).at) &&
		(!file || kind == BTH_FILE_REGULAR);
}

/*
 * The settings for what lies in @folder: its own, or those of the folder above, but not beyond
 * a repository. Every folder is looked at once.
 */
static int
find(struct bth_cli *cli, struct bth_str folder, struct bth_cli_config **out)
{
	struct bth_strs passed = {0};
	struct bth_cli_config *found = NULL;

	for (struct bth_str at = folder; !found;) {
		struct bth_str above = bth_path_above(at);

		found = bth_map_get(&cli->config_of, at);
		if (found)
			break;
		bth_vec_push(&cli->arena, &passed, at);
		if (exists(cli, at, file_name, true)) {
			struct bth_str path = bth_path_resolve(&cli->arena, at, bth_str(file_name));

			if (load(cli, shown(cli, path), false, &found) != EXIT_CLEAN)
				found = &faulty;
		} else if (above.len == at.len || exists(cli, at, ".git", false)) {
			found = &none;
		}
		at = above;
	}
	for (size_t i = 0; i < passed.len; i++)
		bth_map_put(&cli->arena, &cli->config_of, passed.items[i], found);
	*out = found;
	return found == &faulty ? EXIT_TROUBLE : EXIT_CLEAN;
}

/* The same for a file, or for a folder itself. */
static int
find_for(struct bth_cli *cli, const char *path, bool folder, struct bth_cli_config **out)
{
	const struct bth_options *options = &cli->options;

	*out = cli->config ? cli->config : &none;
	if (options->config || options->no_config || options->command == READ || !bth_cli_folder(cli).len)
		return EXIT_CLEAN;
	struct bth_str full = bth_path_resolve(&cli->arena, bth_cli_folder(cli),
		bth_str(path));
	return find(cli, folder ? full : bth_path_above(full), out);
}

int
bth_cli_find_config(struct bth_cli *cli, const char *path)
{
	struct bth_cli_config *found;

	return find_for(cli, path, false, &found);
}

bool
bth_cli_ignores(struct bth_cli *cli, const char *path, bool folder)
{
	struct bth_cli_config *found;

	if (find_for(cli, path, false, &found) != EXIT_CLEAN || !found->config ||
		!found->config->ignore.len)
		return false;
	struct bth_str full = bth_path_resolve(&cli->arena, bth_cli_folder(cli), bth_str(path));
	if (folder)
		full = bth_str_printf(&cli->arena, "%.*s/", BTH_STR_ARG(full));
	return bth_config_ignores(found->config, full);
}

/*
 * The path of what the settings name below their folder. A link could lead out of it, so the
 * file system is asked; what is not there yet counts as its folder. NULL after saying what is
 * wrong.
 */
static const char *
below(struct bth_cli *cli, struct bth_str path, bool optional)
{
	const struct bth_cli_config *config = cli->config;
	char folder[PATH_MAX], real[PATH_MAX];
	struct bth_str full = bth_path_resolve(&cli->arena, config->folder, path), rest;
	const char *name = shown(cli, full);
	bool found = realpath(bth_str_copy(&cli->arena, full).at, real) != NULL;

	if (!found && optional && errno == ENOENT)
		found = realpath(
			bth_str_copy(&cli->arena, bth_path_above(full)).at, real) != NULL;
	if (!found || !realpath(bth_str_copy(&cli->arena, config->folder).at, folder)) {
		bth_cli_file_trouble("read", name, errno);
		return NULL;
	}
	if (strcmp(folder, real) != 0 && !bth_path_below(&rest, bth_str(folder), bth_str(real))) {
		bth_cli_trouble("'%s' leads out of the folder of '%s', which names it", name,
			config->name);
		return NULL;
	}
	return name;
}

static bool
add_below(struct bth_cli *cli, struct bth_words *out, const struct bth_strs *paths)
{
	for (size_t i = 0; i < paths->len; i++) {
		const char *path = below(cli, paths->items[i], false);

		if (!path)
			return false;
		bth_vec_push(&cli->arena, out, path);
	}
	return true;
}

/* What the command line says counts before what the settings say. */
static int
follow(struct bth_cli *cli)
{
	struct bth_arena *arena = &cli->arena;
	struct bth_options *options = &cli->options;
	const struct bth_config *config = cli->config->config;
	struct bth_words limits = {0};

	if (!options->kube_version && config->kubernetes.len) {
		options->kube_version = bth_str_copy(arena, config->kubernetes).at;
		options->kube_version_yields = true;
	}
	if (!options->namespace && config->namespace.len)
		options->namespace = bth_str_copy(arena, config->namespace).at;
	options->portable |= config->portable;
	if (!options->severity)
		options->severity = config->severity;
	if (!options->fail_on)
		options->fail_on = config->fail_on;
	for (size_t i = 0; i < config->assumed.len; i++)
		bth_vec_push(arena, &options->assumed, config->assumed.items[i].at);
	for (size_t i = 0; i < config->limits.len; i++)
		bth_vec_push(arena, &limits, config->limits.items[i]);
	for (size_t i = 0; i < options->limits.len; i++)
		bth_vec_push(arena, &limits, options->limits.items[i]);
	options->limits = limits;
	for (size_t i = 0; i < limits.len; i++)
		bth_limits_set(&options->limit, arena, limits.items[i]);
	if (!add_below(cli, &options->context, &config->context) ||
		!add_below(cli, &options->schemas, &config->schemas))
		return EXIT_TROUBLE;
	if (!options->baseline && config->baseline.len)
		return (options->baseline = below(cli, config->baseline, true)) ? EXIT_CLEAN :
										  EXIT_TROUBLE;
	return EXIT_CLEAN;
}

static int
find_first(struct bth_cli *cli)
{
	const char *path = cli->options.paths.len ? cli->options.paths.items[0] : ".";
	enum bth_file_kind kind = BTH_FILE_NONE;
	struct bth_cli_config *found = &none;

	if (cli->options.config) {
		if (load(cli, cli->options.config, true, &found) != EXIT_CLEAN)
			return EXIT_TROUBLE;
	} else {
		if (strcmp(path, "-") == 0)
			path = cli->options.stdin_name ? cli->options.stdin_name : "<stdin>";
		bool folder = !bth_file_kind(&kind, path) && kind == BTH_FILE_DIRECTORY;

		if (find_for(cli, path, folder, &found) != EXIT_CLEAN)
			return EXIT_TROUBLE;
	}
	if (found->config)
		cli->config = found;
	return EXIT_CLEAN;
}

int
bth_cli_configure(struct bth_cli *cli)
{
	struct bth_options *options = &cli->options;

	if (find_first(cli) != EXIT_CLEAN || (cli->config && follow(cli) != EXIT_CLEAN))
		return EXIT_TROUBLE;
	if (!options->severity)
		options->severity = BERTH_WARNING;
	if (!options->fail_on)
		options->fail_on = BERTH_ERROR;
	/* what fails the run must also be shown */
	if (options->command == LINT && options->fail_on < options->severity)
		options->severity = options->fail_on;
	if (options->verbose && options->severity > BERTH_INFO)
		options->severity = BERTH_INFO;
	return EXIT_CLEAN;
}

int
bth_cli_add_configs(struct bth_cli *cli, struct berth_context *context)
{
	for (const struct bth_cli_config *i = cli->configs; i; i = i->next) {
		const char *folder = i->config->everywhere ?
			NULL : bth_str_copy(&cli->arena, i->folder).at;

		if (berth_context_add_config(context, folder, i->name, i->text.at, i->text.len) !=
			BERTH_OK)
			return bth_cli_trouble("out of memory");
	}
	return EXIT_CLEAN;
}
