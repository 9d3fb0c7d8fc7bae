"""The unit table against pint, and the grammar of names and values. Tag: physics."""

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dawndusk.core import units
from dawndusk.core.record import RECORDS
from dawndusk.data import catalogue

PINT = pint.UnitRegistry()
NAMES = {
    "m": "meter",
    "g": "gram",
    "t": "metric_ton",
    "s": "second",
    "min": "minute",
    "h": "hour",
    "d": "day",
    "day": "day",
    "yr": "julian_year",
    "year": "julian_year",
    "K": "kelvin",
    "A": "ampere",
    "V": "volt",
    "ohm": "ohm",
    "Pa": "pascal",
    "W": "watt",
    "J": "joule",
    "Wh": "watt_hour",
    "N": "newton",
    "L": "liter",
    "eV": "electron_volt",
    "rad": "radian",
    "deg": "degree",
    "B": "byte",
    "byte": "byte",
    "bit": "bit",
    "%": "percent",
    "1": "dimensionless",
}
OURS_ALONE = {
    "USD",
    "FLOP",
    "token",
    "Gy",
    "rad(Si)",
}  # pint knows no money and no work of chips, and takes a dose for J/kg
PREFIXES = {
    "n": "nano",
    "u": "micro",
    "m": "milli",
    "c": "centi",
    "k": "kilo",
    "M": "mega",
    "G": "giga",
    "T": "tera",
    "P": "peta",
    "E": "exa",
}
BASE = ("meter", "kilogram", "second", "kelvin", "ampere", None, "radian", "byte", None, None, None)
ROUNDING = 1e-14  # float64: one multiplication


def in_si(quantity, dimension):
    """What pint makes of a quantity in our base units."""
    base = PINT.dimensionless
    for name, power in zip(BASE, dimension, strict=True):
        if power:
            base = base * PINT(name).units ** power
    return quantity.to(base).magnitude


def test_the_table_is_the_one_judged_here():
    assert set(units._SYMBOLS) == set(NAMES) | OURS_ALONE
    assert set(units._PREFIXES) == set(PREFIXES)


@pytest.mark.parametrize("symbol", NAMES)
def test_every_symbol_is_that_of_pint(symbol):
    factor, dimension = units.unit(symbol)
    assert factor == pytest.approx(
        in_si(PINT.Quantity(1.0, NAMES[symbol]), dimension), rel=ROUNDING
    )


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize("symbol", [symbol for symbol in NAMES if units._SYMBOLS[symbol][2]])
def test_every_prefixed_symbol_is_that_of_pint(prefix, symbol):
    if prefix + symbol in units._SYMBOLS:
        pytest.fail(f"{prefix + symbol} would mean two things")
    factor, dimension = units.unit(prefix + symbol)
    assert factor == pytest.approx(
        in_si(PINT.Quantity(1.0, PREFIXES[prefix] + NAMES[symbol]), dimension), rel=ROUNDING
    )


@pytest.mark.parametrize("symbol", sorted(OURS_ALONE))
def test_money_and_work_take_the_same_prefixes(symbol):
    for prefix, factor in units._PREFIXES.items():
        assert units.unit(prefix + symbol) == (
            pytest.approx(factor * units.unit(symbol)[0], rel=ROUNDING),
            units.unit(symbol)[1],
        )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("W/m2/K", "watt/meter**2/kelvin"),
        ("m3/s2", "meter**3/second**2"),
        ("kg/kW", "kilogram/kilowatt"),
        ("Wh/kg", "watt_hour/kilogram"),
        ("J/m2/K", "joule/meter**2/kelvin"),
        ("GB/s", "gigabyte/second"),
        ("1/yr", "1/julian_year"),
        ("%/yr", "percent/julian_year"),
        ("m s-2", "meter/second**2"),
        ("m^2", "meter**2"),
        ("g/m3", "gram/meter**3"),
        ("W/m2/K4", "watt/meter**2/kelvin**4"),
        ("kg/MWh", "kilogram/megawatt_hour"),
        ("L/kWh", "liter/kilowatt_hour"),
    ],
)
def test_expressions_are_those_of_pint(text, name):
    factor, dimension = units.unit(text)
    assert factor == pytest.approx(in_si(PINT.Quantity(1.0, name), dimension), rel=ROUNDING)


@pytest.mark.parametrize(
    "text",
    ["furlong", "Kg", "hr", "sec", "kh", "mmin", "kdeg", "k%", "Wm2", "m-", "meter", "$", "€/kg"],
)
def test_unknown_units_are_refused(text):
    with pytest.raises(units.UnitError, match="is not a unit"):
        units.unit(text)


def test_a_wrong_factor_would_be_noticed():
    assert units.unit("yr")[0] != pytest.approx(
        in_si(PINT.Quantity(1.0, "tropical_year"), units.unit("s")[1]), rel=ROUNDING
    )


@pytest.mark.parametrize("celsius", [-273.15, -40.0, 0.0, 60.0, 1000.0])
def test_celsius_is_that_of_pint(celsius):
    assert units.parse(f"{celsius} degC", "K") == pytest.approx(
        PINT.Quantity(celsius, "degC").to("kelvin").magnitude, abs=1e-10
    )


@pytest.mark.parametrize(
    ("name", "suffix", "key", "unit"),
    [
        ("altitude_m", "m", "altitude", "m"),
        ("price_usd_per_kg", "usd_per_kg", "price", "USD/kg"),
        ("count", "", "count", "1"),
        ("specific_energy_j_per_kg", "j_per_kg", "specific_energy", "J/kg"),
        ("loss_per_s", "per_s", "loss", "1/s"),
        ("efficiency_frac", "frac", "efficiency", "1"),
        ("heat_capacity_j_per_m2_k", "j_per_m2_k", "heat_capacity", "J/m2/K"),
        ("delta_v_m_per_s", "m_per_s", "delta_v", "m/s"),
        ("operations_usd_per_w_s", "usd_per_w_s", "operations", "USD/W/s"),
        ("site_latitude_rad", "rad", "site_latitude", "rad"),
        ("bandwidth_byte_per_s", "byte_per_s", "bandwidth", "byte/s"),
        ("peak_flop_per_s", "flop_per_s", "peak", "FLOP/s"),
        ("prompt_token", "token", "prompt", "token"),
        ("area_m2_per_w", "m2_per_w", "area", "m2/W"),
        ("satellites_per_plane", "", "satellites_per_plane", "1"),
        ("resistance_k_per_w", "k_per_w", "resistance", "K/W"),
        ("limit_k", "k", "limit", "K"),
        ("chips_per_replica", "", "chips_per_replica", "1"),
        ("m", "", "m", "1"),
        ("planes", "", "planes", "1"),
        ("carbon_kg_per_j", "kg_per_j", "carbon", "kg/J"),
        ("water_m3_per_j", "m3_per_j", "water", "m3/J"),
    ],
)
def test_a_name_says_its_unit_and_its_key(name, suffix, key, unit):
    assert (units.suffix(name), units.key_of(name), units.unit_of(name)) == (suffix, key, unit)


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("usd_per_kw_year", "USD/kW/yr"),
        ("worth_usd_per_kw_year", "USD/kW/yr"),
        ("usd_per_w", "USD/W"),
        ("dose_gy_per_year", "Gy/yr"),
        ("mass_kg_per_it_kw", "kg/kW"),
        ("specific_mass_kg_per_kw", "kg/kW"),
        ("grid_twh_per_year", "TWh/yr"),
        ("usd_per_pflop_day", "USD/PFLOP/s-day"),
        ("usd_per_million_tokens", "USD/Mtoken"),
        ("usd_per_chip_hour", "USD/chip-hour"),
        ("eclipse_days_per_year", "day/yr"),
        ("launches_per_year", "1/yr"),
        ("satellites_per_gateway", "1"),
        ("base_year", "1"),
        ("power_kw", "1"),
    ],
)
def test_a_result_may_be_in_units_that_people_read(name, unit):
    assert units.unit_of(name) == unit
    assert units.key_of(name) == name or units.suffix(name).startswith("per_")


def test_what_files_hold_is_in_si():
    """No scenario field has a unit of results alone: its text would be read in another unit."""
    for record in RECORDS:
        for name in record.__dataclass_fields__:
            if units.suffix(name) and not units.suffix(name).startswith("per_"):
                assert units.unit_of(name) == units.si_unit_of(name), name


@pytest.mark.parametrize("name", ["aspect_ratio", "radiation_factor_ratio", "pue_ratio"])
def test_a_ratio_is_no_part_of_a_key(name):
    assert units.key_of(name) == name.removesuffix("_ratio")
    assert units.unit_of(name) == units.si_unit_of(name) == "1"


def test_every_field_of_every_record_has_a_known_unit_and_a_key_of_its_own():
    for record in RECORDS:
        names = list(record.__dataclass_fields__)
        for name in names:
            said = units.unit_of(name)
            for printed, plain in {
                "PFLOP/s-day": "PFLOP",
                "chip-hour": "h",
                "chip-year": "yr",
            }.items():
                said = said.replace(printed, plain)  # what results count by is no unit of files
            units.unit(said)


@pytest.mark.parametrize(
    ("text", "expected", "value"),
    [
        ("650 km", "m", 650e3),
        ("650km", "m", 650e3),
        (" 650 km ", "m", 650e3),
        ("1_584", "1", 1584.0),
        ("6.5e2 km", "m", 650e3),
        ("-5 m", "m", -5.0),
        (".5 kW", "W", 500.0),
        ("20 %", "1", 0.2),
        ("18:00", "s", 64800.0),
        ("6:30", "s", 23400.0),
        ("24:00", "s", 86400.0),
        ("60 degC", "K", 333.15),
        ("3.6 USD/kWh", "USD/J", 1e-6),
        ("1 TFLOP/s", "FLOP/s", 1e12),
        ("8 Gbit/s", "byte/s", 1e9),
        ("360 kg/MWh", "kg/J", 1e-7),
        ("0.36 L/kWh", "m3/J", 1e-10),
    ],
)
def test_values_are_read(text, expected, value):
    assert units.parse(text, expected) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ("650", "m", "650 has no unit; write it like '650 km'"),
        ("650 kg", "m", "kg is the wrong dimension; expected a unit like km"),
        ("650 furlong", "m", "'furlong' is not a unit; expected a unit like km"),
        ("high", "m", "'high' is not a number with a unit"),
        ("", "m", "is not a number with a unit"),
        ("25:00", "s", "'25:00' is not a time of day"),
        ("12:60", "s", "is not a time of day"),
        ("24:30", "s", "is not a time of day"),
        ("18:00", "m", "wrong dimension|not a number|not a unit"),
        ("60 degC", "m", "degC"),
        ("1e400 furlong", "m", "not a unit"),
        ("5 USD/kg", "USD/W", "wrong dimension; expected a unit like USD/W"),
        ("5 km km", "m", "wrong dimension"),
        ("nan m", "m", "not a number"),
        ("_ km", "m", "is not a number"),
        ("1__0 km", "m", "is not a (number|unit)"),
    ],
)
def test_mistakes_are_named(text, expected, reason):
    with pytest.raises(units.UnitError, match=reason):
        units.parse(text, expected)


@given(value=st.floats(1e-9, 1e15), unit=st.sampled_from(sorted(units.FRIENDLY)))
def test_what_is_shown_reads_back(value, unit):
    assert units.parse(units.show(value, unit, 12), unit) == pytest.approx(
        value, rel=1e-11, abs=1e-9 if unit == "K" else 0.0
    )


def test_every_row_reads_in_si():
    for row in catalogue.rows().values():
        assert units.unit("K" if row.unit == "degC" else row.unit), row.id
