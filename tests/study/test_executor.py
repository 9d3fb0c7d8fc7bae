"""Executors: one order, one result wherever a study runs, and what is left of one that is stopped.
Tags: law.
"""

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from dawndusk.study import draws as drawing
from dawndusk.study.break_even import seek, seek_over
from dawndusk.study.drivers import drivers
from dawndusk.study.executor import Processes, Serial, Threads
from tests.study.functions import failing, process, slow_power
from tests.study.studies import CHEAP, at

EXECUTORS = [Serial(), Threads(3), Processes(2)]


@pytest.mark.parametrize("executor", EXECUTORS, ids=repr)
def test_results_are_in_the_order_of_the_items(executor):
    told = []
    found = executor.map(partial(slow_power, 2), range(6), tell=lambda *done: told.append(done))
    assert list(found) == [1, 2, 4, 8, 16, 32]
    assert told == [(done, 6) for done in range(1, 7)]
    assert list(executor.map(abs, [])) == []


@pytest.mark.parametrize("executor", EXECUTORS, ids=repr)
def test_what_is_kept_is_found_and_not_computed(executor):
    kept = {1: -1, 4: -4}
    assert list(executor.map(partial(slow_power, 2), range(6), kept=kept)) == [1, -1, 4, 8, -4, 32]
    assert kept == {0: 1, 1: -1, 2: 4, 3: 8, 4: -4, 5: 32}


@pytest.mark.parametrize("executor", EXECUTORS, ids=repr)
def test_a_study_that_is_stopped_keeps_what_is_complete(executor):
    kept = {}

    def stop(done, total):
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(executor.map(partial(slow_power, 2), range(100), kept=kept, tell=stop))
    assert 3 <= len(kept) <= 10  # those under way are completed, the others never begin
    assert all(result == 2**item for item, result in kept.items())
    again = list(executor.map(partial(slow_power, 2), range(10), kept=kept))
    assert again == [2**item for item in range(10)]


@pytest.mark.parametrize("executor", EXECUTORS, ids=repr)
def test_an_error_of_the_function_is_raised(executor):
    with pytest.raises(ValueError, match="the second"):
        list(executor.map(failing, range(4)))


def test_processes_are_other_processes():
    assert os.getpid() not in set(Processes(2).map(process, range(4)))


def test_a_break_even_does_not_depend_on_where_it_runs():
    scenario, _ = at("suncatcher", {"flight.days": 2})
    executors = (Serial(), Threads(3), Processes(1))
    found = [seek(scenario, "launch.payload", executor=one) for one in executors]
    assert found[0].value is None
    assert found[0] == found[1] == found[2]


def test_drivers_and_rows_of_break_evens_do_not_depend_on_threads(monkeypatch):
    monkeypatch.setattr("dawndusk.study.break_even.POINTS", 2)
    scenario, spreads = at("suncatcher", CHEAP)
    few = {
        key: spreads[key]
        for key in ("satellite.compute.life", "satellite.compute.power", "money.orbit_capital")
        if key in spreads
    }
    serial, threads = (drivers(scenario, few, executor=one) for one in (Serial(), Threads(3)))
    assert serial == threads
    assert any(driver.turns_at for driver in serial)
    over = "satellite.compute.life"
    rows = [
        seek_over(scenario, "launch.price", over, few[over], executor=one)
        for one in (Serial(), Threads(3))
    ]
    assert rows[0] == rows[1]
    assert any(row.value for row in rows[0])


def test_draws_do_not_depend_on_where_they_are_made():
    scenario, spreads = at("suncatcher", {"uncertainty.draws": 1500})
    threads, processes = (
        drawing.draw(scenario, spreads, executor=executor)
        for executor in (Threads(2), Processes(1))
    )
    np.testing.assert_array_equal(threads.inputs, processes.inputs)
    for name, values in threads.outputs.items():
        np.testing.assert_array_equal(processes.outputs[name], values)
    assert threads.nominal == processes.nominal


def test_a_stored_chunk_that_is_cut_is_drawn_again(tmp_path):
    scenario, spreads = at("suncatcher", {"uncertainty.draws": 1000})
    before = drawing.draw(scenario, spreads, executor=Serial(), kept=tmp_path)
    (chunk,) = tmp_path.glob("draws-*.npz")
    chunk.write_bytes(chunk.read_bytes()[:1000])
    again = drawing.draw(scenario, spreads, executor=Serial(), kept=tmp_path)
    np.testing.assert_array_equal(before.inputs, again.inputs)


STOPPED = """
import sys, time
from dawndusk.study.executor import Processes

class Shown(dict):
    def __setitem__(self, item, result):
        print(item, flush=True)

if __name__ == "__main__":
    try:
        list(Processes(2).map(time.sleep, [0.3] * 40, kept=Shown()))
    except KeyboardInterrupt:
        sys.exit("stopped")
"""


def test_an_interruption_of_all_processes_is_one_message(tmp_path):
    """Ctrl-C of a terminal reaches the worker processes too."""
    script = tmp_path / "study.py"
    script.write_text(STOPPED)
    running = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # whoever runs the tests in the background ignores it, and children inherit that
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert running.stdout.readline() == "0.3\n"
    os.killpg(running.pid, signal.SIGINT)
    _, err = running.communicate(timeout=60)
    assert err == "stopped\n"
    assert running.returncode == 1


def test_workers_end_with_their_study(tmp_path):
    """Killed outright, the study's process leaves no worker behind."""
    code = (
        "from dawndusk.study.executor import Processes; from tests.study.functions import lasting;"
        " list(Processes(1).map(lasting, range(2)))"
    )
    study = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    worker = int(study.stdout.readline())
    study.kill()
    study.wait()
    for _ in range(100):
        if not _runs(worker):
            break
        time.sleep(0.1)
    assert not _runs(worker)


def _runs(process):
    """Whether a process is there and no zombie."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
