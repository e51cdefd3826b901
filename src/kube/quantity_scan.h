/* quantity_scan.h - the parts of a quantity's text */
#ifndef BTH_KUBE_QUANTITY_SCAN_H
#define BTH_KUBE_QUANTITY_SCAN_H

#include "kube/quantity.h"

enum bth_quantity_format {
	BTH_QUANTITY_DECIMAL,  /* no suffix, m, k, M, … */
	BTH_QUANTITY_EXPONENT, /* e3 */
	BTH_QUANTITY_BINARY,   /* Ki, Mi, … */
};

struct bth_quantity_parts {
	struct bth_str text; /* all of it, without blanks around it */
	bool minus;
	struct bth_str whole;    /* digits, without leading zeros */
	struct bth_str fraction; /* digits behind the point, if any */
	enum bth_quantity_format format;
	int32_t exponent; /* of 2 in the binary format, else of 10 */
};

/* *out is set only when it returns BTH_QUANTITY_OK. */
enum bth_quantity_fault bth_quantity_scan(struct bth_quantity_parts *out, struct bth_str text);

/* The decimal suffix of 10^@exponent, "" when there is none. */
const char *bth_quantity_decimal_suffix(int64_t exponent);

#endif
