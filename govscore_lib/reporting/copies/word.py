"""The annual report as a Word document: the sentences, figures and tables of its page, from the same sources."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.reporting import charts
from govscore_lib.reporting.charts import captions
from govscore_lib.reporting.copies.paper import Paper
from govscore_lib.reporting.fragments.cautions import caution
from govscore_lib.reporting.fragments.losses import LARGEST_REMAINDER, losses_told
from govscore_lib.reporting.fragments.ranking import most_words, ranking_rules, statement
from govscore_lib.reporting.markup import say
from govscore_lib.reporting.views.board import Board
from govscore_lib.reporting.views.losses import losses_by_category
from govscore_lib.text import Bilingual

TITLE = say("年度报告", "Annual report")


def annual_report(scorecard: Scorecard, language: str, notice: Bilingual) -> bytes:
    """Return the annual report as a Word document in ``"zh"`` or ``"en"``; the same run gives the same bytes.

    notice : what every reader must know of the data; empty when nothing.
    """
    return _Report(scorecard, language, notice).written()


class _Report:
    """One report in one language, section by section."""

    def __init__(self, scorecard: Scorecard, language: str, notice: Bilingual) -> None:
        self.scorecard = scorecard
        self.board = Board(scorecard)
        self.language = language
        self.notice = notice
        self.paper = Paper(self._said(scorecard.title), self._said(TITLE), language)

    def written(self) -> bytes:
        for text in (self.notice, caution(self.board.rubric)):
            if text.zh:
                self.paper.note(self._said(text))
        self._ranking()
        self._categories()
        self._losses()
        self._data()
        self._sources()
        return self.paper.save()

    def _said(self, text: str | Bilingual) -> str:
        return text if isinstance(text, str) else text.in_language(self.language)

    def _ranking(self) -> None:
        self.paper.heading(self._said(say("一、总体情况", "1. The whole picture")))
        self.paper.paragraph(self._said(statement(self.board)))
        self._chart(
            charts.plot_ranking(self.scorecard),
            say("总分和差距（分）", "totals and gaps in points"),
        )
        self.paper.note(self._said(ranking_rules(self.board.rubric)))

    def _categories(self) -> None:
        board = self.board
        parts = [part for part in board.parts if part.max_points != 0]
        if len(board.parts) == 1:
            return
        self.paper.heading(self._said(say("二、各类目得分", "2. Scores by category")))
        heads = []
        for part in parts:
            most = most_words(part)
            words = (
                f"{self._said(part.name)} ({self._said(most)})" if most else self._said(part.name)
            )
            heads.append(words.replace(" (", "（").replace(")", "）") if self.language == "zh" else words)  # fmt: skip
        rows = []
        for s in board.standings:
            scores = [
                "—" if s.waived else board.points(board.sections[(s.region_id, one.category_id)]["score"])
                for one in parts
            ]  # fmt: skip
            rows.append([self._said(s.name), *scores, board.points(s.total)])
        region, total = say("地区", "Region"), say("总分", "Total")
        self.paper.table([self._said(region), *heads, self._said(total)], rows)

    def _losses(self) -> None:
        self.paper.heading(self._said(say("三、失分集中在哪里", "3. Where losses gather")))
        board, losses = self.board, losses_by_category(self.board)
        if losses:
            self.paper.paragraph(self._said(losses_told(board, losses)))
            heads = (
                say("类目", "Category"),
                say("失分合计（分）", "Points lost"),
                say("占全部失分", "Of all losses"),
                say("失分最多的地区", "Region losing most"),
            )
            rows = [
                [
                    self._said(loss.part.name),
                    board.points(loss.lost),
                    loss.share,
                    "—" if loss.most_in is None else self._said(board.standing(loss.most_in).name),
                ]
                for loss in losses
            ]
            self.paper.table([self._said(head) for head in heads], rows)
            self.paper.note(self._said(LARGEST_REMAINDER))
        self._chart(
            charts.plot_separation(self.scorecard),
            say("各条得分（分），差距大的在前", "points by criterion, the widest range first"),
        )

    def _data(self) -> None:
        self.paper.heading(self._said(say("四、数据情况", "4. The data")))
        self._chart(charts.plot_coverage(self.scorecard), say("条款数", "number of criteria"))

    def _sources(self) -> None:
        self.paper.heading(self._said(say("五、出处", "5. Provenance")))
        rubric, receipt = self.board.rubric, self.scorecard.receipt
        period = f"{rubric.period.start} – {rubric.period.end}"
        self.paper.paragraph(
            self._said(
                say(
                    f"评价依据：{rubric.document}；评价期：{period}。",
                    f"Scored by {rubric.document}; period {period}.",
                )
            )
        )
        hashes = (
            ("rubric_sha256", say("规则文件校验值：", "Hash of the rubric: ")),
            ("values_sha256", say("全部数据校验值：", "Hash of all values: ")),
            ("library", say("程序：", "Library: ")),
        )
        for key, words in hashes:
            if key in receipt:
                self.paper.note(f"{self._said(words)}{receipt[key]}")

    def _chart(self, figure: go.Figure, measured: Bilingual) -> None:
        """What a chart shows: its finding, what is measured, and the table behind it."""
        meta: dict[str, Any] = figure.layout.meta
        at = 0 if self.language == "zh" else 1

        def cell(one: str | list[str]) -> str:
            return one if isinstance(one, str) else one[at]

        self.paper.finding(meta["title"][at])
        self.paper.note(self._said(captions.measure(self.board, measured.zh, measured.en)))
        table = meta["table"]
        self.paper.table(
            [cell(one) for one in table["columns"]],
            [[cell(one) for one in row] for row in table["rows"]],
        )
        self.paper.note(meta["note"][at])
