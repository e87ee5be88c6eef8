"""kill -9 of either process at any moment: nothing acknowledged is lost, and figures equal recomputation from the log.

Seen to fail with a ledger that acknowledges before the store has returned (in Partition::Commit, `waiting.done(...)` before
Append): an acknowledged project is gone after a kill, and what refers to it is refused.
"""

import json
import os
import random
import threading
import time
import unittest

from services import CATALOGUE, Pair

ROUNDS = int(os.environ.get("TAIZHANG_KILL_ROUNDS", "20"))
COUNTIES = ("440783", "500113", "110101")
INDICATORS = ["indicators/channel-sales", "indicators/projects", "indicators/total-investment"]
SCOPES = ["divisions/CN", *(f"divisions/{code}" for code in COUNTIES)]


class Writer(threading.Thread):
    """Writes to one county, request after request, and keeps what was acknowledged."""

    def __init__(self, pair, county):
        super().__init__(daemon=True)
        self.pair, self.county = pair, county
        self.stopping = threading.Event()
        self.sales, self.investment, self.projects = 0, {}, 0
        self.unexpected = []
        self.tokens = []

    def rows_of(self, number):
        """A new project with its sales, and a revision of an older one's investment."""
        name = f"divisions/{self.county}/projects/p{number}"
        revised = f"divisions/{self.county}/projects/p{number // 2}"
        return [{"record": {"name": name, "displayName": f"项目{number}",
                            "project": {"category": "PROJECT_CATEGORY_INVESTMENT"}}},
                {"observation": {"subject": name, "measure": "measures/channel-sales", "period": "2025",
                                 "amount": {"value": str(number)}}},
                {"observation": {"subject": revised, "measure": "measures/total-investment", "period": "2025-06",
                                 "amount": {"value": str(1000 + number)}}}]

    def run(self):
        number = 0
        while not self.stopping.is_set():
            lines = "".join(json.dumps(row) + "\n" for row in self.rows_of(number))
            done = self.pair.run("import", "--format=json", "--timeout-ms=60000", "-", stdin=lines)
            if done.returncode == 69:
                continue  # refused before anything was sent: the same rows again
            if done.returncode != 0:
                self.unexpected.append(done.stderr)
                return
            self.tokens = [json.loads(done.stdout)["partitions"][0]["token"]]
            self.sales += number
            self.projects += 1
            self.investment[number // 2] = 1000 + number
            number += 1


class KillTest(unittest.TestCase):

    def setUp(self):
        self.pair = Pair()
        self.pair.__enter__()
        self.addCleanup(self.pair.__exit__, None, None, None)
        self.pair.import_files(*CATALOGUE)
        codes = ["CN", *(code[:2] for code in COUNTIES), *COUNTIES]
        self.pair.import_rows([{"record": {"name": f"divisions/{code}", "displayName": code, "division": {}}}
                               for code in codes])

    def kill_one(self, seed):
        """A random process, after a random time, in the middle of the writers' work."""
        chance = random.Random(seed)
        time.sleep(chance.uniform(0.05, 0.6))
        process = chance.choice([self.pair.ledger, self.pair.ledger, self.pair.aggregator])
        process.kill()
        process.start()

    def figures(self, tokens, aggregator=None):
        return {(a["scope"], a["indicator"]): a["figure"] for a in
                self.pair.figures(SCOPES, INDICATORS, ["2025"], tokens, aggregator,
                                  flags=["--timeout-ms=60000"])}

    def check_totals(self, figures, writers):
        for writer in writers:
            scope = f"divisions/{writer.county}"
            value = lambda indicator, scope=scope: figures[scope, indicator]["computed"]["value"]
            self.assertEqual(value("indicators/projects"), str(writer.projects))
            self.assertEqual(value("indicators/channel-sales"), str(writer.sales))
            self.assertEqual(value("indicators/total-investment"), str(sum(writer.investment.values())))
        nation = figures["divisions/CN", "indicators/channel-sales"]["computed"]["value"]
        self.assertEqual(nation, str(sum(writer.sales for writer in writers)))

    def test_nothing_acknowledged_is_lost(self):
        writers = [Writer(self.pair, county) for county in COUNTIES]
        for writer in writers:
            writer.start()
        for seed in range(ROUNDS):
            self.kill_one(seed)
            self.pair.await_serving()
        for writer in writers:
            writer.stopping.set()
        for writer in writers:
            writer.join(timeout=120)
            self.assertFalse(writer.is_alive())
            self.assertEqual(writer.unexpected, [])
            self.assertGreater(writer.projects, 0, "nothing was written between the kills")
        tokens = [token for writer in writers for token in writer.tokens]
        live = self.figures(tokens)
        self.check_totals(live, writers)

        replayed = self.pair.new_aggregator()
        replayed.start()
        self.addCleanup(replayed.kill)
        self.pair.await_serving(replayed)
        self.assertEqual(self.figures(tokens, replayed), live)
        status = self.pair.cli("status")
        self.assertNotIn("DIFFERENT", status)
        self.assertEqual(status.count("same"), 1 + len(COUNTIES), status)


if __name__ == "__main__":
    unittest.main(verbosity=2)
