/* read_given.c - what libyaml is given, so that it reads what kubectl reads */

#include "syntax/reading.h"

#include "syntax/json.h"

enum { REPEATS_MOST = 64 };

/* The place in @reading->given of one in the source; a letter is longer than a colon by two. */
static size_t
given_offset(const struct bth_reading *reading, uint32_t at)
{
	return at - reading->document->span.start + 2 * reading->colons;
}

/* Puts @text for the byte at @at, and has it all read again. */
static bool
give(struct bth_reading *reading, size_t at, const char *text)
{
	struct bth_str given = reading->given;
	struct bth_buf buf;

	if (++reading->repeats > REPEATS_MOST)
		return false;
	bth_buf_init(&buf, reading->reader->arena);
	bth_buf_str(&buf, bth_str_sub(given, 0, at));
	bth_buf_puts(&buf, text);
	bth_buf_str(&buf, bth_str_sub(given, at + 1, SIZE_MAX));
	reading->given = bth_buf_view(&buf);
	return true;
}

bool
bth_reading_mask_comma(struct bth_reading *reading, size_t comma)
{
	if (comma == SIZE_MAX)
		return false;
	size_t at = given_offset(reading, (uint32_t)comma);
	if (at >= reading->given.len || reading->given.at[at] != ',' || !give(reading, at, "x"))
		return false;
	reading->stop = reading->repeat = true;
	return true;
}

/*
 * Whether libyaml stopped at what go-yaml takes for a letter: a colon within brackets that
 * neither a blank nor the end of a line follows ([a:] is ["a:"]), or a bracket or comma in a
 * tag. Then a letter stands there from now on; what a tag is called does not matter.
 */
bool
bth_reading_mask_letter(struct bth_reading *reading)
{
	const yaml_parser_t *parser = &reading->parser;

	if (parser->error != YAML_SCANNER_ERROR || reading->document->json)
		return false;
	size_t at = given_offset(reading, bth_reading_offset(reading, parser->problem_mark));
	char c = at < reading->given.len ? reading->given.at[at] : '\0';

	if (parser->context && strstr(parser->context, "a tag") && c && strchr(",[]", c))
		return give(reading, at, "x");
	if (c != ':' || strcmp(parser->problem, "found unexpected ':'") != 0 ||
		!give(reading, at, bth_stand_in(reading->reader->arena, &reading->stand_ins, ':',
			reading->given)))
		return false;
	reading->colons++;
	return true;
}

static struct bth_str
json_to_give(struct bth_reading *reading)
{
	struct bth_arena *arena = reading->reader->arena;
	struct bth_str text = reading->text;

	if (bth_str_contains(text, "\\u"))
		text = bth_json_as_yaml(arena, text,
			bth_stand_in(arena, &reading->stand_ins, BTH_STAND_IN_NOTHING, text));
	return bth_stand_ins_for_json(arena, &reading->stand_ins, text);
}

struct bth_str
bth_reading_given(struct bth_reading *reading)
{
	struct bth_str text = reading->text;
	struct bth_buf ended;

	if (reading->document->json)
		return json_to_give(reading);
	if (!reading->ascii)
		text = bth_stand_ins_for_yaml(reading->reader->arena, &reading->stand_ins, text);
	if (bth_str_ends(text, "\n"))
		return text;
	bth_buf_init(&ended, reading->reader->arena);
	bth_buf_str(&ended, text);
	bth_buf_putc(&ended, '\n');
	return bth_buf_view(&ended);
}
