#pragma once

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "google/protobuf/repeated_ptr_field.h"
#include "services/ledger/rpc/format_write.h"
#include "services/ledger/rpc/paging.h"

namespace taizhang::ledger {

/// Ends a listing: its entries as messages, as many as a page may have bytes, and where the next
/// one begins. `next` is the page token but for its position; `end` the position behind the
/// entries.
template <typename Listed, typename Message, typename Format, typename Response>
void FillPage(const std::vector<Listed>& entries, std::optional<ListingPosition> end,
              PageToken next, const Format& format,
              google::protobuf::RepeatedPtrField<Message>& messages, Response& response) {
  size_t bytes = 0;
  for (const Listed& listed : entries) {
    Message& message = *messages.Add();
    format(listed, message);
    bytes += message.ByteSizeLong();
    if (bytes <= kPageBytesMax || messages.size() == 1) continue;
    messages.RemoveLast();
    end = listed.position;
    break;
  }
  if (end) {
    next.position = *end;
    response.set_next_page_token(next.Encode());
  }
  response.set_token(TokenOf(next.point));
}

}  // namespace taizhang::ledger
