/* outputs.c - reports and plans of one run in files, beside the one on standard output */

#include <string.h>

#include "base/file.h"
#include "cli/cli.h"

static int
format_of(const struct bth_forms *forms, struct bth_str name)
{
	for (size_t i = 0; i < forms->count; i++)
		if (bth_str_is(name, forms->name(i)))
			return (int)i;
	return -1;
}

/* The number of a form by its name; -1 after saying which there are. */
static int
find_format(struct bth_cli *cli, const struct bth_forms *forms, const char *name)
{
	const char *names = "";
	int format = format_of(forms, bth_str(name));

	for (size_t i = 0; i < forms->count; i++)
		names = bth_arena_printf(&cli->arena, "%s%s%s", names,
			!i ? "" : i + 1 == forms->count ? " and " : ", ", forms->name(i));
	if (format < 0)
		bth_cli_trouble("%s has the formats %s, not '%s'", forms->command, names, name);
	return format;
}

/* The format whose files have names like @path, by the longest ending; or -1. */
static int
format_of_path(const struct bth_forms *forms, const char *path)
{
	size_t most = 0;
	int format = -1;

	for (size_t i = 0; i < forms->count; i++) {
		const char *ends = forms->ends(i);

		if (ends && strlen(ends) > most && bth_str_ends(bth_str(path), ends)) {
			most = strlen(ends);
			format = (int)i;
		}
	}
	return format;
}

/*
 * The format of a file that was given without one: that of --format, which *taken then says,
 * or what its name tells. Where the two differ nobody knows which was meant, unless the name
 * is one of any JSON or any text.
 */
static int
format_of_bare(
	struct bth_cli *cli, const struct bth_forms *forms, const char *path, bool *taken)
{
	const char *wanted = cli->options.format;
	int named = format_of_path(forms, path);
	int format = wanted ? format_of(forms, bth_str(wanted)) : -1;
	bool loose = named >= 0 && (strcmp(forms->name((size_t)named), "text") == 0 ||
					   strcmp(forms->name((size_t)named), "json") == 0);

	if (wanted && named >= 0 && named != format && !loose) {
		bth_cli_trouble("'%s' is a name for %s, but --format says %s: write FORMAT=%s", path,
			forms->name((size_t)named), wanted, path);
		return -1;
	}
	*taken |= wanted != NULL;
	if (!wanted && named < 0)
		bth_cli_trouble("the name '%s' tells no format: write FORMAT=%s", path, path);
	return wanted ? format : named;
}

/* The length of "sarif" in "sarif=FILE"; SIZE_MAX for what is a name alone. */
static size_t
prefix_of(const char *word)
{
	size_t equals = bth_str_find(bth_str(word), '=');

	for (size_t i = 0; equals != SIZE_MAX && i < equals; i++)
		if (word[i] < 'a' || word[i] > 'z')
			return SIZE_MAX;
	return equals;
}

static bool
add_output(struct bth_cli *cli, const struct bth_forms *forms, const char *word, bool *taken,
	struct bth_outputs *out)
{
	size_t prefix = prefix_of(word);
	const char *path = prefix == SIZE_MAX ? word : word + prefix + 1;
	int format;

	if (prefix == SIZE_MAX)
		format = format_of_bare(cli, forms, path, taken);
	else
		format = find_format(cli, forms,
			bth_str_copy(&cli->arena, bth_str_sub(bth_str(word), 0, prefix)).at);
	if (format < 0)
		return false;
	if (!*path || strcmp(path, "-") == 0) {
		bth_cli_trouble("--output names a file; --format is for standard output");
		return false;
	}
	for (size_t i = 0; i < out->len; i++) {
		if (strcmp(out->items[i].path, path) == 0) {
			bth_cli_trouble("two reports would be the file '%s'", path);
			return false;
		}
	}
	bth_vec_push(&cli->arena, out,
		(struct bth_output){.format = format, .path = path});
	return true;
}

bool
bth_cli_read_outputs(struct bth_cli *cli, const struct bth_forms *forms, int *format,
	struct bth_outputs *out)
{
	const struct bth_words *words = &cli->options.outputs;
	bool taken = false;

	*format = find_format(cli, forms, cli->options.format ? cli->options.format : "text");
	if (*format < 0)
		return false;
	for (size_t i = 0; i < words->len; i++)
		if (!add_output(cli, forms, words->items[i], &taken, out))
			return false;
	if (taken)
		*format = -1;
	return true;
}

static int
write_output(struct bth_cli *cli, const struct bth_forms *forms, struct berth_context *context,
	const struct bth_output *output)
{
	const char *text;
	size_t len;

	if (forms->write(context, output->format, bth_cli_text_flags(cli, -1), &text, &len) !=
		BERTH_OK)
		return bth_cli_trouble("out of memory");
	int error = bth_file_put(output->path, (struct bth_str){.at = text, .len = len});
	return error ? bth_cli_file_trouble("write", output->path, error) : EXIT_CLEAN;
}

/* One that cannot be written does not keep the others from it. */
int
bth_cli_write_outputs(struct bth_cli *cli, const struct bth_forms *forms,
	struct berth_context *context, const struct bth_outputs *outputs)
{
	int code = EXIT_CLEAN;

	for (size_t i = 0; i < outputs->len; i++)
		if (write_output(cli, forms, context, &outputs->items[i]) != EXIT_CLEAN)
			code = EXIT_TROUBLE;
	return code;
}
