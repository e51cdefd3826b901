/* coordination_candidate.c - LeaseCandidates: ValidateLeaseCandidateSpec */

#include "apis/checks.h"

#include "kube/name.h"

/* MAJOR.MINOR.PATCH of a semantic version. */
struct version {
	uint64_t parts[3];
};

/* What may stand behind a '-' or '+': words of letters, digits and '-' between dots. */
static bool
is_words(struct bth_str text, bool release)
{
	for (;;) {
		size_t dot = bth_str_find(text, '.');
		struct bth_str word = bth_str_sub(text, 0, dot);
		bool number = true;

		for (size_t i = 0; i < word.len; i++) {
			char c = word.at[i];
			bool digit = c >= '0' && c <= '9';

			if (!digit && c != '-' && !((c | 32) >= 'a' && (c | 32) <= 'z'))
				return false;
			number &= digit;
		}
		if (!word.len || (release && number && word.len > 1 && word.at[0] == '0'))
			return false;
		if (dot == SIZE_MAX)
			return true;
		text = bth_str_sub(text, dot + 1, SIZE_MAX);
	}
}

static bool
read_version(struct version *out, struct bth_str text)
{
	size_t plus = bth_str_find(text, '+');

	if (plus != SIZE_MAX && !is_words(bth_str_sub(text, plus + 1, SIZE_MAX), false))
		return false;
	text = bth_str_sub(text, 0, plus);
	size_t minus = bth_str_find(text, '-');
	if (minus != SIZE_MAX && !is_words(bth_str_sub(text, minus + 1, SIZE_MAX), true))
		return false;
	text = bth_str_sub(text, 0, minus);
	for (size_t i = 0; i < 3; i++) {
		size_t dot = bth_str_find(text, '.');
		struct bth_str number = bth_str_sub(text, 0, dot);

		if ((dot == SIZE_MAX) != (i == 2) || !bth_str_to_u64(&out->parts[i], number) ||
			(number.len > 1 && number.at[0] == '0'))
			return false;
		text = i < 2 ? bth_str_sub(text, dot + 1, SIZE_MAX) : text;
	}
	return true;
}

/* Reports one that cannot be read. Returns whether there is one that can. */
static bool
check_version(struct bth_validation *validation, struct version *out, struct bth_value value)
{
	*out = (struct version){0};
	if (!bth_check_text(value).len)
		return false;
	if (read_version(out, bth_check_text(value)))
		return true;
	bth_validation_report(validation, &bth_rule_field_value_wrong, value,
		"'%.*s' is no semantic version, like 1.33.0",
		BTH_STR_ARG(bth_validation_shown(validation, value)));
	return false;
}

/* A later patch of the same release is not told from an earlier one with a '-'. */
static bool
is_before(const struct version *a, const struct version *b)
{
	for (size_t i = 0; i < 3; i++)
		if (a->parts[i] != b->parts[i])
			return a->parts[i] < b->parts[i];
	return false;
}

static void
check_strategy(struct bth_validation *validation, struct bth_value value)
{
	struct bth_str strategy = bth_check_text(value);
	bool known = bth_str_is(strategy, "OldestEmulationVersion");

	if (!strategy.len || known)
		return;
	if (bth_str_find(strategy, '/') != SIZE_MAX)
		bth_validate_format(validation, value, BTH_FORMAT_LABEL_KEY);
	else
		bth_validation_report(validation, &bth_rule_field_value_unknown, value,
			"'strategy' cannot be '%.*s', only 'OldestEmulationVersion' or a name with "
			"a domain",
			BTH_STR_ARG(bth_validation_shown(validation, value)));
}

void
bth_check_lease_candidate(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value strategy = bth_get(value, "strategy");
	struct bth_value binary = bth_get(value, "binaryVersion");
	struct bth_value emulation = bth_get(value, "emulationVersion");
	struct version version, emulated;
	bool has_emulation = check_version(validation, &emulated, emulation);

	if (check_version(validation, &version, binary) && has_emulation &&
		is_before(&version, &emulated))
		bth_validation_report(validation, &bth_rule_field_value_wrong, binary,
			"'binaryVersion' is older than the 'emulationVersion'");
	check_strategy(validation, strategy);
	if (bth_str_is(bth_check_text(strategy), "OldestEmulationVersion") &&
		!bth_check_text(emulation).len)
		bth_check_missing(validation, value, "emulationVersion");
}
