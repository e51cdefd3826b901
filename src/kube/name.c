/* name.c - what things may be called */

#include "kube/name.h"

#define TOO_LONG(most) "must be no more than " #most " characters"
#define EMPTY "must be non-empty"
#define SUBDOMAIN "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric " \
		  "characters, '-' or '.', and must start and end with an alphanumeric character"
#define KEY_LETTERS "must consist of alphanumeric characters, '-', '_' or '.', and must start " \
		    "and end with an alphanumeric character"

enum {
	LABEL_MOST = 63,
	SUBDOMAIN_MOST = 253,
	PORT_MOST = 15,
};

static bool
is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool
is_lower_or_digit(char c)
{
	return is_lower(c) || (c >= '0' && c <= '9');
}

static bool
is_letter_or_digit(char c)
{
	return is_lower_or_digit(c) || (c >= 'A' && c <= 'Z');
}

static bool
is_in(char c, const char *set)
{
	return c && strchr(set, c);
}

/* Made of what @is_core takes, and inside of the bytes of @inner too. */
static bool
has_shape(struct bth_str name, bool (*is_core)(char c), const char *inner)
{
	if (!name.len || !is_core(name.at[0]) || !is_core(name.at[name.len - 1]))
		return false;
	for (size_t i = 0; i < name.len; i++)
		if (!is_core(name.at[i]) && !is_in(name.at[i], inner))
			return false;
	return true;
}

/* DNS-1123 labels of any length with dots between them. */
static bool
is_subdomain(struct bth_str name)
{
	for (;;) {
		size_t dot = bth_str_find(name, '.');

		if (!has_shape(bth_str_sub(name, 0, dot), is_lower_or_digit, "-"))
			return false;
		if (dot == SIZE_MAX)
			return true;
		name = bth_str_sub(name, dot + 1, name.len);
	}
}

const char *
bth_name_check_label(struct bth_str name)
{
	if (name.len > LABEL_MOST)
		return TOO_LONG(63);
	if (has_shape(name, is_lower_or_digit, "-"))
		return NULL;
	if (is_subdomain(name))
		return "must not contain dots";
	return "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or "
	       "'-', and must start and end with an alphanumeric character";
}

const char *
bth_name_check_label_1035(struct bth_str name)
{
	if (name.len > LABEL_MOST)
		return TOO_LONG(63);
	if (has_shape(name, is_lower_or_digit, "-") && is_lower(name.at[0]))
		return NULL;
	return "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start "
	       "with an alphabetic character, and end with an alphanumeric character";
}

const char *
bth_name_check_subdomain(struct bth_str name)
{
	if (name.len > SUBDOMAIN_MOST)
		return TOO_LONG(253);
	return is_subdomain(name) ? NULL : SUBDOMAIN;
}

static const char *
check_prefix(struct bth_str prefix)
{
	if (!prefix.len)
		return "prefix part " EMPTY;
	if (prefix.len > SUBDOMAIN_MOST)
		return "prefix part " TOO_LONG(253);
	return is_subdomain(prefix) ? NULL : "prefix part " SUBDOMAIN;
}

const char *
bth_name_check_qualified(struct bth_str name)
{
	size_t slash = bth_str_find(name, '/');

	if (slash != SIZE_MAX) {
		struct bth_str prefix = bth_str_sub(name, 0, slash);

		name = bth_str_sub(name, slash + 1, name.len);
		if (bth_str_find(name, '/') != SIZE_MAX)
			return "a valid label key " KEY_LETTERS " with an optional DNS subdomain "
			       "prefix and '/' (e.g. 'example.com/MyName')";
		const char *fault = check_prefix(prefix);
		if (fault)
			return fault;
	}
	if (!name.len)
		return "name part " EMPTY;
	if (name.len > LABEL_MOST)
		return "name part " TOO_LONG(63);
	return has_shape(name, is_letter_or_digit, "-_.") ? NULL : "name part " KEY_LETTERS;
}

const char *
bth_name_check_label_value(struct bth_str name)
{
	if (name.len > LABEL_MOST)
		return TOO_LONG(63);
	if (!name.len || has_shape(name, is_letter_or_digit, "-_."))
		return NULL;
	return "a valid label must be an empty string or consist of alphanumeric characters, '-', "
	       "'_' or '.', and must start and end with an alphanumeric character";
}

static bool
has_letter(struct bth_str name)
{
	for (size_t i = 0; i < name.len; i++)
		if (is_lower(name.at[i]))
			return true;
	return false;
}

/* At least one byte, each of which @is_core or the set @more has. */
static bool
consists_of(struct bth_str name, bool (*is_core)(char c), const char *more)
{
	for (size_t i = 0; i < name.len; i++)
		if (!is_core(name.at[i]) && !is_in(name.at[i], more))
			return false;
	return name.len > 0;
}

const char *
bth_name_check_port(struct bth_str name)
{
	if (name.len > PORT_MOST)
		return TOO_LONG(15);
	if (!consists_of(name, is_lower_or_digit, "-"))
		return "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)";
	if (!has_letter(name))
		return "must contain at least one letter (a-z)";
	if (bth_str_contains(name, "--"))
		return "must not contain consecutive hyphens";
	if (name.at[0] == '-' || name.at[name.len - 1] == '-')
		return "must not begin or end with a hyphen";
	return NULL;
}

/* Such names would lead out of the folder that they become files of. */
static const char *
check_dots(struct bth_str name)
{
	if (bth_str_is(name, "."))
		return "must not be '.'";
	if (bth_str_is(name, ".."))
		return "must not be '..'";
	return bth_str_starts(name, "..") ? "must not start with '..'" : NULL;
}

const char *
bth_name_check_config_key(struct bth_str name)
{
	if (name.len > SUBDOMAIN_MOST)
		return TOO_LONG(253);
	if (!consists_of(name, is_letter_or_digit, "-_."))
		return "a valid config key must consist of alphanumeric characters, '-', '_' or '.'";
	return check_dots(name);
}

static const char *
check_env_relaxed(struct bth_str name)
{
	if (!name.len)
		return "environment variable name " EMPTY;
	for (size_t i = 0; i < name.len; i++)
		if (name.at[i] < 0x20 || name.at[i] > 0x7e || name.at[i] == '=')
			return "a valid environment variable name must consist only of printable "
			       "ASCII characters other than '='";
	return NULL;
}

const char *
bth_name_check_env(struct bth_str name, int minor)
{
	if (minor >= 32)
		return check_env_relaxed(name);
	if (!consists_of(name, is_letter_or_digit, "-_.") || is_in(name.at[0], "0123456789"))
		return "a valid environment variable name must consist of alphabetic characters, "
		       "digits, '_', '-', or '.', and must not start with a digit";
	return check_dots(name);
}

const char *
bth_name_check_path_segment(struct bth_str name)
{
	if (bth_str_is(name, "."))
		return "may not be '.'";
	if (bth_str_is(name, ".."))
		return "may not be '..'";
	if (bth_str_contains(name, "/"))
		return "may not contain '/'";
	return bth_str_contains(name, "%") ? "may not contain '%'" : NULL;
}

bool
bth_name_is_reference(struct bth_str text)
{
	size_t words = 0;

	while (text.len && ++words <= 3) {
		size_t slash = bth_str_find(text, '/');

		if (slash == SIZE_MAX)
			return true;
		if (!slash)
			return false;
		text = bth_str_sub(text, slash + 1, SIZE_MAX);
	}
	return false;
}
