"""What a document may say of bulletins, and what is refused with its place."""

import copy
from typing import Any

import pytest

from govscore_lib.errors import InputError
from govscore_lib.rubric import load_rubric
from govscore_lib.rubric.lint import lint_rubric
from tests.bulletins import BULLETIN, bulletin_document
from tests.small_rubrics import load_document, said, write_document

COUNT = {"name": said("n"), "unit": said("u")}
MATTERS = {
    "name": said("matters"), "register": "ratings", "on": "month", "matter": "region_id",
    "count": "bad", "state": "source", "settled": ["public"],
}  # fmt: skip


def figures(**changes: Any) -> list[dict[str, Any]]:
    first, *rest = copy.deepcopy(BULLETIN["figures"])
    return [first | changes, *rest]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"register": "rating"}, ["bulletin ratings, register", "'rating' is not declared", "did you mean 'ratings'?"]),
        ({"on": "moth"}, ["on: 'moth' is not declared in the register ratings", "did you mean 'month'?"]),
        ({"on": "bad"}, ["'bad' is a column of type int", "use date, datetime"]),
        ({"apart": "month"}, ["apart: 'month' is a column of type date", "use enum"]),
        ({"keep": "sorce == public"}, ["'sorce' is not declared"]),
        ({"counts": {**BULLETIN["counts"], "bad": {"sum": "bda", **COUNT}}}, ["'bda' is not declared"]),
        ({"counts": {**BULLETIN["counts"], "bad": {"value": "bad", **COUNT}}}, ["takes counts and sums"]),
        ({"counts": {**BULLETIN["counts"], "records_counted": {"count": "rows", **COUNT}}}, ["choose another name"]),
        ({"figures": figures(value="bda / rated")}, ["figure good, value", "'bda' is not declared"]),
        ({"figures": figures(value="bad > rated")}, ["'bad > rated' is no number"]),
        ({"figures": figures(value="bad / league_sum(bad)")}, ["compares regions"]),
        ({"figures": figures(id="mending")}, ["two figures have the same id"]),
        ({"rank_by": "god"}, ["no figure 'god' to rank by", "did you mean 'good'?"]),
        ({"then": ["bad"]}, ["no figure 'bad' to rank by", "good, mending"]),
        ({"outstanding": {"name": said("x"), "unit": said("u"), "value": "bad - mend"}}, ["outstanding, value", "'mend'"]),
        ({"cycle": ["week"]}, ["'week' is not allowed", "month, quarter or year"]),
        ({"matters": MATTERS | {"register": "things"}}, ["matters, register", "'things' is not declared"]),
        ({"matters": MATTERS | {"count": "month"}}, ["matters, count: 'month' is a column of type date", "use int"]),
        ({"matters": MATTERS | {"settled": ["publik"]}}, ["'publik' is no value of source", "did you mean 'public'?"]),
        ({"rankby": "good"}, ["key 'rankby' is not known here", "did you mean 'rank_by'?"]),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_place(changes: dict[str, Any], words: list[str]):
    with pytest.raises(InputError) as caught:
        load_document(bulletin_document(changes))

    message = str(caught.value)
    assert message.startswith("small.yml, line ")
    assert [] == [word for word in words if word not in message], message


def test_two_bulletins_need_two_ids():
    raw = bulletin_document()
    raw["bulletins"] = [BULLETIN, BULLETIN]

    with pytest.raises(InputError, match="the id 'ratings' stands already"):
        load_document(raw)


def test_a_bulletin_needs_a_region_for_every_record():
    raw = copy.deepcopy(bulletin_document())
    raw["registers"]["ratings"].pop("region")

    with pytest.raises(InputError, match="declares no region column"):
        load_document(raw)


def test_counts_may_be_of_single_records(tmp_path):
    """A register with one row a rating serves as well as one of monthly counts; parameters may be named."""
    raw = bulletin_document(
        {
            "counts": {
                "rated": {"count": "rows", **COUNT},
                "bad": {"count": "rated < limit", **COUNT},
                "mended": {"count": "rated < limit and mended is given", **COUNT},
            }
        },
        parameters={"limit": {"value": "3", "name": said("limit"), "source": "文"}},
    )

    assert () == lint_rubric(write_document(raw, tmp_path))


def test_lint_looks_at_the_readings_of_bulletins(tmp_path):
    def reading(**change: Any) -> dict[str, Any]:
        return {"slug": "other", "change": change, "because": said("why")}

    path = write_document(
        bulletin_document(
            {
                "readings": {
                    "B": reading(rank_by="good"),
                    "C": reading(rank_by="best"),
                    "D": reading(on="mnth"),
                    "E": reading(**{"figure/good": "x"}),
                    "F": reading(ties="dense"),
                }
            }
        ),
        tmp_path,
    )

    expected = [
        "reading B of bulletin ratings changes nothing",
        "reading C of bulletin ratings does not load: Value error, there is no figure 'best' to rank by.",
        "reading D of bulletin ratings does not load: 'mnth' is not declared in the register ratings",
        "reading E of bulletin ratings does not load: there is no 'bulletins/ratings/figure'",
    ]
    found = [remark.text for remark in lint_rubric(path)]
    assert expected == [text[: len(start)] for text, start in zip(found, expected, strict=True)]


def test_the_bulletin_of_the_library_is_cited():
    (found,) = load_rubric("sichuan-2021-services").bulletins

    assert "川政公〔2021〕6号 第六项" == found.source.citation
    assert ("month", "quarter", "year") == found.cycle
    assert "19号" in found.note.zh
