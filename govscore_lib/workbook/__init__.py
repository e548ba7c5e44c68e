"""Workbooks for offices: the collection form of a rubric, by region or by department."""

from govscore_lib.workbook.filled import EMPTY, Added, Figure, Filled
from govscore_lib.workbook.form import Form, departments, plan_form
from govscore_lib.workbook.write import form_bytes, write_form

__all__ = [
    "EMPTY",
    "Added",
    "Figure",
    "Filled",
    "Form",
    "departments",
    "form_bytes",
    "plan_form",
    "write_form",
]
