#!/usr/bin/env python3
"""Measures the two services as real processes: writes, queries, visibility, memory, disk, replay.

    tests/benchmark/run.py [--runs 3] [--enterprises 20000] [--months 6] [--rows 1000] [--threads 4]

The programs are those of TAIZHANG_BIN_DIR (build/release/bin). Prints minimum, median and maximum over the runs, each on a
fresh data directory. Asserts nothing.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "e2e"))
from services import BIN, Pair  # noqa: E402


def resident_bytes(process):
    for line in pathlib.Path(f"/proc/{process.popen.pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise RuntimeError("no VmRSS")


def disk_bytes(directory):
    return sum(f.stat().st_size for f in pathlib.Path(directory).rglob("*") if f.is_file())


def restarted(pair, *processes):
    """Seconds from the start of stopped services until both serve again."""
    for process in processes:
        process.terminate()
    start = time.monotonic()
    for process in processes:
        process.start()
    pair.await_serving()
    return time.monotonic() - start


def run_once(arguments):
    with Pair() as pair:
        out = subprocess.run(
            [os.path.join(BIN, "taizhang-load"), pair.ledger.address, pair.aggregator.address, str(arguments.enterprises),
             str(arguments.months), str(arguments.rows), str(arguments.threads)],
            check=True, capture_output=True, text=True).stdout
        result = json.loads(out)
        rows = result["rows"]
        result["ledger_rss_bytes_per_row"] = resident_bytes(pair.ledger) / rows
        result["aggregator_rss_bytes_per_row"] = resident_bytes(pair.aggregator) / rows
        versions = result.pop("versions")
        result["facts_bytes_per_version"] = result.pop("facts_bytes") / versions
        result["aggregator_replay_rows_per_s"] = rows / restarted(pair, pair.aggregator)
        result["both_replay_rows_per_s"] = rows / restarted(pair, pair.ledger, pair.aggregator)
        pair.ledger.terminate()
        result["disk_bytes_per_row"] = disk_bytes(pair.data) / rows
        return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--enterprises", type=int, default=20_000)
    parser.add_argument("--months", type=int, default=6)
    parser.add_argument("--rows", type=int, default=1_000)
    parser.add_argument("--threads", type=int, default=4)
    arguments = parser.parse_args()
    results = [run_once(arguments) for _ in range(arguments.runs)]
    print(f"{arguments.runs} runs, {arguments.enterprises} enterprises, {arguments.months} months of 10 measures, "
          f"{arguments.rows} rows a request, {arguments.threads} requests in flight")
    print(f"{'figure':32}{'min':>14}{'median':>14}{'max':>14}")
    for key in results[0]:
        values = [result[key] for result in results]
        print(f"{key:32}{min(values):14,.2f}{statistics.median(values):14,.2f}{max(values):14,.2f}")


if __name__ == "__main__":
    main()
