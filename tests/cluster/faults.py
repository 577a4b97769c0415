"""The faults, and the plan by which they come: which, when, to whom and for how long is drawn from a seed."""
import dataclasses
import random
import signal
import time

import wire

MOVED = ("__consumer_offsets", "__transaction_state")
PARTITIONS_MAX = 12


@dataclasses.dataclass(frozen=True)
class Fault:
    kind: str
    slot: int  # of the worker, or the broker's
    hold: float  # seconds until it is healed
    steps: int  # how far leaders move, how many partitions are added


@dataclasses.dataclass(frozen=True)
class Moment:
    """Faults that come together, after so many articles were sent."""
    sent: int
    faults: tuple


WORKER_FAULTS = ("kill-worker", "stop-worker", "term-worker", "cut-worker")
BROKER_FAULTS = ("kill-broker", "stop-broker", "move-leaders")
KINDS = WORKER_FAULTS + BROKER_FAULTS + ("add-partitions",)


def draw(chance, kind, session):
    """`session`: the time after which the group takes a silent worker for dead, in seconds."""
    long = {"stop-worker": session * chance.uniform(1.3, 2.5), "cut-worker": session * chance.uniform(1.3, 2.5),
            "stop-broker": chance.uniform(1, 3 * session)}
    return Fault(kind, chance.randrange(3), long.get(kind, chance.uniform(0, session / 2)), chance.randint(1, 2))


def plan(seed, articles, kinds, rounds, session, pairs):
    """Each kind once in each round, in any order; `pairs`: the share of them that meets another one."""
    chance = random.Random(f"faults {seed}")
    faults = []
    for _ in range(rounds):
        faults += [draw(chance, kind, session) for kind in chance.sample(kinds, len(kinds))]
    moments = []
    while faults:
        group = [faults.pop(0)]
        if faults and chance.random() < pairs:
            other = faults.pop(0)
            # Never two on the same one: a worker that is stopped cannot leave in good order.
            group.append(dataclasses.replace(other, slot=(group[0].slot + 1) % 3))
        moments.append(tuple(group))
    slice_ = articles // (len(moments) + 1)
    return [Moment(slice_ * (place + 1) - chance.randrange(slice_ // 2), group) for place, group in enumerate(moments)]


class Injector:
    """Carries faults out. Each has a beginning, and, after its time, an end."""

    def __init__(self, cluster, crew, networks, topics, patience):
        self.cluster, self.crew, self.networks = cluster, crew, networks
        self.topics, self.patience = topics, patience

    def begin(self, fault):
        getattr(self, "begin_" + fault.kind.replace("-", "_"))(fault)

    def end(self, fault):
        healing = getattr(self, "end_" + fault.kind.replace("-", "_"), None)
        if healing:
            healing(fault)

    def begin_kill_worker(self, fault):
        self.crew.kill(fault.slot)

    def end_kill_worker(self, fault):
        self.crew.start(fault.slot)

    def begin_term_worker(self, fault):
        self.crew.end(fault.slot)

    end_term_worker = end_kill_worker

    def begin_stop_worker(self, fault):
        self.crew.slots[fault.slot].away = True
        self.crew.signal(fault.slot, signal.SIGSTOP)

    def end_stop_worker(self, fault):
        self.crew.signal(fault.slot, signal.SIGCONT)

    def begin_cut_worker(self, fault):
        self.crew.slots[fault.slot].away = True
        self.networks.cut(fault.slot)

    def end_cut_worker(self, fault):
        self.networks.heal(fault.slot)

    def begin_kill_broker(self, fault):
        self.crew.brokers_away = True
        self.cluster.brokers[fault.slot].kill()

    def end_kill_broker(self, fault):
        self.cluster.brokers[fault.slot].start()

    def begin_stop_broker(self, fault):
        self.crew.brokers_away = True
        self.cluster.brokers[fault.slot].signal(signal.SIGSTOP)

    def end_stop_broker(self, fault):
        self.cluster.brokers[fault.slot].signal(signal.SIGCONT)

    def insist(self, request):
        """Until the brokers, one of which may be away, have done it."""
        deadline = time.monotonic() + self.patience
        while True:
            try:
                return request()
            except (OSError, wire.Refused):
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.5)

    def begin_move_leaders(self, fault):
        self.insist(lambda: self.cluster.admin.move_leaders([*self.topics, *MOVED], fault.steps))

    def begin_add_partitions(self, fault):
        topic, admin = self.topics[0], self.cluster.admin
        count = len(self.insist(lambda: admin.metadata([topic]))[1][topic])
        wanted = min(count + fault.steps, PARTITIONS_MAX)

        def grow():
            # A request that was not answered may have been carried out.
            if len(admin.metadata([topic])[1][topic]) < wanted:
                admin.add_partitions(topic, wanted)

        self.insist(grow)
