/* allow.c - comments and annotations that allow what rules find */

#include "diag/allow.h"

#include "base/near.h"
#include "rules.h"

/* One text being read. */
struct reading {
	struct bth_allows *allows;
	struct bth_findings *findings;
	struct bth_allow *allow;
	struct bth_str rest;
};

/* Where @text stands: exactly, if it is a piece of the source. */
/* Names at once: each that is in vain is told of with the line that it stands on. */
enum { RULES_MOST = 64 };

static struct bth_span
place_of(const struct reading *reading, struct bth_str text)
{
	struct bth_span span = reading->allow->by.span;
	uintptr_t at = (uintptr_t)text.at;

	if (!span.source)
		return span;
	uintptr_t source = (uintptr_t)span.source->text.at;
	if (at >= source && at + text.len <= source + span.source->text.len) {
		span.start = (uint32_t)(at - source);
		span.end = span.start + (uint32_t)text.len;
	}
	return span;
}

static bool
is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		c == '-' || c == '_' || c == '/';
}

/* The next word; empty where none begins. A dash begins no word: two begin the reason. */
static struct bth_str
next_word(struct reading *reading)
{
	size_t len = 0;

	reading->rest = bth_str_trim(reading->rest);
	while (len < reading->rest.len && is_word(reading->rest.at[len]))
		len++;
	if (len && reading->rest.at[0] == '-')
		len = 0;
	struct bth_str word = bth_str_sub(reading->rest, 0, len);
	reading->rest = bth_str_trim(bth_str_sub(reading->rest, len, SIZE_MAX));
	return word;
}

static struct bth_finding *
refuse(struct reading *reading, struct bth_str at, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static struct bth_finding *
refuse(struct reading *reading, struct bth_str at, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	struct bth_finding *finding = bth_find_v(reading->findings, &bth_rule_suppression_unknown,
		place_of(reading, at), format, args);
	va_end(args);
	finding->object = reading->allow->object;
	return finding;
}

/* The rule or family that was meant by @word, or NULL. */
static const char *
nearest(struct bth_arena *arena, struct bth_str word)
{
	BTH_VEC(const char *) names = {0};

	for (size_t i = 0; i < bth_rule_count; i++)
		if (!bth_rules[i]->locked)
			bth_vec_push(arena, &names, bth_rules[i]->name);
	for (size_t i = 0; i < BTH_FAMILY_COUNT; i++)
		bth_vec_push(arena, &names, bth_family_names[i]);
	return bth_near(word, names.items, names.len);
}

static void
report_unknown(struct reading *reading, struct bth_str word)
{
	const char *meant = nearest(reading->allows->arena, word);
	struct bth_finding *finding = refuse(reading, word,
		"'%.*s' is allowed, but there is no such rule or family", BTH_STR_ARG(word));

	if (!meant) {
		bth_finding_fix(reading->findings, finding, "berth rules lists the rules");
		return;
	}
	bth_finding_fix(reading->findings, finding, "did you mean '%s'?", meant);
	if (finding->span.end - finding->span.start == word.len)
		bth_finding_edit(reading->findings, finding, finding->span, bth_str(meant));
}

static const char *
find_family(struct bth_str word)
{
	for (size_t i = 0; i < BTH_FAMILY_COUNT; i++)
		if (bth_str_is(word, bth_family_names[i]))
			return bth_family_names[i];
	return NULL;
}

static void
take_rule(struct reading *reading, struct bth_str word)
{
	struct bth_allowed allowed = {.span = place_of(reading, word)};

	allowed.rule = bth_rule_find(bth_str_copy(reading->allows->arena, word).at);
	/* which rules of the user's own there are is not known here */
	allowed.name = allowed.rule          ? allowed.rule->name :
		bth_str_starts(word, "custom/") ? bth_str_copy(reading->allows->arena, word).at :
						  find_family(word);
	if (!allowed.name)
		report_unknown(reading, word);
	else if (allowed.rule && allowed.rule->locked)
		bth_finding_fix(reading->findings,
			refuse(reading, word, "'%s' cannot be allowed", allowed.name),
			"mend what it finds: what berth cannot read it cannot check");
	else
		bth_vec_push(reading->allows->arena, &reading->allow->rules, allowed);
}

/* "-- why", or nothing. */
static void
take_reason(struct reading *reading)
{
	struct bth_str rest = reading->rest;

	if (bth_str_starts(rest, "--")) {
		reading->allow->by.reason = bth_str_trim(bth_str_sub(rest, 2, SIZE_MAX));
		return;
	}
	if (rest.len)
		bth_finding_fix(reading->findings,
			refuse(reading, rest, "this is no list of rules, separated by commas"),
			"a reason follows the rules behind ' -- '");
}

static void
check_reason(struct reading *reading)
{
	if (reading->allow->by.reason.len || !reading->allow->rules.len)
		return;
	struct bth_finding *finding = bth_find(reading->findings,
		&bth_rule_suppression_unexplained, reading->allow->rules.items[0].span,
		"'%s' is allowed without a reason", reading->allow->rules.items[0].name);
	finding->object = reading->allow->object;
	bth_finding_fix(reading->findings, finding, "say why behind ' -- '");
}

/* RULE[, RULE…] [-- reason]. What is no rule after a blank alone ends the list. */
static void
read_rules(struct reading *reading)
{
	struct bth_str word = next_word(reading);

	if (!word.len) {
		bth_finding_fix(reading->findings,
			refuse(reading, reading->rest, "no rule is named that is allowed"),
			"write '# berth: allow RULE, RULE -- reason'");
		return;
	}
	for (size_t count = 1; word.len; count++) {
		if (count > RULES_MOST) {
			bth_finding_fix(reading->findings,
				refuse(reading, word, "more than %d rules are allowed at once", RULES_MOST),
				"allow their families");
			return;
		}
		take_rule(reading, word);
		if (!bth_str_starts(reading->rest, ","))
			break;
		reading->rest = bth_str_sub(reading->rest, 1, SIZE_MAX);
		word = next_word(reading);
	}
	take_reason(reading);
	check_reason(reading);
	bth_vec_push(reading->allows->arena, &reading->allows->list, reading->allow);
}

static struct reading
begin(struct bth_allows *allows, struct bth_findings *findings, const struct bth_allow *allow,
	struct bth_str text)
{
	struct reading reading = {.allows = allows, .findings = findings, .rest = text};

	reading.allow = bth_arena_alloc(allows->arena, sizeof *reading.allow);
	*reading.allow = *allow;
	return reading;
}

void
bth_allow_comment(struct bth_allows *allows, struct bth_findings *findings,
	const struct bth_allow *comment, struct bth_str text)
{
	/* what other linters call it */
	static const char *const verbs[] = {
		"allow", "allowed", "disable", "ignore", "noqa", "off", "skip", "suppress"};
	struct reading reading = begin(allows, findings, comment, text);
	struct bth_str verb = next_word(&reading);

	if (bth_str_is(verb, "allow")) {
		read_rules(&reading);
		return;
	}
	if (bth_near(verb, verbs, sizeof verbs / sizeof verbs[0])) {
		struct bth_finding *finding = refuse(&reading, verb,
			"'%.*s' says nothing to berth", BTH_STR_ARG(verb));

		bth_finding_fix(findings, finding, "write '# berth: allow RULE -- reason'");
	}
}

void
bth_allow_annotation(struct bth_allows *allows, struct bth_findings *findings,
	const struct bth_allow *annotation, struct bth_str text)
{
	struct reading reading = begin(allows, findings, annotation, text);

	read_rules(&reading);
}
