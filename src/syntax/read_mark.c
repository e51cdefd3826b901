/* read_mark.c - where in the source libyaml means */

#include "syntax/reading.h"

#include "base/utf8.h"

/* Code points from one step to the next. */
enum { STEP = 128 };

/* Notes where every STEP-th code point begins, once, for texts that are not all ASCII. */
static void
make_steps(struct bth_reading *reading)
{
	size_t at = 0, count = 0;

	while (at < reading->text.len) {
		uint32_t code;

		if (count++ % STEP == 0)
			bth_vec_push(reading->reader->arena, &reading->bytes, (uint32_t)at);
		size_t len = bth_utf8_next(&code, bth_str_sub(reading->text, at, 4));
		at += len ? len : 1;
	}
}

uint32_t
bth_reading_offset(struct bth_reading *reading, yaml_mark_t mark)
{
	size_t at = mark.index;

	if (!reading->ascii) {
		if (!reading->bytes.len)
			make_steps(reading);
		size_t step = mark.index / STEP;
		at = step < reading->bytes.len ? reading->bytes.items[step] : reading->text.len;
		for (size_t i = mark.index % STEP; i > 0 && at < reading->text.len; i--) {
			uint32_t code;
			size_t len = bth_utf8_next(&code, bth_str_sub(reading->text, at, 4));

			at += len ? len : 1;
		}
	}
	if (at > reading->text.len)
		at = reading->text.len;
	return reading->document->span.start + (uint32_t)at;
}

struct bth_span
bth_reading_span(struct bth_reading *reading, uint32_t start, uint32_t end)
{
	return (struct bth_span){
		.source = reading->document->span.source, .start = start, .end = end};
}

struct bth_span
bth_reading_character(struct bth_reading *reading, uint32_t at)
{
	struct bth_str rest = bth_str_sub(reading->document->span.source->text, at, 4);
	uint32_t code = '\n', len = (uint32_t)bth_utf8_next(&code, rest);

	return bth_reading_span(reading, at, code == '\n' ? at : at + len);
}
