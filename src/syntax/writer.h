/* writer.h - JSON written key by key, for reports and plans */
#ifndef BTH_SYNTAX_WRITER_H
#define BTH_SYNTAX_WRITER_H

#include "base/buf.h"

/* Knows whether a comma is due; layout is the caller's. */
struct bth_writer {
	struct bth_buf *buf;
	bool comma;
};

void bth_writer_open(struct bth_writer *writer, char bracket);  /* '{' or '[' */
void bth_writer_close(struct bth_writer *writer, char bracket); /* '}' or ']' */

/* A new entry or item on a line of its own, indented by @indent spaces. */
void bth_writer_line(struct bth_writer *writer, unsigned indent);

void bth_writer_key(struct bth_writer *writer, const char *key);
void bth_writer_text(struct bth_writer *writer, const char *key, struct bth_str text);
void bth_writer_string(struct bth_writer *writer, const char *key, const char *text);
void bth_writer_number(struct bth_writer *writer, const char *key, size_t number);
void bth_writer_bool(struct bth_writer *writer, const char *key, bool is);
void bth_writer_null(struct bth_writer *writer, const char *key);

#endif
