/* service_link.h - the Service that a StatefulSet names as its own */
#ifndef BTH_RULES_SERVICE_LINK_H
#define BTH_RULES_SERVICE_LINK_H

#include "rules/lint.h"

/*
 * The Service of the run that governs @set; NULL when it names none or the Service is not
 * there, and for sets that repeat another one.
 */
const struct bth_object *bth_governing_service(
	const struct bth_lint *lint, const struct bth_object *set);

bool bth_service_is_headless(const struct bth_object *service);

/* Whether it has no selector, so that Kubernetes does not look for its endpoints. */
bool bth_service_selects_nothing(const struct bth_object *service);

/* Whether somebody else keeps its endpoints: objects of the run, or Patroni in @set. */
bool bth_service_has_endpoints(const struct bth_lint *lint,
	const struct bth_object *service, const struct bth_object *set);

/*
 * Reports what is wrong with a set's Service: at @value in the Service, or, where that is
 * only context, at the set's serviceName.
 */
struct bth_finding *bth_report_service(struct bth_lint *lint, const struct bth_rule *rule,
	const struct bth_object *set, const struct bth_object *service,
	struct bth_value value, const char *format, ...)
	__attribute__((format(printf, 6, 7)));

#endif
