/* summary.c - one line on a whole run */

#include "report/report.h"

static void
add_count(struct bth_buf *buf, size_t count, const char *one)
{
	bth_buf_printf(buf, "%zu %s%s", count, one, count == 1 ? "" : "s");
}

/*
 * Each reason and how often it came, in the order in which they came first; without the file
 * that it names, since there may be hundreds. The reports have them all.
 */
static void
add_reasons(struct bth_buf *buf, const struct bth_skips *skips)
{
	BTH_VEC(const char *) reasons = {0};
	struct bth_map counts = {0};

	for (size_t i = 0; i < skips->len; i++) {
		struct bth_str whole = bth_str(skips->items[i].reason);
		struct bth_str reason = bth_str_copy(buf->arena,
			bth_str_trim(bth_str_sub(whole, 0, bth_str_find(whole, '\''))));
		uintptr_t count = (uintptr_t)bth_map_get(&counts, reason);

		if (!count)
			bth_vec_push(buf->arena, &reasons, reason.at);
		bth_map_put(buf->arena, &counts, reason, (void *)(count + 1));
	}
	for (size_t i = 0; i < reasons.len; i++)
		bth_buf_printf(buf, "%s%s (%zu)", i ? ", " : ": ", reasons.items[i],
			(size_t)(uintptr_t)bth_map_get(&counts, bth_str(reasons.items[i])));
}

void
bth_report_summary(struct bth_buf *buf, const struct bth_report_input *input)
{
	size_t infos = bth_findings_count(input->findings, BERTH_INFO);
	size_t suppressed = bth_findings_suppressed(input->findings);

	add_count(buf, bth_findings_count(input->findings, BERTH_ERROR), "error");
	bth_buf_puts(buf, ", ");
	add_count(buf, bth_findings_count(input->findings, BERTH_WARNING), "warning");
	if (infos) {
		bth_buf_puts(buf, ", ");
		add_count(buf, infos, "info");
	}
	if (suppressed)
		bth_buf_printf(buf, ", %zu allowed", suppressed);
	bth_buf_puts(buf, " in ");
	add_count(buf, input->files, "file");
	bth_buf_puts(buf, " (");
	add_count(buf, input->documents, "document");
	bth_buf_puts(buf, ", ");
	add_count(buf, input->objects, "object");
	bth_buf_puts(buf, ")");
	if (!input->skipped->len)
		return;
	bth_buf_puts(buf, "; skipped ");
	add_count(buf, input->skipped->len, "document");
	add_reasons(buf, input->skipped);
}
