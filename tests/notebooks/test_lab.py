"""The notebooks in JupyterLab as an analyst uses them: opened, run, looked at, saved and opened again."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Page, sync_playwright

from tests.programs import find_chromium
from tests.projects import ROOT, copy_project

pytestmark = [pytest.mark.browser, pytest.mark.long]

NOTEBOOKS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
SLIDERS = "80_what_if.ipynb"
ONLY_THIS_MACHINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
SECONDS = 60_000
TABLE = """[...document.querySelectorAll('.jp-OutputArea .sliders-ranking tbody tr')].map(row => [
  row.dataset.region, row.querySelector('.now').textContent, row.querySelector('td.figure').textContent])"""
SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none"},  # every cell stands in the page
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}


@pytest.fixture(scope="module")
def lab(tmp_path_factory) -> Iterator[tuple[str, Path]]:
    """A running JupyterLab on a copy of the project: its address, and the project's folder."""
    named = "".join((ROOT / "notebooks" / name).read_text("utf-8") for name in NOTEBOOKS)
    rubrics = set(re.findall(r'RUBRIC = \\?"([\w-]+)', named))
    project = copy_project(tmp_path_factory.mktemp("lab"), sorted(rubrics)).root
    own = tmp_path_factory.mktemp("jupyter")
    for name, wanted in SETTINGS.items():
        file = own / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(wanted), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    places = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.root_dir": project,
        "IdentityProvider.token": "",
        "LabApp.user_settings_dir": own / "settings",
    }
    with (own / "log").open("w", encoding="utf-8") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
            + [f"--{name}={value}" for name, value in options.items()],
            env=os.environ | {place: str(own / place.lower()) for place in places},
            cwd=project,
            stdout=log,
            stderr=log,
        )
        try:
            wait_for(port, server)
            yield f"http://127.0.0.1:{port}", project
        finally:
            server.terminate()
            server.wait(30)


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("JupyterLab does not answer")


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(),
            args=["--no-sandbox", "--disable-gpu", ONLY_THIS_MACHINE],
        )
        yield browser.new_page(viewport={"width": 1300, "height": 1000})
        browser.close()


def opened(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}/lab/tree/notebooks/{name}?reset")
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=SECONDS)
    page.locator("#jp-main-statusbar", has_text="Idle").wait_for(timeout=SECONDS)  # the kernel


def choose(page: Page, menu: str, item: str) -> None:
    page.click(f".lm-MenuBar-item >> text=/^{menu}$/")
    page.click(f".lm-Menu-itemLabel >> text=/^{item}$/")


def run_all_cells(page: Page) -> None:
    choose(page, "Run", "Run All Cells")
    page.wait_for_function(
        """() => {
          const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')];
          return prompts.length && prompts.every(one => /\\[\\d+\\]/.test(one.textContent));
        }""",
        timeout=SECONDS,
    )


def saved(page: Page, file: Path) -> nbformat.NotebookNode:
    """The notebook as it lies on disk once it is saved; for a moment it lies there empty."""
    before = file.stat().st_mtime_ns
    choose(page, "File", "Save Notebook")
    until = time.monotonic() + 30
    while file.stat().st_mtime_ns == before or not file.stat().st_size:
        assert time.monotonic() < until, "not saved"
        page.wait_for_timeout(100)
    page.locator(".jp-mod-current.jp-mod-dirty").wait_for(state="detached", timeout=SECONDS)
    return nbformat.read(file, as_version=4)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_runs_in_jupyterlab_and_shows_what_it_promises(lab, page, name):
    address, project = lab
    opened(page, address, name)

    run_all_cells(page)

    outputs = [
        output
        for cell in saved(page, project / "notebooks" / name).cells
        if cell.cell_type == "code"
        for output in cell.outputs
    ]
    assert [] == [one for one in outputs if one.output_type in ("error", "stream")]
    charts = sum("application/vnd.plotly.v1+json" in one.get("data", {}) for one in outputs)
    page.wait_for_function(
        f"document.querySelectorAll('.js-plotly-plot .main-svg:first-child').length === {charts}",
        timeout=SECONDS,
    )
    tables = sum('class="gs' in one.get("data", {}).get("text/html", "") for one in outputs)
    assert tables <= page.locator(".jp-OutputArea .gs").count()
    assert charts + tables > 0


def test_the_sliders_move_in_jupyterlab_and_stand_there_when_the_notebook_is_opened_again(
    lab, page
):
    address, project = lab
    opened(page, address, SLIDERS)
    run_all_cells(page)
    moved = page.locator(".jp-OutputArea input[type=range]").first
    moved.wait_for(timeout=SECONDS)
    before = page.evaluate(TABLE)

    moved.focus()
    for _ in range(5):
        moved.press("ArrowRight")

    page.wait_for_timeout(1000)
    after = page.evaluate(TABLE)
    assert before != after

    saved(page, project / "notebooks" / SLIDERS)
    opened(page, address, SLIDERS)
    moved.wait_for(timeout=SECONDS)
    page.wait_for_timeout(1000)
    assert after == page.evaluate(TABLE)
