"""Runs of the 30-stock model in a CPU second of pysimlin: pysimlin_chain30.py MODEL RUNS"""

import random
import sys
import time

import simlin

RANGES = {
    "inflow": (1, 5),
    "capacity": (3, 6),
    "congestion": (0.1, 1),
    "scale": (2, 6),
    "switch_time": (20, 80),
    "switched": (0.5, 1.5),
    "drain_time": (1, 4),
    "feedback": (0.1, 0.5),
}


def main():
    path, runs = sys.argv[1], int(sys.argv[2])
    random.seed(1)
    members = [{name: random.uniform(*r) for name, r in RANGES.items()} for _ in range(runs)]
    sim = simlin.load(path).simulate()
    sim.run_to_end()
    start = time.process_time()
    total = 0.0
    for member in members:
        sim.reset()
        for name, value in member.items():
            sim.set_value(name, value)
        sim.run_to_end()
        total += float(sim.get_series("total")[-1])
    seconds = time.process_time() - start
    assert total > 0
    print(runs / seconds)


main()
