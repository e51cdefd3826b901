/* core_pod_sysctls.c - settings of the kernel for a pod: validateSysctls */

#include "apis/checks.h"

enum { SYSCTL_MOST = 253 };

/* Words of small letters, digits, '-' and '_' between dots or slashes. */
static bool
is_sysctl(struct bth_str name)
{
	bool inside = false; /* a word, whose last byte is a letter or digit */

	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
		bool begins = i == 0 || name.at[i - 1] == '.' || name.at[i - 1] == '/';

		if (!plain && begins)
			return false;
		if ((c == '.' || c == '/') && !inside)
			return false;
		if (!plain && c != '.' && c != '/' && c != '-' && c != '_')
			return false;
		inside = plain;
	}
	return inside && name.len <= SYSCTL_MOST;
}

/* Slashes separate as dots do, when the first that separates is a slash. */
static struct bth_str
normalize(struct bth_arena *arena, struct bth_str name)
{
	size_t dot = bth_str_find(name, '.'), slash = bth_str_find(name, '/');

	if (slash == SIZE_MAX || slash > dot)
		return name;
	char *copy = bth_arena_copy(arena, name.at, name.len);
	for (size_t i = 0; i < name.len; i++)
		copy[i] = copy[i] == '/' ? '.' : copy[i] == '.' ? '/' : copy[i];
	return (struct bth_str){.at = copy, .len = name.len};
}

/* Which of the node's namespaces the sysctl belongs to, as the field of a pod; or NULL. */
static const char *
namespace_of(struct bth_arena *arena, struct bth_str name)
{
	static const char *const ipc[] = {"kernel.msg", "kernel.msgmax", "kernel.msgmnb",
		"kernel.msgmni", "kernel.sem", "kernel.shm", "kernel.shm_rmid_forced",
		"kernel.shmall", "kernel.shmmax", "kernel.shmmni"};
	struct bth_str plain = normalize(arena, name);

	for (size_t i = 0; i < sizeof ipc / sizeof ipc[0]; i++)
		if (bth_str_is(plain, ipc[i]))
			return "hostIPC";
	if (bth_str_starts(plain, "fs.mqueue."))
		return "hostIPC";
	return bth_str_starts(plain, "net.") ? "hostNetwork" : NULL;
}

static void
check_sysctl(struct bth_validation *validation, struct bth_value spec, struct bth_value name)
{
	const char *shared = namespace_of(validation->findings->arena, bth_text(name));

	if (!bth_is_string(name) || !bth_text(name).len)
		return;
	if (!is_sysctl(bth_text(name)))
		bth_validation_report(validation, &bth_rule_field_value_wrong, name,
			"'%.*s' is no valid name for a sysctl: it has to be words of small letters, "
			"digits, '-' and '_' with '.' or '/' between them",
			BTH_STR_ARG(bth_text(name)));
	if (shared && bth_is_true(bth_get(spec, shared), false))
		bth_validation_report(validation, &bth_rule_field_value_wrong, name,
			"the sysctl '%.*s' would be set for the node, as '%s' is true",
			BTH_STR_ARG(bth_text(name)), shared);
}

void
bth_check_pod_sysctls(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value sysctls = bth_dig(value, "securityContext.sysctls");

	for (struct bth_value i = bth_first(sysctls); bth_is_list(sysctls) && bth_exists(i);
		i = bth_next(i))
		check_sysctl(validation, value, bth_get(i, "name"));
}
