/* chance.h - random choices that are the same in each run */
#ifndef BTH_TESTS_CHANCE_H
#define BTH_TESTS_CHANCE_H

#include <stddef.h>
#include <stdint.h>

/* Begins with any number but 0. */
struct bth_chance {
	uint32_t state;
};

/* A number below @count. */
static inline size_t
bth_chance(struct bth_chance *chance, size_t count)
{
	chance->state ^= chance->state << 13;
	chance->state ^= chance->state >> 17;
	chance->state ^= chance->state << 5;
	return chance->state % count;
}

#endif
