"""`taizhang-ledger verify` and `dump-block` on real stores, whole and damaged: the first damage of each log is named."""

import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
import unittest

from services import BIN, ROOT

V0 = os.path.join(ROOT, "tests", "data", "v0", "store")
COUNTY = "440783"


def ledger(*arguments):
    return subprocess.run([os.path.join(BIN, "taizhang-ledger"), *arguments], capture_output=True, text=True, timeout=60,
                          check=False)


class VerifyTest(unittest.TestCase):

    def setUp(self):
        self.directory = tempfile.mkdtemp(prefix="taizhang-verify-")
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)
        self.data = os.path.join(self.directory, "store")
        shutil.copytree(V0, self.data)
        self.database = os.path.join(self.data, "taizhang.db")

    def change(self, *statements):
        with sqlite3.connect(self.database, isolation_level=None) as database:
            database.create_function("flip", 2, lambda blob, at: blob[:at] + bytes([blob[at] ^ 1]) + blob[at + 1:])
            for statement in statements:
                changed = database.execute(statement.replace("$county", f"(SELECT id FROM heads WHERE partition = '{COUNTY}')"))
                self.assertNotEqual(changed.rowcount, 0, statement)
        database.close()

    def verify(self):
        done = ledger("verify", f"--data-dir={self.data}", "--format=json")
        report = json.loads(done.stdout)
        self.assertEqual(done.returncode, 0 if report["holds"] else 65)
        self.assertTrue(report["fileChecked"])
        return {log["partition"]: log.get("damage") for log in report["partitions"]}

    def expect(self, revision, part):
        """The county is damaged there, and nothing else is."""
        damages = self.verify()
        damage = damages.pop(COUNTY)
        self.assertIsNotNone(damage)
        self.assertEqual(damage["revision"], revision)
        self.assertIn(part, damage["part"])
        self.assertEqual(set(damages.values()), {None})

    def lengthen(self):
        """Two blocks more, by the real ledger."""
        from services import Pair  # pylint: disable=import-outside-toplevel
        pair = Pair()
        shutil.copytree(self.data, pair.data, dirs_exist_ok=True)
        with pair:
            for value in ("1亿元", "1.1亿元"):
                pair.import_rows([{"subject": "divisions/440783/projects/jinluo-rice", "measure": "measures/total-investment",
                                   "period": "2025-06", "amount": {"value": value}}])
            pair.aggregator.terminate()
            pair.ledger.terminate()
            shutil.copy(os.path.join(pair.data, "taizhang.db"), self.database)

    def test_the_first_format_holds_and_nothing_is_written(self):
        before = sorted((name, os.stat(os.path.join(self.data, name)).st_mtime_ns) for name in os.listdir(self.data))
        self.assertEqual(self.verify(), {"structure": None, "440783": None, "500113": None})
        table = ledger("verify", f"--data-dir={self.data}").stdout
        self.assertIn("440783                       1", table)
        after = sorted((name, os.stat(os.path.join(self.data, name)).st_mtime_ns) for name in os.listdir(self.data))
        self.assertEqual(after, before)

    def test_no_store_is_said_and_not_made(self):
        nowhere = os.path.join(self.directory, "nowhere")
        done = ledger("verify", f"--data-dir={nowhere}")
        self.assertEqual(done.returncode, 66)
        self.assertIn("holds no store", done.stderr)
        self.assertFalse(os.path.exists(nowhere))

    def test_a_flipped_byte_of_a_body(self):
        self.change("UPDATE blocks SET body = flip(body, length(body) - 20) WHERE partition_id = $county")
        self.expect(1, "")

    def test_a_flipped_byte_of_a_header(self):
        self.change("UPDATE blocks SET header = flip(header, length(header) - 3) WHERE partition_id = $county")
        self.expect(1, "hash")

    def test_a_changed_text(self):
        self.change("UPDATE blocks SET texts = flip(texts, length(texts) - 1) WHERE partition_id = $county")
        self.expect(1, "texts[")

    def test_a_text_cleared_without_being_marked(self):
        # The first entry: tag, length, then salt (18 bytes) and text, emptied but for the message's frame.
        with sqlite3.connect(self.database) as database:
            (texts,) = database.execute("SELECT texts FROM blocks WHERE partition_id = "
                                        f"(SELECT id FROM heads WHERE partition = '{COUNTY}')").fetchone()
            database.execute("UPDATE blocks SET texts = ? WHERE partition_id = "
                             f"(SELECT id FROM heads WHERE partition = '{COUNTY}')",
                             (b"\x0a\x00" + texts[2 + texts[1]:],))
        database.close()
        self.expect(1, "texts[0]")

    def test_a_text_marked_as_erased_by_no_block(self):
        with sqlite3.connect(self.database) as database:
            (texts,) = database.execute("SELECT texts FROM blocks WHERE partition_id = "
                                        f"(SELECT id FROM heads WHERE partition = '{COUNTY}')").fetchone()
            database.execute("UPDATE blocks SET texts = ? WHERE partition_id = "
                             f"(SELECT id FROM heads WHERE partition = '{COUNTY}')",
                             (b"\x0a\x02\x18\x01" + texts[2 + texts[1]:],))
        database.close()
        self.expect(1, "texts[0]: erased, but no later block erases it")

    def test_a_wrong_head(self):
        self.change("UPDATE heads SET hash = flip(hash, 5) WHERE partition = '440783'")
        self.expect(1, "heads.hash")

    def test_a_head_behind_and_a_head_beyond(self):
        self.lengthen()
        self.change("UPDATE heads SET revision = 2 WHERE partition = '440783'")
        self.expect(3, "a block beyond the head")
        self.change("UPDATE heads SET revision = 4 WHERE partition = '440783'")
        self.expect(4, "the block is missing")

    def test_a_missing_block(self):
        self.lengthen()
        self.change("DELETE FROM blocks WHERE partition_id = $county AND revision = 2")
        self.expect(2, "the block is missing")

    def test_swapped_blocks(self):
        self.lengthen()
        self.change("UPDATE blocks SET revision = 99 WHERE partition_id = $county AND revision = 2",
                    "UPDATE blocks SET revision = 2 WHERE partition_id = $county AND revision = 3",
                    "UPDATE blocks SET revision = 3 WHERE partition_id = $county AND revision = 99")
        self.expect(2, "header.revision")

    def test_a_request_beyond_the_head(self):
        self.change("UPDATE requests SET revision = 9 WHERE partition_id = $county")
        self.expect(2, "is kept with a revision beyond the head")

    def test_a_structure_that_is_not_there(self):
        self.lengthen()
        self.change("DELETE FROM blocks WHERE partition_id = (SELECT id FROM heads WHERE partition = 'structure')",
                    "UPDATE heads SET revision = 0, hash = zeroblob(32) WHERE partition = 'structure'")
        damages = self.verify()
        self.assertIn("1 of structure, whose head is 0", damages[COUNTY]["part"])

    def test_a_file_that_is_no_database(self):
        with open(self.database, "r+b") as file:
            file.write(b"not a database at all")
        self.assertEqual(ledger("verify", f"--data-dir={self.data}").returncode, 65)

    def test_a_block_is_shown(self):
        self.lengthen()
        shown = ledger("dump-block", f"--data-dir={self.data}", COUNTY, "2")
        self.assertEqual(shown.returncode, 0, shown.stderr)
        for part in ("440783 revision 2", "previous hash", 'measure: "measures/total-investment"', 'value: "100000000"',
                     "before {", "after {"):
            self.assertIn(part, shown.stdout)
        raw = ledger("dump-block", f"--data-dir={self.data}", "--raw", COUNTY, "2").stdout
        self.assertIn('partition: "440783"', raw)
        self.assertIn("# texts, 0 bytes", raw)
        self.assertEqual(ledger("dump-block", f"--data-dir={self.data}", COUNTY, "9").returncode, 66)
        self.assertEqual(ledger("dump-block", f"--data-dir={self.data}", COUNTY).returncode, 64)

    def test_a_block_behind_damage_is_shown_as_it_is_stored(self):
        self.lengthen()
        self.change("UPDATE blocks SET texts = flip(texts, length(texts) - 1) WHERE partition_id = $county AND revision = 1")
        shown = ledger("dump-block", f"--data-dir={self.data}", COUNTY, "2")
        self.assertEqual(shown.returncode, 65)
        self.assertIn("damaged before, at revision 1: texts[", shown.stderr)
        self.assertIn("# body", shown.stdout)


if __name__ == "__main__":
    unittest.main(verbosity=2)
