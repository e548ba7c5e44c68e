"""Notebooks written by tests."""

from pathlib import Path

import nbformat

MIXED = [
    'print("one"); print("two")',
    "1 + 1",
    'import sys; print("beside", file=sys.stderr)',
    'from IPython.display import HTML, display; display(HTML("<b>x</b>")); HTML("<i>y</i>")',
    "import polars as pl; pl.DataFrame({'a': [1, 2]})",
    "import plotly.graph_objects as go; go.Figure(go.Bar(y=[1, 2]))",
    'handle = display(HTML("<p>before</p>"), display_id="one")',
    'handle.update(HTML("<p>after</p>"))',
    'f"{RUBRIC} {COUNT}";',
    "RUBRIC, COUNT, type(RUBRIC).__name__",
    "import asyncio; await asyncio.sleep(0, 'waited')",
    "%%capture\nprint('swallowed')",
    "!echo from the shell",
]


def write_notebook(path: Path, *sources: str, parameters: str = 'RUBRIC = "r"\nCOUNT = 1') -> Path:
    """A notebook with a parameters cell and one code cell a source; markdown starts with '# '."""
    notebook = nbformat.v4.new_notebook()
    first = nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]})
    notebook.cells = [first]
    for source in sources:
        new = (
            nbformat.v4.new_markdown_cell if source.startswith("# ") else nbformat.v4.new_code_cell
        )
        notebook.cells.append(new(source))
    for place, cell in enumerate(notebook.cells):
        cell["id"] = str(place)
    notebook.metadata["kernelspec"] = {
        "display_name": "Python 3",
        "language": "python",
        "name": "python3",
    }
    nbformat.write(notebook, path)
    return path
