"""The reading commands of `taizhang` on real services: list, get, history and follow; and erase."""

import csv
import json
import os
import subprocess
import unittest

from services import BIN, CALL_SECONDS_MAX, CATALOGUE, Pair

COUNTY = "divisions/440783"
PROJECT = f"{COUNTY}/projects/{{}}"
DIVISIONS = [{"record": {"name": f"divisions/{code}", "displayName": name, "englishName": english, "division": {}}}
             for code, name, english in (("CN", "中国", "China"), ("44", "广东省", "Guangdong"), ("4407", "江门市", "Jiangmen"),
                                         ("440783", "开平市", "Kaiping"), ("440783107", "月山镇", "Yueshan"),
                                         ("440783108", "沙塘镇", "Shatang"))]


def project(number, **fields):
    return {"record": {"name": PROJECT.format(f"p{number}"), "displayName": f"项目{number}",
                       "project": {"category": "PROJECT_CATEGORY_INVESTMENT"}, **fields}}


def investment(number, value, period="2025-06", **fields):
    return {"observation": {"subject": PROJECT.format(f"p{number}"), "measure": "measures/total-investment",
                            "period": period, "amount": {"value": value}, **fields}}


def names(lines):
    return [json.loads(line)["name"].rsplit("/", 1)[1] for line in lines.splitlines()]


class Case(unittest.TestCase):

    def setUp(self):
        self.pair = Pair()
        self.pair.__enter__()
        self.addCleanup(self.pair.__exit__, None, None, None)

    def begin(self):
        self.pair.import_files(*CATALOGUE)
        self.pair.import_rows(DIVISIONS)

    def lines(self, *arguments):
        return self.pair.cli(*arguments).splitlines()

    def refused(self, status, *arguments, stdin=None):
        done = self.pair.run(*arguments, stdin=stdin)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done.stderr


class ListTest(Case):

    def setUp(self):
        super().setUp()
        self.begin()
        towns = ["divisions/440783107", "divisions/440783108"]
        moved = [{"place": towns[0], "when": {"end": "2025-01-01"}}, {"place": towns[1], "when": {"start": "2025-01-01"}}]
        self.pair.import_rows([
            {"record": {"name": f"{COUNTY}/clusters/c", "displayName": "开平优品", "cluster": {"kind": "CLUSTER_KIND_BRAND"}}},
            {"record": {"name": f"{COUNTY}/villages/440783107236", "displayName": "红丰村", "englishName": "Hongfeng Village",
                        "village": {}}},
            {"record": {"name": f"{COUNTY}/enterprises/e1", "displayName": "红米厂", "labels": {"supported": "yes"},
                        "placements": moved, "enterprise": {}}},
            {"record": {"name": f"{COUNTY}/enterprises/e2", "displayName": "米厂", "englishName": "Mill",
                        "placements": [{"place": towns[0]}],
                        "memberships": [{"cluster": f"{COUNTY}/clusters/c", "role": "ROLE_LEADING"}], "enterprise": {}}},
            project(1)])

    def listed(self, *arguments):
        return names(self.pair.cli("list", "--format=jsonl", *arguments))

    def test_filters_by_kind_place_day_cluster_label_and_prefix(self):
        self.assertEqual(sorted(self.listed("440783", "--kind=enterprise,project")), ["e1", "e2", "p1"])
        self.assertEqual(self.listed("440783108", "--day=2025-06-30"), ["e1"])
        self.assertEqual(sorted(self.listed("440783", "--scope=440783107", "--day=2024-12-31", "--kind=enterprise")), ["e1", "e2"])
        self.assertEqual(self.listed(f"{COUNTY}/clusters/c"), ["e2"])
        self.assertEqual(self.listed("440783", "--label=supported=yes"), ["e1"])
        self.assertEqual(sorted(self.listed("440783", "--prefix=红")), ["440783107236", "e1"])
        self.assertEqual(self.listed("440783", "--prefix=mi"), ["e2"])
        self.assertEqual(self.listed("--kind=cluster", "440783"), ["c"])
        self.assertIn("total-investment", self.listed("structure", "--kind=measure"))

    def test_shows_a_table_with_names_and_places(self):
        table = self.pair.cli("list", "440783", "--kind=enterprise", "--day=2025-06-30")
        self.assertRegex(table, r"(?m)^米厂 Mill +enterprise +月山镇 +开平优品 \(LEADING\) +" + f"{COUNTY}/enterprises/e2 +\\d+$")
        self.assertRegex(table, r"(?m)^红米厂 +enterprise +沙塘镇 ")
        self.assertIn("there is nothing that passes", self.pair.run("list", "440783", "--prefix=zzz").stderr)

    def test_pages_through_and_stops_at_the_limit_and_keeps_a_revision(self):
        before = json.loads(self.pair.cli("history", "--limit=1", "--format=jsonl", PROJECT.format("p1")))["revision"]
        self.pair.import_rows([project(number) for number in range(2, 2502)])
        self.assertEqual(len(self.listed("440783", "--kind=project")), 2501)
        self.assertEqual(len(self.lines("list", "440783", "--kind=project")), 2501 + 2)
        self.assertEqual(len(self.listed("440783", "--kind=project", "--limit=1500")), 1500)
        self.assertEqual(self.listed("440783", "--kind=project", f"--revision={before}"), ["p1"])
        self.assertIn("beyond", self.refused(65, "list", "440783", "--revision=99999"))

    def test_lists_observations_with_bound_unit_and_source(self):
        self.pair.import_rows([
            investment(1, "超1.2亿元"), investment(1, "1亿元", "2025-05"),
            {"observation": {"subject": COUNTY, "measure": "measures/jobs", "period": "2025-06", "source": "opening",
                             "amount": {"value": "3500余个"}, "remark": "a, b"}}])
        table = self.pair.cli("list", "440783", "--observations")
        self.assertRegex(table, r"(?m)^项目1 +总投资 total-investment +2025-06 +> 120,000,000 +元 ")
        self.assertRegex(table, r"(?m)^开平市 +就业岗位 jobs +2025-06 +opening +≥ 3,500 +个 +a, b +divisions/440783 ")
        self.assertEqual(len(self.lines("list", "--subject", PROJECT.format("p1"), "--observations", "--format=jsonl")), 2)
        self.assertEqual(len(self.lines("list", "440783", "--observations", "--measure=total-investment",
                                        "--period=2025-06", "--format=jsonl")), 1)
        rows = list(csv.DictReader(self.pair.cli("list", "440783", "--kind=observation", "--format=csv").lstrip("\ufeff")
                                   .splitlines()))
        self.assertEqual({row["observation.amount.value"] for row in rows}, {"120000000", "100000000", "3500"})

    def test_gets_several_at_once_as_import_reads_them(self):
        wanted = [PROJECT.format("p1"), "440783107", f"{COUNTY}/enterprises/e2"]
        lines = self.pair.cli("get", "--format=line", *wanted)
        self.assertEqual(names(lines), ["p1", "440783107", "e2"])
        done = json.loads(self.pair.cli("import", "--format=json", "-", stdin=lines))["partitions"]
        self.assertEqual(sum(partition["unchanged"] for partition in done), 3)
        self.pair.import_rows([project(1, displayName="改名")])
        self.assertEqual(json.loads(self.pair.cli("get", "--revision=1", wanted[0]))["displayName"], "项目1")
        partly = self.pair.run("get", "--format=line", wanted[0], PROJECT.format("p9"))
        self.assertEqual((partly.returncode, len(partly.stdout.splitlines())), (66, 1))
        self.assertIn(f"{PROJECT.format('p9')}: there is no such record", partly.stderr)
        self.assertIn("--revision is of one partition", self.refused(64, "get", "--revision=1", wanted[0], wanted[1]))

    def test_says_what_is_wrong(self):
        self.assertIn("there are import, figures, reporting, list, get, history, follow, export, erase, audit and status",
                      self.refused(64, "lst"))
        self.assertIn("say where", self.refused(64, "list"))
        self.assertIn("--kind town is none of", self.refused(64, "list", "440783", "--kind=town"))
        self.assertIn("440784", self.refused(66, "list", "440784"))
        self.assertIn("day", self.refused(65, "list", "440783", "--scope=440783", "--day=30.6.2025"))
        for command in ("list", "get", "history", "follow", "export", "erase"):
            self.assertIn("Examples:", self.pair.cli(command, "--help"))

    def test_a_figure_that_is_asked_for_twice_is_printed_once(self):
        table = self.pair.cli("figures", "--scope=440783", f"--scope={COUNTY}", "--indicator=enterprises",
                              "--indicator=enterprises", "--period=2025-06", "--period=2025-06")
        self.assertEqual(table.count("= 2"), 1)

    def test_a_reader_that_goes_away_ends_it_quietly(self):
        self.pair.import_rows([project(number) for number in range(2, 5000)])
        done = subprocess.run(["bash", "-c", f"'{BIN}/taizhang' list 440783 | head -3"], env=self.pair.environment,
                              capture_output=True, text=True, timeout=CALL_SECONDS_MAX, check=False)
        self.assertEqual((len(done.stdout.splitlines()), done.stderr), (3, ""))

    def test_every_command_ends_with_its_reader_in_the_same_way(self):
        self.pair.import_rows([project(number) for number in range(2, 5000)])
        for command in ("list 440783", "export", "follow --until-caught-up"):
            done = subprocess.run(["bash", "-c", f"'{BIN}/taizhang' {command} | head -1; exit ${{PIPESTATUS[0]}}"],
                                  env=self.pair.environment, capture_output=True, text=True, timeout=CALL_SECONDS_MAX, check=False)
            self.assertEqual((done.returncode, done.stderr), (141, ""), command)

    def test_names_the_counties_where_the_records_are(self):
        for where in ("44", "4407", "CN"):
            done = self.pair.run("list", where)
            self.assertIn(f"Below {where}: 440783\n", done.stderr)
        self.assertIn("No county below 50 has any yet", self.pair.run("list", "50").stderr)
        self.assertNotIn("Below", self.pair.run("list", "440784").stderr)


class HistoryTest(Case):

    KEY = ["--subject", PROJECT.format("p1"), "--measure=total-investment", "--period=2025-06"]

    def test_shows_corrections_withdrawal_and_re_creation_newest_first(self):
        self.begin()
        self.pair.import_rows([project(1), investment(1, "1亿元")])
        self.pair.import_rows([investment(1, "超1.2亿元", remark="改正")])
        self.pair.import_rows([{"withdrawnObservation": {"subject": PROJECT.format("p1"), "period": "2025-06",
                                                         "measure": "measures/total-investment"}}])
        self.pair.import_rows([investment(1, "1.3亿元")])
        text = self.pair.cli("history", *self.KEY)
        self.assertRegex(text.splitlines()[0], rf"^项目1  \({PROJECT.format('p1')}\)  总投资 Total investment, 元  ")
        order = [text.index(word) for word in ("新建 CREATED", "撤回 WITHDRAWN", "更新 UPDATED")]
        self.assertEqual(order, sorted(order))
        self.assertEqual(text.count("新建 CREATED"), 2)
        self.assertRegex(text, r"amount\.value +100000000 → 120000000\n +amount\.bound +\S* ?→? ?MORE_THAN\n"
                               r" +amount\.quantum +100000000 → 10000000\n +remark +改正\n")
        self.assertRegex(text, r"(?m)^版次 revision \d+  \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\+8  anonymous  import-\w+$")
        newest = json.loads(self.pair.cli("history", "--limit=1", "--format=jsonl", *self.KEY))
        self.assertEqual(newest["change"]["observation"]["after"]["amount"]["value"], "130000000")
        self.assertEqual(len(self.lines("history", "--format=jsonl", *self.KEY)), 4)

    def test_pages_through_many_versions_of_a_record(self):
        self.begin()
        for number in range(130):
            self.pair.import_rows([project(1, displayName=f"项目 {number}")])
        text = self.pair.cli("history", PROJECT.format("p1"))
        self.assertEqual(text.count("更新 UPDATED"), 129)
        self.assertIn("display_name  项目 128 → 项目 129", text)
        self.refused(66, "history", PROJECT.format("p2"))


class FollowTest(Case):

    def caught_up(self, *flags):
        return [json.loads(line) for line in
                self.lines("follow", "--until-caught-up", "--format=jsonl", "--partition=440783", *flags)]

    def test_resumes_from_its_cursor_file_through_a_kill(self):
        self.begin()
        cursor = f"--cursor-file={self.pair.path('cursor')}"
        self.pair.import_rows([project(number) for number in range(3)])
        first = self.caught_up(cursor)
        self.assertEqual(len(first), 3)
        self.assertEqual([commit.get("complete", False) for commit in first], [False, False, True])
        self.assertEqual(self.caught_up(cursor), [])
        with open(self.pair.path("follow.out"), "w", encoding="utf-8") as out:
            follower = subprocess.Popen([os.path.join(BIN, "taizhang"), "follow", "--format=jsonl", "--partition=440783", cursor],
                                        stdout=out, stderr=subprocess.PIPE, text=True, env=self.pair.environment)
        try:
            self.pair.import_rows([project(3)])
            self.await_lines(1)
            self.pair.ledger.kill()
            self.pair.ledger.start()
            self.pair.await_serving()
            self.pair.import_rows([project(4)])
            self.await_lines(2)
        finally:
            follower.terminate()
            error = follower.communicate(timeout=CALL_SECONDS_MAX)[1]
        self.assertEqual(follower.returncode, 0, error)
        self.assertIn("trying again", error)
        with open(self.pair.path("follow.out"), encoding="utf-8") as out:
            printed = [json.loads(line)["requests"][0]["changes"][0]["record"]["name"] for line in out]
        self.assertEqual(printed, [PROJECT.format("p3"), PROJECT.format("p4")])
        self.assertEqual(self.caught_up(cursor), [])
        self.pair.import_rows([project(5)])
        self.assertEqual(len(self.caught_up(cursor)), 1)

    def await_lines(self, count):
        path = self.pair.path("follow.out")
        reader = subprocess.run(["bash", "-c", f"until [ $(wc -l < '{path}') -ge {count} ]; do read -t 0.05 < <(:) || true; done"],
                                timeout=CALL_SECONDS_MAX, check=False)
        self.assertEqual(reader.returncode, 0)

    def test_from_now_prints_only_what_comes(self):
        self.begin()
        self.pair.import_rows([project(1)])
        cursor = f"--cursor-file={self.pair.path('cursor')}"
        self.assertEqual(self.caught_up("--from-now", cursor), [])
        self.pair.import_rows([project(2)])
        self.assertEqual(len(self.caught_up("--from-now", cursor)), 1)
        text = self.pair.cli("follow", "--until-caught-up", "--prefix=4407")
        self.assertIn(f"新建 CREATED  {PROJECT.format('p2')}  项目2", text)

    def test_says_that_nothing_was_written_to_what_is_followed(self):
        self.begin()
        done = self.pair.run("follow", "--until-caught-up", "--partition=440784")
        self.assertEqual((done.returncode, done.stderr), (0, "taizhang: nothing was written to partition 440784 yet\n"))
        done = self.pair.run("follow", "--until-caught-up", "--prefix=50", "--from-now")
        self.assertIn("nothing was written to a partition that begins with 50 yet", done.stderr)
        self.assertIn("no partition's name begins so", self.refused(65, "follow", "--until-caught-up", "--prefix=kaiping"))
        self.assertEqual(self.pair.run("follow", "--until-caught-up", "--prefix=structure").stderr, "")

    def test_refuses_the_cursor_of_another_history(self):
        self.begin()
        self.pair.import_rows([project(1)])
        path = self.pair.path("cursor")
        self.caught_up(f"--cursor-file={path}")
        with open(path, encoding="utf-8") as file:
            text = file.read()
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"{text[:-65]}{'ab' * 32}\n")
        self.assertIn("is of another history", self.refused(65, "follow", "--until-caught-up", f"--cursor-file={path}"))
        with open(path, "w", encoding="utf-8") as file:
            file.write("cursor\n")
        self.assertIn("no file that taizhang follow has written",
                      self.refused(65, "follow", "--until-caught-up", f"--cursor-file={path}"))

    def test_a_ledger_that_is_not_there_is_said_and_ends_a_script(self):
        self.pair.ledger.terminate()
        error = self.refused(69, "follow", "--until-caught-up", "--timeout-ms=500")
        self.assertIn("Is the ledger running?", error)


class EraseTest(Case):

    NAME = "联系人：张三丰"

    def setUp(self):
        super().setUp()
        self.begin()
        self.pair.import_rows([project(1, description=self.NAME), investment(1, "1亿元", remark=self.NAME)])

    def test_erases_for_good_what_no_longer_stands(self):
        erase = ["erase", "--partition=440783", "--text", self.NAME]
        error = self.refused(65, *erase, "--yes")
        self.assertIn("still stands", error)
        self.assertIn("description", error)
        self.pair.import_rows([project(1), investment(1, "1亿元")])
        shown = self.pair.cli(*erase, "--validate-only")
        self.assertIn(PROJECT.format("p1"), shown)
        self.assertIn("Nothing was erased", shown)
        self.assertIn("--yes says that it should be", self.refused(65, *erase))
        self.assertIn(self.NAME, self.pair.cli("history", PROJECT.format("p1")))
        erased = self.pair.cli("erase", "--partition=440783", "--text-file=-", "--yes", stdin=self.NAME + "\n")
        self.assertIn("Erased from 2 versions of partition 440783", erased)
        self.assertNotIn(self.NAME, self.pair.cli("history", PROJECT.format("p1")))
        self.assertIn("抹除 ERASED", self.pair.cli("follow", "--until-caught-up", "--partition=440783"))
        self.assertIn("has no such text", self.pair.cli(*erase, "--yes"))
        self.pair.ledger.kill()
        self.pair.ledger.start()
        self.pair.await_serving()
        self.assertNotIn(self.NAME, self.pair.cli("history", PROJECT.format("p1")))
        self.assertEqual(json.loads(self.pair.cli("get", PROJECT.format("p1")))["displayName"], "项目1")

    def test_says_what_is_wrong(self):
        self.assertIn("--partition is needed", self.refused(64, "erase", "--text=x"))
        self.assertIn("either --text or --text-file", self.refused(64, "erase", "--partition=440783"))
        self.assertIn("there is no such file", self.refused(66, "erase", "--partition=440783", "--text-file=/no/such"))
        self.assertIn("1 to 4000", self.refused(65, "erase", "--partition=440783", "--text-file=-", stdin="x" * 5000))


if __name__ == "__main__":
    unittest.main(verbosity=2)
