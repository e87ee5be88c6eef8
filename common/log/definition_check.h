#pragma once

#include "taizhang/storage/v1/block.pb.h"

namespace taizhang {

// As FindDamage (common/log/record_check.h), of what figures are made of.

const char* FindDamageInFilter(const storage::v1::Filter& filter);
const char* FindDamageInIndicator(const storage::v1::Indicator& indicator);

}  // namespace taizhang
