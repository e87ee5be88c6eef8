#pragma once

#include "common/facts/record.h"
#include "taizhang/storage/v1/block.pb.h"

namespace taizhang {

// What figures are made of: filters, and the definitions of indicators. The stored form has passed
// common/log/definition_check.h before it is decoded, so none of this can fail.

void EncodeFilter(const Filter& filter, storage::v1::Filter& stored);
Filter DecodeFilter(const storage::v1::Filter& stored);

void EncodeIndicator(const Indicator& indicator, storage::v1::Indicator& stored);
Indicator DecodeIndicator(const storage::v1::Indicator& stored);

/// Whether a record has what only readers of the block format 2 know.
bool IsOfFormat2(const Record& record);

}  // namespace taizhang
