"""Networks for workers that can be cut: each worker has a network namespace of its own, joined to this one by a pair of
virtual interfaces. Brokers listen at `address` too. Needs root and iproute2."""
import os
import random
import re
import socket
import subprocess


def ip(*arguments):
    done = subprocess.run(["ip", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise PermissionError(f"ip {' '.join(arguments)}: {done.stderr.strip()}")
    return done.stdout


def sweep():
    """Takes away what runs that were killed have left behind."""
    for line in ip("netns", "list").splitlines():
        name = line.split()[0]
        found = re.fullmatch(r"dp(\d+)-\d+", name)
        if found and not os.path.exists(f"/proc/{found[1]}"):
            remove(name)
    used = ip("-4", "-o", "addr")
    for third in re.findall(r"lo +inet 198\.18\.(\d+)\.254/32", used):
        if f" 198.18.{third}.1/30" not in used:
            ip("addr", "del", f"198.18.{third}.254/32", "dev", "lo")


def remove(name):
    subprocess.run(["ip", "netns", "del", name], capture_output=True, check=False)
    subprocess.run(["ip", "link", "del", name], capture_output=True, check=False)


class Networks:
    """Raises PermissionError, or FileNotFoundError without iproute2, when networks cannot be made here."""

    def __init__(self, count):
        self.made = []
        self.prefix = f"dp{os.getpid()}"
        sweep()
        # 198.18.0.0/15 is set aside for tests (RFC 2544).
        used = ip("-4", "-o", "addr")
        free = [n for n in range(256) if f" 198.18.{n}." not in used]
        self.third = random.SystemRandom().choice(free)
        # On the loopback interface: an address of an interface that is cut goes away with it.
        self.address = f"198.18.{self.third}.254"
        try:
            ip("addr", "add", f"{self.address}/32", "dev", "lo")
            for slot in range(count):
                self.make(slot)
                self.try_out(slot)
        except (PermissionError, FileNotFoundError):
            self.close()
            raise

    def here(self, slot):
        return f"198.18.{self.third}.{4 * slot + 1}"

    def make(self, slot):
        name, inner = self.name(slot), f"{self.name(slot)}i"
        ip("netns", "add", name)
        self.made.append(name)
        ip("link", "add", name, "type", "veth", "peer", "name", inner)
        ip("link", "set", inner, "netns", name)
        ip("addr", "add", f"{self.here(slot)}/30", "dev", name)
        ip("link", "set", name, "up")
        ip("-n", name, "addr", "add", f"198.18.{self.third}.{4 * slot + 2}/30", "dev", inner)
        ip("-n", name, "link", "set", "lo", "up")
        ip("-n", name, "link", "set", inner, "up")
        ip("-n", name, "route", "add", "default", "via", self.here(slot))

    def try_out(self, slot):
        """Where programs cannot be started there, or a firewall stands between, nothing is gained."""
        with socket.create_server((self.address, 0)) as server:
            there = f"exec 3<>/dev/tcp/{self.address}/{server.getsockname()[1]}"
            command = [*self.enter(slot), "timeout", "5", "bash", "-c", there]
            if subprocess.run(command, capture_output=True, check=False).returncode:
                raise PermissionError(f"nobody comes from {self.name(slot)} to {self.address}")

    def name(self, slot):
        return f"{self.prefix}-{slot}"

    def enter(self, slot):
        """The words before a command that runs it in this network."""
        return ["ip", "netns", "exec", self.name(slot)]

    def cut(self, slot):
        # The far end, so that what the worker sends is lost without an error.
        ip("link", "set", self.name(slot), "down")

    def heal(self, slot):
        ip("link", "set", self.name(slot), "up")

    def close(self):
        for name in self.made:
            remove(name)
        subprocess.run(["ip", "addr", "del", f"{self.address}/32", "dev", "lo"], capture_output=True, check=False)
        self.made = []
