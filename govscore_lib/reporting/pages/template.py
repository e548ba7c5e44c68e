"""Executed notebooks and other content as pages: one template, local assets, no request to anywhere."""

from __future__ import annotations

import copy
import json
import re
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib import metadata, resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govscore_lib.reporting.markup import SITE_LINK, STYLE_OPEN, both, say
from govscore_lib.reporting.sliders.source import slider_json

if TYPE_CHECKING:
    import jinja2
    import nbformat
    from nbconvert.exporters import HTMLExporter

    from govscore_lib.reporting.jobs import Failure, NotebookJob, PageSpec

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'"
)
"""What a page may load: its own files. Styles inside elements are needed by the charts."""

HEADROOM = 64
"""Pixels of a chart's own title, which the page writes as text (the same number stands in site.js)."""

_FRAGMENT_STYLES = re.compile(re.escape(STYLE_OPEN) + r".*?</style>", re.DOTALL)
_CHART_LIBRARY = re.compile(r'<script src="[^"]*/plotly-cartesian\.min\.js" defer></script>\n')
_SITE_LINKS = re.compile(rf'<a href="{re.escape(SITE_LINK)}([^"]*)">(.*?)</a>', re.DOTALL)
_PLAIN_CODE = re.compile(r'<span class="(?!(?:k|kn|ow|c1|sd|s1|s2)")[a-z0-9]+">([^<]*)</span>')
"""Pieces of highlighted code that the style sheet does not set apart."""
_PAGE_ONLY_META = ("title", "subtitle", "note", "table", "alt")


@dataclass(frozen=True)
class DrawnFigure:
    """A figure as the page's template takes it.

    json : data and layout for the script, safe inside a script element. height : pixels.
    meta : headline, alternative text and table; empty for a figure that is not one of ours.
    """

    json: str
    height: int
    meta: dict[str, Any]


def templates() -> Path:
    """Return the folder of the page templates."""
    return Path(str(resources.files("govscore_lib.reporting").joinpath("templates")))


def drawn(figure: dict[str, Any]) -> DrawnFigure:
    """Return a figure (its JSON form) split into what is drawn and what is written as text.

    Texts that the script sets anyway, in either language, are not carried a third time.
    """
    plain = copy.deepcopy({"data": figure.get("data", []), "layout": figure.get("layout", {})})
    layout = plain["layout"]
    meta = dict(layout.get("meta") or {})
    if meta:
        for path in [*(one[0] for one in meta["i18n"]), *(one["path"] for one in meta["grids"])]:
            _put(plain, path.split("."), None)
        layout.pop("title", None)
        layout["template"] = {"layout": {"autotypenumbers": "strict"}}
        layout["meta"] = {key: value for key, value in meta.items() if key not in _PAGE_ONLY_META}
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    headroom = HEADROOM if meta else 0
    return DrawnFigure(
        json=text.replace("<", "\\u003c"),
        height=int(layout.get("height", 450)) - headroom,
        meta=meta,
    )


def _put(node: Any, steps: list[str], value: Any) -> None:
    """Set the value at the end of a path through objects and lists; a path that breaks off is left."""
    for step in steps[:-1]:
        node = node[int(step)] if isinstance(node, list) else node.get(step)
        if node is None:
            return
    if isinstance(node, list):
        node[int(steps[-1])] = value
    else:
        node[steps[-1]] = value


@cache
def exporter() -> HTMLExporter:
    """Return nbconvert's HTML exporter with our template."""
    from nbconvert.exporters import HTMLExporter, TemplateExporter

    class PageExporter(HTMLExporter):
        """HTML without the second parse that nbconvert makes to patch its own template."""

        def from_notebook_node(  # type: ignore[override]
            self, nb: nbformat.NotebookNode, resources: Any = None, **kw: Any
        ) -> tuple[str, dict[str, Any]]:
            from nbconvert.filters import Highlight2HTML

            highlight = Highlight2HTML(pygments_lexer="python3", parent=self)
            self.register_filter(
                "highlight_code",
                lambda source, **more: _PLAIN_CODE.sub(r"\1", highlight(source, **more)),
            )
            return TemplateExporter.from_notebook_node(self, nb, resources, **kw)

    made = PageExporter(
        extra_template_basedirs=[str(templates())],
        extra_template_paths=[str(templates())],
        template_name="notebook",
        exclude_anchor_links=True,
        filters={"figure": drawn, "slider_json": slider_json},
    )
    made.template  # noqa: B018  (compiled here, once)
    return made


def publish(executed: nbformat.NotebookNode, page: PageSpec) -> str:
    """Return the page of an executed notebook; the same notebook gives the same bytes."""
    notebook = _for_readers(executed)
    body, _ = exporter().from_notebook_node(
        notebook, {"page": page, "csp": CSP, "version": version()}
    )
    return _linked(str(body), page)


def _for_readers(executed: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return the notebook as a page shows it.

    Code without output joins the code of the next cell that shows something; what is meant for
    JupyterLab alone (tag ``lab-only``) is left out.
    """
    notebook = copy.deepcopy(executed)
    cells = []
    held: list[str] = []
    for cell in notebook.cells:
        tags = cell.metadata.setdefault("tags", [])
        if "lab-only" in tags:
            continue
        if cell.cell_type == "code":
            if cell.source.strip():
                held.append(cell.source)
            if not cell.outputs:
                continue
            cell.source = "\n\n".join(held)
            held = []
        cells.append(cell)
    notebook.cells = cells
    return notebook


def _linked(body: str, page: PageSpec) -> str:
    """Return the markup with links made relative to the page, and styles left to the shared sheet.

    A link into a part of the site that is not there becomes its words; a page without charts leaves out
    their library, which a browser needs a quarter of a second to read.
    """
    body = _FRAGMENT_STYLES.sub("", body)
    if '<div class="plot"' not in body:
        body = _CHART_LIBRARY.sub("", body)
    if page.rubric_id:
        known = tuple(f"{part}/" for part in (page.rubric_id, *page.neighbours))
        body = _SITE_LINKS.sub(lambda m: m[0] if m[1].startswith(known) else m[2], body)
    if page.part:
        up = "../" * (page.root.count("../") - page.part.count("/") - 1)
        body = body.replace(f'href="{SITE_LINK}{page.part}/', f'href="{up}')
    return body.replace(f'href="{SITE_LINK}', f'href="{page.root}')


@cache
def environment() -> jinja2.Environment:
    """Return the template environment of the pages that are no notebooks."""
    import jinja2

    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates()),
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
    made.filters["figure"] = drawn
    return made


def render(template: str, page: PageSpec, **content: Any) -> str:
    """Return a page from one of our templates."""
    body = (
        environment()
        .get_template(template)
        .render(page=page, csp=CSP, version=version(), **content)
    )
    return _linked(body, page)


def publish_failure(failure: Failure, job: NotebookJob) -> str:
    """Return the page of a notebook that did not run to its end: what happened, where, how to go on."""
    if job.page is None:
        raise ValueError("a job without a page has no failure page")
    where = "" if failure.cell is None else str(failure.cell)
    command = f"govscore report {job.page.rubric_id}"
    lead = say(
        "本页未能生成：运行笔记本时出错。其他页面不受影响。",
        "This page could not be made: its notebook stopped with an error. Other pages are not affected.",
    )
    parts = [f'<p class="lead">{both(lead)}</p>']
    parts.append(f'<pre class="out error">{escape(failure.kind)}: {escape(failure.message)}</pre>')
    if where:
        parts.append(
            f"<p>{both(say(f'出错的代码单元：第 {where} 个。', f'Code cell: {where}.'))}</p>"
        )
    parts.append(
        "<p>"
        + both(say("改正之后重新生成：", "After mending, make it again:"))
        + f" <code>{escape(command)}</code></p>"
    )
    executed = Path(job.output)
    if executed.is_relative_to(Path(job.cwd).resolve()):
        kept = executed.relative_to(Path(job.cwd).resolve()).as_posix()
        words = both(say("运行到出错处的笔记本：", "The notebook as far as it ran:"))
        parts.append(f"<p>{words} <code>{escape(kept)}</code></p>")
    if failure.traceback:
        parts.append(
            f'<details class="code"><summary>{both(say("完整的出错信息", "full traceback"))}</summary>'
            f'<pre class="out">{escape(failure.traceback)}</pre></details>'
        )
    return render("failure.html.j2", job.page, body="\n".join(parts))


@cache
def version() -> str:
    """Return the library's version as pages print it."""
    try:
        return f"govscore {metadata.version('govscore-lib')}"
    except metadata.PackageNotFoundError:
        return "govscore"
