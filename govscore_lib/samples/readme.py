"""The page that stands in the synthetic raw folder: what is in it, how it was made, what is wrong on purpose."""

from __future__ import annotations

from collections.abc import Mapping

from govscore_lib.rubric.model import Rubric
from govscore_lib.samples.exports import Export
from govscore_lib.samples.sets import SampleSet

HEAD = """# {title}：合成原始数据 / synthetic raw data

本文件夹的全部数据都是程序按固定种子（{seed}）生成的**合成数据**，只用于演示和测试，与所列地区的实际情况毫无关系，
不得引用。没有任何个人信息，机构名称只取部门类别，案号、工单号等都是虚构编号。

Everything in this folder is **synthetic**: made by a program from a fixed seed ({seed}), for demonstration and tests only.
It says nothing about the regions named in it and must not be quoted. There are no personal data; bodies are named by their
kind, and all case and ticket numbers are invented.

重新生成 / to make it again: `python -m govscore_lib.samples --seed {seed}`

## 文件 / files

`materials/` 每个地区一份填报表，只含登记表不能证明的指标，评审给分填在核定值一栏 / one filled form per region
with the metrics that no register proves; what a judge gave stands beside what the office claims.

| 登记表 / register | 文件 / file | 形式 / form | 行 / rows |
|---|---|---|---|
"""
FAULTS_HEAD = """
{remarks}

## 有意埋设的问题 / faults planted on purpose

数据质量页应当正好列出这些问题 / the quality page should list exactly these.

| 文件 / file | 位置 / place | 问题 | fault | code |
|---|---|---|---|---|
"""


def readme(rubric: Rubric, sample: SampleSet, rows: Mapping[str, int], seed: int) -> str:
    """Return the page in Markdown.

    rows : path of each register file → records in it.
    """
    lines = [HEAD.format(title=rubric.title.zh, seed=seed)]
    for export in sample.exports:
        name = rubric.registers[export.register].name
        lines.append(
            f"| {name.zh} / {name.en} | `{export.path}` | {form(export)} | {rows[export.path]} |\n"
        )
    lines.append(FAULTS_HEAD.format(remarks=sample.remarks))
    lines += [
        f"| `{fault.file}` | {fault.place or '–'} | {fault.zh} | {fault.en} | `{fault.code}` |\n"
        for fault in sample.faults
    ]
    return "".join(lines)


def form(export: Export) -> str:
    """Return the format of a file in words, such as ``CSV, GB18030``."""
    ending = export.file.rpartition(".")[2]
    encodings = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8 + BOM", "gb18030": "GB18030"}
    return f"CSV, {encodings[export.encoding]}" if ending == "csv" else ending
