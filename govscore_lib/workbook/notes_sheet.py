"""The sheet that says in plain words what the form is for, how it is filled in and what follows from gaps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from govscore_lib.ingest.figures import forms
from govscore_lib.rubric.model import Rubric
from govscore_lib.text import Bilingual
from govscore_lib.workbook import words
from govscore_lib.workbook.book import FormBook
from govscore_lib.workbook.styles import height_for

_WIDTHS = (18, 110)

_STEPS: tuple[tuple[Bilingual, Bilingual], ...] = (
    (
        Bilingual(zh="填什么", en="What to fill in"),
        Bilingual(
            zh="“指标”表每行一个数：黄色格填写，其余内容已锁定。能从下拉列表选的请选；不会填的留空，不要填 0。",
            en="The sheet of figures has a row for each figure: fill in the yellow cells, the rest is locked. Use the lists "
            "where there are any; leave empty what is not known, and never write 0 for it.",
        ),
    ),
    (
        Bilingual(zh="比率", en="Rates"),
        Bilingual(
            zh="不填百分数。分子和分母各填一行，比率由程序计算。",
            en="Never a percentage: numerator and denominator have a row each, and the rate is computed.",
        ),
    ),
    (
        Bilingual(zh="没有发生", en="It never happened"),
        Bilingual(
            zh="日期类指标没有发生的填“无”；计数没有的填 0；是否类填“否”。留空表示还没有数据。",
            en="A date that never came is 'none', a count is 0, a yes or no is FALSE. "
            "An empty cell means that there is no figure yet.",
        ),
    ),
    (
        Bilingual(zh="缺报", en="Gaps"),
        Bilingual(
            zh="空格不等于 0 分：所涉条款暂不计分，总分标为“暂定”，补报后重算。",
            en="Empty is not 0 points: the clauses are not scored yet, and the total is provisional until they are.",
        ),
    ),
    (
        Bilingual(zh="登记表", en="Registers"),
        Bilingual(
            zh="报送登记表的，所涉指标由程序统计，不必另填；两边都填而不一致的，以登记表为准。"
            "没有记录的，在表头“报送情况”选“无记录”；空表不等于没有。",
            en="Where a register is sent its figures are counted and need not be typed; where both differ the register "
            "holds. If there are no records say so above the header: an empty sheet does not say it.",
        ),
    ),
    (
        Bilingual(zh="登记表太大", en="Large registers"),
        Bilingual(
            zh="可以不用本表，导出 CSV、xlsx 或 parquet 放入 registers/ 文件夹，文件名用登记表编码，"
            "“报送情况”选“另行报送”。",
            en="Put a CSV, xlsx or parquet export into the folder registers/ under the register's id instead, "
            "and choose 'sent as a file'.",
        ),
    ),
    (
        Bilingual(zh="佐证材料", en="Evidence"),
        Bilingual(
            zh="填文件名、文号或网址。加分项没有佐证材料的计 0 分。",
            en="Name or number of a document, or its address. A bonus without evidence counts 0.",
        ),
    ),
    (
        Bilingual(zh="核定值", en="Verified value"),
        Bilingual(
            zh="由评审填写。有核定值的以核定值计分，填报值保留并列示。",
            en="For the reviewer. Where it is given it counts; the claimed value is kept and shown beside it.",
        ),
    ),
    (
        Bilingual(zh="个人信息", en="Persons"),
        Bilingual(
            zh="不填姓名、电话、住址、身份证号。评审人一栏填评审组或单位。",
            en="No names, telephone numbers, addresses or identity numbers. Reviewer means a group or an office.",
        ),
    ),
    (
        Bilingual(zh="交回", en="Return"),
        Bilingual(
            zh="另存为 xlsx 交回，放入 data/raw/{rubric}/materials/，文件名可用“地区代码_地区.xlsx”。"
            "不必取消保护，不要改动编码和表头。",
            en="Save as xlsx and put the file into data/raw/{rubric}/materials/. Leave protection, ids and headers as they are.",
        ),
    ),
)


def write_notes(book: FormBook) -> None:
    """Write the sheet."""
    sheet = book.notes
    for index, width in enumerate(_WIDTHS):
        sheet.set_column(index, index, width)
    sheet.write_string(0, 0, words.form_title(book.form, book.language), book.style("title"))
    sheet.set_row(0, 28)
    rubric = book.form.rubric
    lines = [
        *_about(rubric, book.language),
        *((book.say(head), book.say(text).format(rubric=rubric.id)) for head, text in _STEPS),
    ]
    for row, (head, text) in enumerate(lines, start=2):
        sheet.write_string(row, 0, head, book.style("label"))
        sheet.write_string(row, 1, text, book.style("text"))
        sheet.set_row(row, height_for([(head, _WIDTHS[0]), (text, _WIDTHS[1])], least=22))
    book.finish(sheet)


def _about(rubric: Rubric, language: str) -> Iterator[tuple[str, str]]:
    """Yield what the assessment is, and its deadlines."""
    period, zh = rubric.period, language == "zh"
    issuer = rubric.issuer.in_language(language)
    days = (
        f"{period.start} 至 {period.end}，首尾两日均在内"
        if zh
        else f"{period.start} to {period.end}, both included"
    )
    yield "考核办法" if zh else "Assessment", rubric.title.in_language(language)
    yield (
        "依据文件" if zh else "Document",
        f"{rubric.document}，{issuer}" if zh else f"{rubric.document}, {issuer}",
    )
    yield (
        forms.PERIOD.in_language(language),
        f"{period.label}：{days}" if zh else f"{period.label}: {days}",
    )
    yield "考核对象" if zh else "Assessed", rubric.unit_assessed.in_language(language)
    if rubric.nature == "demonstration":
        yield (
            "性质" if zh else "Nature",
            "演示，不是正式考核。" if zh else "A demonstration, no official assessment.",
        )
    for parameter in rubric.parameters.values():
        if _is_day(parameter.value):
            name = parameter.name.in_language(language)
            yield (
                "期限" if zh else "Deadline",
                f"{name}：{parameter.value}" if zh else f"{name}: {parameter.value}",
            )


def _is_day(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True
