#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/values/division_code.h"

namespace taizhang {

// The numbers of every enum here are part of the stored format; 0 is "not recorded".

enum class Role : uint8_t { kUnspecified = 0, kMember = 1, kLeading = 2, kBrandOperator = 3 };
enum class Stage : uint8_t {
  kUnspecified = 0,
  kPlanned = 1,
  kSigned = 2,
  kUnderConstruction = 3,
  kInProduction = 4,
  kCompleted = 5,
  kCancelled = 6,
};
enum class ProjectCategory : uint8_t {
  kUnspecified = 0,
  kInvestment = 1,
  kFunding = 2,
  kApproval = 3,
  kAuction = 4,
  kLicensing = 5,
  kSalesChannel = 6,
  kConstruction = 7,
  kCulture = 8,
  kOther = 9,
};
enum class ClusterKind : uint8_t {
  kUnspecified = 0,
  kIndustry = 1,
  kBrand = 2,
  kChain = 3,
  kPark = 4
};

struct Label {
  std::string key;    ///< an id
  std::string value;  ///< a text, 1 to 200 bytes
  friend bool operator==(const Label&, const Label&) = default;
};

/// Conditions that all must hold; an empty list is no condition, several values of one are
/// alternatives.
struct Filter {
  std::vector<ClusterKind> cluster_kinds;
  std::vector<ProjectCategory> categories;
  std::vector<Stage> stages;                   ///< dated: on R5's day
  std::vector<Role> roles;                     ///< of the membership that leads to the scope (R15)
  std::vector<DivisionLevel> division_levels;  ///< for counts of divisions
  std::vector<std::string> industries;         ///< GB/T 4754 prefixes: "C13"
  std::vector<Label> labels;
  std::vector<std::string> items;  ///< of an itemised measure
  std::optional<bool> party_organisation;

  [[nodiscard]] bool IsEmpty() const { return *this == Filter{}; }
  friend bool operator==(const Filter&, const Filter&) = default;
};

}  // namespace taizhang
