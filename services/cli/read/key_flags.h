#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/config/flags.h"
#include "taizhang/type/v1/observation.pb.h"

namespace taizhang::cli {

/// Records by their names, or one observation by its key.
struct KeyFlags {
  std::vector<std::string> names;
  std::string subject;
  std::string measure;
  std::string period;
  std::string item;
  std::string source;

  void AddTo(Flags& flags);
  /// What is wrong with what was asked for, or nothing.
  [[nodiscard]] std::string_view Mistake() const;
  [[nodiscard]] taizhang::type::v1::ObservationKey Key() const;
  /// As they were given, but for a division's or village's code: its name.
  [[nodiscard]] std::vector<std::string> FullNames() const;
};

}  // namespace taizhang::cli
