"""A planned form → the bytes of its workbook; the same form always gives the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import os
from pathlib import Path

from govscore_lib.files import write_beside
from govscore_lib.workbook.book import FormBook
from govscore_lib.workbook.cover_sheet import write_cover
from govscore_lib.workbook.figures_sheet import write_figures
from govscore_lib.workbook.filled import EMPTY, Filled
from govscore_lib.workbook.form import Form
from govscore_lib.workbook.notes_sheet import write_notes
from govscore_lib.workbook.registers_sheet import write_register


def form_bytes(
    form: Form, *, language: str = "zh", filled: Filled = EMPTY, note: str = ""
) -> bytes:
    """Return the workbook of a form.

    language : of its words, "zh" or "en"; ids are the same in both. filled : what stands in it already.
    note : a remark in the properties of the file.
    """
    target = io.BytesIO()
    book = FormBook(target, form, filled, language)
    book.book.set_properties(
        {"title": form.rubric.title.in_language(language), "comments": note, "created": _created(form)}
    )  # fmt: skip
    sent = {register.id: write_register(book, register) for register in form.registers}
    figures = write_figures(book, sent)
    write_cover(book, figures, tuple(sent.values()))
    write_notes(book)
    book.book.close()
    return target.getvalue()


def write_form(form: Form, path: Path, *, language: str = "zh", filled: Filled = EMPTY) -> None:
    """Write the workbook of a form, beside the target first, then renamed."""
    write_beside(path, form_bytes(form, language=language, filled=filled))


def _created(form: Form) -> dt.datetime:
    """Return the time in the file's properties: SOURCE_DATE_EPOCH where set, else the end of the period."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC).replace(tzinfo=None)
    return dt.datetime.combine(form.rubric.period.end, dt.time())
