"""The whole chain for many draws, and its gradient, beside spacedc-mdao's Monte Carlo in the same
run where it is installed (`pip install spacedc-mdao`).
"""

import importlib.util
import time
from functools import partial

import numpy

from dawndusk.chain import evaluate, settled
from dawndusk.core.numeric import jax
from dawndusk.core.record import replace_leaves
from dawndusk.flight.fly import fly
from dawndusk.scenario import priors
from dawndusk.scenario.reading import load
from dawndusk.study import batch
from dawndusk.study.draws import draw

DRAWS, THEIRS = 100_000, 2_000


def measure():
    loaded = load("suncatcher", {"uncertainty.draws": DRAWS})
    began = time.perf_counter()
    drawn = draw(settled(loaded.scenario), loaded.priors)
    whole = time.perf_counter() - began
    found = {
        f"{DRAWS:,} draws of {len(drawn.keys)} inputs, s, compiled before": drawn.seconds,
        "compiling, or loading what is kept, and summing up, s": whole - drawn.seconds,
        "draws per second": DRAWS / drawn.seconds,
    }
    found["gradient of the price in 30 inputs, over the price alone"] = _gradient()
    if importlib.util.find_spec("orbitdc") is not None:
        found |= _theirs(DRAWS / drawn.seconds)
    return found


def _gradient():
    """Forwards through the chain of one design, sized, on the short flight."""
    loaded = load("suncatcher", {"satellite.radiator.fin.efficiency": 0.85})
    scenario = batch.short(settled(loaded.scenario))
    nominal = list(priors.uncertain(scenario, loaded.priors).items())[:30]

    def price(values):
        changed = replace_leaves(scenario, {key: values[at] for at, (key, _) in enumerate(nominal)})
        return evaluate(
            changed, fly=partial(fly, precision="float64", strips=False, belts=False)
        ).bill.orbit.usd_per_chip_hour

    point = numpy.array([value for _, value in nominal])
    functions = [jax().jit(one) for one in (price, jax().jacfwd(price))]
    times = [float("inf")] * 2
    for _ in range(300):  # one beside the other: the machine's moods strike both
        for at, function in enumerate(functions):
            began = time.perf_counter()
            function(point).block_until_ready()
            times[at] = min(times[at], time.perf_counter() - began)
    return times[1] / times[0]


def _theirs(ours):
    """Their default fleet and drivers: closed forms, one draw after another."""
    from orbitdc.core.scenario import load_scenario_dict
    from orbitdc.optimize.uncertainty import monte_carlo

    space = {
        "orbit": {"altitude_km": 650.0},
        "architecture": {"satellites": 81, "accelerators_per_satellite": 100},
    }
    scenario = load_scenario_dict(
        {"name": "orbit", "kind": "space", "mission_life_years": 5.0, "space": space}
    )
    monte_carlo(scenario, 1.0, n=10)
    began = time.perf_counter()
    monte_carlo(scenario, 1.0, n=THEIRS)
    rate = THEIRS / (time.perf_counter() - began)
    return {
        "spacedc-mdao 0.4.2, draws per second": rate,
        "draws per second, over theirs": ours / rate,
    }
