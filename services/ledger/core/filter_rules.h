#pragma once

#include <string>

#include "services/ledger/core/row.h"
#include "services/ledger/core/violations.h"

namespace taizhang::ledger {

/// What is counted or weighed, as far as filters care.
struct Counted {
  bool enterprises = false;
  bool projects = false;
  bool clusters = false;
  bool divisions = false;
  bool members = false;  ///< of clusters, so that there are roles
  bool has_items = false;
};

Counted CountedBy(const Measure& measure);
Counted CountedBy(RecordKind kind);

/// Of all of its lists.
size_t EntriesOf(const Filter& filter);

/// The rules of one filter; `path` is its own.
class FilterCheck {
 public:
  FilterCheck(const Origin& origin, std::string path, Violations& violations)
      : origin_(origin), path_(std::move(path)), violations_(violations) {}

  /// A condition that nothing counted could meet is a mistake.
  void CheckFits(const Filter& filter, const Counted& counted) const;
  /// The entries by themselves, and how many there are.
  void CheckEntries(const Filter& filter) const;

 private:
  void CheckIndustries(const Filter& filter) const;
  void CheckItems(const Filter& filter) const;
  void CheckLabels(const Filter& filter) const;
  void Add(std::string_view field, Reason reason, std::string_view description) const;
  void Fits(bool fits, std::string_view field, std::string_view what) const;
  bool Limit(size_t size, std::string_view field) const;

  const Origin& origin_;
  std::string path_;
  Violations& violations_;
};

}  // namespace taizhang::ledger
