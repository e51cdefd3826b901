/* field_ref.h - what variables and files take from their pod */
#ifndef BTH_APIS_FIELD_REF_H
#define BTH_APIS_FIELD_REF_H

#include "apis/checks.h"

/* Who takes it: not all fields can be had by both. */
enum bth_ref_user { BTH_FOR_VARIABLE, BTH_FOR_FILE };

/* Report a fieldRef or resourceFieldRef that cannot be had; an absent one is fine. */
void bth_check_field_ref(struct bth_validation *validation, struct bth_value ref,
	enum bth_ref_user user);
void bth_check_resource_ref(struct bth_validation *validation, struct bth_value ref,
	enum bth_ref_user user);

#endif
