#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "services/ledger/feed/feed.h"
#include "tests/unit/ledger/commit_harness.h"
#include <gtest/gtest.h>

namespace taizhang::ledger {

/// A ledger whose blocks go to a tail, and counties to write to.
class FeedWorld {
 public:
  explicit FeedWorld(size_t tail_bytes = size_t{1} << 20U) : tail_(store_, tail_bytes) {
    CommitEnvironment environment;
    environment.store = &store_;
    environment.executor = [](const std::function<void()>& task) { task(); };
    environment.now_us = [] { return int64_t{1'750'000'000'000'000}; };
    environment.random = [](std::span<uint8_t> bytes) {
      std::fill(bytes.begin(), bytes.end(), uint8_t{1});
    };
    environment.on_durable = [this](const Blocks& blocks, uint64_t facts_digest) {
      tail_.Add(blocks, facts_digest);
    };
    environment.on_fatal = [](const absl::Status& status) { FAIL() << status; };
    environment.warn = [](const std::string&) {};
    ledger_ = std::make_unique<Ledger>(std::move(environment));
    EXPECT_EQ(ledger_->Recover(), absl::OkStatus());
    AddCounty("440783");
  }

  void AddCounty(const std::string& code) { Write(RowOf("divisions/" + code, "division", code)); }
  /// One block of a county: a new version of an enterprise.
  void AddBlock(const std::string& county) {
    Write(RowOf("divisions/" + county + "/enterprises/e", "enterprise",
                "v" + std::to_string(++version_)));
  }

  Tail& tail() { return tail_; }
  MemoryStore& store() { return store_; }
  Ledger& ledger() { return *ledger_; }
  /// Of the head, as the ledger has it.
  FeedDigest DigestOf(const std::string& partition) {
    const DurableHead head = ledger_->ReadHead(partition).value();
    return {.partition = partition, .revision = head.revision, .facts_digest = head.facts_digest};
  }

 private:
  static WriteRequest RowOf(const std::string& name, const std::string& kind,
                            const std::string& text) {
    WriteRequest request;
    auto record = std::make_shared<Record>();
    record->display_name = text;
    if (kind == "division") {
      record->details = Division{};
    } else {
      record->details = Enterprise{};
    }
    RecordRow row{.origin = {.kind = Origin::Kind::kRecord, .index = 0},
                  .name = *RecordName::Parse(name),
                  .record = std::move(record)};
    request.partition = row.name.RecordPartition();
    request.rows.count = 1;
    request.rows.records.push_back(std::move(row));
    return request;
  }
  void Write(WriteRequest request) {
    ledger_->Write(std::move(request), [](const absl::StatusOr<Written>& written) {
      EXPECT_TRUE(written.ok()) << written.status();
    });
  }

  MemoryStore store_{"epoch"};
  Tail tail_;
  std::unique_ptr<Ledger> ledger_;
  int version_ = 0;
};

}  // namespace taizhang::ledger
