"""A county clerk's spreadsheet with the usual mistakes: what can be forgiven is imported rightly, what cannot is refused
with row, column and what would be right; the clerk corrects the report and imports again."""

import csv
import io
import json
import unittest

from services import CATALOGUE, Pair
from xlsx_file import Error, write_xlsx

COUNTY = "divisions/980101"
DIVISIONS = [("CN", "中国"), ("98", "甲省"), ("9801", "乙市"), ("980101", "丙县"), ("980101101", "东镇"), ("980101102", "西街道"),
             ("980102", "丁县"), ("980102101", "南镇")]
SHARE = {"name": "measures/export-share", "displayName": "出口占比", "measure": {
    "unit": "%", "decimals": 2, "temporalKind": "TEMPORAL_KIND_STOCK", "frequency": "FREQUENCY_MONTH",
    "reporters": ["REPORTER_ENTERPRISE"], "nonAdditive": True}}
MAPPING = {
    "description": "丙县六月报表",
    "year": 2025,
    "header_rows": 2,
    "columns": {
        "企业编号": {"type": "id"},
        "企业名称": {"required": True},
        "统一社会信用代码": {"type": "code"},
        "镇街": {"type": "division", "within": "980101", "required": True},
        "党组织": {"type": "yes_no"},
        "投产日期": {"type": "date"},
        "月份": {"type": "period"},
        "销售额": {"type": "amount", "aliases": ["主要指标/销售额（万元）"]},
        "出口占比": {"type": "amount", "required": False, "aliases": ["主要指标/出口占比"]},
    },
    "ignore_columns": ["序号"],
    "values": {"县": "980101"},
    "not_available": ["—", "暂无"],
    "skip_rows_where": {"企业编号": ["合计"]},
    "rows": [
        {"record": {"name": "divisions/{县}/enterprises/{企业编号}", "displayName": "{企业名称}",
                    "placements": [{"place": "divisions/{镇街}"}], "active": {"start": "{投产日期}"},
                    "enterprise": {"creditCode": "{统一社会信用代码}", "partyOrganisation": "{党组织}"}}},
        {"observation": {"subject": "divisions/{县}/enterprises/{企业编号}", "measure": "measures/sales",
                         "period": "{月份}", "amount": {"value": "{销售额}", "unit": "万元"}}},
        {"observation": {"subject": "divisions/{县}/enterprises/{企业编号}", "measure": "measures/export-share",
                         "period": "{月份}", "amount": {"value": "{出口占比}", "unit": "%"}}},
    ],
}
TITLES = [["丙县2025年6月企业报表"],
          ["序号", "企业编号", "企业名称", "统一社会信用代码", "镇街", "党组织", "投产日期", "月份", "主要指标", None, "用工"],
          [None, None, None, None, None, None, None, None, "销售额\n（万元）", "出口占比", None]]
MERGED = ["A1:K1", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:E3", "F2:F3", "G2:G3", "H2:H3", "I2:J2", "K2:K3"]


def credit_code():
    """A code that no one has: its check character by GB 32100-2015."""
    body, alphabet = "91980101MA0000000", "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(alphabet.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return body + alphabet[(31 - total % 31) % 31]


GOOD_CODE = credit_code()
BAD_CODE = GOOD_CODE[:-1] + ("1" if GOOD_CODE[-1] != "1" else "2")
# What a line holds from 企业编号 on, from row 4 on, and what is said of it: (column, words), nothing where it is forgiven.
LINES = [
    (["e01", "全角数字", "", "东镇", "是", "2020-01-01", "2025-06", "１２３４．５", "12%"], None),
    (["e02 ", " 空格\u3000", "", "东镇\u00a0", "否 ", "", "2025-06 ", " 100", ""], None),
    (["e03", "月份为文字", "", "西街道", "", "2020年1月1日", "6月", 10, ""], None),
    (["e04", "千分位", "", "西街道", "", "20200101", "2025年6月", "1,234", "—"], None),
    (["ｅ０５", "简称与小写", GOOD_CODE.lower(), "西", "有", "", "202506", "1", "５０％"], None),
    (["e06", "单位错", "", "东镇", "", "", "2025-06", "500家", ""], ("I", "家")),
    (["e01", "全角数字", "", "东镇", "是", "2020-01-01", "2025-06", "999", "12%"], ("", ":4")),
    (["e08", "别县的镇", "", "南镇", "", "", "2025-06", "1", ""], ("E", "南镇 (980102101)")),
    (["e09", "负数", "", "东镇", "", "", "2025-06", "-5", ""], ("I", "")),
    (["e10", "两个小数点", "", "东镇", "", "", "2025-06", "1.2.3", ""], ("I", "more than one decimal point")),
    (["某某公司", "名称当编号", "", "东镇", "", "", "2025-06", "1", ""], ("B", "not an id")),
    (["e12", "漏填", "", "东镇", "", "", "2025-06", "", ""], ("I", "is empty")),
    (["e13", "没有这天", "", "东镇", "", "2025-02-30", "2025-06", "1", ""], ("G", "2025-02-30")),
    (["e14", "代码校验错", BAD_CODE, "东镇", "", "", "2025-06", "1", ""], ("D", "check character")),
    (["e15", "分数", "", "东镇", "", "", "2025-06", "1", "12/100"], ("J", 'perhaps "12%"')),
    (["e16", "年份错", "", "东镇", "", "", "2205年6月", "1", ""], ("H", "2205")),
    (["e17", "公式错", "", "东镇", "", "", "2025-06", Error("#DIV/0!"), ""], ("I", "#DIV/0!")),
    (["e18", "半年", "", "东镇", "", "", "2025年上半年", "1", ""], ("H", "month")),
    (["e19", "是非", "", "东镇", "大概", "", "2025-06", "1", ""], ("F", "是 or 否")),
    (["合 计", "", "", "", "", "", "", "9999", ""], None),
]
RIGHT = {"e06": ("销售额", "500万元"), "e08": ("镇街", "东镇"), "e09": ("销售额", "5"), "e10": ("销售额", "1.23"),
         "某某公司": ("企业编号", "e11"), "e12": ("销售额", "暂无"), "e13": ("投产日期", "2024-02-29"),
         "e14": ("统一社会信用代码", ""), "e15": ("出口占比", "12%"), "e16": ("月份", "2025年6月"), "e17": ("销售额", "7"),
         "e18": ("月份", "6月"),
         "e19": ("党组织", "否")}


class ClerkTest(unittest.TestCase):

    def setUp(self):
        self.pair = Pair()
        self.pair.__enter__()
        self.addCleanup(self.pair.__exit__, None, None, None)
        self.pair.import_files(*CATALOGUE)
        self.pair.import_rows([{"name": f"divisions/{code}", "displayName": name, "division": {}}
                               for code, name in DIVISIONS] + [SHARE])
        self.book = self.pair.path("六月.xlsx")
        self.report = self.pair.path("退回.csv")
        self.mapping(MAPPING)

    def mapping(self, mapping):
        with open(self.pair.path("mapping.json"), "w", encoding="utf-8") as out:
            json.dump(mapping, out, ensure_ascii=False)

    def clerk(self, *files):
        return self.pair.run("import", "--mapping", self.pair.path("mapping.json"), "--report", self.report,
                             "--format=json", *files)

    def write_book(self, lines):
        rows = [[i + 1, *line, ""] for i, line in enumerate(lines)]
        write_xlsx(self.book, [*TITLES, *rows], MERGED)

    def report_rows(self):
        with open(self.report, "rb") as file:
            data = file.read()
        self.assertTrue(data.startswith(b"\xef\xbb\xbf"), "a spreadsheet needs the mark")
        return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))

    def correct_report(self):
        """As a clerk does it: the cells named in the report, in the report."""
        rows = self.report_rows()
        for row in rows:
            number = row["企业编号"]
            if number == "e01":  # the duplicate: left out by emptying its cells
                row.update({title: "" for title in row if not title.endswith((" File", " Row"))})
            elif number in RIGHT:
                title, value = RIGHT[number]
                row[next(name for name in row if title in name)] = value
        with open(self.report, "w", encoding="utf-8-sig", newline="") as out:
            writer = csv.DictWriter(out, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)

    def test_twenty_mistakes_are_refused_corrected_by_the_report_and_imported(self):
        self.write_book([line for line, _ in LINES])
        before = self.pair.cli("status")
        refused = self.clerk(self.book)
        self.assertEqual(refused.returncode, 65, refused.stderr)
        self.assertEqual(self.pair.cli("status"), before, "nothing is written")
        self.assertIn(f"{self.book}:3:K: 用工: FIELD_NOT_ALLOWED", refused.stderr)
        said = refused.stderr.splitlines()
        for number, (_, expected) in enumerate(LINES, 4):
            of_line = [line for line in said if line.startswith(f"{self.book}:{number}:")]
            if expected is None:
                self.assertEqual(of_line, [], f"row {number} is forgiven")
                continue
            self.assertEqual(len(of_line), 1, f"row {number}: {refused.stderr}")
            column, words = expected
            self.assertTrue(of_line[0].startswith(f"{self.book}:{number}:{column}"), of_line[0])
            self.assertIn(words, of_line[0])
        self.assertIn("15 mistakes; nothing was written", refused.stderr)
        self.assertIn(f"14 refused lines, and what is wrong with them, are in {self.report}", refused.stderr)

        # The column is agreed on, the rest corrected in the report.
        self.mapping({**MAPPING, "ignore_columns": ["序号", "用工"]})
        self.correct_report()
        done = self.clerk(self.book, self.report)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("1 line was left out, as skip_rows_where says", done.stderr)
        summary = {one["partition"]: one for one in json.loads(done.stdout)["partitions"]}["980101"]
        self.assertEqual(summary["created"], 18 + 18 + 4)
        self.assert_figures(summary["token"])

        again = self.clerk(self.book, self.report)
        self.assertEqual(json.loads(again.stdout)["partitions"][0]["unchanged"], summary["created"])
        # The corrected report by itself has the corrected lines.
        alone = self.clerk(self.report)
        self.assertEqual(alone.returncode, 0, alone.stderr)
        self.assertEqual(json.loads(alone.stdout)["partitions"][0]["created"], 0)

    def test_correcting_one_line_at_a_time_loses_no_correction(self):
        source = self.pair.path("六月.csv")
        titles = "企业编号,企业名称,统一社会信用代码,镇街,党组织,投产日期,月份,销售额,出口占比"
        self.mapping({**MAPPING, "header_rows": 1})
        with open(source, "w", encoding="utf-8") as out:
            out.write(f"{titles}\na1,甲厂,,东镇,,,2025-06,1.2.3,\na2,乙厂,,东镇,,,2025-06,5只,\na3,丙厂,,东镇,,,2025-06,7,\n")
        self.assertEqual(self.clerk(source).returncode, 65)
        for wrong, right in (("1.2.3", "1.2"), ("5只", "5")):
            with open(self.report, encoding="utf-8-sig", newline="") as file:
                text = file.read()
            self.assertIn(wrong, text)
            with open(self.report, "w", encoding="utf-8-sig", newline="") as out:
                out.write(text.replace(f",{wrong},", f",{right},", 1))
            done = self.clerk(source, self.report)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(json.loads(done.stdout)["partitions"][0]["created"], 6)

    def test_a_line_that_was_changed_behind_the_reports_back_is_not_undone(self):
        self.mapping({**MAPPING, "header_rows": 1, "ignore_columns": ["序号", "用工"]})
        titles = ["序号", "企业编号", "企业名称", "统一社会信用代码", "镇街", "党组织", "投产日期", "月份", "销售额", "出口占比"]
        lines = [[1, "a1", "甲厂", "", "东镇", "", "", "2025-06", "1.2.3", ""], [2, "a2", "乙厂", "", "东镇", "", "", "2025-06", 7, ""]]
        write_xlsx(self.book, [titles, *lines], [])
        self.assertEqual(self.clerk(self.book).returncode, 65)
        lines[0][8] = "8"
        write_xlsx(self.book, [titles, *lines], [])
        refused = self.clerk(self.book, self.report)
        self.assertEqual(refused.returncode, 65)
        self.assertIn(f"{self.report}:2: takes the place of {self.book}:2, which has changed since", refused.stderr)
        with open(self.report, encoding="utf-8-sig", newline="") as file:
            header = file.readline()
        with open(self.report, "w", encoding="utf-8-sig", newline="") as out:
            out.write(header)
        done = self.clerk(self.book, self.report)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_an_error_in_a_sum_or_beside_the_columns_does_no_harm(self):
        self.write_book([LINES[0][0], ["合计", "", "", "", "", "", "", Error("#DIV/0!"), ""]])
        self.mapping({**MAPPING, "ignore_columns": ["序号", "用工"]})
        done = self.clerk(self.book)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_a_sheet_is_of_workbooks(self):
        source = self.pair.path("六月.csv")
        with open(source, "w", encoding="utf-8") as out:
            out.write("企业编号\n")
        done = self.pair.run("import", "--mapping", self.pair.path("mapping.json"), "--sheet=六月", source)
        self.assertEqual(done.returncode, 64)
        self.assertIn("--sheet is of workbooks", done.stderr)

    def test_a_report_that_cannot_be_written_is_named_with_the_reason(self):
        self.write_book([LINES[5][0]])
        done = self.pair.run("import", "--mapping", self.pair.path("mapping.json"), "--report=/dev/full", self.book)
        self.assertEqual(done.returncode, 74)
        self.assertIn("the report cannot be written: /dev/full: No space left on device", done.stderr)

    def test_a_multiplier_beside_one_of_the_mapping_is_said_plainly(self):
        self.write_book([["e01", "甲", "", "东镇", "", "", "2025-06", "1.5万", ""]])
        self.mapping({**MAPPING, "ignore_columns": ["序号", "用工"]})
        done = self.clerk(self.book)
        self.assertEqual(done.returncode, 65)
        self.assertIn("the value has the unit 万 beside 万元; write the unit once", done.stderr)

    def test_a_report_overwrites_nothing_that_is_read(self):
        self.write_book([LINES[5][0]])
        for overwritten in (self.book, self.pair.path("mapping.json")):
            with open(overwritten, "rb") as file:
                before = file.read()
            done = self.pair.run("import", "--mapping", self.pair.path("mapping.json"), "--report", overwritten, self.book)
            self.assertEqual(done.returncode, 64)
            self.assertIn("would overwrite", done.stderr)
            with open(overwritten, "rb") as file:
                self.assertEqual(file.read(), before)

    def test_a_line_that_an_amount_with_a_comma_has_shifted_is_refused(self):
        self.mapping({**MAPPING, "header_rows": 1, "columns": {**MAPPING["columns"], "出口占比": {"may_be_absent": True}}})
        source = self.pair.path("六月.csv")
        with open(source, "w", encoding="utf-8") as out:
            out.write("企业编号,企业名称,统一社会信用代码,镇街,党组织,投产日期,月份,销售额,出口占比\na1,甲厂,,东镇,,,2025-06,1,200,5%\n")
        done = self.clerk(source)
        self.assertEqual(done.returncode, 65)
        self.assertIn(f"{source}:2:J: VALUE_INVALID: stands under no column", done.stderr)

    def test_a_directory_is_no_mapping(self):
        done = self.pair.run("import", "--mapping", self.pair.path(""), self.book)
        self.assertEqual(done.returncode, 66)
        self.assertIn("is a directory", done.stderr)

    def assert_figures(self, token):
        def total(scope):
            return self.pair.figure(scope, "indicators/sales", "2025-H1", [token])["computed"]["value"]
        # In 万元: 1234.5 + 100 + 500 + 1 + 5 + 1.23 + 1 + 1 + 1 + 1 + 1 + 7 + 1 + 1 in 东镇, 10 + 1234 + 1 in 西街道.
        self.assertEqual(total("divisions/980101101"), "18557300")
        self.assertEqual(total("divisions/980101102"), "12450000")
        self.assertEqual(total(COUNTY), "31007300")
        e05 = json.loads(self.pair.cli("get", "--format=line", f"{COUNTY}/enterprises/e05"))
        self.assertEqual(e05["enterprise"], {"creditCode": GOOD_CODE, "partyOrganisation": True})
        e02 = json.loads(self.pair.cli("get", "--format=line", f"{COUNTY}/enterprises/e02"))
        self.assertEqual(e02["displayName"], "空格")


if __name__ == "__main__":
    unittest.main(verbosity=2)
