#include "services/cli/operate/status_command.h"

#include <algorithm>
#include <chrono>
#include <ostream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/config/flags.h"
#include "common/server/logging.h"
#include "common/server/version.h"
#include "services/cli/show/figure_text.h"
#include "services/cli/show/table.h"
#include "services/cli/wire/connection.h"

namespace taizhang::cli {
namespace {

namespace ledger_v1 = taizhang::ledger::v1;
namespace aggregator_v1 = taizhang::aggregator::v1;

constexpr const char* kDescription =
    "Prints how both services are: the ledger's durable heads, how far the aggregator has applied "
    "them, whether both\n"
    "hold the same facts, and of which measures sums are still being built. Exits with 0 where "
    "both serve and nothing\n"
    "is stopped, otherwise with 69.\n\n"
    "Examples:\n"
    "  taizhang status\n"
    "  taizhang status --wait-ms 30000";

grpc::Status ReadHead(const Connection& connection, const std::string& partition,
                      ledger_v1::GetHeadResponse& response) {
  ledger_v1::GetHeadRequest request;
  request.set_partition(partition);
  return connection.Call([&](grpc::ClientContext& context) {
    return connection.ledger().GetHead(&context, request, &response);
  });
}

/// Whether both fold the same facts: only comparable at the same revision.
std::string FactsText(const aggregator_v1::PartitionStatus& partition,
                      const ledger_v1::GetHeadResponse& head) {
  if (!partition.stopped().empty())
    return absl::StrCat("stopped: ", EscapeText(partition.stopped(), false));
  if (partition.revision() != head.revision()) return "behind";
  return partition.facts_digest() == head.facts_digest() ? "same" : "DIFFERENT";
}

/// "43 %: sales, tax and 3 more", or nothing.
std::string BuildText(const aggregator_v1::PartitionStatus& partition) {
  constexpr int kNamed = 2;
  if (!partition.has_build()) return "";
  const aggregator_v1::PartitionBuild& build = partition.build();
  const int64_t percent = build.folded() * 100 / std::max<int64_t>(build.subjects(), 1);
  std::string text = absl::StrCat(percent, " %");
  for (int i = 0; i < std::min(build.measures_size(), kNamed); ++i) {
    const std::string& name = build.measures(i);
    absl::StrAppend(&text, i == 0 ? ": " : ", ", name.substr(name.find('/') + 1));
  }
  if (build.measures_size() > kNamed) {
    absl::StrAppend(&text, " and ", build.measures_size() - kNamed, " more");
  }
  return text;
}

/// Whether it serves, or what it does before.
const char* ServingText(const aggregator_v1::GetStatusResponse& response) {
  if (response.serving()) return "  serving";
  return response.building_cells() > 0 ? "  adding up" : "  catching up";
}

bool BothServe(const Connection& connection) {
  ledger_v1::GetHeadResponse head;
  const grpc::StatusCode ledger = ReadHead(connection, "structure", head).error_code();
  const aggregator_v1::GetStatusRequest request;
  aggregator_v1::GetStatusResponse response;
  const grpc::Status aggregator = connection.Call([&](grpc::ClientContext& context) {
    return connection.aggregator().GetStatus(&context, request, &response);
  });
  return (ledger == grpc::StatusCode::OK || ledger == grpc::StatusCode::NOT_FOUND) &&
         aggregator.ok() && response.serving();
}

void AwaitBoth(const Connection& connection, std::chrono::milliseconds wait) {
  constexpr std::chrono::milliseconds kPause{50};
  const auto deadline = std::chrono::steady_clock::now() + wait;
  while (!BothServe(connection) && std::chrono::steady_clock::now() + kPause < deadline) {
    std::this_thread::sleep_for(kPause);
  }
}

bool PrintLedger(const Connection& connection, const ServiceFlags& flags, const Console& console) {
  ledger_v1::GetHeadResponse head;
  const grpc::Status status = ReadHead(connection, "structure", head);
  const bool reached = status.ok() || status.error_code() == grpc::StatusCode::NOT_FOUND;
  if (!reached) {
    Report(connection.LedgerFailure("reading the head of structure", status), console);
    return false;
  }
  console.out << "ledger      " << flags.ledger_address << "  serving"
              << (head.epoch().empty() ? "" : absl::StrCat(", epoch ", head.epoch())) << '\n';
  return true;
}

bool PrintAggregator(const Connection& connection, const ServiceFlags& flags,
                     const Console& console, aggregator_v1::GetStatusResponse& response) {
  const aggregator_v1::GetStatusRequest request;
  const grpc::Status status = connection.Call([&](grpc::ClientContext& context) {
    return connection.aggregator().GetStatus(&context, request, &response);
  });
  if (!status.ok()) {
    Report(connection.AggregatorFailure("reading its status", status), console);
    return false;
  }
  console.out << "aggregator  " << flags.aggregator_address << ServingText(response) << ", version "
              << response.version() << ", epoch " << response.epoch() << ", "
              << Grouped(absl::StrCat(response.observation_versions())) << " observation versions, "
              << Grouped(absl::StrCat(response.facts_bytes())) << " bytes of facts, "
              << Grouped(absl::StrCat(response.views_bytes())) << " bytes of views\n";
  return response.serving();
}

bool PrintPartitions(const Connection& connection, const aggregator_v1::GetStatusResponse& status,
                     const Console& console) {
  bool sound = true;
  Table table({{"分区 Partition"},
               {"账本版次 Ledger head", Align::kRight},
               {"已汇总 Applied", Align::kRight},
               {"滞后 Lag", Align::kRight},
               {"事实 Facts"},
               {"构建中 Being built"}});
  for (const aggregator_v1::PartitionStatus& partition : status.partitions()) {
    ledger_v1::GetHeadResponse head;
    const bool known = ReadHead(connection, partition.partition(), head).ok();
    const int64_t head_revision = known ? head.revision() : partition.head();
    const std::string facts =
        known ? FactsText(partition, head) : EscapeText(partition.stopped(), false);
    sound = sound && partition.stopped().empty() && facts != "DIFFERENT";
    table.AddRow({partition.partition(), absl::StrCat(head_revision),
                  absl::StrCat(partition.revision()),
                  absl::StrCat(std::max<int64_t>(head_revision - partition.revision(), 0)), facts,
                  BuildText(partition)});
  }
  if (table.rows() > 0) {
    console.out << '\n';
    table.Print(console.out);
  }
  return sound;
}

}  // namespace

int RunStatus(const std::vector<std::string>& arguments, const Console& console) {
  ServiceFlags services;
  int64_t wait_ms = 0;
  Flags flags("taizhang status", Version(), "[flags]", kDescription);
  services.AddTo(flags);
  flags.AddInteger("wait-ms", "Waits for up to so many milliseconds until both serve", wait_ms, 0,
                   3'600'000);
  if (const auto status = flags.Parse(arguments, console.environment, console.out, console.err))
    return *status;

  const Connection connection(services);
  AwaitBoth(connection, std::chrono::milliseconds(wait_ms));
  aggregator_v1::GetStatusResponse status;
  const bool ledger_serves = PrintLedger(connection, services, console);
  const bool aggregator_serves = PrintAggregator(connection, services, console, status);
  const bool sound = PrintPartitions(connection, status, console);
  return ledger_serves && aggregator_serves && sound ? kExitOk : kExitUnavailable;
}

}  // namespace taizhang::cli
