"""`taizhang import` and the writes behind it: all or nothing, tokens that see, errors that say where."""

import csv
import json
import os
import signal
import subprocess
import unittest

from services import BIN, CATALOGUE, Pair

COUNTY = "divisions/440783"
PROJECT = f"{COUNTY}/projects/p{{}}"
DIVISIONS = [{"record": {"name": f"divisions/{code}", "displayName": name, "division": {}}}
             for code, name in (("CN", "中国"), ("44", "广东省"), ("4407", "江门市"), ("440783", "开平市"))]


def project(number):
    return {"record": {"name": PROJECT.format(number), "displayName": f"项目{number}",
                       "project": {"category": "PROJECT_CATEGORY_INVESTMENT"}}}


def investment(number, value):
    return {"observation": {"subject": PROJECT.format(number), "measure": "measures/total-investment",
                            "period": "2025-06", "amount": {"value": value}}}


class ImportTest(unittest.TestCase):

    def setUp(self):
        self.pair = Pair()
        self.pair.__enter__()
        self.addCleanup(self.pair.__exit__, None, None, None)
        self.pair.import_files(*CATALOGUE)
        self.pair.import_rows(DIVISIONS)

    def test_a_question_that_no_indicator_can_answer_is_a_mistake(self):
        for scope, period in (("440783", "2025-13"), ("990000", "2025")):
            done = self.pair.run("figures", "--scope", scope, "--indicator", "all", "--period", period)
            self.assertEqual(done.returncode, 65, done.stdout)
            self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        monthly = self.pair.run("figures", "--scope", "440783", "--indicator", "all", "--period", "2025-06")
        self.assertEqual(monthly.returncode, 0, "that some indicators are yearly is none")

    def heads(self):
        return self.pair.cli("status")

    def total(self, *tokens):
        figure = self.pair.figure(COUNTY, "indicators/total-investment", "2025-06", tokens)
        return figure.get("computed", {}).get("value")

    def file(self, name, rows):
        path = self.pair.path(name)
        with open(path, "w", encoding="utf-8") as out:
            out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        return path

    def test_one_wrong_row_among_5000_refuses_all_and_names_row_and_field(self):
        rows = [project(i) for i in range(2500)] + [investment(i, "1万元") for i in range(2500)]
        rows[3210] = investment(710, "1吨")
        path = self.file("rows.jsonl", rows)
        before = self.heads()
        refused = self.pair.run("import", path)
        self.assertEqual(refused.returncode, 65)
        self.assertIn(f"{path}:3211: observation.amount", refused.stderr)
        self.assertIn("UNIT_MISMATCH", refused.stderr)
        self.assertIn("1 mistake; nothing was written", refused.stderr)
        self.assertEqual(self.heads(), before)

        rows[3210] = investment(710, "1万元")
        summary = self.pair.import_files(self.file("rows.jsonl", rows))
        self.assertEqual(summary["440783"]["created"], 5000)
        self.assertEqual(self.total(summary["440783"]["token"]), "25000000")

    def test_rows_may_stand_in_any_order_and_in_several_files(self):
        files = [self.file("1.jsonl", [investment(1, "3亿元")]), self.file("2.jsonl", [project(1)])]
        summary = self.pair.import_files(*files)
        self.assertEqual(self.total(summary["440783"]["token"]), "300000000")

    def test_old_content_over_newer_content_is_a_write_of_its_own(self):
        self.pair.import_rows([project(1), investment(1, "1亿元")])
        self.pair.import_rows([investment(1, "2亿元")])
        summary = self.pair.import_rows([project(1), investment(1, "1亿元")])
        self.assertEqual((summary["440783"]["updated"], summary["440783"]["unchanged"]), (1, 1))
        self.assertEqual(self.total(summary["440783"]["token"]), "100000000")

    def test_a_writes_token_makes_the_next_query_see_it(self):
        self.pair.import_rows([project(1)])
        for value in range(1, 61):
            summary = self.pair.import_rows([investment(1, f"{value}元")])
            self.assertEqual(self.total(summary["440783"]["token"]), str(value))

    def test_reads_standard_input_with_a_byte_order_mark_and_carriage_returns(self):
        text = "\ufeff" + "\r\n\r\n".join(json.dumps(row) for row in [project(1), investment(1, "5元")]) + "\r\n"
        summary = json.loads(self.pair.cli("import", "--format=json", "-", stdin=text))["partitions"][0]
        self.assertEqual(summary["created"], 2)
        self.assertEqual(self.total(summary["token"]), "5")

    def test_every_mistake_is_named_at_once(self):
        rows = [{"record": {"name": f"{COUNTY}/projects/Große", "displayName": "x", "project": {}}},
                {"record": {"name": f"{COUNTY}/projects/p1", "project": {}}},
                {"observation": {"subject": PROJECT.format(2), "measure": "measures/sales", "period": "2025-06",
                                 "amount": {"value": "many"}}},
                {"observation": {"subject": COUNTY, "measure": "measures/none", "period": "2025-06",
                                 "amount": {"value": "1"}}}]
        path = self.file("wrong.jsonl", rows)
        only_readable = self.file("readable.jsonl", rows[1:])
        refused = self.pair.run("import", path)
        self.assertEqual(refused.returncode, 65)
        self.assertIn(f"{path}:1: record.name", refused.stderr)
        refused = self.pair.run("import", only_readable)
        self.assertEqual(refused.returncode, 65)
        for line in (1, 2, 3):
            self.assertIn(f"{only_readable}:{line}: ", refused.stderr)

    def test_what_cannot_be_read_does_not_hide_what_the_ledger_refuses(self):
        path = self.file("mixed.jsonl", [{"record": {"nam": "x"}}, project(1), investment(1, "1吨")])
        refused = self.pair.run("import", path)
        self.assertEqual(refused.returncode, 65)
        self.assertIn(f"{path}:1: ", refused.stderr)
        self.assertIn(f"{path}:3: observation.amount", refused.stderr)
        self.assertIn("2 mistakes; nothing was written", refused.stderr)

    def write_table(self, name, encoding, rows):
        path = self.pair.path(name)
        with open(path, "w", encoding=encoding, newline="") as out:
            csv.writer(out).writerows(rows)
        return path

    def test_a_table_of_fields_is_read_in_every_encoding(self):
        header = ["record.name", "record.display_name", "record.labels", "record.project.category"]
        for number, encoding in enumerate(("utf-8", "utf-8-sig", "utf-16", "gb18030")):
            path = self.write_table(f"{encoding}.csv", encoding, [
                header, [PROJECT.format(number), f"项目{number}", '{"a": "甲"}', "PROJECT_CATEGORY_INVESTMENT"]])
            self.assertEqual(self.pair.import_files(path)["440783"]["created"], 1, encoding)
            read = json.loads(self.pair.cli("get", "--format=line", PROJECT.format(number)))
            self.assertEqual((read["displayName"], read["labels"]), (f"项目{number}", {"a": "甲"}))

    def test_mistakes_in_a_table_name_the_column(self):
        self.pair.import_rows([project(1)])
        path = self.write_table("table.csv", "utf-8", [
            ["observation.subject", "observation.measure", "observation.period", "observation.amount.value"],
            [PROJECT.format(1), "measures/total-investment", "2025-06", "1吨"],
            [PROJECT.format(1), "measures/total-investment", "2025-13", "1"]])
        refused = self.pair.run("import", path)
        self.assertEqual(refused.returncode, 65)
        self.assertIn(f"{path}:2:D: observation.amount.value: UNIT_MISMATCH: ", refused.stderr)
        self.assertIn(f"{path}:3:C: observation.period: ", refused.stderr)
        self.assertIn("2 mistakes", refused.stderr)
        wrong = self.pair.run("import", self.write_table("wrong.csv", "utf-8", [["企业"], ["x"]]))
        self.assertEqual(wrong.returncode, 65)
        self.assertIn("needs a mapping (--mapping FILE)", wrong.stderr)

    def test_the_report_of_refused_lines_is_corrected_and_imported(self):
        path = self.file("rows.jsonl", [project(1), investment(1, "1吨")])
        report = self.pair.path("report.csv")
        self.assertEqual(self.pair.run("import", "--report", report, path).returncode, 65)
        with open(report, encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual([(row["行 Row"], row["原因 Reason"]) for row in rows], [("2", "UNIT_MISMATCH")])
        rows[0]["row"] = json.dumps(investment(1, "7元"))
        with open(report, "w", encoding="utf-8-sig", newline="") as out:
            writer = csv.DictWriter(out, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)
        summary = self.pair.import_files(path, report)
        self.assertEqual(summary["440783"]["created"], 2)
        self.assertEqual(self.total(summary["440783"]["token"]), "7")

    def test_a_mapping_that_is_wrong_is_refused_by_path(self):
        mapping = self.pair.path("mapping.json")
        with open(mapping, "w", encoding="utf-8") as out:
            json.dump({"columns": {"a": {"typ": "id"}}, "rows": [{"record": {"name": "{b}"}}]}, out)
        refused = self.pair.run("import", "--mapping", mapping, self.file("x.csv", []))
        self.assertEqual(refused.returncode, 78)
        self.assertIn("columns.a.typ: is not known here", refused.stderr)
        self.assertIn("rows[0].record.name: {b} is neither", refused.stderr)
        self.assertEqual(self.pair.run("import", "--mapping", "/no/such", mapping).returncode, 66)

    def test_progress_is_shown_where_it_is_asked_for_alone(self):
        path = self.file("rows.jsonl", [project(1)])
        self.assertEqual(self.pair.run("import", path).stderr, "")
        shown = self.pair.run("import", "--progress=always", path).stderr
        self.assertIn("judging", shown)
        self.assertIn("writing", shown)

    def test_an_interrupted_import_says_what_stands_and_is_completed_by_another(self):
        path = self.file("many.jsonl", [project(i) for i in range(30000)])
        with subprocess.Popen([os.path.join(BIN, "taizhang"), "import", "--progress=always", path],
                              env=self.pair.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
            said = b""
            while b"writing" not in said:
                said += running.stderr.read1(4096)
            running.send_signal(signal.SIGINT)
            said += running.stderr.read()
            running.stdout.read()
        if running.returncode != 0:  # it may just have been done
            self.assertEqual(running.returncode, 75)
            self.assertIn("interrupted", said.decode())
            self.assertIn("Run the same import again", said.decode())
        summary = self.pair.import_files(path)["440783"]
        self.assertEqual(summary["created"] + summary["unchanged"], 30000)

    def test_a_dead_ledger_is_said_to_be_dead(self):
        self.pair.ledger.terminate()
        refused = self.pair.run("import", "--timeout-ms=2000", self.file("a.jsonl", [project(1)]))
        self.assertEqual(refused.returncode, 69)
        self.assertIn("Is the ledger running?", refused.stderr)
        self.assertEqual(self.pair.run("get", "--timeout-ms=2000", COUNTY).returncode, 69)
        self.assertEqual(self.pair.run("status", "--timeout-ms=2000").returncode, 69)

    def test_get_prints_what_import_reads(self):
        self.pair.import_rows([project(1)])
        line = self.pair.cli("get", "--format=line", PROJECT.format(1))
        self.assertEqual(json.loads(line)["displayName"], "项目1")
        summary = json.loads(self.pair.cli("import", "--format=json", "-", stdin=line))
        self.assertEqual(summary["partitions"][0]["unchanged"], 1)
        self.assertEqual(self.pair.run("get", PROJECT.format(99)).returncode, 66)

    def test_figures_in_a_table_are_readable(self):
        token = self.pair.import_rows([project(1), investment(1, "超1.5亿元")])["440783"]["token"]
        table = self.pair.cli("figures", "--scope", "440783", "--indicator", "all", "--period", "2025-06", "--token",
                              token)
        self.assertIn("开平市", table)
        self.assertRegex(table, r"总投资 Total investment +> 150,000,000 +元 +1/1")

    def test_a_closed_pipe_and_no_rows_are_no_crash(self):
        self.assertEqual(self.pair.run("import", "-", stdin="\n\n").returncode, 65)
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = subprocess.run([os.path.join(BIN, "taizhang"), "get", "divisions/CN"], stdout=full, stderr=subprocess.PIPE,
                                  env=self.pair.environment, check=False)
        self.assertEqual(done.returncode, 74)


if __name__ == "__main__":
    unittest.main(verbosity=2)
