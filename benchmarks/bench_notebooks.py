"""Notebooks with their pages: the runner beside papermill's loop and nbconvert, in one run.

    python benchmarks/bench_notebooks.py [NOTEBOOKS] [--main-job]

Makes the pages of NOTEBOOKS regions (21 by default) of the demonstration on citizens' messages from the same
notebook: by the runner as the main job uses it; by a loop of papermill with nbconvert's exporter; and by the
same loop with nbconvert's command for each page, as a shell script does it. Then says where the runner's time
went. With --main-job the whole main job for all rubrics is timed beside them.
Ratios, not seconds, are what to look at: machines are noisy.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
RUBRIC = "citizen-messages-2026w03"
NOTEBOOK = "30_explain_a_region.ipynb"


def project_in(folder: Path, rubrics: list[str]) -> Path:
    for name in ("notebooks", "expectations"):
        shutil.copytree(ROOT / name, folder / name)
    for rubric in rubrics:
        shutil.copytree(ROOT / "data" / "raw" / rubric, folder / "data" / "raw" / rubric)
    return folder


def seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def jobs_of(card: Any, root: Path, count: int) -> list[Any]:
    from govscore_lib.reporting.pages.from_notebooks import notebook_jobs

    every = notebook_jobs(card, root / "reports", root)
    return [job for job in every if Path(job.notebook).name == NOTEBOOK][:count]


@contextmanager
def quiet() -> Iterator[None]:
    """Keep what kernels and converters say off the screen."""
    kept, nothing = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)


def runner(card: Any, jobs: list[Any], root: Path) -> tuple[float, list[Any]]:
    """Seconds and results of our runner, the hand-over of the scored run included."""
    from govscore_lib.engine.handing import handed_over
    from govscore_lib.reporting.pages.from_notebooks import run_parameters
    from govscore_lib.reporting.runner.notebooks import run_notebooks

    which = run_parameters(card, root)
    asked = (root, which["RUBRIC"], which["READINGS"], which["SETTING"])
    start = time.perf_counter()
    with handed_over({asked: card}) as environment:
        results = run_notebooks(jobs, environment=environment)
    assert not [one for one in results if one.failure]
    return time.perf_counter() - start, list(results)


def papermill_loop(jobs: list[Any], folder: Path, command: bool) -> tuple[float, float]:
    """Seconds of executing and of converting, one notebook after the other."""
    import nbformat
    import papermill
    from nbconvert.exporters import HTMLExporter

    executing = converting = 0.0
    for number, job in enumerate(jobs):
        done = folder / f"{number}.ipynb"
        executing += seconds(
            lambda job=job, done=done: papermill.execute_notebook(
                job.notebook, str(done), dict(job.parameters), progress_bar=False, cwd=job.cwd
            )
        )
        if command:
            said = [
                sys.executable,
                "-m",
                "nbconvert",
                "--to",
                "html",
                "--log-level=ERROR",
                str(done),
            ]
            converting += seconds(lambda said=said: subprocess.run(said, check=True))
        else:
            converting += seconds(
                lambda done=done: done.with_suffix(".html").write_text(
                    HTMLExporter().from_notebook_node(nbformat.read(done, 4))[0], "utf-8"
                )
            )
    return executing, converting


def inside(job: Any, root: Path, card: Any) -> dict[str, float]:
    """Seconds of each step of one notebook in a fork, after the host has warmed up."""
    from govscore_lib.engine.handing import handed_over
    from govscore_lib.reporting.pages.from_notebooks import run_parameters

    which = run_parameters(card, root)
    asked = (root, which["RUBRIC"], which["READINGS"], which["SETTING"])
    with handed_over({asked: card}) as environment:
        said = subprocess.run(
            [sys.executable, __file__, "--inside", job.output],
            env={**os.environ, **environment, "PLOTLY_RENDERER": "plotly_mimetype"},
            cwd=root, check=True, capture_output=True, text=True,
        )  # fmt: skip
    return {
        name: float(text) for name, text in (line.split("\t") for line in said.stdout.splitlines())
    }


def time_inside(output: str) -> None:
    """Print the steps of the notebook that was executed into ``output``, run once more in this process."""
    start = time.perf_counter()
    from govscore_lib.reporting.jobs import PageSpec
    from govscore_lib.reporting.pages import template
    from govscore_lib.reporting.runner import forkhost, notebooks
    from govscore_lib.reporting.runner.shell import CellShell
    from govscore_lib.reporting.stored.packing import write_page

    imported = time.perf_counter() - start
    warm = seconds(forkhost.warm)
    cells: list[tuple[str, float]] = []
    plain_run = CellShell.run

    def timed(self: Any, source: str) -> Any:
        start = time.perf_counter()
        found = plain_run(self, source)
        cells.append((source.strip().splitlines()[-1], time.perf_counter() - start))
        return found

    CellShell.run = timed  # type: ignore[method-assign]
    import nbformat

    before = nbformat.read(output, 4)
    parameters = before.metadata["papermill"]["parameters"]
    start = time.perf_counter()
    executed = notebooks.execute(Path("notebooks", NOTEBOOK), parameters, output + ".again", engine="fork")  # fmt: skip
    whole = time.perf_counter() - start
    page = PageSpec(html="", root="../../", rubric_id=RUBRIC, title_zh="", title_en="")
    start = time.perf_counter()
    published = template.publish(executed, page)
    publishing = time.perf_counter() - start
    writing = seconds(lambda: write_page(Path(output + ".html"), published))
    for end in (".again", ".html"):
        Path(output + end).unlink()
    for name, took in (
        ("host: imports", imported), ("host: rehearsal", warm),
        *((f"cell: {source}", took) for source, took in cells),
        ("papermill: read, parameters, write", whole - sum(took for _, took in cells)),
        ("page: template", publishing), ("page: packed, written", writing),
    ):  # fmt: skip
        print(f"{name}\t{took}")


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("notebooks", nargs="?", type=int, default=21)
    asked.add_argument("--main-job", action="store_true")
    asked.add_argument("--inside")
    args = asked.parse_args()
    if args.inside:
        time_inside(args.inside)
        return
    from govscore_lib.job import load_run
    from govscore_lib.project import Project

    with tempfile.TemporaryDirectory() as place:
        root = project_in(Path(place, "one").resolve(), [RUBRIC])
        card = load_run(RUBRIC, project=Project(root))
        jobs = jobs_of(card, root, args.notebooks)
        ours, results = runner(card, jobs, root)
        work = sum(one.seconds for one in results)
        few = jobs[: max(1, len(jobs) // 7)]
        with quiet():
            loop = papermill_loop(jobs, root, command=False)
            command = papermill_loop(few, root, command=True)
        scaled = [one * len(jobs) / len(few) for one in command]
        cores = os.cpu_count() or 1
        print(f"{len(jobs)} notebooks with their pages, {cores} cores")
        print(f"  runner                                 1.0×  {ours:7.1f} s")
        for name, (executing, converting) in (
            ("papermill and nbconvert's exporter", loop),
            ("papermill and nbconvert's command", scaled),
        ):
            total = executing + converting
            print(f"  {name:<36} {total / ours:5.1f}×  {total:7.1f} s  ({executing:.1f} + {converting:.1f})")  # fmt: skip
        steps = inside(jobs[len(jobs) // 2], root, card)  # the first place has little to gain
        once = {name: took for name, took in steps.items() if name.startswith("host")}
        of_each = {name: took for name, took in steps.items() if name not in once}
        each, at_once = work / len(jobs), min(cores, len(jobs))
        once["handing the run over, starting, waiting"] = ours - sum(once.values()) - work / at_once
        of_each["fork: memory touched first, cores shared"] = each - sum(of_each.values())
        print(f"where the runner's {ours:.1f} s go")
        for name, took in once.items():
            print(f"  once      {took:6.2f} s  {name}")
        print(f"  {len(jobs)} times  {each:6.2f} s  a notebook, {at_once} at a time; of these")
        for name, took in of_each.items():
            print(f"            {took:6.2f} s  {name}")
        if args.main_job:
            rubrics = sorted(
                path.name for path in (ROOT / "data" / "raw").iterdir() if path.is_dir()
            )
            every = project_in(Path(place, "all").resolve(), rubrics)
            run = [sys.executable, "-m", "govscore_lib.cli", "run", "--project", str(every)]
            for name in ("main job, all rubrics", "the same again, nothing changed"):
                took = seconds(lambda: subprocess.run(run, check=True, stdout=subprocess.DEVNULL))
                count = len(list((every / "reports").rglob("*.html")))
                regions = len(list((every / "reports").rglob("regions/*.html")))
                print(f"{name}: {took:.1f} s, {count} pages, {regions} of them regions'")


if __name__ == "__main__":
    main()
