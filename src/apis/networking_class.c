/* networking_class.c - IngressClasses: validateIngressClassSpec */

#include "apis/checks.h"

#include "kube/name.h"

enum { CONTROLLER_MOST = 250 };

/* Letters of the path of a URL. */
static bool
is_path(struct bth_str path)
{
	for (size_t i = 0; i < path.len; i++) {
		char c = path.at[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

		if (!letter && !(c >= '0' && c <= '9') && !(c && strchr("/-._~%!$&'()*+,;=:", c)))
			return false;
	}
	return true;
}

/* IsDomainPrefixedPath */
static const char *
check_domain_path(struct bth_str text)
{
	size_t slash = bth_str_find(text, '/');

	if (slash == SIZE_MAX || slash == 0 || slash + 1 == text.len)
		return "it has to be a domain, '/' and a path, like example.com/controller";
	const char *fault = bth_name_check_subdomain(bth_str_sub(text, 0, slash));
	if (fault)
		return fault;
	return is_path(bth_str_sub(text, slash + 1, SIZE_MAX)) ?
		NULL :
		"the path has letters that no path of a URL has";
}

void
bth_check_ingress_class(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value controller = bth_get(value, "controller");
	const char *fault = check_domain_path(bth_check_text(controller));

	bth_check_length(validation, controller, CONTROLLER_MOST);
	if (bth_check_text(controller).len && fault)
		bth_validation_report(validation, &bth_rule_field_value_wrong, controller,
			"'%.*s' is no valid controller: %s",
			BTH_STR_ARG(bth_validation_shown(validation, controller)), fault);
}

void
bth_check_ingress_parameters(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value at = bth_get(value, "scope"), namespace = bth_get(value, "namespace");
	struct bth_str scope = bth_is_unset(at) ? BTH_STR("Cluster") : bth_check_text(at);

	if (bth_str_is(scope, "Cluster"))
		bth_check_forbidden(validation, value, "namespace",
			"beside the scope Cluster, which is the default");
	else if (!bth_str_is(scope, "Namespace"))
		return;
	else if (bth_is_unset(namespace))
		bth_check_missing(validation, value, "namespace");
	else if (bth_is_string(namespace))
		bth_validate_format(validation, namespace, BTH_FORMAT_LABEL);
}
