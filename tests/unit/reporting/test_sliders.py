"""The object that a notebook cell shows: a widget in JupyterLab, data for the template in a published page."""

import json

import pytest

from govscore_lib.errors import UsageError
from govscore_lib.reporting.jobs import PUBLISHING
from govscore_lib.reporting.sliders.show import MIMETYPE, PublishedSliders, sliders
from govscore_lib.reporting.sliders.source import classic, module, slider_json
from govscore_lib.whatif import Scenario, whatif

SETTING = {"criteria": {"2.02": "3"}, "categories": {}, "keep_total": "proportional"}


@pytest.fixture
def in_lab(monkeypatch):
    monkeypatch.delenv(PUBLISHING, raising=False)


def test_the_widget_keeps_what_is_set_at_hand(in_lab, scorecard):
    widget = sliders(scorecard)
    assert widget.scenario().is_empty

    widget.setting = SETTING  # as the browser does

    assert {"criterion": "2.02", "points": "3"} in widget.scenario().document()["changes"]
    expected = whatif(scorecard, Scenario("x").points({"2.02": 3})).regions
    assert expected.equals(widget.comparison().regions)


def test_the_widget_can_be_sent_to_a_browser(in_lab, scorecard):
    widget = sliders(scorecard, Scenario("x").points({"2.02": 3}))

    state = widget.get_state()

    assert SETTING == state["setting"]
    assert state["data"] == json.loads(json.dumps(state["data"]))
    assert "export default" in state["_esm"]
    assert ".sliders-root" in state["_css"]


def test_a_page_gets_plain_data_without_a_widget(monkeypatch, scorecard):
    monkeypatch.setenv(PUBLISHING, "1")

    shown = sliders(scorecard, Scenario("x").points({"2.02": 3}))

    assert isinstance(shown, PublishedSliders)
    bundle = shown._repr_mimebundle_()
    assert SETTING == bundle[MIMETYPE]["setting"]
    assert bundle == shown._repr_mimebundle_()
    assert "2.02" in shown.comparison().maxima["id"].to_list()


def test_a_scenario_of_other_changes_is_refused(scorecard):
    with pytest.raises(UsageError, match="which sliders cannot show"):
        sliders(scorecard, Scenario("x").without("320803"))


def test_data_cannot_end_their_script_element():
    assert "</" not in slider_json({"name": "</script>"})


def test_one_source_serves_both():
    """The module has one export, the classic script none and nothing that needs a module or an evaluation."""
    assert 1 == module().count("\nexport ")
    for word in ("import ", "export ", "eval(", "fetch(", "innerHTML"):
        assert not [line for line in classic().splitlines() if line.strip().startswith(word)]
    assert classic().startswith("(function () {")
