/* yaml_text.c - the text is not YAML, or not what kubectl takes for YAML */

#include "rules.h"

/* All of these are found by the reader in syntax/, so they visit nothing. */

const struct bth_rule bth_rule_input_empty = {
	.code = "BTH001",
	.name = "input-empty",
	.family = BTH_YAML,
	.severity = BERTH_ERROR,
	.summary = "the input holds no Kubernetes object at all",
	.why = "A check of nothing passes. A file that is empty by accident, a wrong path or a "
	       "template that rendered to comments would go unnoticed.",
	.fix = "Name the files that hold the objects. Where empty input is normal, as in a hook "
	       "that is handed other programs' YAML, say --allow-empty.",
};

const struct bth_rule bth_rule_input_too_large = {
	.code = "BTH002",
	.name = "input-too-large",
	.family = BTH_YAML,
	.severity = BERTH_ERROR,
	.locked = true,
	.summary = "a limit of berth on what it looks at is reached",
	.why = "berth bounds what input may cost. Beyond the limit it has not looked at "
	       "everything, so it must not say that all is well.",
	.fix = "Check how the input was made. A limit that the message names can be raised: "
	       "--limit NAME=N. Of a set with very many pods, check a smaller one of the same shape.",
};

const struct bth_rule bth_rule_yaml_malformed = {
	.code = "BTH003",
	.name = "yaml-malformed",
	.family = BTH_YAML,
	.severity = BERTH_ERROR,
	.locked = true,
	.summary = "the text is not YAML by kubectl's grammar",
	.why = "kubectl stops at the first such document and applies nothing of what follows in "
	       "the file. berth reads the other documents all the same.",
	.fix = "Mend the text at the place shown; the cause is often the line before: a missing "
	       "colon, quote or bracket, or another indentation.",
};

const struct bth_rule bth_rule_yaml_encoding_invalid = {
	.code = "BTH004",
	.name = "yaml-encoding-invalid",
	.family = BTH_YAML,
	.severity = BERTH_ERROR,
	.locked = true,
	.summary = "bytes that are not UTF-8 text, or control characters",
	.why = "YAML is Unicode text without control characters. kubectl refuses the document and "
	       "applies nothing of what follows in the file.",
	.fix = "Save the file as UTF-8, or write the character as an escape in double quotes.",
};

const struct bth_rule bth_rule_yaml_tab = {
	.code = "BTH005",
	.name = "yaml-tab",
	.family = BTH_YAML,
	.severity = BERTH_ERROR,
	.locked = true,
	.summary = "a tab is used for indentation",
	.why = "YAML allows only spaces there, since tabs have no width of their own. kubectl "
	       "refuses the document.",
	.fix = "Indent with spaces.",
};

const struct bth_rule bth_rule_yaml_separator_malformed = {
	.code = "BTH006",
	.name = "yaml-separator-malformed",
	.family = BTH_YAML,
	.severity = BERTH_ERROR,
	.locked = true,
	.summary = "a line that begins with --- goes on with other text than a comment",
	.why = "kubectl cuts a file into documents at lines that begin with ---, before it reads "
	       "YAML, and refuses the file when such a line goes on, even with valid YAML.",
	.fix = "Put what follows the dashes on a line of its own.",
};

const struct bth_rule bth_rule_yaml_document_dropped = {
	.code = "BTH007",
	.name = "yaml-document-dropped",
	.family = BTH_YAML,
	.severity = BERTH_WARNING,
	.summary = "content after a ... line, which kubectl drops without a word",
	.why = "Only the first document between two --- lines is read. What stands after the "
	       "end-of-document line ... is never applied, and nothing says so.",
	.fix = "Begin the next document with ---.",
};

const struct bth_rule bth_rule_yaml_too_deep = {
	.code = "BTH008",
	.name = "yaml-too-deep",
	.family = BTH_YAML,
	.severity = BERTH_ERROR,
	.locked = true,
	.summary = "collections nest deeper than berth reads",
	.why = "No manifest nests like that: the deepest known ones have 35 levels. The limits "
	       "(1000 levels, 64 of brackets) keep hostile input from costing time.",
	.fix = "Check how the file was made. If it is meant, raise the limit that the message "
	       "names: --limit depth=2000 or --limit flow-depth=128.",
};

const struct bth_rule bth_rule_yaml_aliases_excessive = {
	.code = "BTH009",
	.name = "yaml-aliases-excessive",
	.family = BTH_YAML,
	.severity = BERTH_ERROR,
	.locked = true,
	.summary = "aliases expand to far more than the document holds",
	.why = "kubectl's reader gives up on such a document, to be safe from texts of a few "
	       "bytes that expand to gigabytes.",
	.fix = "Write out some of what the aliases stand for. Where it is berth's own limit, it can "
	       "be raised: --limit aliases=4000000.",
};

const struct bth_rule bth_rule_yaml_alias_unknown = {
	.code = "BTH010",
	.name = "yaml-alias-unknown",
	.family = BTH_YAML,
	.severity = BERTH_ERROR,
	.locked = true,
	.summary = "an alias without an anchor before it in its document",
	.why = "Anchors do not reach across ---, and an anchor cannot contain itself. kubectl "
	       "refuses the document.",
	.fix = "Define the anchor in the same document, before the alias.",
};

const struct bth_rule bth_rule_yaml_key_malformed = {
	.code = "BTH011",
	.name = "yaml-key-malformed",
	.family = BTH_YAML,
	.severity = BERTH_ERROR,
	.locked = true,
	.summary = "a key that is null, a list or a map",
	.why = "Manifests become JSON, whose keys are strings. kubectl refuses the document. A "
	       "template placeholder without quotes, {{ x }}, reads as such a key.",
	.fix = "Quote the key, or give it a name.",
};

const struct bth_rule bth_rule_yaml_key_duplicate = {
	.code = "BTH012",
	.name = "yaml-key-duplicate",
	.family = BTH_YAML,
	.severity = BERTH_ERROR,
	.summary = "one key twice in a map: the last one wins silently",
	.why = "kubectl keeps the last of the two and sends only that, so the API server never "
	       "hears of the first, and no validation reports it.",
	.fix = "Remove one of the two, or join what stands under them.",
};

const struct bth_rule bth_rule_yaml_template_skipped = {
	.code = "BTH013",
	.name = "yaml-template-skipped",
	.family = BTH_YAML,
	.severity = BERTH_INFO,
	.summary = "text of a template engine, which is skipped",
	.why = "Helm and similar templates become YAML only when they are rendered. berth does "
	       "not guess what they will say.",
	.fix = "Check what is rendered: helm template … | berth lint -",
};

const struct bth_rule bth_rule_object_fragment = {
	.code = "BTH014",
	.name = "object-fragment",
	.family = BTH_YAML,
	.severity = BERTH_INFO,
	.summary = "a map without apiVersion or kind, or a file of kustomize or Helm, which is skipped",
	.why = "kubectl refuses to apply it. Pieces like this are normal as patches and values, so "
	       "it is only counted as skipped. What a kustomization names as a patch is one, even "
	       "with apiVersion and kind. Where one of the two stands beside metadata, an object is "
	       "meant, and that the other is missing is an error.",
	.fix = "Give it apiVersion and kind if it is meant to be an object.",
};
