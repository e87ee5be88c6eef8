#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>

#include "common/facts/block_content.h"
#include "common/facts/record.h"
#include "common/values/period.h"

namespace taizhang::aggregator {

struct PlainObservation {
  Int128 value = 0;
  Stamp stamp;
  uint64_t revision = 0;
  uint32_t row = 0;
};

/// Subject's name, measure's id, item or source, period.
using PlainKey = std::tuple<std::string, std::string, std::string, Period>;

/// What stands, by name: no ordinals, no versions.
struct PlainWorld {
  std::map<std::string, Record> records;
  std::map<PlainKey, PlainObservation> observations;
};

}  // namespace taizhang::aggregator
