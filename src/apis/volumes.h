/* volumes.h - what the checks of volumes, claims and drivers share */
#ifndef BTH_APIS_VOLUMES_H
#define BTH_APIS_VOLUMES_H

#include "apis/checks.h"

/* Reports what is no name of a CSI driver: a subdomain in any case, of up to 63 bytes. */
void bth_check_driver_name(struct bth_validation *validation, struct bth_value value);

/*
 * Reports a path that is absolute, has an element '..' or begins with two dots
 * (ValidateLocalNonReservedPath).
 */
void bth_check_local_path(struct bth_validation *validation, struct bth_value value);

/* Reports a quantity that is negative, or not above zero; returns whether all is well. */
bool bth_check_not_negative(struct bth_validation *validation, struct bth_value value);
bool bth_check_positive(struct bth_validation *validation, struct bth_value value);

/* Reports how long a token is good for when that is less or more than a token may be. */
void bth_check_token_expiry(struct bth_validation *validation, struct bth_value expiry);

/* Reports parameters that are too many, too large in all, or have no name. */
void bth_check_parameters(struct bth_validation *validation, struct bth_value map);

/* The sources that a kind of volume can have. */
struct bth_sources {
	const struct bth_rule *rule; /* reports a second one */
	const char *unseen;          /* the server takes this one beside others, if any */
	const char *const *names;    /* in the server's order, NULL behind the last */
};

/* Reports the sources beside the first of @volume, called @name. Whether there is any. */
bool bth_check_sources(struct bth_validation *validation, struct bth_value volume,
	const struct bth_sources *sources, struct bth_str name);

/*
 * The findings from number @from on, as far as their path begins with @at, get @to in place
 * of that: where the server names another field than the one that is wrong.
 */
void bth_check_move_paths(struct bth_validation *validation, size_t from, const char *at,
	const char *to);

#endif
