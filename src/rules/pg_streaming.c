/* pg_streaming.c - what streaming replication of a Cluster document leaves open */

#include "rules.h"

/* Found by spec/, so they visit nothing. */

const struct bth_rule bth_rule_pg_sync_blocks = {
	.code = "BTH822",
	.name = "pg-sync-blocks",
	.family = BTH_POSTGRES,
	.severity = BERTH_WARNING,
	.summary = "commits that wait for as many standbys as there are",
	.why = "With synchronous replication a commit returns when so many standbys have it. "
	       "Where that is all of them, one standby that is down, or is only restarted, "
	       "stops every write: two pods are then less available than one. Reads go on, "
	       "and writes that hang are committed when the standby is back.",
	.fix = "Have one replica more than the primary and the synchronous standbys. Where "
	       "writes may stop rather than be lost, allow the rule.",
};

const struct bth_rule bth_rule_pg_bootstrap_open = {
	.code = "BTH825",
	.name = "pg-bootstrap-open",
	.family = BTH_POSTGRES,
	.severity = BERTH_INFO,
	.summary = "a cluster that may still initialise an empty database",
	.why = "The first start needs a pod that may initialise. Later the same permission "
	       "is a danger: should the declared primary come back on an empty volume while no "
	       "other pod answers, it starts an empty database, and clients write to it.",
	.fix = "Write 'bootstrap: existing' after the first start; nothing is restarted by it.",
};
