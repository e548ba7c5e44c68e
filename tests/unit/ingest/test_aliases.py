"""Further names of regions and periods."""

import pytest

from govscore_lib.ingest.names.aliases import names_period, period_key

FIGURES = "地区,指标编码,填报值,考核期\n淮安高新区,asked,25,二〇二一年度\n"


def told(ingested, code):
    return [one for one in ingested.findings if one.code == code]


def test_declared_names_are_read_like_any_other(raw, values):
    raw.write("aliases.yml", "regions: {淮安高新区: 淮安区}\nperiods: [二〇二一年度]\n")
    raw.write("observations/a.csv", FIGURES)

    ingested = raw.ingest()

    assert {"asked": "25"} == values(ingested, "320803")
    assert {("淮安高新区", "declared"), ("二〇二一年度", "declared")} == set(
        ingested.names.filter(ingested.names["how"] == "declared").select("written", "how").rows()
    )


def test_declared_names_that_nobody_used_are_told(raw):
    raw.write("aliases.yml", "regions: {淮安高新区: 淮安区, 老园区: 淮阴区}\nperiods: [二〇二一]\n")
    raw.write("observations/a.csv", "地区,指标编码,填报值\n淮安高新区,asked,25\n")

    (found,) = told(raw.ingest(), "alias-not-used")

    assert "2 declared names are used in no file: 老园区、二〇二一" == found.en


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("region: {甲: 淮安区}\n", "did you mean 'regions'?"),
        ("regions: {甲: 金胡县}\n", "did you mean '金湖县'?"),
        ("regions: {淮阴: 淮安区}\n", "'淮阴' is a name of 淮阴区 already and cannot stand for 淮安区"),
        ("regions: [淮阴\n", "no valid YAML"),
        ("- 淮阴\n", "it needs the keys regions, periods"),
        ("regions: {甲: [淮安区]}\n", "every name stands for one value"),
    ],
)  # fmt: skip
def test_a_faulty_file_of_names_is_told_and_none_holds(raw, content, words):
    raw.write("aliases.yml", content)

    (found,) = told(raw.ingest(), "bad-aliases")

    assert ("critical", "aliases.yml") == (found.severity, found.file)
    assert words in found.en


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2021", "2021年度"),
        ("2021", " ２０２１ 年 "),
        ("2021Q1", "2021年第一季度"),
        ("2021Q1", "2021年1季度"),
        ("2021H1", "2021年上半年"),
        ("2021-03", "2021年3月"),
        ("2026w03", "2026年第3周"),
    ],
)
def test_one_period_has_many_spellings(one, other):
    assert period_key(one) == period_key(other)


def test_two_periods_stay_two():
    spellings = ("2021", "2020年", "2021年上半年", "2021年3月", "2021年第三季度", "2021w03")

    assert len(spellings) == len({period_key(text) for text in spellings})


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2021年度", True), ("2021年度（初报）", True), ("2021年上半年", False), ("2020", False)],
)
def test_the_cover_of_a_form_may_say_more_than_the_period(text, expected):
    assert names_period(text, "2021") is expected
