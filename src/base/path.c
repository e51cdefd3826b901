/* path.c - names of files as texts: what they mean is never asked of the system */

#include "base/path.h"

#include "base/buf.h"

struct bth_str
bth_path_folder(struct bth_str path)
{
	size_t slash = bth_str_rfind(path, '/');

	return slash == SIZE_MAX ? BTH_STR("") : bth_str_sub(path, 0, slash + 1);
}

struct bth_str
bth_path_above(struct bth_str path)
{
	struct bth_str folder = bth_str_sub(path, 0, bth_path_folder(path).len);

	folder.len -= folder.len > 1;
	return folder;
}

struct bth_str
bth_path_last(struct bth_str path)
{
	size_t slash = bth_str_rfind(path, '/');

	return slash == SIZE_MAX ? path : bth_str_sub(path, slash + 1, SIZE_MAX);
}

/* Takes the last part away; false when there is none to take. The root is above itself. */
static bool
go_up(struct bth_buf *path)
{
	struct bth_str last = bth_path_last(bth_buf_view(path));

	if (!path->len || bth_str_is(last, ".."))
		return false;
	path->len -= last.len;
	if (path->len > 1)
		path->len--;
	return true;
}

static void
add_part(struct bth_buf *path, struct bth_str part)
{
	if (!part.len || bth_str_is(part, ".") || (bth_str_is(part, "..") && go_up(path)))
		return;
	if (path->len && path->text[path->len - 1] != '/')
		bth_buf_putc(path, '/');
	bth_buf_str(path, part);
}

struct bth_str
bth_path_resolve(struct bth_arena *arena, struct bth_str folder, struct bth_str name)
{
	struct bth_str rest = bth_str_starts(name, "/") || !folder.len ?
		name :
		bth_str_printf(arena, "%.*s/%.*s", BTH_STR_ARG(folder), BTH_STR_ARG(name));
	struct bth_buf path;

	bth_buf_init(&path, arena);
	if (bth_str_starts(rest, "/"))
		bth_buf_putc(&path, '/');
	while (rest.len) {
		size_t slash = bth_str_find(rest, '/');

		add_part(&path, bth_str_sub(rest, 0, slash));
		rest = slash == SIZE_MAX ? BTH_STR("") : bth_str_sub(rest, slash + 1, SIZE_MAX);
	}
	return bth_str_copy(arena, bth_buf_view(&path));
}

/* How much of @path is @folder and the slash behind it; 0 when it is not below it. */
static size_t
below(struct bth_str folder, struct bth_str path)
{
	size_t len = folder.len;

	if (bth_str_is(folder, "/"))
		return 1;
	return path.len > len && path.at[len] == '/' &&
			bth_str_eq(bth_str_sub(path, 0, len), folder) ?
		len + 1 :
		0;
}

struct bth_str
bth_path_relative(struct bth_arena *arena, struct bth_str folder, struct bth_str path)
{
	struct bth_buf out;

	bth_buf_init(&out, arena);
	while (!below(folder, path)) {
		folder = bth_path_folder(folder);
		folder.len -= folder.len > 1;
		bth_buf_puts(&out, "../");
	}
	bth_buf_str(&out, bth_str_sub(path, below(folder, path), SIZE_MAX));
	return bth_str_copy(arena, bth_buf_view(&out));
}

static bool
leads_up(struct bth_str path)
{
	return bth_str_is(path, "..") || bth_str_starts(path, "../");
}

bool
bth_path_below(struct bth_str *rest, struct bth_str folder, struct bth_str path)
{
	if (folder.len) {
		size_t len = path.len > 1 && bth_str_starts(path, "/") == bth_str_starts(folder, "/") ?
			below(folder, path) : 0;

		*rest = bth_str_sub(path, len, SIZE_MAX);
		return len && !leads_up(*rest);
	}
	*rest = path;
	return path.len && path.at[0] != '/' && !leads_up(path);
}

bool
bth_path_stays_below(struct bth_str path)
{
	size_t depth = 0;

	if (!path.len || path.at[0] == '/')
		return false;
	while (path.len) {
		size_t slash = bth_str_find(path, '/');
		struct bth_str part = bth_str_sub(path, 0, slash);

		path = slash == SIZE_MAX ? BTH_STR("") : bth_str_sub(path, slash + 1, SIZE_MAX);
		if (bth_str_is(part, "..") && !depth--)
			return false;
		if (part.len && !bth_str_is(part, ".") && !bth_str_is(part, ".."))
			depth++;
	}
	return true;
}
