"""``docs/reading-spread.md``: how far every region's place hangs on a reading, for the project's own data.

Written by ``python -m govscore_lib.cli.spread_page`` in the project; a test keeps it in step.
"""

from __future__ import annotations

import polars as pl

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.files import write_beside
from govscore_lib.job import load_run, settings_with_data
from govscore_lib.project import Project, find_project

PAGE = "docs/reading-spread.md"
HEAD = """# How far places hang on readings

For every rubric with data in `data/raw/`: the place of each region, and the best and the worst place that any *one* other reading of the
document leads to, all else as it is. The page *Other readings* of each rubric has the points, clause by clause; `govscore readings RUBRIC`
prints this table and writes every effect as CSV. The data are synthetic (the citizen messages are published figures), so the table says
what readings *can* do, and nothing about the regions.

Printed by `python -m govscore_lib.cli.spread_page`; [readings.md](readings.md) tells what a reading is and how one is chosen.
"""


def spread_page(project: Project) -> str:
    """Return the page for all rubrics that have data and leave a question open."""
    parts = [HEAD]
    for rubric_id, setting in settings_with_data(project):
        card = load_run(rubric_id, project=project, setting=setting)
        if not card.readings.is_empty():
            parts.append(section(card))
    return "\n".join(parts)


def section(card: Scorecard) -> str:
    """Return one rubric's part: how many readings were tried, then the table."""
    names = {region.id: region for region in card.regions}
    tried = card.readings.select("target", "key").unique().height
    moved = card.spread.filter(pl.col("best_rank") != pl.col("worst_rank")).height
    lines = [
        f"\n## {card.part}\n",
        f"Other readings, each tried alone: {tried}. Places that hang on one: {moved} of {card.spread.height}.\n",
        "| region | rank | best | by | worst | by |",
        "|---|--:|--:|---|--:|---|",
    ]
    for row in card.spread.sort("rank", maintain_order=True).iter_rows(named=True):
        region = names[row["region_id"]]
        lines.append(
            f"| {region.name_zh} {region.name('en')} | {row['rank']:g} | {row['best_rank']:g} | "
            f"{_code(row['best_by'])} | {row['worst_rank']:g} | {_code(row['worst_by'])} |"
        )
    return "\n".join([*lines, ""])


def _code(choice: str) -> str:
    return f"`{choice}`" if choice else "–"


if __name__ == "__main__":
    root = find_project()
    write_beside(root.root / PAGE, spread_page(root))
