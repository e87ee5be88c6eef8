"""Indicators as data (R14, R16, R17): those of the catalogue answer, and they are created and changed while the services run.

Seen to fail with a ratio that is not paired (2.73 instead of 10).
"""

import json
import unittest

from services import CATALOGUE, Pair, amount

COUNTY = "divisions/440783"
TOWNS = [f"{COUNTY}107", f"{COUNTY}108"]
ROWS = [{"name": f"divisions/{code}", "displayName": name, "division": {}} for code, name in (
    ("CN", "中国"), ("44", "广东省"), ("4407", "江门市"), ("440783", "开平市"), ("440783107", "龙胜镇"), ("440783108", "大沙镇"))]
ENTERPRISES = [f"{COUNTY}/enterprises/{name}" for name in ("a", "b")]
ROWS += [{"name": name, "displayName": name[-1], "enterprise": {}, "placements": [{"place": town}]}
         for name, town in zip(ENTERPRISES, TOWNS)]


def observation(subject, measure, period, value):
    return {"subject": subject, "measure": f"measures/{measure}", "period": period, "amount": {"value": value}}


OBSERVATIONS = [
    observation(ENTERPRISES[0], "sales", "2024-06", "100万元"), observation(ENTERPRISES[0], "sales", "2025-06", "150万元"),
    observation(ENTERPRISES[1], "sales", "2024-06", "300万元"), observation(ENTERPRISES[1], "sales", "2025-06", "400万元"),
    observation(ENTERPRISES[0], "tax-paid", "2025-06", "15万元")]


class DefinitionsTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.pair = Pair()
        cls.pair.__enter__()
        cls.addClassCleanup(cls.pair.__exit__, None, None, None)
        cls.pair.import_files(*CATALOGUE)
        cls.tokens = [partition["token"] for partition in cls.pair.import_rows(ROWS + OBSERVATIONS).values()]

    def computed(self, scope, indicator, tokens=()):
        figure = self.pair.figure(scope, f"indicators/{indicator}", "2025-H1", [*self.tokens, *tokens])
        return amount(figure.get("computed"))

    def write(self, name, indicator):
        written = self.pair.import_rows([{"name": f"indicators/{name}", "displayName": name, "indicator": indicator}])
        return written["structure"]["token"]

    def test_what_a_county_asks_for_is_in_the_catalogue(self):
        expected = {(COUNTY, "sales-growth"): "= 37.5", (TOWNS[0], "sales-growth"): "= 50",
                    (TOWNS[0], "sales-share"): "= 27.27", (TOWNS[1], "sales-share"): "= 72.73",
                    (TOWNS[0], "sales-rank"): "= 2", (TOWNS[1], "sales-rank"): "= 1",
                    (COUNTY, "average-sales"): "= 2750000", (COUNTY, "top-sales"): "= 4000000",
                    (COUNTY, "tax-to-sales"): "= 10"}
        self.assertEqual({key: self.computed(*key) for key in expected}, expected)

    def test_an_indicator_is_listed_with_the_unit_and_period_of_its_figures(self):
        listed = self.pair.grpcurl("-d", '{"pageSize": 1000}', self.pair.aggregator.address,
                                   "taizhang.aggregator.v1.AggregatorService/ListIndicators")
        self.assertEqual(listed.returncode, 0, listed.stderr)
        found = {entry["record"]["name"]: entry for entry in json.loads(listed.stdout)["indicators"]}
        units = {name: found[f"indicators/{name}"].get("unit") for name in ("sales-growth", "sales-rank", "average-sales")}
        self.assertEqual(units, {"sales-growth": "%", "sales-rank": "位", "average-sales": "元"})
        growth = found["indicators/sales-growth"]
        self.assertEqual((growth["frequency"], growth["temporalKind"]), ("FREQUENCY_MONTH", "TEMPORAL_KIND_YEAR_TO_DATE"))
        self.assertEqual(growth["record"]["indicator"],
                         {"expression": {"growth": {"operand": {"indicator": "indicators/sales"}}}})

    def test_a_definition_is_written_and_changed_while_the_services_run(self):
        half = {"product": {"operands": [{"indicator": "indicators/sales"}, {"constant": {"value": "0.5"}}]}}
        token = self.write("half-of-sales", {"expression": half})
        self.assertEqual(self.computed(COUNTY, "half-of-sales", [token]), "= 2750000")
        half["product"]["operands"][1]["constant"]["value"] = "0.25"
        token = self.write("half-of-sales", {"expression": half})
        self.assertEqual(self.computed(COUNTY, "half-of-sales", [token]), "= 1375000")

    def test_a_cycle_is_refused_with_its_names(self):
        self.write("first", {"expression": {"indicator": "indicators/sales"}})
        self.write("second", {"expression": {"rank": {"operand": {"indicator": "indicators/first"}}}})
        row = {"name": "indicators/first", "displayName": "first", "indicator": {"expression": {"indicator": "indicators/second"}}}
        refused = self.pair.run("import", "-", stdin=json.dumps(row) + "\n")
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn("indicators/first → indicators/second → indicators/first", refused.stdout + refused.stderr)


if __name__ == "__main__":
    unittest.main()
