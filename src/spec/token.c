/* token.c - {name} and its like in paths, names and lists */

#include "spec/token.h"

#include "base/buf.h"

bool
bth_tokens_expand(struct bth_str *out, struct bth_str *unknown, struct bth_arena *arena,
	struct bth_str text, const struct bth_token *tokens, size_t count)
{
	struct bth_buf buf;

	bth_buf_init(&buf, arena);
	while (text.len) {
		size_t open = bth_str_find(text, '{');

		bth_buf_str(&buf, bth_str_sub(text, 0, open));
		if (open == SIZE_MAX)
			break;
		text = bth_str_sub(text, open, SIZE_MAX);
		size_t close = bth_str_find(text, '}');
		struct bth_str token =
			bth_str_sub(text, 0, close == SIZE_MAX ? close : close + 1);
		struct bth_str name =
			bth_str_sub(token, 1, token.len < 2 ? 0 : token.len - 2);
		const struct bth_token *known = NULL;

		for (size_t i = 0; i < count && close != SIZE_MAX; i++)
			if (bth_str_is(name, tokens[i].name))
				known = &tokens[i];
		if (!known) {
			*unknown = token;
			return false;
		}
		bth_buf_str(&buf, known->value);
		text = bth_str_sub(text, token.len, SIZE_MAX);
	}
	*out = bth_buf_view(&buf);
	return true;
}
