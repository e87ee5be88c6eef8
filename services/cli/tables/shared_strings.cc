#include "services/cli/tables/shared_strings.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/cli/tables/part_reader.h"
#include "services/cli/tables/string_item.h"

namespace taizhang::cli {

class SharedStrings::Handler : public XmlHandler {
 public:
  Handler(SharedStrings& strings, size_t bytes_max) : strings_(strings), bytes_max_(bytes_max) {}

  absl::Status OnStart(std::string_view name, const XmlAttributes& /*attributes*/) override {
    if (name == "si") item_.Clear();
    item_.OnStart(name);
    return absl::OkStatus();
  }

  void OnText(std::string_view text) override { item_.OnText(text); }

  absl::Status OnEnd(std::string_view name) override {
    item_.OnEnd(name);
    if (name != "si") return absl::OkStatus();
    strings_.text_.append(item_.Take());
    strings_.ends_.push_back(strings_.text_.size());
    if (strings_.text_.size() + sizeof(size_t) * strings_.ends_.size() <= bytes_max_) {
      return absl::OkStatus();
    }
    return absl::ResourceExhaustedError(
        absl::StrCat("the workbook's shared strings have more than ", bytes_max_,
                     " bytes (shared_string_bytes_max)"));
  }

 private:
  SharedStrings& strings_;
  size_t bytes_max_;
  StringItem item_;
};

absl::StatusOr<SharedStrings> SharedStrings::Read(ZipArchive& archive, std::string_view part,
                                                  size_t bytes_max) {
  SharedStrings strings;
  if (part.empty()) return strings;
  Handler handler(strings, bytes_max);
  if (absl::Status status = ReadPart(archive, part, handler, kNoPartLimit); !status.ok()) {
    return status;
  }
  return strings;
}

std::optional<std::string_view> SharedStrings::Find(size_t index) const {
  if (index >= ends_.size()) return std::nullopt;
  const size_t begin = index == 0 ? 0 : ends_[index - 1];
  return std::string_view(text_).substr(begin, ends_[index] - begin);
}

}  // namespace taizhang::cli
