/* class_annotation.c - a class that is named by the old annotation */

#include "rules/edit.h"
#include "rules/storage.h"

#define ANNOTATION "volume.beta.kubernetes.io/storage-class"

static void
check(struct bth_lint *lint, const struct bth_object *object, struct bth_value root)
{
	struct bth_value annotations = bth_dig(root, "metadata.annotations");
	struct bth_value annotation = bth_get(annotations, ANNOTATION);
	struct bth_value field = bth_dig(root, "spec.storageClassName");
	bool same = bth_str_eq(bth_text(annotation), bth_text(field));

	if (!bth_exists(annotation))
		return;
	struct bth_finding *finding = bth_report(lint,
		&bth_rule_class_annotation_overrides, object, annotation,
		bth_is_unset(field) ?
			"an annotation names the class '%.*s', not storageClassName" :
			same ?
			"an old annotation names the class '%.*s' too" :
			"this annotation's class '%.*s' wins over storageClassName '%.*s'",
		BTH_STR_ARG(bth_text(annotation)), BTH_STR_ARG(bth_text(field)));
	bth_report_subject(finding, bth_maker_name(root));
	if (!bth_is_unset(field) && !same)
		bth_report_note(lint, finding, field, "this is not looked at");
	if (!bth_is_unset(field)) {
		bth_report_fix(lint, finding, "remove the annotation");
		if (same)
			bth_report_drop_key(lint, finding, object,
				bth_get_key(annotations, ANNOTATION));
		return;
	}
	bth_report_fix(lint, finding, "write 'storageClassName: %s%.*s%s' in its place",
		bth_text(annotation).len ? "" : "\"", BTH_STR_ARG(bth_text(annotation)),
		bth_text(annotation).len ? "" : "\"");
}

static void
visit(struct bth_lint *lint, const struct bth_object *object)
{
	if (object->kind == BTH_PERSISTENT_VOLUME) {
		check(lint, object, object->root);
		return;
	}
	for (struct bth_value i = bth_maker_first(object); bth_exists(i);
		i = bth_maker_next(object, i))
		check(lint, object, i);
}

const struct bth_rule bth_rule_class_annotation_overrides = {
	.code = "BTH145",
	.name = "class-annotation-overrides",
	.family = BTH_BINDING,
	.severity = BERTH_WARNING,
	.kinds = BTH_CLAIM_MAKERS | BTH_KIND(BTH_PERSISTENT_VOLUME),
	.visit = visit,
	.summary = "the class is named by an annotation, which wins over the field",
	.why = "volume.beta.kubernetes.io/storage-class is from before the field was there. While "
	       "it is present, even when empty, storageClassName is not looked at, and on a claim "
	       "it cannot be changed.",
	.fix = "Move the name into storageClassName and remove the annotation.",
};
