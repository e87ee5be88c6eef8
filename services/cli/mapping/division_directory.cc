#include "services/cli/mapping/division_directory.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cli/rows/flat_value.h"

namespace taizhang::cli {
namespace {

constexpr auto kLastWords =
    std::to_array<std::string_view>({"镇", "乡", "街道", "街道办事处", "县", "区", "市", "民族乡"});
constexpr size_t kCandidatesMax = 5;

std::string Named(const NamedDivision& division) {
  return absl::StrCat(division.name, " (", division.code, ")");
}

/// 塘口 of 塘口镇: what is not the same in most of the names.
std::string_view WithoutLastWord(std::string_view name) {
  size_t longest = 0;
  for (const std::string_view word : kLastWords) {
    if (name.ends_with(word) && name.size() > word.size()) longest = std::max(longest, word.size());
  }
  return name.substr(0, name.size() - longest);
}

/// The division's name that was perhaps meant; empty where none is like `text`.
std::string LikelyName(std::string_view text, const std::vector<NamedDivision>& divisions) {
  const std::string stem(WithoutLastWord(text));
  std::map<std::string, std::string> by_stem;
  for (const NamedDivision& division : divisions) {
    const std::string name = ComparedText(division.name);
    by_stem.emplace(WithoutLastWord(name), division.name);
  }
  const auto same = by_stem.find(stem);
  return same == by_stem.end() ? NearestTo(stem, by_stem) : same->second;
}

bool LacksLastWord(std::string_view text, std::string_view name) {
  if (!name.starts_with(text)) return false;
  const std::string_view rest = name.substr(text.size());
  return std::find(kLastWords.begin(), kLastWords.end(), rest) != kLastWords.end();
}

/// Those of that name or code; otherwise those of which it lacks the last word.
std::vector<NamedDivision> Matches(std::string_view text,
                                   const std::vector<NamedDivision>& divisions) {
  std::vector<NamedDivision> exact;
  std::vector<NamedDivision> shortened;
  for (const NamedDivision& division : divisions) {
    const std::string name = ComparedText(division.name);
    if (division.code == text || name == text) {
      exact.push_back(division);
    } else if (LacksLastWord(text, name)) {
      shortened.push_back(division);
    }
  }
  return exact.empty() ? shortened : exact;
}

}  // namespace

CellReading ReadDivisionCell(std::string_view cell, const std::string& within,
                             const DivisionDirectory& directory) {
  const auto found = directory.find(within);
  const DivisionNeighbourhood nowhere;
  const DivisionNeighbourhood& near = found == directory.end() ? nowhere : found->second;
  const std::string text = ComparedText(cell);
  CellReading reading;
  const auto wrong = [&](const std::string& why) {
    reading.wrong = absl::StrCat("\"", ShownText(cell), "\" ", why);
    return reading;
  };
  const auto names = [](std::vector<NamedDivision> divisions) {
    if (divisions.size() > kCandidatesMax) divisions.resize(kCandidatesMax);
    return absl::StrJoin(divisions, ", ", [](std::string* out, const NamedDivision& division) {
      absl::StrAppend(out, Named(division));
    });
  };

  const std::vector<NamedDivision> inside = Matches(text, near.inside);
  if (inside.size() == 1) {
    reading.text = inside.front().code;
    return reading;
  }
  if (inside.size() > 1)
    return wrong(
        absl::StrCat("is the name of several divisions; write the code of one: ", names(inside)));
  if (near.inside.empty())
    return wrong(absl::StrCat("cannot be looked up: no division lies in ", within,
                              " yet; import the division tree first"));
  if (const std::vector<NamedDivision> around = Matches(text, near.around); !around.empty())
    return wrong(absl::StrCat("is not in ", within, " but elsewhere: ", names(around)));
  reading.suggestion = LikelyName(text, near.inside);
  return wrong(absl::StrCat("is no division in ", within, "; there are ", names(near.inside),
                            near.inside.size() > kCandidatesMax ? " …" : ""));
}

}  // namespace taizhang::cli
