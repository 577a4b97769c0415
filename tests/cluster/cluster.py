"""Three Kafka brokers (KRaft, each broker and controller) on this machine, that can be killed, stopped and started."""
import os
import random
import signal
import socket
import time

import children
import wire

BROKERS = 3
REPLICATION = 3
JVM = ["-Xms96m", "-Xmx320m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto",
       "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"]

PROPERTIES = """\
process.roles=broker,controller
node.id={node}
controller.quorum.voters={voters}
listeners=PLAINTEXT://127.0.0.1:{client},CONTROLLER://127.0.0.1:{controller}{far}
advertised.listeners=PLAINTEXT://127.0.0.1:{client}{far}
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,FAR:PLAINTEXT
inter.broker.listener.name=PLAINTEXT
log.dirs={folder}/data
auto.create.topics.enable=false
default.replication.factor={replication}
min.insync.replicas=2
unclean.leader.election.enable=false
offsets.topic.replication.factor={replication}
offsets.topic.num.partitions=6
transaction.state.log.replication.factor={replication}
transaction.state.log.min.isr=2
transaction.state.log.num.partitions=6
share.coordinator.state.topic.replication.factor={replication}
share.coordinator.state.topic.min.isr=2
transaction.abort.timed.out.transaction.cleanup.interval.ms=500
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
# A broker that is stopped is given up soon.
broker.session.timeout.ms=6000
broker.heartbeat.interval.ms=500
"""


def free_ports(count):
    """Below the range from which the system takes ports for connections, so that they stay free."""
    ports = []
    for port in random.SystemRandom().sample(range(20000, 32000), 12000):
        with socket.socket() as probe:
            try:
                probe.bind(("", port))
                ports.append(port)
            except OSError:
                continue
        if len(ports) == count:
            return ports
    raise RuntimeError("there are no free ports")


class Broker:
    def __init__(self, libs, folder):
        self.libs, self.folder, self.process = libs, folder, None

    def java(self, *arguments, **options):
        return ["java", *options.get("jvm", JVM), "-cp", f"{self.libs}/*", *arguments]

    def configure(self, node, ports, far):
        os.makedirs(self.folder)
        self.address = ("127.0.0.1", ports[node][0])
        self.far = (far, ports[node][2]) if far else None
        with open(f"{self.folder}/server.properties", "w", encoding="utf-8") as file:
            file.write(PROPERTIES.format(
                node=node, folder=self.folder, replication=REPLICATION, client=ports[node][0],
                controller=ports[node][1], far=f",FAR://{far}:{ports[node][2]}" if far else "",
                voters=",".join(f"{other}@127.0.0.1:{p[1]}" for other, p in ports.items())))

    def format(self, cluster):
        with open(f"{self.folder}/format.log", "wb") as log:
            return children.start(
                self.java("kafka.tools.StorageTool", "format", "-t", cluster, "-c", f"{self.folder}/server.properties",
                          jvm=["-Xmx128m", "-XX:TieredStopAtLevel=1"]), log)

    def start(self):
        with open(f"{self.folder}/broker.log", "ab") as log:
            self.process = children.start(self.java("kafka.Kafka", f"{self.folder}/server.properties"), log)

    def signal(self, number):
        self.process.send_signal(number)

    def kill(self):
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None


class Cluster:
    """`far` is a second address, at which workers with a network of their own reach the brokers; None: they have none.
    """

    def __init__(self, libs, folder, far=None):
        self.brokers = [Broker(libs, f"{folder}/broker-{node}") for node in range(1, BROKERS + 1)]
        self.far = far
        self.admin = None

    def start(self, timeout):
        free = free_ports(3 * BROKERS)
        ports = {node: free[3 * node - 3 : 3 * node] for node in range(1, BROKERS + 1)}
        for node, broker in enumerate(self.brokers, 1):
            broker.configure(node, ports, self.far)
        formats = [broker.format("ZGVwZWNoZS1jbHVzdGVyMQ") for broker in self.brokers]
        if any(process.wait() for process in formats):
            raise RuntimeError("the brokers' storage cannot be formatted")
        for broker in self.brokers:
            broker.start()
        self.admin = wire.Admin([broker.address for broker in self.brokers])
        self.wait_whole(timeout)

    def addresses(self, far=False):
        return ",".join("%s:%d" % (broker.far if far else broker.address) for broker in self.brokers)

    def whole(self):
        """Every broker is there and every partition has all of its replicas in sync."""
        try:
            brokers, topics = self.admin.metadata()
        except OSError:
            return False
        return len(brokers) == BROKERS and all(
            len(in_sync) == len(replicas) and leader in brokers
            for partitions in topics.values() for leader, replicas, in_sync in partitions.values())

    def wait_whole(self, timeout):
        deadline = time.monotonic() + timeout
        while not self.whole():
            for broker in self.brokers:
                if broker.process is None or broker.process.poll() is not None:
                    raise RuntimeError(f"a broker ended, see {broker.folder}/broker.log")
            if time.monotonic() > deadline:
                raise RuntimeError("the brokers did not come (back) together in time")
            time.sleep(0.25)

    def stop(self):
        for broker in self.brokers:
            if broker.process:
                broker.signal(signal.SIGCONT)
            broker.kill()
