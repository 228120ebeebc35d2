# SPDX-License-Identifier: MIT
#
# Makes the reference values of stats_rank.c by other ways than lib/stats does: ranks are counted
# pair by pair, and variances are those of the ranks themselves, as fractions.
#
#	python3 tests/unit/stats_reference.py >tests/unit/stats_reference.h
from fractions import Fraction
from math import erfc, sqrt


def two_sided(deviation, variance):
    off = abs(deviation) - Fraction(1, 2)
    if variance == 0 or off <= 0:
        return 1.0
    return erfc(sqrt(off * off / (2 * variance)))


def rank(value, among):
    less = sum(v < value for v in among)
    equal = sum(v == value for v in among)
    return Fraction(2 * less + equal + 1, 2)


def mann_whitney(x, y):
    if not x or not y:
        return 1.0
    u = sum(Fraction(1) if a > b else Fraction(1, 2) if a == b else 0 for a in x for b in y)
    everything = x + y
    n, m, total = len(x), len(y), len(everything)
    mean = Fraction(total + 1, 2)
    spread = sum((rank(v, everything) - mean) ** 2 for v in everything)
    return two_sided(u - Fraction(n * m, 2), spread * n * m / (total * (total - 1)))


def wilcoxon(difference):
    left = [d for d in difference if d != 0]
    ranks = [rank(abs(d), [abs(e) for e in left]) for d in left]
    positive = sum((r for r, d in zip(ranks, left) if d > 0), Fraction(0))
    mean = Fraction(sum(ranks)) / 2
    return two_sided(positive - mean, sum(r * r for r in ranks) / Fraction(4))


def mcnemar(gained, lost):
    off = abs(gained - lost) - 1
    return 1.0 if off <= 0 else erfc(sqrt(Fraction(off * off, 2 * (gained + lost))))


def numbers(seed, n, below, add=0):
    out = []
    for _ in range(n):
        seed = (seed * 1103515245 + 12345) % 2**31
        out.append(seed // 65536 % below + add)
    return out


def row(values):
    return "{ " + ", ".join(str(v) for v in values) + " }"


pairs = [
    ([1], [2]),
    ([1, 2, 3], [4, 5, 6]),
    ([1, 2, 3, 4, 5, 6], [7, 8, 9, 10, 11, 12]),
    ([5, 5, 5], [5, 5, 5, 5]),
    ([19, 22, 16, 29, 24], [20, 11, 17, 12]),
    ([1, 1, 2, 2, 3], [2, 3, 3, 4, 4, 4]),
    ([0, 0, 0, 0, 1], [0, 1, 1, 1, 1]),
    ([-4, 7, 0, 12, -9], [3, 3, -1]),
    ([10, 20, 30, 40, 50, 60, 70, 80], [11, 21, 29, 41, 51, 59, 71, 79]),
    (numbers(1, 40, 1000), numbers(2, 50, 1000, 200)),
    (numbers(3, 60, 10), numbers(4, 30, 10, 1)),
    (numbers(5, 100, 3), numbers(6, 100, 3)),
    (numbers(7, 80, 100000), numbers(8, 80, 100000, 60000)),
]
differences = [
    [1],
    [0, 0, 0],
    [1, 2, 3, 4, 5, 6, 7, 8],
    [-1, 1],
    [6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75],
    [1, 1, 1, -1, 2, 2, -2, 3, 0, 0],
    [-5, -5, -5, -5, -5, -5, 5],
    [0, 3, -3, 3, -3],
    numbers(11, 50, 1000, -400),
    numbers(12, 80, 7, -2),
    numbers(13, 120, 5, -2),
    numbers(14, 100, 100000, -20000),
]
tables = [(0, 0), (1, 0), (0, 5), (6, 0), (10, 3), (3, 10), (12, 12), (12, 11), (59, 6), (30, 50), (1000, 900)]

print("/* SPDX-License-Identifier: MIT */")
print("/* Made by stats_reference.py. */")
print("enum { VALUES_MOST = 120 };\n")
print("static const struct {\n\tint n, m;\n\tdouble x[VALUES_MOST], y[VALUES_MOST], p;\n} mann_whitneys[] = {")
for x, y in pairs:
    print(f"\t{{ {len(x)}, {len(y)}, {row(x)},\n\t    {row(y)}, {mann_whitney(x, y)!r} }},")
print("};\n\nstatic const struct {\n\tint n;\n\tdouble difference[VALUES_MOST], p;\n} wilcoxons[] = {")
for d in differences:
    print(f"\t{{ {len(d)}, {row(d)}, {wilcoxon(d)!r} }},")
print("};\n\nstatic const struct {\n\tint gained, lost;\n\tdouble p;\n} mcnemars[] = {")
for gained, lost in tables:
    print(f"\t{{ {gained}, {lost}, {mcnemar(gained, lost)!r} }},")
print("};")
