/* class_names.c - what the name of a class says where its object is not in the run */

#include "rules/class_names.h"

/* Names that distributions and installers give to their classes. */
static const struct {
	const char *name, *provisioner;
} usual[] = {
	{"azurefile", "Azure"},
	{"azurefile-csi", "Azure"},
	{"ceph-block", "Rook"},
	{"ceph-filesystem", "Rook"},
	{"cinder-csi", "OpenStack"},
	{"csi-cinder", "OpenStack"},
	{"csi-hostpath-sc", "the CSI hostpath driver"},
	{"default", "the cloud"},
	{"do-block-storage", "DigitalOcean"},
	{"ebs-sc", "the EBS driver"},
	{"efs-sc", "the EFS driver"},
	{"gp2", "AWS"},
	{"gp3", "AWS"},
	{"hcloud-volumes", "Hetzner Cloud"},
	{"hostpath", "Docker Desktop"},
	{"linode-block-storage", "Linode"},
	{"local-path", "local-path-provisioner"},
	{"longhorn", "Longhorn"},
	{"managed-csi", "Azure"},
	{"managed-premium", "Azure"},
	{"microk8s-hostpath", "MicroK8s"},
	{"nfs-client", "nfs-subdir-external-provisioner"},
	{"oci-bv", "Oracle Cloud"},
	{"ocs-storagecluster-ceph-rbd", "OpenShift Data Foundation"},
	{"openebs-hostpath", "OpenEBS"},
	{"premium-rwo", "Google Cloud"},
	{"rook-ceph-block", "Rook"},
	{"rook-cephfs", "Rook"},
	{"standard", "the cloud, minikube or kind"},
	{"standard-rwo", "Google Cloud"},
	{"standard-rwx", "Google Cloud"},
	{"thin", "vSphere"},
	{"thin-csi", "vSphere"},
	{"vultr-block-storage", "Vultr"},
};

const char *
bth_class_usual_provisioner(struct bth_str name)
{
	for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++)
		if (bth_str_is(name, usual[i].name))
			return usual[i].provisioner;
	return NULL;
}
