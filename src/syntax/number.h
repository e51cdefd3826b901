/* number.h - numbers as Go prints them */
#ifndef BTH_SYNTAX_NUMBER_H
#define BTH_SYNTAX_NUMBER_H

#include "base/buf.h"
#include "syntax/tree.h"

/*
 * Appends a BTH_INT or BTH_FLOAT as encoding/json does. What is no finite number becomes a
 * string, as 1e400 is one to kubectl.
 */
void bth_number_json(struct bth_buf *buf, enum bth_type type, struct bth_str text);

/* The value of a BTH_INT or BTH_FLOAT, as near as a double is to it. */
double bth_number_value(enum bth_type type, struct bth_str text);

/*
 * Appends what kubectl makes of a key that is no string: floats in 32 bits of precision,
 * booleans as "true" and "false". Returns false, and appends nothing, for what it refuses:
 * null and integers above int64.
 */
bool bth_number_key(struct bth_buf *buf, enum bth_type type, struct bth_str text);

#endif
