#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/values/division_code.h"

namespace taizhang {

/// The kinds of records. The numbers are part of the stored format.
enum class RecordKind : uint8_t {
  kVillage = 1,
  kEnterprise = 2,
  kProject = 3,
  kCluster = 4,
  kDivision = 5,
  kMeasure = 6,
  kIndicator = 7,
};
std::string_view KindName(RecordKind kind);  ///< "village", "enterprise" …

/// `[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?`
bool IsId(std::string_view id);

/// A record's resource name (AIP-122), parsed:
///   divisions/{code}                        divisions/{code}/villages/{12-digit code}
///   divisions/{code}/enterprises/{id}       divisions/{code}/projects/{id}
///   divisions/{code}/clusters/{id}          measures/{id}   indicators/{id}
/// A village's id is its code, which begins with its home division's; villages are records of their
/// home division and never divisions of their own (`divisions/{12-digit code}` is refused).
class RecordName {
 public:
  /// INVALID_ARGUMENT says which part is wrong.
  static absl::StatusOr<RecordName> Parse(std::string_view text);

  [[nodiscard]] RecordKind kind() const { return kind_; }
  /// The division itself, or the home division; meaningless for measures and indicators.
  [[nodiscard]] DivisionCode division() const { return division_; }
  [[nodiscard]] std::string_view id() const {  ///< last segment
    return std::string_view(text_).substr(id_begin_);
  }
  [[nodiscard]] const std::string& text() const { return text_; }
  friend bool operator==(const RecordName&, const RecordName&) = default;

  /// The partition that holds the record itself: "structure" for divisions, clusters, measures and
  /// indicators, otherwise the home division's code.
  [[nodiscard]] std::string RecordPartition() const;
  /// The partition that holds observations of it: the home division's code, a town's county's code,
  /// any other division's own code. Empty for measures and indicators, which nothing observes.
  [[nodiscard]] std::string ObservationPartition() const;

 private:
  RecordName(std::string_view text, size_t id_begin, RecordKind kind, DivisionCode division)
      : text_(text), division_(division), id_begin_(static_cast<uint8_t>(id_begin)), kind_(kind) {}

  std::string text_;
  DivisionCode division_;
  uint8_t id_begin_;  ///< names are shorter than 100 bytes
  RecordKind kind_;
};

inline constexpr std::string_view kStructurePartition = "structure";
/// "structure" or the code of a division that is no village.
bool IsPartition(std::string_view text);

}  // namespace taizhang
