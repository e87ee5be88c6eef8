#pragma once

#include <cstdint>
#include <string>

#include "common/facts/block_content.h"
#include "common/values/period.h"

namespace taizhang {

/// A block of one request with `rows` exact amounts of two measures, as a monthly import has them:
/// neighbouring subjects, one period, everyday values. The first revision brings the dictionary
/// entries; from the second on every row revises.
inline BlockContent PlainBlock(uint64_t revision, uint32_t rows, bool revises) {
  const auto value = [](uint64_t of, uint64_t row) {
    return static_cast<int64_t>((of * 7919 + row * 104'729) % 10'000'000);
  };
  BlockContent content;
  content.structure_revision = 1;
  content.commit_time_us = 1'750'000'000'000'000 + static_cast<int64_t>(revision);
  if (revision == 1) {
    for (uint32_t i = 0; i < rows / 2; ++i) {
      content.new_subjects.push_back("divisions/440783/enterprises/e" +
                                     std::to_string(100'000 + i));
    }
    content.new_measures = {"annual-sales", "jobs"};
  }
  const MonthIndex month =
      MonthIndex{2000 * 12} + static_cast<MonthIndex>(revises ? 0 : (revision - 1) % 300);
  for (uint32_t i = 0; i < rows; ++i) {
    ObservationChange change;
    change.subject = i / 2;
    change.measure = i % 2;
    change.period = Period::FromMonths(month, 1);
    change.value = value(revision, i);
    change.after.quantum = Decimal::FromInteger(change.measure == 0 ? 100 : 1);
    if (revises && revision > 1) {
      change.previous_revision = revision - 1;
      change.before_value = value(revision - 1, i);
      change.before = change.after;
    }
    content.observations.push_back(change);
  }
  content.requests.push_back({"request-" + std::to_string(revision), "anonymous", 0, rows});
  return content;
}

}  // namespace taizhang
