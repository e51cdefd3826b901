/* values.c - what fits its type and cannot work all the same */

#include "rules.h"
#include "spec/reading.h"

/* {pod}, {host} and {ordinal} are all that each can have; their values come later. */
static void
check_each(struct bth_spec_reading *reading)
{
	static const struct bth_token tokens[] = {
		{"pod", {"", 0}}, {"host", {"", 0}}, {"ordinal", {"", 0}}};
	struct bth_value env = bth_spec_value(reading, "spec.env");

	for (struct bth_value i = bth_first(env); bth_exists(i); i = bth_next(i)) {
		struct bth_value each = bth_get(bth_under(i), "each");
		struct bth_str out, unknown;

		if (!bth_exists(each) ||
			bth_tokens_expand(&out, &unknown, reading->arena, bth_text(each),
				tokens, 3))
			continue;
		struct bth_finding *finding = bth_spec_report(reading->findings,
			&bth_rule_spec_token_unknown, reading->cluster->root, each,
			"there is no token '%.*s'", BTH_STR_ARG(unknown));
		bth_finding_fix(reading->findings, finding,
			"there are {pod}, {host} and {ordinal}");
	}
}

/* Each variable comes from one place. */
static void
check_env_sources(struct bth_spec_reading *reading)
{
	struct bth_value env = bth_spec_value(reading, "spec.env");

	for (struct bth_value i = bth_first(env); bth_exists(i); i = bth_next(i)) {
		struct bth_value value = bth_under(i);
		size_t sources = bth_size(value) - bth_exists(bth_get(value, "join"));

		if (!bth_is_map(value) || sources == 1)
			continue;
		struct bth_finding *finding = bth_spec_wrong(reading, i,
			"variable '%.*s' has %s", BTH_STR_ARG(bth_text(i)),
			sources ? "more than one source" : "no source");
		bth_finding_fix(reading->findings, finding,
			"give it one of field, resource, secret, configMap, auth and each, or a plain "
			"value");
	}
}

/* A Service with an address needs a port to offer. */
static void
check_services(struct bth_spec_reading *reading)
{
	static const char *const keys[] = {"spec.services.rw", "spec.services.ro"};

	for (size_t i = 0; i < 2; i++) {
		struct bth_value service = bth_spec_value(reading, keys[i]);

		if (reading->cluster->ports.len ||
			!(bth_is_map(service) || bth_is_true(service, false)))
			continue;
		struct bth_finding *finding = bth_spec_wrong(reading, service,
			"a Service for clients needs ports, and there are none");
		bth_finding_fix(reading->findings, finding,
			"add 'ports', as in 'ports: {http: 8080}'");
	}
}

/* One probe, one way to ask. */
static void
check_probes(struct bth_spec_reading *reading)
{
	struct bth_value probes = bth_spec_value(reading, "spec.probes");

	for (struct bth_value i = bth_first(probes); bth_exists(i); i = bth_next(i)) {
		struct bth_value probe = bth_under(i);
		int ways = bth_exists(bth_get(probe, "http")) +
			bth_exists(bth_get(probe, "tcp")) +
			bth_exists(bth_get(probe, "exec"));

		if (!bth_is_map(probe) || ways == 1)
			continue;
		struct bth_finding *finding = bth_spec_wrong(reading, i,
			"probe '%.*s' has %s", BTH_STR_ARG(bth_text(i)),
			ways ? "more than one way to ask" : "no way to ask");
		bth_finding_fix(
			reading->findings, finding, "give it one of http, tcp and exec");
	}
}

static void
check_disruption(struct bth_spec_reading *reading)
{
	struct bth_value budget = bth_spec_value(reading, "spec.disruption");

	if (bth_exists(bth_get(budget, "minAvailable")) &&
		bth_exists(bth_get(budget, "maxUnavailable")))
		bth_spec_wrong(reading, bth_get(budget, "maxUnavailable"),
			"minAvailable and maxUnavailable exclude each other");
}

/* What the target does not have yet cannot be left out silently. */
static void
check_version_gates(struct bth_spec_reading *reading)
{
	static const char *const keys[] = {
		"spec.retention.deleted", "spec.retention.scaled"};
	struct bth_value start = bth_spec_value(reading, "spec.ordinals.start");

	if (reading->cluster->minor >= 27)
		return;
	if (reading->cluster->start > 0)
		bth_spec_wrong(reading, start,
			"ordinals can begin at another number from Kubernetes 1.27 on");
	for (size_t i = 0; i < 2; i++) {
		struct bth_value policy = bth_spec_value(reading, keys[i]);

		if (bth_str_is(bth_text(policy), "Delete"))
			bth_spec_wrong(reading, policy,
				"a retention policy exists from Kubernetes 1.27 on");
	}
}

/* settings of postgresql.conf mean something to PostgreSQL alone */
static void
check_config(struct bth_spec_reading *reading)
{
	const struct bth_preset *preset = reading->cluster->preset.preset;
	struct bth_value config = bth_spec_value(reading, "spec.config");

	if (!bth_exists(config) || (preset && preset->postgresql))
		return;
	struct bth_finding *finding = bth_spec_wrong(
		reading, config, "'config' is for PostgreSQL presets, and this is none");
	bth_finding_fix(reading->findings, finding,
		"hand settings to the program by 'args', 'env' or 'envFrom'");
}

void
bth_spec_check_values(struct bth_spec_reading *reading)
{
	check_config(reading);
	check_each(reading);
	check_env_sources(reading);
	check_services(reading);
	check_probes(reading);
	check_disruption(reading);
	check_version_gates(reading);
}
