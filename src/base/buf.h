/* buf.h - text that grows, for writers */
#ifndef BTH_BASE_BUF_H
#define BTH_BASE_BUF_H

#include "base/str.h"

/* Lives in its arena; @text has room for @cap bytes. */
struct bth_buf {
	struct bth_arena *arena;
	char *text;
	size_t len, cap;
};

void bth_buf_init(struct bth_buf *buf, struct bth_arena *arena);
void bth_buf_add(struct bth_buf *buf, const void *bytes, size_t len);
void bth_buf_puts(struct bth_buf *buf, const char *text);
void bth_buf_str(struct bth_buf *buf, struct bth_str text);
void bth_buf_putc(struct bth_buf *buf, char c);
void bth_buf_fill(struct bth_buf *buf, char c, size_t count);
void bth_buf_printf(struct bth_buf *buf, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* What is there now; valid until the next addition. */
struct bth_str bth_buf_view(const struct bth_buf *buf);

#endif
