#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "common/facts/filter.h"
#include "common/facts/indicator.h"
#include "common/values/period.h"
#include "common/values/record_name.h"

namespace taizhang {

// The numbers of every enum here are part of the stored format; 0 is "not recorded".

enum class SeatOrigin : uint8_t { kUnspecified = 0, kDepartment = 1, kTown = 2, kEnterprise = 3 };
enum class TemporalKind : uint8_t { kUnspecified = 0, kFlow = 1, kStock = 2, kYearToDate = 3 };

/// A dated membership of a cluster (for a cluster: its parent).
struct Membership {
  std::string cluster;  ///< record name
  Role role = Role::kUnspecified;
  DayRange when;
  friend bool operator==(const Membership&, const Membership&) = default;
};

/// A dated place: the division or village in which a subject lies (for a division: its parent).
struct Placement {
  std::string place;  ///< record name
  DayRange when;
  friend bool operator==(const Placement&, const Placement&) = default;
};

struct StageSpan {
  Stage stage = Stage::kUnspecified;
  DayRange when;
  friend bool operator==(const StageSpan&, const StageSpan&) = default;
};

struct Seat {
  SeatOrigin origin = SeatOrigin::kUnspecified;
  std::optional<uint32_t> count;
  friend bool operator==(const Seat&, const Seat&) = default;
};

struct Village {
  friend bool operator==(const Village&, const Village&) = default;
};

struct Enterprise {
  std::string credit_code;  ///< GB 32100-2015; may be empty
  std::string industry;     ///< GB/T 4754 code; may be empty
  std::optional<bool> party_organisation;
  friend bool operator==(const Enterprise&, const Enterprise&) = default;
};

struct Project {
  ProjectCategory category = ProjectCategory::kUnspecified;
  std::vector<StageSpan> stages;    ///< by start, not overlapping
  std::vector<std::string> owners;  ///< record names of enterprises
  friend bool operator==(const Project&, const Project&) = default;
};

struct Cluster {
  ClusterKind kind = ClusterKind::kUnspecified;
  std::vector<Seat> seats;
  friend bool operator==(const Cluster&, const Cluster&) = default;
};

struct Division {
  std::vector<std::string> successors;  ///< record names of divisions, sorted
  friend bool operator==(const Division&, const Division&) = default;
};

/// One bit per kind whose observations contribute (R2): bit n is reporter kind n.
enum class Reporter : uint8_t {
  kVillage = 1,
  kEnterprise = 2,
  kProject = 3,
  kNation = 8,
  kProvince = 9,
  kPrefecture = 10,
  kCounty = 11,
  kTown = 12,
};
constexpr uint32_t ReporterBit(Reporter r) { return 1U << static_cast<uint32_t>(r); }

struct Measure {
  std::string unit;  ///< a base unit
  uint8_t decimals = 0;
  TemporalKind temporal_kind = TemporalKind::kUnspecified;
  Frequency frequency = Frequency::kYear;
  uint32_t reporters = 0;  ///< ReporterBit set; 0: statements only
  bool itemised = false;
  bool additive = true;
  bool non_negative = false;
  std::optional<uint32_t> carry_forward;  ///< STOCK: further measure-periods; unset: no limit (R8)
  std::optional<uint32_t> due_days;       ///< after the period's end (R13)
  uint16_t about_tolerance = 0;  ///< of ABOUT, in 1/10,000 of the value; 0: nothing is known (R1)
  Filter filter;                 ///< reporters that it asks (R2); no items
  friend bool operator==(const Measure&, const Measure&) = default;
};

/// One version of a record: everything but its name.
struct Record {
  std::string display_name;  ///< as its people write it
  std::string english_name;
  std::string description;
  std::vector<Label> labels;            ///< by key
  std::vector<Placement> placements;    ///< by start; for a division, its recorded parents
  std::vector<Membership> memberships;  ///< by cluster, then start; for a cluster, its parents
  DayRange active;
  std::variant<std::monostate, Village, Enterprise, Project, Cluster, Division, Measure, Indicator>
      details;

  friend bool operator==(const Record&, const Record&) = default;
};

/// The kind of a record by its details; 0 is none (details' alternatives stand in the order of
/// RecordKind).
inline RecordKind KindOf(const Record& record) {
  return static_cast<RecordKind>(record.details.index());
}

/// The bit in `Measure::reporters` for a subject, 0 for kinds that never contribute (clusters).
uint32_t ReporterBitOf(const RecordName& name);

}  // namespace taizhang
