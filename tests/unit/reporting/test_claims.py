"""Claimed beside verified on the page of data and quality."""

import polars as pl

from govscore_lib.engine import score
from govscore_lib.reporting import fragments
from tests.small_rubrics import load_document
from tests.unit.reporting.conftest import observations, small_document
from tests.unit.reporting.test_fragments import text_of

CLAIMS = {
    ("320803", "plans"): ("9", "verified", "台账.pdf"),
    ("320804", "plans"): ("5", "verified", "台账 <乙>.pdf"),
    ("320812", "plans"): ("1", "claimed", ""),
    ("320813", "plans"): ("4", "no evidence", ""),
}


def shown(claims):
    given = observations()
    keys = list(given.select("region_id", "metric_id").iter_rows())
    columns = zip(*(claims.get(key, (None, "", "")) for key in keys), strict=True)
    for name, cells in zip(("claimed", "source", "evidence"), columns, strict=True):
        given = given.with_columns(pl.Series(name, list(cells), dtype=pl.String))
    rubric = load_document(small_document())
    return fragments.show_claims(score(rubric, given, partial_league=True))


def test_what_counts_otherwise_than_claimed_is_listed_largest_difference_first():
    seen = text_of(shown(CLAIMS).html, "zh")

    assert "评审核定 3 项，其中 2 项与填报不同" in seen
    assert "洪泽区 4 0 4 没有佐证" in seen
    assert "淮阴区 5 3 2 台账 &lt;乙&gt;.pdf" in seen
    assert seen.index("洪泽区") < seen.index("淮阴区")
    assert "清江浦区" not in seen


def test_nothing_verified_is_said_in_words():
    assert "没有核定值：各项按填报计分。" == text_of(shown({}).html, "zh")
    assert "Nothing was verified: figures count as claimed." == text_of(shown({}).html, "en")
