#!/usr/bin/env python3
"""Makes the files beside it, which tests/unit/cli reads. They are kept in the tree, so that tests need no Python package.

In a virtual environment with openpyxl and XlsxWriter, and with LibreOffice's soffice on PATH: python3 make.py
"""

import datetime
import pathlib
import subprocess
import tempfile

import openpyxl
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

HERE = pathlib.Path(__file__).parent
# Dates inside the files, so that making them again changes nothing that matters.
WRITTEN = datetime.datetime(2025, 7, 1)


def openpyxl_sheet(book, with_results):
    """A sheet as an office keeps it: a merged title, months, percents, a date, a formula."""
    sheet = book.active
    sheet.title = "各村情况"
    sheet.merge_cells("A1:F1")
    sheet["A1"] = "2025年上半年各村情况表"
    sheet.append(["村名", "月份", "纯收入（万元）", "占比", "更新日期", "备注"])
    sheet.append(["红丰村", datetime.date(2025, 6, 1), 69.45, 0.6, datetime.date(2025, 6, 30), "=1+1 是文字"])
    sheet.append(["联竹村", datetime.date(2025, 6, 1), 0.1 + 0.2, 0.295, datetime.datetime(2025, 6, 30, 8, 30), True])
    sheet["F3"].data_type = "s"
    sheet["F3"].quotePrefix = True
    for row in (3, 4):
        sheet.cell(row, 2).number_format = 'yyyy"年"m"月"'
        sheet.cell(row, 4).number_format = "0.00%"
    sheet["E3"].number_format = "yyyy-mm-dd"
    sheet["E4"].number_format = "yyyy-mm-dd hh:mm:ss"
    sheet["A6"] = CellRichText("合计", TextBlock(InlineFont(b=True), "（两村）"))
    if with_results:
        sheet["C6"] = "=SUM(C3:C4)"
    sheet["F6"] = 440783107236
    hidden = book.create_sheet("字典", 0)
    hidden.sheet_state = "hidden"
    hidden["A1"] = "不给人看"
    book.active = 1
    book.properties.created = book.properties.modified = WRITTEN


def make_openpyxl():
    book = openpyxl.Workbook()
    openpyxl_sheet(book, with_results=False)
    book.save(HERE / "openpyxl.xlsx")


def make_libreoffice():
    """LibreOffice reads what openpyxl wrote, computes the formula and writes the file anew."""
    with tempfile.TemporaryDirectory() as directory:
        source = pathlib.Path(directory) / "libreoffice.xlsx"
        book = openpyxl.Workbook()
        openpyxl_sheet(book, with_results=True)
        book.save(source)
        (source.parent / "out").mkdir()
        subprocess.run(["soffice", f"-env:UserInstallation=file://{directory}/profile", "--headless", "--convert-to",
                        "xlsx:Calc MS Excel 2007 XML", "--outdir", str(source.parent / "out"), str(source)], check=True)
        (HERE / "libreoffice.xlsx").write_bytes((source.parent / "out" / source.name).read_bytes())


def make_xlsxwriter():
    """Dates from 1904, an error, a formula with its result, numbers beyond a double's digits."""
    book = xlsxwriter.Workbook(HERE / "xlsxwriter.xlsx", {"date_1904": True})
    book.set_properties({"created": WRITTEN})
    sheet = book.add_worksheet("Data & <more>")
    sheet.write_row(0, 0, ["日期", "formula", "tab\tand\nline", "_x000D_"])
    sheet.write_datetime(1, 0, datetime.date(2025, 6, 30), book.add_format({"num_format": "m/d/yy"}))
    sheet.write_formula(1, 1, "=1/4", None, 0.25)
    sheet.write_number(1, 2, 15000000)
    sheet.write_number(1, 3, 1e-7)
    sheet.write_formula(2, 1, "=1/0", None, "#DIV/0!")
    sheet.write_rich_string(3, 0, "plain ", book.add_format({"bold": True}), "bold", " 㐀𠀀")
    book.close()


def make_text():
    """Four-byte characters of GB18030, UTF-16 as Excel's "Unicode text" and without a mark, UTF-8 with one, damage."""
    text = "村名,生僻字,收入\r\n红丰村,㐀𠀀,28万元\r\n"
    (HERE / "gb18030.csv").write_bytes(text.encode("gb18030"))
    (HERE / "utf8_mark.csv").write_bytes(text.encode("utf-8-sig"))
    (HERE / "utf16le_mark.txt").write_bytes(b"\xff\xfe" + text.replace(",", "\t").encode("utf-16-le"))
    (HERE / "utf16be_mark.csv").write_bytes(b"\xfe\xff" + text.encode("utf-16-be"))
    (HERE / "utf16le.csv").write_bytes(text.encode("utf-16-le"))
    (HERE / "utf16be.csv").write_bytes(text.encode("utf-16-be"))
    broken = text.encode("gb18030")
    (HERE / "broken.csv").write_bytes(broken[:-6] + b"\xff" + broken[-6:])


if __name__ == "__main__":
    make_openpyxl()
    make_libreoffice()
    make_xlsxwriter()
    make_text()
