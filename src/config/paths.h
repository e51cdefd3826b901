/* paths.h - the files that an entry of settings is about, as patterns */
#ifndef BTH_CONFIG_PATHS_H
#define BTH_CONFIG_PATHS_H

#include "base/glob.h"
#include "base/vec.h"

struct bth_path_pattern {
	struct bth_glob glob;
	bool folders; /* it matches folders alone, and so all that is in them */
};

BTH_VEC_TYPE(bth_path_patterns, struct bth_path_pattern);

/*
 * What is wrong with a pattern, or NULL. Characters that other programs give a meaning and
 * this one does not are refused.
 */
const char *bth_path_pattern_check(struct bth_str pattern);

/*
 * Adds a pattern that has been checked. One without a slash before its end is about files and
 * folders of that name anywhere; one with a slash is seen from where paths begin.
 */
void bth_path_patterns_add(
	struct bth_arena *arena, struct bth_path_patterns *patterns, struct bth_str pattern);

/*
 * Whether one of the patterns is about @path, or about a folder that it lies in. A path that
 * ends in a slash is a folder's own.
 */
bool bth_path_patterns_match(const struct bth_path_patterns *patterns, struct bth_str path);

#endif
