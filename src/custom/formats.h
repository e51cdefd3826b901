/* formats.h - what "format" in a schema asks of a string */
#ifndef BTH_CUSTOM_FORMATS_H
#define BTH_CUSTOM_FORMATS_H

#include "base/pattern.h"

/* One grammar: an expression, a function, or both. */
struct bth_custom_format {
	const char *name; /* without dashes, as the API server compares them */
	int since;        /* the minor from which on the API server knows it */
	const char *pattern;
	bool (*check)(struct bth_str text);
};

/* The format that an API server of 1.@minor knows by that name, or NULL: it is ignored. */
const struct bth_custom_format *bth_custom_format(struct bth_str name, int minor);

#endif
