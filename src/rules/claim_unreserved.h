/* claim_unreserved.h - which volumes any claim may take */
#ifndef BTH_RULES_CLAIM_UNRESERVED_H
#define BTH_RULES_CLAIM_UNRESERVED_H

#include "rules/storage.h"

/* For each volume whether a claim names it, or selects it by its labels. */
bool *bth_volumes_wanted(struct bth_storage *storage);

#endif
