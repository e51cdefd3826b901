/* options.c - what the user said on the command line */

#include "cli/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/near.h"
#include "cli/cli.h"
#include "kube/name.h"

enum option_id {
#define OPTION(id, name, letter, argument, commands, help) OPTION_##id,
#include "cli/options.def"
#undef OPTION
};

const struct bth_option bth_options[] = {
#define OPTION(id, long_name, short_name, takes, in, text) \
	[OPTION_##id] = {.name = (long_name), \
		.letter = (short_name), \
		.argument = (takes), \
		.commands = (in), \
		.help = (text)},
#include "cli/options.def"
#undef OPTION
};

enum { COUNT = sizeof bth_options / sizeof bth_options[0] };

const size_t bth_option_count = COUNT;

/* Says what is wrong, and is false. */
__attribute__((format(printf, 1, 2))) static bool
complain(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	bth_cli_say_args(format, args);
	va_end(args);
	return false;
}

static bool
take_severity(enum berth_severity *out, const char *word)
{
	static const char *const names[] = {"info", "warning", "error"};

	for (int i = 0; i < 3; i++) {
		if (strcmp(names[i], word) == 0) {
			*out = (enum berth_severity)(BERTH_INFO + i);
			return true;
		}
	}
	return complain("'%s' is no severity: info, warning or error", word);
}

static bool
take_color(enum bth_color *out, const char *word)
{
	static const char *const names[] = {
		[BTH_COLOR_AUTO] = "auto", [BTH_COLOR_ALWAYS] = "always", [BTH_COLOR_NEVER] = "never"};

	for (int i = 0; i < 3; i++) {
		if (strcmp(names[i], word) == 0) {
			*out = (enum bth_color)i;
			return true;
		}
	}
	return complain("--color takes auto, always or never, not '%s'", word);
}

static bool
take_jobs(unsigned *out, const char *word)
{
	uint64_t jobs;

	if (!bth_str_to_u64(&jobs, bth_str(word)) || jobs < 1 || jobs > 64)
		return complain("--jobs takes a number from 1 to 64, not '%s'", word);
	*out = (unsigned)jobs;
	return true;
}

static bool
take_namespace(const char **out, const char *word)
{
	const char *why = bth_name_check_label(bth_str(word));

	*out = word;
	return !why || complain("'%s' is no valid namespace: %s", word, why);
}

static bool
take_assumed(struct bth_arena *arena, struct bth_words *out, const char *word)
{
	if (!bth_name_is_reference(bth_str(word)))
		return complain("--assume-exists takes [KIND/][NS/]NAME, not '%s'", word);
	bth_vec_push(arena, out, word);
	return true;
}

static bool
take_limit(struct bth_options *out, struct bth_arena *arena, const char *word)
{
	const char *why = bth_limits_set(&out->limit, arena, word);

	bth_vec_push(arena, &out->limits, word);
	return !why || complain("%s", why);
}

/* Each part of "a,b,c". */
static void
take_list(struct bth_arena *arena, struct bth_words *out, const char *word)
{
	struct bth_str rest = bth_str(word);

	while (rest.len) {
		size_t comma = bth_str_find(rest, ',');
		struct bth_str part = bth_str_sub(rest, 0, comma);

		if (part.len)
			bth_vec_push(arena, out, bth_str_copy(arena, part).at);
		rest = comma == SIZE_MAX ? BTH_STR("") : bth_str_sub(rest, comma + 1, SIZE_MAX);
	}
}

static bool
take(struct bth_options *out, struct bth_arena *arena, enum option_id id, const char *word)
{
	switch (id) {
	case OPTION_KUBE_VERSION:
		out->kube_version = word;
		return true;
	case OPTION_LIMIT:
		return take_limit(out, arena, word);
	case OPTION_CONFIG:
		out->config = word;
		return true;
	case OPTION_NO_CONFIG:
		out->no_config = true;
		return true;
	case OPTION_NAMESPACE:
		return take_namespace(&out->namespace, word);
	case OPTION_CONTEXT:
		bth_vec_push(arena, &out->context, word);
		return true;
	case OPTION_CLUSTER:
		bth_vec_push(arena, &out->clusters, word);
		return true;
	case OPTION_NODES:
		bth_vec_push(arena, &out->nodes, word);
		return true;
	case OPTION_SCHEMAS:
		bth_vec_push(arena, &out->schemas, word);
		return true;
	case OPTION_ASSUME_EXISTS:
		return take_assumed(arena, &out->assumed, word);
	case OPTION_ONLY:
		take_list(arena, &out->only, word);
		return true;
	case OPTION_SKIP:
		take_list(arena, &out->skip, word);
		return true;
	case OPTION_SETTING:
		bth_vec_push(arena, &out->settings, word);
		return true;
	case OPTION_SEVERITY:
		return take_severity(&out->severity, word);
	case OPTION_FAIL_ON:
		return take_severity(&out->fail_on, word);
	case OPTION_FORMAT:
		out->format = word;
		return true;
	case OPTION_OUTPUT:
		out->output = word;
		bth_vec_push(arena, &out->outputs, word);
		return true;
	case OPTION_TEMPLATES:
		bth_vec_push(arena, &out->templates, word);
		return true;
	case OPTION_BASELINE:
		out->baseline = word;
		return true;
	case OPTION_BASELINE_UPDATE:
		out->baseline_update = true;
		return true;
	case OPTION_COLOR:
		return take_color(&out->color, word);
	case OPTION_JOBS:
		return take_jobs(&out->jobs, word);
	case OPTION_CHECK:
		out->check = true;
		return true;
	case OPTION_PRUNE:
		out->prune = true;
		return true;
	case OPTION_GIT_CHANGED:
		out->git_changed = true;
		out->changed_since = word;
		return true;
	case OPTION_STDIN_FILENAME:
		out->stdin_name = word;
		return true;
	case OPTION_NO_IGNORE:
		out->no_ignore = true;
		return true;
	case OPTION_PORTABLE:
		out->portable = true;
		return true;
	case OPTION_ALLOW_EMPTY:
		out->allow_empty = true;
		return true;
	case OPTION_QUIET:
		out->quiet = true;
		return true;
	case OPTION_VERBOSE:
		out->verbose = true;
		return true;
	case OPTION_HELP:
		out->help = true;
		return true;
	}
	return false;
}

static bool
unknown(const struct bth_options *out, const char *word)
{
	const char *names[COUNT];
	int len = (int)strcspn(word, "=");
	struct bth_str name = bth_str_sub(bth_str(word), 2, len > 2 ? (size_t)len - 2 : 0);

	for (size_t i = 0; i < COUNT; i++)
		names[i] = bth_options[i].name;
	const char *near = word[1] == '-' ? bth_near(name, names, COUNT) : NULL;
	if (near)
		return complain("there is no option '%.*s'; did you mean '--%s'?", len, word, near);
	return complain("there is no option '%.*s'; see berth %s --help", len, word, out->name);
}

static int
find_option(const char *word)
{
	for (int i = 0; i < COUNT; i++) {
		size_t len = strlen(bth_options[i].name);

		if (word[1] != '-' && bth_options[i].letter && word[1] == bth_options[i].letter)
			return i;
		if (word[1] == '-' && strncmp(word + 2, bth_options[i].name, len) == 0 &&
			(word[2 + len] == '\0' || word[2 + len] == '='))
			return i;
	}
	return -1;
}

/* The argument of an option, in the same word or the next; *at moves on to what was used. */
static const char *
argument_of(char *const *words, int count, int *at)
{
	const char *word = words[*at];
	const char *equals = word[1] == '-' ? strchr(word, '=') : NULL;

	if (equals)
		return equals + 1;
	if (word[1] != '-' && word[2])
		return word + 2;
	return *at + 1 < count ? words[++*at] : NULL;
}

/*
 * Of an option that may stand alone. The next word is its argument unless it is a path: like
 * git, which takes a word for a commit or for a file by what there is.
 */
static const char *
argument_if_any(char *const *words, int count, int *at)
{
	const char *equals = strchr(words[*at], '='), *next = *at + 1 < count ? words[*at + 1] : "";

	if (equals)
		return equals + 1;
	if (!*next || *next == '-' || access(next, F_OK) == 0)
		return NULL;
	++*at;
	return next;
}

/* "[REF]", but not "[KIND/]NAME". */
static bool
may_stand_alone(const struct bth_option *option)
{
	return option->argument[0] == '[' && bth_str_ends(bth_str(option->argument), "]");
}

static bool
read_option(struct bth_options *out, struct bth_arena *arena, char *const *words, int count, int *at)
{
	const char *word = words[*at];
	int found = find_option(word);

	if (found < 0)
		return unknown(out, word);
	const struct bth_option *option = &bth_options[found];
	if (!(option->commands & out->command))
		return complain("%s has no option '--%s'; see berth %s --help", out->name,
			option->name, out->name);
	if (!option->argument) {
		if ((word[1] == '-' && strchr(word, '=')) || (word[1] != '-' && word[2]))
			return complain("'--%s' takes no argument", option->name);
		return take(out, arena, (enum option_id)found, NULL);
	}
	bool alone = may_stand_alone(option);
	const char *argument =
		alone ? argument_if_any(words, count, at) : argument_of(words, count, at);
	if (argument ? !*argument : !alone)
		return complain("'--%s' needs an argument: %s", option->name, option->argument);
	return take(out, arena, (enum option_id)found, argument);
}

bool
bth_options_read(struct bth_options *out, struct bth_arena *arena, const char *name,
	unsigned command, char *const *words, int count)
{
	bool only_paths = false;

	*out = (struct bth_options){.name = name,
		.command = command,
		.limit = bth_limits_usual};
	for (int i = 0; i < count; i++) {
		if (!only_paths && strcmp(words[i], "--") == 0)
			only_paths = true;
		else if (only_paths || words[i][0] != '-' || !words[i][1])
			bth_vec_push(arena, &out->paths, words[i]);
		else if (!read_option(out, arena, words, count, &i))
			return false;
	}
	return true;
}

void
bth_options_help(unsigned command)
{
	for (size_t i = 0; i < COUNT; i++) {
		char left[64];

		if (!(bth_options[i].commands & command))
			continue;
		snprintf(left, sizeof left, "%s%c%s--%s%s%s", bth_options[i].letter ? "-" : " ",
			bth_options[i].letter ? bth_options[i].letter : ' ', bth_options[i].letter ? ", " : "  ",
			bth_options[i].name, bth_options[i].argument ? " " : "",
			bth_options[i].argument ? bth_options[i].argument : "");
		printf("  %-38s %s\n", left, bth_options[i].help);
	}
}
