"""A small Kafka client for what kcat cannot do: administration, committed offsets, ends of partitions.

It speaks the protocol itself (https://kafka.apache.org/protocol), in old and simple versions of the requests that
Kafka 4 still answers. Every call may raise OSError while brokers are away, or Refused when one says no.
"""
import contextlib
import socket
import struct

LATEST, NO_REPLICA, CLIENT = -1, -1, "cluster-test"
METADATA, LIST_OFFSETS, OFFSET_FETCH, FIND_COORDINATOR = 3, 2, 9, 10
CREATE_TOPICS, DELETE_TOPICS, CREATE_PARTITIONS, ELECT_LEADERS, REASSIGN = 19, 20, 37, 43, 45
ELECTION_NOT_NEEDED = 84


class Refused(Exception):
    """A broker answered with an error."""


def text(value):
    raw = value.encode()
    return struct.pack(">h", len(raw)) + raw


def array(items, encode):
    return struct.pack(">i", len(items)) + b"".join(encode(item) for item in items)


def number(value):
    return struct.pack(">i", value)


def compact_length(value):
    assert value < 127, "longer ones take two bytes"
    return bytes([value + 1])


def compact_text(value):
    return compact_length(len(value.encode())) + value.encode()


def compact_array(items, encode):
    return compact_length(len(items)) + b"".join(encode(item) for item in items)


class Answer:
    """Reads the fields of an answer one after the other."""

    def __init__(self, raw):
        self.raw, self.at = raw, 0

    def take(self, form):
        value = struct.unpack_from(">" + form, self.raw, self.at)[0]
        self.at += struct.calcsize(form)
        return value

    def text(self):
        length = self.take("h")
        if length < 0:
            return None
        self.at += length
        return self.raw[self.at - length : self.at].decode()

    def array(self, read):
        return [read() for _ in range(max(self.take("i"), 0))]


def check(what, code, good=(0,)):
    if code not in good:
        raise Refused(f"{what}: error {code}")


def receive(connection, length):
    raw = b""
    while len(raw) < length:
        piece = connection.recv(length - len(raw))
        if not piece:
            raise OSError("the broker closed the connection")
        raw += piece
    return raw


def ask(address, api, version, body, flexible=False, timeout=5):
    """One request to one broker on a connection of its own."""
    header = struct.pack(">hhi", api, version, 1) + text(CLIENT) + (b"\0" if flexible else b"")
    with contextlib.closing(socket.create_connection(address, timeout)) as connection:
        connection.sendall(struct.pack(">i", len(header) + len(body)) + header + body)
        answer = Answer(receive(connection, struct.unpack(">i", receive(connection, 4))[0]))
    answer.take("i")
    if flexible:
        answer.take("b")
    return answer


class Admin:
    """Requests to whichever of the brokers answers."""

    def __init__(self, addresses):
        self.addresses = addresses

    def any(self, api, version, body, flexible=False, timeout=5):
        failure = OSError("no broker")
        for _ in self.addresses:
            try:
                return ask(self.addresses[0], api, version, body, flexible, timeout)
            except OSError as error:
                failure = error
                self.addresses.append(self.addresses.pop(0))
        raise failure

    def metadata(self, topics=None):
        """(brokers: {node: address}, partitions: {topic: {number: (leader, replicas, in_sync)}})"""
        answer = self.any(METADATA, 1, array(topics, text) if topics is not None else number(-1), timeout=2)

        def broker():
            node, host, port, _ = answer.take("i"), answer.text(), answer.take("i"), answer.text()
            return node, (host, port)

        def partition():
            _, index, leader = answer.take("h"), answer.take("i"), answer.take("i")
            return index, (leader, answer.array(lambda: answer.take("i")), answer.array(lambda: answer.take("i")))

        def topic():
            _, name, _ = answer.take("h"), answer.text(), answer.take("b")
            return name, dict(answer.array(partition))

        brokers = dict(answer.array(broker))
        answer.take("i")
        return brokers, dict(answer.array(topic))

    def create_topic(self, name, partitions, replication):
        body = array([name], lambda it: text(it) + struct.pack(">ihii", partitions, replication, 0, 0))
        answer = self.any(CREATE_TOPICS, 2, body + struct.pack(">ib", 10000, 0), timeout=15)
        answer.take("i")
        answer.array(lambda: (answer.text(), check(f"creating {name}", answer.take("h")), answer.text()))

    def add_partitions(self, name, partitions):
        """Has a topic grow to so many partitions; one that has them already is well."""
        body = array([name], lambda it: text(it) + struct.pack(">ii", partitions, -1))
        answer = self.any(CREATE_PARTITIONS, 1, body + struct.pack(">ib", 10000, 0), timeout=15)
        answer.take("i")
        answer.array(lambda: (answer.text(), check(f"adding partitions to {name}", answer.take("h")), answer.text()))

    def move_leaders(self, topics, steps):
        """Turns the lists of replicas by so many steps, and has the first of each lead."""
        _, all_partitions = self.metadata()
        chosen = {name: all_partitions[name] for name in topics if name in all_partitions}

        def turned(replicas):
            turn = steps % len(replicas)
            return replicas[turn:] + replicas[:turn]

        def partition(item):
            return number(item[0]) + compact_array(turned(item[1][1]), number) + b"\0"

        def topic(item):
            return compact_text(item[0]) + compact_array(list(item[1].items()), partition) + b"\0"

        body = number(10000) + compact_array(list(chosen.items()), topic) + b"\0"
        answer = self.any(REASSIGN, 0, body, flexible=True, timeout=15)
        answer.take("i")
        check("moving leaders", answer.take("h"))
        body = b"\0" + array(list(chosen.items()), lambda it: text(it[0]) + array(list(it[1]), number)) + number(10000)
        answer = self.any(ELECT_LEADERS, 1, body, timeout=15)
        answer.take("i")
        check("electing leaders", answer.take("h"))

    def committed(self, group, topic, partitions):
        """{partition: offset} of those for which something is committed."""
        answer = self.any(FIND_COORDINATOR, 1, text(group) + b"\0", timeout=2)
        answer.take("i")
        check("finding the coordinator", answer.take("h"))
        _, _, host, port = answer.text(), answer.take("i"), answer.text(), answer.take("i")
        body = text(group) + array([topic], lambda it: text(it) + array(range(partitions), number))
        answer = ask((host, port), OFFSET_FETCH, 2, body, timeout=2)

        def partition():
            index, offset, _ = answer.take("i"), answer.take("q"), answer.text()
            check("reading committed offsets", answer.take("h"))
            return index, offset

        found = answer.array(lambda: (answer.text(), dict(answer.array(partition))))
        check("reading committed offsets", answer.take("h"))
        return {index: offset for _, offsets in found for index, offset in offsets.items() if offset >= 0}

    def ends(self, topic, only_committed=False):
        """{partition: end}; of committed transactions only, the end is where the first open one begins."""
        brokers, topics = self.metadata([topic])
        ends = {}
        for index, (leader, _, _) in topics[topic].items():
            if leader not in brokers:
                raise OSError(f"{topic} [{index}] has no leader")
            body = struct.pack(">ib", NO_REPLICA, only_committed) + array(
                [topic], lambda it, index=index: text(it) + array([index], lambda i: struct.pack(">iq", i, LATEST)))
            answer = ask(brokers[leader], LIST_OFFSETS, 2, body)
            answer.take("i")

            def partition(answer=answer):
                number_, code, _, offset = answer.take("i"), answer.take("h"), answer.take("q"), answer.take("q")
                check(f"the end of {topic}", code)
                return number_, offset

            for _, found in answer.array(lambda answer=answer: (answer.text(), answer.array(partition))):
                ends.update(found)
        return ends
