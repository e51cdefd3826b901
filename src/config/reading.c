/* reading.c - what the parts of reading settings share */

#include "config/reading.h"

#include "rules.h"

struct bth_finding *
bth_config_report(struct bth_config_reading *reading, struct bth_value value,
	const char *format, ...)
{
	va_list args;

	va_start(args, format);
	struct bth_finding *finding = bth_find_v(reading->findings, &bth_rule_config_malformed,
		bth_span(value), format, args);
	va_end(args);
	finding->path = bth_path_of(reading->arena, reading->root, value);
	reading->config->faulty = true;
	return finding;
}

void
bth_config_texts(struct bth_arena *arena, struct bth_strs *out, struct bth_value list)
{
	if (!bth_is_list(list))
		return;
	for (struct bth_value i = bth_first(list); bth_exists(i); i = bth_next(i))
		if (bth_text(i).len)
			bth_vec_push(arena, out, bth_text(i));
}
