#include "common/values/record_name.h"

#include <array>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace taizhang {
namespace {

constexpr size_t kIdSizeMax = 63;
constexpr std::string_view kDivisions = "divisions/";
constexpr std::string_view kMeasures = "measures/";
constexpr std::string_view kIndicators = "indicators/";

struct Collection {
  std::string_view name;
  RecordKind kind;
};

/// The collections below a division.
constexpr std::array<Collection, 4> kCollections = {{
    {"villages", RecordKind::kVillage},
    {"enterprises", RecordKind::kEnterprise},
    {"projects", RecordKind::kProject},
    {"clusters", RecordKind::kCluster},
}};

/// Which bytes an id may hold, by byte.
constexpr std::array<bool, 256> kIdBytes = [] {
  std::array<bool, 256> bytes{};
  for (size_t c = 'a'; c <= 'z'; ++c) bytes[c] = true;
  for (size_t c = '0'; c <= '9'; ++c) bytes[c] = true;
  bytes['-'] = true;
  return bytes;
}();

absl::Status NotAName(std::string_view text, std::string_view why) {
  return absl::InvalidArgumentError(
      absl::StrCat("not a record name: \"", absl::string_view(text.data(), text.size()), "\"; ",
                   absl::string_view(why.data(), why.size())));
}

absl::Status NotAnId(std::string_view text) {
  return NotAName(text,
                  "ids are 1 to 63 of a-z, 0-9 and -, with - neither at the beginning nor the end");
}

/// Whether a village may be a record of `home`.
bool IsVillageOf(std::string_view id, const DivisionCode& home, std::string_view home_text) {
  const absl::StatusOr<DivisionCode> code = DivisionCode::Parse(id);
  return code.ok() && code->level() == DivisionLevel::kVillage &&
         home.level() != DivisionLevel::kNation && id.starts_with(home_text);
}

}  // namespace

std::string_view KindName(RecordKind kind) {
  switch (kind) {
    case RecordKind::kVillage:
      return "village";
    case RecordKind::kEnterprise:
      return "enterprise";
    case RecordKind::kProject:
      return "project";
    case RecordKind::kCluster:
      return "cluster";
    case RecordKind::kDivision:
      return "division";
    case RecordKind::kMeasure:
      return "measure";
    case RecordKind::kIndicator:
      return "indicator";
  }
  return "unknown";
}

bool IsId(std::string_view id) {
  if (id.empty() || id.size() > kIdSizeMax) return false;
  bool valid = id.front() != '-' && id.back() != '-';
  for (const char c : id) valid &= kIdBytes[static_cast<unsigned char>(c)];
  return valid;
}

absl::StatusOr<RecordName> RecordName::Parse(std::string_view text) {
  if (!text.starts_with(kDivisions)) {
    const bool is_measure = text.starts_with(kMeasures);
    if (!is_measure && !text.starts_with(kIndicators)) {
      return NotAName(text, "names begin with divisions/, measures/ or indicators/");
    }
    const size_t begin = is_measure ? kMeasures.size() : kIndicators.size();
    if (!IsId(text.substr(begin))) return NotAnId(text);
    return RecordName(text, begin, is_measure ? RecordKind::kMeasure : RecordKind::kIndicator,
                      DivisionCode::Nation());
  }
  const std::string_view rest = text.substr(kDivisions.size());
  const size_t code_size = rest.find('/');
  const std::string_view code_text = rest.substr(0, code_size);
  const absl::StatusOr<DivisionCode> code = DivisionCode::Parse(code_text);
  if (!code.ok())
    return NotAName(text, {code.status().message().data(), code.status().message().size()});
  if (code->level() == DivisionLevel::kVillage) {
    return NotAName(text, "a village is named below its county: divisions/440783/villages/…");
  }
  if (code_size == std::string_view::npos) {
    return RecordName(text, kDivisions.size(), RecordKind::kDivision, *code);
  }
  const std::string_view below = rest.substr(code_size + 1);
  for (const Collection& collection : kCollections) {
    const size_t size = collection.name.size();
    if (!below.starts_with(collection.name) || below.size() <= size || below[size] != '/') continue;
    const std::string_view id = below.substr(size + 1);
    if (collection.kind == RecordKind::kVillage) {
      if (!IsVillageOf(id, *code, code_text)) {
        return NotAName(text, "a village's id is its 12-digit code, which begins with its home's");
      }
    } else if (!IsId(id)) {
      return NotAnId(text);
    }
    return RecordName(text, text.size() - id.size(), collection.kind, *code);
  }
  return NotAName(
      text, "a division holds villages/, enterprises/, projects/ and clusters/, each with an id");
}

std::string RecordName::RecordPartition() const {
  switch (kind_) {
    case RecordKind::kVillage:
    case RecordKind::kEnterprise:
    case RecordKind::kProject:
      return division_.ToString();
    case RecordKind::kCluster:
    case RecordKind::kDivision:
    case RecordKind::kMeasure:
    case RecordKind::kIndicator:
      break;
  }
  return std::string(kStructurePartition);
}

std::string RecordName::ObservationPartition() const {
  if (kind_ == RecordKind::kMeasure || kind_ == RecordKind::kIndicator) return {};
  if (kind_ == RecordKind::kDivision && division_.level() == DivisionLevel::kTown) {
    return division_.CutTo(DivisionLevel::kCounty)->ToString();
  }
  return division_.ToString();
}

bool IsPartition(std::string_view text) {
  if (text == kStructurePartition) return true;
  const absl::StatusOr<DivisionCode> code = DivisionCode::Parse(text);
  return code.ok() && code->level() != DivisionLevel::kVillage;
}

}  // namespace taizhang
