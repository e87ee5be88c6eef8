"""Reorganisations by lists of divisions and dated placements (R5, R10): old and new scopes have the right figures in
the months before and after."""

import unittest

from services import Pair

OUTPUT = {"name": "measures/output", "displayName": "产量", "measure": {
    "unit": "元", "temporalKind": "TEMPORAL_KIND_FLOW", "frequency": "FREQUENCY_MONTH",
    "reporters": ["REPORTER_ENTERPRISE"]}}
INDICATORS = [
    {"name": "indicators/output", "displayName": "产量", "indicator": {"total": {"measure": "measures/output"}}},
    {"name": "indicators/village-records", "displayName": "村数",
     "indicator": {"count": {"kind": "RECORD_KIND_VILLAGE"}}},
    {"name": "indicators/town-records", "displayName": "镇数",
     "indicator": {"count": {"kind": "RECORD_KIND_DIVISION", "filter": {"divisionLevels": ["town"]}}}}]
BEFORE = """code,name
98,甲省
9801,乙市
9802,丙市
980101,丁县
980101101,东镇
980101102,西镇
980101101001,一村
980101102001,二村
980103,戊县
980103101,北镇
980103101001,三村
"""
# 西镇 merges into 东镇 on July 1st, 2025; 戊县 of 乙市 becomes 戊区 of 丙市 on the same day.
AFTER = """代码,名称,起,止,上级,并入
980101102,西镇,,2025-07-01,,980101101
980101102001,二村,,2025年7月1日,980101102,
980101102001,二村,2025/7/1,,980101101,
980103,戊县,,20250701,9801,
980103,戊区,2025-07-01,,9802,
"""


def enterprise(name, *placements):
    return {"name": name, "displayName": name.rsplit("/", 1)[1], "enterprise": {}, "placements": list(placements)}


def output(name, period, value):
    return {"subject": name, "measure": "measures/output", "period": period, "amount": {"value": value}}


EAST, WEST, NORTH = ("divisions/980101/enterprises/east", "divisions/980101/enterprises/west",
                     "divisions/980103/enterprises/north")


class ReorganisationTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.pair = Pair()
        cls.pair.__enter__()
        cls.addClassCleanup(cls.pair.__exit__, None, None, None)
        cls.pair.import_rows([OUTPUT, *INDICATORS])
        cls.import_list("before.csv", BEFORE)
        rows = [enterprise(EAST, {"place": "divisions/980101101"}), enterprise(WEST, {"place": "divisions/980101102"}),
                enterprise(NORTH, {"place": "divisions/980103101"})]
        for name, june, july in ((EAST, "10", "11"), (WEST, "20", "22"), (NORTH, "5", "7")):
            rows += [output(name, "2025-06", june), output(name, "2025-07", july)]
        cls.pair.import_rows(rows)
        cls.import_list("after.csv", AFTER)
        moved = enterprise(WEST, {"place": "divisions/980101102", "when": {"end": "2025-07-01"}},
                           {"place": "divisions/980101101", "when": {"start": "2025-07-01"}})
        summary = cls.pair.import_rows([moved])
        cls.tokens = [one["token"] for one in summary.values()] + [
            one["token"] for one in cls.import_list("after.csv", AFTER).values()]

    @classmethod
    def import_list(cls, name, text):
        path = cls.pair.path(name)
        with open(path, "w", encoding="utf-8") as out:
            out.write(text)
        return cls.pair.import_files("--mapping=divisions", path)

    def value(self, scope, indicator, period):
        figure = self.pair.figure(f"divisions/{scope}", f"indicators/{indicator}", period, self.tokens)
        return figure.get("computed", {}).get("value")

    def assert_output(self, scope, june, july, year):
        found = [self.value(scope, "output", period) for period in ("2025-06", "2025-07", "2025")]
        self.assertEqual(found, [june, july, year], scope)

    def test_a_town_that_merges_keeps_its_past_and_its_successor_has_the_rest(self):
        self.assert_output("980101101", "10", "33", "43")
        self.assert_output("980101102", "20", None, "20")
        self.assert_output("980101", "30", "33", "63")

    def test_villages_follow_their_dated_placements(self):
        counts = {scope: [self.value(scope, "village-records", period) for period in ("2025-06", "2025-07")]
                  for scope in ("980101101", "980101102", "980101", "98")}
        self.assertEqual(counts, {"980101101": ["1", "2"], "980101102": ["1", "0"], "980101": ["2", "2"],
                                  "98": ["3", "3"]})

    def test_a_merged_town_is_no_longer_counted(self):
        found = [self.value("980101", "town-records", period) for period in ("2025-06", "2025-07")]
        self.assertEqual(found, ["2", "1"])

    def test_a_county_that_becomes_a_district_moves_with_all_that_lies_in_it(self):
        self.assert_output("9801", "35", "33", "68")
        self.assert_output("9802", None, "7", "7")
        self.assert_output("980103", "5", "7", "12")
        self.assert_output("98", "35", "40", "75")
        counts = [[self.value(scope, "village-records", period) for period in ("2025-06", "2025-07")]
                  for scope in ("9801", "9802")]
        self.assertEqual(counts, [["3", "2"], ["0", "1"]])

    def test_records_say_what_became_of_them(self):
        town = self.pair.cli("get", "--format=line", "divisions/980101102")
        self.assertIn('"successors":["divisions/980101101"]', town.replace(" ", ""))
        county = self.pair.cli("get", "--format=line", "divisions/980103")
        self.assertIn("戊区", county)

    def test_the_same_list_again_changes_nothing(self):
        summary = self.import_list("again.csv", AFTER)
        self.assertEqual({one["created"] + one["updated"] for one in summary.values()}, {0})


if __name__ == "__main__":
    unittest.main(verbosity=2)
