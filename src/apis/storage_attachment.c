/* storage_attachment.c - volumes at nodes: validateVolumeAttachmentSpec and its source */

#include "apis/volumes.h"

void
bth_check_attachment(struct bth_validation *validation, struct bth_value value)
{
	bth_check_driver_name(validation, bth_get(value, "attacher"));
}

void
bth_check_attachment_source(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value name = bth_get(value, "persistentVolumeName");
	bool named = !bth_is_unset(name);
	struct bth_value spec = bth_get(value, "inlineVolumeSpec");
	bool inlined = !bth_is_unset(spec);

	if (!named && !inlined)
		bth_validation_report_missing(validation, &bth_rule_field_missing, value,
			(struct bth_str){0},
			"there is no volume: neither 'persistentVolumeName' nor 'inlineVolumeSpec'");
	else if (named && !inlined)
		bth_check_required(validation, value, "persistentVolumeName");
	if (named && inlined) {
		bth_validation_report_missing(validation, &bth_rule_field_forbidden, value,
			(struct bth_str){0},
			"there are two volumes: 'persistentVolumeName' and 'inlineVolumeSpec'");
		bth_validation_skip(validation, spec);
	}
	bth_check_format(validation, name, BTH_FORMAT_SUBDOMAIN);
}
