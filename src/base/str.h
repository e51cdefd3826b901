/* str.h - a piece of text that somebody else owns */
#ifndef BTH_BASE_STR_H
#define BTH_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/vec.h"

/* @at is not NUL-terminated in general; a zeroed struct is the empty text. */
struct bth_str {
	const char *at;
	size_t len;
};

BTH_VEC_TYPE(bth_strs, struct bth_str);

/* For printf's "%.*s", which takes no more than an int. */
#define BTH_STR_ARG(s) \
	(int)((s).len < INT32_MAX ? (s).len : INT32_MAX), (s).at ? (s).at : ""

/* A text from a string literal. */
#define BTH_STR(literal) \
	((struct bth_str){.at = (literal), .len = sizeof(literal) - 1})

static inline struct bth_str
bth_str(const char *text)
{
	return (struct bth_str){.at = text, .len = text ? strlen(text) : 0};
}

static inline bool
bth_str_eq(struct bth_str a, struct bth_str b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

static inline bool
bth_str_is(struct bth_str s, const char *text)
{
	return bth_str_eq(s, bth_str(text));
}

/* Byte order, a prefix before what it begins. */
int bth_str_cmp(struct bth_str a, struct bth_str b);

bool bth_str_starts(struct bth_str s, const char *prefix);
bool bth_str_ends(struct bth_str s, const char *suffix);

/* Whether @part occurs in @s. An empty part does. */
bool bth_str_contains(struct bth_str s, const char *part);

/* Offset of the first/last @c, or SIZE_MAX. */
size_t bth_str_find(struct bth_str s, char c);
size_t bth_str_rfind(struct bth_str s, char c);

/* @s from byte @from on, at most @len bytes; clipped to what there is. */
struct bth_str bth_str_sub(struct bth_str s, size_t from, size_t len);

/* Without white space at both ends. */
struct bth_str bth_str_trim(struct bth_str s);

/* A NUL-terminated copy. */
struct bth_str bth_str_copy(struct bth_arena *arena, struct bth_str s);

struct bth_str bth_str_printf(struct bth_arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The texts one after the other, @between standing between them. */
struct bth_str bth_str_join(struct bth_arena *arena, const struct bth_str *parts, size_t count,
	char between);

/* Decimal digits of @number. */
struct bth_str bth_str_decimal(struct bth_arena *arena, int64_t number);

/* FNV-1a, for hash maps only. */
uint32_t bth_str_hash(struct bth_str s);
/* The hash of what had @hash with @s behind it. */
uint32_t bth_str_hash_more(uint32_t hash, struct bth_str s);

/*
 * FNV-1a of 64 bits, from BTH_STR_SUM on: tells texts apart in output that must stay the same
 * from one version to the next. Nothing is kept secret by it.
 */
#define BTH_STR_SUM UINT64_C(14695981039346656037)
uint64_t bth_str_sum_more(uint64_t sum, struct bth_str s);

/* A decimal number of digits alone that fits; false otherwise. */
bool bth_str_to_u64(uint64_t *out, struct bth_str s);
/* The same with an optional sign. */
bool bth_str_to_i64(int64_t *out, struct bth_str s);

#endif
