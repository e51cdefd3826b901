/* core_config_map.c - how much is in a ConfigMap, and twice: ValidateConfigMap */

#include "apis/checks.h"
#include "base/buf.h"
#include "syntax/scalar.h"

enum { CONFIG_MAP_MOST = 1024 * 1024 };

/* Values are text, or bytes in base64. */
static size_t
size_of(struct bth_validation *validation, struct bth_value map, bool coded)
{
	size_t size = 0;

	for (struct bth_value key = bth_first(map); bth_is_map(map) && bth_exists(key);
		key = bth_next(key)) {
		struct bth_buf text;

		if (!bth_is_string(bth_under(key)))
			continue;
		bth_buf_init(&text, validation->findings->arena);
		if (coded && bth_scalar_decode(&text, bth_text(bth_under(key))))
			size += bth_buf_view(&text).len;
		else if (!coded)
			size += bth_text(bth_under(key)).len;
	}
	return size;
}

void
bth_check_config_map(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value data = bth_get(value, "data"), binary = bth_get(value, "binaryData");
	size_t size = size_of(validation, data, false) + size_of(validation, binary, true);

	for (struct bth_value key = bth_first(data); bth_is_map(data) && bth_exists(key);
		key = bth_next(key)) {
		struct bth_value other = bth_get_str(binary, bth_text(key));

		if (!bth_exists(other))
			continue;
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_field_value_wrong, key, "the key '%.*s' is in 'binaryData', too",
			BTH_STR_ARG(bth_text(key)));
		finding->path = bth_path_of(validation->findings->arena, validation->root,
			bth_under(key));
		bth_finding_note(validation->findings, finding, bth_span(other),
			"it is here as well");
	}
	if (size <= CONFIG_MAP_MOST)
		return;
	struct bth_finding *finding = bth_validation_report_missing(validation,
		&bth_rule_field_too_long, value, BTH_STR("data"),
		"the ConfigMap has %zu bytes in it, and %d are allowed", size, CONFIG_MAP_MOST);
	bth_finding_fix(validation->findings, finding, "split it into several");
}
