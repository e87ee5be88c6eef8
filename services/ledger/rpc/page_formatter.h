#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/log/store.h"

namespace taizhang::ledger {

/// Turns one stream's pages of blocks into messages. One caller at a time.
template <typename Response>
class PageFormatter {
 public:
  PageFormatter() = default;
  PageFormatter(const PageFormatter&) = delete;
  PageFormatter& operator=(const PageFormatter&) = delete;
  virtual ~PageFormatter() = default;

  /// Where the stream begins: what its reader has. Before any page.
  virtual void Begin(const std::vector<Head>& heads) = 0;
  /// The next page; only once the one before is told whole.
  virtual void Take(std::vector<std::shared_ptr<const StoredBlock>> blocks) = 0;
  /// Nothing more comes of a partition behind the page. Between Take and the first Fill.
  virtual void Stop(const std::string& partition, const absl::Status& why) = 0;
  /// Fills an empty message with what follows; leaves it as it is where nothing does. On an error
  /// nothing was added, and what was filled before is whole.
  virtual absl::Status Fill(Response& response) = 0;
  /// What was told of partitions that were found stopped since the last call: where each ends.
  virtual std::vector<Head> TakeStopped() { return {}; }
  /// Adds word of every partition that is stopped to a message with progress.
  virtual void FormatStopped(Response&) const {}
  /// Whether all of the page is told.
  [[nodiscard]] virtual bool is_told() const = 0;
};

}  // namespace taizhang::ledger
