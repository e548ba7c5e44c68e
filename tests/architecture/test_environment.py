"""The ways to install agree: pyproject.toml, both locks, environment.yml, Makefile."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads(ROOT.joinpath("pyproject.toml").read_text("utf-8"))
LOCKS = ("requirements.lock", "requirements-dev.lock")


def pins(lock: str) -> dict[tuple[str, str], tuple[str, frozenset[str]]]:
    """Name and marker → version and hashes, as written in a lock."""
    text = ROOT.joinpath(lock).read_text("utf-8").replace("\\\n", " ")
    found = {}
    for line in text.splitlines():
        pin = re.match(r"([a-z0-9._-]+)==(\S+)\s*(?:;\s*(.*?))?\s*(?=--hash|$)", line)
        if pin:
            name, version, marker = pin.groups()
            hashes = frozenset(re.findall(r"--hash=(sha256:[0-9a-f]{64})", line))
            found[name, marker or ""] = (version, hashes)
    return found


def names(lock: str) -> set[str]:
    return {name for name, _ in pins(lock)}


def required_name(requirement: str) -> str:
    return re.match(r"[A-Za-z0-9._-]+", requirement).group().lower().replace("_", "-")


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_hashes(lock):
    assert [] == [name for name, (_, hashes) in pins(lock).items() if not hashes]


def test_every_dependency_is_locked():
    wanted = {required_name(text) for text in PROJECT["project"]["dependencies"]}
    extras = dict(PROJECT["project"]["optional-dependencies"])
    extras.pop(
        "bench"
    )  # others' libraries, which one benchmark is measured against and nothing else needs
    for extra in extras.values():
        assert set() == {required_name(text) for text in extra} - names("requirements-dev.lock")

    assert set() == wanted - names("requirements.lock")


def test_the_locks_agree():
    """What a release runs on is what the tests ran on: same names, versions and hashes."""
    runtime, dev = (pins(lock) for lock in LOCKS)
    versions = {name: set() for name in names("requirements.lock")}
    tested = {name: set() for name in versions}
    for (name, _), pin in runtime.items():
        versions[name].add(pin)
    for (name, _), pin in dev.items():
        if name in tested:
            tested[name].add(pin)

    assert versions == tested


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_was_made_by_the_makefile(lock):
    """`make lock` makes the same file again: the command in the file is the Makefile's."""
    command = ROOT.joinpath(lock).read_text("utf-8").splitlines()[1].removeprefix("#").split()
    options = re.search(r"^LOCK\s*:=\s*(.*)$", ROOT.joinpath("Makefile").read_text("utf-8"), re.M)

    assert set(options.group(1).split()) <= set(command)
    assert ["-o", lock] == command[-2:]


def test_conda_installs_the_same_packages():
    """pip takes no editable install beside hashes, so the lock stands alone under pip."""
    environment = yaml.safe_load(ROOT.joinpath("environment.yml").read_text("utf-8"))

    assert {"name", "dependencies"} == environment.keys()
    assert "govscore" == environment["name"]
    assert [
        f"python{PROJECT['project']['requires-python']}",
        "pip",
        {"pip": ["-r requirements.lock"]},
    ] == environment["dependencies"]


@pytest.mark.parametrize("text", ["environment.yml", "README.md", "README.zh-CN.md", "Makefile"])
def test_the_project_itself_is_installed_without_dependencies(text):
    assert "pip install " in (found := ROOT.joinpath(text).read_text("utf-8"))
    assert re.search(r"pip install (-q )?--no-deps -e \.", found)


def test_nothing_unpinned_builds_the_project():
    """An isolated build takes no hashes, so its only package is pinned and needs no other."""
    assert ["flit_core==4.2.0"] == PROJECT["build-system"]["requires"]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_package_held_back_is_pinned_with_the_extra_that_others_ask_for(lock):
    """pip before 23.3 takes the newest version for the extra otherwise, and refuses it for want of a hash."""
    text = ROOT.joinpath(lock).read_text("utf-8")
    plain, extra = (
        re.findall(rf"^jsonschema{name}(==\S+ .*\n(?:    --hash=.*\n)+)", text, re.MULTILINE)
        for name in ("", r"\[format-nongpl\]")
    )

    assert 1 == len(plain)
    assert plain == extra
