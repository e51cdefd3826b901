/* map.h - from texts to pointers */
#ifndef BTH_BASE_MAP_H
#define BTH_BASE_MAP_H

#include "base/str.h"

struct bth_map_slot {
	struct bth_str key; /* borrowed; at == NULL: free */
	void *value;
};

/* A zeroed map is an empty one. Keys are borrowed and must outlive it. */
struct bth_map {
	struct bth_map_slot *slots;
	size_t len, cap;
};

/* The value of @key, or NULL. */
void *bth_map_get(const struct bth_map *map, struct bth_str key);

/* The value of the key that bth_str_join() would make; nothing is allocated. */
void *bth_map_get_joined(const struct bth_map *map, const struct bth_str *parts, size_t count,
	char between);

/* Sets the value of @key, replacing the one it had. */
void bth_map_put(struct bth_arena *arena, struct bth_map *map, struct bth_str key, void *value);

#endif
