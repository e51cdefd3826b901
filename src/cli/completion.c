/* completion.c - scripts that complete berth's words in a shell, made from its tables */

#include <string.h>

#include "cli/commands.h"
#include "diag/rule.h"
#include "schema/facts.h"

/* What may stand behind an option, by what help calls its argument; NULL: anything. */
static const char *
values_of(const struct bth_option *option, const struct bth_command *command)
{
	static const struct {
		const char *argument, *values;
	} known[] = {
		{"LEVEL", "info warning error"},
		{"WHEN", "auto always never"},
		{"LIST", "@rules"},
		{"1.N", "@minors"},
		{"PATH", "@files"},
		{"DIR", "@files"},
		{"FILE", "@files"},
		{"PLACE", "@files"},
		{"[FORMAT=]FILE", "@files"},
	};

	if (option->argument && strcmp(option->argument, "FORMAT") == 0)
		return command->formats;
	for (size_t i = 0; option->argument && i < sizeof known / sizeof known[0]; i++)
		if (strcmp(known[i].argument, option->argument) == 0)
			return known[i].values;
	return NULL;
}

static bool
has(const struct bth_command *command, const struct bth_option *option)
{
	return option->commands & command->bit;
}

/* Names of families and rules, the words of --only. */
static void
add_rules(struct bth_buf *buf)
{
	for (unsigned i = 0; i < BTH_FAMILY_COUNT; i++)
		bth_buf_printf(buf, "%s%s", i ? " " : "", bth_family_names[i]);
	for (size_t i = 0; i < bth_rule_count; i++)
		bth_buf_printf(buf, " %s", bth_rules[i]->name);
}

static void
add_minors(struct bth_buf *buf)
{
	for (int i = bth_schema_oldest_minor(); i <= bth_schema_newest_minor(); i++)
		bth_buf_printf(buf, "%s1.%d", i > bth_schema_oldest_minor() ? " " : "", i);
}

/* The words that @values stands for; @rules is what the shell calls the list of rules. */
static void
add_values(struct bth_buf *buf, const char *values, const char *rules)
{
	if (strcmp(values, "@rules") == 0)
		bth_buf_puts(buf, rules);
	else if (strcmp(values, "@minors") == 0)
		add_minors(buf);
	else if (strcmp(values, "@files") != 0)
		bth_buf_puts(buf, values);
}

/* @text within single quotes, each of @special behind a backslash. */
static void
add_quoted(struct bth_buf *buf, const char *text, const char *special, const char *quote)
{
	for (; *text; text++) {
		if (*text == '\'')
			bth_buf_puts(buf, quote);
		else if (strchr(special, *text))
			bth_buf_printf(buf, "\\%c", *text);
		else
			bth_buf_putc(buf, *text);
	}
}

static void
add_bash_option(struct bth_buf *buf, const struct bth_option *option, const char *values)
{
	bth_buf_printf(buf, "\t\t--%s", option->name);
	if (option->letter)
		bth_buf_printf(buf, " | -%c", option->letter);
	bth_buf_puts(buf, ") words=\"");
	add_values(buf, values ? values : "", "$rules");
	bth_buf_puts(buf, "\"");
	if (values && strcmp(values, "@rules") == 0)
		bth_buf_puts(buf, " first=${word%\"${word##*,}\"}");
	bth_buf_puts(buf, " ;;\n");
}

static void
add_bash_command(struct bth_buf *buf, const struct bth_command *command)
{
	bth_buf_printf(buf, "\t%s)\n\t\tcase $before in\n", command->name);
	for (size_t i = 0; i < bth_option_count; i++)
		if (bth_options[i].argument && has(command, &bth_options[i]))
			add_bash_option(
				buf, &bth_options[i], values_of(&bth_options[i], command));
	bth_buf_puts(buf, "\t\t*) words=\"");
	if (command->words)
		add_values(buf, command->words, "$rules");
	bth_buf_puts(buf, "\"\n\t\t\t[[ $word != -* ]] || words=\"");
	for (size_t i = 0; i < bth_option_count; i++)
		if (has(command, &bth_options[i]))
			bth_buf_printf(buf, "--%s ", bth_options[i].name);
	bth_buf_puts(buf, "\" ;;\n\t\tesac ;;\n");
}

static void
add_bash(struct bth_buf *buf)
{
	bth_buf_puts(buf,
		"# bash completion of berth; in ~/.bashrc: source <(berth completion bash)\n"
		"_berth()\n{\n"
		"\tlocal word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}\n"
		"\tlocal first='' words='' rules='");
	add_rules(buf);
	bth_buf_puts(buf,
		"'\n\n\t# '=' is a word of its own to bash\n"
		"\tif [[ $word == = ]]; then\n\t\tword=''\n"
		"\telif [[ $before == = ]]; then\n"
		"\t\tbefore=${COMP_WORDS[COMP_CWORD - 2]}\n\tfi\n"
		"\tif ((COMP_CWORD == 1)); then\n\t\twords='");
	for (size_t i = 0; i < bth_command_count; i++)
		bth_buf_printf(buf, "%s ", bth_commands[i].name);
	bth_buf_puts(buf, "--help --version'\n\telse\n\tcase ${COMP_WORDS[1]} in\n");
	for (size_t i = 0; i < bth_command_count; i++)
		add_bash_command(buf, &bth_commands[i]);
	bth_buf_puts(buf,
		"\tesac\n\tfi\n"
		"\t# without a word bash goes on to files (complete -o default)\n"
		"\tlocal IFS=$' \\t\\n'\n"
		"\tCOMPREPLY=($(compgen -P \"$first\" -W \"$words\" -- \"${word#\"$first\"}\"))\n"
		"}\ncomplete -o default -F _berth berth\n");
}

static void
add_zsh_argument(struct bth_buf *buf, const char *name, const char *values)
{
	bth_buf_puts(buf, ":");
	add_quoted(buf, name, ":[]\\", "'\\''");
	if (values && strcmp(values, "@files") == 0) {
		bth_buf_puts(buf, ":_files");
	} else if (values && strcmp(values, "@rules") == 0) {
		bth_buf_puts(buf, ":_sequence compadd - $rules");
	} else if (values) {
		bth_buf_puts(buf, ":(");
		add_values(buf, values, "");
		bth_buf_puts(buf, ")");
	} else {
		bth_buf_puts(buf, ": ");
	}
}

static void
add_zsh_option(struct bth_buf *buf, const struct bth_option *option,
	const struct bth_command *command)
{
	for (int letter = 0; letter < (option->letter ? 2 : 1); letter++) {
		bth_buf_puts(buf, " \\\n\t\t\t'*");
		if (letter)
			bth_buf_printf(buf, "-%c%s", option->letter, option->argument ? "+" : "");
		else
			bth_buf_printf(buf, "--%s%s", option->name, option->argument ? "=" : "");
		bth_buf_puts(buf, "[");
		add_quoted(buf, option->help, "[]:\\", "'\\''");
		bth_buf_puts(buf, "]");
		if (option->argument)
			add_zsh_argument(buf, option->argument, values_of(option, command));
		bth_buf_puts(buf, "'");
	}
}

static void
add_zsh(struct bth_buf *buf)
{
	bth_buf_puts(buf,
		"#compdef berth\n# zsh completion of berth; as _berth in a folder of $fpath\n"
		"_berth()\n{\n\tlocal -a commands rules\n\trules=(");
	add_rules(buf);
	bth_buf_puts(buf, ")\n\tcommands=(\n");
	for (size_t i = 0; i < bth_command_count; i++) {
		bth_buf_printf(buf, "\t\t'%s:", bth_commands[i].name);
		add_quoted(buf, bth_commands[i].summary, ":\\", "'\\''");
		bth_buf_puts(buf, "'\n");
	}
	bth_buf_puts(buf,
		"\t)\n\tif ((CURRENT == 2)); then\n\t\t_describe command commands\n\t\treturn\n"
		"\tfi\n\tlocal command=$words[2]\n\tshift words\n\t((CURRENT--))\n"
		"\tcase $command in\n");
	for (size_t i = 0; i < bth_command_count; i++) {
		const struct bth_command *command = &bth_commands[i];

		bth_buf_printf(buf, "\t%s)\n\t\t_arguments", command->name);
		for (size_t j = 0; j < bth_option_count; j++)
			if (has(command, &bth_options[j]))
				add_zsh_option(buf, &bth_options[j], command);
		if (command->words) {
			bth_buf_puts(buf, " \\\n\t\t\t'*");
			add_zsh_argument(buf, command->arguments, command->words);
			bth_buf_puts(buf, "'");
		}
		bth_buf_puts(buf, " ;;\n");
	}
	bth_buf_puts(buf, "\tesac\n}\n"
			  "if [ \"$funcstack[1]\" = _berth ]; then\n\t_berth \"$@\"\n"
			  "else\n\tcompdef _berth berth\nfi\n");
}

static void
add_fish_option(struct bth_buf *buf, const struct bth_option *option,
	const struct bth_command *command)
{
	const char *values = values_of(option, command);

	bth_buf_printf(buf, "complete -c berth -n '__fish_seen_subcommand_from %s' -l %s",
		command->name, option->name);
	if (option->letter)
		bth_buf_printf(buf, " -s %c", option->letter);
	if (values && strcmp(values, "@files") == 0) {
		bth_buf_puts(buf, " -r -F");
	} else if (values) {
		bth_buf_puts(buf, " -x -a \"");
		add_values(buf, values, "$__berth_rules");
		bth_buf_puts(buf, "\"");
	} else if (option->argument) {
		bth_buf_puts(buf, " -x");
	}
	bth_buf_puts(buf, " -d '");
	add_quoted(buf, option->help, "\\", "\\'");
	bth_buf_puts(buf, "'\n");
}

static void
add_fish(struct bth_buf *buf)
{
	bth_buf_puts(buf, "# fish completion of berth; as ~/.config/fish/completions/berth.fish\n"
			  "set -g __berth_rules ");
	add_rules(buf);
	bth_buf_puts(buf, "\n");
	for (size_t i = 0; i < bth_command_count; i++) {
		const struct bth_command *command = &bth_commands[i];

		bth_buf_printf(buf, "complete -c berth -n __fish_use_subcommand -f -a %s -d '",
			command->name);
		add_quoted(buf, command->summary, "\\", "\\'");
		bth_buf_puts(buf, "'\n");
		for (size_t j = 0; j < bth_option_count; j++)
			if (has(command, &bth_options[j]))
				add_fish_option(buf, &bth_options[j], command);
		if (!command->words || strcmp(command->words, "@files") == 0)
			continue;
		bth_buf_printf(buf, "complete -c berth -n '__fish_seen_subcommand_from %s' -f -a \"",
			command->name);
		add_values(buf, command->words, "$__berth_rules");
		bth_buf_puts(buf, "\"\n");
	}
}

int
bth_cli_completion(struct bth_cli *cli)
{
	static const struct {
		const char *name;
		void (*add)(struct bth_buf *buf);
	} shells[] = {{"bash", add_bash}, {"zsh", add_zsh}, {"fish", add_fish}};
	const struct bth_words *words = &cli->options.paths;
	struct bth_buf buf;

	if (words->len != 1)
		return bth_cli_trouble("completion takes one shell: bash, zsh or fish");
	bth_buf_init(&buf, &cli->arena);
	for (size_t i = 0; i < sizeof shells / sizeof shells[0]; i++) {
		if (strcmp(shells[i].name, words->items[0]) != 0)
			continue;
		shells[i].add(&buf);
		return bth_cli_print(buf.text, buf.len);
	}
	return bth_cli_trouble("berth completes words in bash, zsh and fish, not in '%s'",
		words->items[0]);
}
