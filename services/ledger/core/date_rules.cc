#include "services/ledger/core/date_rules.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/ledger/core/absl_view.h"

namespace taizhang::ledger {

std::string Describe(const DayRange& when) {
  if (when == DayRange{}) return "always";
  if (when.end == kDayMax) return absl::StrCat("from ", FormatDay(when.start));
  const std::string last = FormatDay(when.end - 1);
  if (when.start == kDayMin) return absl::StrCat("through ", last);
  return absl::StrCat(FormatDay(when.start), " through ", last);
}

void CheckRange(const DayRange& when, const Origin& origin, std::string_view field,
                Violations& violations) {
  if (!when.IsEmpty()) return;
  violations.Add(
      origin, field, Reason::kDatesInvalid,
      absl::StrCat("it ends (", FormatDay(when.end), ") before it holds for a day (start ",
                   FormatDay(when.start), "); end is the day after the last one"));
}

void CheckNoOverlap(std::vector<DatedEntry> entries, const Origin& origin, std::string_view list,
                    Violations& violations) {
  std::erase_if(entries, [](const DatedEntry& entry) { return entry.when.IsEmpty(); });
  if (entries.size() < 2) return;
  std::stable_sort(entries.begin(), entries.end(), [](const DatedEntry& a, const DatedEntry& b) {
    return a.when.start < b.when.start;
  });
  const DatedEntry* widest = &entries[0];
  for (size_t i = 1; i < entries.size(); ++i) {
    const DatedEntry& entry = entries[i];
    if (entry.when.Overlaps(widest->when)) {
      const size_t later = std::max(entry.position, widest->position);
      const size_t earlier = std::min(entry.position, widest->position);
      const DayRange& other = entry.position == earlier ? entry.when : widest->when;
      violations.Add(origin, absl::StrCat(View(list), "[", later, "].when"), Reason::kDatesInvalid,
                     absl::StrCat("overlaps ", View(list), "[", earlier, "] (", Describe(other),
                                  "); give each entry days of its own"));
    }
    if (entry.when.end > widest->when.end) widest = &entry;
  }
}

}  // namespace taizhang::ledger
