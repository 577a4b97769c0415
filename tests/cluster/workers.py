"""Three workers, each a `depeche run` in a slot of its own, that are watched: one that ends without having been told to
is a failure, or, where that is in the contract, is started again as a supervisor would."""
import json
import os
import signal
import subprocess
import time

import children

EXIT_STOPPED, EXIT_FENCED, EXIT_CUT_SHORT = 0, 5, 8
LEAVE = 60  # seconds: drain.timeout and what leaving the group may take, on a slow machine


class WorkerFailure(Exception):
    pass


class Worker:
    def __init__(self, command, log):
        self.log = log
        self.away = False  # it was out of the brokers' reach for a while: its transaction or session may have timed out
        with open(log, "wb") as file:
            self.process = children.start(command, file)

    def last_words(self):
        """What it said when it ended; None: nothing."""
        with open(self.log, "rb") as file:
            for line in reversed(file.read().splitlines()):
                try:
                    said = json.loads(line)
                except ValueError:
                    continue
                if said.get("event") == "ended":
                    return said.get("message")
        return None


class Crew:
    """`settings`: those of each worker. `networks`: one for each slot, or None. `tell` takes a line for people."""

    def __init__(self, program, settings, cluster, networks, folder, tell):
        self.program, self.settings, self.cluster, self.networks = program, settings, cluster, networks
        self.folder, self.tell = folder, tell
        # Others may then have its transactional id; or an answer to its joining again was lost, and the group took the
        # next request of the same name for another's.
        self.can_be_fenced = settings["delivery"] == "exactly-once" or settings["instance.id"] != ""
        self.slots = {}
        self.started = self.fenced = self.cut_short = 0
        self.brokers_away = False  # a broker was, at some time
        os.makedirs(folder)

    def command(self, slot):
        words = self.networks.enter(slot) if self.networks else []
        # A value may have {slot} in it.
        given = dict(self.settings, brokers=self.cluster.addresses(far=self.networks is not None))
        return words + [self.program, "run"] + [word for name, value in given.items()
                                                for word in ("--set", f"{name}={str(value).format(slot=slot)}")]

    def start(self, slot):
        self.started += 1
        self.slots[slot] = Worker(self.command(slot), f"{self.folder}/worker-{self.started:03}-slot-{slot}.log")

    def signal(self, slot, number):
        self.slots[slot].process.send_signal(number)

    def kill(self, slot):
        process = self.slots.pop(slot).process
        process.kill()
        process.wait()

    def fail(self, worker, sentence):
        raise WorkerFailure(f"{sentence}; it said: {worker.last_words()}; see {worker.log}")

    def end(self, slot, timeout=LEAVE):
        """SIGTERM, and waits for a good end."""
        worker = self.slots.pop(slot)
        worker.process.terminate()
        try:
            code = worker.process.wait(timeout)
        except subprocess.TimeoutExpired:
            worker.process.send_signal(signal.SIGABRT)
            self.fail(worker, f"a worker did not leave within {timeout} s of SIGTERM")
        self.judge(worker, code, (EXIT_STOPPED, EXIT_CUT_SHORT))

    def judge(self, worker, code, good):
        """Whether a worker may end so."""
        self.cut_short += code == EXIT_CUT_SHORT
        if code in good:
            return
        may_be_fenced = self.can_be_fenced and (worker.away or self.brokers_away)
        if code == EXIT_FENCED and may_be_fenced and worker.last_words():
            self.fenced += 1
            self.tell(f"a worker was fenced, as its transaction or its session timed out: {worker.last_words()}")
            return
        self.fail(worker, f"a worker ended with {code}")

    def look(self):
        """Sees after those who ended by themselves."""
        for slot, worker in list(self.slots.items()):
            code = worker.process.poll()
            if code is not None:
                del self.slots[slot]
                self.judge(worker, code, ())
                self.start(slot)

    def end_all(self):
        for worker in self.slots.values():
            worker.process.terminate()
        for slot in list(self.slots):
            self.end(slot)

    def stop(self):
        """At once, whatever they do."""
        for slot in list(self.slots):
            self.kill(slot)


def wait_until(condition, timeout, step=0.1):
    """False: it did not come true in time."""
    deadline = time.monotonic() + timeout
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(step)
    return True
