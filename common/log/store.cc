#include "common/log/store.h"

#include <algorithm>

namespace taizhang {

bool IsContiguous(const AppendBatch& batch) {
  uint64_t revision = batch.expected_revision;
  for (const StoredBlock& block : batch.blocks) {
    if (block.partition != batch.partition || block.revision != ++revision) return false;
  }
  return true;
}

bool ReplacesOlderTexts(const AppendBatch& batch) {
  return std::all_of(batch.text_replacements.begin(), batch.text_replacements.end(),
                     [&](const TextReplacement& replacement) {
                       return replacement.revision > 0 &&
                              replacement.revision <= batch.expected_revision;
                     });
}

size_t BytesOf(const AppendBatch& batch) {
  size_t bytes = sizeof(batch) + batch.partition.size();
  for (const StoredBlock& block : batch.blocks) bytes += sizeof(block) + BytesOf(block);
  for (const RequestEntry& request : batch.requests) {
    bytes += sizeof(request) + request.request_id.size() + request.outcome.size();
  }
  for (const TextReplacement& replacement : batch.text_replacements) {
    bytes += sizeof(replacement) + replacement.texts.size();
  }
  bytes += batch.forgotten_fingerprints.size() * sizeof(RevisionRange);
  return bytes;
}

}  // namespace taizhang
