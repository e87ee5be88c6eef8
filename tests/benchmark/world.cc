#include "tests/benchmark/world.h"

#include <array>
#include <cstdio>

namespace taizhang::benchmark {

namespace type = taizhang::type::v1;
using Request = taizhang::ledger::v1::WriteRecordsRequest;

namespace {

std::string Padded(int value, int digits) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%0*d", digits, value);
  return text.data();
}

type::Record& AddRecord(Request& request, const std::string& name) {
  type::Record& record = *request.add_rows()->mutable_record();
  record.set_name(name);
  record.set_display_name(name.substr(name.rfind('/') + 1));
  return record;
}

void AddMeasure(Request& request, const std::string& id, type::TemporalKind kind) {
  type::Record& record = AddRecord(request, "measures/" + id);
  type::Measure& measure = *record.mutable_measure();
  measure.set_unit("元");
  measure.set_decimals(2);
  measure.set_temporal_kind(kind);
  measure.set_frequency(type::FREQUENCY_MONTH);
  measure.add_reporters(type::REPORTER_ENTERPRISE);
  type::Record& indicator = AddRecord(request, "indicators/" + id);
  indicator.mutable_indicator()->mutable_total()->set_measure("measures/" + id);
}

}  // namespace

std::string World::CountyCode(int county) const { return "4407" + Padded(county + 1, 2); }

std::string World::TownName(int county, int town) const {
  return CountyName(county) + Padded(town + 100, 3);
}

std::string World::ClusterName(int county, int cluster) const {
  return CountyName(county) + "/clusters/cluster-" + std::to_string(cluster);
}

std::string World::EnterpriseName(int county, int enterprise) const {
  return CountyName(county) + "/enterprises/e" + Padded(enterprise, 6);
}

std::string World::MeasureId(int measure) const {
  if (measure == size_.flows) return "load-stock";
  if (measure == size_.flows + 1) return "load-year-to-date";
  return "load-flow-" + std::to_string(measure);
}

std::vector<Request> World::StructureRequests() const {
  Request base;
  for (const char* name : {"divisions/CN", "divisions/44", "divisions/4407"})
    AddRecord(base, name).mutable_division();
  for (int measure = 0; measure < measures(); ++measure) {
    const auto kind = measure < size_.flows    ? type::TEMPORAL_KIND_FLOW
                      : measure == size_.flows ? type::TEMPORAL_KIND_STOCK
                                               : type::TEMPORAL_KIND_YEAR_TO_DATE;
    AddMeasure(base, MeasureId(measure), kind);
  }
  std::vector<Request> requests{base};
  for (int county = 0; county < size_.counties; ++county) {
    Request request;
    AddRecord(request, CountyName(county)).mutable_division();
    for (int town = 0; town < size_.towns; ++town)
      AddRecord(request, TownName(county, town)).mutable_division();
    for (int cluster = 0; cluster < size_.clusters; ++cluster) {
      AddRecord(request, ClusterName(county, cluster))
          .mutable_cluster()
          ->set_kind(type::CLUSTER_KIND_INDUSTRY);
    }
    requests.push_back(std::move(request));
  }
  return requests;
}

std::vector<Request> World::EnterpriseRequests(int county) const {
  std::vector<Request> requests;
  for (int enterprise = 0; enterprise < size_.enterprises; ++enterprise) {
    if (enterprise % 1000 == 0) requests.emplace_back();
    type::Record& record = AddRecord(requests.back(), EnterpriseName(county, enterprise));
    record.mutable_enterprise();
    record.add_placements()->set_place(TownName(county, enterprise % size_.towns));
    const int first = enterprise % size_.clusters;
    record.add_memberships()->set_cluster(ClusterName(county, first));
    if (size_.clusters > 1) {
      record.add_memberships()->set_cluster(ClusterName(county, (first + 1) % size_.clusters));
    }
  }
  return requests;
}

std::vector<Request> World::MonthRequests(int county, int month, int rows) const {
  std::vector<Request> requests;
  const std::string period =
      std::to_string(size_.first_year + month / 12) + "-" + Padded(month % 12 + 1, 2);
  int in_request = rows;
  for (int measure = 0; measure < measures(); ++measure) {
    const std::string name = "measures/" + MeasureId(measure);
    const bool cumulated = measure == size_.flows + 1;
    for (int enterprise = 0; enterprise < size_.enterprises; ++enterprise) {
      if (in_request == rows) {
        requests.emplace_back();
        in_request = 0;
      }
      ++in_request;
      type::Observation& observation = *requests.back().add_rows()->mutable_observation();
      observation.set_subject(EnterpriseName(county, enterprise));
      observation.set_measure(name);
      observation.set_period(period);
      const int yuan = 1000 + enterprise % 977 + (cumulated ? 5000 * (month % 12) : 13 * month);
      observation.mutable_amount()->set_value(std::to_string(yuan) + ".50");
    }
  }
  return requests;
}

}  // namespace taizhang::benchmark
