#pragma once

#include <iosfwd>
#include <string>

#include "services/cli/show/table.h"
#include "services/cli/wire/read_results.h"
#include "taizhang/aggregator/v1/aggregator_service.pb.h"

namespace taizhang::cli {

/// "未报 missing", in both languages.
std::string StateText(taizhang::aggregator::v1::ReportState state);

/// Rates, a line for each answer, below what all of them have in common.
void PrintRates(const taizhang::aggregator::v1::GetReportingRatesResponse& response,
                const RecordsByName& names, std::ostream& out);

/// "开平市 Kaiping  (divisions/440783)  销售额 Sales  (measures/sales)  2025-06".
std::string ListTitle(const taizhang::aggregator::v1::ListReportersRequest& request,
                      const RecordsByName& names);

/// Reporters, a line for each measure-period, page after page.
class ReportersTable {
 public:
  ReportersTable();

  void Add(const taizhang::aggregator::v1::ReporterPeriod& reporter);
  void PrintPart(std::ostream& out) { table_.PrintPart(out); }

 private:
  Table table_;
};

}  // namespace taizhang::cli
