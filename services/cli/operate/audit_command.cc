#include "services/cli/operate/audit_command.h"

#include <chrono>
#include <map>
#include <ostream>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/config/flags.h"
#include "common/server/logging.h"
#include "common/server/version.h"
#include "services/cli/operate/facts_comparison.h"
#include "services/cli/show/table.h"
#include "services/cli/wire/connection.h"
#include "services/cli/wire/ledger_reads.h"

namespace taizhang::cli {
namespace {

namespace ledger_v1 = taizhang::ledger::v1;
namespace aggregator_v1 = taizhang::aggregator::v1;

constexpr const char* kDescription =
    "Compares what both services hold: partition by partition the heads and the digests of the "
    "facts, and random ones of the\n"
    "aggregator's kept counters with the facts that they are made of. Exits with 0 where all "
    "agrees, with 65 where anything\n"
    "differs or a partition is stopped, with 75 where a partition was never read at the same "
    "revision in both services, with 76 where\n"
    "the ledger is older than these comparisons.\n\n"
    "Examples:\n"
    "  taizhang audit\n"
    "  taizhang audit --partition-prefix 4407 --cells 10000\n"
    "  taizhang audit --scope divisions/CN --seed 7";

struct AuditFlags {
  ServiceFlags services;
  std::string prefix;
  std::vector<std::string> scopes;
  int64_t cells = 1'000;
  int64_t seed = 0;
  int64_t wait_ms = 10'000;
};

const char* TextOf(FactsVerdict verdict) {
  switch (verdict) {
    case FactsVerdict::kSame:
      return "same";
    case FactsVerdict::kMoving:
      return "moving";
    case FactsVerdict::kDifferent:
      return "DIFFERENT";
    case FactsVerdict::kStopped:
      return "stopped";
    case FactsVerdict::kUntold:
      return "not told";
  }
  return "";
}

std::string FormatDigest(uint64_t digest) {
  return absl::StrCat(absl::Hex(digest, absl::kZeroPad16));
}

/// One audit, step after step. The steps give the status to exit with, kExitOk to go on.
class Audit {
 public:
  Audit(const AuditFlags& flags, const Console& console)
      : flags_(flags), console_(console), connection_(flags.services) {}

  int Run() {
    if (const int status = CompareFacts(); status != kExitOk) return status;
    PrintFacts();
    aggregator_v1::AuditFiguresResponse cells;
    if (const int status = CompareCells(cells); status != kExitOk) return status;
    PrintCells(cells);
    const bool differs = comparison_.Has(FactsVerdict::kDifferent) ||
                         comparison_.Has(FactsVerdict::kStopped) || cells.mismatched() > 0;
    if (differs) return kExitData;
    if (comparison_.Has(FactsVerdict::kMoving)) {
      console_.err
          << "taizhang: not every partition was read at the same revision in both services; "
             "run it again, or with a longer --wait-ms\n";
      return kExitTryAgain;
    }
    if (!comparison_.Has(FactsVerdict::kUntold)) return kExitOk;
    console_.err
        << "taizhang: the ledger is of a version that does not tell what its facts come to; "
           "they were not compared\n";
    return kExitProtocol;
  }

 private:
  int CompareFacts() {
    constexpr std::chrono::milliseconds kPause{100};
    const auto deadline =
        std::chrono::steady_clock::now() + std::chrono::milliseconds(flags_.wait_ms);
    while (true) {
      if (const int status = ReadBoth(); status != kExitOk) return status;
      const bool is_late = std::chrono::steady_clock::now() + kPause >= deadline;
      if (!comparison_.Has(FactsVerdict::kMoving) || is_late) return kExitOk;
      std::this_thread::sleep_for(kPause);
    }
  }

  int ReadBoth() {
    ledger_v1::ListPartitionsRequest request;
    request.set_prefix(flags_.prefix);
    request.set_page_size(kPageSizeMax);
    std::map<std::string, ledger_v1::Partition> partitions;
    std::string epoch;
    const grpc::Status listed =
        ReadPages(connection_, request, [&](const ledger_v1::ListPartitionsResponse& page) {
          for (const auto& partition : page.partitions()) partitions[partition.name()] = partition;
          epoch = page.epoch();
          return true;
        });
    if (!listed.ok())
      return Report(connection_.LedgerFailure("listing its partitions", listed), console_);
    aggregator_v1::GetStatusResponse status;
    const grpc::Status answered = connection_.CallPatiently(
        [&](grpc::ClientContext& context) {
          return connection_.aggregator().GetStatus(&context, {}, &status);
        },
        /*through_outage=*/false);
    if (!answered.ok())
      return Report(connection_.AggregatorFailure("reading its status", answered), console_);
    if (!status.epoch().empty() && status.epoch() != epoch) {
      console_.err << "taizhang: the aggregator follows the epoch " << status.epoch()
                   << ", and the ledger has " << epoch << ": they are not of one history\n";
      return kExitData;
    }
    comparison_.Take(partitions, status, flags_.prefix);
    return kExitOk;
  }

  void PrintFacts() const {
    Table table({{"分区 Partition"},
                 {"账本版次 Ledger head", Align::kRight},
                 {"已汇总 Applied", Align::kRight},
                 {"账本摘要 Ledger digest"},
                 {"汇总摘要 Aggregator digest"},
                 {"事实 Facts"},
                 {"原因 Why"}});
    for (const auto& [name, partition] : comparison_.partitions()) {
      table.AddRow({EscapeText(name, false), absl::StrCat(partition.head),
                    absl::StrCat(partition.applied),
                    partition.ledger_digest ? FormatDigest(*partition.ledger_digest) : "",
                    FormatDigest(partition.aggregator_digest), TextOf(partition.verdict),
                    EscapeText(partition.stopped, false)});
    }
    if (table.rows() > 0) table.Print(console_.out);
  }

  int CompareCells(aggregator_v1::AuditFiguresResponse& response) {
    aggregator_v1::AuditFiguresRequest request;
    for (const std::string& scope : flags_.scopes) request.add_scopes(scope);
    request.set_partition_prefix(flags_.prefix);
    request.set_cells(static_cast<int32_t>(flags_.cells));
    request.set_seed(static_cast<uint64_t>(flags_.seed));
    const grpc::Status status = connection_.CallPatiently(
        [&](grpc::ClientContext& context) {
          return connection_.aggregator().AuditFigures(&context, request, &response);
        },
        /*through_outage=*/false);
    if (status.ok()) return kExitOk;
    return Report(connection_.AggregatorFailure("comparing cells with the facts", status),
                  console_);
  }

  void PrintCells(const aggregator_v1::AuditFiguresResponse& response) const {
    if (response.mismatches_size() > 0) {
      console_.out << '\n';
      Table table({{"范围 Scope"},
                   {"指标 Measure"},
                   {"期间 Period"},
                   {"分区 Partition"},
                   {"版次 Revision", Align::kRight},
                   {"差异 Kept, not as the facts"}});
      for (const aggregator_v1::CellMismatch& mismatch : response.mismatches()) {
        table.AddRow({EscapeText(mismatch.scope(), false), EscapeText(mismatch.measure(), false),
                      EscapeText(mismatch.period(), false), EscapeText(mismatch.partition(), false),
                      absl::StrCat(mismatch.revision()),
                      EscapeText(mismatch.differences(), false)});
      }
      table.Print(console_.out);
    }
    console_.out << "\n核对单元 Cells compared: " << response.compared()
                 << ", 不符 different: " << response.mismatched() << " (seed " << response.seed()
                 << ")\n";
  }

  const AuditFlags& flags_;
  const Console& console_;
  Connection connection_;
  FactsComparison comparison_;
};

}  // namespace

int RunAudit(const std::vector<std::string>& arguments, const Console& console) {
  AuditFlags values;
  Flags flags("taizhang audit", Version(), "[flags]", kDescription);
  values.services.AddTo(flags);
  flags.AddText("partition-prefix", "Only partitions whose names begin with this: 4407",
                values.prefix);
  flags.AddTexts("scope", "Only counters of this division or cluster; may be repeated",
                 values.scopes);
  flags.AddInteger("cells", "How many counters are compared with the facts", values.cells, 1,
                   100'000);
  flags.AddInteger("seed", "Picks the same counters again; 0: at random", values.seed, 0,
                   9'007'199'254'740'991);
  flags.AddInteger("wait-ms", "How long to wait until both services are at the same revisions",
                   values.wait_ms, 0, 3'600'000);
  if (const auto status = flags.Parse(arguments, console.environment, console.out, console.err))
    return *status;
  return Audit(values, console).Run();
}

}  // namespace taizhang::cli
