"""Topics as files: kcat writes them in a form from which any bytes can be read back."""
import dataclasses
import subprocess

# Numbers and headers on a line, then key and value as they are.
FORM = r"%p %o %T %K %S %h\n%k%s\n"


@dataclasses.dataclass(frozen=True)
class Record:
    partition: int
    offset: int
    time: int
    key: bytes | None
    value: bytes | None
    headers: bytes  # as kcat shows them: name=value,name=value


def dump(brokers, topic, path, timeout, *properties):
    """Writes a whole topic to a file; of transactions, what is committed."""
    options = [word for given in ("isolation.level=read_committed", *properties) for word in ("-X", given)]
    with open(path, "wb") as file:
        subprocess.run(["kcat", "-C", "-q", "-b", brokers, "-t", topic, "-o", "beginning", "-e", *options, "-f", FORM],
                       stdout=file, check=True, timeout=timeout)


def take(file, length):
    return None if length < 0 else file.read(length)


def read(path):
    """Yields the records of a file that `dump` wrote."""
    with open(path, "rb") as file:
        while line := file.readline():
            partition, offset, time, key_length, length, headers = line.rstrip(b"\n").split(b" ", 5)
            key = take(file, int(key_length))
            value = take(file, int(length))
            if file.read(1) != b"\n":
                raise ValueError(f"{path}: cut short, or not written by dump")
            yield Record(int(partition), int(offset), int(time), key, value, headers)


def write(path, records):
    """The same form, for tests."""
    with open(path, "wb") as file:
        for record in records:
            lengths = [-1 if part is None else len(part) for part in (record.key, record.value)]
            file.write(b"%d %d %d %d %d %s\n" % (record.partition, record.offset, record.time, *lengths, record.headers))
            file.write((record.key or b"") + (record.value or b"") + b"\n")
