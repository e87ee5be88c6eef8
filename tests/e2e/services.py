"""Both real services on loopback, in a directory of their own, and the command line that speaks with them.

The services' programs are found by the environment variable TAIZHANG_BIN_DIR.
"""

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BIN = os.environ.get("TAIZHANG_BIN_DIR", os.path.join(ROOT, "build", "release", "bin"))
CATALOGUE = [os.path.join(ROOT, "deploy", "catalogue", name) for name in ("measures.jsonl", "indicators.jsonl")]
SAMPLES = [os.path.join(ROOT, "deploy", "samples", name) for name in ("kaiping.jsonl", "banan.jsonl")]
START_SECONDS_MAX = 60
CALL_SECONDS_MAX = 120


def free_port():
    """A port below the ephemeral range, so that no client's connection takes it while a service is down."""
    while True:
        port = random.randint(15000, 32000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


class CommandError(AssertionError):
    """A command that should have succeeded."""


class Process:
    """One service that can be started again on the same port and data."""

    def __init__(self, program, address, arguments, log):
        self.program, self.address, self.arguments, self.log = program, address, arguments, log
        self.popen = None

    def start(self):
        program = os.path.join(BIN, self.program)
        if not os.path.exists(program):
            raise CommandError(f"{program} is not built (ninja tests_e2e), or TAIZHANG_BIN_DIR says another folder")
        with open(self.log, "ab") as log:
            self.popen = subprocess.Popen(  # pylint: disable=consider-using-with
                [program, f"--listen-address={self.address}", "--health-address=",
                 *self.arguments],
                stdout=log, stderr=log, stdin=subprocess.DEVNULL)

    def signal(self, number):
        """Sends a signal and waits for the end; gives the exit status."""
        self.popen.send_signal(number)
        return self.popen.wait(timeout=START_SECONDS_MAX)

    def kill(self):
        return self.signal(signal.SIGKILL)

    def terminate(self):
        return self.signal(signal.SIGTERM)

    @property
    def running(self):
        return self.popen is not None and self.popen.poll() is None

    def log_text(self):
        with open(self.log, encoding="utf-8", errors="replace") as log:
            return log.read()


class Pair:
    """A ledger and an aggregator that follows it. A context: starts both, ends both, keeps nothing."""

    def __init__(self):
        self.directory = tempfile.mkdtemp(prefix="taizhang-e2e-")
        ledger, aggregator = (f"127.0.0.1:{free_port()}" for _ in range(2))
        self.data = os.path.join(self.directory, "ledger")
        os.makedirs(self.data)
        self.ledger = Process("taizhang-ledger", ledger, [f"--data-dir={self.data}"], self.path("ledger.log"))
        self.aggregator = self.new_aggregator(aggregator)
        self.environment = {**os.environ, "TAIZHANG_LEDGER_ADDRESS": ledger, "TAIZHANG_AGGREGATOR_ADDRESS": aggregator}

    def __enter__(self):
        self.ledger.start()
        self.aggregator.start()
        self.await_serving()
        return self

    def __exit__(self, kind, value, traceback):
        for process in (self.aggregator, self.ledger):
            if process.running:
                process.kill()
        if kind is not None:
            for process in (self.ledger, self.aggregator):
                print(f"--- {process.log}\n{process.log_text()[-4000:]}")
        shutil.rmtree(self.directory, ignore_errors=True)

    def path(self, name):
        return os.path.join(self.directory, name)

    def new_aggregator(self, address=None):
        address = address or f"127.0.0.1:{free_port()}"
        return Process("taizhang-aggregator", address, [f"--ledger-address={self.ledger.address}"],
                       self.path(f"aggregator-{address.rsplit(':', 1)[1]}.log"))

    def await_serving(self, aggregator=None):
        """Until both serve; fails early where one of them has ended."""
        aggregator = aggregator or self.aggregator
        flags = [f"--aggregator-address={aggregator.address}"]
        deadline = time.monotonic() + START_SECONDS_MAX
        while self.run("status", "--wait-ms=1000", *flags).returncode != 0:
            for process in (self.ledger, aggregator):
                if not process.running:
                    raise CommandError(f"{process.program} ended:\n{process.log_text()[-2000:]}")
            if time.monotonic() > deadline:
                raise CommandError(self.run("status", *flags).stderr)

    def run(self, *arguments, stdin=None):
        """The command line, whatever becomes of it."""
        return subprocess.run([os.path.join(BIN, "taizhang"), *arguments], input=stdin, capture_output=True, text=True,
                              env=self.environment, timeout=CALL_SECONDS_MAX, check=False)

    def cli(self, *arguments, stdin=None):
        """The command line; its standard output."""
        done = self.run(*arguments, stdin=stdin)
        if done.returncode != 0:
            raise CommandError(f"taizhang {' '.join(arguments)} exits with {done.returncode}:\n{done.stderr}")
        return done.stdout

    def import_files(self, *files):
        """Imports files; the partitions' summaries by name."""
        summary = json.loads(self.cli("import", "--format=json", *files))
        return {partition["partition"]: partition for partition in summary["partitions"]}

    def import_rows(self, rows):
        """Imports rows as Python objects."""
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        summary = json.loads(self.cli("import", "--format=json", "-", stdin=lines))
        return {partition["partition"]: partition for partition in summary["partitions"]}

    def import_delivered(self):
        """The catalogue and both samples; tokens that make queries see them."""
        return [partition["token"] for partition in self.import_files(*CATALOGUE, *SAMPLES).values()]

    def figures(self, scopes, indicators, periods, tokens=(), aggregator=None, flags=()):
        """The answers, scopes outermost."""
        arguments = ["figures", "--format=json", *flags]
        for flag, values in (("scope", scopes), ("indicator", indicators), ("period", periods), ("token", tokens)):
            arguments += [f"--{flag}={value}" for value in values]
        if aggregator is not None:
            arguments.append(f"--aggregator-address={aggregator.address}")
        return json.loads(self.cli(*arguments))["answers"]

    def figure(self, scope, indicator, period, tokens=()):
        return self.figures([scope], [indicator], [period], tokens)[0]["figure"]

    def grpcurl(self, *arguments, stdin=None):
        """The real grpcurl: flags, address, and what is asked of it."""
        return subprocess.run([grpcurl_path(), "-plaintext", *arguments], input=stdin, capture_output=True, text=True,
                              timeout=CALL_SECONDS_MAX, check=False)


def grpcurl_path():
    """Where grpcurl is, or None: on the path, or where tests/run.sh installs it."""
    return shutil.which("grpcurl") or shutil.which(
        "grpcurl", path=os.pathsep.join([os.path.join(ROOT, "build", "tools"), os.path.expanduser("~/go/bin")]))


MARKS = {"MARK_EXACT": "=", "MARK_AT_LEAST": "≥", "MARK_MORE_THAN": ">", "MARK_AT_MOST": "≤", "MARK_LESS_THAN": "<",
         "MARK_ABOUT": "≈", "MARK_UNSPECIFIED": "?"}


def amount(quantity):
    """A Quantity as "= 140000000", "≥ 130"; None where there is none."""
    if quantity is None:
        return None
    mark = quantity["mark"]
    if mark == "MARK_RANGE":
        return f"{quantity['lower']}..{quantity['upper']}"
    end = {"MARK_AT_LEAST": "lower", "MARK_MORE_THAN": "lower", "MARK_AT_MOST": "upper", "MARK_LESS_THAN": "upper"}
    return f"{MARKS[mark]} {quantity[end.get(mark, 'value')]}"


def coverage(figure):
    """A figure's coverage as "2/135", "≤ 0/130"; None where there is none."""
    found = figure.get("coverage")
    if found is None:
        return None
    mark = MARKS[found["mark"]]
    return f"{found['numerator']}/{found['denominator']}" if mark in "=?" else \
        f"{mark} {found['numerator']}/{found['denominator']}"
