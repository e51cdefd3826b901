/* class_undefined.c - classes of hand-made volumes that are not in the run, or not by hand */

#include "rules/class_names.h"
#include "rules/placement.h"
#include "rules/storage.h"

static const struct bth_volume *
volume_of(const struct bth_lint *lint, const struct bth_class_use *use, size_t i)
{
	return &lint->views->volumes.items[use->volumes.items[i]];
}

/* Whether the user lists @name among classes that others make: "fast,slow". */
static bool
is_listed(struct bth_str list, struct bth_str name)
{
	while (list.len) {
		size_t comma = bth_str_find(list, ',');

		if (bth_str_eq(bth_str_trim(bth_str_sub(list, 0, comma)), name))
			return true;
		list = comma == SIZE_MAX ? BTH_STR("") :
					   bth_str_sub(list, comma + 1, SIZE_MAX);
	}
	return false;
}

static void
note_claim(struct bth_lint *lint, struct bth_finding *finding,
	const struct bth_class_use *use)
{
	if (!use->claims.len)
		return;
	const struct bth_claim *claim = &lint->views->claims.items[use->claims.items[0]];
	bth_report_note(lint, finding, bth_class_at(bth_lint_claim(lint, claim)),
		"%s asks for it", bth_claim_text(lint, claim));
}

/*
 * Whether it matters that claims do not wait for a node: to volumes of certain nodes that no
 * claimRef or volumeName ties, as those are bound at once in any case.
 */
static const struct bth_volume *
sensitive_volume(const struct bth_lint *lint, const struct bth_storage *storage,
	const struct bth_class_use *use)
{
	for (size_t i = 0; i < use->volumes.len; i++) {
		const struct bth_volume *volume = volume_of(lint, use, i);

		if ((volume->affinity.present || bth_volume_on_node(volume)) &&
			!bth_storage_tied(storage, volume))
			return volume;
	}
	return NULL;
}

/*
 * Only where volumes of the class are in the run: a class that claims alone ask for is some
 * provisioner's, and made with the cluster.
 */
static void
check_undefined(struct bth_lint *lint, const struct bth_storage *storage,
	const struct bth_class_use *use)
{
	if (use->class || !use->name.len || !use->volumes.len)
		return;
	struct bth_str known = bth_lint_setting(lint, &bth_rule_class_undefined,
		bth_lint_object(lint, volume_of(lint, use, 0)->object));
	if (is_listed(known, use->name) ||
		bth_world_assumed(lint->world, "StorageClass", BTH_STR(""), use->name))
		return;
	const struct bth_volume *volume = sensitive_volume(lint, storage, use);
	bool harmless = !volume;
	if (harmless)
		volume = volume_of(lint, use, 0);
	struct bth_finding *finding = bth_report(lint, &bth_rule_class_undefined,
		bth_lint_object(lint, volume->object),
		bth_class_at(bth_lint_volume(lint, volume)),
		"class '%.*s' is not in the run%s", BTH_STR_ARG(use->name),
		harmless ? "" : ": without it claims are bound before a node is chosen");
	bth_report_subject(finding, use->name);
	if (lint->world->partial || harmless)
		finding->severity = BERTH_INFO;
	note_claim(lint, finding, use);
	bth_report_fix(lint, finding,
		"add a StorageClass '%.*s' with provisioner "
		"kubernetes.io/no-provisioner and volumeBindingMode WaitForFirstConsumer",
		BTH_STR_ARG(use->name));
}

static void
check_dynamic(struct bth_lint *lint, const struct bth_storage *storage,
	const struct bth_class_use *use)
{
	const char *usual = use->class ? NULL : bth_class_usual_provisioner(use->name);
	const struct bth_volume *volume = NULL;

	if (!use->volumes.len || !(use->class ? use->class->provisions : usual != NULL))
		return;
	for (size_t i = use->volumes.len; i-- > 0;)
		if (!bth_storage_tied(storage, volume_of(lint, use, i)))
			volume = volume_of(lint, use, i);
	bool tied = !volume;
	if (tied)
		volume = volume_of(lint, use, 0);
	const char *whose = usual ?
		bth_arena_printf(lint->arena, "usually that of %s", usual) :
		bth_arena_printf(lint->arena, "that of provisioner '%.*s'",
			BTH_STR_ARG(use->class->provisioner));
	struct bth_finding *finding = bth_report(lint, &bth_rule_class_dynamic,
		bth_lint_object(lint, volume->object),
		bth_class_at(bth_lint_volume(lint, volume)),
		"volume '%.*s' is made by hand, but class '%.*s' is %s",
		BTH_STR_ARG(volume->name), BTH_STR_ARG(use->name), whose);
	bth_report_subject(finding, use->name);
	/* volumes that claims are tied to cannot lose the race */
	if (tied)
		finding->severity = BERTH_INFO;
	if (use->class)
		bth_report_note(lint, finding,
			bth_get(bth_lint_object(lint, use->class->object)->root,
				"provisioner"),
			"the provisioner");
	bth_report_fix(lint, finding,
		"give hand-made volumes and their claims a class of their "
		"own, with provisioner kubernetes.io/no-provisioner");
}

/* One pass over the classes for both rules. */
static void
check(struct bth_lint *lint)
{
	struct bth_storage storage;

	if (!lint->views->volumes.len)
		return;
	bth_storage_init(&storage, lint);
	for (size_t i = 0; i < storage.classes.len; i++) {
		check_undefined(lint, &storage, storage.classes.items[i]);
		check_dynamic(lint, &storage, storage.classes.items[i]);
	}
}

const struct bth_rule bth_rule_class_undefined = {
	.code = "BTH140",
	.name = "class-undefined",
	.family = BTH_BINDING,
	.severity = BERTH_WARNING,
	.check = check,
	.option = "known",
	.summary = "the class of hand-made volumes is not in the run",
	.why = "Claims and volumes are matched by the class's name alone, also when no StorageClass "
	       "has it. But then nothing says WaitForFirstConsumer, so a claim takes a volume "
	       "before its pod has a node, possibly one where the pod cannot run, and a claim that "
	       "finds no volume reports that its class does not exist.",
	.fix = "Add the StorageClass, with volumeBindingMode WaitForFirstConsumer, or say that "
	       "others make it: --assume-exists StorageClass/NAME, or the option 'known' with a "
	       "list of names.",
};

const struct bth_rule bth_rule_class_dynamic = {
	.code = "BTH141",
	.name = "class-dynamic",
	.family = BTH_BINDING,
	.severity = BERTH_WARNING,
	.summary = "hand-made volumes under a class that has a provisioner",
	.why = "For a claim of such a class the provisioner makes a new, empty volume whenever it "
	       "is asked before the hand-made one is found, and with WaitForFirstConsumer that is "
	       "the usual outcome. Its reclaim policy is mostly Delete. A class of this name may "
	       "also be installed later.",
	.fix = "Use a class of its own for hand-made volumes, with the provisioner "
	       "kubernetes.io/no-provisioner, or tie each volume to its claim by claimRef.",
};
