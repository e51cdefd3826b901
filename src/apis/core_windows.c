/* core_windows.c - who a container of Windows runs as: validateWindowsSecurityContextOptions */

#include "apis/checks.h"

enum {
	SPECIFICATION_MOST = 64 * 1024,
	DOMAIN_MOST = 255,
	NETBIOS_MOST = 15,
	USER_MOST = 104,
	LABEL_MOST = 63,
};

static bool
is_control(char c)
{
	return (unsigned char)c < ' ' || c == 127;
}

static bool
has_any(struct bth_str text, const char *set)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] && strchr(set, text.at[i]))
			return true;
	return false;
}

static bool
consists_of(struct bth_str text, const char *set)
{
	for (size_t i = 0; i < text.len; i++)
		if (!text.at[i] || !strchr(set, text.at[i]))
			return false;
	return text.len;
}

/* How many code points there are. */
static size_t
count_letters(struct bth_str text)
{
	size_t count = 0;

	for (size_t i = 0; i < text.len; i++)
		count += ((unsigned char)text.at[i] & 0xc0) != 0x80;
	return count;
}

static bool
is_netbios(struct bth_str domain)
{
	return domain.len && count_letters(domain) <= NETBIOS_MOST && domain.at[0] != '.' &&
		!has_any(domain, "\\/:*?\"<>|");
}

static bool
is_letter_or_digit(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool
is_dns_label(struct bth_str label)
{
	for (size_t i = 0; i < label.len; i++)
		if (!is_letter_or_digit(label.at[i]) && label.at[i] != '-')
			return false;
	return label.len && label.len <= LABEL_MOST && label.at[0] != '-' &&
		label.at[label.len - 1] != '-';
}

static bool
is_dns_name(struct bth_str domain)
{
	size_t dot;

	while ((dot = bth_str_find(domain, '.')) != SIZE_MAX) {
		if (!is_dns_label(bth_str_sub(domain, 0, dot)))
			return false;
		domain = bth_str_sub(domain, dot + 1, SIZE_MAX);
	}
	return is_dns_label(domain);
}

static const char *
fault_of_domain(struct bth_str domain)
{
	if (domain.len > DOMAIN_MOST)
		return "its domain has more than 255 bytes";
	if (!is_netbios(domain) && !is_dns_name(domain))
		return "its domain is neither a NetBIOS name nor a DNS name";
	return NULL;
}

static const char *
fault_of_user(struct bth_str user)
{
	if (!user.len)
		return "it has no user after the domain";
	if (user.len > USER_MOST)
		return "its user has more than 104 bytes";
	if (consists_of(user, ". "))
		return "its user is made of dots and blanks alone";
	if (has_any(user, "\"/\\:;|=,+*?<>@[]"))
		return "its user has one of the letters \"/\\:;|=,+*?<>@[]";
	return NULL;
}

static const char *
fault_of_name(struct bth_str name)
{
	size_t slash = bth_str_find(name, '\\');
	const char *fault = NULL;

	if (!name.len)
		return "it is empty";
	for (size_t i = 0; i < name.len; i++)
		if (is_control(name.at[i]))
			return "it has a control character";
	if (slash == SIZE_MAX)
		return fault_of_user(name);
	if (slash != bth_str_rfind(name, '\\'))
		return "it has more than one backslash";
	fault = fault_of_domain(bth_str_sub(name, 0, slash));
	return fault ? fault : fault_of_user(bth_str_sub(name, slash + 1, SIZE_MAX));
}

void
bth_check_windows_options(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value user = bth_get(value, "runAsUserName");
	struct bth_value name = bth_get(value, "gmsaCredentialSpecName");
	struct bth_value specification = bth_get(value, "gmsaCredentialSpec");
	const char *fault = bth_is_string(user) ? fault_of_name(bth_text(user)) : NULL;

	if (fault)
		bth_validation_report(validation, &bth_rule_field_value_wrong, user,
			"'%.*s' is no valid user of Windows: %s",
			BTH_STR_ARG(bth_validation_shown(validation, user)), fault);
	if (bth_is_string(name))
		bth_validate_format(validation, name, BTH_FORMAT_SUBDOMAIN);
	if (bth_is_string(specification) && !bth_text(specification).len)
		bth_validation_report(validation, &bth_rule_field_value_wrong, specification,
			"'gmsaCredentialSpec' is empty");
	bth_check_length(validation, specification, SPECIFICATION_MOST);
}
