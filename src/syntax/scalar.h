/* scalar.h - what an unquoted word means */
#ifndef BTH_SYNTAX_SCALAR_H
#define BTH_SYNTAX_SCALAR_H

#include "base/buf.h"
#include "syntax/tree.h"

/*
 * What a plain scalar is to kubectl: YAML 1.1 as gopkg.in/yaml.v2 has it (yes and on are
 * booleans, 0o17 and 012 are integers, there are no base-60 numbers, and timestamps stay
 * strings).
 */
enum bth_type bth_scalar_type(struct bth_str text);

/* What a plain scalar is by YAML 1.2's core schema, which Cluster documents are read by. */
enum bth_type bth_scalar_core_type(struct bth_str text);

/* The number that a BTH_INT is to kubectl; false when it is beyond int64. */
bool bth_scalar_int(int64_t *out, struct bth_str text);

/* The same as sign and size, which go up to the largest uint64. */
bool bth_scalar_integer(bool *minus, uint64_t *size, struct bth_str text);

/* Whether a BTH_FLOAT is neither .inf nor .nan, which JSON has no numbers for. */
bool bth_scalar_is_finite(struct bth_str text);

/* The truth of a BTH_BOOL. */
bool bth_scalar_bool(struct bth_str text);

/* Appends the bytes that @text is in base64, as Go decodes it; false when it is none. */
bool bth_scalar_decode(struct bth_buf *out, struct bth_str text);

/* Looks like a base-60 number or a timestamp to a YAML 1.1 reader: 22:30, 2024-01-02. */
bool bth_scalar_is_ambiguous(struct bth_str text);

#endif
