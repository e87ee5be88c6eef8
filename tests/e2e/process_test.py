"""The services as processes: flags, ports, one data directory, an orderly end."""

import json
import os
import signal
import socket
import subprocess
import unittest

from services import BIN, CATALOGUE, Pair, free_port

SERVICES = ("taizhang-ledger", "taizhang-aggregator")


def run(program, *arguments, environment=None):
    return subprocess.run([os.path.join(BIN, program), *arguments], capture_output=True, text=True, timeout=60,
                          env={**os.environ, **(environment or {})}, check=False)


class FlagsTest(unittest.TestCase):

    def test_check_config_accepts_what_is_valid(self):
        for program in SERVICES:
            done = run(program, "--check-config", "--listen-address=127.0.0.1:0")
            self.assertEqual(done.returncode, 0, done.stderr)

    def test_a_wrong_flag_is_a_usage_error_that_names_it(self):
        for program in (*SERVICES, "taizhang"):
            arguments = ["status"] if program == "taizhang" else []
            done = run(program, *arguments, "--no-such-flag=1")
            self.assertEqual(done.returncode, 64, program)
            self.assertIn("no-such-flag", done.stderr)
        done = run("taizhang-ledger", "--check-config", "--listen-address=nowhere")
        self.assertEqual(done.returncode, 64)
        self.assertIn("listen-address", done.stderr)

    def test_a_wrong_variable_is_a_configuration_error_that_names_it(self):
        done = run("taizhang-ledger", "--check-config", environment={"TAIZHANG_LISTEN_ADDRESS": "nowhere"})
        self.assertEqual(done.returncode, 78)
        self.assertIn("TAIZHANG_LISTEN_ADDRESS", done.stderr)

    def test_help_and_version(self):
        for program in (*SERVICES, "taizhang"):
            self.assertIn("--", run(program, "--help").stdout)
            self.assertRegex(run(program, "--version").stdout, r"\d+\.\d+\.\d+")
        for command in ("import", "figures", "get", "status"):
            self.assertIn("Example", run("taizhang", command, "--help").stdout)

    def test_an_unknown_command_is_a_usage_error(self):
        for arguments in ([], ["frob"], ["--timeout-ms"], ["figures"], ["get"], ["import"]):
            done = run("taizhang", *arguments)
            self.assertEqual(done.returncode, 64, arguments)
            self.assertTrue(done.stderr)


class ProcessTest(unittest.TestCase):

    def setUp(self):
        self.pair = Pair()
        self.pair.__enter__()
        self.addCleanup(self.pair.__exit__, None, None, None)

    def test_a_second_ledger_on_the_same_data_is_refused(self):
        second = run("taizhang-ledger", f"--listen-address=127.0.0.1:{free_port()}", "--health-address=",
                     f"--data-dir={self.pair.data}")
        self.assertNotEqual(second.returncode, 0)
        self.assertIn(self.pair.data, second.stderr)
        self.pair.import_files(*CATALOGUE)

    def test_a_port_in_use_is_refused(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            address = f"127.0.0.1:{taken.getsockname()[1]}"
            done = run("taizhang-aggregator", f"--listen-address={address}", "--health-address=")
        self.assertEqual(done.returncode, 69)
        self.assertIn(address, done.stderr)

    def test_sigterm_ends_both_with_0_and_loses_nothing(self):
        summary = self.pair.import_files(*CATALOGUE)
        for number in (signal.SIGTERM, signal.SIGINT):
            self.assertEqual(self.pair.aggregator.signal(number), 0)
            self.assertEqual(self.pair.ledger.signal(number), 0)
            self.pair.ledger.start()
            self.pair.aggregator.start()
            self.pair.await_serving()
            again = self.pair.import_files(*CATALOGUE)
            self.assertEqual(again["structure"]["token"], summary["structure"]["token"])
            self.assertEqual(again["structure"]["created"], 0)

    def test_sigterm_during_writes_loses_nothing_that_was_acknowledged(self):
        rows = [{"record": {"name": f"divisions/{code}", "displayName": f"{code}", "division": {}}}
                for code in range(10, 100)]
        self.pair.import_rows([{"record": {"name": "divisions/CN", "displayName": "中国", "division": {}}}])
        acknowledged = []
        for index, row in enumerate(rows):
            if index == 45:
                self.pair.ledger.popen.send_signal(signal.SIGTERM)
            done = self.pair.run("import", "--timeout-ms=500", "-", stdin=json.dumps(row))
            if done.returncode == 0:
                acknowledged.append(row["record"]["name"])
            elif not self.pair.ledger.running:
                break
        self.assertGreaterEqual(len(acknowledged), 45)
        self.assertEqual(self.pair.ledger.popen.wait(timeout=30), 0)
        self.pair.ledger.start()
        self.pair.await_serving()
        for name in acknowledged:
            self.pair.cli("get", name)

    def test_the_aggregator_waits_for_its_ledger(self):
        self.pair.aggregator.terminate()
        self.pair.ledger.terminate()
        self.pair.aggregator.start()
        refused = self.pair.run("figures", "--scope=CN", "--indicator=jobs", "--period=2025-06", "--timeout-ms=500")
        self.assertIn(refused.returncode, (69, 75), refused.stderr)
        self.pair.ledger.start()
        self.pair.await_serving()


if __name__ == "__main__":
    unittest.main(verbosity=2)
