"""The whole chain for many draws, beside spacedc-mdao's Monte Carlo in the same run where it is installed (`pip install spacedc-mdao`)."""

import importlib.util
import os
import time

from dawndusk.pipeline import evaluate, settled
from dawndusk.reading import load
from dawndusk.study.uncertainty import uncertainty

DRAWS, THEIRS = 100_000, 2_000


def measure():
    loaded = load("suncatcher", {"uncertainty.draws": DRAWS})
    began = time.perf_counter()
    drawn = uncertainty(evaluate, settled(loaded.scenario), loaded.priors, workers=os.cpu_count())
    whole = time.perf_counter() - began
    found = {
        f"{DRAWS:,} draws of {len(drawn.keys)} inputs, s, compiled before": drawn.seconds,
        "compiling, s": whole - drawn.seconds,
        "draws per second": DRAWS / drawn.seconds,
    }
    if importlib.util.find_spec("orbitdc") is not None:
        found |= _theirs(DRAWS / drawn.seconds)
    return found


def _theirs(ours):
    """Their default fleet and drivers: closed forms, one draw after another."""
    from orbitdc.core.scenario import load_scenario_dict
    from orbitdc.optimize.uncertainty import monte_carlo

    space = {"orbit": {"altitude_km": 650.0}, "architecture": {"satellites": 81, "accelerators_per_satellite": 100}}
    scenario = load_scenario_dict({"name": "orbit", "kind": "space", "mission_life_years": 5.0, "space": space})
    monte_carlo(scenario, 1.0, n=10)
    began = time.perf_counter()
    monte_carlo(scenario, 1.0, n=THEIRS)
    rate = THEIRS / (time.perf_counter() - began)
    return {"spacedc-mdao 0.4.2, draws per second": rate, "draws per second, over theirs": ours / rate}
