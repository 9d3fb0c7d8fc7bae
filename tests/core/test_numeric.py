"""The numeric namespace: what a type checker is told of it is there, in NumPy and in JAX. Tag:
house.
"""

import subprocess
import sys
import typing

import numpy
import pytest

from dawndusk.core import functions, numeric
from dawndusk.core.errors import BadInput
from dawndusk.core.numeric import jax, np

DECLARED = sorted(
    {*functions.Functions.__annotations__, *vars(functions.Functions)}
    - set(dir(typing.Protocol))
    - {name for name in vars(functions.Functions) if name.startswith("_")}
)


def test_more_than_forty_functions_are_declared():
    assert len(DECLARED) > 40
    assert {"sqrt", "where", "einsum", "pi"} <= set(DECLARED)


@pytest.mark.parametrize("name", DECLARED)
def test_what_is_declared_is_in_both_libraries(name):
    assert hasattr(numpy, name)
    assert hasattr(jax().numpy, name)
    assert getattr(np, name) is not None


def test_a_function_gives_what_its_overloads_say():
    """`float` in, `float` out; an array among the arguments, an array out."""
    row = numpy.array([1.0, 4.0])
    assert type(np.sqrt(4.0)) is type(np.maximum(1.0, 2.0)) is float
    for made in (np.sqrt(row), np.maximum(1.0, row), np.sum(row[None], axis=0)):
        assert isinstance(made, numpy.ndarray)
    for made in (np.sqrt(jax().numpy.asarray(row)), np.maximum(1.0, jax().numpy.asarray(row))):
        assert isinstance(made, jax().Array)


def test_types_load_neither_library():
    """`Array` and the protocols of parts are annotations: reading a scenario stays light."""
    code = (
        "import sys; import dawndusk.records.scenario, dawndusk.records.parts;print([name for name"
        " in ('numpy', 'jax', 'dawndusk.core.functions') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_at_run_time_an_array_is_anything():
    for alias in (numeric.Array, numeric.Values, numeric.Count, numeric.Pure):
        assert typing.get_args(alias)[0] is typing.Any


@pytest.mark.parametrize(("name", "code"), [("cpu", 0), ("no-such-device", 2)])
def test_a_device_is_chosen_by_name(name, code, tmp_path):
    words = (
        "fly",
        "suncatcher",
        "--set",
        "flight.days=1",
        "--device",
        name,
        "--out",
        tmp_path / "x",
    )
    done = subprocess.run(
        [sys.executable, "-m", "dawndusk", *words], capture_output=True, text=True, cwd=tmp_path
    )
    assert done.returncode == code
    if code:
        expected = f"dawndusk: --device: JAX finds no device {name!r} here (did you mean cpu?)\n"
        assert done.stderr == expected
        assert not list(tmp_path.iterdir())


def test_another_device_than_the_one_in_use_is_refused():
    assert jax().default_backend() == "cpu"
    numeric.choose_device("cpu")
    with pytest.raises(BadInput, match="JAX runs on cpu already, not on gpu"):
        numeric.choose_device("gpu")
    assert jax().default_backend() == "cpu"
