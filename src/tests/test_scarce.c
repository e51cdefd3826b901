/* test_scarce.c - memory that ends at every single allocation of the library */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "berth/berth.h"
#include "tests/scarce.h"

/*
 * A program of its own, for it is linked with a wrapped malloc() and with an arena that asks
 * for each piece alone, so that every piece is one that may fail.
 */

/* What the reader does for manifests, and the rules, is in one text. */
static const char manifests[] =
	"apiVersion: v1\n"
	"kind: PersistentVolume\n"
	"metadata: {name: data-0, labels: &labels {app: \"d\\u00e9\", 1.5: x}}\n"
	"spec: {capacity: {storage: 1GB}, accessModes: [ReadWriteOnce], storageClassName: slow,\n"
	"  hostPath: {path: /data}}\n"
	"---\n"
	"apiVersion: v1\n"
	"kind: Service\n"
	"metadata: {name: db, name: db}\n"
	"spec:\n"
	"  clusterIP: None\n"
	"  selector: {app: other}\n"
	"  ports: [{port: 5432}]\n"
	"---\n"
	"apiVersion: apps/v1\n"
	"kind: StatefulSet\n"
	"metadata: {name: db}\n"
	"spec:\n"
	"  serviceName: db\n"
	"  replicas: 2\n"
	"  selector: {matchLabels: {app: db}}\n"
	"  template:\n"
	"    metadata: {labels: {<<: *none, app: db}}\n"
	"---\n"
	"apiVersion: apps/v1\n"
	"kind: StatefulSet\n"
	"metadata: {name: db, labels: &l {app: db}}\n"
	"spec:\n"
	"  serviceName: db\n"
	"  replicas: 2\n"
	"  selector: {matchLabels: *l}\n"
	"  template:\n"
	"    metadata: {labels: {<<: *l}}\n"
	"    spec:\n"
	"      containers:\n"
	"      - {name: db, image: db, volumeMounts: [{name: data, mountPath: /data}]}\n"
	"  volumeClaimTemplates:\n"
	"  - metadata: {name: data}\n"
	"    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 2Gi}}}\n"
	"---\n"
	"a:\n\t- tab\n"
	"---\n"
	"{{ template }}\n";

static const char cluster[] =
	"apiVersion: berth/v1alpha1\n"
	"kind: Cluster\n"
	"metadata: {name: db}\n"
	"spec:\n"
	"  preset: postgres:17\n"
	"  replicas: 1\n"
	"  auth: {secret: db, stub: true}\n"
	"  storage:\n"
	"    size: 1Gi\n"
	"    local: {path: \"/data/{ordinal}\", nodes: [node1]}\n"
	"  patches:\n"
	"  - target: {kind: StatefulSet}\n"
	"    merge: {metadata: {annotations: {note: \"a\\nb\"}}}\n";

static const char json[] = "{\"a\": \"\\ud83d\\ude00\"}\n{\"b\": [1, {\"c\": null}]}\n";

static const char preset[] =
	"apiVersion: berth/v1alpha1\n"
	"kind: Preset\n"
	"metadata: {name: other}\n"
	"versions: [\"1\"]\n"
	"spec: {image: \"other:{version}\", faulty: true}\n";

static const char config[] =
	"rules: {safety: info, claim-unreservd: off}\n"
	"overrides: [{paths: ['*.yaml'], rules: {yaml: warning}}]\n"
	"customRules:\n"
	"- {name: x, message: x, path: 'spec.template.spec.containers[*].image', require: '^(a|b)+$'}\n";

static const char baseline[] = "";

struct text {
	const char *name, *text;
};

static const struct text texts[] = {
	{"manifests.yaml", manifests}, {"cluster.yaml", cluster}, {"text.json", json}};

/* Something to ask of a context that has run. */
typedef enum berth_status ask_fn(struct berth_context *context, int which);

static enum berth_status
ask_report(struct berth_context *context, int which)
{
	const char *text;
	size_t len;

	return berth_context_report(
		context, (enum berth_report_format)which, BERTH_REPORT_COLOR, &text, &len);
}

static enum berth_status
ask_output(struct berth_context *context, int which)
{
	const char *text;
	size_t len;

	return berth_context_output(context, which, &text, &len);
}

static enum berth_status
ask_documents(struct berth_context *context, int which)
{
	const char *text;
	size_t len;

	return berth_context_documents(context, which, &text, &len);
}

static enum berth_status
ask_plan(struct berth_context *context, int which)
{
	const char *text;
	size_t len;

	return berth_context_plan(
		context, (enum berth_plan_format)which, 0, &text, &len);
}

static enum berth_status
ask_manifests(struct berth_context *context, int which)
{
	struct berth_manifest manifest;
	size_t count = 0;
	int more = 1;

	(void)which;
	while ((more = berth_context_manifest(context, count, &manifest)) > 0)
		count++;
	return (enum berth_status)more;
}

static enum berth_status
ask_findings(struct berth_context *context, int which)
{
	struct berth_finding finding;
	size_t count = 0;
	int more = 1;

	(void)which;
	while ((more = berth_context_finding(context, count, &finding)) > 0)
		count++;
	return (enum berth_status)more;
}

/* One thing that needs memory: a run of a task, or what is asked of it afterwards. */
struct need {
	const char *name;
	enum berth_task task;
	unsigned jobs;
	ask_fn *ask;
	int which;
	size_t stride; /* every so many allocations is enough */
};

static const struct need needs[] = {
	{"lint", BERTH_LINT, 1, NULL, 0, 1},
	{"generate", BERTH_GENERATE, 1, NULL, 0, 1},
	{"read", BERTH_READ, 1, NULL, 0, 1},
	{"lint on threads", BERTH_LINT, 2, NULL, 0, 7},
	{"text", BERTH_LINT, 1, ask_report, BERTH_REPORT_TEXT, 1},
	{"json", BERTH_LINT, 1, ask_report, BERTH_REPORT_JSON, 1},
	{"sarif", BERTH_LINT, 1, ask_report, BERTH_REPORT_SARIF, 1},
	{"github", BERTH_LINT, 1, ask_report, BERTH_REPORT_GITHUB, 1},
	{"gitlab", BERTH_LINT, 1, ask_report, BERTH_REPORT_GITLAB, 1},
	{"junit", BERTH_LINT, 1, ask_report, BERTH_REPORT_JUNIT, 1},
	{"checkstyle", BERTH_LINT, 1, ask_report, BERTH_REPORT_CHECKSTYLE, 1},
	{"tap", BERTH_LINT, 1, ask_report, BERTH_REPORT_TAP, 1},
	{"findings", BERTH_LINT, 1, ask_findings, 0, 1},
	{"output as YAML", BERTH_GENERATE, 1, ask_output, 0, 1},
	{"output as JSON", BERTH_GENERATE, 1, ask_output, 1, 1},
	{"manifests", BERTH_GENERATE, 1, ask_manifests, 0, 1},
	{"documents as YAML", BERTH_READ, 1, ask_documents, 0, 1},
	{"documents as JSON", BERTH_READ, 1, ask_documents, 1, 1},
	{"plan as text", BERTH_LINT, 1, ask_plan, BERTH_PLAN_TEXT, 1},
	{"plan as JSON", BERTH_LINT, 1, ask_plan, BERTH_PLAN_JSON, 1},
	{"plan for dot", BERTH_LINT, 1, ask_plan, BERTH_PLAN_DOT, 1},
	{"plan for Mermaid", BERTH_LINT, 1, ask_plan, BERTH_PLAN_MERMAID, 1},
	{"plan as SVG", BERTH_LINT, 1, ask_plan, BERTH_PLAN_SVG, 1},
	{"plan as HTML", BERTH_LINT, 1, ask_plan, BERTH_PLAN_HTML, 1},
};

static enum berth_status
run(struct berth_context **out, const struct need *need)
{
	static const char *const settings[] = {"label-missing.keys=owner", NULL};
	struct berth_options options = BERTH_OPTIONS_INIT;

	options.task = need->task;
	options.jobs = need->jobs;
	options.least = BERTH_INFO;
	options.settings = settings;
	const char *problem;
	enum berth_status status = berth_context_new(out, &options, NULL);
	for (size_t i = 0; !status && i < sizeof texts / sizeof texts[0]; i++)
		status = berth_context_add(*out, BERTH_INPUT, texts[i].name, texts[i].text,
			strlen(texts[i].text));
	if (!status)
		status = berth_context_add_preset(*out, "other.yaml", preset, strlen(preset));
	if (!status)
		status = berth_context_add_config(
			*out, NULL, ".berth.yaml", config, strlen(config));
	if (!status && need->task == BERTH_LINT)
		status = berth_context_add_baseline(
			*out, "baseline.json", baseline, strlen(baseline), true, &problem);
	return status ? status : berth_context_run(*out);
}

/* Whether a run came to the same findings as the one before it, in which nothing failed. */
static bool
is_same(struct berth_context *context, bool first)
{
	static char whole[64 * 1024];
	const char *text;
	size_t len;

	if (berth_context_report(context, BERTH_REPORT_JSON, 0, &text, &len) != BERTH_OK ||
		len >= sizeof whole)
		return false;
	if (first)
		memcpy(whole, text, len + 1);
	return strcmp(text, whole) == 0;
}

/*
 * Tries @need with memory that ends at allocation @at. False: nothing failed any more. A
 * regular expression may do without machine code, if all comes to the same.
 */
static bool
fail_at(const struct need *need, size_t at, bool all, int *faults)
{
	struct berth_context *context = NULL;
	size_t held = bth_scarce_held(), failed = 0;
	enum berth_status status = BERTH_OK;

	if (need->ask)
		status = run(&context, need);
	bth_scarce_begin(at, all);
	if (!status)
		status = need->ask ? need->ask(context, need->which) : run(&context, need);
	bth_scarce_end(&failed);
	bool same = !need->ask && !status && is_same(context, at == 0);
	berth_context_free(context);
	if (status != (failed ? BERTH_ENOMEM : BERTH_OK) && !same)
		++*faults, printf("%s: allocation %zu fails%s: status %d\n", need->name, at,
			all ? " and all after it" : "", (int)status);
	if (bth_scarce_held() != held)
		++*faults, printf("%s: allocation %zu fails%s: %zd are not released\n",
			need->name, at, all ? " and all after it" : "",
			(ssize_t)(bth_scarce_held() - held));
	fflush(stdout);
	return failed != 0;
}

int
main(void)
{
	const char *every = getenv("BERTH_STRIDE");
	size_t factor = every ? (size_t)atoi(every) : 1;
	int faults = 0;

	for (size_t i = 0; i < sizeof needs / sizeof needs[0]; i++) {
		size_t stride = needs[i].stride * factor, at = 1;

		fail_at(&needs[i], 0, false, &faults);
		while (fail_at(&needs[i], at, at % 2, &faults) && faults < 20)
			at += stride;
		printf("%s: %zu allocations\n", needs[i].name, at);
	}
	return faults ? EXIT_FAILURE : EXIT_SUCCESS;
}
