/* service_address.c - a Service's address that is none */

#include <arpa/inet.h>

#include "rules/lint.h"

/* Four numbers up to 255; zeros in front are what old objects have, and are still taken. */
static bool
is_ipv4(struct bth_str text)
{
	struct bth_str rest = text;

	for (int i = 0; i < 4; i++) {
		size_t dot = bth_str_find(rest, '.');
		uint64_t number;

		if ((dot == SIZE_MAX) != (i == 3) ||
			!bth_str_to_u64(&number, bth_str_sub(rest, 0, dot)) ||
			number > 255)
			return false;
		if (i < 3)
			rest = bth_str_sub(rest, dot + 1, SIZE_MAX);
	}
	return true;
}

static bool
is_ipv6(struct bth_arena *arena, struct bth_str text)
{
	struct in6_addr address;

	return bth_str_find(text, ':') != SIZE_MAX &&
		inet_pton(AF_INET6, bth_str_copy(arena, text).at, &address) == 1;
}

/* Whether it is None in other letters, or nothing at all in other words. */
static bool
means_none(struct bth_str text)
{
	static const char *const words[] = {
		"none", "null", "nil", "headless", "false", "no"};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		size_t len = strlen(words[i]), same = 0;

		while (same < len && same < text.len &&
			(text.at[same] | 32) == words[i][same])
			same++;
		if (same == len && text.len == len)
			return true;
	}
	return false;
}

static void
check_address(
	struct bth_lint *lint, const struct bth_object *object, struct bth_value value)
{
	struct bth_str text = bth_text(value);

	if (!bth_is_string(value) || !text.len || bth_str_is(text, "None") ||
		is_ipv4(text) || is_ipv6(lint->arena, text))
		return;
	struct bth_finding *finding =
		bth_report(lint, &bth_rule_service_address_malformed, object, value,
			"'%.*s' is no IP address, and not 'None'", BTH_STR_ARG(text));

	if (means_none(text)) {
		bth_report_fix(lint, finding, "write 'None' for a headless Service");
		bth_report_replace(lint, finding, object, value, "None");
	} else {
		bth_report_fix(lint, finding,
			"leave it out, and the cluster chooses one; 'None' makes a headless Service");
	}
}

static void
visit(struct bth_lint *lint, const struct bth_object *object)
{
	struct bth_value address = bth_dig(object->root, "spec.clusterIP");
	struct bth_value all = bth_dig(object->root, "spec.clusterIPs");

	check_address(lint, object, address);
	for (struct bth_value i = bth_first(all); bth_exists(i); i = bth_next(i))
		if (!bth_str_eq(bth_text(i), bth_text(address)))
			check_address(lint, object, i);
}

const struct bth_rule bth_rule_service_address_malformed = {
	.code = "BTH240",
	.name = "service-address-malformed",
	.family = BTH_API,
	.severity = BERTH_ERROR,
	.kinds = BTH_KIND(BTH_SERVICE),
	.visit = visit,
	.summary = "a clusterIP that is neither an address nor None",
	.why = "A Service has an address of the cluster's own range, or None to be headless, with "
	       "exactly these letters. The API server refuses anything else, such as 'none'.",
	.fix = "Leave clusterIP out for an address, or write None for a headless Service.",
};
