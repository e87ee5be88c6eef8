// Page tokens: reading never crashes, only what Encode makes is read, any members survive the round
// trip, and a walk may begin at any position that a token says.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "common/facts/facts.h"
#include "services/ledger/commit/chunk_walk.h"
#include "services/ledger/rpc/page_token.h"
#include "tests/fuzz/require.h"

namespace taizhang::ledger {
namespace {

/// Takes eight bytes from the front, fewer at the end.
uint64_t Take(std::string_view& bytes) {
  uint64_t value = 0;
  for (const char c : bytes.substr(0, 8)) value = value << 8 | static_cast<uint8_t>(c);
  bytes.remove_prefix(bytes.size() < 8 ? bytes.size() : 8);
  return value;
}

void CheckText(std::string_view text) {
  const absl::StatusOr<PageToken> token = PageToken::Parse(text);
  if (!token.ok()) return;
  Require(token->Encode() == text, "a page token has one spelling");
  Require(IsPartition(token->point.partition), "a page token names a partition");
}

/// Two subjects with observations of two lengths of periods.
Facts SmallFacts() {
  Facts facts("440783");
  BlockContent content;
  content.new_subjects = {"divisions/440783/enterprises/a", "divisions/440783/enterprises/b"};
  content.new_measures = {"sales", "land"};
  for (const Ordinal subject : {0U, 1U}) {
    for (const Ordinal measure : {0U, 1U}) {
      content.observations.push_back(
          {.subject = subject,
           .measure = measure,
           .period = Period::FromMonths(2024 * 12, measure == 0 ? 1 : 12),
           .value = 7});
    }
  }
  Require(facts.Apply(1, content).ok(), "the small facts fold");
  return facts;
}

void CheckPosition(ListingPosition position) {
  static const Facts facts = SmallFacts();
  ObservationListing listing{.point = {.partition = "440783", .revision = 1}};
  for (int pass = 0; pass < 2; ++pass) {
    ChunkWalk walk(listing, position, {.count_max = 3, .examined_max = 100});
    walk.Run(facts);
    Require(walk.TakeFound().size() <= 3, "a walk finds what it has room for");
    listing.subject = RecordName::Parse("divisions/440783/enterprises/a").value();
  }
}

/// Takes the bytes as members, because chance never meets a checksum.
void CheckMembers(std::string_view bytes) {
  PageToken token{.point = {.partition = "440783"}};
  token.position.minor = Take(bytes);
  token.position.major = Take(bytes);
  token.point.revision = Take(bytes);
  token.point.structure_revision = Take(bytes);
  token.filters = Take(bytes);
  const uint64_t rest = Take(bytes);
  token.day = static_cast<Day>(rest >> 32U);
  token.point.hash[0] = static_cast<uint8_t>(rest);
  const absl::StatusOr<PageToken> again = PageToken::Parse(token.Encode());
  Require(again.ok() && *again == token, "members survive the round trip");
  CheckPosition(token.position);
}

}  // namespace
}  // namespace taizhang::ledger

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  taizhang::ledger::CheckText(bytes);
  taizhang::ledger::CheckMembers(bytes);
  return 0;
}
