"""CPU milliseconds for a run of the numpy prototype: prototype.py FOLDER_OF_THE_PROTOTYPE [DRAWS]"""

import contextlib
import io
import statistics
import sys
import time

sys.path.insert(0, sys.argv[1])
draws = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
with contextlib.redirect_stdout(io.StringIO()):
    import prototype
    import scenarios

sample = prototype.sample(draws, seed=1)
for name, policy in (
    ("HISTORY", lambda: prototype.hist),
    ("R0", lambda: scenarios.mk("R0")),
    ("R1", lambda: scenarios.mk("R1")),
    ("R3", lambda: scenarios.mk("R3")),
    ("SEQ", lambda: scenarios.mk("SEQ")),
):
    seconds = []
    for _ in range(3):
        start = time.process_time()
        prototype.run(policy(), sample, T=72)
        seconds.append(time.process_time() - start)
    print(f"{name:<10}{1e3 * statistics.median(seconds) / draws:>12.2f}  ms/run of the numpy prototype", flush=True)
