/* custom.c - any custom resource by any schema */

#include "fuzz/fuzz.h"

#include "berth/berth.h"

static struct berth_context *
open(void)
{
	struct berth_options options = BERTH_OPTIONS_INIT;
	struct berth_context *context = NULL;

	options.least = BERTH_INFO;
	options.jobs = 1;
	bth_fuzz_require(berth_context_new(&context, &options, NULL) == BERTH_OK);
	return context;
}

static void
run(struct bth_str definition, struct bth_str object)
{
	struct berth_context *context = open();
	struct berth_finding finding;

	bth_fuzz_require(berth_context_add(context, BERTH_INPUT, "object.yaml", object.at,
				 object.len) == BERTH_OK);
	bth_fuzz_require(berth_context_add(context, BERTH_SCHEMA, "c-a.b-v1.json", definition.at,
				 definition.len) == BERTH_OK);
	bth_fuzz_require(berth_context_run(context) == BERTH_OK);
	for (size_t i = 0; berth_context_finding(context, i, &finding) > 0; i++)
		bth_fuzz_require(finding.message[0] && finding.rule[0]);
	berth_context_free(context);
}

/* A byte 0xFF stands between the schema and the object, both in JSON. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bth_arena arena;

	bth_arena_init(&arena);
	struct bth_str input = bth_fuzz_copy(&arena, data, size);
	size_t middle = bth_str_find(input, (char)0xFF);
	struct bth_str schema = bth_str_sub(input, 0, middle);
	struct bth_str spec = bth_str_sub(input, schema.len + 1, SIZE_MAX);
	struct bth_str definition = bth_str_printf(&arena,
		"{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, spec: {group: "
		"a.b, scope: Cluster, names: {kind: C}, versions: [{name: v1, served: true, schema: "
		"{openAPIV3Schema: %.*s\n}}]}}\n",
		BTH_STR_ARG(schema));
	struct bth_str object = bth_str_printf(&arena,
		"{apiVersion: a.b/v1, kind: C, metadata: {name: a}, spec: %.*s\n}\n",
		BTH_STR_ARG(spec));
	run(definition, object);
	run(bth_fuzz_copy(&arena, schema.at, schema.len), object); /* with a byte behind it */
	bth_arena_release(&arena);
	return 0;
}
