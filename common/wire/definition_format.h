#pragma once

#include "common/facts/record.h"
#include "taizhang/type/v1/record.pb.h"

namespace taizhang {

// What figures are made of, as it is answered.

type::v1::Frequency FormatFrequency(Frequency frequency);
void FormatFilter(const Filter& filter, type::v1::Filter& written);
void FormatTotal(const TotalOf& total, type::v1::TotalOf& written);
void FormatCount(const CountOf& count, type::v1::CountOf& written);
void FormatExpression(const Expression& expression, type::v1::Expression& written);
void FormatIndicator(const Indicator& indicator, type::v1::Indicator& written);

/// "0.05" for 500; "" for 0.
std::string FormatTolerance(uint16_t about_tolerance);

}  // namespace taizhang
