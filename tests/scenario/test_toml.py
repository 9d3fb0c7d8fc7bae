"""TOML text of scenarios: lines and comments of keys, and values that are written and read back."""

import tomllib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dawndusk.records.loaded import Origin
from dawndusk.scenario.gallery import gallery
from dawndusk.scenario.reading import load
from dawndusk.scenario.toml import dump, read, to_toml

# -- lines and comments --------------------------------------------------------

LAYOUTS = [  # text, line of each key, comments
    (
        'title = "x"\n\n# head\n[a]  # of a\nb = { c = 1 }\n[[g]]\n[[g]]\nu = 2  # why',
        {"title": 1, "a": 4, "a.b": 5, "a.b.c": 5, "g.0": 6, "g.1": 7, "g.1.u": 8},
        {"a": "of a", "g.1.u": "why"},
    ),
    # a multi-line string holds what looks like keys, headers and comments
    (
        (
            's = """\nfoo = 1\n[bar]\n# not a comment\n"""  # why\n'
            "t = '''\n[[g]]\n'''\n[u]\nv = 1"
        ),
        {"s": 1, "t": 6, "u": 9, "u.v": 10},
        {"s": "why"},
    ),
    # inline tables in an array are numbered, each with the comment of its line
    (
        (
            "[m]\na = [  # both\n  { x = 1, y.z = 2 },  # one\n  # a line of comment\n"
            '  { x = "# no" },  # two\n]\nb = 3'
        ),
        {"m": 1, "m.a": 2, "m.a.0": 3, "m.a.0.x": 3, "m.a.0.y.z": 3, "m.a.1": 5, "m.a.1.x": 5}
        | {"m.b": 7},
        {"m.a": "both"}
        | dict.fromkeys(["m.a.0", "m.a.0.x", "m.a.0.y.z"], "one")
        | dict.fromkeys(["m.a.1", "m.a.1.x"], "two"),
    ),
    # an array of arrays: its lines begin like headers
    ("m = [\n[1, 2],  # row\n[3]\n]  # end\nn = 4", {"m": 1, "n": 5}, {"m": "end"}),
    # array tables that other tables interrupt, and a table of the last of them
    (
        "[[g]]\nx = 1\n[h]\ny = 2\n[[g]]\nx = 3\n[i]\n[g.u]\nz = 4\n[[g.v]]\n[[g.v]]",
        {"g.0": 1, "g.0.x": 2, "h": 3, "h.y": 4, "g.1": 5, "g.1.x": 6, "i": 7}
        | {"g.1.u": 8, "g.1.u.z": 9, "g.1.v.0": 10, "g.1.v.1": 11},
        {},
    ),
    # the tables of each member are counted anew
    (
        "[[g]]\n[[g.v]]\n[[g]]\n[[g.v]]\n[[g.v]]",
        {"g.0": 1, "g.0.v.0": 2, "g.1": 3, "g.1.v.0": 4, "g.1.v.1": 5},
        {},
    ),
    # a table inside another before the other one; dotted keys apart from each other
    (
        "[a.b]\nx = 1\n[a]\nc.d = 2\ny = 3\nc.e = 4",
        {"a.b": 1, "a.b.x": 2, "a": 3, "a.c.d": 4, "a.y": 5, "a.c.e": 6},
        {},
    ),
    # values over several lines inside an inline table
    (
        'a = { b = """\n""", c = [\n  1,\n], d = 2 }  # all\ne = 3',
        {"a": 1, "a.b": 1, "a.c": 2, "a.d": 4, "e": 5},
        {"a": "all", "a.c": "all", "a.d": "all"},
    ),
    (
        "\"a b\" = 1  #\r\n  [ 'c' . d ] # why \r\n\r\n  e=2#why",
        {"a b": 1, "c.d": 2, "c.d.e": 4},
        {"c.d": "why", "c.d.e": "why"},
    ),
    ("", {}, {}),
]


@pytest.mark.parametrize(("text", "lines", "comments"), LAYOUTS)
def test_lines_and_comments(text, lines, comments):
    found = read(text)
    assert found.tree == tomllib.loads(text)
    assert found.lines == lines
    assert found.comments == comments


# the first draw of text may take a second, and other tests may have the processors
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

VALUES = [  # text, lines of its keys
    ("1", {}),
    ('"a # b = { [c]"', {}),
    ('"""\nk = 1  # c\n[h]\n\\""""', {}),
    ("[\n  [1],\n[2]  # c\n  # d = 1\n]", {}),
    ("{ p = 1, q.r = [\n2], s = 3 }", {"p": 0, "q.r": 0, "s": 1}),
    (
        "[ # c\n{ p = 1 }, 2, { q = '''\n''' },\n { r = 1 } ]",
        {"0": 1, "0.p": 1} | {"2": 1, "2.q": 1, "3": 3, "3.r": 3},
    ),
]
BETWEEN = st.sampled_from(["\n", "  # c\n", "\n\n", "\n  # k = 1\n", "\r\n"])
PATH = st.lists(st.sampled_from(["a", "b"]), min_size=1, max_size=2)


def numbered(path, counts):
    """A dotted key with the number of the last of each array of tables on its way."""
    key = ""
    for word in path:
        key = f"{key}.{word}".lstrip(".")
        key += f".{counts[key]}" if key in counts else ""
    return key


@st.composite
def documents(draw):
    """A text of tables and values in any valid order, with the line of each key."""
    text, lines, table, counts = "", {}, "", {}
    for _ in range(draw(st.integers(1, 12))):
        line, path, (value, inner) = text.count("\n") + 1, draw(PATH), draw(st.sampled_from(VALUES))
        sign, written = draw(st.sampled_from(["", "[", "[["])), ".".join(path)
        added = {"": f"{written} = {value}", "[": f"[{written}]", "[[": f"  [[{written}]]"}[sign]
        added += draw(BETWEEN)
        try:
            tomllib.loads(text + added)
        except tomllib.TOMLDecodeError:
            continue
        text += added
        if sign == "":
            key = f"{table}.{written}".lstrip(".")
            lines |= {key: line} | {f"{key}.{one}": line + at for one, at in inner.items()}
            continue
        table = numbered(path, counts)
        if sign == "[[":
            array = f"{numbered(path[:-1], counts)}.{path[-1]}".lstrip(".")
            counts[array] = counts.get(array, -1) + 1
            table = f"{array}.{counts[array]}"
        lines[table] = line
    return text, lines


@patient
@given(documents())
def test_lines_of_random_documents(case):
    text, lines = case
    assert read(text).lines == lines


# -- writing -------------------------------------------------------------------

SINGLE = st.text() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | st.booleans()
SINGLE |= st.dates()
VALUE = st.recursive(
    SINGLE,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@patient
@given(VALUE)
def test_a_value_is_read_back(value):
    text = to_toml(value)
    assert "\n" not in text
    assert tomllib.loads(f"value = {text}") == {"value": value}


@pytest.mark.parametrize("name", gallery())
def test_a_resolved_scenario_is_read_back_with_its_origins(name):
    loaded = load(name)
    found = read(dump(loaded.resolved, loaded.origins, loaded.rows))
    assert found.tree == loaded.resolved
    for key, origin in loaded.origins.items():
        if origin.row:
            assert found.comments[key].startswith(f"row {origin.row}"), key
        elif key in found.lines and key in found.comments:
            assert found.comments[key] == origin.where, key


def test_plain_values_stand_before_tables():
    tree = {
        "a": {"b": {"c": 1}, "d": 2},
        "e": [{"f": {"g": 3}, "h": [1.5, "x"]}],
        "i": None,
        "j": 4,
    }
    text = dump(tree, {"a.d": Origin(where="--set")}, {})
    assert text.splitlines()[:5] == ["j = 4 # default", "", "[a]", "d = 2 # --set", ""]
    assert tomllib.loads(text) == {key: value for key, value in tree.items() if key != "i"}
