/* fyaml.c - libfyaml's events, a line each */

#include "second/fyaml.h"

#include <libfyaml.h>
#include <stdio.h>
#include <string.h>

struct writer {
	void (*write)(void *to, const char *piece, size_t len);
	void *to;
};

static void
put(const struct writer *writer, const char *text)
{
	writer->write(writer->to, text, strlen(text));
}

/* Text that stays on its line. */
static void
put_escaped(const struct writer *writer, const char *text, size_t len)
{
	size_t from = 0;

	for (size_t i = 0; i < len; i++) {
		const char *escape = text[i] == '\n' ? "\\n" : text[i] == '\\' ? "\\\\" :
			text[i] == '\0' ? "\\0" : NULL;

		if (!escape)
			continue;
		writer->write(writer->to, text + from, i - from);
		put(writer, escape);
		from = i + 1;
	}
	writer->write(writer->to, text + from, len - from);
}

static void
put_token(const struct writer *writer, const char *before, struct fy_token *token)
{
	size_t len = 0;
	const char *text = token ? fy_token_get_text(token, &len) : NULL;

	put(writer, before);
	if (text)
		put_escaped(writer, text, len);
	put(writer, "\n");
}

static const char *
scalar_mark(struct fy_token *token)
{
	switch (token ? fy_token_scalar_style(token) : FYSS_PLAIN) {
	case FYSS_SINGLE_QUOTED:
		return "=VAL '";
	case FYSS_DOUBLE_QUOTED:
		return "=VAL \"";
	case FYSS_LITERAL:
		return "=VAL |";
	case FYSS_FOLDED:
		return "=VAL >";
	default:
		return "=VAL :";
	}
}

static void
put_event(const struct writer *writer, struct fy_event *event)
{
	switch (event->type) {
	case FYET_MAPPING_START:
		put(writer, "+MAP\n");
		break;
	case FYET_MAPPING_END:
		put(writer, "-MAP\n");
		break;
	case FYET_SEQUENCE_START:
		put(writer, "+SEQ\n");
		break;
	case FYET_SEQUENCE_END:
		put(writer, "-SEQ\n");
		break;
	case FYET_SCALAR:
		put_token(writer, scalar_mark(event->scalar.value), event->scalar.value);
		break;
	case FYET_ALIAS:
		put_token(writer, "=ALI *", event->alias.anchor);
		break;
	default:
		break;
	}
}

static void
put_error(const struct writer *writer, struct fy_diag *diag)
{
	void *iterator = NULL;
	struct fy_diag_error *error = fy_diag_errors_iterate(diag, &iterator);
	char place[64];

	snprintf(place, sizeof place, "!ERR %d %d ", error ? error->line : 0,
		error ? error->column : 0);
	put(writer, place);
	if (error && error->msg)
		put_escaped(writer, error->msg, strlen(error->msg));
	put(writer, "\n");
}

static void
put_events(const struct writer *writer, struct fy_parser *parser, struct fy_diag *diag)
{
	struct fy_event *event;

	while ((event = fy_parser_parse(parser))) {
		enum fy_event_type type = event->type;

		put_event(writer, event);
		fy_parser_event_free(parser, event);
		if (type == FYET_DOCUMENT_END || type == FYET_STREAM_END)
			return;
	}
	if (fy_parser_get_stream_error(parser))
		put_error(writer, diag);
}

void
bth_fyaml_events(const char *text, size_t len,
	void (*write)(void *to, const char *piece, size_t len), void *to)
{
	struct writer writer = {.write = write, .to = to};
	struct fy_diag_cfg diag_cfg;

	/* the only way to keep 0.7.12 from printing, which is where it overruns its stack */
	fy_diag_cfg_default(&diag_cfg);
	diag_cfg.fp = NULL;
	struct fy_diag *diag = fy_diag_create(&diag_cfg);
	if (!diag)
		return;
	fy_diag_set_collect_errors(diag, true);
	struct fy_parse_cfg cfg = {
		.flags = FYPCF_DEFAULT_VERSION_1_2 | FYPCF_JSON_NONE, .diag = diag};
	struct fy_parser *parser = fy_parser_create(&cfg);
	if (parser && fy_parser_set_string(parser, text, len) == 0)
		put_events(&writer, parser, diag);
	if (parser)
		fy_parser_destroy(parser);
	fy_diag_destroy(diag);
}
