// Bytes as a whole WriteRecordsRequest: read, judged against a small world, and encoded where it is
// accepted. Bytes that begin with a control character are protobuf's wire format (a request's first
// tag is one), all others its text format, which a fuzzer changes with more sense.

#include <cstddef>
#include <cstdint>
#include <string>

#include "common/log/block_codec.h"
#include "common/log/text_entry.h"
#include "google/protobuf/text_format.h"
#include "services/ledger/rpc/parse_request.h"
#include "tests/fuzz/require.h"
#include "tests/support/random_history.h"
#include "tests/unit/ledger/ledger_world.h"
#include <google/protobuf/stubs/logging.h>

namespace taizhang::ledger {
namespace {

bool Read(const std::string& bytes, v1::WriteRecordsRequest& request) {
  if (!bytes.empty() && static_cast<unsigned char>(bytes[0]) < ' ') {
    return request.ParseFromString(bytes);
  }
  google::protobuf::TextFormat::Parser parser;
  parser.SetRecursionLimit(32);
  return parser.ParseFromString(bytes, &request);
}

/// What is accepted can be kept, and reads as it was decided.
void CheckContent(const Facts& facts, BlockContent content) {
  for (TextEntry& entry : content.new_texts) entry = MakeTextEntry(std::move(entry.text), Salt{});
  content.requests.front().request_id = "r";
  const uint64_t revision = facts.revision() + 1;
  const absl::StatusOr<StoredBlock> block =
      EncodeBlock(facts.partition(), revision, Hash{}, content, facts.dictionaries());
  Require(block.ok(), "what is accepted can be kept");
  const absl::StatusOr<BlockContent> read = DecodeBlock(*block, Hash{}, facts.dictionaries());
  Require(read.ok() && DifferenceOf(content, *read).empty(), "it reads as it was decided");
}

void CheckRequest(const std::string& bytes) {
  static const LedgerWorld world;
  v1::WriteRecordsRequest request;
  if (!Read(bytes, request)) return;
  const absl::StatusOr<WriteRequest> parsed = ParseWriteRequest(request);
  if (!parsed.ok()) {
    Require(ReasonOf(parsed.status()) != Reason::kInternal, "a refusal has a reason");
    return;
  }
  const Posted posted = world.Judge(request);
  for (const Violation& violation : posted.violations) {
    Require(!violation.field.empty() && !violation.description.empty(), "a violation has a field");
    Require(violation.row < request.rows_size(), "a violation is of a row");
  }
  if (!posted.violations.empty() || !posted.has_changes()) return;
  if (parsed->partition == "structure") {
    CheckContent(world.structure_facts(), posted.content);
  } else if (parsed->partition == "440783") {
    CheckContent(world.facts(), posted.content);
  }
}

}  // namespace
}  // namespace taizhang::ledger

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  google::protobuf::SetLogHandler(nullptr);  // it reports what is not text format
  taizhang::ledger::CheckRequest({reinterpret_cast<const char*>(data), size});
  return 0;
}
