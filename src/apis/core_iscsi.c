/* core_iscsi.c - disks by iSCSI: validateISCSIVolumeSource and that of PersistentVolumes */

#include "apis/volumes.h"

#include <ctype.h>

static bool
is_alphanumeric(char c)
{
	return isalnum((unsigned char)c) && (unsigned char)c < 0x80;
}

/* How many bytes from @from on are letters and digits, or '-' and '.' when @dots. */
static size_t
run(struct bth_str text, size_t from, bool dots)
{
	size_t to = from;

	while (to < text.len && (is_alphanumeric(text.at[to]) ||
					(dots && (text.at[to] == '-' || text.at[to] == '.'))))
		to++;
	return to - from;
}

/* YYYY-MM.DOMAIN:NAME, the name without blanks and ,;*&$| */
static bool
is_dated(struct bth_str text)
{
	static const char form[] = "0000-00.";
	size_t colon = sizeof form - 1;

	for (size_t i = 0; form[i]; i++)
		if (i >= text.len || (form[i] == '0' ? !isdigit((unsigned char)text.at[i]) :
						       text.at[i] != form[i]))
			return false;
	size_t domain = run(text, colon, true);
	colon += domain;
	if (!domain || colon + 1 >= text.len || text.at[colon] != ':')
		return false;
	for (size_t i = colon + 1; i < text.len; i++)
		if (text.at[i] && strchr(",;*&$| \t\n\f\r", text.at[i]))
			return false;
	return true;
}

/* The server looks for the form anywhere behind the "iqn" in front. */
static bool
is_iqn(struct bth_str text)
{
	for (size_t i = 0; i + 4 <= text.len; i++) {
		struct bth_str rest = bth_str_sub(text, i, SIZE_MAX);

		if (bth_str_starts(rest, "iqn.") && is_dated(bth_str_sub(rest, 4, SIZE_MAX)))
			return true;
	}
	return false;
}

/* A prefix of three letters, any character, and so many letters and digits. */
static bool
is_numbered(struct bth_str text, size_t digits)
{
	return text.len == 4 + digits && text.at[3] != '\n' && run(text, 4, false) == digits;
}

static bool
is_name(struct bth_str text)
{
	return (bth_str_starts(text, "iqn") && is_iqn(text)) ||
		(bth_str_starts(text, "eui") && is_numbered(text, 16)) ||
		(bth_str_starts(text, "naa") && is_numbered(text, 32));
}

static bool
check_name(struct bth_validation *validation, struct bth_value value)
{
	if (!bth_is_string(value) || is_name(bth_check_text(value)))
		return true;
	struct bth_finding *finding = bth_validation_report(validation, &bth_rule_field_value_wrong,
		value, "'%.*s' is no name of an iSCSI node",
		BTH_STR_ARG(bth_validation_shown(validation, value)));
	bth_finding_fix(validation->findings, finding,
		"write iqn.YYYY-MM.DOMAIN:NAME, eui. and 16 digits, or naa. and 32");
	return false;
}

static void
check_secret(struct bth_validation *validation, struct bth_value value)
{
	bool wanted = bth_is_true(bth_get(value, "chapAuthDiscovery"), false) ||
		bth_is_true(bth_get(value, "chapAuthSession"), false);

	if (wanted && bth_is_unset(bth_get(value, "secretRef")))
		bth_check_missing(validation, value, "secretRef");
}

/* The server writes the names of some fields in lower case. */
static void
lower_path(struct bth_validation *validation, size_t from, struct bth_value value,
	const char *field, const char *lower)
{
	struct bth_arena *arena = validation->findings->arena;

	if (validation->findings->list.len == from)
		return;
	const char *path = bth_path_of(arena, validation->root, value);
	bth_check_move_paths(validation, from, bth_arena_printf(arena, "%s.%s", path, field),
		bth_arena_printf(arena, "%s.%s", path, lower));
}

void
bth_check_iscsi(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value iqn = bth_get(value, "iqn");
	size_t from;

	if (bth_check_text(iqn).len)
		check_name(validation, iqn);
	check_secret(validation, value);
	from = validation->findings->list.len;
	check_name(validation, bth_get(value, "initiatorName"));
	lower_path(validation, from, value, "initiatorName", "initiatorname");
}

/* Of a PersistentVolume, whose name makes the name of an interface of the node. */
void
bth_check_iscsi_volume(struct bth_validation *validation, struct bth_value value)
{
	enum { INTERFACE_MOST = 64 };
	bool volume = bth_str_is(validation->kind.kind, "PersistentVolume");
	struct bth_str name = volume ? validation->name.name : (struct bth_str){0};
	struct bth_value portal = bth_get(value, "targetPortal");
	struct bth_value secret = bth_get(value, "secretRef");
	size_t len = name.len + 1 + bth_check_text(portal).len, from;

	bth_check_iscsi(validation, value);
	if (bth_is_map(secret))
		bth_check_required(validation, secret, "name");
	if (bth_is_unset(bth_get(value, "initiatorName")) || len <= INTERFACE_MOST)
		return;
	from = validation->findings->list.len;
	bth_validation_report_missing(validation, &bth_rule_field_value_wrong, value,
		BTH_STR("targetPortal"),
		"with 'initiatorName', the volume's name and 'targetPortal' can have %d bytes "
		"together, and have %zu", INTERFACE_MOST - 1, len - 1);
	lower_path(validation, from, value, "targetPortal", "targetportal");
}
