"""A small rubric with one register and a handful of figures, and a folder to write raw files into."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from govscore_lib.ingest import Ingested, ingest
from govscore_lib.rubric import Rubric
from tests.small_rubrics import criterion, document, load_document, metric

METRICS = {
    "cases_concluded": metric("int", min="0", name={"zh": "审结件数", "en": "cases concluded"}),
    "cases_corrected": metric(
        "int",
        min="0",
        name={"zh": "纠错件数", "en": "cases corrected"},
        check=["cases_corrected <= cases_concluded"],
    ),
    "asked": metric("int", min="0", name={"zh": "申请件数", "en": "requests"}),
    "answered": metric(
        "int", min="0", name={"zh": "已答复件数", "en": "answered"}, check=["answered <= asked"]
    ),
    "unit_type": metric(
        "enum", values={"county": "县", "district": "区"}, name={"zh": "单位类型", "en": "type"}
    ),
    "report_date": metric("date", name={"zh": "发布日期", "en": "published on"}),
    "plan_issued": metric("bool", name={"zh": "方案已出台", "en": "plan issued"}),
    "training_score": metric("judged", min="0", max="2", name={"zh": "培训评分", "en": "training"}),
    "remark_count": metric("int", needed="evidence", name={"zh": "备注数", "en": "remarks"}),
}
REGISTERS = {
    "cases": {
        "name": {"zh": "案件", "en": "cases"},
        "key": ["case_id"],
        "region": "region_id",
        "columns": {
            "case_id": {"type": "text", "name": {"zh": "案号", "en": "case"}},
            "region_id": {"type": "text", "name": {"zh": "地区", "en": "region"}},
            "concluded_on": {"type": "date", "name": {"zh": "审结日期", "en": "concluded on"}},
            "outcome": {
                "type": "enum",
                "values": {"upheld": "维持", "revoked": "撤销"},
                "name": {"zh": "结果", "en": "outcome"},
            },
            "level": {
                "type": "int", "unit": "level", "min": "1", "max": "5", "required": "no",
                "name": {"zh": "等级", "en": "level"},
            },
            "heard_on": {
                "type": "date", "required": "no", "name": {"zh": "开庭日期", "en": "heard on"},
            },
        },
    }
}  # fmt: skip
DERIVATIONS = [
    {
        "from": "cases",
        "keep": "concluded_on in period",
        "yields": {
            "cases_concluded": {"count": "rows"},
            "cases_corrected": {"count": "outcome == revoked"},
        },
    }
]
CRITERIA = [
    criterion("1", {"kind": "ratio", "value": "cases_corrected / cases_concluded"}),
    criterion("2", {"kind": "ratio", "value": "answered / asked"}),
    criterion("3", {"kind": "binary", "when": "unit_type == county"}),
    criterion("4", {"kind": "binary", "when": "report_date <= 2021-03-31"}),
    criterion("5", {"kind": "binary", "when": "plan_issued"}),
    criterion("6", {"kind": "judged", "metric": "training_score"}),
]


@pytest.fixture(scope="session")
def rubric() -> Rubric:
    return load_document(document(CRITERIA, METRICS, registers=REGISTERS, derivations=DERIVATIONS))


class RawFolder:
    """Writes raw files and reads them in."""

    def __init__(self, folder: Path, rubric: Rubric) -> None:
        self.folder, self.rubric = folder, rubric

    def write(self, name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode(encoding) if isinstance(content, str) else content)
        return path

    def workbook(self, name: str, **sheets: list[list[object]]) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        book.save(path)
        return path

    def materials(
        self,
        name: str,
        figures: list[list[object]],
        region: object = "淮安区",
        period: str = "2021",
    ) -> Path:
        header = ["指标编码", "指标名称", "单位", "填报值"]
        cover = [["项目", "内容"], ["地区", region], ["考核期", period]]
        return self.workbook(f"materials/{name}", 封面=cover, 指标=[header, *figures])

    def ingest(self) -> Ingested:
        return ingest(self.rubric, self.folder)


@pytest.fixture
def raw(tmp_path: Path, rubric: Rubric) -> RawFolder:
    folder = tmp_path / "raw"
    folder.mkdir()
    return RawFolder(folder, rubric)


@pytest.fixture
def values() -> Callable[[Ingested, str], dict[str, str | None]]:
    """Value by metric of one region."""

    def of(ingested: Ingested, region: str) -> dict[str, str | None]:
        rows = ingested.observations.filter(region_id=region).select("metric_id", "value")
        return {metric: value for metric, value in rows.iter_rows() if metric}

    return of
