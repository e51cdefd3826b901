/* example.c - the example that explains a rule */

#include "diag/example.h"

#include <string.h>

const struct bth_example *
bth_example_find(const char *rule)
{
	for (size_t i = 0; i < bth_example_count; i++)
		if (strcmp(bth_examples[i].rule, rule) == 0)
			return &bth_examples[i];
	return NULL;
}
