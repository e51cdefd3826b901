/* path.h - names of files as texts: what they mean is never asked of the system */
#ifndef BTH_BASE_PATH_H
#define BTH_BASE_PATH_H

#include "base/str.h"

/* All up to the last slash and with it; empty without one. */
struct bth_str bth_path_folder(struct bth_str path);

/* The folder that a resolved path lies in, itself one: "" for "a", "/" for "/a" and "/". */
struct bth_str bth_path_above(struct bth_str path);

/* All behind the last slash. */
struct bth_str bth_path_last(struct bth_str path);

/*
 * @name as seen from @folder (empty: from where @name is seen), without "." and, as far as it
 * goes, without "..". Empty for the folder that names are relative to.
 */
struct bth_str bth_path_resolve(
	struct bth_arena *arena, struct bth_str folder, struct bth_str name);

/* The resolved @path as seen from the resolved @folder, both absolute; a relative name. */
struct bth_str bth_path_relative(
	struct bth_arena *arena, struct bth_str folder, struct bth_str path);

/*
 * Whether the resolved @path lies below the resolved @folder; *rest is then the way from
 * there. What is not absolute and does not begin with ".." is below the empty folder.
 */
bool bth_path_below(struct bth_str *rest, struct bth_str folder, struct bth_str path);

/* Whether what somebody wrote stays below the folder that it is seen from, all the way. */
bool bth_path_stays_below(struct bth_str path);

#endif
