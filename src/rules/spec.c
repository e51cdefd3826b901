/* spec.c - what can be wrong with a Cluster document */

#include "rules.h"

/* All of these are found by spec/ and expand/, so they visit nothing (spec-stub-left does). */

const struct bth_rule bth_rule_spec_key_unknown = {
	.code = "BTH901",
	.name = "spec-key-unknown",
	.family = BTH_SPEC,
	.severity = BERTH_ERROR,
	.locked = true,
	.summary = "a key that a Cluster document does not have there",
	.why = "A misspelt key that is ignored is a default that nobody chose.",
	.fix = "Take the nearest key, or see berth explain spec for those there are.",
};

const struct bth_rule bth_rule_spec_key_missing = {
	.code = "BTH902",
	.name = "spec-key-missing",
	.family = BTH_SPEC,
	.severity = BERTH_ERROR,
	.locked = true,
	.summary = "a key without which there is nothing to write",
	.why = "berth has defaults where one value is right for nearly everybody. Sizes, nodes "
	       "and the name of the Secret with the passwords are not of that kind.",
	.fix = "Add the key.",
};

const struct bth_rule bth_rule_spec_value_wrong = {
	.code = "BTH903",
	.name = "spec-value-wrong",
	.family = BTH_SPEC,
	.severity = BERTH_ERROR,
	.locked = true,
	.summary = "a value of the wrong type, outside its choices, or that cannot work",
	.why = "The objects made from it would be refused by the API server, or never run.",
	.fix = "Correct the value as the message says.",
};

const struct bth_rule bth_rule_spec_backend_conflict = {
	.code = "BTH904",
	.name = "spec-backend-conflict",
	.family = BTH_SPEC,
	.severity = BERTH_ERROR,
	.locked = true,
	.summary = "no storage back end, or more than one",
	.why = "A volume is a directory of a node, an NFS export, a CSI volume or made by a "
	       "provisioner, and only one of these.",
	.fix = "Leave exactly one of local, hostPath, nfs, csi and dynamic.",
};

const struct bth_rule bth_rule_spec_nodes_short = {
	.code = "BTH905",
	.name = "spec-nodes-short",
	.family = BTH_SPEC,
	.severity = BERTH_ERROR,
	.locked = true,
	.summary = "fewer nodes, placements or handles than replicas",
	.why = "Each replica has a volume of its own, so each needs a place. The pods without one "
	       "would stay Pending.",
	.fix = "Name a place for each replica, or ask for fewer replicas.",
};

const struct bth_rule bth_rule_spec_token_unknown = {
	.code = "BTH906",
	.name = "spec-token-unknown",
	.family = BTH_SPEC,
	.severity = BERTH_ERROR,
	.locked = true,
	.summary = "a brace token that does not exist there",
	.why = "Tokens like {ordinal} are the only thing berth fills in. One that it does not know "
	       "would become part of a path or a name.",
	.fix = "Use one of the tokens that the message names.",
};

const struct bth_rule bth_rule_spec_preset_unknown = {
	.code = "BTH907",
	.name = "spec-preset-unknown",
	.family = BTH_SPEC,
	.severity = BERTH_ERROR,
	.locked = true,
	.summary = "no such preset, version or flavor",
	.why = "A preset carries image, users, paths, probes and settings of a program. Without it "
	       "berth would have to guess them.",
	.fix = "Take one that exists, add your own with --templates DIR, or describe the program "
	       "without a preset.",
};

const struct bth_rule bth_rule_spec_preset_mismatch = {
	.code = "BTH908",
	.name = "spec-preset-mismatch",
	.family = BTH_SPEC,
	.severity = BERTH_ERROR,
	.summary = "image and preset disagree on the version",
	.why = "Paths and defaults of the preset belong to its version. PostgreSQL 18 and 17, for "
	       "example, keep their data in different directories: a mixture starts on an empty one.",
	.fix = "Give preset and image the same version.",
};

const struct bth_rule bth_rule_spec_target_unknown = {
	.code = "BTH909",
	.name = "spec-target-unknown",
	.family = BTH_SPEC,
	.severity = BERTH_WARNING,
	.summary = "a Kubernetes version that berth has no facts for",
	.why = "Fields and checks differ from minor to minor. berth takes the nearest one it knows, "
	       "which may be wrong in details.",
	.fix = "Take a version that berth knows, or a newer berth.",
};

const struct bth_rule bth_rule_spec_patch_unmatched = {
	.code = "BTH911",
	.name = "spec-patch-unmatched",
	.family = BTH_SPEC,
	.severity = BERTH_ERROR,
	.locked = true,
	.summary = "a patch that fits no generated object, or no place in it",
	.why = "A patch that is silently dropped is a change that everybody believes to be there.",
	.fix = "Correct the target or the path; berth generate without the patch shows the objects.",
};

const struct bth_rule bth_rule_spec_key_unsupported = {
	.code = "BTH912",
	.name = "spec-key-unsupported",
	.family = BTH_SPEC,
	.severity = BERTH_ERROR,
	.locked = true,
	.summary = "a key that this version of berth cannot expand yet",
	.why = "Leaving it out silently would write a database without the replication or backup "
	       "that the document asks for.",
	.fix = "Remove the key and write that part by hand, or take a newer berth.",
};

const struct bth_rule bth_rule_spec_claim_uncertain = {
	.code = "BTH913",
	.name = "spec-claim-uncertain",
	.family = BTH_SPEC,
	.severity = BERTH_ERROR,
	.locked = true,
	.summary = "a claim that may end up otherwise than the document means",
	.why = "berth has played through what Kubernetes does with the objects that it would write, "
	       "beside those it was given. In some order of events this claim gets another volume "
	       "than its own, or none, so berth writes nothing.",
	.fix = "Leave the reservations as they are by default, and give the volumes a class of their "
	       "own; 'berth plan' shows what each claim may get.",
};

const struct bth_rule bth_rule_spec_claim_provisioned = {
	.code = "BTH914",
	.name = "spec-claim-provisioned",
	.family = BTH_SPEC,
	.severity = BERTH_INFO,
	.summary = "a claim whose volume a provisioner has to make",
	.why = "With the back end dynamic the volumes are made in the cluster. Whether the provisioner "
	       "is there, and makes them where the pods can run, the manifests do not show; "
	       "berth generate says so as a warning, and writes all the same.",
	.fix = "Check that the class's provisioner is installed. With the cluster's classes, "
	       "CSIDrivers and volumes as --cluster berth knows it.",
};
