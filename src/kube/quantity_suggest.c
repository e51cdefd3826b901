/* quantity_suggest.c - the quantity that a wrong one was meant to be */

#include "kube/quantity.h"

#include "base/buf.h"

static bool
is_one_of(char c, const char *set)
{
	return c && strchr(set, c);
}

/* @text without blanks and the underscores that some put between digits. */
static struct bth_str
squeeze(struct bth_arena *arena, struct bth_str text)
{
	struct bth_buf out;

	bth_buf_init(&out, arena);
	for (size_t i = 0; i < text.len; i++)
		if (!is_one_of(text.at[i], " \t\r\n_"))
			bth_buf_putc(&out, text.at[i]);
	return bth_buf_view(&out);
}

/* Where the digits end and the unit begins. */
static size_t
number_end(struct bth_str text)
{
	size_t at = 0;

	while (at < text.len && is_one_of(text.at[at], "+-.0123456789"))
		at++;
	return at;
}

static bool
drop_last(struct bth_str *text, const char *either)
{
	if (!text->len || !is_one_of(text->at[text->len - 1], either))
		return false;
	text->len--;
	return true;
}

/*
 * The binary suffix for g, GB, Gb, gib, Gi: who names bytes means the size that tools
 * show, and a little more room than asked for does no harm. "" for bytes, NULL for others.
 */
static const char *
suffix_for(struct bth_str unit)
{
	static const char letters[] = "kmgtp";
	static const char *const suffixes[] = {"Ki", "Mi", "Gi", "Ti", "Pi"};
	bool bytes = drop_last(&unit, "bB");
	bool binary = drop_last(&unit, "iI");

	if (unit.len == 0)
		return bytes && !binary ? "" : NULL;
	if (unit.len > 1)
		return NULL;
	const char *found = strchr(letters, unit.at[0] | 0x20);
	return found && *found ? suffixes[found - letters] : NULL;
}

static bool
is_quantity(struct bth_str text)
{
	struct bth_quantity quantity;

	return bth_quantity_parse(&quantity, text) == BTH_QUANTITY_OK;
}

const char *
bth_quantity_suggest(struct bth_arena *arena, struct bth_str text)
{
	if (is_quantity(text))
		return NULL;

	struct bth_str word = squeeze(arena, text);
	if (is_quantity(word))
		return bth_arena_copy(arena, word.at, word.len);

	size_t end = number_end(word);
	const char *suffix = suffix_for(bth_str_sub(word, end, word.len));
	if (!end || !suffix)
		return NULL;
	struct bth_str meant = bth_str_printf(arena, "%.*s%s", (int)end, word.at, suffix);
	return is_quantity(meant) ? meant.at : NULL;
}
