#include "services/ledger/feed/feed.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/reason.h"
#include "common/values/record_name.h"

namespace taizhang::ledger {
namespace {

constexpr size_t kHashPrefixBytes = 8;

absl::Status InvalidCursor(const FeedCursor& cursor, std::string description) {
  return MakeInvalidRequest({{.row = -1,
                              .field = absl::StrCat("cursors[", cursor.partition, "]"),
                              .reason = Reason::kValueInvalid,
                              .description = std::move(description)}});
}

absl::Status MissingBlock(const std::string& partition, uint64_t revision) {
  return MakeError(Reason::kLogDamaged,
                   absl::StrCat("block ", revision, " of ", partition, " is missing"),
                   {{"partition", partition}, {"revision", absl::StrCat(revision)}});
}

bool BeginsWith(const Hash& hash, const std::string& prefix) {
  return prefix.size() <= hash.size() &&
         std::equal(prefix.begin(), prefix.end(), hash.begin(),
                    [](char a, uint8_t b) { return static_cast<uint8_t>(a) == b; });
}

}  // namespace

Feed::Feed(Tail& tail, const FeedRequest& request, size_t page_bytes_max, size_t turn_bytes_max)
    : tail_(&tail),
      partitions_(request.partitions.begin(), request.partitions.end()),
      prefix_(request.prefix),
      page_bytes_max_(page_bytes_max),
      turn_bytes_max_(turn_bytes_max) {}

absl::StatusOr<Feed> Feed::Open(Tail& tail, const FeedRequest& request, size_t page_bytes_max,
                                size_t turn_bytes_max) {
  Feed feed(tail, request, page_bytes_max, turn_bytes_max);
  for (const FeedCursor& cursor : request.cursors) {
    if (absl::Status status = feed.Start(cursor); !status.ok()) return status;
  }
  return feed;
}

bool Feed::Follows(const std::string& partition) const {
  return partitions_.empty() ? partition.starts_with(prefix_) : partitions_.contains(partition);
}

absl::Status Feed::Start(const FeedCursor& cursor) {
  if (!IsPartition(cursor.partition)) return InvalidCursor(cursor, "names no partition");
  if (!Follows(cursor.partition)) return InvalidCursor(cursor, "the partition is not followed");
  if (cursor.revision == 0) return absl::OkStatus();
  if (cursor.hash.size() < kHashPrefixBytes) {
    return InvalidCursor(cursor, "give at least the first 8 bytes of the block's hash");
  }
  const Metadata where = {{"partition", cursor.partition},
                          {"revision", absl::StrCat(cursor.revision)}};
  const std::optional<Head> head = tail_->FindHead(cursor.partition);
  if (!head || cursor.revision > head->revision) {
    Metadata metadata = where;
    metadata.emplace_back("head", absl::StrCat(head ? head->revision : 0));
    return MakeError(
        Reason::kRevisionUnknown,
        absl::StrCat("revision ", cursor.revision, " of ", cursor.partition, " is beyond the head"),
        std::move(metadata));
  }
  Following following{.sent = *head};
  if (cursor.revision < head->revision) {
    const absl::StatusOr<Blocks> blocks =
        tail_->Read(cursor.partition, cursor.revision - 1, cursor.revision, 1);
    if (!blocks.ok()) return blocks.status();
    if (blocks->empty()) {
      following.stopped = true;
      gaps_.push_back(
          {.partition = cursor.partition, .why = MissingBlock(cursor.partition, cursor.revision)});
    }
    following.sent = {.partition = cursor.partition, .revision = 0, .hash = {}};
    if (!blocks->empty()) {
      following.sent.revision = cursor.revision;
      following.sent.hash = blocks->front()->hash;
    }
  }
  if (!following.stopped && !BeginsWith(following.sent.hash, cursor.hash)) {
    return MakeError(Reason::kHistoryDiverged,
                     absl::StrCat("revision ", cursor.revision, " of ", cursor.partition,
                                  " has another hash here; drop what you have of it"),
                     where);
  }
  if (!following_.emplace(cursor.partition, following).second) {
    return InvalidCursor(cursor, "stands twice");
  }
  return absl::OkStatus();
}

void Feed::BeginRound() {
  const Tail::News news = tail_->HeadsSince(sequence_);
  sequence_ = news.sequence;
  for (const auto& [head, facts_digest] : news.heads) {
    if (!Follows(head.partition)) continue;
    Following& following = following_[head.partition];
    if (following.stopped) continue;
    following.sent.partition = head.partition;
    following.target = head.revision;
    following.facts_digest = facts_digest;
    if (following.sent.revision >= head.revision) continue;
    if (head.partition == kStructurePartition) {
      turns_.push_front(&following);
    } else {
      turns_.push_back(&following);
    }
  }
}

absl::StatusOr<FeedPage> Feed::Next() {
  if (turns_.empty()) BeginRound();
  FeedPage page{.blocks = {}, .stopped = std::exchange(gaps_, {})};
  size_t bytes = 0;
  while (!turns_.empty() && bytes < page_bytes_max_) {
    Following& following = *turns_.front();
    const absl::StatusOr<Blocks> blocks =
        tail_->Read(following.sent.partition, following.sent.revision, following.target,
                    std::min(turn_bytes_max_, page_bytes_max_ - bytes));
    if (!blocks.ok()) return blocks.status();
    for (const std::shared_ptr<const StoredBlock>& block : *blocks) {
      following.sent.revision = block->revision;
      following.sent.hash = block->hash;
      bytes += BytesOfBlock(*block);
      page.blocks.push_back(block);
    }
    if (blocks->empty()) {
      turns_.pop_front();
      following.stopped = true;
      page.stopped.push_back(
          {.partition = following.sent.partition,
           .why = MissingBlock(following.sent.partition, following.sent.revision + 1)});
      continue;
    }
    const bool is_done = following.sent.revision >= following.target;
    const bool keeps_turn = following.sent.partition == kStructurePartition;
    if (is_done || !keeps_turn) turns_.pop_front();
    if (!is_done && !keeps_turn) turns_.push_back(&following);
  }
  page.caught_up = turns_.empty();
  return page;
}

void Feed::Stop(const Head& last) {
  Following& following = following_[last.partition];
  following.sent = last;
  following.stopped = true;
  std::erase(turns_, &following);
}

std::vector<Head> Feed::sent() const {
  std::vector<Head> heads;
  for (const auto& [partition, following] : following_) {
    if (following.sent.revision > 0) heads.push_back(following.sent);
  }
  return heads;
}

std::vector<FeedDigest> Feed::digests() const {
  std::vector<FeedDigest> digests;
  for (const auto& [partition, following] : following_) {
    if (following.sent.revision != following.target || !following.facts_digest) continue;
    digests.push_back({.partition = partition,
                       .revision = following.target,
                       .facts_digest = *following.facts_digest});
  }
  return digests;
}

}  // namespace taizhang::ledger
