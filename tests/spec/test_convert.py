"""convert: points converted from a score that somebody else gave."""

import pytest

from govscore_lib.errors import InputError


def test_the_score_counts_by_its_full_mark(check_rule):
    """Xiangxi, clause 2.4: 92.5 of 100 for 3 points. Without a full mark there is nothing to convert by."""
    check_rule("kind: convert, value: platform_score / full_mark", """
        platform_score | full_mark | points
        92.5           | 100       | 2.775
        9.25           | 10        | 2.775
        0              | 100       | 0
        92.5           |           | missing
        92.5           | 0         | missing
                       | 100       | missing """, max_points="3")  # fmt: skip


def test_a_score_without_a_full_mark_is_refused(check_rule):
    with pytest.raises(InputError, match="needs a full mark"):
        check_rule("kind: convert, value: platform_score", """
            platform_score | points
            92.5           | 2.775 """)  # fmt: skip
