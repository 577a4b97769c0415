"""Three workers enrich articles on three brokers while faults come; then the result is checked.

torture.py --program DEPECHE --packs FOLDER --corpus FOLDER --libs FOLDER --work FOLDER
           [--short | --articles N --seed S --delivery D --rounds R]
"""
import argparse
import collections
import dataclasses
import os
import random
import secrets
import signal
import subprocess
import sys
import threading
import time

import articles
import checker
import faults
import records
import wire
from cluster import Cluster
from network import Networks
from workers import Crew, WorkerFailure, wait_until

INPUT_PARTITIONS, OUTPUT_PARTITIONS, DEAD_PARTITIONS = 6, 6, 3
WORKERS = 3


@dataclasses.dataclass(frozen=True)
class Size:
    """How large a run is."""
    articles: int
    chunk: int  # articles that are sent at once
    backlog: int  # articles that may be sent and not yet committed
    session: float  # seconds of silence after which the group takes a worker for dead
    transaction: float  # seconds after which the brokers give a transaction up
    patience: float  # seconds without progress that are a failure


SHORT = Size(6000, 100, 1500, 3, 8, 90)
LONG = Size(200000, 200, 4000, 6, 15, 180)


class Log:
    def __init__(self, path):
        self.began = time.monotonic()
        self.file = open(path, "a", encoding="utf-8")  # pylint: disable=consider-using-with

    def __call__(self, line):
        line = f"{time.monotonic() - self.began:8.1f} s  {line}"
        print(line, flush=True)
        print(line, file=self.file, flush=True)


class Feeder(threading.Thread):
    """Sends the articles, chunk after chunk, as far as it is allowed and never too far ahead of the workers."""

    def __init__(self, brokers, topic, stock, size):
        super().__init__(daemon=True)
        self.brokers, self.topic, self.stock, self.size = brokers, topic, stock, size
        self.sent = self.allowed = self.committed = 0
        self.failure = None
        self.stopped = False

    def send(self, chunk, properties):
        # A line each: key, tab, value; without a key there is no tab. An empty value is a tombstone (-Z).
        lines = b"".join((one.key.encode() + b"\t" if one.key else b"") + (one.value or b"") + b"\n" for one in chunk)
        subprocess.run(["kcat", "-P", "-q", "-b", self.brokers, "-t", self.topic, "-Z", "-K", "\t", *properties,
                        "-H", f"traceparent=00-{self.sent:032x}-{1:016x}-01", "-H", "run=cluster"],
                       input=lines, check=True, capture_output=True, timeout=300)

    def run(self):
        properties = ["-X", "enable.idempotence=true", "-X", "topic.partitioner=murmur2_random", "-X", "linger.ms=0"]
        try:
            while not self.stopped and self.sent < len(self.stock):
                if self.sent >= self.allowed or self.sent - self.committed >= self.size.backlog:
                    time.sleep(0.02)
                    continue
                chunk = self.stock[self.sent : self.sent + self.size.chunk]
                self.send(chunk, properties)
                self.sent += len(chunk)
        except (subprocess.SubprocessError, OSError) as error:
            self.failure = f"{error}: {getattr(error, 'stderr', b'')}"


class Torture:
    """One run of one mode of delivery, on a cluster that is there."""

    def __init__(self, options, cluster, networks, size, delivery, seed, moments, name):
        self.options, self.cluster, self.networks, self.size = options, cluster, networks, size
        self.delivery, self.seed, self.moments = delivery, seed, moments
        self.folder = f"{options.work}/{name}"
        os.makedirs(self.folder)
        self.log = Log(f"{self.folder}/faults.log")
        self.topics = [f"{name}-{end}" for end in ("raw", "enriched", "dead")]
        self.group = f"{name}-group"
        self.crew = Crew(options.program, self.settings(), cluster, networks, f"{self.folder}/workers", self.log)
        self.injector = faults.Injector(cluster, self.crew, networks, self.topics, size.patience)
        self.stock = list(articles.make(options.corpus, seed, size.articles))
        self.feeder = Feeder(cluster.addresses(), self.topics[0], self.stock, size)
        self.moved = time.monotonic()  # when the committed offsets last grew
        self.injected = collections.Counter()

    def settings(self):
        """Some are drawn, so that each seed tries other ways."""
        raw, enriched, dead = self.topics
        chance = random.Random(f"settings {self.seed}")
        drawn = {
            "kafka.consumer.partition.assignment.strategy": chance.choice(("cooperative-sticky", "cooperative-sticky",
                                                                           "range")),
            "instance.id": chance.choice(("", "", "worker-{slot}")),
            "queue.messages": chance.choice((100, 500, 2000)),
            "threads": chance.choice((1, 2, 4)),
            "transaction.time": chance.choice(("100ms", "200ms", "500ms")),
        }
        self.log(", ".join(f"{name.split('.', 1)[-1]}={value}" for name, value in drawn.items()))
        return {**drawn,
            "group": self.group, "input.topic": raw, "output.topic": enriched, "dead.letter.topic": dead,
            "delivery": self.delivery, "packs": self.options.packs,
            "commit.interval": "500ms", "drain.timeout": "15s", "http.port": 0,
            "kafka.consumer.session.timeout.ms": int(1000 * self.size.session),
            "kafka.consumer.heartbeat.interval.ms": int(1000 * self.size.session / 10),
            "kafka.topic.metadata.refresh.interval.ms": 2000,
            **({"kafka.producer.transaction.timeout.ms": int(1000 * self.size.transaction)}
               if self.delivery == "exactly-once" else {}),
        }

    # ------------------------------------------------------------------------------------------- the run

    def prepare(self):
        for topic, partitions in zip(self.topics, (INPUT_PARTITIONS, OUTPUT_PARTITIONS, DEAD_PARTITIONS)):
            self.cluster.admin.create_topic(topic, partitions, 3)
        self.cluster.wait_whole(self.size.patience)
        for slot in range(WORKERS):
            self.crew.start(slot)
        self.feeder.start()

    def look(self):
        """Takes note of the progress, and of whatever went wrong."""
        self.crew.look()
        if self.feeder.failure:
            raise RuntimeError(f"articles cannot be sent: {self.feeder.failure}")
        try:
            committed = sum(self.cluster.admin.committed(self.group, self.topics[0], faults.PARTITIONS_MAX).values())
        except (OSError, wire.Refused):
            return
        if committed != self.feeder.committed:
            self.moved = time.monotonic()
        self.feeder.committed = committed

    def until(self, what, condition):
        """Waits for as long as there is progress."""
        self.moved = time.monotonic()
        while not condition():
            self.look()
            if time.monotonic() - self.moved > self.size.patience:
                raise WorkerFailure(f"no progress for {self.size.patience} s while waiting until {what}: "
                                    f"{self.feeder.sent} sent, {self.feeder.committed} committed")
            time.sleep(0.2)

    def strike(self, moment):
        told = ", ".join(f"{one.kind} {one.slot} for {one.hold:.1f} s" for one in moment.faults)
        self.log(f"{told} ({self.feeder.sent} sent, {self.feeder.committed} committed)")
        began = time.monotonic()
        for fault in moment.faults:
            self.injected[fault.kind] += 1
            self.injector.begin(fault)
        for fault in sorted(moment.faults, key=lambda one: one.hold):
            while time.monotonic() - began < fault.hold:
                self.look()
                time.sleep(0.1)
            self.injector.end(fault)
        self.cluster.wait_whole(self.size.patience)

    def recovered(self):
        """Everything that was sent before now is done."""
        goal = self.feeder.sent
        self.until("what was sent is committed", lambda: self.feeder.committed >= goal)

    def run(self):
        self.prepare()
        self.feeder.allowed = self.moments[0].sent if self.moments else len(self.stock)
        for place, moment in enumerate(self.moments):
            self.until("articles are sent", lambda moment=moment: self.feeder.sent >= moment.sent)
            later = self.moments[place + 1 :]
            self.feeder.allowed = later[0].sent if later else len(self.stock)
            self.strike(moment)
        self.feeder.allowed = len(self.stock)
        self.until("all is sent", lambda: self.feeder.sent >= len(self.stock))
        self.recovered()
        self.log(f"all {len(self.stock)} are committed")
        self.crew.end_all()

    # --------------------------------------------------------------------------------------------- the check

    def expected(self):
        """What `depeche analyze` makes of the same articles."""
        path = f"{self.folder}/articles.jsonl"
        with open(path, "wb") as file:
            file.writelines(one.value + b"\n" for one in self.stock if one.value and not one.refusal)
        documents = {}
        with subprocess.Popen([self.options.program, "analyze", path, "--format", "json", "--set",
                               f"packs={self.options.packs}"], stdout=subprocess.PIPE) as process:
            for line in process.stdout:
                document = line.rstrip(b"\n")
                documents[checker.identifier(document)] = checker.fingerprint(document)
        if process.returncode:
            raise RuntimeError("depeche analyze failed")
        return checker.Expected(documents, {checker.fingerprint(one.value): one.refusal
                                            for one in self.stock if one.refusal})

    def no_open_transactions(self):
        admin = self.cluster.admin
        return all(admin.ends(topic) == admin.ends(topic, only_committed=True) for topic in self.topics[1:])

    def check(self):
        if not wait_until(self.no_open_transactions, self.size.patience, 0.5):
            raise WorkerFailure("a transaction stays open")
        paths = [f"{self.folder}/{end}.records" for end in ("raw", "enriched", "dead")]
        for topic, path in zip(self.topics, paths):
            records.dump(self.cluster.addresses(), topic, path, 600)
        report = checker.check(*map(records.read, paths), self.expected(), self.topics[0],
                               self.delivery == "exactly-once")
        if report.inputs != len(self.stock):
            report.problem("harness", f"{report.inputs} of {len(self.stock)} articles are on the input topic")
        # Nothing comes twice but what was sent and not yet committed when a fault struck.
        bound = sum(self.injected.values()) * (self.size.backlog + self.size.chunk)
        if self.delivery != "exactly-once" and report.duplicates > bound:
            report.problem("doubled", f"{report.duplicates} duplicates, and {bound} is the bound")
        return report


def tell(torture, report, took):
    crew = torture.crew
    print(f"\n{torture.delivery}, seed {torture.seed}: {report.inputs} articles in {took:.0f} s; faults: "
          + (", ".join(f"{count} {kind}" for kind, count in sorted(torture.injected.items())) or "none"))
    print(f"  {report.outputs} outputs, {report.dead_letters} dead letters; {report.problems['missing']} missing, "
          f"{report.duplicates} duplicates (of {report.doubled} articles), {report.problems['disordered']} out of order")
    print(f"  {crew.started} workers started, {crew.fenced} fenced, {crew.cut_short} cut short")
    for line in report.told:
        print(f"  PROBLEM  {line}")
    print("  " + ("FAILED" if report.problems else "all as promised"), flush=True)


def run_one(options, cluster, networks, size, delivery, moments, name):
    torture = Torture(options, cluster, networks, size, delivery, options.seed, moments, name)
    began = time.monotonic()
    try:
        torture.run()
        took = time.monotonic() - began
        report = torture.check()
    finally:
        torture.feeder.stopped = True
        torture.crew.stop()
    tell(torture, report, took)
    return not report.problems


# The short form's faults; a round of each.
SHORT_KINDS = {
    "at-least-once": ("kill-worker", "stop-worker", "kill-broker", "move-leaders", "cut-worker"),
    "exactly-once": ("kill-worker", "stop-worker", "term-worker", "stop-broker", "add-partitions", "cut-worker"),
}


def runs_of(options, networks):
    """(name, size, delivery, moments) of each run that was asked for."""
    def possible(kinds):
        return [kind for kind in kinds if networks or kind != "cut-worker"]

    if options.short:
        for delivery, kinds in SHORT_KINDS.items():
            yield delivery, SHORT, delivery, faults.plan(options.seed, SHORT.articles, possible(kinds), 1,
                                                         SHORT.session, 0)
    else:
        size = dataclasses.replace(LONG, articles=options.articles)
        rounds = options.rounds or max(1, options.articles // 25000)
        yield options.delivery, size, options.delivery, faults.plan(options.seed, size.articles,
                                                                    possible(faults.KINDS), rounds, size.session, 0.3)


def make_networks():
    try:
        return Networks(WORKERS)
    except (PermissionError, FileNotFoundError) as error:
        print(f"\n*** No worker can be cut from the brokers here: LEFT OUT: cut-worker *** ({error})\n", flush=True)
        return None


def parse():
    parser = argparse.ArgumentParser()
    for name in ("program", "packs", "corpus", "libs", "work"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--articles", type=int, default=LONG.articles)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1000000))
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--delivery", choices=("at-least-once", "exactly-once"), default="at-least-once")
    return parser.parse_args()


def main():
    options = parse()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    print(f"seed {options.seed}: --seed {options.seed} plays the same plan again; files: {options.work}", flush=True)
    networks = make_networks()
    cluster = Cluster(options.libs, f"{options.work}/brokers", networks.address if networks else None)
    good = True
    try:
        cluster.start(180)
        for name, size, delivery, moments in runs_of(options, networks):
            good &= run_one(options, cluster, networks, size, delivery, moments, name)
    except (WorkerFailure, RuntimeError, OSError, wire.Refused, subprocess.SubprocessError) as failure:
        print(f"\nFAILED: {failure}", flush=True)
        good = False
    finally:
        cluster.stop()
        if networks:
            networks.close()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
