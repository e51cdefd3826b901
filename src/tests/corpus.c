/* corpus.c - real manifests and hard cases, read twice: what is written is what was read */

#include <stdio.h>
#include <stdlib.h>
#include <yaml.h>

#include "base/file.h"
#include "syntax/emit.h"
#include "tests/given.h"

/*
 * Of every text
 *   - reading, writing as YAML and reading again is the identity;
 *   - libyaml's own composer makes the same structure of each document. Documents with merge
 *     keys or double keys are left out, as those are kubectl's matter and not libyaml's, and
 *     so are those that libyaml alone refuses.
 */

enum { SKIP = 77, SHOWN_MOST = 20 };

static struct {
	size_t texts, documents, compared, left_out, wrong;
} seen;

static bool
complain(const char *name, uint32_t document, const char *what)
{
	if (seen.wrong++ < SHOWN_MOST)
		fprintf(stderr, "%s: document %u: %s\n", name, (unsigned)document, what);
	return false;
}

/* ---- what libyaml's composer makes of a document ---- */

static bool
is_merge(const yaml_node_t *key)
{
	return key->type == YAML_SCALAR_NODE && key->data.scalar.length == 2 &&
		memcmp(key->data.scalar.value, "<<", 2) == 0;
}

/* Two keys that may be one; keys that are numbers may be written in several ways. */
static bool
has_one_twice(yaml_document_t *composed, const yaml_node_t *map)
{
	const yaml_node_pair_t *pairs = map->data.mapping.pairs.start;
	size_t count = (size_t)(map->data.mapping.pairs.top - pairs);

	for (size_t i = 1; i < count; i++) {
		const yaml_node_t *key = yaml_document_get_node(composed, pairs[i].key);

		for (size_t j = 0; j < i && key->type == YAML_SCALAR_NODE; j++) {
			const yaml_node_t *other = yaml_document_get_node(composed, pairs[j].key);

			if (other->type == YAML_SCALAR_NODE &&
				strcmp((const char *)key->data.scalar.value,
					(const char *)other->data.scalar.value) == 0)
				return true;
		}
	}
	return false;
}

/* Whether kubectl's own rules about keys matter in the document. */
static bool
has_special_keys(yaml_document_t *composed)
{
	for (const yaml_node_t *node = composed->nodes.start; node < composed->nodes.top; node++) {
		if (node->type != YAML_MAPPING_NODE)
			continue;
		for (const yaml_node_pair_t *pair = node->data.mapping.pairs.start;
			pair < node->data.mapping.pairs.top; pair++)
			if (is_merge(yaml_document_get_node(composed, pair->key)))
				return true;
		if (has_one_twice(composed, node))
			return true;
	}
	return false;
}

static bool
same_scalar(const yaml_node_t *node, struct bth_value value)
{
	struct bth_str text = {.at = (const char *)node->data.scalar.value,
		.len = node->data.scalar.length};
	bool key = bth_node(value)->flags & BTH_NODE_KEY;
	bool plain = node->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;

	/* keys become strings, whose text is that of the number; !!binary is decoded */
	return bth_is_scalar(value) && (bth_str_eq(bth_text(value), text) || (key && plain) ||
		strcmp((const char *)node->tag, "tag:yaml.org,2002:binary") == 0);
}

/* Recursion is as deep as the reader's limit, as all this was read. */
static bool
same_node(yaml_document_t *composed, int index, struct bth_value value)
{
	const yaml_node_t *node = yaml_document_get_node(composed, index);
	struct bth_value child = bth_first(value);

	if (node->type == YAML_SCALAR_NODE)
		return same_scalar(node, value);
	if (node->type == YAML_SEQUENCE_NODE) {
		for (const yaml_node_item_t *item = node->data.sequence.items.start;
			item < node->data.sequence.items.top; item++, child = bth_next(child))
			if (!same_node(composed, *item, child))
				return false;
		return bth_is_list(value) && !bth_exists(child);
	}
	for (const yaml_node_pair_t *pair = node->data.mapping.pairs.start;
		pair < node->data.mapping.pairs.top; pair++, child = bth_next(child))
		if (!same_node(composed, pair->key, child) ||
			!same_node(composed, pair->value, bth_under(child)))
			return false;
	return bth_is_map(value) && !bth_exists(child);
}

/* What libyaml refuses and go-yaml does not: [a:], and an anchor that is given anew. */
static bool
is_libyamls_own(const char *problem)
{
	return strcmp(problem, "found unexpected ':'") == 0 ||
		strcmp(problem, "second occurrence") == 0;
}

/* What a document is to the test once libyaml has composed it, or has not. */
static bool
compare_composed(const char *name, const struct bth_document *document,
	const yaml_parser_t *parser, yaml_document_t *composed)
{
	if (!composed && !is_libyamls_own(parser->problem))
		return complain(name, document->number, parser->problem);
	if (!composed || has_special_keys(composed)) {
		seen.left_out++;
		return true;
	}
	seen.compared++;
	return same_node(composed, 1, bth_root(document->tree)) ||
		complain(name, document->number, "libyaml composes something else");
}

static void
check_structure(
	struct bth_arena *arena, const char *name, const struct bth_document *document)
{
	yaml_parser_t parser;
	yaml_document_t composed;
	struct bth_str text = bth_str_sub(document->span.source->text, document->span.start,
		document->span.end - document->span.start);

	/* a byte order mark within the text is a letter to go-yaml */
	if (document->json || document->state != BTH_DOCUMENT_READ ||
		bth_str_contains(bth_str_sub(text, 1, SIZE_MAX), "\xEF\xBB\xBF"))
		return;
	/* kubectl hands on whole lines */
	if (!bth_str_ends(text, "\n"))
		text = bth_str(bth_arena_printf(arena, "%.*s\n", BTH_STR_ARG(text)));
	if (!yaml_parser_initialize(&parser))
		abort();
	yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&parser, (const unsigned char *)text.at, text.len);
	bool done = yaml_parser_load(&parser, &composed);
	compare_composed(name, document, &parser, done ? &composed : NULL);
	if (done)
		yaml_document_delete(&composed);
	yaml_parser_delete(&parser);
}

/* ---- the round trip ---- */

static struct bth_str
all_as(struct bth_arena *arena, const struct bth_given_text *given, bool yaml)
{
	struct bth_buf buf;

	bth_buf_init(&buf, arena);
	for (size_t i = 0; i < given->documents.len; i++) {
		const struct bth_document *document = &given->documents.items[i];

		if (document->state != BTH_DOCUMENT_READ)
			continue;
		if (yaml) {
			bth_buf_puts(&buf, buf.len ? "---\n" : "");
			bth_emit_yaml(&buf, bth_root(document->tree));
		} else {
			bth_emit_json(&buf, bth_root(document->tree), 0);
			bth_buf_putc(&buf, '\n');
		}
	}
	return bth_buf_view(&buf);
}

static void
check_text(const char *name, struct bth_str text)
{
	struct bth_arena arena;
	jmp_buf full;

	bth_arena_init(&arena);
	arena.on_full = &full;
	if (setjmp(full) != 0)
		abort();
	const struct bth_given_text *given = bth_given_text(&arena, text);
	const struct bth_given_text *again =
		bth_given_text(&arena, all_as(&arena, given, true));

	seen.texts++;
	seen.documents += given->documents.len;
	if (!bth_str_eq(all_as(&arena, given, false), all_as(&arena, again, false)))
		complain(name, 0, "reading what was written gives something else");
	for (size_t i = 0; i < given->documents.len; i++)
		check_structure(&arena, name, &given->documents.items[i]);
	bth_arena_release(&arena);
}

/* ---- the texts ---- */

static void
check_file(const char *path)
{
	struct bth_file_text file;

	if (bth_file_read(&file, path, SIZE_MAX) != 0)
		abort();
	check_text(path, (struct bth_str){.at = file.text, .len = file.len});
	free(file.text);
}

static void
check_folder(struct bth_arena *arena, const char *path)
{
	struct bth_paths names = {0};
	enum bth_file_kind kind = BTH_FILE_NONE;

	if (bth_file_list(arena, &names, path) != 0)
		abort();
	for (size_t i = 0; i < names.len; i++) {
		struct bth_str name = names.items[i];
		const char *full = bth_arena_printf(arena, "%s/%.*s", path, BTH_STR_ARG(name));

		if (bth_file_kind(&kind, full) == 0 && kind == BTH_FILE_DIRECTORY)
			check_folder(arena, full);
		else if (bth_str_ends(name, ".yaml") || bth_str_ends(name, ".yml") ||
			bth_str_ends(name, ".json"))
			check_file(full);
	}
}

/* One case a line: a map with "id" and "text". */
static void
check_cases(struct bth_arena *arena, const char *path)
{
	struct bth_file_text file;

	if (bth_file_read(&file, path, SIZE_MAX) != 0)
		return;
	const struct bth_given_text *cases =
		bth_given_text(arena, (struct bth_str){.at = file.text, .len = file.len});
	free(file.text);
	for (size_t i = 0; i < cases->documents.len; i++) {
		if (cases->documents.items[i].state != BTH_DOCUMENT_READ)
			abort();
		struct bth_value root = bth_root(cases->documents.items[i].tree);

		check_text(bth_str_copy(arena, bth_text(bth_get(root, "id"))).at,
			bth_text(bth_get(root, "text")));
	}
}

int
main(int argc, char **argv)
{
	struct bth_arena arena;
	enum bth_file_kind kind = BTH_FILE_NONE;
	jmp_buf full;

	if (argc != 2)
		return EXIT_FAILURE;
	bth_arena_init(&arena);
	arena.on_full = &full;
	if (setjmp(full) != 0)
		abort();
	const char *manifests = bth_arena_printf(&arena, "%s/corpus", argv[1]);
	if (bth_file_kind(&kind, manifests) != 0) {
		printf("skipped: there is no '%s'\n", manifests);
		return SKIP;
	}
	check_folder(&arena, manifests);
	check_cases(&arena, bth_arena_printf(&arena, "%s/oracle/yaml/cases.jsonl", argv[1]));
	printf("%zu texts, %zu documents, %zu composed by libyaml alike, %zu left out, %zu wrong\n",
		seen.texts, seen.documents, seen.compared, seen.left_out, seen.wrong);
	bth_arena_release(&arena);
	return seen.wrong ? EXIT_FAILURE : EXIT_SUCCESS;
}
