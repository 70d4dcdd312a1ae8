"""Writes the influenza example of the EMA Workbench as a table, and says how long its PRIM takes on it.

python peer_prim.py FILE
"""

import logging
import sys
import time
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)
import ema_workbench
from ema_workbench import load_results
from ema_workbench.analysis import prim

example = Path(ema_workbench.__file__).parent / "examples" / "data" / "1000 flu cases no policy.tar.gz"


def dead(outcomes):
    return (outcomes["deceased_population_region_1"][:, -1] > 1000000).astype(int)


times = []
for _ in range(3):
    search = prim.setup_prim(load_results(str(example)), dead, threshold=0.8)
    start = time.perf_counter()
    box = search.find_box()
    times.append(time.perf_counter() - start)
table = search.x.copy()
table["y"] = search.y
table.to_csv(sys.argv[1], index=False)
rows, inputs = search.x.shape
steps = len(box.peeling_trajectory)
print(f"EMA Workbench {ema_workbench.__version__}: influenza, {rows} rows x {inputs} inputs: {min(times):.3f} s, {steps} steps")
