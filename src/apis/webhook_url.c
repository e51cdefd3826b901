/* webhook_url.c - URLs of webhooks: ValidateWebhookURL, and what net/url reads as one */

#include "apis/webhook_client.h"

#include <ctype.h>
#include <strings.h>

static bool
has_control(struct bth_str text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.at[i] < ' ' || text.at[i] == 0x7f)
			return true;
	return false;
}

/* Whether each '%' has two hexadecimal digits; those of a host may not spell ASCII. */
static bool
has_escapes(struct bth_str text, bool host)
{
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] != '%')
			continue;
		if (text.len - i < 3 || !isxdigit((unsigned char)text.at[i + 1]) ||
			!isxdigit((unsigned char)text.at[i + 2]))
			return false;
		if (host && text.at[i + 1] < '8' && strncmp(text.at + i, "%25", 3) != 0)
			return false;
	}
	return true;
}

static bool
has_host_letters(struct bth_str host)
{
	for (size_t i = 0; i < host.len; i++) {
		unsigned char c = (unsigned char)host.at[i];

		if (c < 0x80 && !isalnum(c) && !strchr("!$&'()*+,;=:[]<>\"-_.~%", c))
			return false;
	}
	return true;
}

/* What stands behind the host's ':' has to be digits, or nothing. */
static bool
has_port(struct bth_str host)
{
	size_t bracket = bth_str_rfind(host, ']'), colon = bth_str_rfind(host, ':');

	if (host.at[0] == '[') {
		if (bracket == SIZE_MAX)
			return false;
		if (bracket + 1 == host.len)
			return true;
		colon = bracket + 1;
		if (host.at[colon] != ':')
			return false;
	}
	for (size_t i = colon; colon != SIZE_MAX && ++i < host.len;)
		if (!isdigit((unsigned char)host.at[i]))
			return false;
	return true;
}

static const char *
check_host(struct bth_str host)
{
	if (!host.len)
		return "it has no host";
	if (bth_str_find(host, '@') != SIZE_MAX)
		return "a user's name may not be in it";
	if (!has_port(host))
		return "its port is no number";
	if (!has_escapes(host, true) || !has_host_letters(host))
		return "its host has letters that hosts do not have";
	return NULL;
}

const char *
bth_webhook_url_fault(struct bth_str text)
{
	static const char scheme[] = "https://";
	size_t mark = bth_str_find(text, '#');

	if (mark != SIZE_MAX && mark + 1 < text.len)
		return "it may have no fragment after a '#'";
	text = bth_str_sub(text, 0, mark);
	if (has_control(text))
		return "it has control characters";
	if (text.len < strlen(scheme) ||
		strncasecmp(text.at, scheme, strlen(scheme)) != 0)
		return "it has to begin with 'https://'";
	text = bth_str_sub(text, strlen(scheme), text.len);
	mark = bth_str_find(text, '?');
	if (mark != SIZE_MAX && mark + 1 < text.len)
		return "it may have no query after a '?'";
	text = bth_str_sub(text, 0, mark);
	size_t slash = bth_str_find(text, '/');
	const char *fault = check_host(bth_str_sub(text, 0, slash));
	if (!fault && !has_escapes(text, false))
		fault = "a '%' in it is not followed by two hexadecimal digits";
	return fault;
}
