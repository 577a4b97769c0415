"""Checks what workers made of an input topic. It knows the promises and nothing of the workers' code.

The promises:
  every input has its output, or, when it cannot be analysed, its dead letter: none is missing, none comes from nowhere;
  exactly once, each has one; at least once, it may have more, whose number is told;
  an output is what `depeche analyze` makes of the article, byte for byte: nothing needs to be normalised, because
    documents hold neither times nor the worker; a tombstone's is a tombstone;
  its key is the input's, or the article's id where the input has none; its headers and timestamp are the input's;
  a dead letter is the input's bytes and key; its headers are the input's and then why and whence;
  outputs of one input partition that are in one output partition are in the order of the inputs: exactly once, all of
    them; at least once, the first of each (a zombie may add one of its own late);
  outputs of one key are in one partition.
"""
import collections
import dataclasses
import hashlib
import json

SHOWN = 10  # problems of one kind that are told in full


def fingerprint(value):
    return hashlib.sha1(value).digest()


@dataclasses.dataclass
class Report:
    inputs: int = 0
    outputs: int = 0
    dead_letters: int = 0
    duplicates: int = 0  # more outputs and dead letters than inputs
    doubled: int = 0  # inputs that have more than one
    problems: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    told: list = dataclasses.field(default_factory=list)

    def problem(self, kind, sentence):
        self.problems[kind] += 1
        if self.problems[kind] <= SHOWN:
            self.told.append(f"{kind}: {sentence}")


@dataclasses.dataclass
class Expected:
    """What must become of the articles, by id: the fingerprint of the document; and by fingerprint of the broken ones:
    the reason for their dead letter."""
    documents: dict
    refusals: dict


def identifier(value):
    """The id of a document; None when it is none."""
    try:
        return json.loads(value).get("id")
    except (ValueError, AttributeError):
        return None


def where(record):
    return f"[{record.partition}] at {record.offset}"


class Checker:
    def __init__(self, expected, topic, exactly_once):
        self.expected, self.topic, self.exactly_once = expected, topic, exactly_once
        self.report = Report()
        self.inputs = {}  # (partition, offset): record
        self.by_name = {}  # id of an article, or key of a tombstone: (partition, offset)
        self.results = collections.Counter()  # by (partition, offset)
        self.last = {}  # (topic, its partition, the input's): the last offset there
        self.late = []  # (place, sentence) of results that came after a later input's
        self.homes = {}  # output partition by key

    def take_input(self, record):
        place = (record.partition, record.offset)
        self.inputs[place] = record
        self.report.inputs += 1
        if record.value is None:
            self.by_name[record.key.decode()] = place
        elif fingerprint(record.value) not in self.expected.refusals:
            self.by_name[identifier(record.value)] = place

    def take_result(self, topic, record, place):
        """One result of the input at `place`."""
        self.results[place] += 1
        lane = (topic, record.partition, place[0])
        last = self.last.get(lane, -1)
        if place[1] < last and (self.exactly_once or self.results[place] == 1):
            self.late.append((place, f"{topic} {where(record)}: of input {place}, after {last}"))
        self.last[lane] = max(last, place[1])

    def same(self, what, record, found, wanted):
        if found != wanted:
            self.report.problem(f"altered {what}", f"{where(record)}: {str(found)[:200]} where {str(wanted)[:200]} "
                                                   "is expected")

    def take_output(self, record):
        self.report.outputs += 1
        name = record.key.decode() if record.value is None else identifier(record.value)
        place = self.by_name.get(name)
        if place is None:
            self.report.problem("unknown", f"output {where(record)} is of no input")
            return
        source = self.inputs[place]
        self.take_result("output", record, place)
        key = name.encode() if source.key is None else source.key
        self.same("key", record, record.key, key)
        self.same("headers", record, record.headers, source.headers)
        self.same("time", record, record.time, source.time)
        self.same("partition", record, record.partition, self.homes.setdefault(key, record.partition))
        if source.value is None:
            self.same("payload", record, record.value, None)
        elif record.value is None or fingerprint(record.value) != self.expected.documents.get(name):
            self.report.problem("altered payload", f"{where(record)}: the document of {name}")

    def take_dead_letter(self, record):
        self.report.dead_letters += 1
        carried, _, own = record.headers.partition(b"depeche.dlq.reason=")
        told = dict(pair.split(b"=", 1) for pair in (b"reason=" + own).split(b",depeche.dlq.") if b"=" in pair)
        try:
            place = (int(told[b"partition"]), int(told[b"offset"]))
            source = self.inputs[place]
        except (KeyError, ValueError):
            self.report.problem("unknown", f"dead letter {where(record)} is of no input")
            return
        self.take_result("dead letters", record, place)
        self.same("key", record, record.key, source.key)
        self.same("payload", record, record.value, source.value)
        self.same("headers", record, carried.rstrip(b","), source.headers)
        self.same("headers", record, told.get(b"topic"), self.topic.encode())
        self.same("headers", record, told.get(b"timestamp"), str(source.time).encode())
        self.same("headers", record, told.get(b"worker", b"").split(b"/")[0], b"depeche")
        refusal = self.expected.refusals.get(fingerprint(source.value) if source.value is not None else None)
        self.same("reason", record, told[b"reason"].decode(), refusal)

    def finish(self):
        for place in self.inputs:
            if not self.results[place]:
                self.report.problem("missing", f"input {place} has neither output nor dead letter")
        for place, sentence in self.late:
            # A dead letter without a key goes to any partition: it may be the second one that is alone in its own.
            if self.exactly_once or self.inputs[place].key is not None or self.results[place] == 1:
                self.report.problem("disordered", sentence)
        self.report.doubled = sum(count > 1 for count in self.results.values())
        self.report.duplicates = sum(count - 1 for count in self.results.values() if count)
        if self.exactly_once and self.report.duplicates:
            for place, count in self.results.items():
                if count > 1:
                    self.report.problem("doubled", f"input {place} has {count} results")
        return self.report


def check(inputs, outputs, dead_letters, expected, topic, exactly_once):
    """Each of the first three: the records of a topic, in the order of each partition."""
    checker = Checker(expected, topic, exactly_once)
    for record in inputs:
        checker.take_input(record)
    for record in outputs:
        checker.take_output(record)
    for record in dead_letters:
        checker.take_dead_letter(record)
    return checker.finish()
