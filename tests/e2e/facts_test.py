"""The 48 facts of the seed: each comes out of the real services as it must, and what is computed follows its records."""

import csv
import json
import os
import unittest

from fact_table import (BAIYA, BANAN, CHAIN, CHISHUI, FIGURES, HONGFENG, ITEMS, JINLUO, KAIPING, LIVER, MATRIX, TIANFU,
                        WANGQIN)
from services import CATALOGUE, ROOT, SAMPLES, Pair, amount, coverage


def sample_rows():
    for path in SAMPLES:
        with open(path, encoding="utf-8") as file:
            for line in file:
                yield json.loads(line)


def record(name):
    return next(row["record"] for row in sample_rows() if row.get("record", {}).get("name") == name)


def observation(subject, measure, **key):
    """A sample's observation by its key."""
    found = [row["observation"] for row in sample_rows()
             if row.get("observation", {}).get("subject") == subject
             and row["observation"]["measure"] == f"measures/{measure}"
             and all(row["observation"].get(name) == value for name, value in key.items())]
    assert len(found) == 1, found
    return found[0]


def key_of(observed):
    return {name: observed[name] for name in ("subject", "measure", "period", "item", "source") if name in observed}


class FactsTest(unittest.TestCase):
    """All on one pair of services: what a test changes it puts back."""

    @classmethod
    def setUpClass(cls):
        cls.pair = Pair()
        cls.pair.__enter__()
        cls.addClassCleanup(cls.pair.__exit__, None, None, None)
        cls.tokens = cls.pair.import_delivered()

    def write(self, *rows):
        """Writes rows; the figures asked for next see them."""
        self.tokens[:] = self.tokens[-8:] + [p["token"] for p in self.pair.import_rows(rows).values()]

    def computed(self, scope, indicator, period):
        figure = self.pair.figure(scope, f"indicators/{indicator}", period, self.tokens)
        return amount(figure.get("computed"))

    def test_every_fact_of_the_seed_has_its_query(self):
        with open(os.path.join(ROOT, "tests", "data", "seed_facts.csv"), encoding="utf-8") as file:
            seed = {row["fact"] for row in csv.DictReader(file)}
        self.assertEqual({entry.fact for entry in FIGURES + ITEMS}, seed)
        self.assertEqual(len(seed), 48)

    def test_figures(self):
        for fact in FIGURES:
            with self.subTest(fact=fact.fact):
                figure = self.pair.figure(fact.scope, f"indicators/{fact.indicator}", fact.period, self.tokens)
                self.assertEqual(amount(figure.get("computed")), fact.computed)
                self.assertEqual(figure["unit"], fact.unit)
                self.assertEqual(coverage(figure), fact.coverage)
                if fact.stated is None:
                    self.assertEqual(figure["stated"], [])
                    continue
                stated = next(s for s in figure["stated"] if s["source"] == fact.source)
                self.assertEqual(amount(stated["amount"]), fact.stated)
                self.assertEqual(stated["verdict"], f"VERDICT_{fact.verdict}")
                self.assertEqual(stated["conflict"], fact.conflict)
                self.assertEqual(figure["conflict"], fact.conflict)

    def test_items(self):
        for fact in ITEMS:
            with self.subTest(fact=fact.fact):
                found = json.loads(self.pair.cli(
                    "get", "--subject", fact.subject, "--measure", fact.measure, "--period", fact.period,
                    "--item", fact.item))
                self.assertEqual(found["amount"]["value"], fact.value)
                self.assertEqual(found["periodBasis"], "PERIOD_BASIS_RECURRING")

    def test_sums_that_no_one_published(self):
        self.assertEqual(self.computed(HONGFENG, "collective-net-income", "2024"), "= 280000")
        self.assertEqual(self.computed(BANAN, "special-treasury-bond-funding", "2025"), "= 32500000")

    def test_figures_roll_up_to_the_nation(self):
        for scope in (CHISHUI, KAIPING, "divisions/4407", "divisions/44", "divisions/CN"):
            self.assertEqual(self.computed(scope, "total-investment", "2025-06"), "= 140000000", scope)
        self.assertEqual(self.computed("divisions/44/clusters/simiao-rice", "total-investment", "2025-06"),
                         "= 115000000")
        self.assertEqual(self.computed("divisions/44", "industry-clusters", "2025-06"), "= 9")
        self.assertEqual(self.computed("divisions/50", "special-treasury-bond-funding", "2025"), "= 32500000")

    def test_dollars_never_add_to_yuan(self):
        self.assertEqual(self.computed(BANAN, "licensing-value-usd", "2025-06"), "= 712000000")
        self.assertIsNone(self.computed(BANAN, "licensing-value", "2025-06"))
        refused = self.pair.run("import", "-", stdin=json.dumps(
            {"subject": BAIYA, "measure": "measures/special-treasury-bond-funding", "period": "2025",
             "amount": {"value": "1美元"}}))
        self.assertEqual(refused.returncode, 65)
        self.assertIn("UNIT_MISMATCH", refused.stderr)

    def test_the_matrix_shows_what_is_itemised_beside_what_is_stated(self):
        figure = self.pair.figure(MATRIX, "indicators/total-investment", "2025-06", self.tokens)
        self.assertEqual(figure["distinct"], {"expected": "2", "contributing": "2", "missing": "0"})
        self.assertEqual(amount(figure["stated"][0]["gap"]), "= 6805000000")
        self.assertEqual(figure["stated"][0]["quantum"], "1000000")

    def test_both_counts_of_party_organisations_are_kept_the_newer_first(self):
        figure = self.pair.figure(MATRIX, "indicators/enterprise-party-organisations", "2025-06", self.tokens)
        self.assertEqual([s["source"] for s in figure["stated"]], ["opening", "body"])

    def assert_follows(self, before, after, scope_indicator_period, change, undo):
        """The figure follows the change of a record, and comes back when it is undone."""
        self.assertEqual(self.computed(*scope_indicator_period), before)
        self.write(change)
        self.assertEqual(self.computed(*scope_indicator_period), after)
        self.write(undo)
        self.assertEqual(self.computed(*scope_indicator_period), before)

    def assert_follows_amount(self, observed, value, before, after, *query):
        self.assert_follows(before, after, query, {"observation": {**observed, "amount": {"value": value}}},
                            {"observation": observed})

    def test_k06_follows_each_of_its_clusters(self):
        names = [row["record"]["name"] for row in sample_rows()
                 if row.get("record", {}).get("cluster", {}).get("kind") == "CLUSTER_KIND_INDUSTRY"
                 and row["record"]["name"].startswith(KAIPING)]
        self.assertEqual(len(names), 8)
        for name in names:
            with self.subTest(cluster=name):
                park = {**record(name), "cluster": {"kind": "CLUSTER_KIND_PARK"}}
                self.assert_follows("= 8", "= 7", (KAIPING, "industry-clusters", "2025-06"), {"record": park},
                                    {"record": record(name)})

    def test_k16_and_k18_each_change_their_sum(self):
        query = (MATRIX, "total-investment", "2025-06")
        self.assert_follows_amount(observation(JINLUO, "total-investment"), "1.2亿元", "= 140000000", "= 145000000",
                                   *query)
        self.assert_follows_amount(observation(WANGQIN, "total-investment"), "超2500万元", "= 140000000", "> 140000000",
                                   *query)

    def test_each_item_of_the_village_changes_its_income(self):
        for item, after in (("granary-brand-store", "= 200000"), ("idle-land-sweet-potato", "= 220000"),
                            ("farm-machinery", "= 170000")):
            self.assert_follows_amount(observation(HONGFENG, "collective-net-income", item=item), "1万元", "= 280000",
                                       after, HONGFENG, "collective-net-income", "2024")

    def test_b08_and_b09_each_change_their_sum(self):
        query = (BANAN, "special-treasury-bond-funding", "2025")
        for project, after in ((BAIYA, "= 7500001"), (TIANFU, "= 25000001")):
            self.assert_follows_amount(observation(project, "special-treasury-bond-funding"), "1元", "= 32500000", after,
                                       *query)

    def test_b17_follows_the_contribution_and_the_remainder(self):
        query = (CHAIN, "environmental-approval-exemptions", "2025")
        own, others = (observation(subject, query[1]) for subject in (LIVER, CHAIN))
        for observed, after in ((own, "= 3"), (others, "= 1")):
            self.assert_follows("= 4", after, query, {"withdrawnObservation": key_of(observed)},
                                {"observation": observed})
        self.assertEqual(self.computed(BANAN, *query[1:]), "= 4")

    def test_k20_follows_each_of_its_enterprises(self):
        for name in ("jinluo-rice", "wangqin-hatchery"):
            enterprise = record(f"{KAIPING}/enterprises/{name}")
            without = {key: value for key, value in enterprise.items() if key != "labels"}
            self.assert_follows("= 2", "= 1", (CHISHUI, "supported-enterprises", "2025-06"), {"record": without},
                                {"record": enterprise})

    def test_removing_a_statement_changes_nothing_that_is_computed(self):
        for fact in FIGURES:
            if fact.stated is None:
                continue
            with self.subTest(fact=fact.fact):
                stated = next(row["observation"] for row in sample_rows()
                              if row.get("observation", {}).get("subject") == fact.scope
                              and row["observation"]["measure"] == f"measures/{fact.indicator}"
                              and row["observation"].get("source", "") == fact.source)
                self.write({"withdrawnObservation": key_of(stated)})
                figure = self.pair.figure(fact.scope, f"indicators/{fact.indicator}", fact.period, self.tokens)
                self.assertEqual(amount(figure.get("computed")), fact.computed)
                self.assertNotIn(fact.source, [s["source"] for s in figure["stated"]])
                self.write({"observation": stated})

    def test_an_unchanged_import_makes_no_revision(self):
        first = self.pair.import_files(*CATALOGUE, *SAMPLES)
        again = self.pair.import_files(*CATALOGUE, *SAMPLES)
        for partition, summary in again.items():
            self.assertEqual((summary["created"], summary["updated"], summary["withdrawn"]), (0, 0, 0), partition)
            self.assertEqual(summary["revision"], first[partition]["revision"])
            self.assertEqual(summary["token"], first[partition]["token"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
