"""Every reason of an error, as both real services give it: its code, its metadata and its sample.

The proto's comments are the contract: "CODE[, a row's | a figure's]. What it means [metadata keys]." and a line
"Sample: the message". A reason without a sample, or without a case here, fails the test.
"""

import json
import os
import re
import signal
import sqlite3
import subprocess
import threading
import time
import unittest

from services import ROOT, Pair, Process, free_port, grpcurl_path

LEDGER, AGGREGATOR = "taizhang.ledger.v1.LedgerService", "taizhang.aggregator.v1.AggregatorService"
PROTO = os.path.join(ROOT, "proto", "taizhang", "type", "v1", "error_reason.proto")
CODES = {"INVALID_ARGUMENT": 3, "DEADLINE_EXCEEDED": 4, "NOT_FOUND": 5, "ALREADY_EXISTS": 6, "RESOURCE_EXHAUSTED": 8,
         "FAILED_PRECONDITION": 9, "ABORTED": 10, "OUT_OF_RANGE": 11, "INTERNAL": 13, "UNAVAILABLE": 14, "DATA_LOSS": 15}
# A defect of ours cannot be provoked: tests/unit/server/status_test.cc has it.
UNIT_TESTED = {"INTERNAL"}
TOGETHER = {"HISTORY_DIVERGED": "test_tokens_of_another_store", "NOT_YET_APPLIED": "test_tokens_of_another_store"}
PROVOKE_SECONDS_MAX = 60

ENTERPRISE = "divisions/440783/enterprises/acme"
STRUCTURE = [
    {"name": "divisions/CN", "displayName": "中国", "division": {}},
    {"name": "divisions/440783", "displayName": "开平市", "division": {}},
    {"name": "divisions/440784", "displayName": "鹤山市", "division": {}},
    {"name": "measures/sales", "displayName": "销售额", "measure": {
        "unit": "元", "temporalKind": "TEMPORAL_KIND_FLOW", "frequency": "FREQUENCY_YEAR",
        "reporters": ["REPORTER_ENTERPRISE"]}},
    {"name": "indicators/sales", "displayName": "销售额", "indicator": {"total": {"measure": "measures/sales"}}},
]
ACME = {"name": ENTERPRISE, "displayName": "Acme", "enterprise": {}}


def documented():
    """Reasons of the proto: code, sort (row, figure or call), metadata keys, sample."""
    reasons, comment = {}, []
    with open(PROTO, encoding="utf-8") as proto:
        for line in proto:
            text = line.strip()
            if text.startswith("//"):
                comment.append(text[2:].strip())
                continue
            found = re.match(r"ERROR_REASON_(\w+) = \d+;", text)
            if found and found[1] != "UNSPECIFIED":
                sample = next((one[len("Sample: "):] for one in comment if one.startswith("Sample: ")), None)
                whole = " ".join(one for one in comment if not one.startswith("Sample: "))
                head = re.match(r"(\w+)(?:, (?:a|the) (row|figure)'s|, with RetryInfo)?[.,]", whole)
                keys = re.search(r"\[([^\]]*)\]", whole)
                reasons[found[1]] = {
                    "code": head and head[1], "sort": (head and head[2]) or "call", "sample": sample,
                    "keys": sorted(key.split(":")[0].strip() for key in keys[1].split(",")) if keys else []}
            comment = []
    return reasons


def masked(message):
    """Without what varies from run to run: numbers, and what stands for ids."""
    return re.sub(r"[0-9]+", "#", message)


def observation(**fields):
    row = {"subject": ENTERPRISE, "measure": "measures/sales", "period": "2024", "amount": {"value": "1"}}
    return {"observation": {key: value for key, value in {**row, **fields}.items() if value is not None}}


def record(**fields):
    return {"record": {key: value for key, value in {**ACME, **fields}.items() if value is not None}}


# A row that is refused for each reason that is a row's.
ROWS = {
    "FIELD_REQUIRED": [record(displayName=None)],
    "FIELD_NOT_ALLOWED": [observation(source="news")],
    "NAME_INVALID": [record(name="divisions/440783/enterprises/Acme")],
    "VALUE_INVALID": [observation(period="2024-13")],
    "UNIT_MISMATCH": [observation(amount={"value": "120万亩"})],
    "AMOUNT_NOT_EXACT": [observation(amount={"value": "0.5元"})],
    "PERIOD_MISMATCH": [observation(period="2024-06")],
    "REFERENCE_UNKNOWN": [observation(subject="divisions/440783/enterprises/none")],
    "DATES_INVALID": [record(active={"start": "2024-01-01", "end": "2023-01-01"})],
    "HIERARCHY_INVALID": [record(placements=[{"place": "divisions/440784"}])],
    "IMMUTABLE": [{"record": {**STRUCTURE[3], "measure": {**STRUCTURE[3]["measure"], "unit": "美元"}}}],
    "DUPLICATE_ROW": [record(), record()],
    "TEXT_INVALID": [record(displayName="Acme\u202e")],
}


class Error:
    """An error as grpcurl prints it with -format-error, or as an answer has it in its place."""

    def __init__(self, status):
        self.code, self.message = status["code"], status["message"]
        details = {detail["@type"].rsplit(".", 1)[1]: detail for detail in status.get("details", [])}
        info = details.get("ErrorInfo", {})
        self.domain, self.reason = info.get("domain"), info.get("reason")
        self.keys = sorted(info.get("metadata", {}))
        self.retry = "RetryInfo" in details
        self.violations = [violation["description"].split(": ", 1)
                           for violation in details.get("BadRequest", {}).get("fieldViolations", [])]


@unittest.skipUnless(grpcurl_path(), "no grpcurl here, nor go to build it: apt-get install golang-go, then go install "
                     "github.com/fullstorydev/grpcurl/cmd/grpcurl@v1.9.1")
class ErrorReasonsTest(unittest.TestCase):

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.reasons = documented()
        cls.pair = Pair()
        cls.pair.__enter__()
        cls.addClassCleanup(cls.pair.__exit__, None, None, None)
        write(cls.pair.ledger, [{"record": one} for one in STRUCTURE])
        cls.token = write(cls.pair.ledger, [record()])["token"]

    def check(self, reason, error, message=None):
        """Everything that is documented of a reason, against an error."""
        wanted = self.reasons[reason]
        self.assertEqual((error.code, error.domain, error.reason, error.keys),
                         (CODES[wanted["code"]], "taizhang", reason, wanted["keys"]))
        self.assertEqual(error.retry, reason in ("OVERLOADED", "NOT_READY"))
        self.assertEqual(masked(message or error.message), masked(wanted["sample"]))

    def refused(self, rows, **fields):
        return call(self.pair.ledger, "WriteRecords", {"rows": rows, **fields})

    def figure(self, scope="divisions/440783", indicator="indicators/sales", period="2024", **fields):
        return call(self.pair.aggregator, "QueryFigures",
                    {"scopes": [scope], "indicators": [indicator], "periods": [period], **fields}, AGGREGATOR)

    def test_every_reason_has_a_sample_and_a_case(self):
        for reason, wanted in self.reasons.items():
            with self.subTest(reason):
                self.assertIn(wanted["code"], CODES)
                self.assertTrue(wanted["sample"], "no line \"Sample: \" in its comment")
                case = TOGETHER.get(reason, f"test_{reason.lower()}")
                self.assertTrue(reason in ROWS or reason in UNIT_TESTED or hasattr(self, case), "no case")

    def test_rows(self):
        for reason, rows in ROWS.items():
            with self.subTest(reason):
                wanted = self.reasons[reason]
                self.assertEqual((wanted["sort"], wanted["keys"]), ("row", []))
                error = self.refused(rows)
                self.assertEqual((error.code, error.domain, error.reason, error.keys),
                                 (CODES[wanted["code"]], "taizhang", "INVALID_REQUEST", ["violations"]))
                self.assertEqual([[one[0], masked(one[1])] for one in error.violations],
                                 [[reason, masked(wanted["sample"])]])
                judged = self.refused(rows, validateOnly=True)
                self.assertEqual([[one["reason"], masked(one["description"])] for one in judged["violations"]],
                                 [[f"ERROR_REASON_{reason}", masked(wanted["sample"])]])

    def test_invalid_request(self):
        self.check("INVALID_REQUEST", self.refused([record(displayName=None)]))

    def test_several_partitions(self):
        self.check("SEVERAL_PARTITIONS",
                   self.refused([record(), record(name="divisions/440784/enterprises/acme")]))

    def test_too_large(self):
        self.check("TOO_LARGE", self.refused([record()] * 5001))

    def test_not_found(self):
        self.check("NOT_FOUND", call(self.pair.ledger, "GetRecord", {"name": "divisions/440783/enterprises/none"}))

    def test_etag_mismatch(self):
        self.check("ETAG_MISMATCH", self.refused([{**record(), "etag": "7-0"}]))

    def test_existence_mismatch(self):
        self.check("EXISTENCE_MISMATCH", self.refused([{**record(), "existence": "EXISTENCE_ABSENT"}]))

    def test_request_id_reused(self):
        write(self.pair.ledger, [record()], requestId="import-2024")
        self.check("REQUEST_ID_REUSED", self.refused([record(displayName="Other")], requestId="import-2024"))

    def test_text_in_use(self):
        self.check("TEXT_IN_USE",
                   call(self.pair.ledger, "EraseText", {"partition": "440783", "text": ACME["displayName"]}))

    def test_revision_unknown(self):
        self.check("REVISION_UNKNOWN", call(self.pair.ledger, "GetRecord", {"name": ENTERPRISE, "revision": 1000}))

    def test_scope_unknown(self):
        answer = self.figure(scope="divisions/440799", tokens=[self.token])
        self.check("SCOPE_UNKNOWN", Error(answer["answers"][0]["error"]))

    def test_period_too_fine(self):
        answer = self.figure(period="2024-06", tokens=[self.token])
        self.check("PERIOD_TOO_FINE", Error(answer["answers"][0]["error"]))

    def other_ledger(self, *arguments):
        """A ledger with a store of its own."""
        data = self.pair.path(f"other-{free_port()}")
        os.makedirs(data)
        ledger = Process("taizhang-ledger", f"127.0.0.1:{free_port()}", [f"--data-dir={data}", *arguments],
                         data + ".log")
        ledger.start()
        self.addCleanup(lambda: ledger.running and ledger.kill())
        deadline = time.monotonic() + PROVOKE_SECONDS_MAX
        while isinstance(call(ledger, "WriteRecords", {}), Error):
            self.assertLess(time.monotonic(), deadline, ledger.log_text())
        ledger.data = data
        return ledger

    def test_tokens_of_another_store(self):
        """HISTORY_DIVERGED at a revision that is applied here, NOT_YET_APPLIED beyond."""
        other = self.other_ledger()
        diverged = write(other, [{"record": STRUCTURE[0]}])["token"]
        self.check("HISTORY_DIVERGED", self.figure(tokens=[diverged]))
        for i in range(20):
            beyond = write(other, [{"record": {**STRUCTURE[0], "englishName": f"China {i}"}}])["token"]
        self.check("NOT_YET_APPLIED", self.figure(tokens=[beyond], flags=["-max-time", "3"]))

    def test_not_ready(self):
        ledger = self.other_ledger()
        write(ledger, [{"record": STRUCTURE[0]}])
        with subprocess.Popen([grpcurl_path(), "-plaintext", "-format-error", "-d", "{}", ledger.address,
                               f"{LEDGER}/FollowBlocks"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              text=True) as stream:
            self.assertTrue(stream.stdout.readline())
            ledger.popen.send_signal(signal.SIGTERM)
            _, stderr = stream.communicate(timeout=PROVOKE_SECONDS_MAX)
        self.check("NOT_READY", Error(json.loads(stderr)))

    def test_overloaded(self):
        ledger = self.other_ledger("--worker-queue-max=1", "--worker-threads=1")
        rows = [{"record": {"name": f"divisions/440783/enterprises/e{i}", "enterprise": {}}} for i in range(5000)]
        found, stop = [], time.monotonic() + PROVOKE_SECONDS_MAX

        def write_until_refused():
            while not found and time.monotonic() < stop:
                answer = call(ledger, "WriteRecords", {"rows": rows, "validateOnly": True})
                if isinstance(answer, Error):
                    found.append(answer)

        writers = [threading.Thread(target=write_until_refused) for _ in range(4)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        self.assertTrue(found, "four writers were never at once too many for a queue of one")
        self.check("OVERLOADED", found[0])

    def test_log_damaged(self):
        ledger = self.other_ledger()
        write(ledger, [{"record": STRUCTURE[0]}])
        with sqlite3.connect(os.path.join(ledger.data, "taizhang.db"), timeout=30) as store:
            header = store.execute("SELECT header FROM blocks").fetchone()[0]
            store.execute("UPDATE blocks SET header = ?", (header[:-1] + bytes([header[-1] ^ 1]),))
        store.close()
        self.check("LOG_DAMAGED", call(ledger, "ListRecordRevisions", {"name": STRUCTURE[0]["name"]}))


def call(process, method, request, service=LEDGER):
    """The answer, or the Error. "flags" of the request are grpcurl's."""
    flags = request.pop("flags", [])
    done = subprocess.run([grpcurl_path(), "-plaintext", "-format-error", *flags, "-d", "@", process.address,
                           f"{service}/{method}"], input=json.dumps(request), capture_output=True, text=True,
                          timeout=PROVOKE_SECONDS_MAX, check=False)
    if done.returncode == 0:
        return json.loads(done.stdout)
    try:
        return Error(json.loads(done.stderr))
    except json.JSONDecodeError:  # no connection yet
        return Error({"code": CODES["UNAVAILABLE"], "message": done.stderr})


def write(ledger, rows, **fields):
    written = call(ledger, "WriteRecords", {"rows": rows, **fields})
    if isinstance(written, Error):
        raise AssertionError(f"{written.message} {written.violations}")
    return written


if __name__ == "__main__":
    unittest.main(verbosity=2)
