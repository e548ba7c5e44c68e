"""Finished runs handed by the main job to the notebooks that it starts, so that none scores again.

The runs lie in a private folder that lives as long as the job. Its place is told to the notebooks'
processes alone, in their environment; a notebook opened by hand, or run on another machine, scores for itself.
"""

from __future__ import annotations

import os
import pickle
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.fingerprints import digest

FOLDER = "GOVSCORE_RUNS"
"""Environment variable that names the folder."""

Asked = tuple[Path, str, str, str]
"""What a notebook asks for: the project's root, rubric, readings as one text, and setting."""


@contextmanager
def handed_over(runs: Mapping[Asked, Scorecard]) -> Iterator[dict[str, str]]:
    """Yield what to add to the environment of processes that may take these runs; afterwards they are gone.

    The tables that every page shows are worked out beforehand, once.
    """
    with tempfile.TemporaryDirectory(prefix="govscore-runs-") as folder:
        for asked, card in runs.items():
            _work_out(card)
            path = Path(folder, _name(asked))
            path.write_bytes(pickle.dumps(card, protocol=pickle.HIGHEST_PROTOCOL))
        yield {FOLDER: folder}


def taken_over(asked: Asked) -> Scorecard | None:
    """Return the run that the main job handed over for what is asked; None where there is none."""
    folder = os.environ.get(FOLDER)
    path = Path(folder, _name(asked)) if folder else None
    if path is None or not path.is_file():
        return None
    card: Scorecard = pickle.loads(path.read_bytes())
    return card


def _name(asked: Asked) -> str:
    root, rubric, readings, setting = asked
    return f"{digest(str(root.resolve()), rubric, readings, setting)}.run"


def _work_out(card: Scorecard) -> None:
    for one in (card, *card.embedded.values()):
        if isinstance(one, Scorecard):
            for table in (one.scores, one.categories, one.awards):
                table.height  # noqa: B018  (worked out when first looked at)
            for language in ("zh", "en"):
                one.ledger_in(language)
