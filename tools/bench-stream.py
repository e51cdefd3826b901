#!/usr/bin/env python3
"""bench-stream.py - manifests to measure with: the same bytes for the same size

usage: bench-stream.py BYTES | bench-stream.py small

Writes clusters of a Namespace, the volumes, a ConfigMap, two Services and a
StatefulSet whose names agree, until the next one would be too much; "small" is
one volume, Service and StatefulSet of about 2 KB.
"""

import sys

CLASS = """\
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: local-disks
provisioner: kubernetes.io/no-provisioner
reclaimPolicy: Retain
volumeBindingMode: WaitForFirstConsumer
"""

NAMESPACE = """\
apiVersion: v1
kind: Namespace
metadata:
  name: {namespace}
"""

VOLUME = """\
apiVersion: v1
kind: PersistentVolume
metadata:
  name: {namespace}-data-{name}-{ordinal}
  labels: {{app.kubernetes.io/name: store, app.kubernetes.io/instance: {name}}}
spec:
  capacity:
    storage: {size}Gi
  accessModes:
    - ReadWriteOnce
  volumeMode: Filesystem
  persistentVolumeReclaimPolicy: Retain
  storageClassName: local-disks
  # only the claim of this pod may have it
  claimRef:
    apiVersion: v1
    kind: PersistentVolumeClaim
    namespace: {namespace}
    name: data-{name}-{ordinal}
  local:
    path: /mnt/disks/{namespace}/{name}-{ordinal}
  nodeAffinity:
    required:
      nodeSelectorTerms:
        - matchExpressions:
            - key: kubernetes.io/hostname
              operator: In
              values: [worker-{worker}]
"""

SETTINGS = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: {name}-settings
  namespace: {namespace}
data:
  cluster.name: "{name}"
  quorum: '{replicas}'
  store.conf: |
    # written for {name}
    data_dir = /var/lib/store
    listen = "0.0.0.0:7000"
    max_memory = 512MB    # half of the limit
    log_format = "%t [%p] %u@%d "
    peers = {name}-0.{name}.{namespace}.svc:7000, {name}-1.{name}.{namespace}.svc:7000
"""

SERVICE = """\
apiVersion: v1
kind: Service
metadata:
  name: {name}
  namespace: {namespace}
spec:
  clusterIP: None
  publishNotReadyAddresses: true
  selector:
    app.kubernetes.io/name: store
    app.kubernetes.io/instance: {name}
  ports:
    - name: store
      port: 7000
      targetPort: store
"""

CLIENT_SERVICE = """\
apiVersion: v1
kind: Service
metadata:
  name: {name}-client
  namespace: {namespace}
  annotations:
    example.org/description: "where clients of {name} connect: any ready pod will do"
spec:
  type: ClusterIP
  selector:
    app.kubernetes.io/name: store
    app.kubernetes.io/instance: {name}
  ports:
    - {{name: store, port: 7000, targetPort: store, protocol: TCP}}
"""

STATEFUL_SET = """\
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: {name}
  namespace: {namespace}
spec:
  serviceName: {name}
  replicas: {replicas}
  selector:
    matchLabels:
      app.kubernetes.io/name: store
      app.kubernetes.io/instance: {name}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: store
        app.kubernetes.io/instance: {name}
    spec:
      terminationGracePeriodSeconds: 60
      securityContext: {{runAsNonRoot: true, runAsUser: 1000, fsGroup: 1000}}
{spread}      containers:
        - name: store
          image: registry.example.org/store:1.4.2
          ports:
            - name: store
              containerPort: 7000
          env:
            - name: POD_NAME
              valueFrom:
                fieldRef: {{fieldPath: metadata.name}}
          readinessProbe:
            tcpSocket: {{port: store}}
            periodSeconds: 10
          resources:
            requests: {{cpu: 250m, memory: 512Mi}}
            limits: {{memory: 1Gi}}
          volumeMounts:
            - name: data
              mountPath: /var/lib/store
{settings}  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: local-disks
        resources:
          requests:
            storage: {size}Gi
"""

SPREAD = """\
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - topologyKey: kubernetes.io/hostname
              labelSelector:
                matchLabels:
                  app.kubernetes.io/name: store
                  app.kubernetes.io/instance: {name}
"""

SETTINGS_VOLUME = """\
            - name: settings
              mountPath: /etc/store
              readOnly: true
      volumes:
        - name: settings
          configMap:
            name: {name}-settings
"""


def documents(texts):
    return "".join("---\n" + text for text in texts)


def cluster(number):
    words = {
        "name": f"store-{number}",
        "namespace": f"team-{number}",
        "replicas": 3,
        "size": 10 + number % 7 * 5,
    }
    volumes = [VOLUME.format(ordinal=i, worker=number % 20 * 3 + i, **words) for i in range(3)]
    words["spread"] = SPREAD.format(**words)
    words["settings"] = SETTINGS_VOLUME.format(**words)
    rest = NAMESPACE, SETTINGS, SERVICE, CLIENT_SERVICE, STATEFUL_SET
    return documents(volumes + [text.format(**words) for text in rest])


def small():
    words = {"name": "store", "namespace": "default", "replicas": 1, "size": 10,
             "spread": "", "settings": "", "ordinal": 0, "worker": 1}
    return documents(text.format(**words) for text in (VOLUME, SERVICE, STATEFUL_SET))


def stream(size):
    text = documents([CLASS])
    number = 0
    while size >= len(text):
        size -= len(text)
        yield text
        text = cluster(number)
        number += 1


def main():
    if len(sys.argv) != 2 or not (sys.argv[1] == "small" or sys.argv[1].isdigit()):
        sys.exit("usage: bench-stream.py BYTES | bench-stream.py small")
    if sys.argv[1] == "small":
        sys.stdout.write(small())
    else:
        sys.stdout.writelines(stream(int(sys.argv[1])))


if __name__ == "__main__":
    main()
