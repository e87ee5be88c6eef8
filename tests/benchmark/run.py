#!/usr/bin/env python3
"""Measures the two services as real processes: writes, queries, visibility, memory, disk, replay.

    tests/benchmark/run.py [--bin build/release/bin] [--runs 3] [--enterprises 20000] [--months 6]

Prints minimum, median and maximum over the runs, each on a fresh data directory. Asserts nothing.
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "e2e"))
from harness import Aggregator, Ledger  # noqa: E402


def resident_bytes(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    return 0


def disk_bytes(directory):
    return sum(f.stat().st_size for f in pathlib.Path(directory).rglob("*") if f.is_file())


def run_once(arguments):
    with tempfile.TemporaryDirectory(prefix="taizhang-bench-") as directory:
        ledger = Ledger(directory, bin_dir=arguments.bin)
        aggregator = Aggregator(ledger.address, bin_dir=arguments.bin)
        try:
            out = subprocess.run(
                [f"{arguments.bin}/taizhang-load", ledger.address, aggregator.address, str(arguments.enterprises),
                 str(arguments.months), str(arguments.rows), str(arguments.threads)],
                check=True, capture_output=True, text=True).stdout
            result = json.loads(out)
            rows = result["rows"]
            result["ledger_rss_per_row"] = resident_bytes(ledger.pid) / rows
            result["aggregator_rss_per_row"] = resident_bytes(aggregator.pid) / rows
            result["facts_bytes_per_version"] = result.pop("facts_bytes") / result.pop("versions")
            start = time.monotonic()
            aggregator.restart()
            result["aggregator_replay_rows_per_s"] = rows / (time.monotonic() - start)
            aggregator.stop()
            ledger.stop()
            result["disk_bytes_per_row"] = disk_bytes(directory) / rows
            start = time.monotonic()
            ledger.start()
            result["ledger_replay_rows_per_s"] = rows / (time.monotonic() - start)
            return result
        finally:
            aggregator.kill()
            ledger.kill()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", default="build/release/bin")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--enterprises", type=int, default=20_000)
    parser.add_argument("--months", type=int, default=6)
    parser.add_argument("--rows", type=int, default=1_000)
    parser.add_argument("--threads", type=int, default=4)
    arguments = parser.parse_args()
    results = [run_once(arguments) for _ in range(arguments.runs)]
    print(f"{arguments.runs} runs, {arguments.enterprises} enterprises, {arguments.months} months, "
          f"{arguments.rows} rows a request, {arguments.threads} in flight")
    print(f"{'figure':32}{'min':>14}{'median':>14}{'max':>14}")
    for key in results[0]:
        values = [r[key] for r in results]
        print(f"{key:32}{min(values):14,.2f}{statistics.median(values):14,.2f}{max(values):14,.2f}")


if __name__ == "__main__":
    main()
