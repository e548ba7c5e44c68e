"""Critical findings stop the criteria they protect, in their region or everywhere."""

import subprocess
import sys

from govscore_lib.findings import Finding
from govscore_lib.quality import criteria_blocked

REGIONS = ["320803", "320804"]


def finding(severity="critical", region="", criteria=("1",)):
    return Finding("code", severity, "原因", "reason", "debts", region, criteria=criteria)


def test_a_finding_blocks_its_criteria_in_its_region(rubric):
    blocked = criteria_blocked(rubric, [finding(region="320804", criteria=("1", "3"))], REGIONS)

    assert {("320804", "1"): "原因", ("320804", "3"): "原因"} == blocked


def test_a_finding_without_region_blocks_everywhere(rubric):
    assert {("320803", "1"), ("320804", "1")} == set(criteria_blocked(rubric, [finding()], REGIONS))


def test_warnings_notes_and_strangers_block_nothing(rubric):
    harmless = [
        finding("warning"), finding("note"), finding(region="999999"), finding(criteria=("9.99",)),
    ]  # fmt: skip

    assert {} == criteria_blocked(rubric, harmless, REGIONS)


def test_the_package_loads_without_great_expectations():
    """It takes seconds to import; only a check that runs may pay for it."""
    code = "import sys, govscore_lib.quality; print('great_expectations' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "False" == done.stdout.strip()
