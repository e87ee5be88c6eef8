#pragma once

#include "common/facts/record.h"
#include "taizhang/storage/v1/block.pb.h"

namespace taizhang {

// What each kind of record has of its own. The stored form has passed FindDamage
// (common/log/record_check.h) before it is decoded, so none of this can fail.

void EncodeDayRange(const DayRange& range, storage::v1::DayRange& stored);
DayRange DecodeDayRange(const storage::v1::DayRange& stored);

void EncodeDetails(const Record& record, storage::v1::StoredRecord& stored);
void DecodeDetails(const storage::v1::StoredRecord& stored, Record& record);

}  // namespace taizhang
