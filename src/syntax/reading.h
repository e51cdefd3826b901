/* reading.h - one document while libyaml's events become its tree */
#ifndef BTH_SYNTAX_READING_H
#define BTH_SYNTAX_READING_H

/* Shared by read.c and the files read_….c, and by nobody else. */

#include <yaml.h>

#include "base/map.h"
#include "syntax/read.h"
#include "syntax/standin.h"

/* A collection that is open, and the key that waits for its value. */
struct bth_open {
	uint32_t node;
	bool want_value;
	bool flow;
};

struct bth_reading {
	struct bth_reader *reader;
	struct bth_document *document;
	struct bth_str text; /* of the document */

	/* libyaml counts code points; so many of them are @bytes[i] bytes after the start */
	bool ascii;
	BTH_VEC(uint32_t) bytes;

	BTH_VEC(struct bth_open) stack;
	struct bth_map anchors; /* names to nodes */
	struct bth_map again;   /* names of anchors that stand twice */
	unsigned flow_depth;
	uint64_t keys;
	uint32_t root;
	bool needs_resolving;
	bool stop; /* a finding says why */

	struct bth_str given; /* what libyaml reads: the text, with letters that stand in */
	struct bth_stand_ins stand_ins;
	size_t colons;  /* that letters stand in for */
	size_t repeats; /* of reading, each with one more letter */
	bool repeat;    /* what was read counts for nothing: a letter has been put in */

	yaml_parser_t parser;
	yaml_event_t event;
	bool has_parser, has_event;
};

/* ---- read_mark.c ---- */

/* The offset in the source of a place that libyaml names. */
uint32_t bth_reading_offset(struct bth_reading *reading, yaml_mark_t mark);

/* @text for a message: cut, and masked in a document that may be a Secret. */
struct bth_str bth_reading_shown(const struct bth_reading *reading, struct bth_str text);

struct bth_span bth_reading_span(struct bth_reading *reading, uint32_t start, uint32_t end);

/* The character at @at as a span; nothing at the end of a line. */
struct bth_span bth_reading_character(struct bth_reading *reading, uint32_t at);

/* ---- read_given.c ---- */

/* What libyaml is given at first: each line ended, as kubectl hands it on. */
struct bth_str bth_reading_given(struct bth_reading *reading);

/* Has a letter stand for the comma at @comma, in a tag, if there is one. */
bool bth_reading_mask_comma(struct bth_reading *reading, size_t comma);

/*
 * Whether libyaml stopped at what go-yaml takes for a letter. Then a letter stands there, and
 * all is to be read again.
 */
bool bth_reading_mask_letter(struct bth_reading *reading);

/* ---- read_node.c ---- */

struct bth_node *bth_reading_node(struct bth_reading *reading, uint32_t at);

/* Gives a node text that does not stand in the source. */
void bth_reading_side(struct bth_reading *reading, struct bth_node *node, struct bth_str text);

/* A new node where the event stands; and puts it where it belongs: root, item, key or value. */
uint32_t bth_reading_add(struct bth_reading *reading, struct bth_node node);
void bth_reading_place(struct bth_reading *reading, uint32_t at);

/* The field path of a node that is placed. */
const char *bth_reading_path(const struct bth_reading *reading, uint32_t at);

/* Remembers the node by its anchor, if it has one. */
void bth_reading_anchor(struct bth_reading *reading, const yaml_char_t *name, uint32_t node);

/* The events. */
void bth_reading_alias(struct bth_reading *reading);
void bth_reading_open(struct bth_reading *reading, enum bth_node_kind kind, bool flow,
	const yaml_char_t *anchor);
void bth_reading_close(struct bth_reading *reading);
void bth_reading_scalar(struct bth_reading *reading); /* read_scalar.c */

/* ---- read_fault.c ---- */

/* Reports what kubectl refuses, and stops. */
struct bth_finding *bth_reading_refuse(struct bth_reading *reading,
	const struct bth_rule *rule, struct bth_span span, const char *message);

/* Refuses the document when there is more of something than is read. */
void bth_reading_limit(struct bth_reading *reading, enum bth_limit which, uint64_t count,
	const struct bth_rule *rule, uint32_t start, uint32_t end, const char *what);

/* Refuses bytes that are not UTF-8. */
void bth_reading_encoding(struct bth_reading *reading);

/* Reports why libyaml stopped. */
void bth_reading_error(struct bth_reading *reading);

/* Refuses directives before the document, which libyaml takes and go-yaml does not. */
void bth_reading_directives(struct bth_reading *reading);

/* Reports what follows the end of the document, "..." or not: kubectl drops it. */
void bth_reading_rest(struct bth_reading *reading);

#endif
