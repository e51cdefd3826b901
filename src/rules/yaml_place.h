/* yaml_place.h - where in its object a scalar stands, and what the API server wants there */
#ifndef BTH_RULES_YAML_PLACE_H
#define BTH_RULES_YAML_PLACE_H

#include "rules/lint.h"
#include "schema/facts.h"

struct bth_yaml_place {
	const struct bth_shape *shape; /* of the value; NULL when nobody knows */
	bool described;                /* its map is an object with fields of its own */
	bool validated;                /* the rules of family api speak about what stands here */
	struct bth_str field;          /* the nearest key above it, or empty */
	struct bth_value parent;       /* the map or list that it stands in */
};

/* The place of @value, a value or a key below the root of @object. */
struct bth_yaml_place bth_yaml_place(const struct bth_lint *lint,
	const struct bth_object *object, struct bth_value value);

/* The last node of the tree that is below @value. */
uint32_t bth_yaml_last(struct bth_value value);

/* The text of a scalar as it stands in the source; empty when an alias stands there. */
struct bth_str bth_yaml_written(struct bth_value scalar);

#endif
