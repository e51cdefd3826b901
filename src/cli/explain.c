/* explain.c - berth explain and berth rules: what the rules and keys mean */

#include <stdio.h>

#include "base/near.h"
#include "cli/cli.h"
#include "diag/example.h"
#include "diag/rule.h"
#include "spec/keys.h"
#include "syntax/emit.h"
#include "world/object.h"

/* Prints @text in lines of at most 88 columns. */
static void
print_wrapped(struct bth_buf *buf, const char *text)
{
	size_t column = 0;

	while (*text) {
		size_t len = strcspn(text, " ");

		if (column && column + 1 + len > 88) {
			bth_buf_putc(buf, '\n');
			column = 0;
		}
		if (column)
			bth_buf_putc(buf, ' ');
		bth_buf_add(buf, text, len);
		column += (column > 0) + len;
		text += len + (text[len] == ' ');
	}
	bth_buf_putc(buf, '\n');
}

static void
print_example(struct bth_buf *buf, const char *title, const char *text)
{
	if (!text)
		return;
	bth_buf_printf(buf, "\n%s\n\n", title);
	while (*text) {
		size_t len = strcspn(text, "\n");

		if (len)
			bth_buf_puts(buf, "    ");
		bth_buf_add(buf, text, len);
		bth_buf_putc(buf, '\n');
		text += len + (text[len] == '\n');
	}
}

static void
explain_rule(struct bth_buf *buf, const struct bth_rule *rule)
{
	const struct bth_example *example = bth_example_find(rule->name);

	bth_buf_printf(buf, "%s (%s), family %s, %s by default%s\n\n", rule->name, rule->code,
		bth_family_names[rule->family], bth_severity_name(rule->severity),
		rule->locked ? ", cannot be switched off" : "");
	print_wrapped(buf, bth_arena_printf(buf->arena, "%s.", rule->summary));
	bth_buf_putc(buf, '\n');
	print_wrapped(buf, rule->why);
	bth_buf_putc(buf, '\n');
	print_wrapped(buf, rule->fix);
	if (rule->option)
		bth_buf_printf(buf, "\nOption: --option %s.%s=VALUE\n", rule->name, rule->option);
	if (example) {
		print_example(buf, "It speaks here:", example->bad);
		print_example(buf, "It is silent here:", example->good);
	}
}

static void
list_keys(struct bth_buf *buf, enum bth_key_group group)
{
	for (size_t i = 0; i < bth_key_count; i++) {
		const struct bth_key *key = &bth_keys[i];

		if (key->group != group)
			continue;
		bth_buf_printf(buf, "  %-24s %s%s\n", key->name, key->summary,
			key->types & BTH_KEY_NEEDED ? " (needed)" :
			key->types & BTH_KEY_LATER ? " (not supported yet)" : "");
	}
}

static void
explain_key(struct bth_buf *buf, const char *path, const struct bth_key *key)
{
	bth_buf_printf(buf, "%s\n\n", path);
	print_wrapped(buf, bth_arena_printf(buf->arena, "%s.", key->summary));
	if (key->types & BTH_KEY_LATER)
		bth_buf_puts(buf, "\nThis version of berth does not support it.\n");
	else
		bth_buf_printf(buf, "\nIt takes %s.\n", bth_key_types_text(buf->arena, key->types));
	if (key->choices)
		bth_buf_printf(buf, "Choices: %s\n", key->choices);
	if (key->fallback)
		bth_buf_printf(buf, "Default: %s\n", key->fallback);
	if (key->sub == BTH_GROUP_NONE)
		return;
	bth_buf_puts(buf, "\nKeys below it:\n\n");
	list_keys(buf, key->sub);
}

/* The key of @group, below @above, that @word may have been meant for; or NULL. */
static const char *
near_key_of(struct bth_arena *arena, enum bth_key_group group, struct bth_str above,
	struct bth_str word)
{
	BTH_VEC(const char *) names = {0};

	for (size_t i = 0; i < bth_key_count; i++)
		if (bth_keys[i].group == group)
			bth_vec_push(arena, &names, bth_keys[i].name);
	const char *near = bth_near(word, names.items, names.len);
	return near ? bth_arena_printf(arena, "%.*s%s", BTH_STR_ARG(above), near) : NULL;
}

/* "spec.storage" for "spec.storge" and for "storage"; or NULL. */
static const char *
near_key(struct bth_arena *arena, const char *word)
{
	struct bth_str path = bth_str(word);
	size_t dot = bth_str_rfind(path, '.');
	struct bth_str last = bth_str_sub(path, dot == SIZE_MAX ? 0 : dot + 1, SIZE_MAX);

	if (dot == SIZE_MAX) {
		const char *near = near_key_of(arena, BTH_GROUP_ROOT, BTH_STR(""), last);

		return near ? near : near_key_of(arena, BTH_GROUP_SPEC, BTH_STR("spec."), last);
	}
	const char *under = bth_arena_printf(arena, "spec.%s", word);
	if (bth_key_at(under))
		return under;
	const struct bth_key *above = bth_key_at(bth_str_copy(arena, bth_str_sub(path, 0, dot)).at);
	return above ? near_key_of(arena, above->sub, bth_str_sub(path, 0, dot + 1), last) : NULL;
}

static int
unknown(struct bth_cli *cli, const char *word)
{
	BTH_VEC(const char *) names = {0};
	const char *near = near_key(&cli->arena, word);

	for (size_t i = 0; i < bth_rule_count; i++)
		bth_vec_push(&cli->arena, &names, bth_rules[i]->name);
	if (!near)
		near = bth_near(bth_str(word), names.items, names.len);
	if (near)
		return bth_cli_trouble("there is no rule or key '%s'; did you mean '%s'?", word, near);
	return bth_cli_trouble("there is no rule or key '%s'; see berth rules and berth explain spec",
		word);
}

int
bth_cli_explain(struct bth_cli *cli)
{
	struct bth_buf buf;

	if (cli->options.paths.len != 1)
		return bth_cli_trouble("name one rule, like field-unknown, or one key, like spec.storage");
	const char *word = cli->options.paths.items[0];
	const struct bth_rule *rule = bth_rule_find(word);
	const struct bth_key *key = rule ? NULL : bth_key_at(word);
	bth_buf_init(&buf, &cli->arena);
	if (rule)
		explain_rule(&buf, rule);
	else if (key)
		explain_key(&buf, word, key);
	else
		return unknown(cli, word);
	return bth_cli_print(buf.text, buf.len);
}

static void
list_text(struct bth_buf *buf, const struct bth_rule *rule)
{
	bth_buf_printf(buf, "%s  %-36s %-9s %-8s %s\n", rule->code, rule->name,
		bth_family_names[rule->family], bth_severity_name(rule->severity), rule->summary);
}

/* The kinds of the objects that a rule is called for; none for the findings of other stages. */
static void
list_kinds(struct bth_buf *buf, const struct bth_rule *rule)
{
	struct bth_str group, kind;
	const char *comma = "";

	bth_buf_puts(buf, ", \"kinds\": [");
	if (rule->kinds == BTH_ALL_KINDS)
		bth_buf_puts(buf, "\"*\"");
	for (unsigned i = 0; i < BTH_OBJECT_KIND_COUNT && rule->kinds != BTH_ALL_KINDS; i++) {
		if (!(rule->kinds & BTH_KIND(i)) ||
			!bth_object_kind_name(&group, &kind, (enum bth_object_kind)i))
			continue;
		bth_buf_printf(buf, "%s\"%.*s\"", comma, BTH_STR_ARG(kind));
		comma = ", ";
	}
	bth_buf_putc(buf, ']');
}

static void
list_json(struct bth_buf *buf, const struct bth_rule *rule)
{
	bth_buf_printf(buf, "%s{\"rule\": \"%s\", \"code\": \"%s\", \"family\": \"%s\", "
			    "\"severity\": \"%s\", \"locked\": %s, \"summary\": ",
		buf->len > 2 ? ",\n " : "\n ", rule->name, rule->code,
		bth_family_names[rule->family], bth_severity_name(rule->severity),
		rule->locked ? "true" : "false");
	bth_emit_json_string(buf, bth_str(rule->summary));
	list_kinds(buf, rule);
	bth_buf_putc(buf, '}');
}

static void
list_markdown(struct bth_buf *buf, const struct bth_rule *rule)
{
	/* the anchor lets other documents link to a rule by its name */
	bth_buf_printf(buf, "| %s | <a id=\"%s\"></a>`%s` | %s | %s%s | %s |\n", rule->code,
		rule->name, rule->name, bth_family_names[rule->family], bth_severity_name(rule->severity),
		rule->locked ? ", locked" : "", rule->summary);
}

int
bth_cli_rules(struct bth_cli *cli)
{
	static const struct {
		const char *name, *head, *tail;
		void (*list)(struct bth_buf *buf, const struct bth_rule *rule);
	} formats[] = {
		{"text", "", "", list_text},
		{"json", "[", "\n]\n", list_json},
		{"markdown",
			"# The rules of berth\n\nMade by `berth rules --format markdown`; "
			"`berth explain RULE` says more about each.\n\n"
			"| code | rule | family | severity | what is wrong |\n"
			"| --- | --- | --- | --- | --- |\n",
			"", list_markdown},
	};
	const char *wanted = cli->options.format ? cli->options.format : "text";
	struct bth_buf buf;

	bth_buf_init(&buf, &cli->arena);
	for (size_t f = 0; f < sizeof formats / sizeof formats[0]; f++) {
		if (strcmp(formats[f].name, wanted) != 0)
			continue;
		bth_buf_puts(&buf, formats[f].head);
		for (size_t i = 0; i < bth_rule_count; i++)
			formats[f].list(&buf, bth_rules[i]);
		bth_buf_puts(&buf, formats[f].tail);
		return bth_cli_print(buf.text, buf.len);
	}
	return bth_cli_trouble("rules has the formats text, json and markdown, not '%s'", wanted);
}
