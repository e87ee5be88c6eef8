#include "services/ledger/rpc/parse_record.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/values/text.h"
#include "services/ledger/core/absl_view.h"
#include "services/ledger/rpc/parse_enum.h"

namespace taizhang::ledger {
namespace {

bool ParseDate(const std::string& text, Day first, Day last, const Origin& origin,
               std::string_view field, Day& day, Violations& violations) {
  if (text.empty()) return true;
  const absl::StatusOr<Day> parsed = ParseDay(text);
  if (parsed.ok() && *parsed >= first && *parsed <= last) {
    day = *parsed;
    return true;
  }
  violations.Add(origin, field, Reason::kValueInvalid,
                 parsed.ok()
                     ? absl::StrCat(text, " is out of range; write ", FormatDay(first), " to ",
                                    FormatDay(last), ", or nothing where it is open")
                     : std::string(parsed.status().message()));
  return false;
}

void ParsePlacements(const type::v1::Record& record, RecordRow& row, Violations& violations) {
  row.record->placements.reserve(static_cast<size_t>(record.placements_size()));
  for (const type::v1::Placement& written : record.placements()) {
    const size_t at = row.record->placements.size();
    Placement& placement = row.record->placements.emplace_back();
    placement.place = written.place();
    if (!written.has_when()) continue;
    if (!ParseRange(written.when(), row.origin, absl::StrCat("placements[", at, "].when"),
                    placement.when, violations)) {
      row.unread |= kUnreadPlacements;
    }
  }
}

void ParseMemberships(const type::v1::Record& record, RecordRow& row, Violations& violations) {
  row.record->memberships.reserve(static_cast<size_t>(record.memberships_size()));
  for (const type::v1::Membership& written : record.memberships()) {
    const size_t at = row.record->memberships.size();
    Membership& membership = row.record->memberships.emplace_back();
    membership.cluster = written.cluster();
    if (!type::v1::Role_IsValid(written.role())) {
      ParseEnum<Role>(written.role(), false, row.origin, absl::StrCat("memberships[", at, "].role"),
                      violations);
    } else {
      membership.role = static_cast<Role>(written.role());
    }
    if (!written.has_when()) continue;
    if (!ParseRange(written.when(), row.origin, absl::StrCat("memberships[", at, "].when"),
                    membership.when, violations)) {
      row.unread |= kUnreadMemberships;
    }
  }
}

}  // namespace

bool ParseRange(const type::v1::DateRange& range, const Origin& origin, std::string_view field,
                DayRange& when, Violations& violations) {
  const bool start_read = ParseDate(range.start(), kDayMin, kDayMax - 1, origin,
                                    absl::StrCat(View(field), ".start"), when.start, violations);
  const bool end_read = ParseDate(range.end(), kDayMin, kDayMax - 1, origin,
                                  absl::StrCat(View(field), ".end"), when.end, violations);
  return start_read && end_read;
}

std::optional<RecordRow> ParseRecord(const type::v1::Record& record, const Origin& origin,
                                     Violations& violations) {
  const absl::StatusOr<RecordName> name = RecordName::Parse(record.name());
  if (!name.ok()) {
    violations.Add(origin, "name",
                   record.name().empty() ? Reason::kFieldRequired : Reason::kNameInvalid,
                   std::string(name.status().message()));
    return std::nullopt;
  }
  RecordRow row{.origin = origin, .name = *name, .record = std::make_shared<Record>()};
  Record& parsed = *row.record;
  parsed.display_name = NormalizedText(record.display_name());
  parsed.english_name = NormalizedText(record.english_name());
  parsed.description = NormalizedText(record.description());
  for (const auto& [key, value] : record.labels())
    parsed.labels.push_back({.key = key, .value = NormalizedText(value)});
  // A map has no order: the labels get theirs here, for violations and fingerprints.
  std::sort(parsed.labels.begin(), parsed.labels.end(),
            [](const Label& a, const Label& b) { return a.key < b.key; });
  ParsePlacements(record, row, violations);
  ParseMemberships(record, row, violations);
  if (record.has_active() &&
      !ParseRange(record.active(), origin, "active", parsed.active, violations)) {
    row.unread |= kUnreadActive;
  }
  ParseDetails(record, row, violations);
  return row;
}

}  // namespace taizhang::ledger
