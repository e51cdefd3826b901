/* file.h - reading whole files and writing them whole or not at all */
#ifndef BTH_BASE_FILE_H
#define BTH_BASE_FILE_H

#include "base/str.h"
#include "base/vec.h"

/*
 * All calls return 0 or an errno value, and leave their outputs alone on failure.
 * None allocates from an arena while it holds a file.
 */

enum {
	BTH_FILE_TOO_LARGE = -2, /* beyond the limit that was given */
	BTH_FILE_FOREIGN = -3,   /* it stands there and is not ours to replace */
	BTH_FILE_IRREGULAR = -4, /* a pipe, a device or a socket, where a file was wanted */
};

/* Text that bth_file_read() allocated with malloc. */
struct bth_file_text {
	char *text;
	size_t len;
};

/*
 * Reads @path, or standard input when it is "-". The text is followed by 64 zero bytes
 * that do not count. The caller frees out->text. More than @limit bytes are
 * BTH_FILE_TOO_LARGE.
 */
int bth_file_read(struct bth_file_text *out, const char *path, size_t limit);

/* The same of what is left to read from a descriptor. */
int bth_file_read_fd(struct bth_file_text *out, int fd, size_t limit);

/* The same of a regular file alone: links are ELOOP, and other things ENXIO. */
int bth_file_read_regular(struct bth_file_text *out, const char *path, size_t limit);

/* Writes all of @text to the descriptor, whatever the system takes at a time. */
int bth_file_write_fd(int fd, struct bth_str text);

/*
 * Replaces the file @name of the directory @dir_fd by @text: a temporary file in the same
 * directory, written, synced and renamed. A reader sees the old text or the new.
 */
int bth_file_replace(int dir_fd, const char *name, struct bth_str text);

/*
 * The same for the file at @path, whose directories are made when they are not there. A link
 * is followed; what is no regular file, a pipe or a device, is written to.
 */
int bth_file_put(const char *path, struct bth_str text);

/* Makes the directories above @path, and @path itself when it ends in '/'. */
int bth_file_make_parents(const char *path);

BTH_VEC_TYPE(bth_paths, struct bth_str);

enum bth_file_kind { BTH_FILE_NONE, BTH_FILE_REGULAR, BTH_FILE_DIRECTORY, BTH_FILE_OTHER };

/* What @path is; links are followed. */
int bth_file_kind(enum bth_file_kind *out, const char *path);

/*
 * The names of @path's entries except "." and "..", sorted bytewise, in memory of
 * @arena. Nothing is held across allocation.
 */
int bth_file_list(struct bth_arena *arena, struct bth_paths *out, const char *path);

#endif
