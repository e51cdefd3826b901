/* cli.h - what the commands of the program share */
#ifndef BTH_CLI_CLI_H
#define BTH_CLI_CLI_H

#include <limits.h>
#include <stdarg.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/pattern.h"
#include "cli/options.h"
#include "second/second.h"

#ifndef PATH_MAX
#define PATH_MAX 4096
#endif

/* Exit codes, a promise to scripts. */
enum { EXIT_CLEAN = 0, EXIT_FINDINGS = 1, EXIT_TROUBLE = 2 };

struct bth_cli_config;

/* One invocation. */
struct bth_cli {
	struct bth_arena arena; /* lives as long as the program */
	struct bth_options options;
	BTH_VEC(char *) texts; /* malloc'ed texts of files, freed at the end */
	struct bth_map inputs; /* absolute paths of what is linted */
	struct bth_map hinted; /* folders that bth_cli_add_hints() has looked in */
	struct bth_str here;   /* the folder that the program was called in, once it is asked for */
	struct bth_map config_of; /* of folders to struct bth_cli_config */
	struct bth_cli_config *configs, *config; /* all that were read; that of the first path */
	struct bth_patterns patterns; /* of theirs */
	bool incomplete;       /* something could not be read, and was named */
	struct bth_second second; /* the child that reads YAML 1.2, with --portable */
	struct berth_second_reader second_reader;
};

/* The commands; each returns the exit code. */
int bth_cli_generate(struct bth_cli *cli);
int bth_cli_lint(struct bth_cli *cli);
int bth_cli_plan(struct bth_cli *cli);
int bth_cli_read(struct bth_cli *cli);
int bth_cli_explain(struct bth_cli *cli);
int bth_cli_rules(struct bth_cli *cli);
int bth_cli_init(struct bth_cli *cli);
int bth_cli_schema(struct bth_cli *cli);
int bth_cli_version(struct bth_cli *cli);
int bth_cli_completion(struct bth_cli *cli);

/* Says "berth: …" on standard error, in one line whatever the arguments hold. */
void bth_cli_say(const char *format, ...) __attribute__((format(printf, 1, 2)));
void bth_cli_say_args(const char *format, va_list args) __attribute__((format(printf, 1, 0)));

/* The same, and returns EXIT_TROUBLE. */
int bth_cli_trouble(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Says what went wrong with @path by an errno value or one of base/file.h's. */
int bth_cli_file_trouble(const char *what, const char *path, int error);

/*
 * Says that standard output could not be written, unless its reader has gone, as head does
 * when it has read enough. Returns EXIT_TROUBLE.
 */
int bth_cli_output_trouble(int error);

/* The directory that berth was started in, or an empty text. */
struct bth_str bth_cli_folder(struct bth_cli *cli);

/*
 * The whole text of @path, kept as long as @cli; 0 or an error of base/file.h, of which
 * nothing is said. With @regular, of a regular file that is no link alone.
 */
int bth_cli_read_text(struct bth_str *out, struct bth_cli *cli, const char *path, size_t limit,
	bool regular);

/* Adds lines of a file to what is printed, with their controls made visible. */
void bth_cli_add_safe(struct bth_buf *buf, struct bth_str text);

/* Writes @text to standard output; EXIT_CLEAN or EXIT_TROUBLE. */
int bth_cli_print(const char *text, size_t len);

/*
 * Opens a context by the options, adds all inputs and runs it. *out is set only when
 * EXIT_CLEAN is returned.
 */
int bth_cli_run(struct bth_cli *cli, enum berth_task task, struct berth_context **out);

/* What a report for people is to have on @fd, or in a file when that is -1. */
unsigned bth_cli_text_flags(const struct bth_cli *cli, int fd);

/* Writes the findings to @fd as text; EXIT_CLEAN or EXIT_TROUBLE. */
int bth_cli_report(struct bth_cli *cli, struct berth_context *context, int fd);

/* Whether GitHub Actions runs this, and no format was asked for. */
bool bth_cli_in_actions(const struct bth_cli *cli);

/* Writes text and annotations to standard output; EXIT_CLEAN or EXIT_TROUBLE. */
int bth_cli_show_in_actions(struct bth_cli *cli, struct berth_context *context);

/* The forms of what a command writes, by number. */
struct bth_forms {
	const char *command;
	size_t count;
	const char *(*name)(size_t form);
	const char *(*ends)(size_t form); /* of the names of such files, or NULL */
	enum berth_status (*write)(struct berth_context *context, int form, unsigned flags,
		const char **text, size_t *len);
};

/* A report or plan that goes into a file. */
struct bth_output {
	int format;
	const char *path;
};

BTH_VEC_TYPE(bth_outputs, struct bth_output);

/*
 * Understands --output. *format is what --format says; -1 when that was taken by a file, and
 * nothing is left for standard output. False after saying what is wrong.
 */
bool bth_cli_read_outputs(struct bth_cli *cli, const struct bth_forms *forms, int *format,
	struct bth_outputs *out);

/* Writes all of them, each whole or not at all; EXIT_CLEAN or EXIT_TROUBLE. */
int bth_cli_write_outputs(struct bth_cli *cli, const struct bth_forms *forms,
	struct berth_context *context, const struct bth_outputs *outputs);

/* Adds the baseline that the options name, if any; puts it back when it is to be updated. */
int bth_cli_add_baseline(struct bth_cli *cli, struct berth_context *context);
int bth_cli_update_baseline(struct bth_cli *cli, struct berth_context *context);

/* Writes the files of a run into the directory options.output, or compares with it. */
int bth_cli_write_files(struct bth_cli *cli, struct berth_context *context);

#endif
