/* vec.h - growing arrays in an arena */
#ifndef BTH_BASE_VEC_H
#define BTH_BASE_VEC_H

#include "base/arena.h"

/* A zeroed vector is an empty one. Growing moves the items: keep indexes, not pointers. */
#define BTH_VEC(type) \
	struct { \
		type *items; \
		size_t len, cap; \
	}

/* The same with a name, for what functions hand to each other. */
#define BTH_VEC_TYPE(name, type) \
	struct name { \
		type *items; \
		size_t len, cap; \
	}

/* Appends @item. An expression without value. */
#define bth_vec_push(arena, vec, ...) \
	((vec)->len == (vec)->cap ? (void)((vec)->items = bth_arena_grow((arena), \
		(vec)->items, &(vec)->cap, sizeof *(vec)->items)) : (void)0, \
		(void)((vec)->items[(vec)->len++] = (__VA_ARGS__)))

#endif
