/* model_fits.h - what the controllers' model needs to know of pairs of objects */
#ifndef BTH_TESTS_MODEL_FITS_H
#define BTH_TESTS_MODEL_FITS_H

#include "world/views.h"

/* Whether the volume's claimRef, as its author wrote it, names the claim. */
bool bth_model_reserved(const struct bth_volume *volume, const struct bth_claim *claim);

/* What is asked of every volume that is found by searching, reserved or not. */
bool bth_model_big_enough(const struct bth_volume *volume, const struct bth_claim *claim);

/* What is asked of one that is not reserved for the claim, beside its phase. */
bool bth_model_suits(const struct bth_volume *volume, const struct bth_claim *claim);

bool bth_model_has_modes(const struct bth_volume *volume, const struct bth_claim *claim);

/* What is asked of one that the claim names in volumeName. */
bool bth_model_named_suits(const struct bth_volume *volume, const struct bth_claim *claim);

bool bth_model_on_node(const struct bth_volume *volume, const struct bth_node_view *node);

/* Filters of the scheduler that look at the pod and the node alone. */
bool bth_model_pod_on_node(const struct bth_pod *pod, const struct bth_node_view *node);

/* Whether the term is about the other pod. */
bool bth_model_term_about(const struct bth_pod_term *term, const struct bth_pod *owner,
	const struct bth_pod *other);

#endif
