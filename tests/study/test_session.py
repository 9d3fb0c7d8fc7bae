"""Answers to changed inputs in a warm process: those of `run`, and its errors. Tag: law."""

import dataclasses

import pytest

from dawndusk.core.errors import BadInput, Infeasible
from dawndusk.core.record import leaves, replace_leaves
from dawndusk.pipeline import Session, run
from dawndusk.scenario.reading import load

MOVED = ("launch.price", "satellite.array.cells.efficiency", "satellite.compute.power")


@pytest.mark.parametrize("name", ["suncatcher", "starlink-ai"])
def test_an_answer_is_that_of_a_run(name):
    few = {"flight.days": 4}
    session = Session(name, few)
    held = {key: value for key, _, value in leaves(load(name).scenario)}
    for key in MOVED:
        changed = {key: 1.07 * held[key]}
        ours = session.outcome(changed)
        loaded = load(name, few)
        moved = dataclasses.replace(loaded, scenario=replace_leaves(loaded.scenario, changed))
        whole = run(moved).outcome
        assert float(ours.bill.ratio) == pytest.approx(float(whole.bill.ratio), rel=1e-3), key
        assert float(ours.fleet.mass_kg) == pytest.approx(float(whole.fleet.mass_kg), rel=1e-9)
    assert session.outcome().bill.ratio == session.outcome({}).bill.ratio


def test_another_launch_price_is_that_of_a_run():
    few = {"flight.days": 4}
    ours = Session("suncatcher", few).outcome({"launch.price": 1000.0})
    whole = run("suncatcher", few | {"launch.price": "1000 USD/kg"}).outcome
    assert float(ours.bill.ratio) == pytest.approx(float(whole.bill.ratio), rel=1e-3)


def test_mistakes_are_told():
    session = Session("suncatcher", {"flight.days": 2})
    with pytest.raises(BadInput, match="did you mean"):
        session.outcome({"launch.prise": 1.0})
    with pytest.raises(BadInput, match=r"must be above 0 to 0\.5, got 3"):
        session.outcome({"satellite.array.cells.efficiency": 3.0})
    for value in ("100", None, True, [1.0], 1j):
        with pytest.raises(BadInput, match="expected a number in SI"):
            session.outcome({"launch.price": value})
    for value in (10**400, float("inf"), float("nan")):
        with pytest.raises(BadInput, match="must be a finite number"):
            session.outcome({"launch.price": value})
    with pytest.raises(BadInput, match="must be 300000 to 2e"):
        session.outcome({"constellation.altitude": 100e3})
    with pytest.raises(Infeasible):
        session.outcome({"satellite.compute.limit": 200.0})
    with pytest.raises(BadInput, match="nothing flies"):
        Session("us-ground")
