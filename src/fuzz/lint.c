/* lint.c - the whole way of any manifests through the library, as a program calls it */

#include "fuzz/fuzz.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "berth/berth.h"

/* What a report is, besides UTF-8 with an end. */
enum form { WORDS, COLORS, JSON };

static void
check_text(const char *text, size_t len, enum form form)
{
	bth_fuzz_require(text[len] == '\0');
	bth_fuzz_require(bth_utf8_check((struct bth_str){.at = text, .len = len}) == SIZE_MAX);
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		bth_fuzz_require(c >= ' ' || c == '\n' || c == '\t' || (c == 27 && form == COLORS));
	}
	if (form != JSON)
		return;
	json_error_t error;
	json_t *value = json_loadb(text, len, JSON_ALLOW_NUL, &error);
	bth_fuzz_require(value);
	json_decref(value);
}

/* SARIF has the texts of all rules in it each time: @sarif is seldom true. */
static void
check_reports(struct berth_context *context, bool sarif)
{
	static const struct {
		enum berth_report_format format;
		unsigned flags;
		enum form form;
	} reports[] = {
		{BERTH_REPORT_TEXT, 0, WORDS},
		{BERTH_REPORT_TEXT, BERTH_REPORT_COLOR, COLORS},
		{BERTH_REPORT_TEXT, BERTH_REPORT_BRIEF, WORDS},
		{BERTH_REPORT_JSON, 0, JSON},
		{BERTH_REPORT_SARIF, 0, JSON},
		{BERTH_REPORT_GITHUB, 0, WORDS},
		{BERTH_REPORT_GITLAB, 0, JSON},
		{BERTH_REPORT_JUNIT, 0, WORDS},
		{BERTH_REPORT_CHECKSTYLE, 0, WORDS},
		{BERTH_REPORT_TAP, 0, WORDS},
	};
	const char *text;
	size_t len;

	for (size_t i = 0; i < sizeof reports / sizeof reports[0]; i++) {
		if (reports[i].format == BERTH_REPORT_SARIF && !sarif)
			continue;
		bth_fuzz_require(berth_context_report(context, reports[i].format,
			reports[i].flags, &text, &len) == BERTH_OK);
		check_text(text, len, reports[i].form);
	}
}

static void
check_outputs(struct berth_context *context)
{
	struct berth_finding finding;
	struct berth_manifest manifest;
	const char *text;
	size_t len;

	for (size_t i = 0; berth_context_finding(context, i, &finding) > 0; i++)
		bth_fuzz_require(finding.message[0] && finding.rule[0]);
	for (size_t i = 0; berth_context_manifest(context, i, &manifest) > 0; i++)
		bth_fuzz_require(manifest.file[0] && manifest.len);
	for (int json = 0; json < 2; json++) {
		bth_fuzz_require(berth_context_documents(context, json, &text, &len) == BERTH_OK);
		bth_fuzz_require(berth_context_output(context, json, &text, &len) == BERTH_OK);
		check_text(text, len, json ? JSON : WORDS);
	}
}

static void
check_plans(struct berth_context *context)
{
	static const struct {
		enum berth_plan_format format;
		unsigned flags;
		enum form form;
	} plans[] = {
		{BERTH_PLAN_TEXT, 0, WORDS},
		{BERTH_PLAN_TEXT, BERTH_REPORT_COLOR, COLORS},
		{BERTH_PLAN_JSON, 0, JSON},
		{BERTH_PLAN_DOT, 0, WORDS},
		{BERTH_PLAN_MERMAID, 0, WORDS},
		{BERTH_PLAN_SVG, 0, WORDS},
		{BERTH_PLAN_HTML, 0, WORDS},
	};
	const char *text;
	size_t len;

	for (size_t i = 0; i < sizeof plans / sizeof plans[0]; i++) {
		bth_fuzz_require(berth_context_plan(context, plans[i].format, plans[i].flags,
					 &text, &len) == BERTH_OK);
		check_text(text, len, plans[i].form);
	}
}

static struct berth_context *
run(const char *text, size_t len, unsigned jobs, bool there)
{
	struct berth_options options = BERTH_OPTIONS_INIT;
	struct berth_context *context = NULL;

	options.least = BERTH_INFO;
	options.jobs = jobs;
	bth_fuzz_require(berth_context_new(&context, &options, NULL) == BERTH_OK);
	bth_fuzz_require(berth_context_add(context, BERTH_INPUT, "input.yaml", text, len) ==
		BERTH_OK);
	if (there)
		bth_fuzz_require(berth_context_add(context, BERTH_CLUSTER, "cluster.yaml", text,
					 len) == BERTH_OK);
	bth_fuzz_require(berth_context_run(context) == BERTH_OK);
	return context;
}

/* Two threads say the same as one. */
static void
check_jobs(struct berth_context *one, const char *text, size_t len)
{
	struct berth_context *two = run(text, len, 2, false);
	const char *said = NULL, *again = NULL;
	size_t said_len = 0, again_len = 0;

	berth_context_report(one, BERTH_REPORT_JSON, 0, &said, &said_len);
	berth_context_report(two, BERTH_REPORT_JSON, 0, &again, &again_len);
	bth_fuzz_require(said_len == again_len && memcmp(said, again, said_len) == 0);
	berth_context_free(two);
}

/* The cluster has all of it already, with whatever status it says. */
static void
check_there(const char *text, size_t len)
{
	struct berth_context *context = run(text, len, 1, true);

	check_reports(context, false);
	check_plans(context);
	berth_context_free(context);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);

	bth_fuzz_require(text);
	if (size)
		memcpy(text, data, size);
	text[size] = 'x';
	struct berth_context *context = run(text, size, 1, false);
	check_reports(context, size % 16 == 3);
	check_outputs(context);
	check_plans(context);
	if (size % 16 == 7)
		check_jobs(context, text, size);
	if (size % 4 == 1)
		check_there(text, size);
	berth_context_free(context);
	free(text);
	return 0;
}
