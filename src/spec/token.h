/* token.h - {name} and its like in paths, names and lists */
#ifndef BTH_SPEC_TOKEN_H
#define BTH_SPEC_TOKEN_H

#include "base/str.h"

/* What a token stands for. */
struct bth_token {
	const char *name; /* "ordinal" */
	struct bth_str value;
};

/*
 * @text with the tokens put in. Returns false, and the unknown token in *unknown with its
 * braces, when there is one that is not among @tokens.
 */
bool bth_tokens_expand(struct bth_str *out, struct bth_str *unknown,
	struct bth_arena *arena, struct bth_str text, const struct bth_token *tokens,
	size_t count);

#endif
