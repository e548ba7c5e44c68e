"""A page that tests the fonts of the machine it is opened on, and says in words what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from govscore_lib.reporting.jobs import PageSpec
from govscore_lib.reporting.markup import say
from govscore_lib.reporting.pages import template
from govscore_lib.text import Bilingual

PAGE = "font-test.html"


@dataclass(frozen=True)
class Check:
    """One test. kind : how assets/font-test.js measures it. sample : what it measures, shown beside the result.

    faces : names of fonts, for the tests of which are installed.
    """

    kind: str
    name: Bilingual
    why: Bilingual
    sample: str
    faces: tuple[str, ...] = ()


CHECKS: tuple[Check, ...] = (
    Check(
        "faces",
        say("黑体（屏幕）", "Chinese sans (screen)"),
        say("标题、表格和图", "headings, tables, charts"),
        "政务服务",
        (
            "Source Han Sans SC",
            "Noto Sans CJK SC",
            "PingFang SC",
            "Microsoft YaHei",
            "WenQuanYi Micro Hei",
        ),
    ),
    Check(
        "song",
        say("仿宋或宋体（打印）", "Chinese serif (print)"),
        say("打印和 PDF 的正文", "text of prints and PDF"),
        "政务服务",
        (
            "FangSong",
            "STFangsong",
            "Source Han Serif SC",
            "Noto Serif CJK SC",
            "SimSun",
        ),
    ),
    Check(
        "glyphs",
        say("常用汉字", "common characters"),
        say("正文", "running text"),
        "考核得分名次失分依据条款",
    ),
    Check(
        "glyphs",
        say("地名用字", "characters of place names"),
        say("缺字会显示为方框", "a missing one shows as a box"),
        "濛垭坪甪栟苴盱眙涪犍珙筠郫邛崃阆",
    ),
    Check(
        "wide",
        say("全角标点", "full-width punctuation"),
        say("每个标点占一个字宽", "each as wide as a character"),
        "，。；：（）《》〔〕",
    ),
    Check(
        "tabular",
        say("等宽数字", "tabular figures"),
        say("小数点上下对齐", "decimal points line up"),
        "0123456789",
    ),
    Check("bold", say("粗体", "bold"), say("名次和总分", "ranks and totals"), "总分 91.41"),
    Check(
        "glyphs",
        say("符号和带音标的字母", "signs and accented letters"),
        say("差距、比例和英文地名", "gaps, shares, names in English"),
        "−–—×≥≤‰ê",
    ),
)


def font_test_page() -> str:
    """Return the page; the script beside it fills in what this machine has."""
    page = PageSpec(
        html="",
        root="",
        rubric_id="",
        title_zh="字体自检",
        title_en="Font test",
        crumbs=(("index.html", "首页", "Home"),),
    )
    return template.render("font-test.html.j2", page, checks=CHECKS)
