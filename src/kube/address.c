/* address.c - IP addresses and networks, exactly as Kubernetes reads them */

#include "kube/address.h"

#include <stdio.h>

enum { IPV4_AT = 12, SIZE = 16 };

static const uint8_t ipv4_prefix[IPV4_AT] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

/* What is left of a text that is being read. */
struct reader {
	struct bth_str rest;
	bool zeros;
};

static char
peek(const struct reader *reader)
{
	return reader->rest.len ? reader->rest.at[0] : '\0';
}

static void
skip(struct reader *reader, size_t count)
{
	reader->rest = bth_str_sub(reader->rest, count, SIZE_MAX);
}

/* The digit's value, or -1. */
static int
digit_of(char c, unsigned base)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (base == 16 && (c | 32) >= 'a' && (c | 32) <= 'f')
		return (c | 32) - 'a' + 10;
	return -1;
}

/* A number of at least one digit and at most @most, with any zeros in front of it. */
static bool
read_number(unsigned *out, size_t *digits, struct reader *reader, unsigned base, unsigned most)
{
	unsigned number = 0;
	size_t count = 0;

	for (int digit; (digit = digit_of(peek(reader), base)) >= 0; count++) {
		number = number * base + (unsigned)digit;
		if (number > most)
			return false;
		skip(reader, 1);
	}
	*out = number;
	*digits = count;
	return count > 0;
}

/* The rest of the text as a.b.c.d. */
static bool
read_ipv4(uint8_t out[4], struct reader *reader)
{
	for (int i = 0; i < 4; i++) {
		unsigned number;
		size_t digits;

		if (i > 0) {
			if (peek(reader) != '.')
				return false;
			skip(reader, 1);
		}
		bool zero = peek(reader) == '0';
		if (!read_number(&number, &digits, reader, 10, UINT8_MAX))
			return false;
		reader->zeros |= zero && digits > 1;
		out[i] = (uint8_t)number;
	}
	return !reader->rest.len;
}

/* Where an IPv6 address is being put together. */
struct groups {
	uint8_t bytes[SIZE];
	size_t len;
	size_t ellipsis; /* where the :: is; SIZE_MAX for nowhere */
};

/* Two bytes, or the four of an IPv4 address that ends it. */
static bool
read_group(struct groups *groups, struct reader *reader)
{
	struct reader start = *reader;
	unsigned number;
	size_t digits;

	if (!read_number(&number, &digits, reader, 16, UINT16_MAX))
		return false;
	if (peek(reader) == '.') {
		if (groups->len > IPV4_AT ||
			(groups->ellipsis == SIZE_MAX && groups->len != IPV4_AT))
			return false;
		*reader = start;
		groups->len += 4;
		return read_ipv4(groups->bytes + groups->len - 4, reader);
	}
	reader->zeros |= digits > 4;
	groups->bytes[groups->len++] = (uint8_t)(number >> 8);
	groups->bytes[groups->len++] = (uint8_t)number;
	return true;
}

/* The colon behind a group, and the second one that stands for zeros. */
static bool
read_colons(struct groups *groups, struct reader *reader)
{
	if (peek(reader) != ':' || reader->rest.len == 1)
		return false;
	skip(reader, 1);
	if (peek(reader) != ':')
		return true;
	if (groups->ellipsis != SIZE_MAX)
		return false;
	groups->ellipsis = groups->len;
	skip(reader, 1);
	return true;
}

/* Moves what stands behind the :: to the end. */
static bool
expand_groups(struct groups *groups)
{
	if (groups->len == SIZE)
		return groups->ellipsis == SIZE_MAX; /* it stands for one group at least */
	if (groups->ellipsis == SIZE_MAX)
		return false;
	size_t tail = groups->len - groups->ellipsis;
	uint8_t *from = groups->bytes + groups->ellipsis;
	memmove(groups->bytes + SIZE - tail, from, tail);
	memset(from, 0, SIZE - groups->len);
	return true;
}

static bool
read_ipv6(uint8_t out[SIZE], struct reader *reader)
{
	struct groups groups = {.ellipsis = SIZE_MAX};

	if (bth_str_starts(reader->rest, "::")) {
		groups.ellipsis = 0;
		skip(reader, 2);
	}
	while (groups.len < SIZE && (reader->rest.len || groups.ellipsis != groups.len)) {
		if (!read_group(&groups, reader))
			return false;
		if (!reader->rest.len)
			break;
		if (groups.len < SIZE && !read_colons(&groups, reader))
			return false;
	}
	if (reader->rest.len || !expand_groups(&groups))
		return false;
	memcpy(out, groups.bytes, SIZE);
	return true;
}

/* Whether the first of '.' and ':' in it is a '.', which tells the family. */
static bool
is_dotted(struct bth_str text)
{
	return bth_str_find(text, '.') < bth_str_find(text, ':');
}

bool
bth_address_parse(struct bth_address *out, struct bth_str text)
{
	struct reader reader = {.rest = text};
	struct bth_address address = {.ipv4 = is_dotted(text)};

	if (address.ipv4) {
		memcpy(address.bytes, ipv4_prefix, IPV4_AT);
		if (!read_ipv4(address.bytes + IPV4_AT, &reader))
			return false;
	} else {
		if (bth_str_find(text, ':') == SIZE_MAX || !read_ipv6(address.bytes, &reader))
			return false;
		address.mapped = memcmp(address.bytes, ipv4_prefix, IPV4_AT) == 0;
		address.ipv4 = address.mapped;
	}
	address.zeros = reader.zeros;
	*out = address;
	return true;
}

bool
bth_network_parse(struct bth_network *out, struct bth_str text)
{
	size_t slash = bth_str_find(text, '/'), digits;
	struct reader reader = {.rest = bth_str_sub(text, slash, SIZE_MAX)};
	struct bth_network network = {0};

	if (slash == SIZE_MAX || !bth_address_parse(&network.address, bth_str_sub(text, 0, slash)))
		return false;
	skip(&reader, 1);
	network.most = network.address.ipv4 && !network.address.mapped ? 32 : 128;
	bool zero = peek(&reader) == '0';
	if (!read_number(&network.bits, &digits, &reader, 10, network.most) || reader.rest.len)
		return false;
	network.zeros = network.address.zeros || (zero && digits > 1);
	*out = network;
	return true;
}

/* ---- forms ---- */

enum bth_address_form
bth_address_form_old(int minor)
{
	return minor >= 36 ? BTH_ADDRESS_STRICT : BTH_ADDRESS_SLOPPY;
}

enum bth_address_form
bth_address_form_new(int minor)
{
	return minor >= 33 ? BTH_ADDRESS_CANONICAL : BTH_ADDRESS_SLOPPY;
}

const char *
bth_address_check(struct bth_str text, enum bth_address_form form)
{
	struct bth_address address;
	char canonical[BTH_ADDRESS_TEXT];

	if (!bth_address_parse(&address, text))
		return "an address is like 10.9.8.7 or 2001:db8::ffff";
	if (form == BTH_ADDRESS_SLOPPY)
		return NULL;
	if (address.zeros)
		return "zeros in front of a number are refused, as some programs read it to the "
		       "base 8";
	if (address.mapped)
		return "an IPv4 address may not be written as an IPv6 one";
	bth_address_text(canonical, &address);
	return form == BTH_ADDRESS_CANONICAL && !bth_str_is(text, canonical) ?
		"it has to be in canonical form" :
		NULL;
}

const char *
bth_network_check(struct bth_str text, enum bth_address_form form)
{
	struct bth_network network;
	char canonical[BTH_ADDRESS_TEXT];

	if (!bth_network_parse(&network, text))
		return "a network is like 10.9.8.0/24 or 2001:db8::/64";
	if (form == BTH_ADDRESS_SLOPPY)
		return NULL;
	if (network.zeros)
		return "zeros in front of a number are refused, as some programs read it to the "
		       "base 8";
	if (network.address.mapped)
		return "an IPv4 address may not be written as an IPv6 one";
	if (bth_network_has_host(&network))
		return "bits are set beyond its length";
	bth_network_text(canonical, &network);
	return form == BTH_ADDRESS_CANONICAL && !bth_str_is(text, canonical) ?
		"it has to be in canonical form" :
		NULL;
}

static bool
is_zero(const uint8_t *bytes, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (bytes[i])
			return false;
	return true;
}

const char *
bth_address_check_endpoint(const struct bth_address *address)
{
	const uint8_t *v6 = address->bytes, *v4 = address->bytes + IPV4_AT;
	bool is_v4 = address->ipv4, low = is_zero(v6, SIZE - 1);

	if (is_v4 ? is_zero(v4, 4) : low && v6[SIZE - 1] == 0)
		return "an endpoint cannot have the unspecified address";
	if (is_v4 ? v4[0] == 127 : low && v6[SIZE - 1] == 1)
		return "an endpoint cannot have a loopback address (127.0.0.0/8, ::1/128)";
	if (is_v4 ? v4[0] == 169 && v4[1] == 254 : v6[0] == 0xfe && (v6[1] & 0xc0) == 0x80)
		return "an endpoint cannot have a link-local address (169.254.0.0/16, fe80::/10)";
	if (is_v4 ? v4[0] == 224 && v4[1] == 0 && v4[2] == 0 :
		    v6[0] == 0xff && (v6[1] & 0x0f) == 0x02)
		return "an endpoint cannot have a link-local multicast address (224.0.0.0/24, "
		       "ff02::/16)";
	return NULL;
}

/* ---- canonical texts ---- */

static unsigned
group_at(const struct bth_address *address, size_t index)
{
	return (unsigned)address->bytes[2 * index] << 8 | address->bytes[2 * index + 1];
}

/* The first longest run of at least two groups that are 0. */
static void
find_run(size_t *start, size_t *len, const struct bth_address *address)
{
	*start = *len = 0;
	for (size_t i = 0; i < SIZE / 2; i++) {
		size_t end = i;

		while (end < SIZE / 2 && group_at(address, end) == 0)
			end++;
		if (end - i >= 2 && end - i > *len) {
			*start = i;
			*len = end - i;
		}
	}
}

static void
write_ipv6(char *out, size_t room, const struct bth_address *address)
{
	size_t start, len, at = 0;

	find_run(&start, &len, address);
	for (size_t i = 0; i < SIZE / 2; i++) {
		int wrote;

		if (len && i == start) {
			wrote = snprintf(out + at, room - at, "::");
			i += len - 1;
		} else {
			bool first = i == 0 || (len && i == start + len);
			wrote = snprintf(out + at, room - at, "%s%x", first ? "" : ":",
				group_at(address, i));
		}
		at += (size_t)wrote;
	}
}

void
bth_address_text(char out[BTH_ADDRESS_TEXT], const struct bth_address *address)
{
	const uint8_t *v4 = address->bytes + IPV4_AT;

	if (address->ipv4)
		snprintf(out, BTH_ADDRESS_TEXT, "%d.%d.%d.%d", v4[0], v4[1], v4[2], v4[3]);
	else
		write_ipv6(out, BTH_ADDRESS_TEXT, address);
}

/* Which bits of a byte of @network's address belong to the network. */
static uint8_t
mask_of(const struct bth_network *network, size_t byte)
{
	/* the lengths of IPv4 networks count from where the address begins */
	unsigned bits = network->bits + (network->most == 32 ? 8 * IPV4_AT : 0);
	unsigned before = (unsigned)byte * 8;

	if (bits >= before + 8)
		return 0xff;
	return (uint8_t)(bits <= before ? 0 : 0xff << (before + 8 - bits));
}

bool
bth_network_has_host(const struct bth_network *network)
{
	for (size_t i = 0; i < SIZE; i++)
		if (network->address.bytes[i] & (uint8_t)~mask_of(network, i))
			return true;
	return false;
}

void
bth_network_text(char out[BTH_ADDRESS_TEXT], const struct bth_network *network)
{
	struct bth_address masked = network->address;

	for (size_t i = 0; i < SIZE; i++)
		masked.bytes[i] &= mask_of(network, i);
	masked.ipv4 = memcmp(masked.bytes, ipv4_prefix, IPV4_AT) == 0;
	bool shorter = masked.ipv4 && network->most == 128;
	bth_address_text(out, &masked);
	size_t len = strlen(out);
	snprintf(out + len, BTH_ADDRESS_TEXT - len, "/%u",
		shorter ? network->bits - 8 * IPV4_AT : network->bits);
}

bool
bth_network_contains(const struct bth_network *network, const struct bth_address *address)
{
	if (network->address.ipv4 != address->ipv4)
		return false;
	for (size_t i = 0; i < SIZE; i++) {
		uint8_t mask = mask_of(network, i);

		if ((network->address.bytes[i] & mask) != (address->bytes[i] & mask))
			return false;
	}
	return true;
}
