"""The offline bundle installs with the index switched off and scores."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.long


def closed_network() -> dict[str, str]:
    """Environment in which pip may ask nobody: no index, no other wheels, a proxy that is not there."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PIP_")}
    nowhere = "http://127.0.0.1:9"
    return kept | {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_INDEX": "1",
        "PIP_NO_CACHE_DIR": "1",
        "HTTP_PROXY": nowhere,
        "HTTPS_PROXY": nowhere,
        "PYTHON": sys.executable,
    }


@pytest.fixture(scope="module")
def bundle(tmp_path_factory) -> Path:
    """A clone makes the bundle, so that only what is committed is in it."""
    clone = tmp_path_factory.mktemp("bundle") / "clone"
    subprocess.run(["git", "clone", "-q", "--depth=1", f"file://{ROOT}", clone], check=True)
    subprocess.run(["sh", "tools/make_bundle.sh", sys.executable], cwd=clone, check=True)
    (made,) = clone.glob("build/govscore-*")
    return made


def test_the_bundle_installs_and_scores_without_a_network(bundle):
    subprocess.run(["sh", "install.sh"], cwd=bundle, env=closed_network(), check=True)
    project = bundle / "project"
    python = project / ".venv" / "bin" / "python"

    found = subprocess.run(
        [python, "-c", "import govscore_lib; print(govscore_lib.__file__)"],
        cwd=bundle,
        env=closed_network(),
        capture_output=True,
        text=True,
        check=True,
    )
    subprocess.run(
        [python.with_name("govscore"), "run", "citizen-messages-2026w03"],
        cwd=project,
        env=closed_network(),
        check=True,
    )

    assert str(project / ".venv") in found.stdout
    assert project.joinpath("reports", "citizen-messages-2026w03", "index.html").is_file()


def test_the_bundle_refuses_another_python(bundle, tmp_path):
    """In words of both languages, before anything is installed."""
    other = tmp_path / "python"
    other.write_text("#!/bin/sh\necho 3.8\n")
    other.chmod(0o755)

    refused = subprocess.run(
        ["sh", "install.sh"],
        cwd=bundle,
        env=closed_network() | {"PYTHON": str(other)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert 2 == refused.returncode
    assert "只适用于 Python" in refused.stderr
    assert "fits Python" in refused.stderr
