/* stream.c - generated objects as manifests */

#include "emit/emit.h"
#include "syntax/emit.h"

const char bth_emit_mark[] =
	"# Written by berth from a Cluster document. Change that, not this.";

void
bth_emit_stream(struct bth_buf *buf, const struct bth_generated_list *objects)
{
	for (size_t i = 0; i < objects->len; i++) {
		if (i)
			bth_buf_puts(buf, "---\n");
		bth_emit_yaml(buf, bth_root(objects->items[i].tree));
	}
}

void
bth_emit_list(struct bth_buf *buf, const struct bth_generated_list *objects)
{
	bth_buf_puts(buf,
		"{\n  \"apiVersion\": \"v1\",\n  \"kind\": \"List\",\n  \"items\": [");
	for (size_t i = 0; i < objects->len; i++) {
		bth_buf_puts(buf, i ? ",\n" : "\n");
		bth_emit_json(buf, bth_root(objects->items[i].tree), 2);
	}
	bth_buf_puts(buf, "\n  ]\n}\n");
}

/* Lower case, and nothing in it but letters, digits, '-' and '.'. */
static const char *
file_word(struct bth_arena *arena, const char *text)
{
	char *word = bth_arena_copy(arena, text, strlen(text));

	for (char *c = word; *c; c++) {
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
		else if (!(*c >= 'a' && *c <= 'z') && !(*c >= '0' && *c <= '9') &&
			*c != '.')
			*c = '-';
	}
	return word;
}

/*
 * The number is the kind's place in the order and not a count, so that a further replica
 * renames nothing. Namespace and name are joined by a dot, which no namespace has.
 */
const char *
bth_emit_file_name(
	struct bth_arena *arena, const struct bth_generated_list *objects, size_t index)
{
	const struct bth_generated *object = &objects->items[index];
	bool named = *object->namespace && strcmp(object->namespace, "default") != 0;

	return bth_arena_printf(arena, "%02d-%s-%s%s%s.yaml", object->order,
		file_word(arena, object->kind),
		named ? file_word(arena, object->namespace) : "", named ? "." : "",
		file_word(arena, object->name));
}

void
bth_emit_file(struct bth_buf *buf, const struct bth_generated *object)
{
	bth_buf_printf(buf, "%s\n", bth_emit_mark);
	bth_emit_yaml(buf, bth_root(object->tree));
}
