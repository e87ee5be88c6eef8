#include "common/log/store.h"

namespace taizhang {

bool IsContiguous(const AppendBatch& batch) {
  uint64_t revision = batch.expected_revision;
  for (const StoredBlock& block : batch.blocks) {
    if (block.partition != batch.partition || block.revision != ++revision) return false;
  }
  return true;
}

size_t BytesOf(const AppendBatch& batch) {
  size_t bytes = sizeof(batch) + batch.partition.size();
  for (const StoredBlock& block : batch.blocks) bytes += sizeof(block) + BytesOf(block);
  for (const RequestEntry& request : batch.requests) {
    bytes += sizeof(request) + request.request_id.size() + request.outcome.size();
  }
  return bytes;
}

}  // namespace taizhang
