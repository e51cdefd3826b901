/* name.h - what things may be called */
#ifndef BTH_KUBE_NAME_H
#define BTH_KUBE_NAME_H

#include "base/str.h"

/*
 * Each returns NULL when @name is fine, else why not, in words that follow "… is no valid
 * name: ". The grammars and lengths are those of apimachinery's validation package.
 */
const char *bth_name_check_label(struct bth_str name);      /* DNS-1123 label, 63 */
const char *bth_name_check_label_1035(struct bth_str name); /* the same, begins with a letter */
const char *bth_name_check_subdomain(struct bth_str name);  /* DNS-1123 subdomain, 253 */
const char *bth_name_check_qualified(struct bth_str name);  /* label keys: [prefix/]name */
const char *bth_name_check_label_value(struct bth_str name);
const char *bth_name_check_port(struct bth_str name);       /* IANA service name, 15 */
const char *bth_name_check_config_key(struct bth_str name); /* ConfigMap and Secret keys */
const char *bth_name_check_env(struct bth_str name, int minor); /* relaxed since 1.32 */
const char *bth_name_check_path_segment(struct bth_str name);

/* Whether @text is [KIND/][NS/]NAME: one to three words between slashes. */
bool bth_name_is_reference(struct bth_str text);

#endif
