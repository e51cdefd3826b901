/* options.h - what the user said on the command line */
#ifndef BTH_CLI_OPTIONS_H
#define BTH_CLI_OPTIONS_H

#include <stdbool.h>

#include "base/vec.h"
#include "berth/berth.h"
#include "syntax/limits.h"

/* Bits of the commands, for which options they take. */
enum {
	GENERATE = 1,
	LINT = 2,
	EXPLAIN = 4,
	RULES = 8,
	INIT = 16,
	SCHEMA = 32,
	VERSION = 64,
	PLAN = 128,
	READ = 256,
	COMPLETION = 512,
	CHECKING = GENERATE | LINT | PLAN,
	READING = CHECKING | READ,
	FORMATTING = GENERATE | LINT | RULES | PLAN | READ,
	ALL = 1023,
};

BTH_VEC_TYPE(bth_words, const char *);

enum bth_color { BTH_COLOR_AUTO, BTH_COLOR_ALWAYS, BTH_COLOR_NEVER };

struct bth_options {
	const char *name; /* of the command */
	unsigned command; /* its bit */
	struct bth_words paths; /* what is no option */

	const char *kube_version, *namespace, *format, *output, *stdin_name, *config;
	bool kube_version_yields; /* it is a default: documents may ask for another */
	const char *changed_since; /* of git_changed: a commit, or NULL */
	struct bth_words context, clusters, nodes, schemas, assumed, only, skip, settings, templates, outputs, limits;
	struct bth_limits limit; /* what @limits amounts to */
	enum berth_severity severity, fail_on; /* BERTH_OFF: not given */
	const char *baseline;
	bool check, prune, baseline_update, no_config, no_ignore, git_changed, allow_empty,
		portable, quiet, verbose, help;
	enum bth_color color;
	unsigned jobs;
};

/*
 * Reads the words after the command's name. False after saying on standard error what is
 * wrong, in one line.
 */
bool bth_options_read(struct bth_options *out, struct bth_arena *arena, const char *name,
	unsigned command, char *const *words, int count);

/* One row of options.def. */
struct bth_option {
	const char *name;
	char letter; /* 0: none */
	const char *argument; /* what it takes, NULL: nothing */
	unsigned commands; /* bits of those that have it */
	const char *help;
};

extern const struct bth_option bth_options[];
extern const size_t bth_option_count;

/* Prints the options that @command takes. */
void bth_options_help(unsigned command);

#endif
