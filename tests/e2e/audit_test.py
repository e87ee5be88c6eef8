"""`taizhang audit` on real services: both agree; an aggregator that is behind, holds other facts, or follows a damaged ledger."""

import json
import os
import shutil
import sqlite3
import unittest

from services import CATALOGUE, Pair, Process, free_port, grpcurl_path

COUNTY = "440783"
PROJECT = f"divisions/{COUNTY}/projects/jinluo-rice"
REMARK = "by telephone from Zhang San"


def investment(value, **more):
    return {"observation": {"subject": PROJECT, "measure": "measures/total-investment", "period": "2025-06",
                            "amount": {"value": value}, **more}}


class AuditTest(unittest.TestCase):

    def setUp(self):
        self.pair = Pair()
        self.pair.__enter__()
        self.addCleanup(self.pair.__exit__, None, None, None)

    def audit(self, status, *arguments):
        """Exits so; gives the printed facts by partition ("same", "DIFFERENT", …), all that is printed, and what is said."""
        done = self.pair.run("audit", *arguments)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        rows = [line.split() for line in done.stdout.splitlines()]
        facts = {row[0]: next(word for word in row[1:] if word in ("same", "moving", "DIFFERENT", "stopped"))
                 for row in rows if row and (row[0] == "structure" or row[0].isdecimal())}
        return facts, done.stdout, done.stderr

    def await_applied(self):
        """Until the aggregator has applied all that the ledger has."""
        self.pair.await_serving()
        self.audit(0, "--wait-ms=60000")

    def start(self, ledger):
        """Starts another ledger than the pair's, and waits until it serves."""
        ledger.start()
        self.addCleanup(ledger.kill)
        self.pair.run("status", "--wait-ms=60000", f"--ledger-address={ledger.address}")

    def copied_ledger(self):
        """Another ledger, of the same epoch, with what the pair's ledger has by now."""
        self.pair.ledger.terminate()
        data = self.pair.path("copy")
        shutil.copytree(self.pair.data, data)
        copy = Process("taizhang-ledger", f"127.0.0.1:{free_port()}", [f"--data-dir={data}"], self.pair.path("copy.log"))
        self.pair.ledger.start()
        self.pair.await_serving()
        self.start(copy)
        return copy

    def write_to(self, ledger, *rows):
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        self.pair.cli("import", f"--ledger-address={ledger.address}", "-", stdin=lines)

    def test_nothing_written_agrees(self):
        facts, printed, _ = self.audit(0)
        self.assertEqual(facts, {})
        self.assertIn("Cells compared: 0, 不符 different: 0", printed)

    def test_both_agree_through_corrections_an_erasure_and_restarts(self):
        self.pair.import_delivered()
        same = {"structure": "same", COUNTY: "same", "500113": "same"}
        facts, printed, said = self.audit(0, "--seed=7")
        self.assertEqual(facts, same)
        self.assertEqual(said, "")
        self.assertRegex(printed, r"Cells compared: [1-9]\d*, 不符 different: 0 \(seed 7\)")
        self.pair.import_rows([investment("1亿元", remark=REMARK)])
        self.pair.import_rows([investment("1亿元")])
        self.assertEqual(self.audit(0)[0], same)
        self.pair.cli("erase", f"--partition={COUNTY}", "--yes", "--text-file=-", stdin=REMARK)
        self.assertEqual(self.audit(0)[0], same)
        self.pair.aggregator.kill()
        self.pair.aggregator.start()
        self.await_applied()
        self.pair.ledger.kill()
        self.pair.ledger.start()
        self.await_applied()
        self.pair.import_rows([investment("1.1亿元")])
        self.assertEqual(self.audit(0)[0], same)

    def test_a_prefix_and_scopes_choose(self):
        self.pair.import_delivered()
        self.await_applied()
        facts, printed, _ = self.audit(0, "--partition-prefix=44", "--cells=20", f"--scope=divisions/{COUNTY}")
        self.assertEqual(facts, {COUNTY: "same"})
        self.assertRegex(printed, r"Cells compared: [1-9]")
        self.assertIn("Cells compared: 0,", self.audit(0, "--scope=divisions/440799")[1])

    def test_an_aggregator_that_is_behind(self):
        self.pair.import_delivered()
        self.await_applied()
        copy = self.copied_ledger()
        self.write_to(copy, investment("9亿元"))
        facts, _, said = self.audit(75, f"--ledger-address={copy.address}", "--wait-ms=300")
        self.assertEqual(facts, {"structure": "same", COUNTY: "moving", "500113": "same"})
        self.assertIn("--wait-ms", said)

    def test_an_aggregator_that_holds_other_facts(self):
        self.pair.import_delivered()
        self.await_applied()
        copy = self.copied_ledger()
        self.write_to(copy, investment("9亿元"))
        self.write_to(self.pair.ledger, investment("8亿元"))
        self.await_applied()
        facts, _, _ = self.audit(65, f"--ledger-address={copy.address}")
        self.assertEqual(facts, {"structure": "same", COUNTY: "DIFFERENT", "500113": "same"})

    def test_a_ledger_with_another_history(self):
        self.pair.import_files(*CATALOGUE)
        self.await_applied()
        other = Process("taizhang-ledger", f"127.0.0.1:{free_port()}", [f"--data-dir={self.pair.path('other')}"],
                        self.pair.path("other.log"))
        os.makedirs(self.pair.path("other"))
        self.start(other)
        self.write_to(other, {"record": {"name": "divisions/CN", "displayName": "中国", "division": {}}})
        _, printed, said = self.audit(65, f"--ledger-address={other.address}")
        self.assertIn("not of one history", said)
        self.assertEqual(printed, "")

    def test_a_partition_that_is_stopped(self):
        self.pair.import_delivered()
        self.pair.aggregator.kill()
        self.pair.ledger.terminate()
        with sqlite3.connect(os.path.join(self.pair.data, "taizhang.db"), isolation_level=None) as database:
            (body,) = database.execute("SELECT body FROM blocks WHERE revision = 1 AND partition_id = "
                                       "(SELECT id FROM heads WHERE partition = '500113')").fetchone()
            spoilt = body[:-20] + bytes([body[-20] ^ 1]) + body[-19:]
            database.execute("UPDATE blocks SET body = ? WHERE revision = 1 AND partition_id = "
                             "(SELECT id FROM heads WHERE partition = '500113')", (spoilt,))
        database.close()
        self.pair.ledger.start()
        self.pair.aggregator.start()
        self.assertEqual(self.pair.run("status", "--wait-ms=30000").returncode, 69)
        facts, printed, _ = self.audit(65)
        self.assertEqual(facts, {"structure": "same", COUNTY: "same", "500113": "stopped"})
        self.assertIn("revision 1", printed)
        self.assertRegex(printed, r"Cells compared: [1-9]\d*, 不符 different: 0")

    @unittest.skipUnless(grpcurl_path(), "grpcurl is not installed")
    def test_both_services_compare_in_the_background(self):
        busy = self.pair.new_aggregator()
        busy.arguments.append("--audit-interval-ms=1")
        busy.start()
        self.addCleanup(busy.kill)
        self.pair.import_delivered()
        self.pair.await_serving(busy)
        status = {}
        while int(status.get("cellComparisons", 0)) == 0 or int(status.get("digestComparisons", 0)) == 0:
            done = self.pair.grpcurl(busy.address, "taizhang.aggregator.v1.AggregatorService/GetStatus")
            self.assertEqual(done.returncode, 0, done.stderr)
            status = json.loads(done.stdout)
        self.assertNotIn("cellMismatches", status)
        self.assertNotIn("digestMismatches", status)

    def test_wrong_flags_are_refused(self):
        for status, part, *flags in (
                (64, "--cells", "--cells=0"), (64, "--cells", "--cells=100001"), (64, "--seed", "--seed=x"),
                (64, "--wait-ms", "--wait-ms=-1"), (64, "--scopes", "--scopes=divisions/CN"),
                (64, "divisions/CN", "divisions/CN"),
                (65, "scopes[0]", "--scope=Kaiping"), (65, "scopes[0]", f"--scope={PROJECT}")):
            done = self.pair.run("audit", *flags)
            self.assertEqual(done.returncode, status, f"{flags}: {done.stdout}{done.stderr}")
            self.assertIn(part, done.stderr)

    def test_a_service_that_is_not_there(self):
        nowhere = f"127.0.0.1:{free_port()}"
        for flag, service in (("--ledger-address", "ledger"), ("--aggregator-address", "aggregator")):
            _, printed, said = self.audit(69, f"{flag}={nowhere}", "--timeout-ms=2000")
            self.assertIn(service, said)
            self.assertEqual(printed, "")


if __name__ == "__main__":
    unittest.main(verbosity=2)
