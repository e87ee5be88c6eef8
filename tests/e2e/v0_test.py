"""What the first format wrote is read for ever: today's programs serve a copy of tests/data/v0/store.

The figures kept beside it were answered by the program that wrote it. Made once, from the catalogue and both samples:
    tests/e2e/v0_test.py --make
"""

import json
import os
import shutil
import sys
import unittest

from services import CATALOGUE, ROOT, SAMPLES, Pair

V0 = os.path.join(ROOT, "tests", "data", "v0")
STORE = os.path.join(V0, "store")
FIGURES = os.path.join(V0, "figures.json")
SCOPES = ["divisions/440783", "divisions/440783116", "divisions/440783/clusters/kaiping-youpin-matrix",
          "divisions/440783/villages/440783107236", "divisions/44", "divisions/CN", "divisions/500113",
          "divisions/500113/clusters/bio-city", "divisions/500113/clusters/biopharma-chain"]
PERIODS = ["2024", "2025", "2025-H1", "2025-06"]


def answers(pair):
    """Every figure in which there is anything."""
    return [answer for answer in pair.figures(SCOPES, ["all"], PERIODS)
            if "computed" in answer.get("figure", {}) or answer.get("figure", {}).get("stated")]


def common(was, now):
    """What `now` says of what `was` says: later programs may say more."""
    if isinstance(was, dict) and isinstance(now, dict):
        return {key: common(value, now.get(key)) for key, value in was.items()}
    if isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        return [common(*pair) for pair in zip(was, now)]
    return now


class V0Test(unittest.TestCase):

    def setUp(self):
        self.pair = Pair()
        shutil.copytree(STORE, self.pair.data, dirs_exist_ok=True)

    def test_its_figures_are_what_they_were(self):
        with open(FIGURES, encoding="utf-8") as file:
            expected = json.load(file)
        with self.pair as pair:
            found = answers(pair)
        self.assertGreater(len(expected), 100)
        self.assertEqual(len(found), len(expected))
        for was, now in zip(expected, found):
            self.assertEqual(common(was, now), was)

    def test_it_goes_on_where_it_ended(self):
        with self.pair as pair:
            row = {"subject": "divisions/440783/projects/jinluo-rice", "measure": "measures/total-investment",
                   "period": "2025-06", "amount": {"value": "1.2亿元"}}
            written = pair.import_rows([row])["440783"]
            self.assertEqual(written["revision"], 2)
            figure = pair.figure("divisions/440783", "indicators/total-investment", "2025-06", [written["token"]])
            self.assertEqual(figure["computed"]["value"], "145000000")


def make():
    """Writes the store and its figures anew: a new format, a new folder."""
    pair = Pair()
    with pair:
        pair.import_files(*CATALOGUE, *SAMPLES)
        found = answers(pair)
        pair.aggregator.terminate()
        pair.ledger.terminate()
        os.makedirs(STORE, exist_ok=True)
        shutil.copy(os.path.join(pair.data, "taizhang.db"), STORE)
    with open(FIGURES, "w", encoding="utf-8") as file:
        file.write("[\n" + ",\n".join(json.dumps(answer, ensure_ascii=False, sort_keys=True) for answer in found) + "\n]\n")


if __name__ == "__main__":
    if sys.argv[1:] == ["--make"]:
        make()
    else:
        unittest.main(verbosity=2)
