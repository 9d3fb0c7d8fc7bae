"""The day kernel's own step as a plain C loop: what a compiler makes of the same arithmetic without
an array library in between.

The loop is written by this file, from the operations that JAX traces: every number of the step is
one C variable, state and sums are arrays over the satellites, time is the outer loop. With `-O3`
the calls of `sqrtf` and `expf` keep gcc from vectorising it; `-Ofast` shows what the machine can
do. One thread.
"""

from __future__ import annotations

import ctypes
import subprocess
import tempfile
import time
from pathlib import Path

import numpy

from dawndusk.core.numeric import jax
from dawndusk.flight import day_kernel, fly, lanes
from dawndusk.flight.step import flyer_of, initial
from dawndusk.records.flight import Totals

TWO = {"add": "+", "sub": "-", "mul": "*", "div": "/", "gt": ">", "lt": "<", "ge": ">=", "le": "<="}
TWO |= {"eq": "==", "ne": "!=", "and": "&", "or": "|", "add_any": "+"}
ONE = {"exp": "expf", "sqrt": "sqrtf", "log": "logf", "floor": "floorf", "abs": "fabsf"}


class Writer:
    """C lines from a jaxpr of scalars."""

    def __init__(self):
        self.lines, self.count = [], 0

    def fresh(self, value, kind="float"):
        name = f"v{self.count}"
        self.count += 1
        self.lines.append(f"      const {kind} {name} = {value};")
        return name

    def write(self, jaxpr, consts, given):
        """Names of the outputs of a jaxpr, given those of its inputs."""
        known = dict(zip([*jaxpr.constvars, *jaxpr.invars], [*consts, *given], strict=True))

        def read(atom):
            if hasattr(atom, "val"):
                value = atom.val.item() if hasattr(atom.val, "item") else atom.val
                return str(int(value)) if isinstance(value, bool) else f"{float(value)!r}f"
            return known[atom]

        for one in jaxpr.eqns:
            ins, name = [read(atom) for atom in one.invars], one.primitive.name
            inner = next(filter(None, map(one.params.get, ("jaxpr", "call", "call_jaxpr"))), None)
            if inner is not None:  # a function within
                found = self.write(inner.jaxpr, map(number, inner.consts), ins)
            elif name == "cond":  # of `once`: always its second branch, which passes all through
                found = ins[1:]
            else:
                kind = "int" if one.outvars[0].aval.dtype == bool else "float"
                found = [self.fresh(expression(name, ins, one.params), kind)]
            known.update(zip(one.outvars, found, strict=True))
        return [read(atom) for atom in jaxpr.outvars]


def number(value):
    return f"{float(value)!r}f"


def expression(name, ins, params):
    """One operation in C."""
    if name in TWO:
        return f"{ins[0]} {TWO[name]} {ins[1]}"
    if name in ONE:
        return f"{ONE[name]}({ins[0]})"
    if name == "neg":
        return f"-{ins[0]}"
    if name == "not":
        return f"!{ins[0]}"
    if name == "max":
        return f"{ins[0]} > {ins[1]} ? {ins[0]} : {ins[1]}"
    if name == "min":
        return f"{ins[0]} < {ins[1]} ? {ins[0]} : {ins[1]}"
    if name == "clamp":
        low, value, high = ins
        return f"{value} < {low} ? {low} : {value} > {high} ? {high} : {value}"
    if name == "select_n":
        return f"{ins[0]} ? {ins[2]} : {ins[1]}"
    if name == "round":
        return f"rintf({ins[0]})"
    if name in ("integer_pow", "square"):
        power = params.get("y", 2)
        product = " * ".join([ins[0]] * abs(power))
        return product if power > 0 else f"1.0f / ({product})"
    if name in ("convert_element_type", "broadcast_in_dim", "squeeze", "copy", "reshape"):
        return ins[0]
    if name == "is_finite":
        return f"isfinite({ins[0]})"
    raise NotImplementedError(name)


def source(scenario, fleet):
    """C of a function that flies satellites through steps, and the numbers that it takes: those of
    the flyer, and the number of carried arrays.
    """
    lib, group = jax(), fleet.groups[0]
    flyer = lanes.plain(flyer_of(group, fleet.steps_per_orbit))
    leaves, structure = lib.tree_util.tree_flatten(flyer)
    start = lib.tree_util.tree_map(numpy.float32, initial(group.satellite))
    sums = lib.tree_util.tree_map(numpy.float32, day_kernel._zero((), "float32"))
    carried, shape = lib.tree_util.tree_flatten((start, sums))

    def step(flyer, carried, sun, node, phase):
        state, sums = lib.tree_util.tree_unflatten(shape, carried)
        around = day_kernel.surroundings(
            lib.tree_util.tree_unflatten(structure, flyer), sun, node, phase
        )
        state, sample = day_kernel.advance(
            lib.tree_util.tree_unflatten(structure, flyer), state, around
        )
        return lib.tree_util.tree_leaves((state, day_kernel._add(sums, sample)))

    one = numpy.float32(1.0)
    small = [numpy.float32(value) for value in leaves]
    traced = lib.make_jaxpr(step)(small, carried, (one,) * 4, one, one)
    writer = Writer()
    given = [f"f{at}" for at in range(len(leaves))]
    given += [f"old{at}" for at in range(len(carried))]
    given += [f"s{at}" for at in range(4)]
    given += ["node_turn", "phase_turn"]
    rates = [f"f{at_rate(flyer, name, leaves)}" for name in ("node", "phase")]
    out = writer.write(traced.jaxpr, map(number, traced.consts), given)
    arrays = "\n".join(
        [f"  const float f{at} = flyer[{at}];" for at in range(len(leaves))]
        + [f"  float *restrict c{at} = carried + {at}L * count;" for at in range(len(carried))]
    )
    read = "\n".join(f"      const float old{at} = c{at}[i];" for at in range(len(carried)))
    results = "\n".join(f"      c{at}[i] = {name};" for at, name in enumerate(out))
    body = "\n".join(writer.lines)
    text = f"""#include <math.h>
void fly(long count, long steps, const float *restrict flyer, const float *restrict sun,
         const float *restrict node, const float *restrict phase, float *restrict carried) {{
{arrays}
  for (long n = 0; n < steps; n++) {{
    const float t = n, s0 = sun[4 * n], s1 = sun[4 * n + 1], s2 = sun[4 * n + 2];
    const float s3 = sun[4 * n + 3], ahead = t * {rates[0]}, along = t * {rates[1]};
#pragma GCC ivdep
    for (long i = 0; i < count; i++) {{
      const float node_turn = node[i] + ahead, phase_turn = phase[i] + along;
{read}
{body}
{results}
    }}
  }}
}}
"""
    return text, small, carried


def at_rate(flyer, name, leaves):
    """Place of a rate among the flyer's numbers."""
    value = getattr(flyer, f"{name}_turn_per_step")
    return next(at for at, leaf in enumerate(leaves) if leaf is value)


def built(text, flags):
    """The function, compiled."""
    with tempfile.TemporaryDirectory() as folder:
        file, library = Path(folder, "step.c"), Path(folder, "step.so")
        file.write_text(text)
        command = ["gcc", *flags, "-march=native", "-shared", "-fPIC", "-o", library, file, "-lm"]
        subprocess.run(command, check=True)
        return ctypes.CDLL(str(library)).fly


def flown(scenario, fleet, steps, *flags):
    """CPU-seconds of the C loop for all satellites of the first group through so many steps of its
    first day, compiled with those flags, and the sums by name.
    """
    text, leaves, carried = source(scenario, fleet)
    function = built(text, flags)
    flyer = lanes.plain(flyer_of(fleet.groups[0], fleet.steps_per_orbit))
    (piece,) = lanes.pieces_of(fleet.groups[0].orbits, None)
    _, node, phase, _, day_s, start_s = fly._days(scenario, flyer, piece)
    drive = day_kernel.make_drive(flyer, node, phase, day_s, start_s, 0, steps)
    sun = numpy.stack([numpy.asarray(part)[:, 0] for part in drive.sun], 1)
    single = [numpy.ascontiguousarray(one, "float32") for one in (leaves, sun)]
    single += [
        numpy.ascontiguousarray(one, "float32") for one in (drive.node_turn[0], drive.phase_turn)
    ]
    held = numpy.repeat(numpy.array(carried, "float32"), len(node)).reshape(len(carried), -1)
    pointers = [one.ctypes.data_as(ctypes.c_void_p) for one in (*single, held)]
    began = time.process_time()
    function(ctypes.c_long(len(node)), ctypes.c_long(steps), *pointers)
    seconds = time.process_time() - began
    names = Totals.__dataclass_fields__
    return seconds, dict(zip(names, held[-len(names) :], strict=True))
