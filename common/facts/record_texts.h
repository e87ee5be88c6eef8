#pragma once

#include <string_view>

#include "common/facts/record.h"

namespace taizhang {

/// Calls `visit(field, label, text)` for each text of a record: for what lies in the dictionary of
/// texts, and so can be erased. `label` is the key of a label, otherwise empty.
template <typename AnyRecord, typename Visit>
void VisitTexts(AnyRecord& record, const Visit& visit) {
  visit(std::string_view("display_name"), std::string_view(), record.display_name);
  visit(std::string_view("english_name"), std::string_view(), record.english_name);
  visit(std::string_view("description"), std::string_view(), record.description);
  for (auto& label : record.labels) {
    visit(std::string_view("labels"), std::string_view(label.key), label.value);
  }
}

}  // namespace taizhang
