"""Prints a made-up Vensim model of 1 MB with the shape of a large climate model: large_model.py [MEGABYTES]

Variables over fifteen regions, six gases and five layers, macros, lookups, smooths, number lists, long comments, and a
drawing that takes a third of the file, as in models that people draw.
"""

import random
import sys

REGIONS = "US,EU,China,India,Russia,Africa,Latin America,Other Asia,Middle East,Islands,Other OECD,Oceania,Turkey,Mexico,Brazil"
GASES = ["CO2", "CH4", "N2O", "PFC", "SF6", "HFC"]
COMMENT = (
    "What the variable means, where its numbers are from (such as table 4.2 of a report of several hundred pages), and what \\\n"
    "\t\tits author thought of it at the time of writing."
)
HEAD = f"""{{UTF-8}}
:MACRO: FOLLOWED(input, over)
FOLLOWED = INTEG((input - FOLLOWED) / over, input)
	~	input
	~	First order.
	|
:END OF MACRO:
:MACRO: RAMPED(x, from, to, level)
RAMPED = IF THEN ELSE(x < from, 0, IF THEN ELSE(x > to, level, level * share))
	~	level
	~	Straight from 0 to a level.
	|
share = (x - from) / (to - from)
	~	1
	~	|
:END OF MACRO:
region: {REGIONS} ~~|
developed: US, EU, Other OECD, Oceania ~~|
layers: (layer1-layer5) ~~|
deep: (layer2-layer5) ~~|
gas: {", ".join(GASES)} ~~|
choices: first, second, third ~~|
"""
TAIL = """FINAL TIME = 2100 ~ year ~|
INITIAL TIME = 1850 ~ year ~|
SAVEPER = 1 ~ year ~|
TIME STEP = 0.25 ~ year ~|
"""


def block(i, draw):
    """One sector: its equations, and their names."""
    p = f"Sector {i} "
    before = f"Sector {max(i - 1, 1)} "
    number = lambda: f"{random.uniform(0.1, 1):.4f}"
    row = lambda n: ",".join(number() for _ in range(n))
    points = ",".join(f"({5 * k},{number()})" for k in range(20))
    regions = REGIONS.count(",") + 1
    equations = [
        ("reference year", f"= {2000 + i % 50}"),
        ("share[region]", f"= {row(regions)}"),
        ("matrix[region, gas]", "= " + ";".join(row(len(GASES)) for _ in range(regions)) + ";"),
        ("table", f"([(0,0)-(100,10)],{points})"),
        (
            "target[region]",
            f"= IF THEN ELSE(Time > {p}reference year, {p}share[region] * {p}table(Time - 1990), {p}share[region])",
        ),
        (
            "emissions[region, gas]",
            f"= {p}matrix[region, gas] * {p}target[region] * (1 + 0.01 * MAX(0, {p}stock[region]))",
        ),
        ("world emissions[gas]", f"= SUM({p}emissions[region!, gas])"),
        ("stock[region]", f"= INTEG({p}target[region] - {p}stock[region] / 20, {p}share[region])"),
        ("followed[region]", f"= FOLLOWED({p}target[region], 5)"),
        ("delayed[developed]", f"= SMOOTH3({p}stock[developed], 10)"),
        ("ramp[region]", f"= RAMPED(Time, {p}reference year, {p}reference year + 30, {p}share[region])"),
        ("heat[layers]", f"= INTEG({p}flux[layers], 0.1)"),
        ("flux[layer1]", f"= {p}world emissions[CO2] / 100 - {p}exchange[layer1]"),
        ("flux[deep]", f"= -{p}heat[deep] * 0.01"),
        ("exchange[layers]", f"= ({p}heat[layers] - 0.05) / 10"),
        (
            "forcing",
            f"= 5.35 * LN(1 + MAX(0, {p}world emissions[CO2]) / 100) + 0.036 * SQRT(ABS({p}world emissions[CH4]))"
            f" + {before}heat[layer1]",
        ),
        ("choice[choices]", f"= IF THEN ELSE({p}forcing > 2, 1, 0)"),
        ("total", f"= SUM({p}stock[region!]) + SUM({p}choice[choices!]) + VMAX({p}followed[region!])"),
    ]
    text = "".join(f"{p}{name}{rest}\n\t~\tGtC/year\n\t~\t{COMMENT}\n\t|\n\n" for name, rest in equations)
    for k, (name, _) in enumerate(equations):
        draw.append(f"10,{k},{p}{name.split('[')[0]},{random.randint(0, 2000)},{random.randint(0, 2000)},61,22,8,3,0,0,0,0,0,0,0,0,0,0,0,0,0,0")
        for _ in range(2):
            x, y = random.randint(0, 2000), random.randint(0, 2000)
            draw.append(f"1,{k},{k},{random.randint(1, 18)},0,0,0,0,0,128,0,-1--1--1,,1|({x},{y})|")
    return text


def main():
    random.seed(3)
    most = float(sys.argv[1]) * 1e6 if len(sys.argv) > 1 else 1e6
    draw = ["\\\\\\---/// Sketch information - do not modify anything except names", "V300  Do not put anything below this section - it will be ignored", "*View 1", "$192-192-192,0,Arial|12||0-0-0|0-0-0|0-0-255|-1--1--1|-1--1--1|96,96,100,0"]
    parts = [HEAD]
    size = len(HEAD) + len(TAIL)
    i = 0
    while size < most:
        i += 1
        drawn = len(draw)
        parts.append(block(i, draw))
        size += len(parts[-1]) + sum(len(line) + 1 for line in draw[drawn:])
    print("".join(parts) + TAIL + "\n".join(draw) + "\n///---\\\\\\")


main()
