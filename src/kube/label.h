/* label.h - labels and what selects by them */
#ifndef BTH_KUBE_LABEL_H
#define BTH_KUBE_LABEL_H

#include "base/buf.h"
#include "base/vec.h"
#include "syntax/tree.h"

struct bth_label {
	struct bth_str key, value;
};

BTH_VEC_TYPE(bth_labels, struct bth_label);

/* The string pairs of a map; null is "" to the API server, and other values are left out. */
void bth_labels_read(struct bth_arena *arena, struct bth_labels *out, struct bth_value map);

/* The value of @key, or NULL. */
const struct bth_str *bth_labels_get(const struct bth_labels *labels, struct bth_str key);

enum bth_operator {
	BTH_IN,
	BTH_NOT_IN,
	BTH_EXISTS,
	BTH_DOES_NOT_EXIST,
	BTH_GT, /* node selectors only */
	BTH_LT,
	BTH_OPERATOR_UNKNOWN,
};

struct bth_requirement {
	struct bth_str key;
	enum bth_operator operator;
	struct bth_strs values;
};

BTH_VEC_TYPE(bth_requirements, struct bth_requirement);

/* One requirement {key, operator, values}. */
struct bth_requirement bth_requirement_read(struct bth_arena *arena, struct bth_value map);

/* All requirements of a list. */
void bth_requirements_read(struct bth_arena *arena, struct bth_requirements *out,
	struct bth_value list);

/*
 * Whether labels meet one requirement. Gt and Lt compare decimal int64; a label or value
 * that is none fails. So does a requirement with too many values or too few, as Kubernetes
 * cannot read the selector it stands in.
 */
bool bth_requirement_matches(const struct bth_requirement *requirement,
	const struct bth_labels *labels);

/* Appends "tier in (a,b)", "!tier", "cores>4". */
void bth_requirement_text(struct bth_buf *out, const struct bth_requirement *requirement);

/* metav1.LabelSelector: matchLabels and matchExpressions, all ANDed. */
struct bth_selector {
	bool present; /* absent selects nothing, {} everything; callers may differ */
	struct bth_requirements all;
};

void bth_selector_read(struct bth_arena *arena, struct bth_selector *out, struct bth_value map);

/* A plain map of labels, as a Service has it. */
void bth_selector_read_map(struct bth_arena *arena, struct bth_selector *out, struct bth_value map);

/* Whether an existing selector matches; an absent one does not. */
bool bth_selector_matches(const struct bth_selector *selector, const struct bth_labels *labels);

/* "app=db,tier in (a,b)", for messages; In of a single value is shown as equality. */
struct bth_str bth_selector_text(struct bth_arena *arena, const struct bth_selector *selector);

#endif
