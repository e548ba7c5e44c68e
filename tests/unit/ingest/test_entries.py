"""Long and wide tables of figures."""

import pytest


def finding(ingested, code):
    (found,) = [one for one in ingested.findings if one.code == code]
    return found


def test_a_long_table(raw, values):
    raw.write(
        "observations/a.csv", "region,metric_id,value\n淮安区,asked,25\n320831,asked,30\n320804,,\n"
    )

    ingested = raw.ingest()

    assert ({"asked": "25"}, {"asked": "30"}, {}) == tuple(
        values(ingested, region) for region in ("320803", "320831", "320804")
    )
    assert "line 2" == ingested.observations.filter(region_id="320803")["place"].item()


def test_rows_of_another_period_do_not_count(raw, values):
    raw.write(
        "observations/a.csv",
        "地区,指标编码,填报值,考核期\n淮安区,asked,25,2021\n淮安区,asked,20,2020\n",
    )

    ingested = raw.ingest()

    assert {"asked": "25"} == values(ingested, "320803")
    assert ("note", "line 3") == (
        finding(ingested, "other-period").severity,
        finding(ingested, "other-period").place,
    )


def test_a_wide_table_under_chinese_names(raw, values):
    raw.write("observations/a.csv", '地区,申请件数（件）,已答复件数,备注\n淮安区,"1,025",24,无误\n')

    ingested = raw.ingest()

    assert {"asked": "1025", "answered": "24"} == values(ingested, "320803")
    assert ["changed-thousands"] == [one.code for one in ingested.findings]


def test_a_mapping_names_the_columns(raw, values):
    raw.write(
        "observations/a.csv", "division,messages,source_url\n淮安区,25,https://example.org/1\n"
    )
    raw.write(
        "observations/a.mapping.yml",
        "region: division\nmetrics: {asked: messages}\nperiod: '2021'\n",
    )

    ingested = raw.ingest()

    assert {"asked": "25"} == values(ingested, "320803")
    assert "line 2, messages" == ingested.observations.filter(metric_id="asked")["place"].item()
    assert ["https://example.org/1"] == ingested.files["sources"].to_list()
    assert () == ingested.findings


@pytest.mark.parametrize(
    ("mapping", "code", "words"),
    [
        (
            "region: division\nmetrics: {asked: mesages}\n",
            "missing-column",
            "did you mean 'messages'?",
        ),
        ("region: division\nmetrics: {aksed: messages}\n", "bad-mapping", "did you mean 'asked'?"),
        (
            "regions: division\nmetrics: {asked: messages}\n",
            "bad-mapping",
            "did you mean 'region'?",
        ),
        ("region: [division\n", "bad-mapping", "no valid YAML"),
        ("- region\n", "bad-mapping", "needs the keys"),
    ],
)
def test_a_faulty_mapping_is_told(raw, mapping, code, words):
    raw.write("observations/a.csv", "division,messages\n淮安区,25\n")
    raw.write("observations/a.mapping.yml", mapping)

    told = finding(raw.ingest(), code)

    assert "critical" == told.severity
    assert words in told.en


def test_a_rate_column_next_to_its_parts_is_recomputed(raw):
    raw.write(
        "observations/a.csv",
        "地区,申请件数,已答复件数,答复率\n淮安区,25,24,96%\n金湖县,25,24,92%\n",
    )

    ingested = raw.ingest()

    told = finding(ingested, "rate-contradicts-parts")
    assert ("critical", "320831", "line 3, 答复率") == (told.severity, told.region_id, told.place)
    assert "320803" == finding(ingested, "rate-not-used").region_id


def test_rows_of_unknown_regions_are_counted_per_name(raw):
    raw.write("observations/a.csv", "地区,申请件数,已答复件数\n某园区,25,24\n")

    told = finding(raw.ingest(), "unknown-region")

    assert ("warning", "'某园区' is no region of this assessment; 2 figures are not used") == (
        told.severity, told.en,
    )  # fmt: skip


def test_a_table_that_holds_no_figures_is_told(raw):
    raw.write("observations/a.csv", "名称,数量\n甲,1\n")

    told = [one for one in raw.ingest().findings if one.code == "missing-column"]

    assert {"critical"} == {one.severity for one in told}
    assert "region_id" in told[0].en


@pytest.mark.parametrize("content", ["", "\n\n"])
def test_an_empty_file_is_told(raw, content):
    raw.write("observations/a.csv", content)

    assert "critical" == finding(raw.ingest(), "empty-file").severity
