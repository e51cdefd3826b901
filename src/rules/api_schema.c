/* api_schema.c - what the API server refuses or warns of, field by field */

#include "rules.h"

/* All of these are found by schema/, which looks at each object before there is a world. */

const struct bth_rule bth_rule_kind_unknown = {
	.code = "BTH201",
	.name = "kind-unknown",
	.family = BTH_API,
	.severity = BERTH_ERROR,
	.summary = "a built-in group and version that has no such kind",
	.why = "Kubernetes has no resource of that name there at the target version, so the object "
	       "cannot be sent anywhere. Kinds of groups that are not part of Kubernetes are left "
	       "alone. One that an API server only serves when it is told to is a warning.",
	.fix = "Correct the spelling, or take the apiVersion that has the kind.",
};

const struct bth_rule bth_rule_field_unknown = {
	.code = "BTH202",
	.name = "field-unknown",
	.family = BTH_API,
	.severity = BERTH_ERROR,
	.summary = "a field that the kind does not have at the target version",
	.why = "kubectl asks for strict validation, and then the API server refuses the object. A "
	       "client that does not ask loses the field without a word, and with it what it was "
	       "meant to do. Upper and lower case matter.",
	.fix = "Correct the spelling, or move the field to where it belongs.",
};

const struct bth_rule bth_rule_field_mistyped = {
	.code = "BTH203",
	.name = "field-mistyped",
	.family = BTH_API,
	.severity = BERTH_ERROR,
	.summary = "a value of another type than the field has",
	.why = "The API server cannot decode the object. It is often YAML that decides: words like "
	       "yes and on are read as booleans and 1.10 as a number, and a number in quotes is a "
	       "string.",
	.fix = "Put texts that look like something else in quotes, and numbers and booleans not.",
};

const struct bth_rule bth_rule_field_missing = {
	.code = "BTH204",
	.name = "field-missing",
	.family = BTH_API,
	.severity = BERTH_ERROR,
	.summary = "a field that has to be there is absent or empty",
	.why = "The API server refuses the object with \"Required value\" or a message to that "
	       "effect. An empty text, list or map and a 0 count as absent.",
	.fix = "Give the field a value.",
};

const struct bth_rule bth_rule_field_value_unknown = {
	.code = "BTH205",
	.name = "field-value-unknown",
	.family = BTH_API,
	.severity = BERTH_ERROR,
	.summary = "a word that is none of those the field can be",
	.why = "The API server refuses the object with \"Unsupported value\". Upper and lower case "
	       "matter.",
	.fix = "Take one of the words that the message names.",
};

const struct bth_rule bth_rule_field_value_wrong = {
	.code = "BTH206",
	.name = "field-value-wrong",
	.family = BTH_API,
	.severity = BERTH_ERROR,
	.summary = "a value out of the range or against the grammar of its field",
	.why = "The API server refuses the object with \"Invalid value\", or cannot decode it.",
	.fix = "Take a value that the message allows.",
};

const struct bth_rule bth_rule_field_forbidden = {
	.code = "BTH207",
	.name = "field-forbidden",
	.family = BTH_API,
	.severity = BERTH_ERROR,
	.summary = "a field that may not be set here, or not beside another",
	.why = "The API server refuses the object with \"Forbidden\": the field means something "
	       "else in this place, contradicts another, or is for the system to set.",
	.fix = "Remove the field, or the one that it cannot stand beside.",
};

const struct bth_rule bth_rule_field_duplicate = {
	.code = "BTH208",
	.name = "field-duplicate",
	.family = BTH_API,
	.severity = BERTH_ERROR,
	.summary = "two items of a list that may not be called the same",
	.why = "The API server refuses the object with \"Duplicate value\": other parts of it could "
	       "not tell the two apart.",
	.fix = "Rename one of the two, or remove it.",
};

const struct bth_rule bth_rule_field_too_long = {
	.code = "BTH209",
	.name = "field-too-long",
	.family = BTH_API,
	.severity = BERTH_ERROR,
	.summary = "a text, list or map with more in it than the API server takes",
	.why = "The API server refuses the object with \"Too long\" or \"Too many\".",
	.fix = "Shorten it, or spread it over several objects.",
};

const struct bth_rule bth_rule_object_name_malformed = {
	.code = "BTH210",
	.name = "object-name-malformed",
	.family = BTH_API,
	.severity = BERTH_ERROR,
	.summary = "a name or namespace against the grammar of the kind",
	.why = "Names become parts of URLs, and many of DNS names and labels. The API server "
	       "refuses an object whose name could not be one.",
	.fix = "Use lower-case letters, digits and '-', and begin and end with a letter or digit.",
};

const struct bth_rule bth_rule_quantity_malformed = {
	.code = "BTH211",
	.name = "quantity-malformed",
	.family = BTH_API,
	.severity = BERTH_ERROR,
	.summary = "a quantity that cannot be read",
	.why = "The API server cannot decode the object, and does not say which field it was. A "
	       "quantity is a number and directly behind it nothing, one of n, u, m, k, M, G, T, P "
	       "and E, or one of Ki, Mi, Gi, Ti, Pi and Ei.",
	.fix = "Write the unit as Kubernetes does, like 10Gi or 500m.",
};

const struct bth_rule bth_rule_quantity_changed = {
	.code = "BTH212",
	.name = "quantity-changed",
	.family = BTH_API,
	.severity = BERTH_WARNING,
	.summary = "a quantity that is stored as another one than it reads",
	.why = "The object is taken, but with another size: fractions of a byte are rounded up, some "
	       "sizes are too large to be kept, and a number that begins with 0 and is not in "
	       "quotes is read to the base 8.",
	.fix = "Write the size that is meant in whole bytes, or with a unit.",
};

const struct bth_rule bth_rule_label_malformed = {
	.code = "BTH213",
	.name = "label-malformed",
	.family = BTH_API,
	.severity = BERTH_ERROR,
	.summary = "a label or annotation key, or a label value, against its grammar",
	.why = "The API server refuses the object. Keys are a name of at most 63 letters, digits, "
	       "'-', '_' and '.', with a domain and '/' before it if need be; values are such a "
	       "name, too, or empty.",
	.fix = "Shorten or respell it; what does not fit into a label can go into an annotation's "
	       "value.",
};

const struct bth_rule bth_rule_annotation_too_large = {
	.code = "BTH214",
	.name = "annotation-too-large",
	.family = BTH_API,
	.severity = BERTH_ERROR,
	.summary = "annotations of more than 256 KiB in all",
	.why = "The API server refuses the object. kubectl apply without --server-side keeps a copy "
	       "of the whole object in an annotation, so that large objects fail at less.",
	.fix = "Keep large data in a ConfigMap, or outside the cluster.",
};

const struct bth_rule bth_rule_api_deprecated = {
	.code = "BTH215",
	.name = "api-deprecated",
	.family = BTH_API,
	.severity = BERTH_WARNING,
	.summary = "an apiVersion that is deprecated at the target version",
	.why = "It still works, and the API server warns of it. It goes away with some later "
	       "version, and manifests that use it stop working then.",
	.fix = "Move to the version that replaces it, and look at which of its fields changed.",
};

const struct bth_rule bth_rule_api_removed = {
	.code = "BTH216",
	.name = "api-removed",
	.family = BTH_API,
	.severity = BERTH_ERROR,
	.summary = "an apiVersion that is gone at the target version",
	.why = "No API server of that version knows it, so the object cannot be sent anywhere.",
	.fix = "Move to the version that replaces it, and look at which of its fields changed.",
};

const struct bth_rule bth_rule_field_deprecated = {
	.code = "BTH217",
	.name = "field-deprecated",
	.family = BTH_API,
	.severity = BERTH_WARNING,
	.summary = "a field or value that the API server takes with a warning",
	.why = "It is deprecated, has no effect any more, or does not do what it seems to. kubectl "
	       "prints the server's warning once, where few read it.",
	.fix = "Write what the message names in its place, or leave it out.",
};

const struct bth_rule bth_rule_service_address_malformed = {
	.code = "BTH240",
	.name = "service-address-malformed",
	.family = BTH_API,
	.severity = BERTH_ERROR,
	.summary = "a clusterIP that is neither an address nor None",
	.why = "A Service has an address of the cluster's own range, or None to be headless, with "
	       "exactly these letters. The API server refuses anything else, such as 'none', and "
	       "since 1.36 zeros in front of a number.",
	.fix = "Leave clusterIP out for an address, or write None for a headless Service.",
};

const struct bth_rule bth_rule_cronjob_schedule_malformed = {
	.code = "BTH244",
	.name = "cronjob-schedule-malformed",
	.family = BTH_API,
	.severity = BERTH_ERROR,
	.summary = "a CronJob's schedule that the API server cannot read",
	.why = "Schedules have five fields: minute, hour, day of the month, month and day of the week "
	       "from 0, which is Sunday, to 6. Seconds, L, W and # of other programs do not exist, nor "
	       "@reboot. A time zone stands in a field of its own; since 1.29 the API server refuses "
	       "one in the schedule.",
	.fix = "Write the field that the message names in the range that it allows.",
};

/* These two are about the schemas themselves, and are found by custom/ and run/. */

const struct bth_rule bth_rule_schema_malformed = {
	.code = "BTH218",
	.name = "schema-malformed",
	.family = BTH_API,
	.severity = BERTH_ERROR,
	.locked = true,
	.summary = "a file of --schema that describes no kind",
	.why = "It is read to know what custom resources have to look like. Without it they would be "
	       "passed over, and nobody would notice.",
	.fix = "Name files of CustomResourceDefinitions, or of JSON Schemas whose content or name "
	       "tells the kind: GROUP/KIND_VERSION.json or KIND-GROUP-VERSION.json.",
};

/* Found by run/. */
const struct bth_rule bth_rule_cluster_malformed = {
	.code = "BTH245",
	.name = "cluster-malformed",
	.family = BTH_API,
	.severity = BERTH_ERROR,
	.locked = true,
	.summary = "a file of --cluster or --nodes that shows nothing of a cluster",
	.why = "It is read to know which volumes are taken, which claims are bound and which nodes "
	       "there are. Without it the answer would be one about another cluster.",
	.fix = "Write it with kubectl get pv,pvc,sc,nodes,sts,po -A -o yaml, or with kubectl get "
	       "nodes -o yaml for --nodes.",
};

const struct bth_rule bth_rule_schema_checks_skipped = {
	.code = "BTH219",
	.name = "schema-checks-skipped",
	.family = BTH_API,
	.severity = BERTH_INFO,
	.summary = "a custom resource that nothing describes, or a part of its schema that is not evaluated",
	.why = "An API server evaluates rules in CEL (x-kubernetes-validations), which berth does not. "
	       "So it may refuse a custom resource in which berth finds no fault. Of kinds that neither "
	       "the run nor --schema describes, berth checks no fields at all.",
	.fix = "Name definitions with --schema. Ask a server for the rest: kubectl apply --dry-run=server.",
};
