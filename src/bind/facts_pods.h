/* facts_pods.h - which pods come to exist, and which claims with them */
#ifndef BTH_BIND_FACTS_PODS_H
#define BTH_BIND_FACTS_PODS_H

#include "bind/facts.h"

/* Fills facts->pods, facts->units, and of the claims there, pods, makers and doubtful. */
void bth_facts_read_pods(struct bth_facts *facts);

#endif
