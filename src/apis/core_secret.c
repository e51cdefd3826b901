/* core_secret.c - what Secrets of each type have in them, and how much: ValidateSecret */

#include "apis/checks.h"
#include "base/buf.h"
#include "kube/name.h"
#include "syntax/scalar.h"

#define ACCOUNT "kubernetes.io/service-account.name"

enum { SECRET_MOST = 1024 * 1024 };

/* What stringData has under a key replaces what data has. */
struct secret {
	struct bth_validation *validation;
	struct bth_value root, data, strings;
	struct bth_str type;
};

static bool
has(const struct secret *secret, const char *key)
{
	return bth_exists(bth_get(secret->data, key)) || bth_exists(bth_get(secret->strings, key));
}

/* Appends the bytes under @key; false when nobody can read them. */
static bool
content(struct bth_buf *out, const struct secret *secret, struct bth_str key)
{
	struct bth_value plain = bth_get_str(secret->strings, key);
	struct bth_value coded = bth_get_str(secret->data, key);

	if (!bth_exists(plain))
		return bth_is_null(coded) ||
			(bth_is_string(coded) && bth_scalar_decode(out, bth_text(coded)));
	bth_buf_str(out, bth_text(plain));
	return bth_is_string(plain) || bth_is_null(plain);
}

/* The server knows data alone. */
static void
name_key(const struct secret *secret, struct bth_finding *finding, const char *key)
{
	finding->path =
		bth_arena_printf(secret->validation->findings->arena, "data[%s]", key);
}

static void
check_key(const struct secret *secret, const char *key)
{
	struct bth_value map = bth_is_map(secret->data) ? secret->data : secret->strings;

	if (has(secret, key))
		return;
	struct bth_finding *finding = bth_validation_report_missing(secret->validation,
		&bth_rule_field_missing, bth_is_map(map) ? map : secret->root, bth_str(key),
		"a Secret of type '%.*s' needs the key '%s', and this has none",
		BTH_STR_ARG(secret->type), key);

	name_key(secret, finding, key);
}

/* ---- registries ---- */

static void
check_registries(const struct secret *secret, const char *key)
{
	struct bth_value at = bth_get(secret->strings, key);
	struct bth_buf text;

	if (!has(secret, key)) {
		check_key(secret, key);
		return;
	}
	bth_buf_init(&text, secret->validation->findings->arena);
	if (!content(&text, secret, bth_str(key)) ||
		bth_check_is_json(secret->validation, bth_buf_view(&text), '{'))
		return;
	struct bth_finding *finding = bth_validation_report(secret->validation,
		&bth_rule_field_value_wrong,
		bth_exists(at) ? at : bth_get(secret->data, key),
		"what is under '%s' is no map in JSON", key);
	name_key(secret, finding, key);
}

/* ---- types ---- */

static void
check_account(const struct secret *secret)
{
	struct bth_value annotations = bth_dig(secret->root, "metadata.annotations");
	struct bth_finding *finding;

	if (bth_check_text(bth_get(annotations, ACCOUNT)).len)
		return;
	finding = bth_validation_report_missing(secret->validation, &bth_rule_field_missing,
		secret->root, (struct bth_str){0},
		"a Secret of type '%.*s' needs the annotation '" ACCOUNT "'",
		BTH_STR_ARG(secret->type));
	finding->path = "metadata.annotations[" ACCOUNT "]";
}

static void
check_ssh(const struct secret *secret)
{
	static const char key[] = "ssh-privatekey";
	struct bth_buf text;

	bth_buf_init(&text, secret->validation->findings->arena);
	if (!has(secret, key)) {
		check_key(secret, key);
	} else if (content(&text, secret, bth_str(key)) && !bth_buf_view(&text).len) {
		struct bth_value at = bth_get(secret->strings, key);
		struct bth_finding *finding = bth_validation_report(secret->validation,
			&bth_rule_field_missing,
			bth_exists(at) ? at : bth_get(secret->data, key),
			"'%s' is empty", key);

		name_key(secret, finding, key);
	}
}

static void
check_type(const struct secret *secret)
{
	if (bth_str_is(secret->type, "kubernetes.io/service-account-token")) {
		check_account(secret);
	} else if (bth_str_is(secret->type, "kubernetes.io/dockercfg")) {
		check_registries(secret, ".dockercfg");
	} else if (bth_str_is(secret->type, "kubernetes.io/dockerconfigjson")) {
		check_registries(secret, ".dockerconfigjson");
	} else if (bth_str_is(secret->type, "kubernetes.io/basic-auth")) {
		if (!has(secret, "password")) /* one of the two will do */
			check_key(secret, "username");
	} else if (bth_str_is(secret->type, "kubernetes.io/ssh-auth")) {
		check_ssh(secret);
	} else if (bth_str_is(secret->type, "kubernetes.io/tls")) {
		check_key(secret, "tls.crt");
		check_key(secret, "tls.key");
	}
}

/* Those of data are looked at as those of other maps are. */
static void
check_string_keys(const struct secret *secret)
{
	struct bth_validation *validation = secret->validation;

	for (struct bth_value key = bth_first(secret->strings);
		bth_is_map(secret->strings) && bth_exists(key); key = bth_next(key)) {
		const char *fault = bth_name_check_config_key(bth_text(key));

		if (!fault)
			continue;
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_field_value_wrong, key, "'%.*s' is no valid key: %s",
			BTH_STR_ARG(bth_text(key)), fault);
		name_key(secret, finding,
			bth_arena_printf(validation->findings->arena, "%.*s",
				BTH_STR_ARG(bth_text(key))));
	}
}

/* ---- size ---- */

static size_t
size_of(const struct secret *secret, struct bth_value map, struct bth_value without)
{
	size_t size = 0;

	for (struct bth_value key = bth_first(map); bth_is_map(map) && bth_exists(key);
		key = bth_next(key)) {
		struct bth_buf text;

		if (bth_exists(bth_get_str(without, bth_text(key))))
			continue;
		bth_buf_init(&text, secret->validation->findings->arena);
		content(&text, secret, bth_text(key));
		size += bth_buf_view(&text).len;
	}
	return size;
}

void
bth_check_secret(struct bth_validation *validation, struct bth_value value)
{
	const struct secret secret = {
		.validation = validation,
		.root = value,
		.data = bth_get(value, "data"),
		.strings = bth_get(value, "stringData"),
		.type = bth_check_text(bth_get(value, "type")),
	};
	size_t size = size_of(&secret, secret.data, secret.strings) +
		size_of(&secret, secret.strings, (struct bth_value){0});

	check_type(&secret);
	check_string_keys(&secret);
	if (size <= SECRET_MOST)
		return;
	struct bth_finding *finding = bth_validation_report_missing(validation,
		&bth_rule_field_too_long, value, BTH_STR("data"),
		"the Secret has %zu bytes in it, and %d are allowed", size, SECRET_MOST);
	bth_finding_fix(validation->findings, finding, "split it into several");
}
