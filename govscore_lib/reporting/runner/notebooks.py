"""Notebooks run and published: many at once, none stopping the others.

Two engines give the same outputs. ``fork`` starts one process that imports everything once and
forks it for each notebook (see :mod:`govscore_lib.reporting.runner.forkhost`); ``kernel`` is papermill's
own, a kernel process a notebook, kept as reference and for systems without ``fork``.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any

import nbformat

from govscore_lib.errors import GovscoreError, InputError, Problem, UsageError
from govscore_lib.files import write_beside
from govscore_lib.reporting.jobs import PUBLISHING, EngineName, Failure, JobResult, NotebookJob
from govscore_lib.reporting.pages.template import publish, publish_failure
from govscore_lib.reporting.parameters import Scalar, check_parameters
from govscore_lib.reporting.stored.packing import write_page

RENDERER = "plotly_mimetype"
TIMEOUT = 600
"""Seconds after which a notebook that gives no answer is ended."""

_ANSI = re.compile(r"\x1b\[[0-9;]*m")


def execute(
    notebook: Path | str,
    parameters: Mapping[str, Scalar],
    output: Path | str,
    *,
    engine: EngineName = "kernel",
    cwd: Path | str = ".",
) -> nbformat.NotebookNode:
    """Run one notebook with papermill and return the executed copy, also written to ``output``.

    With ``engine="fork"`` the cells run in this very process; :func:`run_notebooks` gives each its own.
    Raises InputError for a parameter that does not fit, papermill's error when a cell fails
    (``output`` then holds the notebook with its traceback).
    """
    import papermill

    checked = check_parameters(Path(notebook), parameters)
    name = _engine_name(engine)
    target = Path(output)
    target.parent.mkdir(parents=True, exist_ok=True)
    os.environ["PLOTLY_RENDERER"] = RENDERER
    os.environ[PUBLISHING] = "1"
    try:
        papermill.execute_notebook(
            str(notebook),
            str(target),
            parameters=checked,
            engine_name=name,
            kernel_name="python3",
            progress_bar=False,
            request_save_on_cell_execute=False,
            cwd=str(cwd),
        )
    finally:
        if target.exists():
            executed = settle(nbformat.read(target, as_version=4))
            write_beside(target, nbformat.writes(executed) + "\n")
    return executed


def _engine_name(engine: EngineName) -> str | None:
    if engine == "kernel":
        return None
    from govscore_lib.reporting.runner.shell import ENGINE

    return ENGINE


def settle(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return the executed notebook without times, paths and random ids: same input, same bytes."""
    parameters = notebook.metadata.get("papermill", {}).get("parameters", {})
    notebook.metadata["papermill"] = nbformat.from_dict({"parameters": parameters})
    for place, cell in enumerate(notebook.cells):
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        tags = cell.metadata.get("tags", [])
        if "injected-parameters" in tags or "papermill-error-cell-tag" in tags:
            cell["id"] = f"added-{place}"
        if cell.cell_type == "code":
            cell.outputs = _joined(cell.outputs)
    return notebook


def _joined(outputs: Sequence[Any]) -> list[Any]:
    """Return outputs with neighbouring pieces of one stream put together."""
    joined: list[Any] = []
    for output in outputs:
        last = joined[-1] if joined else None
        if (
            output.output_type == "stream"
            and last is not None
            and last.output_type == "stream"
            and last.name == output.name
        ):
            last.text += output.text
        else:
            joined.append(output)
    return joined


def run_job(job: NotebookJob, engine: EngineName) -> JobResult:
    """Run and publish one notebook here and now; a fault becomes a page and a failed result."""
    from papermill.exceptions import PapermillExecutionError

    start = time.perf_counter()
    failure = None
    try:
        executed = execute(job.notebook, job.parameters, job.output, engine=engine, cwd=job.cwd)
        if job.page is not None:
            write_page(Path(job.page.html), publish(executed, job.page))
    except PapermillExecutionError as fault:
        failure = Failure(
            kind=fault.ename,
            message=_ANSI.sub("", fault.evalue),
            cell=fault.exec_count,
            traceback=_ANSI.sub("", "\n".join(fault.traceback)),
        )
    except (GovscoreError, OSError, ValueError) as fault:
        failure = Failure(kind=type(fault).__name__, message=str(fault))
    if failure is not None and job.page is not None:
        write_page(Path(job.page.html), publish_failure(failure, job))
    return JobResult(job.name, job.output, round(time.perf_counter() - start, 3), failure)


def run_notebooks(
    jobs: Sequence[NotebookJob],
    *,
    engine: EngineName = "fork",
    workers: int | None = None,
    executor: Executor | None = None,
    on_done: Callable[[JobResult], None] | None = None,
    environment: Mapping[str, str] | None = None,
) -> tuple[JobResult, ...]:
    """Run and publish all jobs, several at a time; results come back in the order of the jobs.

    executor : any ``concurrent.futures`` executor (a cluster's, too); each job then gets a Python
    process of its own on the worker. on_done : called with each result as it comes.
    environment : variables that the notebooks' processes find besides those of this one.
    Raises InputError with every parameter that does not fit, before anything starts.
    """
    problems: list[Problem] = []
    for job in jobs:
        try:
            check_parameters(Path(job.notebook), job.parameters)
        except InputError as fault:
            problems.extend(fault.problems)
    if problems:
        raise InputError(dict.fromkeys(problems))
    if len({job.name for job in jobs}) < len(jobs):
        raise UsageError("two notebook jobs have the same name")
    count = workers or min(len(jobs), os.cpu_count() or 1) or 1
    added = dict(environment or {})
    if executor is not None:
        answers = _through(executor, jobs, engine, added)
    elif engine == "fork" and hasattr(os, "fork"):
        answers = _through_host(jobs, engine, count, added)
    else:
        answers = _through_threads(jobs, engine, count, added)
    found: dict[str, JobResult] = {}
    for result in answers:
        found[result.name] = result
        if on_done is not None:
            on_done(result)
    return tuple(found[job.name] for job in jobs)


def _through(
    executor: Executor, jobs: Iterable[NotebookJob], engine: EngineName, added: Mapping[str, str]
) -> Iterator[JobResult]:
    waiting = {executor.submit(run_apart, job, engine, added): job for job in jobs}
    for done in as_completed(waiting):
        yield done.result()


def _through_threads(
    jobs: Sequence[NotebookJob], engine: EngineName, workers: int, added: Mapping[str, str]
) -> Iterator[JobResult]:
    with ThreadPoolExecutor(workers) as executor:
        yield from _through(executor, jobs, engine, added)


def run_apart(job: NotebookJob, engine: EngineName, added: Mapping[str, str]) -> JobResult:
    """Run one job in a fresh Python process, wherever this is called."""
    return next(_through_host([job], engine, 1, added))


def _through_host(
    jobs: Sequence[NotebookJob], engine: EngineName, workers: int, added: Mapping[str, str]
) -> Iterator[JobResult]:
    """Start the host process, hand it the jobs, and yield its answers as they come."""
    request = {"engine": engine, "workers": workers, "jobs": [job.plain() for job in jobs]}
    fixed = {"PLOTLY_RENDERER": RENDERER, PUBLISHING: "1", "OPENBLAS_NUM_THREADS": "1"}
    environment = {**os.environ, **fixed, **added}
    host = subprocess.Popen(
        [sys.executable, "-m", "govscore_lib.reporting.runner.forkhost"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment,
    )
    assert_pipes = host.stdin, host.stdout
    stdin, stdout = assert_pipes
    if stdin is None or stdout is None:
        raise OSError("no pipes to the notebook host")
    answered = set()
    try:
        stdin.write(json.dumps(request, ensure_ascii=False))
        stdin.close()
        for line in stdout:
            result = JobResult.from_plain(json.loads(line))
            answered.add(result.name)
            yield result
    finally:
        stdout.close()
        if host.poll() is None:
            host.terminate()
        host.wait()
    for job in jobs:
        if job.name not in answered:
            yield JobResult(
                job.name,
                job.output,
                0.0,
                Failure("HostEnded", f"the notebook host ended with code {host.returncode}"),
            )
