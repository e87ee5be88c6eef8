#pragma once

#include "common/facts/block_content.h"
#include "taizhang/storage/v1/block.pb.h"

namespace taizhang {

/// The first thing in a stored version of a record that has no meaning: an enumeration's number, an
/// ordinal of a text at or beyond `texts_end`, a day out of range, a reference that names no
/// record, missing details. Null where there is none: then DecodeRecord cannot fail. Both
/// directions ask, so that nothing is written that could not be read.
const char* FindDamage(const storage::v1::StoredRecord& stored, Ordinal texts_end);

}  // namespace taizhang
