#include "services/cli/read/list_command.h"

#include <chrono>
#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

#include "common/config/flags.h"
#include "common/server/version.h"
#include "common/values/period.h"
#include "services/cli/console/usage.h"
#include "services/cli/read/county_hint.h"
#include "services/cli/read/list_request.h"
#include "services/cli/read/list_tables.h"
#include "services/cli/show/json_text.h"
#include "services/cli/show/row_writer.h"
#include "services/cli/wire/connection.h"
#include "services/cli/wire/ledger_reads.h"

namespace taizhang::cli {
namespace {

namespace v1 = taizhang::ledger::v1;

struct ListFlags {
  ServiceFlags services;
  ListChoice choice;
  int64_t limit = 0;
  std::string format = "table";
};

constexpr const char* kDescription =
    "Lists the records of one partition, or its observations: structure, or a division's own "
    "(440783). A town or village\n"
    "lists what lies in it, a cluster what belongs to it. jsonl and csv are as import reads them; "
    "jsonl has etags and\n"
    "revisions as well.\n\n"
    "Examples:\n"
    "  taizhang list structure --kind measure\n"
    "  taizhang list 440783 --kind enterprise,project --scope 440783107 --day 2025-06-30\n"
    "  taizhang list divisions/440783/clusters/kaiping-youpin-matrix\n"
    "  taizhang list 440783 --kind village --prefix 红\n"
    "  taizhang list 440783 --observations --measure total-investment --period 2025";

std::string Today() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return FormatDay(LocalDay(std::chrono::duration_cast<std::chrono::microseconds>(now).count()));
}

/// Prints what comes, page by page, up to the limit.
template <typename Item>
class Listing {
 public:
  Listing(const ListFlags& flags, const Connection& connection, const Console& console)
      : flags_(flags),
        connection_(connection),
        console_(console),
        csv_(flags.format == "csv" ? MakeRowWriter(RowFormat::kCsv, console.out) : nullptr) {}

  /// False once nothing more is wanted: the limit is reached, or nobody reads any more.
  template <typename Items, typename Table>
  bool Add(const Items& page, Table& table) {
    std::vector<Item> items(page.begin(), page.end());
    const auto left = static_cast<uint64_t>(flags_.limit - printed_);
    if (flags_.limit > 0 && items.size() > left) items.resize(left);
    printed_ += static_cast<int64_t>(items.size());
    if (flags_.format == "table") {
      // Names are a courtesy: without them ids are shown.
      static_cast<void>(ReadRecords(connection_, table.NamesIn(items), names_));
      for (const Item& item : items) table.Add(item, names_);
      if (!items.empty()) table.PrintPart(console_.out);
    } else {
      for (const Item& item : items) PrintRow(item);
    }
    return console_.out.good() && status_.ok() && (flags_.limit == 0 || printed_ < flags_.limit);
  }

  /// The status to exit with, after all that was asked of `partition` came.
  int Finish(const std::string& partition, const grpc::Status& read) {
    if (!read.ok()) {
      const int status = Report(connection_.LedgerFailure("listing", read), console_);
      if (read.error_code() == grpc::StatusCode::NOT_FOUND)
        SayCounties(connection_, partition, console_);
      return status;
    }
    if (status_.ok() && csv_ != nullptr && printed_ > 0) status_ = csv_->Finish();
    if (!status_.ok()) {
      console_.err << "taizhang list: " << status_.message() << '\n';
      return kExitSoftware;
    }
    if (printed_ == 0) {
      console_.err << "taizhang: there is nothing that passes\n";
      SayCounties(connection_, partition, console_);
    }
    return kExitOk;
  }

 private:
  void PrintRow(const Item& item) {
    if (csv_ != nullptr) {
      if (status_.ok()) status_ = csv_->Add(RowOf(item));
    } else {
      console_.out << JsonLine(item) << '\n';
    }
  }

  const ListFlags& flags_;
  const Connection& connection_;
  const Console& console_;
  std::unique_ptr<RowWriter> csv_;
  RecordsByName names_;
  absl::Status status_;
  int64_t printed_ = 0;
};

/// No page is larger than what is wanted.
int32_t PageSizeOf(const ListFlags& values) {
  return static_cast<int32_t>(values.limit > 0 && values.limit < kPageSizeMax ? values.limit
                                                                              : kPageSizeMax);
}

int ListRecords(const ListFlags& values, const Console& console) {
  absl::StatusOr<v1::ListRecordsRequest> request = RecordsRequestOf(values.choice);
  if (!request.ok()) return UsageError("list", std::string(request.status().message()), console);
  request->set_page_size(PageSizeOf(values));
  const Connection connection(values.services);
  Listing<taizhang::type::v1::Record> listing(values, connection, console);
  RecordsTable table(request->day().empty() ? Today() : request->day());
  return listing.Finish(request->partition(),
                        ReadPages(connection, *request, [&](const v1::ListRecordsResponse& page) {
                          return listing.Add(page.records(), table);
                        }));
}

int ListObservations(const ListFlags& values, const Console& console) {
  absl::StatusOr<v1::ListObservationsRequest> request = ObservationsRequestOf(values.choice);
  if (!request.ok()) return UsageError("list", std::string(request.status().message()), console);
  request->set_page_size(PageSizeOf(values));
  const Connection connection(values.services);
  Listing<taizhang::type::v1::Observation> listing(values, connection, console);
  ObservationsTable table;
  return listing.Finish(
      request->partition(),
      ReadPages(connection, *request, [&](const v1::ListObservationsResponse& page) {
        return listing.Add(page.observations(), table);
      }));
}

}  // namespace

int RunList(const std::vector<std::string>& arguments, const Console& console) {
  ListFlags values;
  ListChoice& choice = values.choice;
  Flags flags("taizhang list", Version(), "[flags] [WHERE]", kDescription);
  values.services.AddTo(flags);
  flags.AddTexts(
      "kind",
      "village, enterprise, project, cluster, division, measure, indicator, several with "
      "commas; or observation",
      choice.kinds);
  flags.AddText("scope", "Only what lies in this division or village", choice.scope);
  flags.AddText("cluster", "Only what belongs to this cluster", choice.cluster);
  flags.AddText("day", "The day of scope and cluster, YYYY-MM-DD; today without it", choice.day);
  flags.AddTexts("label", "Only with this label: supported=yes", choice.labels);
  flags.AddText("prefix", "Only where the id or a name begins so", choice.prefix);
  flags.AddSwitch("observations", "Lists observations", choice.observations);
  flags.AddText("subject", "Observations of this subject alone", choice.subject);
  flags.AddTexts("measure", "Observations of this measure alone", choice.measures);
  flags.AddText("period", "Observations within this period alone: 2025, 2025-H1", choice.period);
  flags.AddInteger("revision", "As of which revision of the partition; 0: the newest",
                   choice.revision, 0, INT64_MAX);
  flags.AddInteger("limit", "How many at most; 0: all", values.limit, 0, INT64_MAX);
  flags.AddChoice("format", "How they are printed", values.format, {"table", "jsonl", "csv"});
  flags.AddArguments("WHERE is structure, a division or village by its code, or a record's name.",
                     choice.where);
  if (const auto status = flags.Parse(arguments, console.environment, console.out, console.err))
    return *status;
  return WantsObservations(choice) ? ListObservations(values, console)
                                   : ListRecords(values, console);
}

}  // namespace taizhang::cli
