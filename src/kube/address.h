/* address.h - IP addresses and networks, exactly as Kubernetes reads them */
#ifndef BTH_KUBE_ADDRESS_H
#define BTH_KUBE_ADDRESS_H

#include "base/str.h"

/* net.IP of Go: an IPv4 address has the prefix ::ffff:0:0, however it was written. */
struct bth_address {
	uint8_t bytes[16];
	bool ipv4;   /* of that family, so an IPv4-mapped IPv6 address, too */
	bool mapped; /* is written as an IPv6 address, though it is an IPv4 one */
	bool zeros;  /* has zeros in front of a number, which some readers take for octal */
};

/* net.IPNet: an address and how many of its first bits the network has. */
struct bth_network {
	struct bth_address address;
	unsigned bits, most; /* of 32, or of 128 for what is written as IPv6 */
	bool zeros;          /* in the address or the length */
};

/* Room for what bth_address_text() and bth_network_text() write. */
enum { BTH_ADDRESS_TEXT = 64 };

/*
 * How much the API server asks of a text (validation/ip.go). Fields that are older than the
 * rules take anything that can be read before 1.36.
 */
enum bth_address_form {
	BTH_ADDRESS_SLOPPY,    /* can be read at all, zeros in front or not */
	BTH_ADDRESS_STRICT,    /* and everybody reads the same */
	BTH_ADDRESS_CANONICAL, /* and is written as Kubernetes would write it */
};

/* What an old field and one that always was strict ask for at @minor. */
enum bth_address_form bth_address_form_old(int minor);
enum bth_address_form bth_address_form_new(int minor);

/* ParseIPSloppy and ParseCIDRSloppy; *out is set only when they return true. */
bool bth_address_parse(struct bth_address *out, struct bth_str text);
bool bth_network_parse(struct bth_network *out, struct bth_str text);

/* NULL when @text has that form, else why not, in words that follow "… is no valid address: ". */
const char *bth_address_check(struct bth_str text, enum bth_address_form form);
const char *bth_network_check(struct bth_str text, enum bth_address_form form);

/* The same of what may not be the address of an endpoint (ValidateEndpointIP). */
const char *bth_address_check_endpoint(const struct bth_address *address);

/* The canonical form: dotted, or RFC 5952; a network without what is beyond its length. */
void bth_address_text(char out[BTH_ADDRESS_TEXT], const struct bth_address *address);
void bth_network_text(char out[BTH_ADDRESS_TEXT], const struct bth_network *network);

/* Whether bits are set beyond the network's length. */
bool bth_network_has_host(const struct bth_network *network);

/* Whether @address is in @network; one of the other family never is. */
bool bth_network_contains(const struct bth_network *network, const struct bth_address *address);

#endif
