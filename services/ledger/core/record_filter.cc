#include "services/ledger/core/record_filter.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "services/ledger/core/absl_view.h"

namespace taizhang::ledger {
namespace {

bool HasLabel(const Record& record, const Label& label) {
  return std::find(record.labels.begin(), record.labels.end(), label) != record.labels.end();
}

bool BeginsWith(std::string_view text, std::string_view prefix) {
  return absl::StartsWithIgnoreCase(View(text), View(prefix));
}

}  // namespace

bool Passes(const RecordFilter& filter, std::string_view name, const Record& record) {
  const auto kind = static_cast<uint32_t>(KindOf(record));
  if (filter.kinds != 0 && (filter.kinds >> kind & 1U) == 0) return false;
  for (const Label& label : filter.labels) {
    if (!HasLabel(record, label)) return false;
  }
  const std::string_view id = name.substr(name.rfind('/') + 1);
  return filter.text_prefix.empty() || BeginsWith(id, filter.text_prefix) ||
         BeginsWith(record.display_name, filter.text_prefix) ||
         BeginsWith(record.english_name, filter.text_prefix);
}

}  // namespace taizhang::ledger
