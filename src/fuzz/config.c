/* config.c - any .berth.yaml, and a run that follows it */

#include "fuzz/fuzz.h"

#include <stdlib.h>

#include "berth/berth.h"

/* What the settings are for when the input has nothing of the kind. */
static const char usual[] =
	"apiVersion: apps/v1\n"
	"kind: StatefulSet\n"
	"metadata: {name: db, namespace: shop, annotations: {a.b/c: x}}\n"
	"spec:\n"
	"  serviceName: db\n"
	"  replicas: 2\n"
	"  selector: {matchLabels: {app: db}}\n"
	"  template:\n"
	"    metadata: {labels: {app: db}}\n"
	"    spec: {containers: [{name: db, image: \"db:1\"}, {name: log, image: log}]}\n";

static void
check(const char *config, size_t config_len, const char *text, size_t len)
{
	struct berth_context *context = NULL;
	const char *report;
	size_t report_len;

	bth_fuzz_require(berth_context_new(&context, NULL, NULL) == BERTH_OK);
	bth_fuzz_require(berth_context_add_config(context, "/work", "/work/.berth.yaml", config,
		config_len) == BERTH_OK);
	bth_fuzz_require(berth_context_add(context, BERTH_INPUT, "/work/deploy/db.yaml", text, len) ==
		BERTH_OK);
	bth_fuzz_require(berth_context_run(context) == BERTH_OK);
	bth_fuzz_require(berth_context_report(context, BERTH_REPORT_TEXT, BERTH_REPORT_SUPPRESSED,
		&report, &report_len) == BERTH_OK);
	berth_context_free(context);
}

/* A byte 0xFF stands between the settings and a manifest. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *copy = malloc(size + 1);

	bth_fuzz_require(copy);
	if (size)
		memcpy(copy, data, size);
	copy[size] = 'x';
	const char *end = size ? memchr(copy, 0xFF, size) : NULL;
	size_t len = end ? (size_t)(end - copy) : size;
	check(copy, len, end ? end + 1 : usual, end ? size - len - 1 : sizeof usual - 1);
	free(copy);
	return 0;
}
