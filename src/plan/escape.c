/* escape.c - names from the input as text of DOT, Mermaid and XML, whatever is in them */

#include "plan/escape.h"

#include "base/escape.h"

/*
 * A backslash begins an escape, and dot reads character references as HTML does, so '&' is
 * written as one.
 */
static const char *
escape_dot(uint32_t code)
{
	switch (code) {
	case '"':
		return "\\\"";
	case '\\':
		return "\\\\";
	case '&':
		return "&amp;";
	default:
		return NULL;
	}
}

void
bth_plan_escape_dot(struct bth_buf *buf, struct bth_str text)
{
	bth_escape(buf, text, escape_dot);
}

/*
 * Mermaid has references of its own, "#35;", which it puts in place after it has read the
 * text. All that means something to it, to Markdown or to HTML is written so.
 */
static const char *
escape_mermaid(uint32_t code)
{
	static const struct {
		char code;
		const char *instead;
	} escapes[] = {
		{'"', "#34;"},
		{'#', "#35;"},
		{'%', "#37;"},
		{'&', "#38;"},
		{'\'', "#39;"},
		{'*', "#42;"},
		{';', "#59;"},
		{'<', "#60;"},
		{'=', "#61;"},
		{'>', "#62;"},
		{'[', "#91;"},
		{'\\', "#92;"},
		{']', "#93;"},
		{'_', "#95;"},
		{'`', "#96;"},
		{'{', "#123;"},
		{'|', "#124;"},
		{'}', "#125;"},
		{'~', "#126;"},
		{'(', "#40;"},
		{')', "#41;"},
		{'$', "#36;"},
		{'@', "#64;"},
	};

	for (size_t i = 0; i < sizeof escapes / sizeof escapes[0]; i++)
		if (code == (uint32_t)escapes[i].code)
			return escapes[i].instead;
	return NULL;
}

void
bth_plan_escape_mermaid(struct bth_buf *buf, struct bth_str text)
{
	bth_escape(buf, text, escape_mermaid);
}

static const char *
escape_xml(uint32_t code)
{
	switch (code) {
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '&':
		return "&amp;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	case 0xFFFE:
	case 0xFFFF:
		return "&lt;not a character&gt;";
	default:
		return NULL;
	}
}

void
bth_plan_escape_xml(struct bth_buf *buf, struct bth_str text)
{
	bth_escape(buf, text, escape_xml);
}
