/* networking_ingress.c - Ingresses: ValidateIngressCreate and what it calls */

#include "apis/checks.h"

#include "kube/name.h"
#include "schema/formats.h"

static void
check_class(struct bth_validation *validation, struct bth_value ingress)
{
	static const char key[] = "kubernetes.io/ingress.class";
	struct bth_value annotation = bth_get(bth_dig(ingress, "metadata.annotations"), key);
	struct bth_value name = bth_dig(ingress, "spec.ingressClassName");

	if (!bth_exists(annotation))
		return;
	if (bth_is_unset(name)) {
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_field_deprecated, annotation,
			"the annotation '%s' is deprecated", key);
		bth_finding_fix(validation->findings, finding,
			"name the class in 'spec.ingressClassName'");
	} else if (!bth_str_eq(bth_check_text(annotation), bth_check_text(name))) {
		bth_validation_report(validation, &bth_rule_field_value_wrong, annotation,
			"the annotation '%s' names another class than 'ingressClassName'", key)
			->path = "annotations.kubernetes.io/ingress.class";
	}
}

void
bth_check_ingress(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value spec = bth_get(value, "spec");
	struct bth_value rules = bth_get(spec, "rules");

	if (!bth_size(rules) && bth_is_unset(bth_get(spec, "defaultBackend")))
		bth_validation_report_missing(validation, &bth_rule_field_value_wrong,
			bth_is_map(spec) ? spec : value,
			bth_is_map(spec) ? (struct bth_str){0} : BTH_STR("spec"),
			"the Ingress leads nowhere: it has neither 'rules' nor a "
			"'defaultBackend'");
	check_class(validation, value);
}

/* ---- hosts ---- */

static void
check_host(struct bth_validation *validation, struct bth_value value)
{
	struct bth_str host = bth_check_text(value);
	const char *fault;

	if (!bth_is_string(value) && !bth_is_null(value))
		return;
	if (bth_str_find(host, '*') == SIZE_MAX)
		fault = bth_name_check_subdomain(host);
	else if (!bth_str_starts(host, "*."))
		fault = "the '*' stands for the first label, with '.' and the others behind it";
	else if (host.len > 253)
		fault = "must be no more than 253 characters";
	else
		fault = bth_name_check_subdomain(bth_str_sub(host, 2, SIZE_MAX));
	if (fault)
		bth_validation_report(validation, &bth_rule_field_value_wrong, value,
			"'%.*s' is no valid host: %s",
			BTH_STR_ARG(bth_validation_shown(validation, value)), fault);
}

void
bth_check_ingress_rule(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value host = bth_get(value, "host");
	struct bth_address address;

	if (!bth_check_text(host).len)
		return;
	if (bth_address_parse(&address, bth_check_text(host)))
		bth_validation_report(validation, &bth_rule_field_value_wrong, host,
			"'%.*s' is an IP address, and a host is a DNS name",
			BTH_STR_ARG(bth_validation_shown(validation, host)));
	else
		check_host(validation, host);
}

void
bth_check_ingress_tls(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value hosts = bth_get(value, "hosts");

	for (struct bth_value i = bth_first(hosts); bth_is_list(hosts) && bth_exists(i);
		i = bth_next(i))
		check_host(validation, i);
}

/* ---- paths ---- */

/* What a path that is compared, and not left to the controller, cannot have in it. */
static const char *
forbidden_part(struct bth_str path)
{
	static const char *const inside[] = {"//", "/./", "/../", "%2f", "%2F"};
	static const char *const at_end[] = {"/..", "/."};

	for (size_t i = 0; i < sizeof inside / sizeof inside[0]; i++)
		if (bth_str_contains(path, inside[i]))
			return inside[i];
	for (size_t i = 0; i < sizeof at_end / sizeof at_end[0]; i++)
		if (bth_str_ends(path, at_end[i]))
			return at_end[i];
	return NULL;
}

void
bth_check_ingress_path(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value at = bth_get(value, "path");
	struct bth_str path = bth_check_text(at), type = bth_check_text(bth_get(value, "pathType"));
	bool compared = bth_str_is(type, "Exact") || bth_str_is(type, "Prefix");
	const char *part;

	if (!compared && !bth_str_is(type, "ImplementationSpecific"))
		return; /* which is reported */
	if (!path.len) {
		if (compared)
			bth_validation_report_missing(validation, &bth_rule_field_value_wrong,
				value, BTH_STR("path"), "pathType %.*s needs a 'path'",
				BTH_STR_ARG(type));
	} else if (path.at[0] != '/') {
		bth_validation_report(validation, &bth_rule_field_value_wrong, at,
			"the path '%.*s' does not begin with '/'",
			BTH_STR_ARG(bth_validation_shown(validation, at)));
	} else if (compared && (part = forbidden_part(path))) {
		bth_validation_report(validation, &bth_rule_field_value_wrong, at,
			"the path '%.*s' has '%s' in it, which is refused for pathType %.*s",
			BTH_STR_ARG(bth_validation_shown(validation, at)), part,
			BTH_STR_ARG(type));
	}
}

/* ---- backends ---- */

/* Reports at @at, as what the server calls @backend. */
static void
report_backend(struct bth_validation *validation, const struct bth_rule *rule,
	struct bth_value backend, struct bth_value at, const char *message)
{
	bth_validation_report(validation, rule, at, "%s", message)->path =
		bth_path_of(validation->findings->arena, validation->root, backend);
}

static void
check_service_port(struct bth_validation *validation, struct bth_value backend,
	struct bth_value service)
{
	struct bth_value port = bth_get(service, "port");
	struct bth_value name = bth_get(port, "name");
	int64_t number = 0;

	bth_validation_whole(&number, bth_get(port, "number"));
	if (bth_check_text(name).len && number)
		report_backend(validation, &bth_rule_field_value_wrong, backend, name,
			"a port has a name or a number, not both");
	else if (!bth_check_text(name).len && !number)
		report_backend(validation, &bth_rule_field_missing, backend,
			bth_is_unset(port) ? service : port,
			"the port has neither 'name' nor 'number'");
}

/* A resource of any kind. */
static void
check_resource(struct bth_validation *validation, struct bth_value resource)
{
	struct bth_value group = bth_get(resource, "apiGroup");

	if (bth_is_string(group))
		bth_validate_format(validation, group, BTH_FORMAT_SUBDOMAIN);
	bth_check_format(validation, bth_get(resource, "kind"), BTH_FORMAT_PATH_SEGMENT);
	bth_check_format(validation, bth_get(resource, "name"), BTH_FORMAT_PATH_SEGMENT);
}

/* What v1beta1 had, which many still write. */
static void
offer_service(struct bth_validation *validation, struct bth_finding *finding,
	struct bth_value backend)
{
	struct bth_str name = bth_text(bth_get(backend, "serviceName"));
	struct bth_value port = bth_get(backend, "servicePort");
	int64_t number;

	if (bth_exists(port) && bth_is_scalar(port) && name.len)
		bth_finding_fix(validation->findings, finding,
			"write 'service: {name: %.*s, port: {%s: %.*s}}', as the fields are since 'v1'",
			BTH_STR_ARG(name), bth_as_int(&number, port) ? "number" : "name",
			BTH_STR_ARG(bth_text(port)));
}

void
bth_check_ingress_backend(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value service = bth_get(value, "service");
	struct bth_value resource = bth_get(value, "resource");

	if (bth_is_unset(service) && bth_is_unset(resource)) {
		struct bth_finding *finding = bth_validation_report_missing(validation,
			&bth_rule_field_value_wrong, value, (struct bth_str){0},
			"the backend has neither 'service' nor 'resource'");
		offer_service(validation, finding, value);
	} else if (!bth_is_unset(service) && !bth_is_unset(resource)) {
		report_backend(validation, &bth_rule_field_value_wrong, value, resource,
			"the backend has a 'service' already, and cannot have a 'resource', too");
		bth_validation_skip(validation, service);
		bth_validation_skip(validation, resource);
	} else if (bth_is_map(resource)) {
		check_resource(validation, resource);
	} else if (bth_is_map(service)) {
		bth_check_format(validation, bth_get(service, "name"),
			validation->minor >= 36 ? BTH_FORMAT_LABEL : BTH_FORMAT_LABEL_1035);
		check_service_port(validation, value, service);
	}
}
