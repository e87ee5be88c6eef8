#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/log/block_codec.h"
#include "common/log/text_entry.h"
#include "services/ledger/commit/partition.h"
#include "services/ledger/commit/refusal.h"
#include "services/ledger/core/canonical_form.h"

namespace taizhang::ledger {
namespace {

absl::Status ReusedId(const std::string& request_id) {
  return MakeError(Reason::kRequestIdReused,
                   absl::StrCat("the request id ", request_id,
                                " was used with other content; give each content an id of its own"),
                   {{"request_id", request_id}});
}

absl::Status ForgottenId(const std::string& request_id) {
  return MakeError(Reason::kRequestIdReused,
                   absl::StrCat("the request id ", request_id,
                                " was used when a text stood that was erased since, so what was "
                                "written with it is not known any more; give this content another"),
                   {{"request_id", request_id}});
}

}  // namespace

std::shared_ptr<const Structure> Partition::StructureNow() const {
  return is_structure_ ? speculative_ : published_.Get();
}

void Partition::Process(Waiting waiting) {
  WriteRequest& request = waiting.request;
  if (const absl::Status status = state(); !status.ok()) return waiting.done(status);
  Hash fingerprint{};
  if (!request.request_id.empty() && !request.validate_only) {
    fingerprint = Sha256({CanonicalForm(request.rows)});
    if (AnswerRepeated(waiting, fingerprint)) return;
  }
  Posted posted = Post(strand_facts(), *StructureNow(), request.rows);
  std::vector<Violation> violations =
      MergeViolations(std::move(request.violations), std::move(posted.violations));
  if (request.validate_only) {
    Written judged{.outcomes = std::move(posted.outcomes)};
    if (!violations.empty()) judged.outcomes.clear();
    judged.violations = std::move(violations);
    return waiting.done(std::move(judged));
  }
  if (!violations.empty()) return waiting.done(RefusalOf(name_, posted, std::move(violations)));
  Commit(std::move(posted), fingerprint, std::move(waiting));
}

bool Partition::AnswerRepeated(Waiting& waiting, const Hash& fingerprint) {
  const std::string& request_id = waiting.request.request_id;
  bool is_reused = false;
  {
    const MutexLock lock(mutex_);
    if (InFlight* first = in_flight_.FindRequest(request_id); first != nullptr) {
      is_reused = first->fingerprint != fingerprint;
      if (!is_reused) {
        first->waiters.push_back(std::move(waiting.done));
        return true;
      }
    }
  }
  if (is_reused) {
    waiting.done(ReusedId(request_id));
    return true;
  }
  // Whoever is in flight no more is in the store: it is asked second.
  const absl::StatusOr<std::optional<RequestEntry>> entry =
      environment_.store->FindRequest(name_, request_id);
  if (!entry.ok()) {
    waiting.done(MakeError(Reason::kNotReady,
                           absl::StrCat("the store cannot be read: ", entry.status().message())));
    return true;
  }
  if (!entry->has_value()) return false;
  if ((*entry)->fingerprint == fingerprint) {
    waiting.done(Recall(**entry));
  } else {
    const bool is_forgotten =
        (*entry)->fingerprint == Hash{} && !IsErasureOutcome((*entry)->outcome);
    waiting.done(is_forgotten ? ForgottenId(request_id) : ReusedId(request_id));
  }
  return true;
}

absl::StatusOr<Written> Partition::Recall(const RequestEntry& entry) {
  Written written{.revision = entry.revision};
  absl::StatusOr<std::vector<Outcome>> outcomes = DecodeOutcomes(entry.outcome);
  if (!outcomes.ok()) {
    return MakeError(Reason::kLogDamaged, std::string(outcomes.status().message()),
                     {{"partition", name_}, {"revision", absl::StrCat(entry.revision)}});
  }
  written.outcomes = *std::move(outcomes);
  const absl::StatusOr<Hash> hash = HashOf(entry.revision);
  if (!hash.ok()) return hash.status();
  written.hash = *hash;
  return written;
}

absl::StatusOr<Hash> Partition::HashOf(uint64_t revision) {
  if (revision == 0) return Hash{};
  const absl::StatusOr<std::vector<StoredBlock>> blocks =
      environment_.store->Read(name_, revision - 1, 1);
  if (!blocks.ok() || blocks->empty()) {
    return MakeError(Reason::kNotReady, absl::StrCat("revision ", revision, " cannot be read"));
  }
  return blocks->front().hash;
}

absl::StatusOr<std::shared_ptr<const StoredBlock>> Partition::MakeBlock(
    BlockContent& content, const std::string& request_id, const std::string& principal) {
  content.commit_time_us = std::max(environment_.now_us(), posted_.commit_time_us);
  for (TextEntry& entry : content.new_texts) {
    Salt salt;
    environment_.random(salt);
    entry = MakeTextEntry(std::move(entry.text), salt);
  }
  RequestSpan& span = content.requests.front();
  span.principal = principal;
  span.request_id = request_id;
  if (span.request_id.empty()) {
    Salt minted;
    environment_.random(minted);
    span.request_id = absl::BytesToHexString(
        absl::string_view(reinterpret_cast<const char*>(minted.data()), minted.size()));
  }
  absl::StatusOr<StoredBlock> block = EncodeBlock(name_, posted_.revision + 1, posted_.hash,
                                                  content, strand_facts().dictionaries());
  if (block.ok()) return std::make_shared<const StoredBlock>(*std::move(block));
  const bool too_large = block.status().code() == absl::StatusCode::kResourceExhausted;
  if (!too_large) environment_.warn(absl::StrCat(name_, ": ", block.status().ToString()));
  return MakeError(too_large ? Reason::kTooLarge : Reason::kInternal,
                   absl::StrCat("the request does not make a block: ", block.status().message()));
}

void Partition::Commit(Posted posted, const Hash& fingerprint, Waiting waiting) {
  const DurableHead predecessor = posted_;
  InFlight entry;
  entry.request_id = waiting.request.request_id;
  entry.fingerprint = fingerprint;
  entry.asks_store = posted.has_changes() || !entry.request_id.empty();
  if (!entry.request_id.empty()) entry.kept_outcome = EncodeOutcomes(posted.outcomes);
  entry.written.outcomes = std::move(posted.outcomes);
  if (posted.has_changes()) {
    absl::StatusOr<std::shared_ptr<const StoredBlock>> block =
        MakeBlock(posted.content, entry.request_id, waiting.request.principal);
    if (!block.ok()) return waiting.done(block.status());
    entry.block = *std::move(block);
    if (const absl::Status applied = Apply(posted.content, *entry.block); !applied.ok()) {
      Stop(applied);
      return waiting.done(applied);
    }
    entry.structure = is_structure_ ? speculative_ : nullptr;
  }
  entry.head = posted_;
  entry.written.revision = posted_.revision;
  entry.written.hash = posted_.hash;
  entry.waiters.push_back(std::move(waiting.done));
  Append(std::move(entry), predecessor, {});
}

absl::Status Partition::Apply(const BlockContent& content, const StoredBlock& block,
                              const std::vector<Ordinal>* subjects_with_erased) {
  absl::Status applied;
  {
    const MutexLock lock(facts_mutex_);
    applied = facts_->Apply(block.revision, content, subjects_with_erased);
    commits_.push_back(
        {.hash = PrefixOf(block.hash), .structure_revision = content.structure_revision});
  }
  if (!applied.ok()) {
    // What Post decides folds: anything else is a defect, and the facts are unusable now.
    return MakeError(Reason::kInternal, absl::StrCat(name_, ": ", applied.message()));
  }
  posted_ = {.revision = block.revision,
             .hash = block.hash,
             .commit_time_us = content.commit_time_us,
             .facts_digest = strand_facts().digest()};
  if (!is_structure_) return absl::OkStatus();
  std::vector<std::pair<std::string, std::shared_ptr<const Record>>> changes;
  for (const RecordChange& change : content.records) {
    changes.emplace_back(strand_facts().dictionaries().subjects.At(change.subject), change.after);
  }
  speculative_ = speculative_->With(block.revision, changes);
  return absl::OkStatus();
}

void Partition::Append(InFlight entry, const DurableHead& predecessor, AppendBatch batch) {
  entry.number = next_number_++;
  const uint64_t number = entry.number;
  const bool asks_store = entry.asks_store;
  batch.partition = name_;
  batch.expected_revision = predecessor.revision;
  batch.expected_hash = predecessor.hash;
  if (entry.block != nullptr) batch.blocks.push_back(*entry.block);
  if (!entry.request_id.empty()) {
    batch.requests.push_back({.request_id = entry.request_id,
                              .fingerprint = entry.fingerprint,
                              .revision = entry.head.revision,
                              .outcome = std::move(entry.kept_outcome)});
  }
  {
    const MutexLock lock(mutex_);
    in_flight_.Push(std::move(entry));
  }
  if (!asks_store) return Deliver();
  environment_.store->Append(std::move(batch),
                             [self = shared_from_this(), number](AppendOutcome outcome) {
                               self->Returned(number, outcome);
                             });
}

}  // namespace taizhang::ledger
