/* yaml_written.c - what the text holds beside the tree that is read from it */

#include "rules.h"

/* All of these are found by the reader in syntax/ or by portable/, so they visit nothing. */

const struct bth_rule bth_rule_yaml_anchor_redefined = {
	.code = "BTH015",
	.name = "yaml-anchor-redefined",
	.family = BTH_YAML,
	.severity = BERTH_WARNING,
	.summary = "an anchor that stands twice in one document: aliases mean the last before them",
	.why = "YAML allows it, so nothing complains when a copied block brings an anchor of the same "
	       "name along: every alias that follows changes its meaning. As long as no alias "
	       "follows, or both have the same value, it is an info.",
	.fix = "Give each anchor of a document a name of its own.",
};

const struct bth_rule bth_rule_yaml_merge_overrides = {
	.code = "BTH020",
	.name = "yaml-merge-overrides",
	.family = BTH_YAML,
	.severity = BERTH_WARNING,
	.summary = "a merge key << behind a key that it sets too: the merged value wins",
	.why = "By the specification the keys of the map itself win, wherever << stands. kubectl's "
	       "library applies entries in their order, so << overwrites what stands before it, and "
	       "the value that is plainly written in the map is never sent.",
	.fix = "Write << as the first key of its map.",
};

const struct bth_rule bth_rule_yaml_invisible_character = {
	.code = "BTH021",
	.name = "yaml-invisible-character",
	.family = BTH_YAML,
	.severity = BERTH_WARNING,
	.summary = "a character in a key or plain value that cannot be seen, or one that reorders text",
	.why = "A no-break space is no blank to YAML and a zero-width space is no nothing: they become "
	       "part of the key or the value, and names that look equal differ. They come with "
	       "text that is copied from web pages and chats. Characters that reorder text, in "
	       "quotes and comments too, let a line look like another one than programs read. In "
	       "sentences and beside right-to-left text it is an info.",
	.fix = "Remove the character, or type a blank. Where it is meant, write it in double quotes as "
	       "an escape, which everybody sees.",
};

const struct bth_rule bth_rule_yaml_line_break_unusual = {
	.code = "BTH022",
	.name = "yaml-line-break-unusual",
	.family = BTH_YAML,
	.severity = BERTH_WARNING,
	.summary = "a line ends in a lone carriage return, NEL, LS or PS",
	.why = "kubectl's library follows YAML 1.1, where these end a line; to YAML 1.2 and most editors "
	       "some of them are letters. So line numbers in messages are others than on the screen, "
	       "and a comment may end where it seems to go on.",
	.fix = "End lines with a line feed, with a carriage return before it or not.",
};

const struct bth_rule bth_rule_yaml_portability = {
	.code = "BTH023",
	.name = "yaml-portability",
	.family = BTH_YAML,
	.severity = BERTH_OFF,
	.summary = "a reader of YAML 1.2 refuses the text, or reads it as something else",
	.why = "kubectl's library follows YAML 1.1 with habits of its own; editors and tools in other "
	       "languages often follow 1.2, where no is a text, 0644 is 644 and << is a key like "
	       "others. With --portable a second reader, libfyaml, reads the same bytes, in a process "
	       "of its own with little time and memory. Where it crashes or takes too long, that is "
	       "an info: nobody knows.",
	.fix = "Put texts in quotes, write true and false for booleans, and write out what merge keys "
	       "would bring.",
};
