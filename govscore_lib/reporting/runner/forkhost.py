"""The process that notebooks are forked from: ``python -m govscore_lib.reporting.runner.forkhost``.

Reads one request (engine, workers, jobs) as JSON from standard input, prints one line of JSON a
finished job. Everything is imported once; each notebook then runs in a fork that ends with it.
Nothing here touches polars before the fork: its thread pool would not survive in the child.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import signal
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from govscore_lib.engine.handing import FOLDER
from govscore_lib.reporting.jobs import EngineName, Failure, JobResult, NotebookJob
from govscore_lib.reporting.runner.notebooks import TIMEOUT, run_job
from govscore_lib.reporting.stored.packing import write_page


@dataclass
class Child:
    """A forked process at work on a job."""

    job: NotebookJob
    answer: Path
    noise: Path
    started: float
    late: bool = False


def main() -> int:
    """Serve one request and end."""
    request: dict[str, Any] = json.load(sys.stdin)
    engine: EngineName = request["engine"]
    jobs = [NotebookJob.from_plain(data) for data in request["jobs"]]
    if engine == "fork" and hasattr(os, "fork") and len(jobs) > 1:
        warm()
        serve(jobs, request["workers"])
    else:
        for job in jobs:
            with _stdout_to_stderr():
                result = run_job(job, engine)
            tell(result)
    return 0


def warm() -> None:
    """Import and compile all that every notebook needs, then spare it from the collector.

    Every home of a public name is imported and a small notebook is rehearsed from its first cell to its
    page; nothing is computed with polars, so its pool has no thread yet.
    """
    import govscore_lib
    from govscore_lib.quality import blocking  # noqa: F401

    for home in govscore_lib.HOMES:
        import_module(home)
    rehearse()
    gc.collect()
    gc.freeze()


REHEARSED = """import plotly.graph_objects as go

words = {"font": {"size": 12, "color": "#000"}}
titled = {"title": {"text": "", **words}, "tickfont": {"size": 12}}
go.Figure(
    [
        {"type": "bar", "x": [1], "y": [1], "marker": {"color": "#000", "line": {"width": 1}}},
        {"type": "scatter", "x": [1], "y": [1], "line": {"width": 1}, "marker": {"line": {"width": 1}}},
        {"type": "heatmap", "z": [[1]], "colorbar": {"title": {"text": ""}}},
    ],
    {
        "title": {"text": "", "pad": {"t": 1}, **words},
        "xaxis": titled,
        "yaxis": titled,
        "legend": words,
        "hoverlabel": words,
        "annotations": [{"text": "", **words}],
        "shapes": [{"type": "line", "line": {"width": 1}}],
        "margin": {"t": 1},
    },
)
"""
"""A cell that touches what charts are made of."""


def rehearse() -> None:
    """Run a notebook of one chart and publish it, to nobody, so that what is made once is made here."""
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, writes

    from govscore_lib.reporting.jobs import PageSpec
    from govscore_lib.reporting.pages import template
    from govscore_lib.reporting.runner.notebooks import execute

    cells = [new_markdown_cell("# a\n\n- b"), new_code_cell(REHEARSED), new_code_cell("print(1)")]
    with tempfile.TemporaryDirectory(prefix="govscore-") as folder:
        notebook = Path(folder, "rehearsal.ipynb")
        notebook.write_text(writes(new_notebook(cells=cells)), encoding="utf-8")
        with _stdout_to_stderr():
            executed = execute(notebook, {}, Path(folder, "run.ipynb"), engine="fork", cwd=folder)
    template.publish(executed, PageSpec(html="", root="", rubric_id="", title_zh="", title_en=""))


def serve(jobs: list[NotebookJob], workers: int) -> None:
    """Fork a child a job, at most ``workers`` at a time, and tell each result as it comes."""
    waiting = list(reversed(jobs))
    running: dict[int, Child] = {}
    parent = os.getppid()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with tempfile.TemporaryDirectory(prefix="govscore-") as folder, _none_left(running):
        while waiting or running:
            if os.getppid() != parent:
                # the job was killed; nobody waits for an answer, and nobody else clears up after it
                shutil.rmtree(os.environ.get(FOLDER, ""), ignore_errors=True)
                return
            while waiting and len(running) < workers:
                job = waiting.pop()
                number = len(jobs) - len(waiting)
                child = Child(
                    job,
                    Path(folder, f"{number}.json"),
                    Path(folder, f"{number}.err"),
                    time.monotonic(),
                )
                running[_fork(child)] = child
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid:
                tell(_result(running.pop(pid), status))
                continue
            for late_pid, child in running.items():
                if not child.late and time.monotonic() - child.started > TIMEOUT:
                    child.late = True
                    os.kill(late_pid, signal.SIGKILL)
            time.sleep(0.005)


@contextmanager
def _none_left(running: Mapping[int, Child]) -> Iterator[None]:
    """Let no child go on when the host ends before them."""
    try:
        yield
    finally:
        for pid in running:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def _fork(child: Child) -> int:
    sys.stdout.flush()
    sys.stderr.flush()
    with warnings.catch_warnings():
        # newer Pythons warn of any second thread; polars' allocator keeps one, which a fork does not need
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        _be_quiet(child.noise)
        result = run_job(child.job, "fork")
        child.answer.write_text(json.dumps(result.plain(), ensure_ascii=False), encoding="utf-8")
        code = 0
    finally:
        sys.stderr.flush()
        os._exit(code)


def _be_quiet(noise: Path) -> None:
    """Keep the child's own output off the line to the parent; it is shown if the child dies."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    log = os.open(noise, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)


def _result(child: Child, status: int) -> JobResult:
    """Return the child's own answer, or a failure that says how it ended."""
    if child.answer.exists():
        return JobResult.from_plain(json.loads(child.answer.read_text(encoding="utf-8")))
    from govscore_lib.reporting.pages.template import publish_failure

    code = os.waitstatus_to_exitcode(status)
    how = f"no answer in {TIMEOUT} seconds" if child.late else f"the process ended with code {code}"
    failure = Failure("ProcessEnded", how, None, child.noise.read_text(encoding="utf-8")[-4000:])
    if child.job.page is not None:
        write_page(Path(child.job.page.html), publish_failure(failure, child.job))
    seconds = round(time.monotonic() - child.started, 3)
    return JobResult(child.job.name, child.job.output, seconds, failure)


def tell(result: JobResult) -> None:
    """Print one result for the parent."""
    sys.stdout.write(json.dumps(result.plain(), ensure_ascii=False) + "\n")
    sys.stdout.flush()


class _stdout_to_stderr:
    """Let nothing but results reach standard output while a job runs in this process."""

    def __enter__(self) -> None:
        sys.stdout.flush()
        self._kept = os.dup(1)
        os.dup2(2, 1)

    def __exit__(self, *_: object) -> None:
        sys.stdout.flush()
        os.dup2(self._kept, 1)
        os.close(self._kept)


if __name__ == "__main__":
    raise SystemExit(main())
