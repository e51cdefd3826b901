/* why.c - words for reasons */

#include "bind/bind.h"

const char *
bth_why_word(enum bth_why why)
{
	static const char *const words[BTH_WHY_COUNT] = {
		[BTH_WHY_NONE] = "none",
		[BTH_WHY_REFUSED] = "refused",
		[BTH_WHY_RESERVED] = "reserved",
		[BTH_WHY_NAMESPACE] = "namespace",
		[BTH_WHY_UID] = "uid",
		[BTH_WHY_NAMED_OTHER] = "named-other",
		[BTH_WHY_SIZE] = "size",
		[BTH_WHY_VOLUME_MODE] = "volume-mode",
		[BTH_WHY_ATTRIBUTES_CLASS] = "attributes-class",
		[BTH_WHY_DELETING] = "deleting",
		[BTH_WHY_PHASE] = "phase",
		[BTH_WHY_SELECTOR] = "selector",
		[BTH_WHY_CLASS] = "class",
		[BTH_WHY_MODES] = "modes",
		[BTH_WHY_AFFINITY] = "affinity",
		[BTH_WHY_TAKEN] = "taken",
		[BTH_WHY_OUTRANKED] = "outranked",
		[BTH_WHY_UNSCHEDULABLE] = "unschedulable",
		[BTH_WHY_TAINT] = "taint",
		[BTH_WHY_NODE_SELECTOR] = "node-selector",
		[BTH_WHY_NODE_AFFINITY] = "node-affinity",
		[BTH_WHY_ROOM] = "room",
		[BTH_WHY_VOLUME_NODE] = "volume-node",
		[BTH_WHY_NO_VOLUME] = "no-volume",
		[BTH_WHY_ANTI_AFFINITY] = "anti-affinity",
		[BTH_WHY_POD_AFFINITY] = "pod-affinity",
		[BTH_WHY_SPREAD] = "spread",
		[BTH_WHY_NODE_NAME] = "node-name",
		[BTH_WHY_IN_USE] = "in-use",
	};

	return (unsigned)why < BTH_WHY_COUNT ? words[why] : "none";
}
