#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/facts/block_content.h"
#include "common/facts/dictionaries.h"
#include "common/log/stored_block.h"

namespace taizhang {

/// A block of a log that is folded already, read once more: its dictionary entries are known, and
/// any later state of the log's dictionaries resolves its ordinals, as they only ever grow.
/// Verified like one that is read for the first time, except that its texts are the dictionaries'.
class FoldedBlock {
 public:
  /// Verifies header and hash, and the predecessor where it is known (null: not looked at); what
  /// needs no dictionaries. DATA_LOSS, naming the part; UNIMPLEMENTED for a newer format.
  static absl::StatusOr<FoldedBlock> Open(const StoredBlock& block, const Hash* previous_hash);

  /// Reads the changes. `dictionaries` are those of the log after this block, or of any later
  /// revision; erased texts are "".
  absl::Status ReadChanges(const Dictionaries& dictionaries);

  /// The header's part, and the changes once they are read. Never has dictionary entries.
  [[nodiscard]] const BlockContent& content() const { return content_; }
  [[nodiscard]] BlockContent TakeContent() { return std::move(content_); }

 private:
  FoldedBlock(const StoredBlock& block, uint32_t format, BlockContent content, std::string body)
      : partition_(block.partition),
        revision_(block.revision),
        format_(format),
        content_(std::move(content)),
        body_(std::move(body)) {}

  std::string partition_;
  uint64_t revision_;
  uint32_t format_;
  BlockContent content_;
  std::string body_;
};

}  // namespace taizhang
