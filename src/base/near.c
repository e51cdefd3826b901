/* near.c - which known word a misspelt one was meant to be */

#include "base/near.h"

#include <ctype.h>

enum { LONGEST = 64 };

static unsigned
letter_cost(char a, char b)
{
	if (a == b)
		return 0;
	return tolower((unsigned char)a) == tolower((unsigned char)b) ? 1 : 2;
}

/* Counts in half letters, so that a wrong case costs less than a wrong letter. */
static unsigned
half_distance(struct bth_str a, struct bth_str b)
{
	unsigned rows[3][LONGEST + 1];

	for (unsigned j = 0; j <= b.len; j++)
		rows[0][j] = 2 * j;
	for (size_t i = 1; i <= a.len; i++) {
		unsigned *row = rows[i % 3];
		const unsigned *above = rows[(i - 1) % 3], *twice = rows[(i + 1) % 3];

		row[0] = (unsigned)(2 * i);
		for (size_t j = 1; j <= b.len; j++) {
			unsigned best = above[j - 1] + letter_cost(a.at[i - 1], b.at[j - 1]);

			if (above[j] + 2 < best)
				best = above[j] + 2;
			if (row[j - 1] + 2 < best)
				best = row[j - 1] + 2;
			if (i > 1 && j > 1 && a.at[i - 1] == b.at[j - 2] &&
				a.at[i - 2] == b.at[j - 1] && twice[j - 2] + 2 < best)
				best = twice[j - 2] + 2;
			row[j] = best;
		}
	}
	return rows[a.len % 3][b.len];
}

unsigned
bth_near_distance(struct bth_str a, struct bth_str b, unsigned limit)
{
	if (a.len > LONGEST || b.len > LONGEST)
		return bth_str_eq(a, b) ? 0 : limit + 1;

	unsigned distance = (half_distance(a, b) + 1) / 2;
	return distance > limit ? limit + 1 : distance;
}

const char *
bth_near(struct bth_str word, const char *const *words, size_t count)
{
	const char *best = NULL;
	bool tied = false;

	if (!word.len || word.len > LONGEST)
		return NULL;

	/* a third of the word may be wrong, counted in half letters */
	unsigned limit = (unsigned)(word.len < 3 ? 2 : word.len * 2 / 3);
	unsigned least = limit + 1;

	for (size_t i = 0; i < count; i++) {
		struct bth_str candidate = bth_str(words[i]);

		if (candidate.len > LONGEST)
			continue;
		unsigned distance = half_distance(word, candidate);
		if (distance < least) {
			least = distance;
			best = words[i];
			tied = false;
		} else if (distance == least && best) {
			tied = true;
		}
	}
	return tied ? NULL : best;
}
