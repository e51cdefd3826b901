/* node_runtime.c - RuntimeClasses: validateOverhead and validateTolerations */

#include "apis/resources.h"

#include "kube/resource.h"

/* The server looks at it as the limits of a container, and says so. */
static const char *
path_of_limit(struct bth_validation *validation, const char *path)
{
	static const char field[] = "overhead.podFixed", limits[] = "overhead.limits";

	return strncmp(path, field, sizeof field - 1) != 0 ?
		path :
		bth_arena_printf(validation->findings->arena, "%s%s", limits,
			path + sizeof field - 1);
}

void
bth_check_runtime_overhead(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value list = bth_get(value, "podFixed");
	size_t before = validation->findings->list.len;
	bool compute = bth_exists(bth_get(list, "cpu")) || bth_exists(bth_get(list, "memory"));

	bth_check_resource_list(validation, list, bth_resource_check_container);
	for (size_t i = before; i < validation->findings->list.len; i++)
		validation->findings->list.items[i]->path =
			path_of_limit(validation, validation->findings->list.items[i]->path);
	for (struct bth_value key = bth_first(list);
		bth_is_map(list) && !compute && bth_exists(key); key = bth_next(key)) {
		if (!bth_resource_is_hugepages(bth_text(key)))
			continue;
		bth_validation_report(validation, &bth_rule_field_forbidden, key,
			"huge pages cannot be had without cpu or memory")
			->path = "overhead";
		return;
	}
}

void
bth_check_runtime_scheduling(struct bth_validation *validation, struct bth_value value)
{
	static const char *const fields[] = {"key", "operator", "value", "effect"};
	struct bth_value list = bth_get(value, "tolerations");
	struct bth_map seen = {0};

	for (struct bth_value i = bth_first(list); bth_is_list(list) && bth_exists(i);
		i = bth_next(i)) {
		struct bth_str parts[sizeof fields / sizeof fields[0]];

		for (size_t j = 0; j < sizeof fields / sizeof fields[0]; j++)
			parts[j] = bth_check_text(bth_get(i, fields[j]));
		struct bth_value first = bth_check_seen(validation, &seen,
			bth_str_join(validation->findings->arena, parts,
				sizeof fields / sizeof fields[0], '\n'),
			i);
		if (!bth_exists(first))
			continue;
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_field_duplicate, i, "another toleration says the same");
		bth_finding_note(validation->findings, finding, bth_span(first),
			"the first is here");
	}
}
