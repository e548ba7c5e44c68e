"""``gs.sliders``: live sliders in JupyterLab, and the same component where a notebook becomes a page."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.reporting.jobs import PUBLISHING
from govscore_lib.whatif.scenarios.comparison import Comparison
from govscore_lib.whatif.scenarios.run import whatif
from govscore_lib.whatif.scenarios.scenario import Scenario
from govscore_lib.whatif.scenarios.sliders import scenario_of, setting_of, slider_data
from govscore_lib.whatif.weightings.weighting import Ahp

if TYPE_CHECKING:
    from govscore_lib.reporting.sliders.widget import SlidersWidget

MIMETYPE = "application/vnd.govscore.sliders+json"
"""A cell's output that the page's template turns into sliders: data, and the setting to begin with."""


class PublishedSliders:
    """Sliders as a published page shows them; in the notebook itself nothing moves.

    setting : where they begin, {"criteria": {id: points}, "categories": {id: points}, "keep_total": rule}.
    """

    def __init__(self, card: Scorecard, setting: dict[str, Any], judged: Ahp | None = None) -> None:
        """Hold a scorecard, a setting and weights from judgements."""
        self.card = card
        self.judged = judged
        self.setting = setting

    def scenario(self) -> Scenario:
        """Return the setting as a scenario."""
        return scenario_of(self.card, self.setting)

    def comparison(self) -> Comparison:
        """Return what the engine says of the setting."""
        return whatif(self.card, self.scenario())

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        data = {"data": slider_data(self.card, self.judged), "setting": self.setting}
        return {MIMETYPE: data, "text/plain": repr(self)}

    def __repr__(self) -> str:
        return f"<govscore sliders of {self.card.rubric.id}>"


def sliders(
    card: Scorecard, scenario: Scenario | None = None, judged: Ahp | None = None
) -> SlidersWidget | PublishedSliders:
    """Return sliders for the points of categories and criteria, with the ranking that follows from them.

    scenario : where they begin; the points as printed by default. judged : weights from a pairwise table (``ahp``), to
    be chosen as a beginning like those from the figures. ``.scenario()`` gives what is set as a
    scenario, ``.comparison()`` what the engine says of it. Raises UsageError for a scenario that changes more than
    points, InputError where its points do not fit, and UsageError for a scorecard that comes of a scenario.
    """
    setting = setting_of(card, scenario or Scenario())
    if os.environ.get(PUBLISHING):
        return PublishedSliders(card, setting, judged)
    from govscore_lib.reporting.sliders.widget import SlidersWidget

    return SlidersWidget(card, setting, judged)
