#include "tests/simulation/structure_rows.h"

#include <memory>
#include <string>

#include "tests/simulation/client.h"

namespace taizhang::simulation {
namespace {

template <typename Details>
void AddRecord(ledger::WriteRequest& request, const std::string& name, Details details) {
  auto record = std::make_shared<Record>();
  record->display_name = name;
  record->details = std::move(details);
  request.rows.records.push_back(
      {.origin = {ledger::Origin::Kind::kRecord, static_cast<int32_t>(request.rows.records.size())},
       .name = RecordName::Parse(name).value(),
       .record = record});
  request.rows.count = request.rows.records.size();
}

}  // namespace

ledger::WriteRequest BaseStructure() {
  ledger::WriteRequest request{
      .partition = "structure", .request_id = "base", .principal = "anonymous"};
  for (const char* name : {"divisions/44", "divisions/440783", "divisions/440784"})
    AddRecord(request, name, Division{});
  AddRecord(request, kCluster, Cluster{.kind = ClusterKind::kIndustry});
  AddRecord(request, "measures/sales",
            Measure{.unit = "元",
                    .temporal_kind = TemporalKind::kFlow,
                    .frequency = Frequency::kMonth,
                    .reporters = ReporterBit(Reporter::kEnterprise)});
  AddRecord(request, "indicators/sales",
            Indicator{.definition = TotalOf{.measure = "measures/sales"}});
  return request;
}

ledger::WriteRequest ClusterRow(int number) {
  ledger::WriteRequest request{.partition = "structure",
                               .request_id = "cluster-" + std::to_string(number),
                               .principal = "anonymous"};
  AddRecord(request, "divisions/44/clusters/more-" + std::to_string(number),
            Cluster{.kind = ClusterKind::kBrand});
  return request;
}

}  // namespace taizhang::simulation
