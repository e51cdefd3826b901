/* formats.c - the grammars that checks.h names */

#include "schema/formats.h"

#include "kube/name.h"

/* As apimachinery's maskTrailingDash: what generateName and prefixes are checked as. */
static struct bth_str
without_dash(struct bth_arena *arena, struct bth_str text)
{
	if (text.len < 2 || text.at[text.len - 1] != '-')
		return text;
	return bth_str_printf(arena, "%.*sa", (int)text.len - 2, text.at);
}

static struct bth_str
in_lower_case(struct bth_arena *arena, struct bth_str text)
{
	char *copy = bth_arena_copy(arena, text.at, text.len);

	for (size_t i = 0; i < text.len; i++)
		if (copy[i] >= 'A' && copy[i] <= 'Z')
			copy[i] = (char)(copy[i] - 'A' + 'a');
	return (struct bth_str){.at = copy, .len = text.len};
}

static const char *
check_percent(struct bth_str text, bool share)
{
	size_t digits = 0;
	uint64_t number;

	while (digits < text.len && text.at[digits] >= '0' && text.at[digits] <= '9')
		digits++;
	if (!digits || digits + 1 != text.len || text.at[digits] != '%')
		return "it has to be digits and a '%', or a number without quotes";
	if (share && (!bth_str_to_u64(&number, bth_str_sub(text, 0, digits)) || number > 100))
		return "it is more than 100%";
	return NULL;
}

const char *
bth_format_check(struct bth_arena *arena, enum bth_format format, struct bth_str text, int minor)
{
	switch (format) {
	case BTH_FORMAT_LABEL:
		return bth_name_check_label(text);
	case BTH_FORMAT_LABEL_1035:
		return bth_name_check_label_1035(text);
	case BTH_FORMAT_SUBDOMAIN:
		return bth_name_check_subdomain(text);
	case BTH_FORMAT_SUBDOMAIN_PREFIX:
		return bth_name_check_subdomain(without_dash(arena, text));
	case BTH_FORMAT_LABEL_KEY:
		return bth_name_check_qualified(text);
	case BTH_FORMAT_ANNOTATION_KEY:
		return bth_name_check_qualified(in_lower_case(arena, text));
	case BTH_FORMAT_LABEL_VALUE:
		return bth_name_check_label_value(text);
	case BTH_FORMAT_PORT_NAME:
	case BTH_FORMAT_PORT:
		return bth_name_check_port(text);
	case BTH_FORMAT_CONFIG_KEY:
	case BTH_FORMAT_CONFIG_KEYS:
		return bth_name_check_config_key(text);
	case BTH_FORMAT_ENV_NAME:
		return bth_name_check_env(text, minor);
	case BTH_FORMAT_PATH_SEGMENT:
		return bth_name_check_path_segment(text);
	case BTH_FORMAT_PERCENT:
	case BTH_FORMAT_PERCENT_100:
		return check_percent(text, format == BTH_FORMAT_PERCENT_100);
	default:
		return NULL;
	}
}

const char *
bth_format_noun(enum bth_format format)
{
	switch (format) {
	case BTH_FORMAT_LABEL_KEY:
		return "qualified name";
	case BTH_FORMAT_LABEL_VALUE:
		return "label value";
	case BTH_FORMAT_ANNOTATION_KEY:
		return "qualified name";
	case BTH_FORMAT_PORT_NAME:
	case BTH_FORMAT_PORT:
		return "port name";
	case BTH_FORMAT_CONFIG_KEY:
	case BTH_FORMAT_CONFIG_KEYS:
		return "key";
	case BTH_FORMAT_ENV_NAME:
		return "variable name";
	case BTH_FORMAT_PERCENT:
	case BTH_FORMAT_PERCENT_100:
		return "percentage";
	default:
		return "name";
	}
}

bool
bth_format_is_label(enum bth_format format)
{
	return format == BTH_FORMAT_LABEL_KEY || format == BTH_FORMAT_LABEL_VALUE ||
		format == BTH_FORMAT_LABELS;
}
