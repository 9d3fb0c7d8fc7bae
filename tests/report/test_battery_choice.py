"""A battery against idling through eclipse: one sentence that names the numbers which decide, and
never a false reason.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dawndusk.chain import evaluate, settled
from dawndusk.flight.fly import sampling_error
from dawndusk.records.run import Run
from dawndusk.report.comparison_page import comparison_page
from dawndusk.results import battery_choice, comparison
from dawndusk.scenario.reading import load
from tests.report.test_page import SMALL, Reader

FEW = "[flight]\ndays = 4\norbits = 2\nsample = 60\n"


def without(path: Path, name: str, more: str = "") -> Path:
    """A scenario that differs from `name` by its battery, and by `more`."""
    (path / "idling.toml").write_text(
        f'title = "No battery for compute"\nextends = "{name}"\n{FEW}[satellite.battery]\nkind ='
        f' "keep_alive"\n{more}'
    )
    (path / "carried.toml").write_text(f'title = "A battery for all"\nextends = "{name}"\n{FEW}')
    return path


def priced(name: object, changes: dict[str, str] | None = None) -> Run:
    """A run without what moves its answer, which would take most of the time."""
    loaded = load(name, changes or {})
    made = evaluate(settled(loaded.scenario))
    return Run(
        loaded=loaded,
        fleet=made.fleet,
        flight=made.flight,
        work=made.work,
        life=made.life,
        bill=made.bill,
        sampling_error=sampling_error(made.flight),
    )


@pytest.fixture(
    scope="module", params=["suncatcher", "starlink-ai"]
)  # 650 km dawn-dusk, and a 53 deg shell
def pair(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Run, ...]:
    folder = without(tmp_path_factory.mktemp("pair"), request.param)
    return priced(folder / "carried.toml"), priced(folder / "idling.toml")


def test_one_sentence_names_the_cheaper_and_the_numbers(pair: tuple[Run, ...]) -> None:
    (words,) = battery_choice.sentences(pair)
    cheap, dear = sorted(pair, key=lambda one: float(one.bill.orbit.usd_per_pflop_day))
    assert words.startswith(f"{cheap.scenario.name} is ")
    assert f"than {dear.scenario.name} because" in words
    carried, idling = (battery_choice.share(one) for one in pair)
    found = re.search(
        r"a battery ([\d.,]+) kg per kW lighter and ([\d.,]+) USD a year per kW cheaper", words
    )
    assert found
    assert float(found[1].replace(",", "")) == pytest.approx(
        carried.battery_kg - idling.battery_kg, rel=6e-3
    )  # three digits
    assert float(found[2].replace(",", "")) == pytest.approx(
        carried.battery_usd_per_year - idling.battery_usd_per_year, rel=6e-3
    )
    lost = re.search(
        r"it loses: ([\d.]+) % to eclipse and ([\d.]+) % to resuming after ([\d,]+) pauses a year",
        words,
    )
    assert lost
    assert float(lost[1]) / 100.0 == pytest.approx(
        1.0 - idling.eclipse_frac / carried.eclipse_frac, rel=6e-2
    )  # two digits
    assert float(lost[3].replace(",", "")) == pytest.approx(idling.pauses_per_year, abs=0.5)
    assert "outweighs" in words if cheap is pair[1] else "does not make up" in words
    assert "other input" not in words
    assert words.count(".") - len(re.findall(r"\d\.\d", words)) == 1  # one sentence


def test_it_stands_in_the_comparison(pair: tuple[Run, ...]) -> None:
    (words,) = battery_choice.sentences(pair)
    assert words in " ".join(comparison.text(pair).split("\n"))
    assert words in "".join(Reader(comparison_page(pair)).words)


def test_batteries_of_one_kind_have_no_such_sentence() -> None:
    one, other = (
        priced("suncatcher", SMALL),
        priced("suncatcher", SMALL | {"satellite.battery.capacity": "30 kWh"}),
    )
    assert battery_choice.sentence(one, other) == ""
    assert battery_choice.sentences([one]) == []


def test_where_more_differs_it_says_so(tmp_path: Path) -> None:
    folder = without(tmp_path, "suncatcher", '[launch]\nprice = "900 USD/kg"\n')
    files = (folder / "carried.toml", folder / "idling.toml")
    (words,) = battery_choice.sentences([priced(one) for one in files])
    assert "the two differ in 2 other inputs too (launch.launched, launch.price)" in words
    only_power = [priced(one, {"money.boundary": "power_only"}) for one in files]
    assert battery_choice.sentences(only_power) == []  # no work is priced
