#include "services/cli/tables/styles.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/numbers.h"
#include "services/cli/tables/absl_view.h"
#include "services/cli/tables/part_reader.h"

namespace taizhang::cli {
namespace {

class Handler : public XmlHandler {
 public:
  absl::Status OnStart(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "cellXfs") in_cell_formats_ = true;
    if (name == "numFmt") {
      // Also inside of differential styles, which number nothing that a cell names.
      custom_.try_emplace(IdOf(attributes),
                          ParseNumberFormat(attributes.FindOr("formatCode", "General")));
    }
    if (name == "xf" && in_cell_formats_) ids_.push_back(IdOf(attributes));
    return absl::OkStatus();
  }

  absl::Status OnEnd(std::string_view name) override {
    if (name == "cellXfs") in_cell_formats_ = false;
    return absl::OkStatus();
  }

  std::vector<NumberFormat> Take() {
    std::vector<NumberFormat> formats;
    formats.reserve(ids_.size());
    for (const int id : ids_) {
      const auto custom = custom_.find(id);
      formats.push_back(custom != custom_.end() ? custom->second : BuiltInNumberFormat(id));
    }
    return formats;
  }

 private:
  static int IdOf(const XmlAttributes& attributes) {
    const std::string_view text = attributes.FindOr("numFmtId", "0");
    int id = 0;
    return absl::SimpleAtoi(View(text), &id) ? id : 0;
  }

  bool in_cell_formats_ = false;
  absl::flat_hash_map<int, NumberFormat> custom_;
  std::vector<int> ids_;
};

}  // namespace

absl::StatusOr<std::vector<NumberFormat>> ReadStyles(ZipArchive& archive, std::string_view part) {
  if (part.empty()) return std::vector<NumberFormat>();
  Handler handler;
  if (absl::Status status = ReadPart(archive, part, handler, kSmallPartBytesMax); !status.ok()) {
    return status;
  }
  return handler.Take();
}

}  // namespace taizhang::cli
