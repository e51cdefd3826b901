/* link.h - the socket between the program and its second reader */
#ifndef BTH_SECOND_LINK_H
#define BTH_SECOND_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A text goes as its length (64 bits) and its bytes; events come back in pieces of at most
 * BTH_LINK_PIECE bytes, each behind its length (32 bits), and a piece of none ends them.
 */
enum { BTH_LINK_PIECE = 1 << 16 };

#define BTH_LINK_NEVER INT64_MAX /* a deadline */

/* Milliseconds since some moment, for deadlines. */
int64_t bth_link_now(void);

/* Sends all of @len bytes; false when nobody takes them. */
bool bth_link_send(int link, const void *bytes, size_t len);

/* Takes all of @len bytes; false when they do not come before @deadline, or never will. */
bool bth_link_take(int link, void *bytes, size_t len, int64_t deadline);

#endif
