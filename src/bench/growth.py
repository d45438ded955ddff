"""Draws how the ledger's figures grow with its history.

Usage: python3 src/bench/growth.py < output of LedgerBenchmark > docs/images/ledger-growth.svg
Prints the same as a Markdown table to the standard error stream.
"""
import math
import sys

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 640, 300, 60, 40, 24
COLUMNS = ("sprint page, median", "sprint page, p95", "trend, median", "trend, p95")
COLORS = ("#1f6feb", "#0a3069", "#bf8700", "#7d4e00")


def rows(lines):
    for line in lines:
        cells = line.rstrip("\n").split("\t")
        if cells[0] == "builds":
            values = [float(cell) for cell in cells[3:8]]
            yield int(cells[1]), values[0], values[1:]


def main():
    data = sorted(rows(sys.stdin))
    if not data:
        sys.exit("no line of LedgerBenchmark that begins with 'builds' on the standard input")
    print("| Builds | rebuild, events/s | " + " | ".join(COLUMNS) + " |", file=sys.stderr)
    print("|---" * 6 + "|", file=sys.stderr)
    for builds, rate, millis in data:
        cells = [f"{builds:,}", f"{rate:,.0f}"] + [f"{value:.1f} ms" for value in millis]
        print("| " + " | ".join(cells) + " |", file=sys.stderr)

    first, last = math.log10(data[0][0]), math.log10(data[-1][0])
    highest = max(max(millis) for _, _, millis in data) * 1.1

    def x(builds):
        return LEFT + (WIDTH - LEFT - 150) * (math.log10(builds) - first) / ((last - first) or 1)

    def y(value):
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / highest)

    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif"'
           ' font-size="12">',
           "<title>Milliseconds of a sprint page and of the trend, by builds in the ledger</title>",
           f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
           f'<text x="8" y="16">ms</text>']
    for part in range(5):
        value = highest * part / 4
        out.append(f'<path d="M{LEFT} {y(value):.1f}H{WIDTH - 150}" stroke="#ddd"/>')
        out.append(f'<text x="{LEFT - 8}" y="{y(value) + 4:.1f}" text-anchor="end">{value:.0f}</text>')
    for builds, _, _ in data:
        out.append(f'<text x="{x(builds):.1f}" y="{HEIGHT - 18}" text-anchor="middle">{builds:,}</text>')
    for n, (name, color) in enumerate(zip(COLUMNS, COLORS)):
        points = " ".join(f"{x(builds):.1f},{y(millis[n]):.1f}" for builds, _, millis in data)
        out.append(f'<polyline points="{points}" fill="none" stroke="{color}" stroke-width="2"/>')
        out.append(f'<text x="{WIDTH - 142}" y="{TOP + 16 + 18 * n}" fill="{color}">{name}</text>')
    out.append(f'<text x="{(LEFT + WIDTH - 150) / 2}" y="{HEIGHT - 4}" text-anchor="middle">builds</text></svg>')
    print("\n".join(out))


main()
