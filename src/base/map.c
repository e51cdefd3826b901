/* map.c - from texts to pointers: open addressing, at most half full */

#include "base/map.h"

/*
 * Where hashing begins: other for each table and each run, so that no input is written
 * with keys that all fall into one place.
 */
static uint32_t
seed(const struct bth_map *map)
{
	return (uint32_t)((uintptr_t)map->slots >> 4) * 2654435769u;
}

static struct bth_map_slot *
find_slot(const struct bth_map *map, struct bth_str key)
{
	size_t mask = map->cap - 1, at = bth_str_hash_more(seed(map), key) & mask;

	while (map->slots[at].key.at && !bth_str_eq(map->slots[at].key, key))
		at = (at + 1) & mask;
	return &map->slots[at];
}

void *
bth_map_get(const struct bth_map *map, struct bth_str key)
{
	return map->cap ? find_slot(map, key)->value : NULL;
}

/* Whether @key is the parts with @between them. */
static bool
is_joined(struct bth_str key, const struct bth_str *parts, size_t count, char between)
{
	for (size_t i = 0; i < count; i++) {
		if (i && (!key.len || key.at[0] != between))
			return false;
		if (i)
			key = bth_str_sub(key, 1, SIZE_MAX);
		if (!bth_str_eq(bth_str_sub(key, 0, parts[i].len), parts[i]))
			return false;
		key = bth_str_sub(key, parts[i].len, SIZE_MAX);
	}
	return key.len == 0;
}

void *
bth_map_get_joined(const struct bth_map *map, const struct bth_str *parts, size_t count,
	char between)
{
	uint32_t hash = seed(map);

	if (!map->cap)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		if (i)
			hash = bth_str_hash_more(hash, (struct bth_str){.at = &between, .len = 1});
		hash = bth_str_hash_more(hash, parts[i]);
	}
	size_t mask = map->cap - 1, at = hash & mask;
	while (map->slots[at].key.at && !is_joined(map->slots[at].key, parts, count, between))
		at = (at + 1) & mask;
	return map->slots[at].value;
}

static void
grow(struct bth_arena *arena, struct bth_map *map)
{
	struct bth_map larger = {.len = map->len, .cap = map->cap ? map->cap * 2 : 16};

	larger.slots = bth_arena_array(arena, larger.cap, sizeof *larger.slots);
	for (size_t i = 0; i < map->cap; i++)
		if (map->slots[i].key.at)
			*find_slot(&larger, map->slots[i].key) = map->slots[i];
	*map = larger;
}

void
bth_map_put(struct bth_arena *arena, struct bth_map *map, struct bth_str key, void *value)
{
	if (!key.at)
		key.at = "";
	if (map->len * 2 >= map->cap)
		grow(arena, map);

	struct bth_map_slot *slot = find_slot(map, key);
	if (!slot->key.at) {
		slot->key = key;
		map->len++;
	}
	slot->value = value;
}
