"""How a document's text is read."""

from govscore_lib.rubric.document import parse_document

TEXT = """
note:
  zh: >-
    附件由图像识别而来，
    只见五项（共70分），
    30 分
    缺失，见附件3。
  en: >-
    recognised
    from a scan
name: {zh: 甲 乙, en: a b}
"""


def test_chinese_over_several_lines_has_no_spaces_where_the_lines_meet():
    raw = parse_document(TEXT, "a.yml").raw

    assert "附件由图像识别而来，只见五项（共70分），30 分缺失，见附件3。" == raw["note"]["zh"]


def test_english_keeps_its_spaces_and_so_does_a_text_on_one_line():
    raw = parse_document(TEXT, "a.yml").raw

    assert "recognised from a scan" == raw["note"]["en"]
    assert "甲 乙" == raw["name"]["zh"]
