/*
 * formats.c - what "format" in a schema asks of a string
 *
 * The names are those of apiextensions' supportedVersionedFormats, the grammars those of
 * kube-openapi's strfmt. They are more lenient than the names promise, and so are these.
 */

#include "custom/formats.h"

#include <arpa/inet.h>
#include <ctype.h>

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_hex(char c)
{
	return isxdigit((unsigned char)c) != 0;
}

static char
at(struct bth_str text, size_t index)
{
	return index < text.len ? text.at[index] : '\0';
}

/* Whether @text is as @form, in which 0 is a digit, h a hexadecimal one, others themselves. */
static bool
has_form(struct bth_str text, const char *form)
{
	if (text.len != strlen(form))
		return false;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (form[i] == '0' ? !is_digit(c) : form[i] == 'h' ? !is_hex(c) : c != form[i])
			return false;
	}
	return true;
}

/* ---- identifiers ---- */

static bool
is_object_id(struct bth_str text)
{
	return has_form(text, "hhhhhhhhhhhhhhhhhhhhhhhh");
}

/* net.ParseMAC: 6, 8 or 20 bytes, in pairs or in fours. */
static bool
is_mac(struct bth_str text)
{
	char between = at(text, 2) == ':' || at(text, 2) == '-' ? at(text, 2) : '.';
	size_t digits = between == '.' ? 4 : 2, bytes = 0;

	for (size_t i = 0; i < text.len; i += digits + 1, bytes += digits / 2) {
		for (size_t j = 0; j < digits; j++)
			if (!is_hex(at(text, i + j)))
				return false;
		if (i + digits == text.len)
			return bytes + digits / 2 == 6 || bytes + digits / 2 == 8 ||
				bytes + digits / 2 == 20;
		if (at(text, i + digits) != between)
			return false;
	}
	return false;
}

/* The digits of @text alone, with an X at the end if @ten; the number of them. */
static size_t
take_digits(char *out, size_t room, struct bth_str text, bool ten)
{
	size_t len = 0;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (c == '-' || isspace((unsigned char)c))
			continue;
		if (len == room || !(is_digit(c) || (ten && c == 'X' && len == 9)))
			return 0;
		out[len++] = c;
	}
	return len;
}

static bool
is_isbn10(struct bth_str text)
{
	char digits[10];
	int sum = 0;

	if (take_digits(digits, sizeof digits, text, true) != 10)
		return false;
	for (int i = 0; i < 10; i++)
		sum += (i + 1) * (digits[i] == 'X' ? 10 : digits[i] - '0');
	return sum % 11 == 0;
}

static bool
is_isbn13(struct bth_str text)
{
	char digits[13];
	int sum = 0;

	if (take_digits(digits, sizeof digits, text, false) != 13)
		return false;
	for (int i = 0; i < 13; i++)
		sum += (i % 2 ? 3 : 1) * (digits[i] - '0');
	return sum % 10 == 0;
}

static bool
is_isbn(struct bth_str text)
{
	return is_isbn10(text) || is_isbn13(text);
}

/* Luhn's sum over the digits; the prefixes of issuers are not looked at. */
static bool
is_credit_card(struct bth_str text)
{
	size_t count = 0;
	int sum = 0;

	for (size_t i = text.len; i > 0; i--) {
		int digit = text.at[i - 1] - '0';

		if (!is_digit(text.at[i - 1]))
			continue;
		if (count++ % 2)
			digit = digit * 2 % 10 + digit / 5;
		sum += digit;
	}
	return count >= 13 && count <= 16 && sum % 10 == 0;
}

static bool
is_ssn(struct bth_str text)
{
	return text.len == 11 && is_digit(text.at[0]);
}

/* ---- addresses ---- */

/* Four numbers up to 255, with any zeros before them, as Go once read them. */
static bool
is_loose_ipv4(struct bth_str text)
{
	size_t i = 0;

	for (int part = 0; part < 4; part++) {
		unsigned number = 0;
		size_t from = i;

		for (; is_digit(at(text, i)); i++)
			number = number > 255 ? number : number * 10 + (unsigned)(text.at[i] - '0');
		if (i == from || number > 255 || (part < 3 && at(text, i++) != '.'))
			return false;
	}
	return i == text.len;
}

static bool
is_ipv6(struct bth_str text)
{
	unsigned char bytes[16];
	char copy[INET6_ADDRSTRLEN];

	if (text.len >= sizeof copy || bth_str_find(text, ':') == SIZE_MAX ||
		(text.len && memchr(text.at, '\0', text.len)))
		return false;
	memcpy(copy, text.at, text.len);
	copy[text.len] = '\0';
	return inet_pton(AF_INET6, copy, bytes) == 1;
}

/* An IPv6 address that ends with one of IPv4 has a '.', too. */
static bool
is_ipv4(struct bth_str text)
{
	return is_loose_ipv4(text) || (bth_str_find(text, '.') != SIZE_MAX && is_ipv6(text));
}

static bool
is_cidr(struct bth_str text)
{
	size_t slash = bth_str_find(text, '/');
	struct bth_str address = bth_str_sub(text, 0, slash);
	uint64_t bits;

	if (slash == SIZE_MAX || !bth_str_to_u64(&bits, bth_str_sub(text, slash + 1, SIZE_MAX)))
		return false;
	return (is_loose_ipv4(address) && bits <= 32) || (is_ipv6(address) && bits <= 128);
}

/* net/mail takes much; what has no '@' between two texts is no address in any reading. */
static bool
is_email(struct bth_str text)
{
	size_t sign = bth_str_rfind(text, '@');

	return sign != SIZE_MAX && sign > 0 && sign + 1 < text.len;
}

/* Each '%' of a URI has two digits. */
static bool
has_good_escapes(struct bth_str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] == '%' && !(is_hex(at(text, i + 1)) && is_hex(at(text, i + 2))))
			return false;
	return true;
}

/* What stands between "//" and the path: [USER@]HOST[:PORT]. */
static bool
is_authority(struct bth_str text)
{
	size_t user = bth_str_rfind(text, '@');
	struct bth_str host = user == SIZE_MAX ? text : bth_str_sub(text, user + 1, SIZE_MAX);
	size_t close = bth_str_starts(host, "[") ? bth_str_rfind(host, ']') : 0;
	struct bth_str rest = bth_str_sub(host, close == SIZE_MAX ? 0 : close, SIZE_MAX);
	size_t colon = close ? (at(rest, 1) == ':' ? 1 : SIZE_MAX) : bth_str_find(rest, ':');

	if (close == SIZE_MAX || (close && rest.len > 1 && colon != 1))
		return false;
	for (size_t i = 0; i < host.len; i++)
		if ((unsigned char)host.at[i] <= ' ' || strchr("\\^`{|}", host.at[i]))
			return false;
	for (size_t i = colon + 1; colon != SIZE_MAX && i < rest.len; i++)
		if (!is_digit(rest.at[i]))
			return false;
	return true;
}

/* url.ParseRequestURI: an absolute URI, or an absolute path. */
static bool
is_uri(struct bth_str text)
{
	size_t i = 0;

	for (size_t j = 0; j < text.len; j++)
		if ((unsigned char)text.at[j] < ' ' || text.at[j] == 0x7f)
			return false;
	if (bth_str_is(text, "*"))
		return true;
	if (isalpha((unsigned char)at(text, 0))) {
		while (isalnum((unsigned char)at(text, i)) || (at(text, i) && strchr("+-.", at(text, i))))
			i++;
		if (at(text, i) != ':')
			return false;
		text = bth_str_sub(text, i + 1, SIZE_MAX);
		if (at(text, 0) != '/')
			return true; /* opaque, like mailto:x */
		if (!bth_str_starts(text, "//"))
			return has_good_escapes(bth_str_sub(text, 0, bth_str_find(text, '?')));
		text = bth_str_sub(text, 2, SIZE_MAX);
		size_t end = 0;
		while (end < text.len && !strchr("/?", text.at[end]))
			end++;
		return is_authority(bth_str_sub(text, 0, end)) &&
			has_good_escapes(bth_str_sub(text, 0, bth_str_find(text, '?')));
	}
	return at(text, 0) == '/' && has_good_escapes(bth_str_sub(text, 0, bth_str_find(text, '?')));
}

/* ---- times ---- */

static bool
is_date(struct bth_str text)
{
	static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	if (!has_form(text, "0000-00-00"))
		return false;
	int year = (text.at[0] - '0') * 1000 + (text.at[1] - '0') * 100 +
		(text.at[2] - '0') * 10 + text.at[3] - '0';
	int month = (text.at[5] - '0') * 10 + text.at[6] - '0';
	int day = (text.at[8] - '0') * 10 + text.at[9] - '0';
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	return month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1] &&
		!(month == 2 && day == 29 && !leap);
}

/* hh:mm:ss, any fraction, and a zone; up to 59 seconds. */
static bool
is_time(struct bth_str text)
{
	size_t i = 8;

	if (!has_form(bth_str_sub(text, 0, 8), "00:00:00") ||
		memcmp(text.at, "23", 2) > 0 || memcmp(text.at + 3, "59", 2) > 0 ||
		memcmp(text.at + 6, "59", 2) > 0)
		return false;
	struct bth_str zone = bth_str_sub(text, i, SIZE_MAX);
	if (zone.len > 1 && is_digit(zone.at[1]) && !has_form(bth_str_sub(zone, 1, 5), "00:00")) {
		for (i = 1; is_digit(at(zone, i)); i++)
			;
		zone = bth_str_sub(zone, i, SIZE_MAX);
	}
	return bth_str_is(zone, "z") || bth_str_is(zone, "Z") || has_form(zone, "+00:00") ||
		has_form(zone, "-00:00");
}

static bool
is_date_time(struct bth_str text)
{
	size_t mark = 0, end;

	while (mark < text.len && tolower((unsigned char)text.at[mark]) != 't')
		mark++;
	if (mark == text.len || !is_date(bth_str_sub(text, 0, mark)))
		return false;
	for (end = mark + 1; end < text.len && tolower((unsigned char)text.at[end]) != 't'; end++)
		;
	return is_time(bth_str_sub(text, mark + 1, end - mark - 1));
}

/* Letters behind a number, as Scala has them: "3 hours". */
static bool
is_loose_unit(struct bth_str unit)
{
	static const char *const words[] = {
		"ns", "us", "\xc2\xb5s", "ms", "s", "m", "h", "hr", "d", "w", "wk"};
	static const char *const stems[] = {
		"nano", "micro", "milli", "sec", "min", "hour", "day", "week"};
	char low[8] = {0};

	for (size_t i = 0; i < unit.len && i < sizeof low - 1; i++)
		low[i] = (char)tolower((unsigned char)unit.at[i]);
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (unit.len < sizeof low && strcmp(low, words[i]) == 0)
			return true;
	for (size_t i = 0; i < sizeof stems / sizeof stems[0]; i++)
		if (strncmp(low, stems[i], strlen(stems[i])) == 0)
			return true;
	return false;
}

static size_t
unit_len(struct bth_str text)
{
	size_t i = 0;

	while (isalpha((unsigned char)at(text, i)) ||
		(at(text, i) == '\xc2' && at(text, i + 1) == '\xb5'))
		i += at(text, i) == '\xc2' ? 2 : 1;
	return i;
}

/* A number with a unit behind it, anywhere in the text. */
static bool
has_loose_duration(struct bth_str text)
{
	bool found = false;

	for (size_t i = 0; i < text.len;) {
		size_t from = i;

		while (is_digit(at(text, i)))
			i++;
		if (i == from) {
			i++;
			continue;
		}
		size_t digits = i - from;
		while (at(text, i) && strchr(" \t\n\f\r", at(text, i)))
			i++;
		size_t len = unit_len(bth_str_sub(text, i, SIZE_MAX));
		if (len && digits > 18)
			return false; /* it fits into no number */
		found |= len && is_loose_unit(bth_str_sub(text, i, len));
		i += len;
	}
	return found;
}

/* What time.ParseDuration takes and the other grammar does not: 0, and "1.s". */
static bool
is_strict_duration(struct bth_str text)
{
	static const char *const units[] = {
		"ns", "us", "\xc2\xb5s", "\xce\xbcs", "ms", "s", "m", "h"};
	size_t i = at(text, 0) == '+' || at(text, 0) == '-' ? 1 : 0;

	if (bth_str_is(bth_str_sub(text, i, SIZE_MAX), "0"))
		return true;
	while (i < text.len) {
		size_t digits = 0, len = 0;
		bool known = false;

		for (; is_digit(at(text, i)); i++)
			digits++;
		i += at(text, i) == '.';
		for (; is_digit(at(text, i)); i++)
			digits++;
		while (i + len < text.len && text.at[i + len] != '.' && !is_digit(text.at[i + len]))
			len++;
		for (size_t u = 0; u < sizeof units / sizeof units[0]; u++)
			known |= bth_str_is(bth_str_sub(text, i, len), units[u]);
		if (!digits || digits > 18 || !known)
			return false;
		i += len;
	}
	return text.len > 1;
}

static bool
is_duration(struct bth_str text)
{
	return is_strict_duration(text) || has_loose_duration(text);
}

/* ---- others ---- */

/* At least four characters, which the expression asks for. */
static bool
is_base64(struct bth_str text)
{
	size_t pad = bth_str_ends(text, "==") ? 2 : bth_str_ends(text, "=") ? 1 : 0;

	if (!text.len || text.len % 4)
		return false;
	for (size_t i = 0; i + pad < text.len; i++)
		if (!isalnum((unsigned char)text.at[i]) && text.at[i] != '+' && text.at[i] != '/')
			return false;
	return true;
}

static bool
has_short_labels(struct bth_str text)
{
	size_t len = 0;

	for (size_t i = 0; i < text.len; i++) {
		len = text.at[i] == '.' ? 0 : len + 1;
		if (len > 63)
			return false;
	}
	return text.len <= 255;
}

static bool
is_short(struct bth_str text)
{
	return text.len <= 63;
}

static bool
is_long(struct bth_str text)
{
	return text.len <= 253;
}

#define BYTE_OF_COLOUR "(0|[1-9]\\d?|1\\d\\d?|2[0-4]\\d|25[0-5])"
#define UUID(third, fourth) \
	"(?i)^[0-9a-f]{8}-?[0-9a-f]{4}-?" third "[0-9a-f]{3}-?" fourth "[0-9a-f]{3}-?[0-9a-f]{12}$"
#define SHORT_NAME "[a-z0-9]([-a-z0-9]*[a-z0-9])?"

/* Sorted by name. */
static const struct bth_custom_format formats[] = {
	{"bsonobjectid", 0, NULL, is_object_id},
	{"byte", 0, NULL, is_base64},
	{"cidr", 0, NULL, is_cidr},
	{"creditcard", 0, NULL, is_credit_card},
	{"date", 0, NULL, is_date},
	{"datetime", 0, NULL, is_date_time},
	{"duration", 0, NULL, is_duration},
	{"email", 0, NULL, is_email},
	{"hexcolor", 0, "^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$", NULL},
	{"hostname", 0,
		"^([a-zA-Z0-9\\p{S}\\p{L}]((-?[a-zA-Z0-9\\p{S}\\p{L}]{0,62})?)|"
		"([a-zA-Z0-9\\p{S}\\p{L}](([a-zA-Z0-9\\-\\p{S}\\p{L}]{0,61}"
		"[a-zA-Z0-9\\p{S}\\p{L}])?)(\\.)){1,}([a-zA-Z\\p{L}]){2,63})$",
		has_short_labels},
	{"ipv4", 0, NULL, is_ipv4},
	{"ipv6", 0, NULL, is_ipv6},
	{"isbn", 0, NULL, is_isbn},
	{"isbn10", 0, NULL, is_isbn10},
	{"isbn13", 0, NULL, is_isbn13},
	{"k8slongname", 34, "^" SHORT_NAME "(\\." SHORT_NAME ")*$", is_long},
	{"k8sshortname", 34, "^" SHORT_NAME "$", is_short},
	{"mac", 0, NULL, is_mac},
	{"password", 0, NULL, NULL},
	{"rgbcolor", 0,
		"^rgb\\(\\s*" BYTE_OF_COLOUR "\\s*,\\s*" BYTE_OF_COLOUR "\\s*,\\s*" BYTE_OF_COLOUR
		"\\s*\\)$",
		NULL},
	{"ssn", 0, "^\\d{3}[- ]?\\d{2}[- ]?\\d{4}$", is_ssn},
	{"uri", 0, NULL, is_uri},
	{"uuid", 0, UUID("[0-9a-f]", "[0-9a-f]"), NULL},
	{"uuid3", 0, UUID("3", "[0-9a-f]"), NULL},
	{"uuid4", 0, UUID("4", "[89ab]"), NULL},
	{"uuid5", 0, UUID("5", "[89ab]"), NULL},
};

/* The same name without its dashes. */
static bool
is_name(struct bth_str name, const char *known)
{
	size_t len = 0;

	for (size_t i = 0; i < name.len; i++) {
		if (name.at[i] == '-')
			continue;
		if (name.at[i] != known[len])
			return false;
		len++;
	}
	return name.len && known[len] == '\0';
}

const struct bth_custom_format *
bth_custom_format(struct bth_str name, int minor)
{
	for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
		if (formats[i].since <= minor && is_name(name, formats[i].name))
			return &formats[i];
	return NULL;
}
