/* template.c - text of a template engine */

#include "syntax/template.h"

bool
bth_is_template(struct bth_str text, size_t fault)
{
	for (size_t at = 0; at < text.len;) {
		struct bth_str rest = bth_str_sub(text, at, SIZE_MAX);
		size_t newline = bth_str_find(rest, '\n'), from = 0;
		struct bth_str line = bth_str_sub(rest, 0, newline);
		bool here = at <= fault && fault - at <= line.len;

		while (from < line.len && strchr(" -", line.at[from]))
			from++;
		if (bth_str_starts(bth_str_sub(line, from, 2), "{{") ||
			(here && bth_str_contains(line, "{{")))
			return true;
		at += line.len + 1;
	}
	return false;
}
