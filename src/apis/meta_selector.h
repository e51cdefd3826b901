/* meta_selector.h - how operators and values of requirements go together */
#ifndef BTH_APIS_META_SELECTOR_H
#define BTH_APIS_META_SELECTOR_H

#include "apis/checks.h"

/* Whether @requirement has one of the operators, which end with NULL. */
bool bth_check_has_operator(struct bth_value requirement, const char *const *operators);

/*
 * In and NotIn have values, Exists and DoesNotExist none; other operators, and values that
 * are no list, are left to others.
 */
void bth_check_operator_values(struct bth_validation *validation, struct bth_value requirement);

#endif
