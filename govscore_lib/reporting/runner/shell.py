"""A papermill engine that runs a notebook's cells in this process, in an IPython shell of their own.

A kernel process costs seconds to start; a shell in a forked process costs none. Outputs are the
same as the kernel's (a test compares them). Use it in a process that ends with the notebook:
the shell replaces stdout and stderr while cells run and is not meant to be shared.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import nbformat
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines
from traitlets import Type
from traitlets.config import Config

ENGINE = "govscore-shell"


class Recorder:
    """Collects the outputs of the cell that runs, in the order they were made."""

    def __init__(self) -> None:
        self.outputs: list[Any] = []
        self._named: dict[str, list[Any]] = {}
        self._clear_next = False

    def begin(self) -> None:
        """Start a new cell's list of outputs."""
        self.outputs = []
        self._clear_next = False

    def add(self, output: Any, display_id: str | None = None) -> None:
        """Append one output; under a display id it can be replaced later."""
        if self._clear_next:
            self.outputs.clear()
            self._clear_next = False
        self.outputs.append(output)
        if display_id:
            self._named.setdefault(display_id, []).append(output)

    def write(self, name: str, text: str) -> None:
        """Append text to a stream, joining it to what the same stream wrote just before."""
        if not text:
            return
        last = self.outputs[-1] if self.outputs and not self._clear_next else None
        if last is not None and last.output_type == "stream" and last.name == name:
            last.text += text
        else:
            self.add(nbformat.v4.new_output("stream", name=name, text=text))

    def update(self, display_id: str, data: dict[str, Any], metadata: dict[str, Any]) -> None:
        """Replace what was shown under a display id, in whichever cell."""
        for output in self._named.get(display_id, []):
            output.data = nbformat.from_dict(data)
            output.metadata = nbformat.from_dict(metadata)

    def clear(self, wait: bool) -> None:
        """Forget the cell's outputs, at once or when the next one comes."""
        if wait:
            self._clear_next = True
        else:
            self.outputs.clear()


class _Stream(io.TextIOBase):
    def __init__(self, recorder: Recorder, name: str) -> None:
        self._recorder = recorder
        self._name = name

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self._recorder.write(self._name, text)
        return len(text)


class _Hook(DisplayHook):
    """Records the value of a cell's last expression."""

    shell: CellShell

    def write_output_prompt(self) -> None:
        """Say nothing; the count is part of the output."""

    def write_format_data(
        self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None
    ) -> None:
        self.shell.recorder.add(
            nbformat.v4.new_output(
                "execute_result",
                data=format_dict,
                metadata=md_dict or {},
                execution_count=self.prompt_count,
            )
        )

    def finish_displayhook(self) -> None:
        """Print no line end of its own."""


class _Publisher(DisplayPublisher):
    """Records what ``display`` shows."""

    shell: CellShell

    def publish(  # type: ignore[override]
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        *,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **_: Any,
    ) -> None:
        recorder = self.shell.recorder
        display_id = (transient or {}).get("display_id")
        if update:
            if display_id:
                recorder.update(display_id, data, metadata or {})
            return
        recorder.add(
            nbformat.v4.new_output("display_data", data=data, metadata=metadata or {}), display_id
        )

    def clear_output(self, wait: bool = False) -> None:
        self.shell.recorder.clear(wait)


class CellShell(InteractiveShell):
    """An IPython shell whose outputs go to ``recorder`` as notebook outputs."""

    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)
    colors_force = True

    def __init__(self, **settings: Any) -> None:
        self.recorder = Recorder()
        super().__init__(**settings)

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        self.recorder.add(
            nbformat.v4.new_output(
                "error", ename=etype.__name__, evalue=str(evalue), traceback=list(stb)
            )
        )

    def run(self, source: str) -> tuple[list[Any], bool]:
        """Run one cell. Return its outputs and whether it succeeded."""
        self.recorder.begin()
        with self._streams():
            result = self.run_cell(source, store_history=True)
        return self.recorder.outputs, bool(result.success)

    @contextmanager
    def _streams(self) -> Iterator[None]:
        before = sys.stdout, sys.stderr
        sys.stdout = _Stream(self.recorder, "stdout")
        sys.stderr = _Stream(self.recorder, "stderr")
        try:
            yield
        finally:
            sys.stdout, sys.stderr = before


def new_shell() -> CellShell:
    """Return a shell that keeps no history on disk and reads no start-up files."""
    config = Config()
    config.HistoryManager.enabled = False
    CellShell.clear_instance()
    return CellShell.instance(config=config)


class ShellEngine(Engine):
    """Runs all cells in one :class:`CellShell`; stops at the first error, as the kernel engine does."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, **_: Any
    ) -> None:
        shell = new_shell()
        for index, cell in enumerate(nb_man.nb.cells):
            nb_man.cell_start(cell, index)
            try:
                if cell.cell_type != "code" or not cell.source.strip():
                    continue
                cell.execution_count = shell.execution_count
                cell.outputs, succeeded = shell.run(cell.source)
                if not succeeded and "raises-exception" not in cell.metadata.get("tags", ()):
                    nb_man.cell_exception(cell, cell_index=index)
                    break
            finally:
                nb_man.cell_complete(cell, cell_index=index)
        nb_man.nb.metadata["language_info"] = _language_info()


def _language_info() -> dict[str, Any]:
    major, minor, micro = sys.version_info[:3]
    return {
        "codemirror_mode": {"name": "ipython", "version": major},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": f"ipython{major}",
        "version": f"{major}.{minor}.{micro}",
    }


papermill_engines.register(ENGINE, ShellEngine)
