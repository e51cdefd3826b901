/* baseline.c - the file of findings that are known: read before a run, written after it */

#include <errno.h>

#include "base/file.h"
#include "cli/cli.h"
#include "source/source.h"

int
bth_cli_add_baseline(struct bth_cli *cli, struct berth_context *context)
{
	const struct bth_options *options = &cli->options;
	struct bth_str text = BTH_STR("");
	const char *problem = NULL;

	if (options->baseline_update && !options->baseline)
		return bth_cli_trouble("--baseline-update needs --baseline FILE");
	if (!options->baseline)
		return EXIT_CLEAN;
	if (strcmp(options->baseline, "-") == 0)
		return bth_cli_trouble("--baseline takes a file, not standard input");

	int error = bth_cli_read_text(&text, cli, options->baseline, BTH_SOURCE_MOST, false);
	if (error && !(error == ENOENT && options->baseline_update))
		return bth_cli_file_trouble("read", options->baseline, error);
	enum berth_status status = berth_context_add_baseline(context, options->baseline,
		text.at, text.len, options->baseline_update, &problem);
	if (status == BERTH_EINVAL)
		return bth_cli_trouble("%s", problem);
	return status == BERTH_OK ? EXIT_CLEAN : bth_cli_trouble("out of memory");
}

int
bth_cli_update_baseline(struct bth_cli *cli, struct berth_context *context)
{
	const char *text;
	size_t len;

	if (!cli->options.baseline_update)
		return EXIT_CLEAN;
	if (cli->incomplete)
		return bth_cli_trouble("'%s' is not updated, as some input could not be read",
			cli->options.baseline);
	if (berth_context_baseline(context, &text, &len) != BERTH_OK)
		return bth_cli_trouble("out of memory");
	int error = bth_file_put(
		cli->options.baseline, (struct bth_str){.at = text, .len = len});
	return error ? bth_cli_file_trouble("write", cli->options.baseline, error) : EXIT_CLEAN;
}
