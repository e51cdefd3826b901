/* starters.c - berth init, berth schema and berth version */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/cli.h"
#include "config/schema.h"
#include "schema/facts.h"
#include "spec/json_schema.h"
#include "spec/starter.h"

/* A file that does not exist yet; what does exist is somebody's work. */
static int
write_new(const char *path, struct bth_str text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

	if (fd < 0 && errno == EEXIST)
		return bth_cli_trouble("'%s' exists already, and berth does not overwrite it", path);
	if (fd < 0)
		return bth_cli_file_trouble("write", path, errno);
	int error = bth_file_write_fd(fd, text);
	if (close(fd) != 0 && !error)
		error = errno;
	if (error) {
		unlink(path);
		return bth_cli_file_trouble("write", path, error);
	}
	return EXIT_CLEAN;
}

int
bth_cli_init(struct bth_cli *cli)
{
	const struct bth_words *words = &cli->options.paths;
	const char *preset = words->len ? words->items[0] : "postgres";
	struct bth_str text;

	if (words->len > 1)
		return bth_cli_trouble("init takes one preset, not '%s' as well", words->items[1]);
	if (!bth_starter(&text, &cli->arena, preset))
		return bth_cli_trouble("there is no preset '%s'; there are %s, and 'generic' for "
				       "programs without one",
			preset, bth_starter_presets(&cli->arena));
	return cli->options.output ? write_new(cli->options.output, text) :
				     bth_cli_print(text.at, text.len);
}

int
bth_cli_schema(struct bth_cli *cli)
{
	const struct bth_words *words = &cli->options.paths;
	bool config = words->len && strcmp(words->items[0], "config") == 0;

	if (words->len > 1 || (words->len && !config && strcmp(words->items[0], "cluster") != 0))
		return bth_cli_trouble("there are schemas of 'cluster' and 'config'");
	struct bth_str text =
		config ? bth_config_schema(&cli->arena) : bth_spec_json_schema(&cli->arena);
	return bth_cli_print(text.at, text.len);
}

int
bth_cli_version(struct bth_cli *cli)
{
	(void)cli;
	printf("berth %s (Kubernetes 1.%d to 1.%d)\n", berth_version(), bth_schema_oldest_minor(),
		bth_schema_newest_minor());
	return EXIT_CLEAN;
}
