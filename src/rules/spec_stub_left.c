/* spec_stub_left.c - a placeholder Secret that was not filled in */

#include "rules/lint.h"

static void
visit(struct bth_lint *lint, const struct bth_object *secret)
{
	struct bth_value data = bth_get(secret->root, "stringData");

	for (struct bth_value key = bth_first(data); bth_exists(key); key = bth_next(key)) {
		if (!bth_str_is(bth_text(bth_under(key)), "CHANGE_ME"))
			continue;
		struct bth_finding *finding = bth_report(lint, &bth_rule_spec_stub_left, secret,
			bth_under(key), "Secret '%.*s' still has the placeholder in '%.*s'",
			BTH_STR_ARG(secret->name), BTH_STR_ARG(bth_text(key)));
		/* berth itself was asked for it: the output must still be written */
		if (secret->generated)
			finding->severity = BERTH_WARNING;
		bth_report_fix(lint, finding, "put the real value in, outside version control");
	}
}

const struct bth_rule bth_rule_spec_stub_left = {
	.code = "BTH910",
	.name = "spec-stub-left",
	.family = BTH_SPEC,
	.severity = BERTH_ERROR,
	.kinds = BTH_KIND(BTH_SECRET),
	.visit = visit,
	.summary = "a placeholder Secret that still says CHANGE_ME",
	.why = "The database would be initialised with a password that everybody knows, and keeps "
	       "it: PostgreSQL reads it only when the data directory is empty.",
	.fix = "Put real values in, outside version control, and apply the Secret first.",
};
