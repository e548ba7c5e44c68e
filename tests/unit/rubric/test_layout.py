"""Tile maps: where a league's regions stand, and what a layout must not do."""

import pytest

from govscore_lib.errors import InputError
from govscore_lib.rubric.layout import load_layout, read_layout
from govscore_lib.rubric.league import League, Region, load_league

LEAGUE = League("two", (Region("A", "甲"), Region("B", "乙"), Region("C", "参照", reference=True)))


@pytest.mark.parametrize(("name", "tiles"), [("sichuan", 21), ("xiangxi", 8), ("huaian-2021", 7)])
def test_every_ranked_region_has_a_tile_of_its_own(name, tiles):
    layout = load_layout(name)

    assert {region.id for region in load_league(name).ranked} == set(layout.places)
    assert tiles == len(set(layout.places.values()))


def test_neighbours_lie_as_on_a_map():
    """甘孜 is west of 成都, 广元 north of 南充, 泸州 south of 内江."""
    at = load_layout("sichuan").places

    assert at["513300"][1] < at["510100"][1]
    assert at["510800"][0] < at["511300"][0]
    assert at["510500"][0] > at["511000"][0]


def test_a_league_without_a_layout_has_none():
    assert load_layout("rudong") is None


def test_a_league_of_ones_own_has_its_layout_beside_it(tmp_path):
    league = tmp_path / "mine.csv"
    league.write_text("region_id,name_zh\nA,甲\nB,乙\n", "utf-8")
    (tmp_path / "mine.layout.csv").write_text("region_id,row,column\nA,1,1\nB,1,2\n", "utf-8")

    layout = load_layout(str(league))

    assert {"A": (1, 1), "B": (1, 2)} == dict(layout.places)
    assert (1, 2) == (layout.rows, layout.columns)


def test_all_faults_of_a_layout_are_told_at_once(tmp_path):
    path = tmp_path / "two.layout.csv"
    path.write_text("region_id,row,column\nA,1,1\nA,2,1\nC,1,1\nD,0,x\n", "utf-8")

    with pytest.raises(InputError) as caught:
        read_layout(path, LEAGUE)

    message = str(caught.value)
    assert "line 3: 'A' has two tiles" in message
    assert "line 4: 'C' is no ranked region of the league two" in message
    assert "line 4: 'C' stands on the tile of 'A'" in message
    assert "line 5: row '0', column 'x'" in message
    assert "'B' has no tile" in message


def test_a_missing_column_is_named(tmp_path):
    path = tmp_path / "two.layout.csv"
    path.write_text("region_id,row\nA,1\n", "utf-8")

    with pytest.raises(InputError, match="column 'column' is missing"):
        read_layout(path, LEAGUE)
