#include "services/cli/tables/relationships.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/cli/tables/absl_view.h"
#include "services/cli/tables/part_reader.h"

namespace taizhang::cli {
namespace {

constexpr std::array<std::string_view, 2> kTypes = {
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/",
};

std::string_view KindOf(std::string_view type) {
  for (const std::string_view prefix : kTypes) {
    if (type.starts_with(prefix)) return type.substr(prefix.size());
  }
  return {};
}

/// The folder of a part with its last slash; "" at the root.
std::string_view FolderOf(std::string_view part) {
  const size_t slash = part.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : part.substr(0, slash + 1);
}

/// A target as a part's name: relative to the part that names it, "." and ".." resolved.
std::string Resolve(std::string_view from, std::string_view target) {
  const std::string path = target.starts_with('/')
                               ? std::string(target)
                               : absl::StrCat(View(FolderOf(from)), View(target));
  std::vector<absl::string_view> steps;
  for (const absl::string_view step : absl::StrSplit(path, '/', absl::SkipEmpty())) {
    if (step == "..") {
      if (!steps.empty()) steps.pop_back();
    } else if (step != ".") {
      steps.push_back(step);
    }
  }
  return absl::StrJoin(steps, "/");
}

class Handler : public XmlHandler {
 public:
  explicit Handler(std::string_view from) : from_(from) {}

  absl::Status OnStart(std::string_view name, const XmlAttributes& attributes) override {
    if (name != "Relationship" || attributes.FindOr("TargetMode", "") == "External") {
      return absl::OkStatus();
    }
    relationships_.push_back({.id = std::string(attributes.FindOr("Id", "")),
                              .kind = std::string(KindOf(attributes.FindOr("Type", ""))),
                              .part = Resolve(from_, attributes.FindOr("Target", ""))});
    return absl::OkStatus();
  }

  absl::Status OnEnd(std::string_view /*name*/) override { return absl::OkStatus(); }

  std::vector<Relationship> Take() { return std::move(relationships_); }

 private:
  std::string_view from_;
  std::vector<Relationship> relationships_;
};

}  // namespace

absl::StatusOr<std::vector<Relationship>> ReadRelationships(ZipArchive& archive,
                                                            std::string_view part) {
  const std::string_view folder = FolderOf(part);
  const std::string name =
      absl::StrCat(View(folder), "_rels/", View(part.substr(folder.size())), ".rels");
  if (!archive.Contains(name)) return std::vector<Relationship>();
  Handler handler(part);
  if (absl::Status status = ReadPart(archive, name, handler, kSmallPartBytesMax); !status.ok()) {
    return status;
  }
  return handler.Take();
}

const Relationship* FindKind(const std::vector<Relationship>& relationships,
                             std::string_view kind) {
  const auto found =
      std::find_if(relationships.begin(), relationships.end(),
                   [kind](const Relationship& relationship) { return relationship.kind == kind; });
  return found == relationships.end() ? nullptr : &*found;
}

}  // namespace taizhang::cli
