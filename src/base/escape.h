/* escape.h - text of the input in a place where some characters mean something */
#ifndef BTH_BASE_ESCAPE_H
#define BTH_BASE_ESCAPE_H

#include "base/buf.h"

/*
 * Adds @text with what @escape returns in place of a code point; for NULL, or without
 * @escape, the code point itself, or "<U+202E>" where it is one that hides or turns text
 * around.
 */
void bth_escape(
	struct bth_buf *buf, struct bth_str text, const char *(*escape)(uint32_t code));

#endif
