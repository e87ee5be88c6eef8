#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/cli/tables/zip_archive.h"

namespace taizhang::cli {

/// The texts that cells name by number, in one block of memory.
class SharedStrings {
 public:
  /// None where `part` is "". RESOURCE_EXHAUSTED beyond `bytes_max`.
  static absl::StatusOr<SharedStrings> Read(ZipArchive& archive, std::string_view part,
                                            size_t bytes_max);

  [[nodiscard]] size_t size() const { return ends_.size(); }
  [[nodiscard]] std::optional<std::string_view> Find(size_t index) const;

 private:
  class Handler;

  std::string text_;
  std::vector<size_t> ends_;
};

}  // namespace taizhang::cli
