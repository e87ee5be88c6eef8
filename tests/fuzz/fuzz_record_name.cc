// Record names, division codes and partitions: reading never crashes, a name keeps its text, and
// its parts are valid.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "common/values/record_name.h"
#include "tests/fuzz/require.h"

namespace taizhang {
namespace {

void CheckName(std::string_view text) {
  const absl::StatusOr<RecordName> name = RecordName::Parse(text);
  if (!name.ok()) return;
  Require(name->text() == text, "a name keeps its text");
  Require(text.ends_with(name->id()) && !name->id().empty(), "a name ends with its id");
  Require(IsId(name->id()) || name->id() == "CN", "ids are ids");
  Require(IsPartition(name->RecordPartition()), "a record lies in a partition");
  const bool is_observed =
      name->kind() != RecordKind::kMeasure && name->kind() != RecordKind::kIndicator;
  Require(is_observed == IsPartition(name->ObservationPartition()),
          "subjects are observed in a partition");
}

void CheckCode(std::string_view text) {
  const absl::StatusOr<DivisionCode> code = DivisionCode::Parse(text);
  if (!code.ok()) return;
  Require(code->ToString() == text, "a code has one spelling");
  for (auto above = code->Prefix(); above; above = above->Prefix()) {
    Require(above->level() < code->level(), "prefixes lead upward");
    Require(DivisionCode::Parse(above->ToString()).ok(), "prefixes are codes");
  }
}

}  // namespace
}  // namespace taizhang

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  taizhang::CheckName(text);
  taizhang::CheckCode(text);
  return 0;
}
