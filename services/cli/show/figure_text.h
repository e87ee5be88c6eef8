#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "taizhang/aggregator/v1/aggregator_service.pb.h"

namespace taizhang::cli {

/// "1234567.50" with its thousands parted: "1,234,567.50".
std::string Grouped(std::string_view number);
/// "=", "≥", ">", "≤", "<", "≈"; "?" where nothing is known. A range has no mark of its own.
std::string_view MarkText(taizhang::aggregator::v1::Mark mark);
/// A mark and a number, or two ends: "≥ 3,500", "150..162", "≈ 29.55".
std::string QuantityText(const taizhang::aggregator::v1::Quantity& quantity);
/// A rank among `ranked`: "第3位 3 of 20", "第2至4位 2..4 of 20".
std::string RankText(const taizhang::aggregator::v1::Quantity& rank, int64_t ranked);
/// "2/135"; "≤ 0/130" where the whole is only bounded.
std::string CoverageText(const taizhang::aggregator::v1::Coverage& coverage);
/// "2/3", with what was carried: "2+1/3".
std::string CompletenessText(const taizhang::aggregator::v1::Completeness& completeness);
/// "AGREES", "DIFFERS", "UNKNOWN".
std::string VerdictText(taizhang::aggregator::v1::Verdict verdict);
/// Why nothing was computed, in both languages: "缺 missing", "不可相加 does not add up"; empty
/// where there is a figure.
std::string NoValueText(taizhang::aggregator::v1::NoValue no_value);

}  // namespace taizhang::cli
