#include <utility>

#include "absl/strings/str_cat.h"
#include "common/log/text_section.h"
#include "services/ledger/commit/partition.h"

namespace taizhang::ledger {
namespace {

/// Erasing requests are kept without a digest of the text: it would let a guess be confirmed. A
/// repeat is told from another request by the text's being gone.
Hash ErasureFingerprint() { return Sha256({"an erasure"}); }

absl::Status InUse(const std::string& name) {
  return MakeError(Reason::kTextInUse,
                   absl::StrCat(name, " still has the text: correct or withdraw it first"),
                   {{"name", name}});
}

absl::Status ReusedId(const std::string& request_id, const std::string& why) {
  return MakeError(Reason::kRequestIdReused, absl::StrCat("the request id ", request_id, why),
                   {{"request_id", request_id}});
}

absl::Status Unreadable(const absl::Status& status) {
  return MakeError(Reason::kNotReady, absl::StrCat("the store cannot be read: ", status.message()));
}

/// Whether a request was to erase a text. A later erasure may have taken the fingerprint, but not
/// the outcome.
bool IsErasure(const RequestEntry& entry) {
  return entry.fingerprint == ErasureFingerprint() ||
         (entry.fingerprint == Hash{} && IsErasureOutcome(entry.outcome));
}

absl::Status Busy(const std::string& partition, bool validate_only) {
  return MakeError(
      Reason::kOverloaded,
      absl::StrCat(validate_only ? "a text is being looked for in " : "an erasure is waiting in ",
                   partition, " already; send this one again"),
      {{"limit", "1"}});
}

/// How many texts or versions are looked at before the facts are let go of.
constexpr size_t kHoldStepsMax = 2'000;

/// Answers an erasure that is durable once the text is nowhere in the store's files. Nothing else
/// waits for that.
void AnswerOnceGone(Store& store, EraseDone done, Erased erased) {
  store.AwaitErased([done = std::move(done), erased = std::move(erased)](bool is_gone) {
    if (is_gone) return done(erased);
    done(MakeError(Reason::kNotReady,
                   "the erasure is on record, but bytes of the text may lie in the store's files "
                   "until they are opened again; send the request again then"));
  });
}

}  // namespace

void Partition::Erase(EraseRequest request, EraseDone done) {
  bool is_busy = true;
  {
    const MutexLock lock(mutex_);
    bool& busy = request.validate_only ? trying_erasure_ : erasure_waits_;
    is_busy = std::exchange(busy, true);
  }
  if (is_busy) return done(Busy(name_, request.validate_only));
  if (request.validate_only) {
    absl::StatusOr<Erased> erased = TryErasure(request);
    {
      const MutexLock lock(mutex_);
      trying_erasure_ = false;
    }
    return done(std::move(erased));
  }
  Waiting waiting;
  waiting.erasure = std::make_unique<WaitingErasure>(
      WaitingErasure{.request = std::move(request), .done = std::move(done)});
  Enqueue(std::move(waiting));
}

absl::StatusOr<Erased> Partition::TryErasure(const EraseRequest& request) const {
  if (absl::Status status = state(); !status.ok()) return status;
  std::optional<TextUses> found;
  while (!found) {
    // As of now, each time: a text that is erased meanwhile is there no more.
    TextSearch search(request.spellings, head().revision);
    while (!search.at_end()) {
      {
        const MutexLock lock(facts_mutex_);
        search.Continue(*facts_, kHoldStepsMax);
      }
      search.Arrange();
    }
    const MutexLock lock(facts_mutex_);
    found = search.Take(*facts_);
  }
  return Erased{.erasure = {.texts = static_cast<uint32_t>(found->ordinals.size()),
                            .uses = std::move(found->uses),
                            .uses_total = found->total},
                .standing = !found->standing.empty()};
}

void Partition::ProcessErasure(WaitingErasure waiting) {
  const EraseRequest& request = waiting.request;
  if (const absl::Status status = state(); !status.ok()) return waiting.done(status);
  TextUses found = FindText(strand_facts(), request.spellings);
  const bool is_there = !found.ordinals.empty();
  if (AnswerRepeatedErasure(waiting, is_there)) return;
  if (!found.standing.empty()) return waiting.done(InUse(found.standing));
  Erased erased{.erasure = {.texts = static_cast<uint32_t>(found.ordinals.size()),
                            .uses = std::move(found.uses),
                            .uses_total = found.total}};
  CommitErasure(found, std::move(erased), std::move(waiting));
}

bool Partition::AnswerRepeatedErasure(WaitingErasure& waiting, bool is_there) {
  const std::string& request_id = waiting.request.request_id;
  if (request_id.empty()) return false;
  const absl::StatusOr<std::optional<RequestEntry>> entry =
      environment_.store->FindRequest(name_, request_id);
  if (!entry.ok()) {
    waiting.done(Unreadable(entry.status()));
    return true;
  }
  if (!entry->has_value()) return false;
  if (!IsErasure(**entry)) {
    waiting.done(ReusedId(request_id, " was used for another request; give this one its own"));
  } else if (is_there) {
    waiting.done(ReusedId(request_id,
                          " was used to erase a text, and this text is there: it is another one, "
                          "or was written again; erase it with an id of its own"));
  } else if (absl::StatusOr<Erased> recalled = RecallErasure(**entry); recalled.ok()) {
    AnswerOnceGone(*environment_.store, std::move(waiting.done), *std::move(recalled));
  } else {
    waiting.done(recalled.status());
  }
  return true;
}

absl::StatusOr<Erased> Partition::RecallErasure(const RequestEntry& entry) {
  absl::StatusOr<Erasure> erasure = DecodeErasure(entry.outcome);
  if (!erasure.ok()) {
    return MakeError(Reason::kLogDamaged, std::string(erasure.status().message()),
                     {{"partition", name_}, {"revision", absl::StrCat(entry.revision)}});
  }
  Erased erased{.revision = entry.revision, .erasure = *std::move(erasure)};
  const absl::StatusOr<Hash> hash = HashOf(entry.revision);
  if (!hash.ok()) return hash.status();
  erased.hash = *hash;
  return erased;
}

absl::StatusOr<AppendBatch> Partition::RewriteTexts(const TextUses& found) {
  AppendBatch batch;
  batch.forgotten_fingerprints = found.stood;
  for (const ErasedEntries& entries : EntriesOf(strand_facts(), found.ordinals)) {
    const absl::StatusOr<std::vector<StoredBlock>> blocks =
        environment_.store->Read(name_, entries.revision - 1, 1);
    if (!blocks.ok()) return blocks.status();
    if (blocks->empty()) return absl::DataLossError("a block is missing");
    absl::StatusOr<std::string> texts = EraseFromSection(blocks->front().texts, entries.indexes);
    if (!texts.ok()) return texts.status();
    batch.text_replacements.push_back({.revision = entries.revision, .texts = *std::move(texts)});
  }
  return batch;
}

void Partition::CommitErasure(const TextUses& found, Erased erased, WaitingErasure waiting) {
  const DurableHead predecessor = posted_;
  InFlight entry;
  entry.request_id = waiting.request.request_id;
  entry.fingerprint = ErasureFingerprint();
  entry.kept_outcome = EncodeErasure(erased.erasure);
  entry.asks_store = !found.ordinals.empty() || !entry.request_id.empty();
  AppendBatch batch;
  if (!found.ordinals.empty()) {
    absl::StatusOr<AppendBatch> rewritten = RewriteTexts(found);
    if (!rewritten.ok()) return waiting.done(Unreadable(rewritten.status()));
    batch = *std::move(rewritten);
    entry.rewritten_through = batch.text_replacements.back().revision;
    BlockContent content;
    content.structure_revision = StructureNow()->revision();
    content.requests.emplace_back();
    content.erased_texts = found.ordinals;
    absl::StatusOr<std::shared_ptr<const StoredBlock>> block =
        MakeBlock(content, entry.request_id, waiting.request.principal);
    if (!block.ok()) return waiting.done(block.status());
    entry.block = *std::move(block);
    const absl::Status applied = Apply(content, *entry.block, &found.subjects);
    if (!applied.ok()) {
      Stop(applied);
      return waiting.done(applied);
    }
    entry.structure = is_structure_ ? speculative_ : nullptr;
  }
  entry.head = posted_;
  erased.revision = posted_.revision;
  erased.hash = posted_.hash;
  entry.waiters.emplace_back([store = environment_.store, done = std::move(waiting.done),
                              erased = std::move(erased)](const absl::StatusOr<Written>& written) {
    if (!written.ok()) return done(written.status());
    AnswerOnceGone(*store, done, erased);
  });
  Append(std::move(entry), predecessor, std::move(batch));
}

}  // namespace taizhang::ledger
