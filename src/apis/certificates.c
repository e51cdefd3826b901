/* certificates.c - requests of certificates: validateCertificateSigningRequest */

#include "apis/checks.h"

#include "kube/name.h"
#include "schema/decode.h"

/* ---- the request ---- */

/* What base64 says that was found to be sound, or that stands in PEM. */
static struct bth_str
decode_base64(struct bth_arena *arena, struct bth_str text)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	char *out = bth_arena_alloc(arena, text.len + 1);
	size_t len = 0, bits = 0;
	uint32_t word = 0;

	for (size_t i = 0; i < text.len && text.at[i] != '='; i++) {
		const char *letter = text.at[i] ? strchr(letters, text.at[i]) : NULL;

		if (!letter)
			continue;
		word = word << 6 | (uint32_t)(letter - letters);
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			out[len++] = (char)(word >> bits & 0xff);
		}
	}
	return (struct bth_str){.at = out, .len = len};
}

static size_t
find(struct bth_str text, const char *part)
{
	for (size_t i = 0; i + strlen(part) <= text.len; i++)
		if (memcmp(text.at + i, part, strlen(part)) == 0)
			return i;
	return SIZE_MAX;
}

/* A sequence of ASN.1 that is as long as it says. */
static bool
is_sequence(struct bth_str der)
{
	const unsigned char *at = (const unsigned char *)der.at;
	size_t len, count;

	if (der.len < 2 || at[0] != 0x30)
		return false;
	if (at[1] < 0x80)
		return der.len == 2u + at[1];
	count = at[1] & 0x7f;
	if (count < 1 || count > 3 || der.len < 2 + count)
		return false;
	len = 0;
	for (size_t i = 0; i < count; i++)
		len = len << 8 | at[2 + i];
	return der.len == 2 + count + len;
}

/* What PEM has between its first and last line, when there is but one such piece. */
static const char *
check_pem(struct bth_arena *arena, struct bth_str text)
{
	static const char begin[] = "-----BEGIN CERTIFICATE REQUEST-----";
	static const char end[] = "-----END CERTIFICATE REQUEST-----";
	size_t from = find(text, begin);

	if (from == SIZE_MAX)
		return "it has no '-----BEGIN CERTIFICATE REQUEST-----'";
	struct bth_str body = bth_str_sub(text, from + strlen(begin), text.len);
	size_t to = find(body, end);
	if (to == SIZE_MAX)
		return "it has no '-----END CERTIFICATE REQUEST-----'";
	bool more = find(body, begin) != SIZE_MAX;
	body = bth_str_sub(body, 0, to);
	if (!more && bth_str_find(body, ':') == SIZE_MAX && /* headers are allowed */
		!is_sequence(decode_base64(arena, body)))
		return "what is in the PEM is no certificate request";
	return NULL;
}

static void
check_request(struct bth_validation *validation, struct bth_value request)
{
	struct bth_arena *arena = validation->findings->arena;
	const char *fault;

	if (!bth_is_string(request) || !bth_check_text(request).len ||
		bth_decode_base64(bth_check_text(request)))
		return;
	fault = check_pem(arena, decode_base64(arena, bth_check_text(request)));
	if (fault)
		bth_validation_report(validation, &bth_rule_field_value_wrong, request,
			"'request' has to be a certificate request in PEM, and that in base64: %s",
			fault);
}

/* ---- the signer ---- */

/* Parts between dots, each of which has to pass. */
static const char *
check_parts(struct bth_str text, const char *(*check)(struct bth_str name))
{
	for (size_t at = 0; at <= text.len;) {
		struct bth_str rest = bth_str_sub(text, at, text.len);
		struct bth_str part = bth_str_sub(rest, 0, bth_str_find(rest, '.'));
		const char *fault = check(part);

		if (fault)
			return fault;
		at += part.len + 1;
	}
	return NULL;
}

static const char *
check_signer_text(struct bth_str text)
{
	enum { DOMAIN_MOST = 253, WHOLE_MOST = 571 };
	size_t slash = bth_str_find(text, '/');
	struct bth_str domain = bth_str_sub(text, 0, slash), path;
	const char *fault;

	if (bth_str_is(text, "kubernetes.io/legacy-unknown"))
		return "it was for old clients";
	if (slash == SIZE_MAX || slash != bth_str_rfind(text, '/'))
		return "it has to be a domain and a path, like 'example.com/signer'";
	path = bth_str_sub(text, slash + 1, text.len);
	fault = check_parts(domain, bth_name_check_label);
	if (fault)
		return fault;
	if (bth_str_find(domain, '.') == SIZE_MAX)
		return "its domain has no dot";
	if (domain.len > DOMAIN_MOST || text.len > WHOLE_MOST)
		return "it is too long";
	return check_parts(path, bth_name_check_subdomain);
}

void
bth_check_certificate_request(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value signer = bth_get(value, "signerName");
	const char *fault = bth_check_text(signer).len ?
		check_signer_text(bth_check_text(signer)) :
		NULL;

	check_request(validation, bth_get(value, "request"));
	if (bth_is_string(signer) && fault)
		bth_validation_report(validation, &bth_rule_field_value_wrong, signer,
			"'%.*s' is no name of a signer: %s",
			BTH_STR_ARG(bth_validation_shown(validation, signer)), fault);
}
