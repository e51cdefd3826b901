#!/usr/bin/env python3
"""bench-claims.py - a large cluster's manifests for benchmarks: StatefulSets and their volumes

usage: bench-claims.py CLAIMS

Writes StatefulSets of one to five replicas with one or two claims each until there are CLAIMS, a
fifth more volumes, 50 nodes in five zones, and four of the five classes that are named. A third of the sets have volumes that
are reserved for their claims; the others compete within their class. Equal numbers give equal
bytes.
"""
import random
import sys

NODES = 50
CLASSES = [("local", "WaitForFirstConsumer"), ("shared", "WaitForFirstConsumer"),
           ("fast", "Immediate"), ("nfs", "Immediate"), ("undefined", None)]
SIZES = [1, 2, 5, 10, 20, 50]

NODE = """\
---
apiVersion: v1
kind: Node
metadata:
  name: node{number}
  labels: {{kubernetes.io/hostname: node{number}, topology.kubernetes.io/zone: zone{zone}}}
"""
CLASS = """\
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {{name: {name}}}
provisioner: kubernetes.io/no-provisioner
volumeBindingMode: {mode}
"""
VOLUME = """\
---
apiVersion: v1
kind: PersistentVolume
metadata: {{name: {name}}}
spec:
  capacity: {{storage: {size}Gi}}
  accessModes: [ReadWriteOnce{more}]
  persistentVolumeReclaimPolicy: Retain
  storageClassName: {storage_class}
{claim_ref}  local: {{path: /disks/{name}}}
  nodeAffinity:
    required:
      nodeSelectorTerms:
      - matchExpressions:
        - {{key: {key}, operator: In, values: [{value}]}}
"""
CLAIM_REF = "  claimRef: {{kind: PersistentVolumeClaim, namespace: {namespace}, name: {name}}}\n"
SET = """\
---
apiVersion: v1
kind: Service
metadata: {{name: {name}, namespace: {namespace}}}
spec: {{clusterIP: None, selector: {{app: {name}}}, ports: [{{port: 80}}]}}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {{name: {name}, namespace: {namespace}}}
spec:
  serviceName: {name}
  replicas: {replicas}
  podManagementPolicy: {policy}
  selector: {{matchLabels: {{app: {name}}}}}
  template:
    metadata: {{labels: {{app: {name}}}}}
    spec:
      containers:
      - name: server
        image: example.com/server:1
        volumeMounts:
        - {{name: {template}, mountPath: /{template}}}
  volumeClaimTemplates:
"""
TEMPLATE = """\
  - metadata: {{name: {template}}}
    spec:
      accessModes: [ReadWriteOnce]
      storageClassName: {storage_class}
      resources: {{requests: {{storage: {size}Gi}}}}
"""


class World:
    """Draws objects and writes them."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.volumes = 0

    def volume(self, storage_class, size, node, claim=None):
        local = self.chance.random() < 0.8
        ref = CLAIM_REF.format(namespace=claim[0], name=claim[1]) if claim else ""
        sys.stdout.write(VOLUME.format(
            name=f"volume-{self.volumes}", size=size, storage_class=storage_class, claim_ref=ref,
            more="" if claim or self.chance.random() < 0.8 else ", ReadOnlyMany",
            key="kubernetes.io/hostname" if local else "topology.kubernetes.io/zone",
            value=f"node{node}" if local else f"zone{node % 5}"))
        self.volumes += 1

    def stateful_set(self, number, most):
        """Writes a set of at most so many claims, and its volumes; returns how many it has."""
        name, namespace = f"set-{number}", f"team-{number % 20}"
        templates = ["data", "log"][:min(self.chance.choice([1, 1, 2]), most)]
        replicas = min(self.chance.randint(1, 5), most // len(templates))
        sys.stdout.write(SET.format(
            name=name, namespace=namespace, replicas=replicas, template=templates[0],
            policy=self.chance.choice(["OrderedReady", "Parallel"])))
        reserved = self.chance.random() < 1 / 3
        drawn = [(template, self.chance.choice(CLASSES)[0], self.chance.choice(SIZES))
                 for template in templates]
        for template, storage_class, size in drawn:
            sys.stdout.write(TEMPLATE.format(template=template, storage_class=storage_class,
                                             size=size))
        for ordinal in range(replicas):
            node = self.chance.randrange(NODES)
            for template, storage_class, size in drawn:
                self.volume(storage_class, size, node,
                            (namespace, f"{template}-{name}-{ordinal}") if reserved else None)
        return replicas * len(templates)


def main(wanted):
    world = World(wanted)
    for number in range(NODES):
        sys.stdout.write(NODE.format(number=number, zone=number % 5))
    for name, mode in CLASSES:
        if mode:
            sys.stdout.write(CLASS.format(name=name, mode=mode))
    claims = sets = 0
    while claims < wanted:
        claims += world.stateful_set(sets, wanted - claims)
        sets += 1
    while world.volumes < wanted * 6 // 5:
        world.volume(world.chance.choice(CLASSES)[0], world.chance.choice(SIZES),
                     world.chance.randrange(NODES))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(int(sys.argv[1]))
