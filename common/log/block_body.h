#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/facts/block_content.h"
#include "common/facts/dictionaries.h"

namespace taizhang {

/// An encoded storage.v1.BlockBody, before compression.
absl::StatusOr<std::string> EncodeBody(uint64_t revision, const BlockContent& content,
                                       const Dictionaries& dictionaries);

/// Splits a body into its parts, then reads them into `content`: dictionary entries and text
/// digests first, so that the texts can be verified, then the changes, which refer to them, and
/// what is erased of earlier blocks. The body outlives the object.
class BodyReader {
 public:
  /// Counts and measures everything; DATA_LOSS names what passes a limit or appears twice.
  absl::Status Split(std::string_view body);
  absl::Status ReadEntries(const Dictionaries& dictionaries, BlockContent& content) const;
  absl::Status ReadChanges(uint64_t revision, const Dictionaries& dictionaries,
                           BlockContent& content) const;

 private:
  std::vector<std::string_view> subjects_;
  std::vector<std::string_view> measures_;
  std::vector<std::string_view> ids_;
  std::vector<std::string_view> text_digests_;
  std::vector<std::string_view> records_;
  std::string_view observations_;
  std::string_view erased_texts_;
};

}  // namespace taizhang
