/* fyaml.h - libfyaml's events, a line each */
#ifndef BTH_SECOND_FYAML_H
#define BTH_SECOND_FYAML_H

#include <stddef.h>

/*
 * Calls @write with pieces of the events of the first document of @text, in the notation that
 * berth_options.second describes. May hang, crash or corrupt the process.
 */
void bth_fyaml_events(const char *text, size_t len,
	void (*write)(void *to, const char *piece, size_t len), void *to);

#endif
