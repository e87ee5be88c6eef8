"""EraseText with the real ledger: after the answer no file of the data directory has the text, whatever ends the process.

Seen to fail with a store that does not empty its write-ahead log after an erasure (must_empty_wal_). A store that does not
overwrite what it replaces (PRAGMA secure_delete) is caught by sqlite_store_test, where the texts are large.
"""

import json
import os
import resource
import subprocess
import time
import unittest

from services import BIN, CATALOGUE, Pair, grpcurl_path

SERVICE = "taizhang.ledger.v1.LedgerService"
COUNTY = "440783"
ROUNDS = int(os.environ.get("TAIZHANG_ERASURE_ROUNDS", "8"))


def enterprise(number, name):
    return {"record": {"name": f"divisions/{COUNTY}/enterprises/e{number}", "displayName": name, "enterprise": {}}}


def sales(number, value, remark):
    return {"observation": {"subject": f"divisions/{COUNTY}/enterprises/e{number}", "measure": "measures/channel-sales",
                            "period": "2025", "amount": {"value": str(value)}, "source": "s", "remark": remark}}


@unittest.skipUnless(grpcurl_path(), "grpcurl is not installed")
class ErasureTest(unittest.TestCase):

    def setUp(self):
        self.pair = Pair()
        self.pair.__enter__()
        self.addCleanup(self.pair.__exit__, None, None, None)
        self.pair.import_files(*CATALOGUE)
        self.pair.import_rows([{"record": {"name": f"divisions/{code}", "displayName": code, "division": {}}}
                               for code in ("CN", "44", "4407", COUNTY)])

    def call(self, method, request):
        done = self.pair.grpcurl("-emit-defaults", "-d", json.dumps(request, ensure_ascii=False), self.pair.ledger.address,
                                 f"{SERVICE}/{method}")
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def erase(self, text, **more):
        return self.call("EraseText", {"partition": COUNTY, "text": text, **more})

    def files_with(self, text):
        """Names of the data directory's files that have the text's bytes."""
        found = []
        for name in sorted(os.listdir(self.pair.data)):
            with open(os.path.join(self.pair.data, name), "rb") as file:
                if text.encode() in file.read():
                    found.append(name)
        return found

    def verify(self):
        done = subprocess.run([os.path.join(BIN, "taizhang-ledger"), "verify", "--format=json",
                               f"--data-dir={self.pair.data}"], capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return {log["partition"]: log for log in json.loads(done.stdout)["partitions"]}

    def restart_killed(self):
        self.pair.ledger.kill()
        self.pair.ledger.start()
        self.pair.await_serving()

    def test_an_erased_name_is_in_no_file(self):
        self.pair.import_rows([enterprise(i, f"Firm {i} of Somebody-{i}") for i in range(300)])
        self.pair.import_rows([enterprise(7, "Firm 7")])
        text = "Firm 7 of Somebody-7"
        self.assertEqual(self.files_with(text), ["taizhang.db-wal"])
        planned = self.erase(text, validateOnly=True)
        self.assertEqual((planned["texts"], planned["standing"]), (1, False))
        erased = self.erase(text, requestId="erase-1")
        self.assertEqual(erased["texts"], 1)
        self.assertEqual(erased["uses"][0]["field"], "display_name")
        self.assertEqual(self.files_with(text), [])
        self.assertEqual(self.files_with("Firm 8 of Somebody-8"), ["taizhang.db"])
        self.assertEqual(self.erase(text, requestId="erase-1")["revision"], erased["revision"])
        record = self.call("GetRecord", {"name": f"divisions/{COUNTY}/enterprises/e7", "revision": "1"})
        self.assertEqual(record["record"]["displayName"], "")
        self.restart_killed()
        self.assertEqual(self.files_with(text), [])
        record = self.call("GetRecord", {"name": f"divisions/{COUNTY}/enterprises/e7", "revision": "1"})
        self.assertEqual(record["record"]["displayName"], "")
        self.assertEqual(self.verify()[COUNTY]["erasedTexts"], 1)

    def test_a_text_that_stands_is_refused(self):
        self.pair.import_rows([enterprise(1, "Somebody")])
        done = self.pair.grpcurl("-d", json.dumps({"partition": COUNTY, "text": "Somebody"}), self.pair.ledger.address,
                                 f"{SERVICE}/EraseText")
        self.assertIn("FailedPrecondition", done.stderr)
        self.assertIn(f"divisions/{COUNTY}/enterprises/e1 still has the text", done.stderr)

    def test_kills_around_erasures_lose_nothing(self):
        """kill -9 right after the answer, or while it is awaited: either way the log holds, and what was answered is gone."""
        for number in range(ROUNDS):
            text = f"Person-{number}-to-be-erased"
            self.pair.import_rows([enterprise(number, text), sales(number, 1, text)])
            self.pair.import_rows([enterprise(number, "Firm"), sales(number, 2, "")])
            if number % 2 == 0:
                self.erase(text, requestId=f"erase-{number}")
                self.restart_killed()
            else:
                request = json.dumps({"partition": COUNTY, "text": text, "request_id": f"erase-{number}"})
                waiting = subprocess.Popen(  # pylint: disable=consider-using-with
                    [grpcurl_path(), "-plaintext", "-d", request, self.pair.ledger.address, f"{SERVICE}/EraseText"],
                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                time.sleep(0.004 * number)
                self.restart_killed()
                waiting.wait(timeout=60)
                self.assertEqual(self.erase(text, requestId=f"erase-{number}")["texts"], 1)
            self.assertEqual(self.files_with(text), [], number)
        self.assertEqual(self.verify()[COUNTY]["erasedTexts"], ROUNDS)
        status = self.pair.cli("status")
        self.assertNotIn("DIFFERENT", status)

    def test_a_reader_from_outside_holds_only_the_answer_up(self):
        import sqlite3  # pylint: disable=import-outside-toplevel
        self.pair.import_rows([enterprise(1, "Somebody")])
        self.pair.import_rows([enterprise(1, "Firm")])
        reader = sqlite3.connect(f"file:{self.pair.data}/taizhang.db?mode=ro", uri=True, isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM blocks").fetchone()
        request = json.dumps({"partition": COUNTY, "text": "Somebody"})
        waiting = subprocess.Popen(  # pylint: disable=consider-using-with
            [grpcurl_path(), "-plaintext", "-d", request, self.pair.ledger.address, f"{SERVICE}/EraseText"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.pair.import_rows([{"record": {"name": "divisions/4408", "displayName": "B", "division": {}}}])
        self.pair.import_rows([enterprise(2, "Of the same log")])
        self.assertIsNone(waiting.poll())
        reader.execute("COMMIT")
        reader.close()
        out, _ = waiting.communicate(timeout=60)
        self.assertIn('"texts": 1', out)
        self.assertEqual(self.files_with("Somebody"), [])


class FullDiskTest(unittest.TestCase):

    def test_a_disk_that_takes_no_more_ends_the_ledger(self):
        """The limit on a file's size plays the full disk: what was acknowledged is there after it is lifted."""
        pair = Pair()
        limit = 600_000
        start = pair.ledger.start

        def start_limited():
            kept = resource.getrlimit(resource.RLIMIT_FSIZE)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, kept[1]))
            try:
                start()
            finally:
                resource.setrlimit(resource.RLIMIT_FSIZE, kept)

        pair.ledger.start = start_limited
        with pair:
            pair.import_rows([{"record": {"name": f"divisions/{code}", "displayName": code, "division": {}}}
                              for code in ("CN", "44", "4407", COUNTY)])
            acknowledged = 0
            for number in range(200):
                rows = [enterprise(f"{number}-{i}", os.urandom(100).hex()) for i in range(100)]
                done = pair.run("import", "--format=json", "--timeout-ms=5000", "-",
                                stdin="".join(json.dumps(row) + "\n" for row in rows))
                if done.returncode != 0:
                    break
                acknowledged += 100
            self.assertGreater(acknowledged, 0)
            self.assertEqual(pair.ledger.popen.wait(timeout=30), 74, pair.ledger.log_text())
            self.assertIn("the ledger ends", pair.ledger.log_text())
            start()
            pair.await_serving()
            report = subprocess.run([os.path.join(BIN, "taizhang-ledger"), "verify", "--format=json",
                                     f"--data-dir={pair.data}"], capture_output=True, text=True, timeout=60, check=True)
            logs = {log["partition"]: log for log in json.loads(report.stdout)["partitions"]}
            self.assertGreaterEqual(logs[COUNTY]["records"], acknowledged)


if __name__ == "__main__":
    unittest.main(verbosity=2)
