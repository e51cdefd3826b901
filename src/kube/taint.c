/* taint.c - taints of nodes and what tolerates them */

#include "kube/taint.h"

static struct bth_str
string_at(struct bth_value map, const char *key)
{
	struct bth_value value = bth_get(map, key);

	return bth_is_string(value) ? bth_text(value) : BTH_STR("");
}

void
bth_taints_read(struct bth_arena *arena, struct bth_taints *out, struct bth_value list)
{
	*out = (struct bth_taints){0};
	if (!bth_is_list(list))
		return;
	for (struct bth_value i = bth_first(list); bth_exists(i); i = bth_next(i))
		bth_vec_push(arena, out, (struct bth_taint){.key = string_at(i, "key"),
			.value = string_at(i, "value"),
			.effect = string_at(i, "effect")});
}

void
bth_tolerations_read(struct bth_arena *arena, struct bth_tolerations *out, struct bth_value list)
{
	*out = (struct bth_tolerations){0};
	if (!bth_is_list(list))
		return;
	for (struct bth_value i = bth_first(list); bth_exists(i); i = bth_next(i))
		bth_vec_push(arena, out, (struct bth_toleration){.key = string_at(i, "key"),
			.operator = string_at(i, "operator"),
			.value = string_at(i, "value"),
			.effect = string_at(i, "effect")});
}

/*
 * Gt and Lt compare numbers only behind an alpha feature gate. Without it they tolerate
 * nothing, like operators that do not exist.
 */
static bool
tolerates(const struct bth_toleration *toleration, const struct bth_taint *taint)
{
	if (toleration->effect.len && !bth_str_eq(toleration->effect, taint->effect))
		return false;
	if (toleration->key.len && !bth_str_eq(toleration->key, taint->key))
		return false;
	if (bth_str_is(toleration->operator, "Exists"))
		return true;
	return (!toleration->operator.len || bth_str_is(toleration->operator, "Equal")) &&
		bth_str_eq(toleration->value, taint->value);
}

/* PreferNoSchedule only makes a node less welcome. */
static bool
keeps_pods_away(const struct bth_taint *taint)
{
	return bth_str_is(taint->effect, "NoSchedule") || bth_str_is(taint->effect, "NoExecute");
}

static bool
is_tolerated(const struct bth_taint *taint, const struct bth_tolerations *tolerations)
{
	for (size_t i = 0; i < tolerations->len; i++)
		if (tolerates(&tolerations->items[i], taint))
			return true;
	return false;
}

const struct bth_taint *
bth_taint_untolerated(const struct bth_taints *taints, const struct bth_tolerations *tolerations)
{
	for (size_t i = 0; i < taints->len; i++)
		if (keeps_pods_away(&taints->items[i]) &&
			!is_tolerated(&taints->items[i], tolerations))
			return &taints->items[i];
	return NULL;
}

const char *
bth_taint_text(struct bth_arena *arena, const struct bth_taint *taint)
{
	return bth_arena_printf(arena, "%.*s%s%.*s:%.*s", BTH_STR_ARG(taint->key),
		taint->value.len ? "=" : "", BTH_STR_ARG(taint->value),
		BTH_STR_ARG(taint->effect));
}
