/* secret.c - the placeholder for the passwords, which somebody has to fill in */

#include "expand/draft.h"

void
bth_expand_secret(struct bth_expanding *expanding)
{
	static const struct bth_draft_kind kind = {
		.order = BTH_ORDER_SECRET, .api_version = "v1", .kind = "Secret"};
	static const char *const keys[] = {
		"username", "password", "database", "replication-password"};
	struct bth_value stub = bth_draft_spec(expanding, "auth.stub");

	if (!bth_is_true(stub, false))
		return;
	struct bth_draft *draft =
		bth_draft_new(expanding, &kind, expanding->cluster->auth_secret, stub);
	bth_put_text(&draft->builder, draft->root, "type", "Opaque");
	uint32_t data = bth_put_map(&draft->builder, draft->root, "stringData");
	size_t count =
		sizeof keys / sizeof keys[0] - !expanding->cluster->replication.streaming;

	for (size_t i = 0; i < count; i++) {
		struct bth_value own = bth_draft_spec(expanding,
			bth_arena_printf(expanding->arena, "auth.keys.%s", keys[i]));
		struct bth_str key = bth_exists(own) ? bth_text(own) : bth_str(keys[i]);

		if (!bth_build_get(&draft->builder, data, key))
			bth_build_put(&draft->builder, data, key,
				bth_build_string(&draft->builder, "CHANGE_ME"));
	}
}
