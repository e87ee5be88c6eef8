"""Who has reported and who has not yet (R13): rates and names from the command line and by page, across a restart.

Seen to fail with pages that are read as of the newest revision (the list's second page then names nobody).
"""

import json
import re
import unittest

from services import Pair, grpcurl_path

COUNTY = "divisions/440783"
TOWNS = [f"{COUNTY}107", f"{COUNTY}108"]
ROWS = [{"name": f"divisions/{code}", "displayName": name, "division": {}} for code, name in (
    ("CN", "中国"), ("44", "广东省"), ("4407", "江门市"), ("440783", "开平市"), ("440783107", "龙胜镇"), ("440783108", "大沙镇"))]
NAMES = {"mill": "金箩米业", "farm": "旺禽科技", "pipes": "水暖卫浴"}
ENTERPRISES = {key: f"{COUNTY}/enterprises/{key}" for key in NAMES}
ROWS += [{"name": ENTERPRISES[key], "displayName": name, "enterprise": {},
          "placements": [{"place": TOWNS[0 if key == "farm" else 1]}]} for key, name in NAMES.items()]
LIST = "taizhang.aggregator.v1.AggregatorService/ListReporters"


def measure(due_days):
    return {"name": "measures/output", "displayName": "产值", "englishName": "Output", "measure": {
        "unit": "元", "temporalKind": "TEMPORAL_KIND_FLOW", "frequency": "FREQUENCY_MONTH",
        "reporters": ["REPORTER_ENTERPRISE"], "dueDays": due_days}}


def report(key, period, value="1万元"):
    return {"subject": ENTERPRISES[key], "measure": "measures/output", "period": period, "amount": {"value": value}}


class ReportingTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.pair = Pair()
        cls.pair.__enter__()
        cls.addClassCleanup(cls.pair.__exit__, None, None, None)
        cls.pair.import_rows(ROWS)
        cls.write(measure(10), report("mill", "2025-01"), report("mill", "2025-02"), report("farm", "2025-01"))

    @classmethod
    def write(cls, *rows):
        cls.tokens = [f"--token={each['token']}" for each in cls.pair.import_rows(rows).values()]

    def reporting(self, *flags, scope="440783", period="2025-01"):
        printed = self.pair.cli("reporting", f"--scope={scope}", "--measure=output", f"--period={period}", *self.tokens,
                                *flags)
        return re.sub(r"\d{4}-\d\d-\d\d [\d:]+ UTC\+8", "<time>", re.sub(r"-{3,}", "---", printed))

    def rates(self, **asked):
        return json.loads(self.reporting("--format=json", **asked))["answers"][0]["rates"]

    def states(self, *flags, **asked):
        lines = [json.loads(line) for line in self.reporting("--format=json", *flags, **asked).splitlines()]
        return [(line["displayName"], line["period"], line["state"].removeprefix("REPORT_STATE_")) for line in lines]

    def test_a_county_hears_how_many_have_reported(self):
        rates = self.rates()
        self.assertEqual((rates["expected"], rates["received"], rates["missing"], rates["late"]), ("3", "2", "1", "2"))
        self.assertEqual(rates["receivedRate"], {"numerator": "2", "denominator": "3", "percent": "66.66"})
        self.assertEqual(rates["dueDay"], "2025-02-10")
        self.assertEqual(self.rates(scope="440783107")["missing"], "0")
        lines = self.reporting().splitlines()
        self.assertEqual(lines[0], "产值 Output  (measures/output)  2025-01")
        self.assertEqual(lines[3].split(), ["开平市", "3", "2", "66.66%", "1", "2", "2025-02-10"])

    def test_it_hears_by_name_who_has_not(self):
        self.assertEqual(self.states("--missing", period="2025-Q1"), [
            ("旺禽科技", "2025-02", "MISSING"), ("旺禽科技", "2025-03", "MISSING"), ("金箩米业", "2025-03", "MISSING"),
            ("水暖卫浴", "2025-01", "MISSING"), ("水暖卫浴", "2025-02", "MISSING"), ("水暖卫浴", "2025-03", "MISSING")])
        self.assertEqual(self.reporting("--missing"), "\n".join((
            "开平市  (divisions/440783)  产值 Output  (measures/output)  2025-01",
            "名称 Name  期间 Period  状态 State    截止 Due    记录 Record",
            "---  ---  ---  ---  ---",
            "水暖卫浴   2025-01      未报 missing  2025-02-10  divisions/440783/enterprises/pipes", "")))
        self.assertIn("(无 nobody)", self.reporting("--missing", scope="440783107"))

    def test_and_who_was_late(self):
        self.assertEqual(self.states("--late"), [("旺禽科技", "2025-01", "LATE"), ("金箩米业", "2025-01", "LATE")])
        self.assertIn("迟报 late   2025-02-10  <time>", self.reporting("--late"))

    def test_who_still_has_time_is_not_missing(self):
        self.write(measure(3660))
        try:
            rates = self.rates()
            self.assertEqual((rates["missing"], rates["notDue"], rates["late"]), ("0", "1", "0"))
            self.assertEqual(rates["onTimeRate"], {"numerator": "2", "denominator": "3", "percent": "66.66"})
            self.assertEqual(self.states("--missing"), [("水暖卫浴", "2025-01", "NOT_DUE")])
        finally:
            self.write(measure(10))

    @unittest.skipUnless(grpcurl_path(), "there is no grpcurl")
    def test_pages_stay_as_of_the_first_one_whatever_is_written_and_restarted(self):
        asked = {"scope": COUNTY, "measure": "measures/output", "period": "2025-04", "states": ["REPORT_STATE_MISSING"],
                 "pageSize": 2}
        first = self.page(asked)
        self.assertEqual([each["reporter"] for each in first["reporters"]], [ENTERPRISES["farm"], ENTERPRISES["mill"]])
        self.write(report("pipes", "2025-04"))
        self.pair.aggregator.terminate()
        self.pair.aggregator.start()
        self.pair.await_serving()
        second = self.page({**asked, "pageToken": first["nextPageToken"]})
        self.assertEqual([each["reporter"] for each in second["reporters"]], [ENTERPRISES["pipes"]])
        self.assertEqual(second["cutDigest"], first["cutDigest"])
        self.assertNotIn("nextPageToken", second)
        self.assertEqual(self.rates(period="2025-04")["received"], "1")

    def page(self, asked):
        listed = self.pair.grpcurl("-d", json.dumps(asked), self.pair.aggregator.address, LIST)
        self.assertEqual(listed.returncode, 0, listed.stderr)
        return json.loads(listed.stdout)

    def test_mistakes_are_told(self):
        done = self.pair.run("reporting", "--scope=440783", "--measure=output")
        self.assertEqual(done.returncode, 64)
        self.assertIn("--period is needed", done.stderr)
        done = self.pair.run("reporting", "--scope=440783", "--measure=none", "--period=2025")
        self.assertEqual(done.returncode, 65)
        self.assertIn("measures/none", done.stdout)
        done = self.pair.run("reporting", "--scope=440783", "--measure=output", "--period=June", "--missing")
        self.assertEqual(done.returncode, 65)
        self.assertIn("period", done.stderr)


if __name__ == "__main__":
    unittest.main()
