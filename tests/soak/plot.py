"""Draws measurements over time as an SVG: one panel a group of columns, with a line at every rebalance."""
from html import escape

WIDTH, PANEL, LEFT, RIGHT, GAP = 960, 150, 70, 30, 46
COLOURS = "#1f4e8c #c0392b #2e8b57".split()


def ticks(top):
    """Round numbers from 0 to the top."""
    step = 10 ** (len(str(int(max(top, 1)))) - 1)
    while top / step < 3:
        step /= 2
    while top / step > 6:
        step *= 2
    return [step * i for i in range(int(top / step) + 1)]


def number(value):
    return f"{value:,.0f}" if value >= 10 or value == int(value) else f"{value:.1f}"


def panel(title, lines, times, marks, top_of_panel):
    """One panel: `lines` are (name, values)."""
    top = max(max(values) for _, values in lines) * 1.1 or 1
    end = times[-1] or 1

    def x(time):
        return LEFT + (WIDTH - LEFT - RIGHT) * time / end

    def y(value):
        return top_of_panel + PANEL * (1 - value / top)

    out = [f'<text x="{LEFT}" y="{top_of_panel - 8}" class="title">{escape(title)}</text>']
    for mark in marks:
        out.append(f'<path d="M{x(mark):.1f} {top_of_panel}v{PANEL}" class="mark"/>')
    for tick in ticks(top):
        out.append(f'<path d="M{LEFT} {y(tick):.1f}H{WIDTH - RIGHT}" class="grid"/>')
        out.append(f'<text x="{LEFT - 6}" y="{y(tick) + 4:.1f}" class="y">{number(tick)}</text>')
    for i, (name, values) in enumerate(lines):
        points = " ".join(f"{x(time):.1f},{y(value):.1f}" for time, value in zip(times, values))
        out.append(f'<polyline points="{points}" stroke="{COLOURS[i]}"/>')
        out.append(f'<text x="{WIDTH - RIGHT - 130 * (len(lines) - 1 - i)}" y="{top_of_panel - 8}" class="name" '
                   f'fill="{COLOURS[i]}">{escape(name)}</text>')
    return out


def draw(path, title, panels, times, marks):
    """`panels` are (title, [(name, values)]); `times` in seconds; `marks` are times of rebalances."""
    height = 50 + len(panels) * (PANEL + GAP) + 20
    minutes = [time / 60 for time in times]
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" '
           'font-size="12">',
           "<style>.title{font-weight:bold}.y{text-anchor:end;fill:#555}.x{text-anchor:middle;fill:#555}"
           ".name{text-anchor:end}.grid{stroke:#ddd}.mark{stroke:#f0c36d;stroke-width:.7}"
           "polyline{fill:none;stroke-width:1.3}</style>",
           f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
           f'<text x="{LEFT}" y="24" font-size="15">{escape(title)}</text>']
    at = 60
    for name, lines in panels:
        out += panel(name, lines, minutes, [mark / 60 for mark in marks], at)
        at += PANEL + GAP
    for tick in ticks(minutes[-1]):
        x = LEFT + (WIDTH - LEFT - RIGHT) * tick / (minutes[-1] or 1)
        out.append(f'<text x="{x:.1f}" y="{at - GAP + 18}" class="x">{number(tick)} min</text>')
    out.append("</svg>")
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(out) + "\n")
