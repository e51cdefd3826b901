/* actions.c - lint inside GitHub Actions, where lines of the output can be commands */

#include <stdlib.h>
#include <unistd.h>

#include "cli/cli.h"
#include "report/report.h"

bool
bth_cli_in_actions(const struct bth_cli *cli)
{
	const char *actions = getenv("GITHUB_ACTIONS");

	return !cli->options.format && actions && strcmp(actions, "true") == 0;
}

/* A word that does not occur in @text. */
static const char *
word_beside(struct bth_arena *arena, struct bth_str text)
{
	const char *word = "berth-text";

	for (size_t i = 1; bth_str_contains(text, word); i++)
		word = bth_arena_printf(arena, "berth-text-%zu", i);
	return word;
}

/*
 * Text for the log, and commands that put annotations beside the lines. The text quotes the
 * input, so commands are not obeyed in it until a word comes that it does not have.
 */
int
bth_cli_show_in_actions(struct bth_cli *cli, struct berth_context *context)
{
	const char *text, *commands;
	size_t text_len, commands_len;
	unsigned flags = bth_cli_text_flags(cli, STDOUT_FILENO);
	struct bth_buf buf;

	if (berth_context_report(context, BERTH_REPORT_TEXT, flags, &text, &text_len) != BERTH_OK ||
		berth_context_report(context, BERTH_REPORT_GITHUB, 0, &commands, &commands_len) !=
			BERTH_OK)
		return bth_cli_trouble("out of memory");
	if (!text_len)
		return EXIT_CLEAN;
	const char *word =
		word_beside(&cli->arena, (struct bth_str){.at = text, .len = text_len});
	bth_buf_init(&buf, &cli->arena);
	bth_buf_printf(&buf, "::stop-commands::%s\n", word);
	bth_buf_add(&buf, text, text_len);
	bth_buf_printf(&buf, "::%s::\n", word);
	bth_buf_add(&buf, commands, commands_len);
	return bth_cli_print(buf.text, buf.len);
}
