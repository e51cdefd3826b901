/* read.h - from text to documents, as kubectl reads it */
#ifndef BTH_SYNTAX_READ_H
#define BTH_SYNTAX_READ_H

#include "diag/finding.h"
#include "syntax/anchor.h"
#include "syntax/build.h"
#include "syntax/comment.h"
#include "syntax/limits.h"
#include "syntax/tree.h"

enum bth_document_state {
	BTH_DOCUMENT_READ,
	BTH_DOCUMENT_EMPTY,    /* nothing, comments or null: kubectl skips it */
	BTH_DOCUMENT_TEMPLATE, /* text of a template engine, not YAML yet */
	BTH_DOCUMENT_BROKEN,   /* not YAML; a finding says why */
};

/* A piece of a source between two separators, and what was read from it. */
struct bth_document {
	struct bth_span span; /* without separator lines, but for one with nothing before it */
	uint32_t number;      /* in its source, from 1 */
	bool json;            /* kubectl reads it as JSON */
	enum bth_document_state state;
	const struct bth_tree *tree; /* aliases, merges and double keys resolved; else NULL */
	const struct bth_comments *comments; /* those that speak to berth; NULL: none */
};

BTH_VEC_TYPE(bth_documents, struct bth_document);

/*
 * Cuts a source at lines that begin with "---", as kubectl's YAMLReader does, and a text
 * that begins with '{' behind each JSON value. Separators that kubectl refuses are reported.
 */
void bth_split(struct bth_documents *out, struct bth_findings *findings, struct bth_source *source);

/*
 * What one worker needs to read documents: trees and findings are made in @arena, the
 * builders are used again for each document. @limits are the usual ones unless set.
 */
struct bth_reader {
	struct bth_arena *arena;
	struct bth_findings *findings;
	const struct bth_limits *limits;
	struct bth_builder written, resolved;
	struct bth_anchors anchors;
	bool strict; /* text of a template engine is refused like any other, as by kubectl */
};

void bth_reader_init(struct bth_reader *reader, struct bth_arena *arena, struct bth_findings *findings);

/* Reads one document: sets its state and, when it could be read, its tree. */
void bth_read(struct bth_reader *reader, struct bth_document *document);

#endif
