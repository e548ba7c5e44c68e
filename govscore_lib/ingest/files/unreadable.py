"""Why a file cannot be read at all, in words that both sides of the telephone understand."""

from __future__ import annotations

from govscore_lib.errors import GovscoreError


class UnreadableFile(GovscoreError):
    """A file that cannot be read at all.

    code : stable key ("empty-file", "not-a-workbook", "truncated-file", "unknown-encoding", …).
    zh, en : what is wrong, without the name of the file.
    hint_zh, hint : the likely fix, in Chinese and in English.
    """

    def __init__(self, code: str, zh: str, en: str, hint_zh: str = "", hint: str = "") -> None:
        super().__init__(en)
        self.code, self.zh, self.en, self.hint_zh, self.hint = code, zh, en, hint_zh, hint

    def told(self, consequence_zh: str, consequence_en: str) -> tuple[str, str]:
        """Return the whole sentence in Chinese and English: fault, consequence, likely fix."""
        zh = f"{self.zh}，{consequence_zh}"
        en = f"{self.en}; {consequence_en}"
        if self.hint_zh:
            zh += f"。可以这样处理：{self.hint_zh}"
        if self.hint:
            en += f". Hint: {self.hint}"
        return zh, en


def empty_file() -> UnreadableFile:
    """Return the error for a file without contents."""
    return UnreadableFile(
        "empty-file", "文件是空的", "the file is empty", "请对方重新报送", "ask for the file again"
    )


def damaged_workbook() -> UnreadableFile:
    """Return the error for a workbook that starts well and breaks off."""
    return UnreadableFile(
        "truncated-file", "工作簿不完整或已损坏", "the workbook is damaged or incomplete",
        "请对方重新报送完整的文件", "ask for the whole file",
    )  # fmt: skip


def broken_off(line: int) -> UnreadableFile:
    """Return the error for a text that ends in the middle of a row.

    line : line of the file, from 1, in which the row starts.
    """
    return UnreadableFile(
        "truncated-file", f"文件不完整，在第 {line} 行中断", f"the file breaks off in line {line}",
        "请对方重新报送完整的文件", "ask for the whole file",
    )  # fmt: skip


def no_access(error: OSError) -> UnreadableFile:
    """Return the error for something that cannot be opened as a file."""
    match error:
        case IsADirectoryError():
            return UnreadableFile(
                "not-a-file", "是文件夹，不是文件", "it is a folder that bears the name of a file",
                "把文件夹里的文件直接放到这一层", "put the files of the folder in its place",
            )  # fmt: skip
        case PermissionError():
            return UnreadableFile(
                "no-access", "没有读取权限", "reading it is not permitted",
                "请管理员开放读取权限", "give the account that runs govscore the right to read it",
            )  # fmt: skip
    return UnreadableFile(
        "no-access", "无法打开：链接失效、循环或磁盘有误",
        f"it cannot be opened ({error.strerror or 'unknown reason'}): a link that leads nowhere or in a "
        "circle, or a fault of the disk",
        "用文件本身代替链接", "put the file itself in the place of the link",
    )  # fmt: skip
