"""One peer on one model, two constants varied: models.py ENGINE MODEL OUTPUT RUNS LIMIT "NAME in A..B" ...

Prints CPU seconds a run, the mean of the output's last values, and the runs that were made: those that were asked for, or
as many as fit into LIMIT seconds of CPU time.  ENGINE is simlin (one simulation, set and run again), simlin-new (a new
simulation for each run, which it needs to keep its speed on arrays) or pysd.  Start-up and loading are not counted.
"""

import random
import sys
import time
import warnings

warnings.simplefilter("ignore")


def simlin(path, output, anew):
    import simlin as library

    plain = lambda name: name.lower().replace(" ", "_")
    model = library.load(path)
    sim = model.simulate()
    sim.run_to_end()

    def run(values):
        nonlocal sim
        if anew:
            sim = model.simulate()
        else:
            sim.reset()
        for name, value in values.items():
            sim.set_value(plain(name), value)
        sim.run_to_end()
        return float(sim.get_series(plain(output))[-1])

    return run


def pysd(path, output):
    import pysd as library

    model = library.read_vensim(path)
    model.run(return_columns=[output])
    return lambda values: float(model.run(params=values, return_columns=[output])[output].iloc[-1])


def main():
    engine, path, output, runs, limit = sys.argv[1:6]
    ranges = {}
    for text in sys.argv[6:]:
        name, ends = text.rsplit(" in ", 1)
        ranges[name] = [float(x) for x in ends.split("..")]
    run = pysd(path, output) if engine == "pysd" else simlin(path, output, engine == "simlin-new")
    random.seed(1)
    made, total, start = 0, 0.0, time.process_time()
    while made < int(runs) and (made == 0 or time.process_time() - start < float(limit)):
        total += run({name: random.uniform(*ends) for name, ends in ranges.items()})
        made += 1
    print((time.process_time() - start) / made, total / made, made)


main()
