"""The sliders as a Jupyter widget: what is moved in the browser is at hand in Python."""

from __future__ import annotations

from typing import Any

import anywidget
import traitlets

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.reporting.markup import fragment_styles
from govscore_lib.reporting.sliders.source import module, style
from govscore_lib.whatif.scenarios.comparison import Comparison
from govscore_lib.whatif.scenarios.run import whatif
from govscore_lib.whatif.scenarios.scenario import Scenario
from govscore_lib.whatif.scenarios.sliders import scenario_of, slider_data
from govscore_lib.whatif.weightings.weighting import Ahp


class SlidersWidget(anywidget.AnyWidget):
    """Sliders over a scorecard.

    data : the scorecard in the shape of ``whatif.sliders``. setting : what is set, {"criteria": {id: points},
    "categories": {id: points}, "keep_total": rule}; it follows the browser, and the browser follows it.
    language : ``"zh"`` or ``"en"``.
    """

    _esm = module()
    _css = fragment_styles() + style()
    data = traitlets.Dict().tag(sync=True)
    setting = traitlets.Dict().tag(sync=True)
    language = traitlets.Enum(["zh", "en"], default_value="zh").tag(sync=True)

    def __init__(self, card: Scorecard, setting: dict[str, Any], judged: Ahp | None = None) -> None:
        """Show a scorecard, beginning with a setting; judged : weights from a pairwise table."""
        super().__init__(data=slider_data(card, judged), setting=setting)
        self.card = card

    def scenario(self) -> Scenario:
        """Return what is set now as a scenario."""
        return scenario_of(self.card, self.setting)

    def comparison(self) -> Comparison:
        """Return what the engine says of what is set now."""
        return whatif(self.card, self.scenario())
