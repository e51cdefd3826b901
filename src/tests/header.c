/* header.c - the public header stands alone: built as C99, and as C++ where there is a compiler */

#include "berth/berth.h"

int header_stands_alone(const struct berth_options *options);

int
header_stands_alone(const struct berth_options *options)
{
	const struct berth_options defaults = BERTH_OPTIONS_INIT;

	return options->size == defaults.size;
}
