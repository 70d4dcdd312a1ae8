"""How long SALib takes to analyse a Sobol' study of one output; 100 outputs are 100 calls."""

import time
from importlib.metadata import version

import numpy as np
from SALib.analyze import sobol

INPUTS, BASE = 14, 4096
problem = {"num_vars": INPUTS, "names": [f"x{k}" for k in range(INPUTS)], "bounds": [[0, 1]] * INPUTS}
rows = BASE * (INPUTS + 2)
outputs = np.random.default_rng(1).random(rows)
start = time.perf_counter()
sobol.analyze(problem, outputs, calc_second_order=False, num_resamples=100, seed=1)
took = time.perf_counter() - start
each = f"{rows} rows, one output, first order, 100 resamples: {took:.3f} s"
print(f"SALib {version('SALib')}: {each}; 100 outputs {100 * took:.0f} s")
