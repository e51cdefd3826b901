/* limits.h - what input may cost before it is refused */
#ifndef BTH_SYNTAX_LIMITS_H
#define BTH_SYNTAX_LIMITS_H

/*
 * Each has a finding of its own. The deepest real manifests (CustomResourceDefinitions)
 * nest 35 deep; libyaml's time grows with the square of the flow depth.
 */
enum {
	BTH_DEPTH_MOST = 1000,
	BTH_FLOW_DEPTH_MOST = 64,
};

#endif
