/* fingerprint.c - what a finding is known by from one run to the next */

#include "report/report.h"

struct bth_str
bth_report_fingerprint(struct bth_arena *arena, const struct bth_finding *finding)
{
	const struct bth_object_name *object = &finding->object;
	const struct bth_str parts[] = {bth_str(finding->rule->code), object->kind,
		object->namespace, object->name, bth_str(finding->path), finding->subject};
	struct bth_str text = bth_str_join(arena, parts, sizeof parts / sizeof parts[0], '\n');
	uint64_t sum = bth_str_sum_more(BTH_STR_SUM, text);

	/* a text that is no object is known by its file alone */
	if (!object->kind.len && finding->span.source)
		sum = bth_str_sum_more(sum, bth_str(finding->span.source->name));
	return bth_str_printf(arena, "%016llx", (unsigned long long)sum);
}

/*
 * The first of several that would have the same one has it plainly, so that a finding's does
 * not depend on others before it.
 */
struct bth_str
bth_report_fingerprint_once(
	struct bth_arena *arena, struct bth_map *seen, const struct bth_finding *finding)
{
	struct bth_str plain = bth_report_fingerprint(arena, finding);
	uintptr_t count = (uintptr_t)bth_map_get(seen, plain);

	bth_map_put(arena, seen, plain, (void *)(count + 1));
	return count ? bth_str_printf(arena, "%.*s-%zu", BTH_STR_ARG(plain), (size_t)count + 1) :
		       plain;
}
