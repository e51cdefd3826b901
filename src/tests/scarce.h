/* scarce.h - memory that ends where a test wants it to */
#ifndef BTH_TESTS_SCARCE_H
#define BTH_TESTS_SCARCE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Works in programs that are linked with --wrap for the functions of malloc.h. The
 * allocation number @at from now on fails (the first is 1; 0: none), and with @all every
 * one after it.
 */
void bth_scarce_begin(size_t at, bool all);

/* Ends it, and says how many allocations there were. *failed: how many did. */
size_t bth_scarce_end(size_t *failed);

/* How many allocations are not released yet. */
size_t bth_scarce_held(void);

#endif
