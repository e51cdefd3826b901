/* flowcontrol_level.c - PriorityLevelConfigurations: their types and queues */

#include "apis/checks.h"

#include <math.h>

enum {
	DEFAULT_HAND_SIZE = 8,
	DEFAULT_QUEUES = 64,
	DEFAULT_SHARES = 30,
	QUEUES_MOST = 10 * 1000 * 1000,
	HASH_BITS_MOST = 60,
};

/* The number, or what the server fills in for none and 0. */
static int64_t
number_of(struct bth_value value, int64_t otherwise)
{
	int64_t number;

	return bth_validation_whole(&number, value) && number ? number : otherwise;
}

/* ValidatePriorityLevelQueuingConfiguration */
static void
check_queuing(struct bth_validation *validation, struct bth_value queuing)
{
	struct bth_value hand = bth_get(queuing, "handSize"), at = bth_get(queuing, "queues");
	int64_t hand_size = number_of(hand, DEFAULT_HAND_SIZE);
	int64_t queues = number_of(at, DEFAULT_QUEUES);

	bth_check_range(validation, bth_get(queuing, "queueLengthLimit"), 0, INT32_MAX);
	bth_check_range(validation, at, 0, QUEUES_MOST);
	if (!bth_check_range(validation, hand, 0, INT32_MAX) || queues < 1)
		return;
	if (hand_size > queues)
		bth_validation_report_missing(validation, &bth_rule_field_value_wrong, queuing,
			BTH_STR("handSize"), "'handSize' is %lld, more than the %lld queues",
			(long long)hand_size, (long long)queues);
	else if (ceil(log2((double)queues) * (double)hand_size) > HASH_BITS_MOST)
		bth_validation_report_missing(validation, &bth_rule_field_value_wrong, queuing,
			BTH_STR("handSize"),
			"hands of %lld out of %lld queues are too many to tell apart",
			(long long)hand_size, (long long)queues);
}

void
bth_check_limit_response(struct bth_validation *validation, struct bth_value value)
{
	struct bth_str type = bth_check_text(bth_get(value, "type"));
	struct bth_value queuing = bth_get(value, "queuing");

	if (bth_str_is(type, "Reject"))
		bth_check_forbidden(validation, value, "queuing", "beside the type Reject");
	else if (!bth_str_is(type, "Queue"))
		return;
	else if (bth_is_unset(queuing))
		bth_check_missing(validation, value, "queuing");
	else
		check_queuing(validation, queuing);
}

static void
check_type(struct bth_validation *validation, struct bth_value spec, struct bth_str name)
{
	struct bth_value type = bth_get(spec, "type");
	bool exempt = bth_str_is(bth_check_text(type), "Exempt");
	bool limited = bth_str_is(bth_check_text(type), "Limited");

	if ((exempt || limited) && exempt != bth_str_is(name, "exempt"))
		bth_validation_report(validation, &bth_rule_field_value_wrong, type,
			"the level 'exempt' is of type Exempt, and no other is");
	if (exempt)
		bth_check_forbidden(validation, spec, "limited", "beside the type Exempt");
	if (limited)
		bth_check_forbidden(validation, spec, "exempt", "beside the type Limited");
	if (limited && bth_is_unset(bth_get(spec, "limited")))
		bth_check_missing(validation, spec, "limited");
}

/* The level 'catch-all' as the server has made it; it has to stay so. */
static bool
is_catch_all(struct bth_value spec)
{
	enum { SHARES = 5 };
	struct bth_value limited = bth_get(spec, "limited");
	struct bth_value shares = bth_get(limited, "nominalConcurrencyShares");

	if (bth_is_unset(shares))
		shares = bth_get(limited, "assuredConcurrencyShares"); /* before v1beta3 */
	return bth_str_is(bth_check_text(bth_get(spec, "type")), "Limited") &&
		number_of(shares, DEFAULT_SHARES) == SHARES &&
		number_of(bth_get(limited, "lendablePercent"), 0) == 0 &&
		bth_is_unset(bth_get(limited, "borrowingLimitPercent")) &&
		bth_str_is(bth_check_text(bth_dig(limited, "limitResponse.type")), "Reject");
}

/* It is how v1beta3 says what v1 has a field for. */
static void
check_annotation(struct bth_validation *validation, struct bth_value level)
{
	static const char key[] = "flowcontrol.k8s.io/preserve-zero-concurrency-shares";
	struct bth_value value = bth_get(bth_dig(level, "metadata.annotations"), key);

	if (bth_exists(value) && bth_str_ends(bth_check_text(bth_get(level, "apiVersion")), "/v1"))
		bth_validation_report(validation, &bth_rule_field_forbidden, value,
			"the annotation '%s' is for v1beta3 only", key)
			->path = "metadata.annotations";
}

void
bth_check_priority_level(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value spec = bth_get(value, "spec");
	struct bth_str name = bth_check_text(bth_dig(value, "metadata.name"));

	if (bth_is_unset(spec))
		bth_check_missing(validation, value, "spec.type");
	check_type(validation, spec, name);
	check_annotation(validation, value);
	if (bth_str_is(name, "catch-all") && !is_catch_all(spec))
		bth_validation_report_missing(validation, &bth_rule_field_value_wrong, value,
			BTH_STR("spec"),
			"the level 'catch-all' is there in every cluster, and cannot be another");
}
