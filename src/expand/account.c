/* account.c - the ServiceAccount of the pods */

#include "expand/draft.h"

struct bth_str
bth_expand_account_name(const struct bth_expanding *expanding)
{
	struct bth_value name = bth_draft_spec(expanding, "serviceAccount.name");

	return bth_exists(name) ? bth_text(name) : expanding->cluster->name;
}

void
bth_expand_account(struct bth_expanding *expanding)
{
	static const struct bth_draft_kind kind = {.order = BTH_ORDER_ACCOUNT,
		.api_version = "v1",
		.kind = "ServiceAccount"};
	struct bth_value at = bth_draft_spec(expanding, "serviceAccount");

	if (!bth_is_true(bth_get(at, "create"), true))
		return;
	struct bth_draft *draft =
		bth_draft_new(expanding, &kind, bth_expand_account_name(expanding), at);
	bth_put_bool(&draft->builder, draft->root, "automountServiceAccountToken",
		bth_is_true(bth_get(at, "token"), false));
}
