"""Queries of a saved run: every table by its name, and nothing else within reach."""

import json
import shutil

import pytest

from dawndusk.cli import invoke
from dawndusk.core.errors import BadInput
from dawndusk.store import query as asked
from dawndusk.store.folder import _write_parquet
from dawndusk.store.query import query, tables
from tests.systems import OLD, SMALL


@pytest.fixture(scope="module")
def folder(run_folder):
    return run_folder("suncatcher-pair", SMALL)


def rows(folder, sql):
    return query(folder, sql).rows


def refused(folder, sql):
    with pytest.raises(BadInput) as error:
        query(folder, sql)
    return str(error.value)


def test_tables_have_columns_units_and_rows(folder):
    found = {one.name: one for one in tables(folder)}
    names = ["results", "inputs", "anomaly", "cost", "days", "dose_by_altitude"]
    names += ["dose_by_thickness", "groups", "mass", "season", "strip"]
    assert list(found) == names
    assert found["days"].rows == 2
    units = {one.name: one.unit for one in found["days"].columns}
    assert (units["group"], units["generated_w"], units["sunlit_frac"]) == ("", "W", "")
    assert [one.name for one in found["results"].columns] == list(asked.RESULTS)
    assert [one.name for one in found["inputs"].columns] == list(asked.INPUTS)


def test_a_query_gives_the_numbers_of_the_run(folder, saved_run):
    run = saved_run("suncatcher-pair", SMALL)
    ((total,),) = rows(folder, "SELECT sum(usd_per_year) FROM cost WHERE side = 'orbit'")
    assert total == pytest.approx(run.bill.orbit.usd_per_year, rel=1e-12)
    found = rows(folder, "SELECT value, text, unit FROM results WHERE key = 'bill.ratio'")
    assert found == ((run.bill.ratio, None, ""),)
    found = rows(folder, "SELECT value, text FROM results WHERE key = 'verdict.sentence'")
    assert found == ((None, run.verdict.sentence),)
    found = rows(folder, "SELECT unit FROM results WHERE key = 'fleet.mass_kg'")
    assert found == (("kg",),)
    null = rows(folder, "SELECT value, text FROM results WHERE key = 'flight.latency_s'")
    assert null == ((None, None),)


def test_inputs_are_text_with_range_and_origin(folder):
    found = rows(folder, "FROM inputs WHERE key IN ('flight.days', 'launch.price') ORDER BY key;")
    assert found[0] == ("flight.days", "2", None, None, "--set", None)
    assert found[1][:4] == ("launch.price", "7000 USD/kg", "6000 USD/kg", "8000 USD/kg")
    assert found[1][4].startswith("suncatcher-pair.toml:")


def test_a_run_of_an_older_version_is_queried():
    assert rows(OLD, "SELECT value FROM results WHERE key = 'scenario.name'") == ((None,),)
    assert rows(OLD, "SELECT count(*) > 10 FROM cost") == ((True,),)


def test_a_study_has_its_draws(tmp_path):
    entry = {"key": "launch.price", "unit": "USD/kg"}
    (tmp_path / "uncertainty.json").write_text(json.dumps({"inputs": [entry]}))
    columns = {"launch.price": [100.0, 200.0], "result.ratio": [2.0, 3.0]}
    _write_parquet({"draws": {name: _array(held) for name, held in columns.items()}}, tmp_path)
    (table,) = tables(tmp_path)
    assert [(one.name, one.unit) for one in table.columns] == [
        ("launch.price", "USD/kg"),
        ("result.ratio", ""),
    ]
    assert rows(tmp_path, 'SELECT avg("result.ratio") FROM draws') == ((2.5,),)


def _array(values):
    import numpy

    return numpy.array(values)


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("SELECT * FROM day", "no table 'day'; this folder has results, inputs, "),
        ("SELECT * FROM day", "(did you mean days?)"),
        ("SELEC 1", 'Parser Error: syntax error at or near "SELEC"'),
        ("SELECT nothing FROM mass", 'Referenced column "nothing" not found'),
        ("SELECT sum(item) FROM mass", "No function matches the given name and argument types"),
        ("SELECT 1; SELECT 2", "takes one SELECT statement, got SELECT and SELECT"),
        ("", "takes one SELECT statement, got nothing"),
        ("DROP VIEW mass", "takes one SELECT statement, got DROP"),
        ("CREATE TABLE a AS SELECT 1", "takes one SELECT statement, got CREATE"),
        ("COPY mass TO 'mass.parquet'", "takes one SELECT statement, got COPY"),
        ("EXPLAIN ANALYZE COPY mass TO 'm'", "takes one SELECT statement, got EXPLAIN"),
        ("INSTALL httpfs", "takes one SELECT statement, got LOAD"),
        ("SET enable_external_access = true", "takes one SELECT statement, got SET"),
        ("FROM read_csv('/etc/passwd')", 'Cannot access file "/etc/passwd"'),
        ("FROM '/etc/passwd'", "no table '/etc/passwd'"),
        ("FROM 'https://example.org/a.parquet'", "Cannot access file"),
        ("FROM read_parquet('https://example.org/a.parquet')", "Error: "),
        ("FROM read_text('run.json')", "Cannot access file"),
        ("FROM columns", "no table 'columns'"),  # a variable of the program that asks
    ],
)
def test_anything_but_a_select_over_the_tables_is_refused(folder, sql, reason):
    told = refused(folder, sql)
    assert told.startswith("query: ")
    assert "\n" not in told
    assert reason in told


def test_other_folders_are_refused(tmp_path):
    (tmp_path / "compare.json").write_text("{}")
    with pytest.raises(BadInput, match=r"is a comparison folder; a run folder holds run\.json or"):
        tables(tmp_path)


def test_a_damaged_table_is_named(folder, tmp_path):
    copied = shutil.copytree(folder, tmp_path / "damaged")
    (copied / "mass.parquet").write_bytes(b"PAR1 no table")
    with pytest.raises(BadInput, match=r"mass\.parquet: cannot be read: "):
        tables(copied)


def test_a_query_leaves_the_folder_as_it_is(folder):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    query(folder, "SELECT * FROM days")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def printed(capsys, *words):
    assert invoke(["query", *map(str, words)]) == 0
    return capsys.readouterr().out


def test_the_command_lists_tables(folder, capsys):
    lines = printed(capsys, folder).splitlines()
    assert (
        lines[0].split()
        == f"results {tables(folder)[0].rows} rows key, value, text, unit, meaning".split()
    )
    assert max(map(len, lines)) <= 100
    found = json.loads(printed(capsys, folder, "--json"))
    expected = {"table": "mass", "column": "satellite_kg", "type": "DOUBLE", "unit": "kg"}
    assert [one for one in found if one.items() >= expected.items()]
    assert printed(capsys, folder, "--csv").startswith("table,rows,column,type,unit\nresults,")


def test_the_command_prints_an_aligned_table_or_all_rows(folder, capsys):
    sql = "SELECT item, satellite_kg FROM mass ORDER BY satellite_kg DESC"
    lines = printed(capsys, folder, sql).splitlines()
    assert lines[0].split() == ["item", "satellite_kg"]
    assert len({len(line) for line in lines}) == 1  # numbers end in one column
    few = printed(capsys, folder, sql, "--rows", 2).splitlines()
    assert few[3:] == ["", f"2 of {len(lines) - 1} rows shown; --csv and --json print all"]
    table = printed(capsys, folder, sql, "--csv", "--rows", 2).splitlines()
    assert len(table) == len(lines)
    found = json.loads(printed(capsys, folder, sql, "--json"))
    assert [list(one) for one in found] == [["item", "satellite_kg"]] * (len(lines) - 1)
    assert float(table[1].partition(",")[2]) == found[0]["satellite_kg"]


def test_columns_beyond_the_width_are_left_out(folder):
    answer = query(folder, "SELECT * FROM days", 1)
    text = asked.as_text(answer, 60)
    assert max(map(len, text.splitlines()[:2])) <= 60
    assert f"of {len(answer.columns)} columns shown" in text


def test_values_that_json_does_not_have_are_null_or_text(folder):
    sql = "SELECT 'nan'::DOUBLE AS a, DATE '2030-01-01' AS b, [1.5, 'inf'::DOUBLE] AS c, NULL AS d"
    (found,) = asked.as_json(query(folder, sql))
    assert found == {"a": None, "b": "2030-01-01", "c": [1.5, None], "d": None}


def test_one_format_at_a_time(folder, capsys):
    assert invoke(["query", str(folder), "SELECT 1", "--csv", "--json"]) == 2
    assert "--csv and --json exclude each other" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["{}", "[]", "null", '{"inputs": [{'])
def test_a_damaged_study_is_one_message(tmp_path, text):
    (tmp_path / "uncertainty.json").write_text(text)
    with pytest.raises(BadInput, match="uncertainty\\.json: is damaged"):
        query(tmp_path, "SELECT 1")


def test_a_comment_at_the_end_is_no_mistake(folder):
    found = query(folder, "SELECT * FROM results -- all of them", 2)
    assert len(found.rows) == 2
    assert found.total > 100
