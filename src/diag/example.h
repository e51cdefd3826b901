/* example.h - the example that explains a rule */
#ifndef BTH_DIAG_EXAMPLE_H
#define BTH_DIAG_EXAMPLE_H

#include <stddef.h>

/* Made from testdata/rules/, where the tests run them. */
struct bth_example {
	const char *rule, *bad, *good;
};

extern const struct bth_example bth_examples[];
extern const size_t bth_example_count;

/* The example of the rule of this name, or NULL. */
const struct bth_example *bth_example_find(const char *rule);

#endif
