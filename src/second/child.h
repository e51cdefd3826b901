/* child.h - the process that reads YAML 1.2, and what it may cost */
#ifndef BTH_SECOND_CHILD_H
#define BTH_SECOND_CHILD_H

/*
 * Reads texts from @link and sends their events back (second/link.h) until the parent goes,
 * a limit is reached or libfyaml dies. Does not return.
 */
void bth_second_serve(int link);

#endif
