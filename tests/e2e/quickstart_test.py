"""deploy/quickstart.sh with programs that are built already: starts, prints real figures, repeats, stops."""

import os
import socket
import subprocess
import tempfile
import time
import unittest

from services import BIN, ROOT, free_port

SCRIPT = os.path.join(ROOT, "deploy", "quickstart.sh")


class QuickstartTest(unittest.TestCase):

    def setUp(self):
        home = tempfile.TemporaryDirectory(prefix="taizhang-quickstart-")  # pylint: disable=consider-using-with
        self.addCleanup(home.cleanup)
        self.environment = {**os.environ, "TAIZHANG_HOME": home.name, "TAIZHANG_BIN_DIR": BIN,
                            "TAIZHANG_LEDGER_ADDRESS": f"127.0.0.1:{free_port()}",
                            "TAIZHANG_AGGREGATOR_ADDRESS": f"127.0.0.1:{free_port()}"}
        self.addCleanup(self.run_script, "stop")

    def run_script(self, *arguments):
        return subprocess.run([SCRIPT, *arguments], env=self.environment, capture_output=True, text=True, timeout=300,
                              check=False)

    def test_prints_figures_of_both_counties_again_and_stops(self):
        first = self.run_script()
        self.assertEqual(first.returncode, 0, first.stdout + first.stderr)
        for expected in ("开平市", "巴南区", "= 140,000,000", "= 6,945,000,000", "2/135", "= 280,000", "= 32,500,000",
                         "CONFLICT", "quickstart.sh stop", "grpcurl"):
            self.assertIn(expected, first.stdout)
        began = time.monotonic()
        again = self.run_script()
        self.assertEqual(again.returncode, 0, again.stdout + again.stderr)
        self.assertLess(time.monotonic() - began, 15)
        self.assertIn("running already", again.stdout)
        status = self.run_script("status")
        self.assertEqual(status.returncode, 0, status.stdout + status.stderr)
        stopped = self.run_script("stop")
        self.assertIn("ledger stopped", stopped.stdout)
        self.assertIn("ledger is not running", self.run_script("stop").stdout)
        third = self.run_script()
        self.assertEqual(third.returncode, 0, third.stdout + third.stderr)

    def test_a_port_in_use_by_something_else_is_a_clear_error(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            self.environment["TAIZHANG_LEDGER_ADDRESS"] = f"127.0.0.1:{taken.getsockname()[1]}"
            done = self.run_script()
        self.assertEqual(done.returncode, 1)
        self.assertIn("something else listens on", done.stderr)

    def test_a_wrong_argument_is_a_usage_error(self):
        self.assertEqual(self.run_script("frob").returncode, 64)


if __name__ == "__main__":
    unittest.main(verbosity=2)
