/* path.h - names of files as texts: what they mean is never asked of the system */
#ifndef BTH_BASE_PATH_H
#define BTH_BASE_PATH_H

#include "base/str.h"

/* All up to the last slash and with it; empty without one. */
struct bth_str bth_path_folder(struct bth_str path);

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

#endif
