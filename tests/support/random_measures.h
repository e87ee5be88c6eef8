#pragma once

#include <cstdint>
#include <vector>

#include "common/facts/record.h"

namespace taizhang::aggregator {

/// A measure of every random history.
struct MeasureCase {
  const char* id;
  const char* unit;
  TemporalKind kind;
  Frequency frequency;
  uint32_t reporters;
  bool itemised = false;
  bool non_negative = false;
  int carry_forward = -1;  ///< −1: unset
  uint8_t decimals = 0;
  uint16_t about_tolerance = 0;
  bool additive = true;
  int filter = -1;  ///< one of FilterOf; −1: none
};

/// Every temporal kind and frequency; items, tolerances, own filters, what does not add up; and
/// some that only state.
const std::vector<MeasureCase>& MeasureCases();
Measure MeasureOf(const MeasureCase& measure);

/// One of eight, each on another field.
Filter FilterOf(int which);

}  // namespace taizhang::aggregator
