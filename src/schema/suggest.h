/* suggest.h - what was probably meant instead of an unknown kind, field or value */
#ifndef BTH_SCHEMA_SUGGEST_H
#define BTH_SCHEMA_SUGGEST_H

#include "schema/facts.h"
#include "syntax/tree.h"

/* A kind served at @minor whose name is spelt nearly so; false when none is near. */
bool bth_suggest_kind(struct bth_kind_facts *out, struct bth_arena *arena, struct bth_str group,
	struct bth_str kind, int minor);

/* The field of @definition at @minor whose name is spelt nearly so, or NULL. */
const char *bth_suggest_field(struct bth_arena *arena, const struct bth_definition *definition,
	struct bth_str name, int minor);

/* The one of @count words that is spelt nearly so, or NULL. */
const char *bth_suggest_word(struct bth_str word, const char *const *words, size_t count);

/* Whether a suggested spelling differs by a letter, or by case alone. */
bool bth_suggest_is_sure(struct bth_str word, const char *near);

/* The value that @field may have at @minor and that is spelt nearly so, or NULL. */
const char *bth_suggest_value(struct bth_arena *arena, const struct bth_field *field,
	struct bth_str value, int minor);

/*
 * Where below @definition a field of exactly that name is that could hold @value: the path
 * of its parent, "template.spec.containers[]", "" for the definition itself. NULL when
 * there is none nearby, or too many to tell which was meant.
 */
const char *bth_suggest_place(struct bth_arena *arena, const struct bth_definition *definition,
	struct bth_str name, struct bth_value value, int minor);

#endif
