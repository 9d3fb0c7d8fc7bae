"""Every mistake we thought of, or made, and the exact words it gets: read `mistakes.txt` as a user
would.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dawndusk.cli import invoke
from dawndusk.core.errors import BadInput
from dawndusk.scenario.reading import load
from dawndusk.store.folder import STUDY, reserved

HERE = Path(__file__).parent

FILES = {
    "many.toml": (
        """\
title = "Eight mistakes at once"
extends = "suncatcher"
[constelation]
altitude = "650 km"
[satellite.array]
efficency = 0.3
areal_mass = 3
[satellite.compute]
power = "300 kg"
idle = 1.4
count = nan
[satellite.radiator]
kind = "flat_pannel"
[launch]
use = "starshipp"
"""
    ),
    "unclosed.toml": 'title = "never closed\n',
    "empty.toml": "",
    "bare.toml": 'title = "Nothing flies"\n[money]\nboundary = "compte"\n',
    "contradiction.toml": (
        """\
title = "Walker that cannot be"
[constellation]
kind = "walker"
altitude = "550 km"
inclination = "53 deg"
planes = 72
satellites_per_plane = 22
satellites = 1000
phasing = 99
[satellite.compute]
use = "h100"
count = 8
[[ground]]
use = "us-texas-gird"
[work]
kind = "inference"
model = "llama-3-7b"
"""
    ),
    "ground.toml": (
        """\
title = "Nothing flies"
[compute]
use = "h1000"
count = 8
[launch]
use = "starship"
[[demand]]
use = "us-2033"
"""
    ),
    "both.toml": (
        'title = "Chips twice"\nextends = "suncatcher"\n[compute]\nuse = "h100"\ncount = 8\n'
    ),
    "shells.toml": (
        """\
title = "Shells that cannot be"
[constellation]
kind = "shells"
[[constellation.shell]]
name = "low"
altitude = "250 km"
inclination = "30 deg"
planes = 3
satellites_per_plane = 4
[[constellation.shell]]
name = "low"
altitude = "600 km"
inclination = "sun-synchronous"
planes = 3
satellites_per_plane = 4
span = "0 deg"
[satellite.compute]
use = "h100"
count = 8
"""
    ),
    "torn.toml": (
        """\
title = "Inputs that cannot go together"
extends = "suncatcher"
[[uncertainty.correlation]]
inputs = ["launch.price", "launch.payload"]
value = 0.9
[[uncertainty.correlation]]
inputs = ["launch.payload", "money.orbit_capital"]
value = 0.9
[[uncertainty.correlation]]
inputs = ["launch.price", "money.orbit_capital"]
value = -0.9
"""
    ),
    "circle.toml": 'title = "Extends itself"\nextends = "circle"\n',
    "rows.toml": 'title = "Bad rows"\nextends = "suncatcher"\nrows = "mine.csv"\n',
    "mine.csv": (
        "id,value,unit,low,high,dist,price_year,source,where,kind,retrieved,note\nmy.power,300,W,400,500,,,me,,guess,,\nmy.price,3,USD,,,,,me,,claim,,\nmy.cost,3,USD,,,,2035,me,,claim,,\nmy.mass,3,kg,,,,,me,,claim,,heavy,"
        " by all means\n"
    ),
}

# On the command line: the scenario, then overrides.
CASES = [
    ["check", "many"],
    ["check", "unclosed"],
    ["check", "empty"],
    ["check", "bare"],
    ["check", "contradiction"],
    ["check", "circle"],
    ["check", "rows"],
    ["check", "ground"],
    ["check", "both"],
    ["check", "shells"],
    ["check", "torn"],
    ["uncertainty", "torn"],
    ["check", "suncacher"],
    ["check", "spacex-ai1@sheet-c"],
    ["check", "us_ground"],
    ["new", "suncacher"],
    *[
        ["check", "suncatcher", "--set", change]
        for change in (
            "constellation.altitude=650",
            "constellation.altitude=650 kg",
            "constellation.altitude=1e3 parsec",
            "constellation.altitude=-7000 km",
            "constellation.altitude=36000 km",
            "constellation.altitude=nan",
            "constellation.satellites=80",
            "constellation.satellites=0",
            "constellation.local_time=25:00",
            "constellation.local_time=18",
            'work={kind = "mean_flops", model = "llama-3-8b"}',
            'satellite.array={area = "200 m2", power = "60 kW"}',
            "satellite.array.age=3 yr",
            "constellation.inclination=200 deg",
            "constellation.kind=walkr",
            "mission.life=0 yr",
            "mission.start=soon",
            "mission.seed=-1",
            "satellite.compute.use=h1000",
            "satellite.compute.count=0",
            "satellite.attitude=nadir",
            "satellite.compute.power=[1, 2]",
            'launch.price={low = "3 USD/kg", high = "1 USD/kg"}',
            'launch.price={low = "3 USD/kg"}',
            'launch.price={low = "1 USD/kg", high = "3 USD/kg", dist = "gaussian"}',
            "launch.to=mars",
            "money.boundary=everything",
            "money.base_year=2035",
            "ground.3.pue=2",
            "ground.0.pue=0.9",
            "satellite.radiator.fins=3",
            "satellite.radiator.facing=sun",
            "satellite.radiator.temperature=600 degC",
            "satellite.radiator.tubes.wall=0 mm",
            "satellite.radiator.tubes.wall=8 mm",
            "satellite.radiator.coating.use=white-pant",
            "satellite.radiator.coating.absorptivity=1.2",
            "satellite.radiator.fin.use=aluminum-6061",
            "satellite.array.cells.use=perovskite",
            "satellite.array.cells.cover=10 um",
            "satellite.array.efficiency=0.3",
            "satellite.battery.temperature=60 degC",
            "satellite.battery.depth_of_discharge=1.5",
            "satellite.battery.depth_of_discharge=0.97",
            "satellite.battery.kind=keepalive",
            "satellite.conversion.voltage=300 V",
            "satellite.shield.thickness=30 mm",
            "satellite.shield.thickness=0 mm",
            "satellite.shield.thickness=10",
            "satellite.compute.silent_error=1 cm2",
            "satellite.compute.dose_tolerance=5 deg",
            "satellite.shield.geometry=cube",
            "satellite.compute.silent_error=7.5e-9",
            "satellite.compute.ecc=maybe",
            "satellite.compute.dose_tolerance=0 Gy",
            "environment.solar_activity=max",
            "environment.radiation_factor=0",
            "environment.sun=quiet",
            "satellite.conversion.harness_loss=50 %",
            "satellite.cooling.rise=50 K",
            "satellite.cooling.use=amonia",
            'satellite.policy={kind = "clock", exponent = 0.5}',
            'satellite.attitude={kind = "solar_drive", joint_loss = 1}',
            "satellite",
            "satellite.compute=3",
            "satellite.array.kind=[1]",
            "name=../elsewhere",
            "rows=mine.csv",
            "mission.start=9999-12-31",
            "mission.seed=10000000000",
            "flight.steps_per_orbit=1",
            "launch.to=36000 km 28.5 deg",
            "launch.to=650 km 999 deg",
            "satellite.compute.idle=1",
            "ground=[3]",
            "uncertainty.draws=10",
            'uncertainty.correlation=[{inputs = ["launch.prize", "launch.payload"], value = 0.5}]',
            'uncertainty.correlation=[{inputs = ["launch.price", "launch.payload"], value = 1}]',
            'uncertainty.correlation=[{inputs = ["launch.price"], value = 0.5}]',
        )
    ],
    ["check", "starlink-ai", "--set", "ground.pue=1.3"],
    ["check", "starlink-ai", "--set", "constellation.planes=1000000000"],
    ["check", "suncatcher", "--set", "ground=us-texas-grid", "--set", "ground.0.pue=1.2"],
    ["design", "suncatcher", "--set", "work.chips_per_replica=1"],
    ["design", "suncatcher", "--set", "satellite.compute.count=2"],
    ["design", "suncatcher", "--set", "satellite.radiator.temperature=-100 degC"],
    ["design", "suncatcher", "--set", "satellite.radiator.temperature=85 degC"],
    ["design", "suncatcher", "--set", "satellite.radiator.area=3 m2"],
    ["design", "suncatcher", "--set", "satellite.array.area=1 m2"],
    ["design", "suncatcher", "--set", "satellite.compute.count=20000"],
    ["design", "suncatcher", "--set", "satellite.bus.structure=0.98"],
    ["design", "starlink-ai", "--set", "satellite.attitude=orbit_normal"],
    ["run", "suncatcher", "--out", "taken"],
    ["compare", "suncatcher"],
    ["compare", "suncatcher", "us-ground", "suncatcher"],
    ["compare", "suncatcher", "us-grund"],
    ["compare", "suncatcher", "us-ground", "--boundary", "everything"],
    ["compare", "suncatcher", "us-ground", "--boundary", "power_only"],
    [
        "price",
        "suncatcher",
        *(
            f"--set={change}"
            for change in (
                "money.boundary=facility",
                "ground.0.facility=0 USD/W",
                "ground.0.electricity=0 USD/kWh",
                "ground.0.operations=0 USD/kW/yr",
            )
        ),
    ],
    ["check", "suncatcher", "--set", "learning.launch=60 %"],
    ["check", "suncatcher", "--set", "launch.launched=0 t"],
    ["check", "suncatcher", "--set", "programme.satelites=5"],
    ["check", "us-ground", "--set", "programme.development=1 MUSD"],
    ["design", "suncatcher", "--set", "launch.volume=15 m3"],
    ["compare", "suncatcher", "us-ground", "--out", "taken"],
    [
        "compare",
        "suncatcher",
        "three-body",
        "starcloud-3",
        "starlink-ai",
        "us-ground",
        "spacex-million",
    ],
    ["compare", "us-ground", "runs/finished"],
    ["compare", "us-ground", "runs/nothing"],
    ["query", "nothing"],
    ["query", "finished", "SELECT * FROM mas"],
    ["query", "finished", "SELECT weight FROM mass"],
    ["query", "finished", "SELEC 1"],
    ["query", "finished", "DROP VIEW mass"],
    ["query", "finished", "FROM read_csv('/etc/passwd')"],
    ["design", "suncatcher", "--set", "flight.sample=0"],
    ["check", "spacex-million", "--set", "constellation.shell.10.altitude=700 km"],
    ["check", "spacex-million", "--set", "constellation.shell.1.altitude=70 km"],
    ["check", "suncatcher", "--set", "constellation.shell.1.altitude=700 km"],
    ["check", "suncatcher", "--set", "mission.life=1" + 400 * "0"],
    ["check", "suncatcher", "--set", "mission.life=1e308 yr"],
    ["check", "suncatcher", "--set", "mission.life=" + 3 * "["],
    ["check", "suncatcher", "--set", "ground.².pue=1.2"],
    ["check", "suncatcher", "--set", "x" + 30 * ".x" + "=1"],
    ["uncertainty", "us-ground"],
    ["uncertainty", "suncatcher", "--draws", "10"],
    ["uncertainty", "suncatcher", "--out", "taken"],
    ["uncertainty", "suncatcher", "--set", "satellite.array.area=1 m2"],
    ["sensitivity", "suncatcher", "--samples", "100"],
    ["break-even", "launch.pric", "suncatcher"],
    ["break-even", "launch.use", "suncatcher"],
    ["break-even", "launch.price", "suncatcher", "--over", "launch.price"],
    ["break-even", "launch.price", "us-ground"],
    ["break-even", "ground.0.supply.latitude", "suncatcher", "--set", "ground.0.supply=off_grid"],
    ["cite", "nothing"],
    ["explain", "bill.ration", "finished"],
    ["explain", "satellite.aray.efficiency", "finished"],
    ["explain", "bill.ratio", "nothing"],
    ["calc", "orbit.perod", "altitude=650 km"],
    ["calc", "orbit.period"],
    ["calc", "orbit.period", "altitude=650"],
    ["calc", "orbit.period", "altitude=650 kg"],
    ["calc", "orbit.period", "altitude=1e3 parsec"],
    ["calc", "orbit.period", "altitude=high"],
    ["calc", "orbit.period", "altitud=650 km"],
    ["calc", "orbit.period", "650 km"],
    ["calc", "orbit.hohmann", "low=300 km", "low=400 km", "height=650 km"],
    ["calc", "orbit.whole_steps", "altitude=650 km,700 km", "step=0 s"],
    ["calc", "orbit.whole_steps", "altitude=650 km", "step=0 s"],
    ["calc", "orbit.sun_synchronous_inclination", "altitude=6000 km"],
    ["calc", "eclipse.sine_beta", "sun=0.1,0.2", "inclination=98 deg", "node=0.1"],
    ["calc", "heat.radiated", "temperature=60 degC", "emissivity=shiny"],
    ["calc", "rocket.exhaust", "specific_impulse=2500"],
    [
        "calc",
        "radiation.dose",
        "altitude=250 km",
        "inclination=98 deg",
        "depth=10 mm",
        "activity=0.5",
    ],
    [
        "calc",
        "radiation.dose",
        "altitude=650 km",
        "inclination=98 deg",
        "depth=30 mm",
        "activity=0.5",
    ],
    ["calc", "sun.seconds_j2000", "date=soon"],
    [
        "calc",
        "season.sunlit",
        "altitude=650 km",
        "inclination=98 deg",
        "plane_node=0 deg",
        "start=2030-13-01",
        "per_day=2.5",
    ],
    ["fliy", "suncatcher"],
    ["run"],
    ["run", "suncatcher", "--sed", "3"],
    ["run", "suncatcher", "--seed", "-3"],
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A folder with the mistaken files, a folder that is not ours, and one finished run."""
    folder = tmp_path_factory.mktemp("desk")
    for name, text in FILES.items():
        (folder / name).write_text(text, "utf-8")
    (folder / "taken").mkdir()
    (folder / "taken" / "thesis.txt").write_text("years of work")
    before = Path.cwd()
    os.chdir(folder)
    try:
        assert invoke(["design", "suncatcher", "--out", "runs/finished"]) == 0
    finally:
        os.chdir(before)
    return folder


def test_messages(desk, monkeypatch, capsys, reference):
    monkeypatch.chdir(desk)
    capsys.readouterr()
    told = []
    for case in CASES:
        before = (
            {path.name for path in desk.iterdir()},
            {path.name for path in (desk / "runs").iterdir()},
        )
        code = invoke(case)
        captured = capsys.readouterr()
        words = " ".join(f'"{word}"' if " " in word else word for word in case)
        message = captured.err.replace(str(desk), "DESK")
        told.append(f"$ dawndusk {words}\n{message}exit {code}\n")
        assert code in (1, 2, 4), case
        assert captured.out == "", case
        assert "Traceback" not in message
        assert (
            {path.name for path in desk.iterdir()},
            {path.name for path in (desk / "runs").iterdir()},
        ) == before, case
    reference(HERE / "mistakes.txt", "\n".join(told))
    assert (desk / "taken" / "thesis.txt").read_text() == "years of work"


@pytest.mark.skipif(
    shutil.which("setpriv") is None and os.geteuid() == 0, reason="root may write anywhere"
)
def test_read_only_output(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    command = [
        sys.executable,
        "-m",
        "dawndusk",
        "design",
        "suncatcher",
        "--out",
        str(closed / "here"),
    ]
    if os.geteuid() == 0:
        tmp_path.chmod(0o755)
        command = ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override", *command]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 2, done.stderr
    assert (
        done.stderr.replace(str(closed), "CLOSED")
        == "dawndusk: CLOSED/here: --out: cannot be written: Permission denied\n"
    )
    assert list(closed.iterdir()) == []


def interrupted(folder, begun, *words):
    """Exit code, output and errors of a command that is interrupted once a file of that pattern is
    there.
    """
    running = subprocess.Popen(
        [sys.executable, "-m", "dawndusk", *words],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 120
    while not list(folder.glob(begun)) and time.monotonic() < deadline:
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    return running.returncode, out, err.lstrip()


def test_interruption_leaves_nothing(tmp_path):
    found = interrupted(tmp_path, "runs/suncatcher.*.partial", "run", "suncatcher")
    assert found == (130, "", "dawndusk: interrupted; nothing was left behind\n")
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_study_keeps_its_draws(tmp_path):
    found = interrupted(
        tmp_path, "runs/*.partial/draws-0.npz", "uncertainty", "suncatcher", "--draws", "1000000"
    )
    (left,) = tmp_path.glob("runs/suncatcher-uncertainty.*.partial")
    assert found == (
        130,
        "",
        (
            f"dawndusk: interrupted; what was done is kept in {left.name}, and the same command"
            " goes on with it\n"
        ),
    )
    assert list(left.glob("draws-*.npz"))


@pytest.mark.parametrize("args", [["cite", "n" * 300], ["check", "n" * 300 + ".toml"]])
def test_what_the_system_refuses_is_one_message(args, capsys):
    assert invoke(args) == 2
    assert "internal error" not in capsys.readouterr().err


def test_two_commands_do_not_draw_the_same_study(tmp_path):
    same, other = load("suncatcher"), load("suncatcher", {"uncertainty.draws": 200})
    with reserved(tmp_path / "study", STUDY, of=same):
        with reserved(tmp_path / "study", STUDY, of=other) as folder:
            (folder / STUDY).write_text('{"scenario": {}, "boundary": "compute", "draws": 200}')
        with (
            pytest.raises(BadInput, match="another command is drawing the same study"),
            reserved(tmp_path / "study", STUDY, of=same),
        ):
            pass
    assert [path.name for path in tmp_path.iterdir()] == ["study"]


@pytest.mark.parametrize(
    ("command", "code"),
    [("check suncatcher >&-", 0), ("check nosuch 2>&-", 2), ("check nosuch 2>/dev/full", 2)],
)
def test_a_stream_that_is_closed_or_full_leaves_the_exit_code(command, code):
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m dawndusk {command}"], capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (code, "")
