#include "services/aggregator/rpc/follower_client.h"

#include <algorithm>
#include <cstring>
#include <pthread.h>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/grpc_status.h"
#include "common/status/reason.h"
#include "common/values/record_name.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/channel_arguments.h"

namespace taizhang::aggregator {
namespace {

using ledger::v1::FollowBlocksRequest;
using ledger::v1::FollowBlocksResponse;
using ledger::v1::LedgerService;

// The stream has no deadline: whether a quiet ledger lives is asked by pings. Above the ledger's
// least interval of 5 s.
constexpr int kKeepaliveTimeMs = 20'000;
constexpr int kKeepaliveTimeoutMs = 10'000;

std::unique_ptr<LedgerService::Stub> ConnectTo(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveTimeMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS,
                   static_cast<int>(FollowerClient::kBackoffMin.count()));
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS,
                   static_cast<int>(FollowerClient::kBackoffMax.count()));
  arguments.SetMaxReceiveMessageSize(-1);  // a page holds at least one block, whatever its size
  return LedgerService::NewStub(
      grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments));
}

bool SetHash(const std::string& bytes, Hash& hash) {
  if (bytes.size() != hash.size()) return false;
  std::memcpy(hash.data(), bytes.data(), hash.size());
  return true;
}

absl::Status Malformed(const std::string& partition) {
  return MakeError(Reason::kInternal,
                   absl::StrCat("the ledger sent a malformed block or head of '", partition, "'"));
}

/// Takes the response apart; nothing is copied.
absl::StatusOr<FeedPage> ToPage(FollowBlocksResponse& response) {
  FeedPage page;
  page.epoch = std::move(*response.mutable_epoch());
  page.blocks.reserve(static_cast<size_t>(response.blocks_size()));
  for (auto& block : *response.mutable_blocks()) {
    StoredBlock& stored = page.blocks.emplace_back();
    stored.partition = std::move(*block.mutable_partition());
    stored.revision = static_cast<uint64_t>(block.revision());
    stored.header = std::move(*block.mutable_header());
    stored.body = std::move(*block.mutable_body());
    stored.body_bytes = block.body_bytes();
    stored.texts = std::move(*block.mutable_texts());
    if (!IsPartition(stored.partition) || !SetHash(block.hash(), stored.hash))
      return Malformed(stored.partition);
  }
  if (response.has_progress()) {
    std::vector<Head>& heads = page.heads.emplace();
    heads.reserve(static_cast<size_t>(response.progress().heads_size()));
    page.digests.reserve(static_cast<size_t>(response.progress().digests_size()));
    for (const auto& head : response.progress().heads()) {
      heads.push_back({.partition = head.partition(),
                       .revision = static_cast<uint64_t>(head.revision()),
                       .hash = {}});
      if (!IsPartition(head.partition())) return Malformed(head.partition());
    }
    for (const auto& digest : response.progress().digests()) {
      page.digests.push_back({.partition = digest.partition(),
                              .revision = static_cast<uint64_t>(digest.revision()),
                              .facts_digest = digest.digest()});
    }
  }
  return page;
}

}  // namespace

std::chrono::milliseconds BackoffOf(int failures, double random) {
  const auto doubled =
      FollowerClient::kBackoffMin * (int64_t{1} << std::clamp(failures - 1, 0, 16));
  const auto whole = std::min<std::chrono::milliseconds>(doubled, FollowerClient::kBackoffMax);
  return std::chrono::milliseconds(
      static_cast<int64_t>(static_cast<double>(whole.count()) * (0.5 + random / 2)));
}

FollowerClient::FollowerClient(const std::string& ledger_address, Follower& follower, Random random,
                               spdlog::logger& log, std::chrono::milliseconds progress_interval)
    : ledger_address_(ledger_address),
      follower_(follower),
      random_(std::move(random)),
      log_(log),
      progress_interval_(progress_interval),
      stub_(ConnectTo(ledger_address)),
      thread_([this] { Run(); }) {
  pthread_setname_np(thread_.native_handle(), "follower");
}

FollowerClient::~FollowerClient() { Stop(); }

void FollowerClient::Stop() {
  {
    const MutexLock lock(mutex_);
    stopped_ = true;
    if (context_ != nullptr) context_->TryCancel();
  }
  changed_.NotifyAll();
  if (thread_.joinable()) thread_.join();
}

void FollowerClient::Run() {
  int failures = 0;
  while (true) {
    received_ = false;
    const absl::Status status = Follow();
    failures = received_ ? 1 : failures + 1;
    if (!follower_.StreamEnded(status)) return;
    if (!Pause(BackoffOf(failures, random_()))) return;
    // One line for an outage, not one for each attempt.
    if (failures == 1)
      log_.warn("the ledger at {} is gone: {}", ledger_address_, std::string(status.message()));
  }
}

absl::Status FollowerClient::Follow() {
  grpc::ClientContext context;
  if (!Begin(context)) return absl::CancelledError();
  FollowBlocksRequest request;
  request.set_progress_interval_ms(static_cast<uint32_t>(progress_interval_.count()));
  for (const Head& head : follower_.Resume()) {
    auto& cursor = *request.add_cursors();
    cursor.set_partition(head.partition);
    cursor.set_revision(static_cast<int64_t>(head.revision));
    cursor.set_hash(head.hash.data(), head.hash.size());
  }
  const auto stream = stub_->FollowBlocks(&context, request);
  FollowBlocksResponse response;
  absl::Status status;
  while (status.ok() && stream->Read(&response)) {
    if (!received_) log_.info("following the ledger at {}", ledger_address_);
    received_ = true;
    absl::StatusOr<FeedPage> page = ToPage(response);
    status = page.ok() ? follower_.Receive(*std::move(page)) : page.status();
  }
  if (!status.ok()) context.TryCancel();
  const grpc::Status finished = stream->Finish();
  End();
  return status.ok() ? FromGrpcStatus(finished) : status;
}

bool FollowerClient::Pause(std::chrono::milliseconds backoff) {
  const auto until = std::chrono::steady_clock::now() + backoff;
  const MutexLock lock(mutex_);
  while (!stopped_ && std::chrono::steady_clock::now() < until) changed_.WaitUntil(mutex_, until);
  return !stopped_;
}

bool FollowerClient::Begin(grpc::ClientContext& context) {
  const MutexLock lock(mutex_);
  if (!stopped_) context_ = &context;
  return !stopped_;
}

void FollowerClient::End() {
  const MutexLock lock(mutex_);
  context_ = nullptr;
}

}  // namespace taizhang::aggregator
