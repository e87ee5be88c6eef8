#include "services/ledger/log_check.h"

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/log/block_codec.h"
#include "common/log/text_section.h"
#include "common/values/record_name.h"

namespace taizhang::ledger {
namespace {

constexpr size_t kReadBytesMax = size_t{8} << 20U;

bool IsDamage(const absl::Status& status) {
  return status.code() == absl::StatusCode::kDataLoss ||
         status.code() == absl::StatusCode::kUnimplemented;
}

/// Without "block 440783@3: ": the report says so itself.
std::string PartOf(const absl::Status& status, const StoredBlock& block) {
  absl::string_view message = status.message();
  absl::ConsumePrefix(&message, absl::StrCat("block ", block.partition, "@", block.revision, ": "));
  return std::string(message);
}

class LogCheck {
 public:
  LogCheck(SqliteInspector& store, const std::string& partition, const CheckProgress& progress,
           const CheckSteps& steps)
      : store_(store), progress_(progress), steps_(steps), facts_(partition) {
    report_.partition = partition;
  }

  absl::StatusOr<LogReport> Run() {
    absl::Status status = Fold();
    // Somebody who erases meanwhile clears a text before we have read the block that says so.
    while (status.ok() && report_.damage.empty() && !cleared_.empty()) {
      const uint64_t before = rows_.head.revision;
      status = Fold();
      if (rows_.head.revision == before) break;
    }
    if (status.ok() && report_.damage.empty() && !cleared_.empty()) {
      const auto& [ordinal, where] = *cleared_.begin();
      Damage(where.revision,
             absl::StrCat("texts[", where.index, "]: erased, but no later block erases it"));
    }
    if (IsDamage(status)) {
      Damage(facts_.revision() + 1, std::string(status.message()));
    } else if (!status.ok()) {
      return status;
    }
    Count();
    return std::move(report_);
  }

 private:
  struct Entry {
    uint64_t revision = 0;
    size_t index = 0;  ///< in the section of texts
  };

  void Damage(uint64_t revision, std::string what) {
    if (!report_.damage.empty()) return;
    report_.damage = std::move(what);
    report_.damaged_revision = revision;
  }

  absl::Status Fold() {
    const auto rows = store_.Find(report_.partition);
    if (!rows.ok()) return rows.status();
    rows_ = **rows;
    while (report_.damage.empty() && facts_.revision() < rows_.head.revision) {
      const absl::StatusOr<std::vector<StoredBlock>> blocks =
          store_.Read(report_.partition, facts_.revision(), steps_.read_bytes);
      if (!blocks.ok()) return blocks.status();
      if (blocks->empty()) Damage(facts_.revision() + 1, "the block is missing");
      for (const StoredBlock& block : *blocks) {
        if (block.revision > rows_.head.revision && facts_.revision() == rows_.head.revision) break;
        if (absl::Status status = Apply(block); !status.ok()) return status;
        if (!report_.damage.empty()) break;
      }
    }
    if (report_.damage.empty()) CompareTables();
    return absl::OkStatus();
  }

  absl::Status Apply(const StoredBlock& block) {
    const uint64_t revision = facts_.revision() + 1;
    if (block.revision != revision) {
      Damage(revision, "the block is missing");
      return absl::OkStatus();
    }
    absl::Status status = DecodeBlock(block, hash_, facts_.dictionaries(), content_);
    if (status.ok()) status = CheckOrder(revision);
    if (status.ok()) status = CheckErasure(revision);
    if (status.ok() && report_.damage.empty()) status = facts_.Apply(revision, content_);
    if (IsDamage(status)) {
      Damage(revision, PartOf(status, block));
      return absl::OkStatus();
    }
    if (!status.ok() || !report_.damage.empty()) return status;
    hash_ = block.hash;
    commit_time_us_ = content_.commit_time_us;
    if (progress_ && revision % steps_.revisions_between_words == 0)
      progress_(report_.partition, revision, rows_.head.revision);
    return absl::OkStatus();
  }

  absl::Status CheckOrder(uint64_t revision) {
    if (content_.commit_time_us < commit_time_us_)
      return absl::DataLossError("header.commit_time_us: before the predecessor's");
    const uint64_t named = content_.structure_revision;
    if (named < facts_.structure_revision())
      return absl::DataLossError("header.structure_revision: before the predecessor's");
    if (report_.partition == kStructurePartition) {
      if (named + 1 == revision) return absl::OkStatus();
      return absl::DataLossError("header.structure_revision: not the predecessor");
    }
    if (named <= structure_head_) return absl::OkStatus();
    const auto structure = store_.Find(std::string(kStructurePartition));
    if (!structure.ok()) return structure.status();
    structure_head_ = structure->has_value() ? (*structure)->head.revision : 0;
    if (named <= structure_head_) return absl::OkStatus();
    return absl::DataLossError(absl::StrCat("header.structure_revision: ", named,
                                            " of structure, whose head is ", structure_head_));
  }

  /// Texts that are gone need a block that erases them, and what a block erases must be gone.
  absl::Status CheckErasure(uint64_t revision) {
    const Ordinal first = facts_.dictionaries().texts.end();
    for (size_t i = 0; i < content_.new_texts.size(); ++i) {
      if (content_.new_texts[i].erased)
        cleared_.emplace(first + static_cast<Ordinal>(i), Entry{.revision = revision, .index = i});
    }
    for (const Ordinal ordinal : content_.erased_texts) {
      ++report_.erased_texts;
      const Facts::TextOrigin origin = facts_.OriginOfText(ordinal);
      if (!facts_.dictionaries().texts.At(ordinal).empty()) {
        // It may have been erased after its block was read.
        const absl::StatusOr<bool> is_gone = IsGone(origin, ordinal - origin.first);
        if (!is_gone.ok()) return is_gone.status();
        if (*is_gone) continue;
        Damage(origin.revision,
               absl::StrCat("texts[", ordinal - origin.first, "]: still there, though revision ",
                            revision, " erases it"));
      }
      cleared_.erase(ordinal);
    }
    return absl::OkStatus();
  }

  /// Whether an entry of a block's texts is erased by now.
  absl::StatusOr<bool> IsGone(const Facts::TextOrigin& origin, size_t index) {
    const absl::StatusOr<std::vector<StoredBlock>> blocks =
        store_.Read(report_.partition, origin.revision - 1, 1);
    if (!blocks.ok()) return blocks.status();
    if (blocks->empty() || blocks->front().revision != origin.revision) return false;
    const std::string& texts = blocks->front().texts;
    const absl::StatusOr<std::string> erased = EraseFromSection(texts, {index});
    // Erasing what is erased changes nothing.
    return erased.ok() && *erased == texts;
  }

  void CompareTables() {
    const uint64_t head = rows_.head.revision;
    if (rows_.newest_block > head)
      return Damage(head + 1, absl::StrCat("heads: a block beyond the head, which is ", head));
    if (rows_.blocks != head)
      return Damage(head, absl::StrCat("blocks: ", rows_.blocks, " rows up to the head"));
    if (rows_.head.hash != hash_) return Damage(head, "heads.hash: not the hash of the last block");
    if (!rows_.stray_request.empty()) {
      Damage(head + 1, absl::StrCat("requests: ", rows_.stray_request,
                                    " is kept with a revision beyond the head"));
    }
  }

  void Count() {
    report_.revisions = facts_.revision();
    report_.facts_digest = facts_.digest();
    const Ordinal subjects = facts_.dictionaries().subjects.end();
    for (Ordinal subject = 0; subject < subjects; ++subject)
      report_.records += facts_.CurrentRecord(subject) == nullptr ? 0 : 1;
    const ObservationTable& table = facts_.observations();
    for (auto chunk = table.ChunkFrom(0); chunk != 0; chunk = table.ChunkAfter(chunk)) {
      const ObservationTable::ChunkView view = table.View(chunk);
      for (int slot = 0; slot < 12 / view.months; ++slot) {
        if ((view.present >> static_cast<unsigned>(slot) & 1U) == 0) continue;
        const bool stands = table.At(chunk, slot).stamp.state != ObservationState::kWithdrawn;
        report_.observations += stands ? 1 : 0;
      }
    }
  }

  SqliteInspector& store_;
  const CheckProgress& progress_;
  const CheckSteps& steps_;
  Facts facts_;
  LogReport report_;
  PartitionRows rows_;
  BlockContent content_;
  Hash hash_{};
  int64_t commit_time_us_ = INT64_MIN;
  uint64_t structure_head_ = 0;
  std::map<Ordinal, Entry> cleared_;  ///< erased entries whose erasing block was not met yet
};

}  // namespace

absl::StatusOr<LogReport> CheckLog(SqliteInspector& store, const std::string& partition,
                                   const CheckProgress& progress, const CheckSteps& steps) {
  return LogCheck(store, partition, progress, steps).Run();
}

absl::StatusOr<LogPrefix> FoldThrough(SqliteInspector& store, const std::string& partition,
                                      uint64_t revision) {
  LogPrefix prefix{.facts = std::make_unique<Facts>(partition)};
  BlockContent content;
  while (prefix.damage.empty() && prefix.facts->revision() < revision) {
    const absl::StatusOr<std::vector<StoredBlock>> blocks =
        store.Read(partition, prefix.facts->revision(), kReadBytesMax);
    if (!blocks.ok()) return blocks.status();
    if (blocks->empty()) prefix.damage = "the block is missing";
    for (const StoredBlock& block : *blocks) {
      const uint64_t next = prefix.facts->revision() + 1;
      if (next > revision || !prefix.damage.empty()) break;
      absl::Status status = absl::DataLossError("the block is missing");
      if (block.revision == next)
        status = DecodeBlock(block, prefix.hash, prefix.facts->dictionaries(), content);
      if (status.ok()) status = prefix.facts->Apply(next, content);
      if (status.ok()) {
        prefix.hash = block.hash;
      } else {
        prefix.damage = PartOf(status, block);
      }
    }
  }
  return prefix;
}

}  // namespace taizhang::ledger
