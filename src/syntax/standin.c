/* standin.c - letters that stand in for characters which libyaml would not take as such */

#include "syntax/standin.h"

#include "base/utf8.h"

enum { PRIVATE_FIRST = 0xE000, PRIVATE_LAST = 0xF8FF, LETTER = 3, BYTE_ORDER_MARK = 0xFEFF };

const char *
bth_stand_in(struct bth_arena *arena, struct bth_stand_ins *stand_ins, uint32_t meant,
	struct bth_str text)
{
	struct bth_stand_in next = {.meant = meant};
	uint32_t code = PRIVATE_FIRST;

	for (size_t i = 0; i < stand_ins->list.len; i++) {
		const struct bth_stand_in *known = &stand_ins->list.items[i];

		if (known->meant == meant)
			return known->letter;
		bth_utf8_next(&code, (struct bth_str){.at = known->letter, .len = LETTER});
		code++;
	}
	do
		bth_utf8_put(next.letter, code++);
	while (code < PRIVATE_LAST && bth_str_contains(text, next.letter));
	bth_vec_push(arena, &stand_ins->list, next);
	return stand_ins->list.items[stand_ins->list.len - 1].letter;
}

static const struct bth_stand_in *
find_letter(const struct bth_stand_ins *stand_ins, struct bth_str text)
{
	for (size_t i = 0; i < stand_ins->list.len; i++)
		if (bth_str_starts(text, stand_ins->list.items[i].letter))
			return &stand_ins->list.items[i];
	return NULL;
}

struct bth_str
bth_stand_ins_restore(
	struct bth_arena *arena, const struct bth_stand_ins *stand_ins, struct bth_str text)
{
	struct bth_buf meant;
	bool any = false;

	for (size_t i = 0; i < stand_ins->list.len; i++)
		any |= bth_str_contains(text, stand_ins->list.items[i].letter);
	if (!any)
		return text;
	bth_buf_init(&meant, arena);
	for (size_t at = 0; at < text.len;) {
		const struct bth_stand_in *letter =
			find_letter(stand_ins, bth_str_sub(text, at, LETTER));
		char bytes[4];

		if (letter && letter->meant != BTH_STAND_IN_NOTHING)
			bth_buf_add(&meant, bytes, bth_utf8_put(bytes, letter->meant));
		else if (!letter)
			bth_buf_putc(&meant, text.at[at]);
		at += letter ? LETTER : 1;
	}
	return bth_buf_view(&meant);
}

static bool
is_letter_of_json(uint32_t code)
{
	return (code >= 0x7F && code <= 0x9F) || code == 0x2028 || code == 0x2029 ||
		code == BYTE_ORDER_MARK || code == 0xFFFE || code == 0xFFFF;
}

static bool
is_letter_of_yaml(uint32_t code)
{
	return code == BYTE_ORDER_MARK;
}

/* Puts letters for what @is_letter takes, but not at the beginning of the text. */
static struct bth_str
put_letters(struct bth_arena *arena, struct bth_stand_ins *stand_ins, struct bth_str text,
	bool (*is_letter)(uint32_t code))
{
	struct bth_buf buf;
	size_t done = 0, len;

	bth_buf_init(&buf, arena);
	for (size_t at = 0; at < text.len; at += len) {
		uint32_t code = (unsigned char)text.at[at];

		len = code < 0x7F ? 1 : bth_utf8_next(&code, bth_str_sub(text, at, 4));
		len = len ? len : 1;
		if (!at || !is_letter(code))
			continue;
		bth_buf_str(&buf, bth_str_sub(text, done, at - done));
		bth_buf_puts(&buf, bth_stand_in(arena, stand_ins, code, text));
		done = at + len;
	}
	if (!done)
		return text;
	bth_buf_str(&buf, bth_str_sub(text, done, SIZE_MAX));
	return bth_buf_view(&buf);
}

struct bth_str
bth_stand_ins_for_json(
	struct bth_arena *arena, struct bth_stand_ins *stand_ins, struct bth_str text)
{
	return put_letters(arena, stand_ins, text, is_letter_of_json);
}

struct bth_str
bth_stand_ins_for_yaml(
	struct bth_arena *arena, struct bth_stand_ins *stand_ins, struct bth_str text)
{
	/* most texts hold none, and need not be walked through */
	if (!bth_str_contains(bth_str_sub(text, 1, SIZE_MAX), "\xEF\xBB\xBF"))
		return text;
	return put_letters(arena, stand_ins, text, is_letter_of_yaml);
}
