#pragma once

namespace taizhang::cli {

/// What `taizhang import --help` begins with.
inline constexpr const char* kImportHelp =
    R"(Writes records and observations from files ("-": standard input). Everything is judged before the first
row is written; rows that stand already are unchanged, so that an import can be repeated.

JSON Lines: a line is a row {"record": …}, {"observation": …}, {"withdrawnRecord": …} or
{"withdrawnObservation": …} as in taizhang.ledger.v1.Row, or a record or an observation by itself. Rows may stand
in any order and in any file: what others refer to is written first.

CSV and XLSX: the first row names fields ("record.name", "observation.amount.value", as export --format csv writes
them), or a mapping says what the table's own columns mean; deploy/README.md has its format.
--mapping divisions reads lists of division codes: code,name[,from,until,parent,successors] (代码,名称 …).

Mistakes are told with file:row:column, and nothing is written. --report writes the refused lines as a CSV file for
a spreadsheet. Correct them there, and import the report: beside the same file, whose lines it takes the place of
(one that has changed since is told, not replaced), or by itself.

Examples:
  taizhang import deploy/catalogue/*.jsonl deploy/samples/kaiping.jsonl
  taizhang import --validate-only june.jsonl
  taizhang import --mapping sales.json --report 退回.csv 六月销售额.xlsx
  taizhang import --mapping sales.json --report 退回.csv 六月销售额.xlsx 退回.csv
  taizhang import --mapping divisions provinces.csv cities.csv areas.csv streets.csv villages.csv
  echo '{"withdrawnRecord": "divisions/440783/projects/qiaoxin-hall"}' | taizhang import -)";

}  // namespace taizhang::cli
