#include "services/cli/tables/part_reader.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "services/cli/tables/absl_view.h"

namespace taizhang::cli {

absl::Status ReadPart(ZipArchive& archive, std::string_view part, XmlHandler& handler,
                      size_t bytes_max) {
  XmlParser parser(std::string(part), handler);
  size_t total = 0;
  absl::Status status = archive.Read(part, [&](std::string_view bytes) {
    total += bytes.size();
    if (total > bytes_max) {
      return absl::ResourceExhaustedError(
          absl::StrCat(View(part), " inflates to more than ", bytes_max, " bytes"));
    }
    return parser.Feed(bytes);
  });
  return status.ok() ? parser.Finish() : status;
}

absl::Status DamagedPart(std::string_view part, std::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat("the file is damaged: ", View(part), ": ", View(what)));
}

}  // namespace taizhang::cli
