#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <vector>

#include "taizhang/ledger/v1/ledger_service.pb.h"

namespace taizhang::cli {

inline constexpr size_t kLineBytesMax = size_t{1} << 20;
/// All files together are held in memory, because everything is judged before anything is written.
inline constexpr size_t kInputBytesMax = size_t{1} << 30;

/// A place in the input, as people look it up: "samples/kaiping.jsonl:17".
struct Place {
  std::string file;
  size_t line = 0;  ///< from 1

  [[nodiscard]] std::string Text() const;
};

/// A row and where it stands.
struct InputRow {
  taizhang::ledger::v1::Row row;
  Place place;
};

/// What is wrong with one line.
struct InputError {
  Place place;
  std::string what;
};

struct Input {
  std::vector<InputRow> rows;
  std::vector<InputError> errors;
  /// Files that could not be read at all, each with the reason.
  std::vector<std::string> unreadable;
};

/// Reads JSON Lines: one taizhang.ledger.v1.Row, taizhang.type.v1.Record or
/// taizhang.type.v1.Observation a line, as proto3 JSON. "-" is `in`. A byte order mark, CRLF and
/// empty lines are accepted; whatever else cannot be read is an error of its line, and reading goes
/// on, so that all errors are known at once.
Input ReadInput(const std::vector<std::string>& files, std::istream& in);

}  // namespace taizhang::cli
