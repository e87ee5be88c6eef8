#include <algorithm>
#include <string_view>
#include <utility>

#include "tests/support/random_history.h"

namespace taizhang {
namespace {

std::shared_ptr<const Record> WithoutTexts(const std::set<std::string>& texts,
                                           const std::shared_ptr<const Record>& whole) {
  if (whole == nullptr) return nullptr;
  auto record = std::make_shared<Record>(*whole);
  const auto erase = [&texts](std::string& text) {
    if (texts.contains(text)) text.clear();
  };
  erase(record->display_name);
  erase(record->english_name);
  erase(record->description);
  for (Label& label : record->labels) erase(label.value);
  return record;
}

bool SameStamp(const Stamp& a, const Stamp& b) {
  return a == b && a.quantum.scale() == b.quantum.scale();
}

bool SameRecord(const std::shared_ptr<const Record>& a, const std::shared_ptr<const Record>& b) {
  if (a == nullptr || b == nullptr) return a == b;
  return *a == *b;
}

bool SameRequest(const RequestSpan& a, const RequestSpan& b) {
  return a.request_id == b.request_id && a.principal == b.principal &&
         a.record_changes == b.record_changes && a.observation_changes == b.observation_changes;
}

bool SameText(const TextEntry& a, const TextEntry& b) {
  return a.digest == b.digest && a.salt == b.salt && a.text == b.text && a.erased == b.erased;
}

bool SameRecordChange(const RecordChange& a, const RecordChange& b) {
  return a.subject == b.subject && a.previous_revision == b.previous_revision &&
         SameRecord(a.before, b.before) && SameRecord(a.after, b.after);
}

bool SameObservation(const ObservationChange& a, const ObservationChange& b) {
  return a.subject == b.subject && a.measure == b.measure && a.id == b.id && a.period == b.period &&
         a.previous_revision == b.previous_revision && a.before_value == b.before_value &&
         SameStamp(a.before, b.before) && a.value == b.value && SameStamp(a.after, b.after);
}

template <typename T>
std::string FirstDifference(std::string_view what, const std::vector<T>& a, const std::vector<T>& b,
                            bool (*same)(const T&, const T&)) {
  if (a.size() != b.size())
    return std::string(what) + ": " + std::to_string(a.size()) + " and " + std::to_string(b.size());
  const auto [left, right] = std::mismatch(a.begin(), a.end(), b.begin(), same);
  return left == a.end() ? "" : std::string(what) + "[" + std::to_string(left - a.begin()) + "]";
}

}  // namespace

void EraseTexts(const std::set<std::string>& texts, BlockContent& content) {
  for (TextEntry& entry : content.new_texts) {
    if (!texts.contains(entry.text)) continue;
    entry.erased = true;
    entry.salt.fill(0);
    entry.text.clear();
  }
  for (RecordChange& change : content.records) {
    change.before = WithoutTexts(texts, change.before);
    change.after = WithoutTexts(texts, change.after);
  }
}

std::string DifferenceOf(const BlockContent& a, const BlockContent& b) {
  if (a.structure_revision != b.structure_revision) return "structure_revision";
  if (a.commit_time_us != b.commit_time_us) return "commit_time_us";
  if (a.new_subjects != b.new_subjects) return "new_subjects";
  if (a.new_measures != b.new_measures) return "new_measures";
  if (a.new_ids != b.new_ids) return "new_ids";
  if (a.erased_texts != b.erased_texts) return "erased_texts";
  for (const std::string& difference :
       {FirstDifference("requests", a.requests, b.requests, SameRequest),
        FirstDifference("new_texts", a.new_texts, b.new_texts, SameText),
        FirstDifference("records", a.records, b.records, SameRecordChange),
        FirstDifference("observations", a.observations, b.observations, SameObservation)}) {
    if (!difference.empty()) return difference;
  }
  return "";
}

}  // namespace taizhang
