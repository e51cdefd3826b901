/* ignore.h - what a .gitignore says of a path */
#ifndef BTH_BASE_IGNORE_H
#define BTH_BASE_IGNORE_H

#include "base/glob.h"
#include "base/vec.h"

struct bth_ignore_pattern {
	struct bth_str plain;  /* what the name or path begins with */
	struct bth_glob rest;  /* and what follows */
	bool wild;             /* whether rest is anything but nothing */
	bool negated;          /* what it matches is not ignored */
	bool folders;          /* it matches only directories */
	bool anywhere;         /* it is about the last part of a path alone */
};

/* The patterns of one file. */
struct bth_ignore {
	const struct bth_ignore *outer; /* asked when no pattern matches; or NULL */
	size_t base; /* where in a path the part begins that the file's folder holds */
	BTH_VEC(struct bth_ignore_pattern) patterns;
};

/*
 * Reads the lines of a .gitignore into @out, whose outer and base the caller has set. The
 * text is borrowed.
 */
void bth_ignore_read(struct bth_ignore *out, struct bth_arena *arena, struct bth_str text);

/*
 * Whether @path, which lies below the folders of all files in the chain, is ignored: the
 * last pattern of the innermost file that has one decides. That no folder above it is
 * ignored is for the caller to know.
 */
bool bth_ignore_has(const struct bth_ignore *ignore, struct bth_str path, bool folder);

#endif
