#!/usr/bin/env python3
"""What soak.py calls flat, and what it does not."""
import os
import random
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import plot  # noqa: E402
import series  # noqa: E402
import soak  # noqa: E402

HOUR = [5.0 * i for i in range(720)]
COUNTS = [1000, 1000, 0, 0, 0, 0]


def run_of(rss, descriptors=None):
    """The columns of an hour's run."""
    columns = {name: [0.0] * len(HOUR) for name in soak.COLUMNS}
    columns.update(seconds=HOUR, rss_kib=rss, threads=[11.0] * len(HOUR), descriptors=descriptors or [20.0] * len(HOUR))
    return columns


def noise(seed):
    draw = random.Random(seed)
    return [draw.uniform(-500, 500) for _ in HOUR]


def wrong(columns, counts=COUNTS, codes=(0,)):
    return soak.judge(columns, counts, list(codes), [])[1]


class Judgement(unittest.TestCase):
    def test_growth_while_warming_up_is_allowed(self):
        self.assertEqual(wrong(run_of([140000 - 60000 / (1 + time / 30) + jitter for time, jitter in zip(HOUR, noise(1))])), [])

    def test_slow_leak_is_found_in_the_noise(self):
        leak = [140000 + 2 * time + jitter for time, jitter in zip(HOUR, noise(2))]  # 7 MiB an hour
        self.assertIn("memory grew by", wrong(run_of(leak))[0])

    def test_single_peaks_are_no_leak(self):
        rss = [140000.0 + (40000 if i % 100 == 99 else 0) for i in range(len(HOUR))]
        self.assertEqual(wrong(run_of(rss)), [])

    def test_descriptors_that_are_not_closed_are_found(self):
        kept = [20.0 + int(time / 600) for time in HOUR]
        self.assertIn("descriptors rose from", wrong(run_of([140000.0] * len(HOUR), kept))[0])

    def test_loss_and_bad_ends_are_found(self):
        flat = run_of([140000.0] * len(HOUR))
        self.assertEqual(wrong(flat), [])
        self.assertEqual(len(wrong(flat, [1000, 999, 0, 0, 1, 0])), 1)
        self.assertEqual(len(wrong(flat, codes=(0, 1))), 1)
        self.assertEqual(wrong(flat, codes=(0, -9)), [])

    def test_slope_is_that_of_a_line(self):
        self.assertAlmostEqual(series.slope(HOUR, [3 * time + 7 for time in HOUR]), 3)

    def test_plot_has_a_line_for_each_column(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "plot.svg")
            plot.draw(path, "A <b> title", [("One", [("a", HOUR), ("b", HOUR)]), ("Two", [("c", HOUR)])], HOUR, [60])
            with open(path, encoding="utf-8") as file:
                drawn = file.read()
        self.assertEqual(drawn.count("<polyline"), 3)
        self.assertIn("A &lt;b&gt; title", drawn)


if __name__ == "__main__":
    unittest.main()
