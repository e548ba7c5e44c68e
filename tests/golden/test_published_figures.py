"""The real figures in data/raw, held to the totals that their publishers printed."""

import csv

import pytest

from govscore_lib.rubric import load_league

MESSAGES_PRINTED = 3_314
POPULATION_PUBLISHED = 83_674_866
ZONES_PUBLISHED = {  # residents in 10,000, one decimal as printed
    "成都平原": "4193.5",
    "川南": "1447.3",
    "川东北": "1926.6",
    "攀西": "607.1",
    "川西北": "193.0",
}


@pytest.fixture(scope="module")
def folder(project_root):
    return project_root / "data" / "raw" / "citizen-messages-2026w03"


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_messages_add_up_to_the_printed_total(folder):
    rows = rows_of(folder / "observations" / "messages.csv")

    assert sum(int(row["messages"]) for row in rows) == MESSAGES_PRINTED
    assert all(row["source_url"].startswith("https://") for row in rows)


def test_populations_add_up_to_the_published_total(folder):
    rows = rows_of(folder / "observations" / "population.csv")

    assert sum(int(row["resident_population"]) for row in rows) == POPULATION_PUBLISHED


def test_populations_add_up_to_the_published_zones(folder):
    totals = dict.fromkeys(ZONES_PUBLISHED, 0)
    for row in rows_of(folder / "observations" / "population.csv"):
        totals[row["economic_zone"]] += int(row["resident_population"])

    assert {zone: f"{total / 10_000:.1f}" for zone, total in totals.items()} == ZONES_PUBLISHED


def test_four_populations_were_read_in_a_page_and_the_note_says_so(folder):
    read = {
        row["division"]
        for row in rows_of(folder / "observations" / "population.csv")
        if row["note"] == "read in a published page"
    }

    assert read == {"成都市", "南充市", "达州市", "阿坝州"}


def test_every_division_is_in_the_league_and_tianfu_is_a_reference(folder):
    league = load_league("sichuan")
    named = {
        league.resolve(row["division"]) for row in rows_of(folder / "observations" / "messages.csv")
    }

    assert named == set(league.regions)
    assert len(league.ranked) == 21
    assert [region.name_zh for region in league.references] == ["四川天府新区"]


def test_zones_of_the_league_are_those_of_the_population_file(folder):
    league = load_league("sichuan")

    for row in rows_of(folder / "observations" / "population.csv"):
        assert league.resolve(row["division"]).group == row["economic_zone"]
