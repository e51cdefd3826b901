/* say.c - words on standard error, with nothing in them that drives a terminal */

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/utf8.h"
#include "cli/cli.h"

enum { LINE = 4096 }; /* bytes of one saying; longer ones are cut */

/* Writes the first code point of @text to @out, visibly; returns the bytes of @text used. */
static size_t
make_safe(char out[16], struct bth_str text)
{
	uint32_t code;
	size_t len = bth_utf8_next(&code, bth_str_sub(text, 0, 4));

	if (!len)
		snprintf(out, 16, "\\x%02x", (unsigned char)text.at[0]);
	else if (bth_utf8_is_invisible(code))
		snprintf(out, 16, "<U+%04X>", (unsigned)code);
	else
		snprintf(out, 16, "%.*s", (int)len, text.at);
	return len ? len : 1;
}

void
bth_cli_add_safe(struct bth_buf *buf, struct bth_str text)
{
	char part[16];

	for (size_t used; text.len; text = bth_str_sub(text, used, SIZE_MAX)) {
		bool plain = text.at[0] == '\n' || text.at[0] == '\t';

		used = plain ? 1 : make_safe(part, text);
		if (plain)
			bth_buf_putc(buf, text.at[0]);
		else
			bth_buf_puts(buf, part);
	}
}

/* In one write, so that the lines of programs that share a terminal stay whole. */
void
bth_cli_say_args(const char *format, va_list args)
{
	char text[LINE], line[LINE + 32] = "berth: ", part[16];
	size_t len = strlen(line);

	vsnprintf(text, sizeof text, format, args);
	for (struct bth_str rest = bth_str(text); rest.len && len < LINE;) {
		rest = bth_str_sub(rest, make_safe(part, rest), SIZE_MAX);
		memcpy(line + len, part, strlen(part));
		len += strlen(part);
	}
	line[len++] = '\n';
	fwrite(line, 1, len, stderr);
}

void
bth_cli_say(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	bth_cli_say_args(format, args);
	va_end(args);
}

int
bth_cli_trouble(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	bth_cli_say_args(format, args);
	va_end(args);
	return EXIT_TROUBLE;
}

int
bth_cli_file_trouble(const char *what, const char *path, int error)
{
	const char *why = error == BTH_FILE_TOO_LARGE ? "it is larger than 4 GiB" :
		error == BTH_FILE_FOREIGN ? "berth did not write it" :
		error == BTH_FILE_IRREGULAR ? "it is no regular file" : strerror(error);

	return bth_cli_trouble("cannot %s '%s': %s", what, path, why);
}

int
bth_cli_output_trouble(int error)
{
	if (error == EPIPE)
		return EXIT_TROUBLE;
	return bth_cli_trouble("cannot write standard output: %s", strerror(error));
}

int
bth_cli_print(const char *text, size_t len)
{
	struct bth_str all = {.at = text, .len = len};
	int error = fflush(stdout) ? errno : bth_file_write_fd(STDOUT_FILENO, all);

	return error ? bth_cli_output_trouble(error) : EXIT_CLEAN;
}
