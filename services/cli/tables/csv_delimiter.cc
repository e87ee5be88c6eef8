#include "services/cli/tables/csv_delimiter.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <utility>

namespace taizhang::cli {
namespace {

constexpr std::string_view kDelimiters = ",\t;";
constexpr size_t kRecords = 50;

/// How many records have how many of a delimiter.
using Histogram = std::map<size_t, size_t>;

std::array<Histogram, kDelimiters.size()> CountDelimiters(std::string_view utf8) {
  std::array<Histogram, kDelimiters.size()> histograms;
  std::array<size_t, kDelimiters.size()> counts = {};
  size_t records = 0;
  bool in_quotes = false;
  const auto end_record = [&] {
    for (size_t i = 0; i < counts.size(); ++i) {
      if (counts[i] > 0) ++histograms[i][counts[i]];
    }
    counts = {};
    ++records;
  };
  char previous = '\n';
  for (const char c : utf8) {
    if (c == '"') in_quotes = !in_quotes;
    if (!in_quotes) {
      const bool ends_line = c == '\n' || c == '\r';
      if (ends_line && previous != '\n' && previous != '\r') end_record();
      if (records == kRecords) break;
      const size_t delimiter = kDelimiters.find(c);
      if (delimiter != std::string_view::npos) ++counts[delimiter];
    }
    previous = c;
  }
  if (records < kRecords) end_record();
  return histograms;
}

/// (records that agree, how often the delimiter stands in each of them)
std::pair<size_t, size_t> ScoreOf(const Histogram& histogram) {
  std::pair<size_t, size_t> best = {0, 0};
  for (const auto& [count, records] : histogram) {
    best = std::max(best, std::pair(records, count));
  }
  return best;
}

}  // namespace

char FindDelimiter(std::string_view utf8) {
  const std::array<Histogram, kDelimiters.size()> histograms = CountDelimiters(utf8);
  size_t best = 0;
  for (size_t i = 1; i < histograms.size(); ++i) {
    if (ScoreOf(histograms[i]) > ScoreOf(histograms[best])) best = i;
  }
  return kDelimiters[best];
}

}  // namespace taizhang::cli
