#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/cli/tables/xlsx_reader.h"

struct zip;

namespace taizhang::cli {

/// The parts of an Office Open XML file. Names are compared without regard to case, as OPC
/// (ECMA-376 part 2) has it; "\" in an entry's name means "/".
class ZipArchive {
 public:
  /// Called with pieces of a part in order; an error ends the reading with it.
  using Sink = std::function<absl::Status(std::string_view)>;

  /// `bytes` is borrowed for the life of the archive. Refuses, with what to do instead, what is no
  /// zip archive.
  static absl::StatusOr<ZipArchive> Open(std::string_view bytes, const XlsxLimits& limits);

  [[nodiscard]] bool Contains(std::string_view part) const;
  /// Inflates a part piece by piece. All parts read together, each once, may have
  /// `inflated_bytes_max` bytes.
  absl::Status Read(std::string_view part, const Sink& sink);

 private:
  struct Discard {
    void operator()(struct zip* archive) const;
  };
  struct Entry {
    uint64_t index = 0;
    size_t counted = 0;  ///< bytes of it that are in inflated_
  };

  ZipArchive(std::unique_ptr<struct zip, Discard> archive, size_t inflated_bytes_max);
  void Index();
  absl::Status Count(Entry& entry, size_t bytes);

  std::unique_ptr<struct zip, Discard> archive_;
  absl::flat_hash_map<std::string, Entry> entries_;
  size_t inflated_bytes_max_;
  size_t inflated_ = 0;
};

}  // namespace taizhang::cli
