#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "taizhang/ledger/v1/ledger_service.pb.h"

namespace taizhang::benchmark {

/// The size of the synthetic counties that are loaded. Names are invented and stand in no sample.
struct WorldSize {
  int counties = 1;          ///< up to 99
  int towns = 20;            ///< a county
  int clusters = 12;         ///< a county
  int enterprises = 20'000;  ///< a county
  int flows = 8;             ///< monthly measures
  int first_year = 2021;
};

/// Builds requests for a world whose every enterprise has a town, two clusters and an amount of
/// each measure each month.
class World {
 public:
  explicit World(WorldSize size) : size_(size) {}

  [[nodiscard]] const WorldSize& size() const { return size_; }
  [[nodiscard]] std::string CountyCode(int county) const;
  [[nodiscard]] std::string CountyName(int county) const {
    return "divisions/" + CountyCode(county);
  }
  [[nodiscard]] std::string TownName(int county, int town) const;
  [[nodiscard]] std::string ClusterName(int county, int cluster) const;
  [[nodiscard]] std::string EnterpriseName(int county, int enterprise) const;
  [[nodiscard]] std::string MeasureId(int measure) const;
  /// FLOWs, then one STOCK, then one YEAR_TO_DATE.
  [[nodiscard]] int measures() const { return size_.flows + 2; }

  [[nodiscard]] std::vector<taizhang::ledger::v1::WriteRecordsRequest> StructureRequests() const;
  [[nodiscard]] std::vector<taizhang::ledger::v1::WriteRecordsRequest> EnterpriseRequests(
      int county) const;
  /// Observations of one month of every measure, `rows` a request.
  [[nodiscard]] std::vector<taizhang::ledger::v1::WriteRecordsRequest> MonthRequests(
      int county, int month, int rows) const;

 private:
  WorldSize size_;
};

}  // namespace taizhang::benchmark
