#!/usr/bin/env python3
"""A long run: `depeche run` at full load on a real Kafka, with a rebalance every minute.

  tests/soak/soak.py [--minutes 60] [--delivery at-least-once] [--output build/soak]   (after deploy/build.sh release)

One worker runs from beginning to end and is measured: resident memory, open descriptors, threads, throughput, lag. A
second one joins and leaves in turn, every fourth time by kill -9. The articles are those of the French corpus, sent
round and round, every hundredth twenty times as long; soak_flow sends and counts them (flow.c).

Writes to the output folder samples.tsv, soak.svg, summary.json and the logs. Exit code 0: no article was lost or came
out of order, every worker that was told to end did so well, and the measured worker's memory and descriptors are flat
(series.py says how that is judged).
"""
import argparse
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, HERE)
import plot  # noqa: E402
import series  # noqa: E402

PARTITIONS = 8
COLUMNS = ("seconds rss_kib descriptors threads cpu_percent own_per_s all_per_s in_flight lag partitions workers "
           "doubled").split()
# No worker joins or leaves in the last seconds, for one that has just begun cannot end well yet.
LAST_CHANGE = 5
# Growth of memory from the end of the warm-up to the end of the run that is still called flat, as a part of the median.
GROWTH_MAX = 0.03


def write_articles(path):
    """The corpus as article JSON, one a line."""
    folder = os.path.join(ROOT, "src/lang/fr/corpus")
    texts = []
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            head, _, body = file.read().partition("\n\n")
        body = re.sub(r"<[^<>]*>", "", body)
        date = re.search(r"^# date: (\S+)", head, re.M)
        texts.append((name, date.group(1) if date else "2025-09-04", body))
    with open(path, "w", encoding="utf-8") as file:
        for i, (name, date, body) in enumerate(texts):
            if i % 100 == 99:
                body = "\n\n".join(text for _, _, text in texts[i - 20:i])
            article = {"id": name, "published_at": date, "text": body, "language": "fr"}
            file.write(json.dumps(article, ensure_ascii=False) + "\n")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Worker:
    """One `depeche run`."""

    def __init__(self, options, brokers, name, port):
        self.log = open(os.path.join(options.output, f"{name}.log"), "a", encoding="utf-8")
        settings = [f"http.port={port}", "dead.letter.topic=soak-dead", f"delivery={options.delivery}",
                    "kafka.session.timeout.ms=10000", "kafka.heartbeat.interval.ms=1000",
                    "kafka.producer.compression.type=lz4", "statistics.interval=1s", f"packs={options.packs}",
                    "drain.timeout=90s"]
        command = [options.depeche, "run", "-b", brokers, "-g", "soak", "-i", "soak-in", "-o", "soak-out"]
        for setting in settings:
            command += ["-s", setting]
        self.port = port
        self.process = subprocess.Popen(command, stderr=self.log, stdin=subprocess.DEVNULL)

    def end(self, number):
        self.process.send_signal(number)

    def code(self):
        """The exit code, once it has ended."""
        code = self.process.wait(180)
        self.log.close()
        return code

    def metrics(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics", timeout=10) as answer:
            text = answer.read().decode()
        values = {}
        for line in text.splitlines():
            if not line.startswith("#"):
                name, value = line.rsplit(" ", 1)
                name = name.partition("{")[0]
                values[name] = values.get(name, 0) + float(value)
        return values

    def threads(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as file:
            return int(next(line for line in file if line.startswith("Threads:")).split()[1])


class Flow:
    """soak_flow: sends and counts."""

    def __init__(self, options, brokers, articles):
        self.process = subprocess.Popen([options.flow, brokers, "soak-in", "soak-out", "soak-dead", str(PARTITIONS),
                                         articles, str(options.window)], stdout=subprocess.PIPE)
        if self.process.stdout.readline().strip() != b"ready":
            sys.exit("soak: the topics could not be made")
        os.set_blocking(self.process.stdout.fileno(), False)
        self.rest, self.last = b"", [0, 0, 0, 0]

    def counts(self):
        """Sent, seen, doubled and out of order, as last told."""
        self.rest += self.process.stdout.read() or b""
        *lines, self.rest = self.rest.split(b"\n")
        if lines:
            self.last = [int(word) for word in lines[-1].split() if word.isdigit()]
        return self.last

    def end(self):
        """Waits until all that was sent came out; gives the last counts with the missing and the dead letters."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(600)
        return self.counts()


def start_broker(folder):
    script = os.path.join(ROOT, "tests/kafka/broker.sh")
    environment = dict(os.environ, BROKER_PROPERTIES="log.retention.check.interval.ms=10000\n"
                                                     "log.segment.delete.delay.ms=1000\n")
    subprocess.run([script, "start", folder], check=True, env=environment)
    if os.path.exists(os.path.join(folder, "unavailable")):
        sys.exit(77)
    with open(os.path.join(folder, "bootstrap"), encoding="ascii") as file:
        return file.read().strip()


class Soak:
    def __init__(self, options, brokers):
        self.options, self.brokers = options, brokers
        articles = os.path.join(options.output, "articles.jsonl")
        write_articles(articles)
        self.flow = Flow(options, brokers, articles)
        self.main = Worker(options, brokers, "main", free_port())
        self.second, self.leaving, self.joins, self.events, self.codes = None, None, 0, [], []
        self.began = time.monotonic()
        self.before = None

    def seconds(self):
        return time.monotonic() - self.began

    def change(self):
        """The second worker joins or leaves."""
        self.events.append(round(self.seconds(), 1))
        if not self.second:
            self.part()
            self.second = Worker(self.options, self.brokers, "second", free_port())
            self.joins += 1
        else:
            self.second.end(signal.SIGKILL if self.joins % 4 == 0 else signal.SIGTERM)
            self.second, self.leaving = None, self.second

    def part(self):
        """Notes how the worker ended that was told to last."""
        if self.leaving:
            self.codes.append(self.leaving.code())
        self.leaving = None

    def sample(self):
        if self.main.process.poll() is not None:
            sys.exit(f"soak: the worker ended with {self.main.process.returncode}; see main.log")
        metrics, (_, seen, doubled, _) = self.main.metrics(), self.flow.counts()[:4]
        now = self.seconds()
        own, cpu = metrics["depeche_produced_messages_total"], metrics["process_cpu_seconds_total"]
        old = self.before or (now - 1, own, seen, cpu)
        self.before = (now, own, seen, cpu)
        span = now - old[0]
        return [now, metrics["process_resident_memory_bytes"] / 1024, metrics["process_open_fds"], self.main.threads(), 100 * (cpu - old[3]) / span, (own - old[1]) / span,
                (seen - old[2]) / span, metrics["depeche_in_flight_messages"], metrics.get("depeche_lag_messages", 0),
                metrics["depeche_assigned_partitions"], 2 if self.second else 1, doubled]

    def run(self):
        options = self.options
        change_at, sample_at = options.rebalance, options.sample
        end = options.minutes * 60
        with open(os.path.join(options.output, "samples.tsv"), "w", encoding="utf-8") as file:
            file.write("\t".join(COLUMNS) + "\n")
            while self.seconds() < end:
                time.sleep(max(0.05, min(change_at, sample_at) - self.seconds()))
                if self.seconds() >= change_at and change_at < end - LAST_CHANGE:
                    change_at += options.rebalance
                    self.change()
                if self.seconds() >= sample_at:
                    sample_at += options.sample
                    file.write("\t".join(f"{value:.1f}" for value in self.sample()) + "\n")
                    file.flush()

    def finish(self):
        """Ends everything; gives the last counts."""
        if self.second:
            self.change()
        self.part()
        counts = self.flow.end()
        self.main.end(signal.SIGTERM)
        self.codes.append(self.main.code())
        return counts

    def abandon(self):
        for worker in (self.main, self.second, self.leaving):
            if worker and worker.process.poll() is None:
                worker.process.kill()
        if self.flow.process.poll() is None:
            self.flow.process.kill()


def judge(columns, counts, codes, events):
    """The summary, and what is wrong."""
    times, rss = columns["seconds"], columns["rss_kib"]
    _, settled = series.after(times, rss, series.warm(times))
    median = sorted(settled)[len(settled) // 2]
    grown = series.growth(times, rss)
    descriptors = series.thirds(times, columns["descriptors"])
    threads = series.thirds(times, columns["threads"])
    sent, seen, doubled, disorders, missing, dead = counts
    summary = {"minutes": round(times[-1] / 60, 1), "rebalances": len(events), "articles": sent, "came_out": seen,
               "missing": missing, "doubled": doubled, "out_of_order": disorders, "dead_letters": dead,
               "articles_per_second": round(seen / times[-1]), "rss_mib_median": round(median / 1024, 1),
               "rss_mib_max": round(max(rss) / 1024, 1), "rss_mib_growth": round(grown / 1024, 2),
               "descriptors_first_and_last_third": descriptors, "threads_first_and_last_third": threads,
               "lag_max": max(columns["lag"]), "exit_codes": sorted(set(codes))}
    wrong = []
    if missing or dead or disorders:
        wrong.append(f"{missing} articles missing, {dead} dead letters, {disorders} out of order")
    if set(codes) - {0, -signal.SIGKILL}:
        wrong.append(f"workers ended with {sorted(set(codes))}")
    if grown > GROWTH_MAX * median:
        wrong.append(f"memory grew by {grown / 1024:.1f} MiB")
    # One more may be a connection that is just being made.
    if descriptors[1] > descriptors[0] + 1:
        wrong.append(f"descriptors rose from {descriptors[0]:.0f} to {descriptors[1]:.0f}")
    if threads[1] > threads[0]:
        wrong.append(f"threads rose from {threads[0]:.0f} to {threads[1]:.0f}")
    return summary, wrong


def draw(options, columns, events):
    panels = [("Resident memory, MiB", [("memory", [value / 1024 for value in columns["rss_kib"]])]),
              ("Open descriptors and threads",
               [("descriptors", columns["descriptors"]), ("threads", columns["threads"])]),
              ("Articles a second", [("of all workers", columns["all_per_s"]), ("of this one", columns["own_per_s"])]),
              ("Lag and articles in flight", [("lag", columns["lag"]), ("in flight", columns["in_flight"])])]
    title = f"depeche run, {columns['seconds'][-1] / 60:.0f} minutes, {options.delivery}; lines: a worker joins or leaves"
    plot.draw(os.path.join(options.output, "soak.svg"), title, panels, columns["seconds"], events)


def arguments():
    parser = argparse.ArgumentParser(description="A long run on a real Kafka.")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--delivery", default="at-least-once", choices=["at-least-once", "exactly-once"])
    parser.add_argument("--rebalance", type=float, default=60, help="seconds between joins and leaves")
    parser.add_argument("--sample", type=float, default=5, help="seconds between measurements")
    parser.add_argument("--window", type=int, default=8000, help="most articles on their way")
    parser.add_argument("--output", default=os.path.join(ROOT, "build/soak"))
    parser.add_argument("--build", default=os.path.join(ROOT, "build/release"), help="the build folder")
    parser.add_argument("--packs", help="the folder of the language packs, if not that of the build folder")
    options = parser.parse_args()
    options.output = os.path.abspath(options.output)
    options.depeche = os.path.join(options.build, "src/cli/depeche")
    options.packs = options.packs or os.path.join(options.build, "packs")
    options.flow = os.path.join(options.build, "tests/soak/soak_flow")
    return options


def main():
    options = arguments()
    for program in (options.depeche, options.flow):
        if not os.access(program, os.X_OK):
            sys.exit(f"soak: there is no {program}; build first")
    shutil.rmtree(options.output, ignore_errors=True)
    os.makedirs(options.output)
    broker = os.path.join(options.output, "broker")
    brokers = start_broker(broker)
    soak = None
    try:
        soak = Soak(options, brokers)
        soak.run()
        counts = soak.finish()
    finally:
        if soak:
            soak.abandon()
        subprocess.run([os.path.join(ROOT, "tests/kafka/broker.sh"), "stop", broker], check=False)
    columns = series.read(os.path.join(options.output, "samples.tsv"))
    summary, wrong = judge(columns, counts, soak.codes, soak.events)
    draw(options, columns, soak.events)
    with open(os.path.join(options.output, "summary.json"), "w", encoding="utf-8") as file:
        json.dump(summary, file, indent=1)
    print(json.dumps(summary, indent=1))
    for line in wrong:
        print(f"soak: {line}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
