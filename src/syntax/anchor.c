/* anchor.c - anchors of the documents before, which no alias reaches */

#include "syntax/anchor.h"

static bool
is_name(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
		c == '_' || c == '-';
}

/* The name behind the '&' at @at, empty when that begins no anchor. */
static struct bth_str
name_at(struct bth_str text, size_t at)
{
	size_t end = at + 1;

	while (end < text.len && is_name(text.at[end]))
		end++;
	bool begins = at == 0 || strchr(" \t\r\n[{,", text.at[at - 1]);
	bool ends = end == text.len || strchr(" \t\r\n]},:", text.at[end]);
	return bth_str_sub(text, at + 1, begins && ends ? end - at - 1 : 0);
}

static void
collect(struct bth_anchors *anchors, struct bth_arena *arena, const struct bth_source *source)
{
	struct bth_str text = source->text;
	bool comment = false;

	*anchors = (struct bth_anchors){.source = source};
	for (size_t at = 0; at < text.len; at++) {
		if (text.at[at] == '\n')
			comment = false;
		else if (text.at[at] == '#')
			comment |= at == 0 || strchr(" \t\n", text.at[at - 1]);
		if (text.at[at] != '&' || comment)
			continue;
		struct bth_str name = name_at(text, at);
		if (name.len && !bth_map_get(&anchors->first, name))
			bth_map_put(arena, &anchors->first, name, (void *)(uintptr_t)(at + 1));
	}
}

bool
bth_anchor_before(struct bth_span *out, struct bth_anchors *anchors, struct bth_arena *arena,
	struct bth_source *source, struct bth_str name, uint32_t end)
{
	if (anchors->source != source)
		collect(anchors, arena, source);
	uintptr_t found = (uintptr_t)bth_map_get(&anchors->first, name);

	if (!found || found > end)
		return false;
	uint32_t start = (uint32_t)(found - 1);
	*out = (struct bth_span){
		.source = source, .start = start, .end = start + 1 + (uint32_t)name.len};
	return true;
}
