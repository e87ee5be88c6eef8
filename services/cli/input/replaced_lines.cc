#include "services/cli/input/replaced_lines.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/log/hash.h"

namespace taizhang::cli {
namespace {

const Place& PlaceOf(const InputRow& row) { return row.place(); }
const Place& PlaceOf(const InputError& error) { return error.place; }
const Place& PlaceOf(const SourceLine& line) { return line.place; }

std::string LastPart(std::string_view file) {
  return std::filesystem::path(file).filename().string();
}

/// The files that are read and are no reports, by the names that reports have for them.
class Originals {
 public:
  explicit Originals(const Input& input) {
    for (const std::string& name : input.file_names) {
      if (!input.reports.contains(name)) files_.push_back(name);
    }
  }

  /// The file of that name; otherwise the one whose name ends so, a report being read from another
  /// folder than it was written in. `is_ambiguous`: there are several of them.
  std::optional<std::string_view> Find(const std::string& name, bool& is_ambiguous) const {
    if (const auto same = std::find(files_.begin(), files_.end(), name); same != files_.end())
      return *same;
    std::optional<std::string_view> found;
    for (const std::string_view file : files_) {
      if (LastPart(file) != LastPart(name)) continue;
      is_ambiguous = found.has_value();
      found = file;
    }
    return found;
  }

 private:
  std::vector<std::string_view> files_;
};

/// What is wrong with the line that is replaced; empty: nothing.
std::string WrongOriginal(const Input& input, const ReplacedLine& replaced, std::string_view file) {
  const auto digests = input.digests.find(file);
  if (replaced.digest.empty() || digests == input.digests.end()) return "";
  const std::vector<LineDigest>& lines = digests->second;
  const auto line =
      std::lower_bound(lines.begin(), lines.end(), replaced.line,
                       [](const LineDigest& a, size_t number) { return a.line < number; });
  const bool is_there = line != lines.end() && line->line == replaced.line;
  if (is_there && DigestText(line->digest) == replaced.digest) return "";
  return absl::StrCat("takes the place of ", Place{file, replaced.line, 0}.Text(),
                      is_there ? ", which has changed since the report was written; delete this "
                                 "row to take the line as it is now"
                               : ", which is not there any more; delete this row, or import the "
                                 "report by itself");
}

}  // namespace

uint64_t DigestOf(const std::vector<std::string>& cells) {
  size_t size = cells.size();
  while (size > 0 && cells[size - 1].empty()) --size;
  std::string bytes;
  for (size_t i = 0; i < size; ++i) absl::StrAppend(&bytes, cells[i].size(), ":", cells[i]);
  const Hash hash = Sha256({bytes});
  uint64_t digest = 0;
  for (size_t i = 0; i < sizeof digest; ++i) digest = digest << 8U | static_cast<uint8_t>(hash[i]);
  return digest;
}

std::string DigestText(uint64_t digest) {
  std::string text(16, 'a');
  for (size_t i = text.size(); i-- > 0; digest >>= 4U)
    text[i] = static_cast<char>('a' + static_cast<char>(digest & 15U));
  return text;
}

void LeaveOutReplaced(Input& input) {
  if (input.replaced.empty()) return;
  const Originals originals(input);
  std::set<std::pair<std::string_view, size_t>> replaced;
  std::vector<InputError> wrong;
  for (const ReplacedLine& line : input.replaced) {
    bool is_ambiguous = false;
    const std::optional<std::string_view> file = originals.Find(line.file, is_ambiguous);
    if (!file.has_value()) continue;
    const Place place{line.report, line.report_line, 0};
    if (is_ambiguous) {
      wrong.push_back({place, absl::StrCat("takes the place of a line of ", line.file,
                                           ", and several files of that name are read here; "
                                           "import them one by one")});
      continue;
    }
    replaced.insert({*file, line.line});
    if (std::string what = WrongOriginal(input, line, *file); !what.empty())
      wrong.push_back({place, std::move(what)});
  }
  const auto is_out = [&](const auto& entry) {
    const Place& place = PlaceOf(entry);
    return !input.reports.contains(place.file) && replaced.contains({place.file, place.line});
  };
  std::erase_if(input.rows, is_out);
  std::erase_if(input.errors, is_out);
  std::erase_if(input.lines, is_out);
  input.errors.insert(input.errors.end(), wrong.begin(), wrong.end());
}

}  // namespace taizhang::cli
