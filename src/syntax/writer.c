/* writer.c - JSON written key by key, for reports and plans */

#include "syntax/writer.h"

#include "syntax/emit.h"

static void
separate(struct bth_writer *writer)
{
	if (writer->comma)
		bth_buf_puts(writer->buf, ", ");
	writer->comma = false;
}

void
bth_writer_open(struct bth_writer *writer, char bracket)
{
	separate(writer);
	bth_buf_putc(writer->buf, bracket);
}

void
bth_writer_close(struct bth_writer *writer, char bracket)
{
	bth_buf_putc(writer->buf, bracket);
	writer->comma = true;
}

void
bth_writer_line(struct bth_writer *writer, unsigned indent)
{
	bth_buf_puts(writer->buf, writer->comma ? ",\n" : "\n");
	bth_buf_fill(writer->buf, ' ', indent);
	writer->comma = false;
}

void
bth_writer_key(struct bth_writer *writer, const char *key)
{
	separate(writer);
	if (key)
		bth_buf_printf(writer->buf, "\"%s\": ", key);
}

void
bth_writer_text(struct bth_writer *writer, const char *key, struct bth_str text)
{
	bth_writer_key(writer, key);
	bth_emit_json_string(writer->buf, text);
	writer->comma = true;
}

void
bth_writer_string(struct bth_writer *writer, const char *key, const char *text)
{
	bth_writer_text(writer, key, bth_str(text));
}

void
bth_writer_number(struct bth_writer *writer, const char *key, size_t number)
{
	bth_writer_key(writer, key);
	bth_buf_printf(writer->buf, "%zu", number);
	writer->comma = true;
}

void
bth_writer_bool(struct bth_writer *writer, const char *key, bool is)
{
	bth_writer_key(writer, key);
	bth_buf_puts(writer->buf, is ? "true" : "false");
	writer->comma = true;
}

void
bth_writer_null(struct bth_writer *writer, const char *key)
{
	bth_writer_key(writer, key);
	bth_buf_puts(writer->buf, "null");
	writer->comma = true;
}
