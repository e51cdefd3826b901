#!/usr/bin/env python3
"""check-postgres.py SOURCE_ROOT BERTH - streaming replication on a real PostgreSQL

Three members run on loopback from what berth generates for examples/postgres-streaming.yaml:
scripts, settings, arguments and environment are those of the manifests, with the mounts moved
into a temporary folder and the names of pods made addresses. What the image's entry point does
on an empty directory is done here. Without PostgreSQL it is skipped (exit code 77).
"""

import contextlib
import glob
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

ROOT, BERTH = pathlib.Path(sys.argv[1]), sys.argv[2]
SECRET = {"username": "app", "password": "it's \\ a:b", "database": "shop",
          "replication-password": "re:pl\\ic'a \"$x`"}
PATIENCE = 60


def programs():
    """The folder of the newest PostgreSQL, and its major version; None when there is none."""
    places = glob.glob("/usr/lib/postgresql/*/bin") + glob.glob("/usr/pgsql-*/bin")
    initdb = shutil.which("initdb")
    if initdb:
        places.append(os.path.dirname(os.path.realpath(initdb)))
    found = []
    for place in places:
        with contextlib.suppress(OSError, subprocess.CalledProcessError):
            said = subprocess.run([f"{place}/postgres", "--version"], check=True,
                                  capture_output=True, text=True).stdout
            found.append((int(re.search(r"\) (\d+)", said).group(1)), place))
    return max(found, default=None)


def somebody():
    """Whom to run servers as: PostgreSQL refuses to run as root."""
    if os.getuid():
        return {}
    import pwd
    for name in "postgres", "nobody":
        with contextlib.suppress(KeyError):
            who = pwd.getpwnam(name)
            return {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}
    return {}


def wait(what, true):
    """Waits for true() to be so."""
    end = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > end:
            raise AssertionError(f"waited in vain: {what}")
        time.sleep(0.2)


class Manifests:
    """What berth generates for the example, a few values changed."""

    def __init__(self, major, port, **values):
        text = (ROOT / "examples/postgres-streaming.yaml").read_text(encoding="utf-8")
        text = re.sub(r"postgres:\d+-bookworm", f"postgres:{major}-bookworm", text)
        text = text.replace("primary: 0", f"primary: {values.get('primary', 0)}")
        text = text.replace("bootstrap: initdb", f"bootstrap: {values.get('bootstrap', 'initdb')}")
        text += f"  config: {{parameters: {{port: {port}}}}}\n"
        done = subprocess.run([BERTH, "generate", "--format", "json", "-"], input=text, text=True,
                              capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        self.objects = {(o["kind"], o["metadata"]["name"]): o
                        for o in json.loads(done.stdout)["items"]}
        self.pod = self.objects["StatefulSet", "postgres"]["spec"]["template"]["spec"]
        self.server, self.bootstrap = self.pod["containers"][0], self.pod["initContainers"][0]

    def replicas(self):
        return self.objects["StatefulSet", "postgres"]["spec"]["replicas"]


class Member:
    """One pod: its volumes as folders, its containers as processes."""

    def __init__(self, cluster, ordinal):
        self.cluster, self.name = cluster, f"postgres-{ordinal}"
        self.address = f"127.0.0.{11 + ordinal}"
        self.folder = cluster.folder / self.name
        self.process = None
        self.log = self.folder / "server.log"
        self.folder.mkdir()
        cluster.give(self.folder)

    def volume(self, name):
        return self.folder / "volumes" / name

    def place(self, text):
        """Text of the manifests with the mounts and hosts where they are here."""
        mounts = {m["mountPath"]: str(self.volume(m["name"]))
                  for m in self.cluster.manifests.server["volumeMounts"]}
        hosts = {f"postgres-{i}.postgres.health.svc": f"127.0.0.{11 + i}" for i in range(9)}
        known = {**mounts, **hosts}
        paths = sorted(known, key=len, reverse=True)
        return re.sub("|".join(map(re.escape, paths)), lambda m: known[m.group()], text)

    def apply(self):
        """The volumes, with the files of ConfigMaps as they are now."""
        for volume in self.cluster.manifests.pod["volumes"]:
            folder = self.volume(volume["name"])
            folder.mkdir(parents=True, exist_ok=True)
            config = volume.get("configMap")
            for file in folder.iterdir() if config else ():
                file.unlink()
            for name, text in (self.cluster.manifests.objects["ConfigMap", config["name"]]["data"]
                               if config else {}).items():
                (folder / name).write_text(self.place(text) if name.endswith(".conf") else text,
                                           encoding="utf-8")
            self.cluster.give(folder)
        for mount in self.cluster.manifests.server["volumeMounts"]:
            self.volume(mount["name"]).mkdir(parents=True, exist_ok=True)
            self.cluster.give(self.volume(mount["name"]))

    def environment(self, container, **more):
        env = {"PATH": f"{self.cluster.programs}:/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C",
               "PGHOST": str(self.volume("var-run-postgresql")), "PGPORT": str(self.cluster.port),
               "BERTH_PATIENCE": "0", **more}
        for variable in container["env"]:
            source = variable.get("valueFrom", {})
            if "secretKeyRef" in source:
                value = SECRET[source["secretKeyRef"]["key"]]
            elif "fieldRef" in source:
                assert source["fieldRef"]["fieldPath"] == "metadata.name"
                value = self.name
            else:
                value = self.place(variable["value"])
            env.setdefault(variable["name"], value)
        return env

    def run(self, command, container, **more):
        done = subprocess.run(command, env=self.environment(container, **more), text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, cwd=self.folder, check=False,
                              timeout=2 * PATIENCE, **self.cluster.user)
        return done.returncode, done.stdout

    def data(self):
        return pathlib.Path(self.environment(self.cluster.manifests.server)["PGDATA"])

    def bootstrap(self, **more):
        """The init container, once: exit code and what it says."""
        container = self.cluster.manifests.bootstrap
        return self.run([self.place(word) for word in container["command"]], container, **more)

    def refuses(self, *words, **more):
        code, said = self.bootstrap(**more)
        assert code == 1, f"{self.name} does not refuse: {said}"
        for word in words:
            assert word in said, f"{self.name} does not say '{word}': {said}"

    def passes(self, **more):
        code, said = self.bootstrap(**more)
        assert code == 0, f"{self.name} refuses: {said}"
        return said

    def script(self, name, *arguments, container=None, **more):
        container = container or self.cluster.manifests.server
        return self.run(["sh", self.place(f"/etc/berth/{name}"), *arguments], container, **more)

    def arguments(self):
        return [self.place(word) for word in self.cluster.manifests.server["args"]]

    def spawn(self, *more):
        with open(self.log, "a", encoding="utf-8") as log:
            return subprocess.Popen(
                ["postgres", *self.arguments(), "-c",
                 f"unix_socket_directories={self.volume('var-run-postgresql')}", *more],
                env=self.environment(self.cluster.manifests.server), stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, cwd=self.folder, **self.cluster.user)

    def initialise(self):
        """What the image does on an empty directory."""
        server = self.cluster.manifests.server
        env = self.environment(server)
        secret = self.folder / "password"
        secret.write_text(SECRET["password"] + "\n", encoding="utf-8")
        self.cluster.give(secret)
        code, said = self.run(["initdb", "-N", f"--username={env['POSTGRES_USER']}",
                               f"--pwfile={secret}", *env["POSTGRES_INITDB_ARGS"].split()], server)
        assert code == 0, said
        self.process = self.spawn("-c", "listen_addresses=")
        wait("the temporary server", lambda: self.query("select 1") == "1")
        assert self.sql(f"create database {env['POSTGRES_DB']}")[0] == 0
        for script in sorted(self.volume("initdb").iterdir()):
            code, said = self.run(["bash", "-c", 'set -Eeo pipefail; . "$1"', "bash", str(script)],
                                  server, PGPASSWORD=SECRET["password"])
            assert code == 0, said
        self.stop()

    def start(self):
        """The server's container."""
        if not (self.data() / "PG_VERSION").exists():
            self.initialise()
        self.process = self.spawn("-c", f"listen_addresses={self.address}")
        wait(f"{self.name} accepts connections", lambda: self.query("select 1") == "1")

    def does_not_start(self, word):
        """The container again, in a pod that stays: without the init container."""
        before = len(self.log.read_text())
        assert self.spawn("-c", f"listen_addresses={self.address}").wait(PATIENCE) != 0
        said = self.log.read_text()[before:]
        assert word in said, said

    def stop(self, how=signal.SIGINT):
        if self.process:
            self.process.send_signal(how)
            self.process.wait(PATIENCE)
            self.process = None

    def crash(self):
        self.stop(signal.SIGQUIT)

    def sql(self, text):
        return self.run(["psql", "-XAtq", "-U", "app", "-d", "postgres", "-c", text],
                        self.cluster.manifests.server)

    def query(self, text):
        code, said = self.sql(text)
        return said.strip() if code == 0 else None

    def is_standby(self):
        return self.query("select pg_is_in_recovery()") == "t"

    def has(self, row):
        return self.query(f"select count(*) from facts where fact = '{row}'") == "1"


class Cluster:
    def __init__(self, folder, major, place):
        self.folder, self.major, self.programs, self.user = folder, major, place, somebody()
        self.port = self.free_port()
        self.give(folder)
        self.manifests = Manifests(major, self.port)
        self.members = [Member(self, i) for i in range(self.manifests.replicas())]
        self.declare()

    @staticmethod
    def free_port():
        with socket.socket() as probe:
            probe.bind(("127.0.0.11", 0))
            return probe.getsockname()[1]

    def give(self, path):
        if self.user:
            os.chown(path, self.user["user"], self.user["group"])

    def declare(self, primary=0, **values):
        """Another document, applied: that restarts no pod."""
        before = self.manifests.objects["StatefulSet", "postgres"]
        self.manifests = Manifests(self.major, self.port, primary=primary, **values)
        assert self.manifests.objects["StatefulSet", "postgres"] == before
        for member in self.members:
            member.apply()

    def stop(self):
        for member in self.members:
            with contextlib.suppress(ProcessLookupError):
                member.crash()

    def logs(self):
        for member in self.members:
            if member.log.exists():
                print(f"== {member.name}", *member.log.read_text().splitlines()[-25:], sep="\n")


def write(primary, row):
    """A row, committed on a standby too."""
    code, said = primary.sql(f"insert into facts values ('{row}')")
    assert code == 0 and "WARNING" not in said, said


def expect(member, row):
    wait(f"{member.name} has '{row}'", lambda: member.has(row))


def first_boot(cluster):
    zero, one, _ = cluster.members
    cluster.declare(bootstrap="existing")
    zero.refuses("bootstrap is 'existing'")
    cluster.declare()
    one.refuses("no primary to clone")
    assert "a new database" in zero.passes()
    zero.start()
    assert not zero.is_standby()
    assert (zero.volume("replication-run") / "pgpass").stat().st_mode & 0o777 == 0o600
    names = zero.query("show synchronous_standby_names")
    assert names == 'ANY 1 ("postgres-0", "postgres-1", "postgres-2")', names
    assert zero.query("select rolreplication and not rolsuper from pg_roles "
                      "where rolname = 'replicator'") == "t"
    log = zero.log.read_text()
    assert SECRET["replication-password"] not in log, "the password is in the log"


def clone(cluster):
    zero, one, _ = cluster.members
    assert "cloned" in one.passes()
    one.start()
    assert one.is_standby()
    wait("postgres-1 streams", lambda: zero.query(
        "select sync_state from pg_stat_replication where application_name = 'postgres-1'")
        == "quorum")
    assert zero.sql("create table facts (fact text)")[0] == 0
    write(zero, "cloned")
    expect(one, "cloned")
    assert zero.query("select active from pg_replication_slots "
                      "where slot_name = 'postgres_1'") == "t"
    code, said = one.run(["cat", str(one.data() / "postgresql.auto.conf")],
                         cluster.manifests.server)
    assert code == 0 and "password" not in said, said


def killed_clone(cluster):
    """A copy that takes a minute is killed when it looks like a database."""
    _, _, two = cluster.members
    slow = cluster.folder / "slow"
    slow.mkdir()
    program = slow / "pg_basebackup"
    program.write_text(f'#!/bin/sh\nexec {cluster.programs}/pg_basebackup --max-rate=512k "$@"\n')
    program.chmod(0o755)
    container, half = cluster.manifests.bootstrap, pathlib.Path(f"{two.data()}.clone")
    for how in signal.SIGTERM, signal.SIGKILL:
        env = two.environment(container)
        env["PATH"] = f"{slow}:{env['PATH']}"
        process = subprocess.Popen([two.place(word) for word in container["command"]], env=env,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, start_new_session=True,
                                   **cluster.user)
        wait("the clone has begun", (half / "PG_VERSION").exists)
        process.send_signal(how)
        assert process.wait(PATIENCE) == (143 if how == signal.SIGTERM else -how)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # as all do with a container's first process
        assert half.exists() and not two.data().exists()
        zero = cluster.members[0]
        wait("the slot is let go", lambda: zero.query(
            "select active from pg_replication_slots where slot_name = 'postgres_2'") == "f")
    assert "cloned" in two.passes()
    assert not half.exists()
    two.start()
    expect(two, "cloned")


def synchronous(cluster):
    """Without a standby a commit hangs; with one it returns."""
    zero, one, two = cluster.members
    one.stop()
    write(zero, "one of two standbys is enough")
    two.stop()
    with subprocess.Popen(
            ["psql", "-XAtq", "-U", "app", "-d", "postgres", "-c",
             "insert into facts values ('waits')"],
            env=zero.environment(cluster.manifests.server), stdin=subprocess.DEVNULL,
            **cluster.user) as waiting:
        wait("the commit waits", lambda: zero.query(
            "select count(*) from pg_stat_activity where wait_event = 'SyncRep'") == "1")
        assert not one.process and not zero.has("waits")
        one.passes()
        one.start()
        assert waiting.wait(PATIENCE) == 0
    two.passes()
    two.start()
    for member in one, two:
        expect(member, "waits")


def lost_volume(cluster):
    zero = cluster.members[0]
    zero.stop()
    kept = zero.data().with_name("kept")
    zero.data().rename(kept)
    zero.refuses("2 other members are there")
    zero.data().mkdir()
    zero.refuses("2 other members are there")
    assert not zero.data().exists()
    zero.data().mkdir()
    (zero.data() / "stray").touch()
    zero.refuses("neither empty nor a database")
    shutil.rmtree(zero.data())
    kept.rename(zero.data())
    zero.passes()
    zero.start()
    write(zero, "the volume is back")


def major_mismatch(cluster):
    two = cluster.members[2]
    two.stop()
    two.refuses(f"the data is of PostgreSQL {cluster.major}", BERTH_MAJOR="99")
    two.passes()
    two.start()


def selected(cluster):
    return cluster.manifests.objects["Service", "postgres-rw"]["spec"]["selector"][
        "statefulset.kubernetes.io/pod-name"]


def promotion(cluster):
    """Declared first, and only when the old primary is gone; the third member follows."""
    zero, one, two = cluster.members
    write(zero, "before the failover")
    expect(one, "before the failover")
    code, said = one.script("promote.sh")
    assert code == 1 and "ordinal 0 is declared" in said, said
    cluster.declare(primary=1)
    assert selected(cluster) == "postgres-1"
    code, said = one.script("promote.sh")
    assert code == 1 and "is primary; stop it first" in said, said
    zero.crash()
    # as when both were cloned at once, and neither was there to make a slot on
    assert one.sql("select pg_drop_replication_slot('postgres_2')")[0] == 0
    code, said = one.script("promote.sh")
    assert code == 0 and "is primary now" in said, said
    code, said = one.script("promote.sh")
    assert code == 1 and "primary already" in said, said
    write(one, "after the failover")
    expect(two, "after the failover")
    assert two.is_standby()


def old_primary(cluster):
    zero, one, two = cluster.members
    zero.does_not_start("ordinal-0-is-the-declared-primary")
    zero.refuses(f"{one.address}:{cluster.port} is primary", "reclone.sh")
    cluster.declare(primary=0)
    zero.refuses(f"{one.address}:{cluster.port} is primary")
    cluster.declare(primary=1)
    one.stop()
    zero.refuses("the declared primary is ordinal 1")
    one.passes()
    one.start()
    write(one, "only one primary")
    expect(two, "only one primary")


def clone_again(cluster):
    zero, one, _ = cluster.members
    container = cluster.manifests.bootstrap
    code, said = one.script("reclone.sh", container=container)
    assert code == 1 and "no primary answers" in said, said
    code, said = zero.script("reclone.sh", container=container)
    assert code == 0, said
    assert "cloned" in zero.passes()
    zero.start()
    assert zero.is_standby()
    expect(zero, "only one primary")
    assert pathlib.Path(f"{zero.data()}.old").is_dir()
    code, said = zero.script("reclone.sh")
    assert code == 1 and "from another time" in said, said
    code, said = zero.script("reclone.sh", "--discard")
    assert code == 0 and "kubectl delete pod" in said, said
    zero.stop()
    zero.passes()
    zero.start()
    write(one, "cloned once more")
    expect(zero, "cloned once more")


def cold_start(cluster):
    """All are down, and the primary is not the first."""
    zero, one, two = cluster.members
    for member in one, zero, two:
        member.stop()
    cluster.declare(primary=0)
    one.refuses("the declared primary is ordinal 0")
    cluster.declare(primary=1, bootstrap="existing")
    for member in zero, two, one:
        member.passes()
        member.start()
    assert [member.is_standby() for member in cluster.members] == [True, False, True]
    write(one, "after the cold start")
    for member in zero, two:
        expect(member, "after the cold start")


def behind(cluster):
    """The standby that has received more is the one to promote."""
    zero, one, two = cluster.members
    two.stop()
    write(one, "only on one standby")
    expect(zero, "only on one standby")
    one.crash()
    two.passes()
    two.start()
    cluster.declare(primary=2)
    code, said = two.script("promote.sh")
    assert code == 1 and f"{zero.address}:{cluster.port} has received more" in said, said
    cluster.declare(primary=0)
    code, said = zero.script("promote.sh")
    assert code == 0, said
    one.does_not_start("ordinal-1-is-the-declared-primary")
    write(zero, "nothing is lost")
    expect(two, "only on one standby")
    code, said = one.script("reclone.sh", "--discard", container=cluster.manifests.bootstrap)
    assert code == 0, said
    one.passes()
    one.start()
    expect(one, "nothing is lost")


CASES = (first_boot, clone, killed_clone, synchronous, lost_volume, major_mismatch, promotion,
         old_primary, clone_again, cold_start, behind)


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # and end the servers
    found = programs()
    if not found:
        print("skipped: PostgreSQL's server is not here")
        return 77
    with tempfile.TemporaryDirectory(prefix="berth-postgres-") as folder:
        os.chmod(folder, 0o755)
        cluster = Cluster(pathlib.Path(folder), *found)
        try:
            for case in CASES:
                begin = time.monotonic()
                case(cluster)
                print(f"ok: {case.__name__} ({time.monotonic() - begin:.0f} s)", flush=True)
        except (AssertionError, subprocess.TimeoutExpired) as fault:
            print(f"FAILED: {case.__name__}: {fault}")
            cluster.logs()
            return 1
        finally:
            cluster.stop()
    return 0


sys.exit(main())
