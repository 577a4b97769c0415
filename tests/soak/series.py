"""Measurements over time as tab-separated values, and whether a column of them is flat."""
import statistics


def read(path):
    """The columns of a TSV with a head line, as lists of numbers by name."""
    with open(path, encoding="utf-8") as file:
        names = file.readline().rstrip("\n").split("\t")
        rows = [[float(cell) for cell in line.split("\t")] for line in file if line.strip()]
    return {name: [row[i] for row in rows] for i, name in enumerate(names)}


def slope(times, values):
    """Theil and Sen's robust slope: the median of the slopes of all pairs, at most 1,000 points of them."""
    step = max(1, len(times) // 1000)
    points = list(zip(times, values))[::step]
    pairs = ((b[0] - a[0], b[1] - a[1]) for i, a in enumerate(points) for b in points[i + 1:])
    return statistics.median(rise / run for run, rise in pairs if run > 0)


def warm(times):
    """The time from which on a run is measured: after a sixth of it."""
    return times[0] + (times[-1] - times[0]) / 6


def after(times, values, start):
    kept = [(time, value) for time, value in zip(times, values) if time >= start]
    return [time for time, _ in kept], [value for _, value in kept]


def growth(times, values):
    """What a column has grown by from the end of the warm-up to the end of the run, by its slope."""
    times, values = after(times, values, warm(times))
    return slope(times, values) * (times[-1] - times[0])


def thirds(times, values):
    """The highest value in the first third after the warm-up, and in the last."""
    times, values = after(times, values, warm(times))
    third = max(1, len(values) // 3)
    return max(values[:third]), max(values[-third:])
