/* main.c - the program: finds the command and runs it */

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/near.h"
#include "base/utf8.h"
#include "cli/commands.h"

/* @text and blanks up to @width columns; printf counts bytes, and "…" has three. */
static void
print_column(const char *text, size_t width)
{
	size_t count = bth_utf8_count(bth_str(text));

	printf("%s%*s", text, count < width ? (int)(width - count) : 0, "");
}

static void
print_help(void)
{
	puts("berth turns a short cluster spec into the Kubernetes manifests of a stateful workload,\n"
	     "and proves before anything is applied that every claim gets the volume it should.\n\n"
	     "usage: berth COMMAND [OPTION…] [ARGUMENT…]\n\ncommands:");
	for (size_t i = 0; i < bth_command_count; i++) {
		printf("  %-10s ", bth_commands[i].name);
		print_column(bth_commands[i].arguments, 15);
		printf(" %s\n", bth_commands[i].summary);
	}
	puts("\nberth COMMAND --help lists the options of a command. A PATH is a file, a directory or\n"
	     "- for standard input. Exit codes: 0 clean, 1 findings, 2 berth could not do its work.");
}

static void
print_command_help(const struct bth_command *command)
{
	printf("usage: berth %s [OPTION…]%s%s\n\n%s\n\noptions:\n", command->name,
		*command->arguments ? " " : "", command->arguments, command->summary);
	bth_options_help(command->bit);
}

/* Standard output may be full or closed; that must not look like success. */
static int
finish(int code)
{
	if (fflush(stdout) != 0 || ferror(stdout))
		return bth_cli_output_trouble(errno);
	return code;
}

static int
run(const struct bth_command *command, struct bth_cli *cli, char *const *words, int count)
{
	jmp_buf full;
	int code;

	cli->arena.on_full = &full;
	if (setjmp(full) != 0)
		return bth_cli_trouble("out of memory");
	if (!bth_options_read(
		    &cli->options, &cli->arena, command->name, command->bit, words, count))
		return EXIT_TROUBLE;
	if (cli->options.help) {
		print_command_help(command);
		return finish(EXIT_CLEAN);
	}
	if (!*command->arguments && cli->options.paths.len)
		return bth_cli_trouble("%s takes no argument, but there is '%s'; see berth --help",
			command->name, cli->options.paths.items[0]);
	code = finish(command->run(cli));
	return code;
}

static int
unknown(const char *word)
{
	const char *names[32];

	for (size_t i = 0; i < bth_command_count; i++)
		names[i] = bth_commands[i].name;
	const char *near = bth_near(bth_str(word), names, bth_command_count);
	if (near)
		return bth_cli_trouble("there is no command '%s'; did you mean '%s'?", word, near);
	return bth_cli_trouble("there is no command '%s'; see berth --help", word);
}

int
main(int argc, char **argv)
{
	static struct bth_cli cli;
	int code = EXIT_TROUBLE;

	/* a closed pipe is an error of the write, to be reported like any other */
	signal(SIGPIPE, SIG_IGN);
#ifdef SIGXFSZ
	signal(SIGXFSZ, SIG_IGN); /* the same of a file that grows too large */
#endif
	if (argc < 2) {
		bth_cli_trouble("no command given; see berth --help");
		return EXIT_TROUBLE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
		strcmp(argv[1], "help") == 0) {
		print_help();
		return finish(EXIT_CLEAN);
	}
	const char *word = strcmp(argv[1], "--version") == 0 ? "version" : argv[1];
	const struct bth_command *command = NULL;
	for (size_t i = 0; i < bth_command_count; i++)
		if (strcmp(bth_commands[i].name, word) == 0)
			command = &bth_commands[i];
	if (!command)
		return unknown(word);
	bth_arena_init(&cli.arena);
	code = run(command, &cli, argv + 2, argc - 2);
	for (size_t i = 0; i < cli.texts.len; i++)
		free(cli.texts.items[i]);
	bth_patterns_release(&cli.patterns);
	bth_arena_release(&cli.arena);
	return code;
}
