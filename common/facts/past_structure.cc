#include "common/facts/past_structure.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace taizhang {

std::shared_ptr<const Structure> StructureAt(const Facts& facts, uint64_t revision) {
  const Dictionary& names = facts.dictionaries().subjects;
  std::vector<std::pair<std::string, std::shared_ptr<const Record>>> records;
  records.reserve(names.end());
  for (Ordinal subject = 0; subject < names.end(); ++subject) {
    const auto version = facts.FindRecord(subject, revision);
    if (version && version->record != nullptr) {
      records.emplace_back(names.At(subject), version->record);
    }
  }
  return Structure::Empty()->With(std::min(revision, facts.revision()), records);
}

}  // namespace taizhang
