#include "tests/property/ledger/random_rows.h"

#include <string>

#include "tests/property/ledger/random_definitions.h"

namespace taizhang::ledger {
namespace {

constexpr const char* kNames[] = {
    "divisions/440783/enterprises/acme",      "divisions/440783/enterprises/b",
    "divisions/440783/projects/road",         "divisions/440783/projects/p",
    "divisions/440783/villages/440783107236", "divisions/440783/villages/440783107001",
    "divisions/440783/enterprises/B b",       "",
};
constexpr const char* kStructureNames[] = {
    "divisions/440783",
    "divisions/440783107",
    "divisions/440783108",
    "divisions/44",
    "divisions/CN",
    "divisions/440783/clusters/mushrooms",
    "divisions/44/clusters/c",
    "measures/sales",
    "measures/new",
    "indicators/i",
};
constexpr const char* kTexts[] = {"开平",         "A",      "", "Cafe\u0301", " a", "a\nb",
                                  "\u202E\u202C", "好的 ok"};
constexpr const char* kDays[] = {"",           "2020-01-01", "2024-06-30",
                                 "1899-12-31", "2024-02-30", "2199-12-31"};
constexpr const char* kIds[] = {"", "a", "news", "The News"};
constexpr const char* kPeriods[] = {"2024",       "2024-H1", "2024-Q2", "2024-06",
                                    "2023..2024", "24",      ""};
constexpr const char* kMeasures[] = {"measures/sales",
                                     "measures/output",
                                     "measures/exempted",
                                     "measures/balance",
                                     "measures/land",
                                     "measures/none",
                                     "land"};

void RandomRange(Seeded& random, type::v1::DateRange& range) {
  range.set_start(OneOf(random, kDays));
  range.set_end(OneOf(random, kDays));
}

void RandomDetails(Seeded& random, type::v1::Record& record) {
  switch (random.Between(0, 7)) {
    case 0:
      record.mutable_village();
      break;
    case 1:
      record.mutable_enterprise()->set_industry(random.OneIn(3) ? "C1311" : "");
      if (random.OneIn(5)) record.mutable_enterprise()->set_credit_code("91350100M000100Y43");
      break;
    case 2:
      for (int64_t i = random.Between(0, 2); i > 0; --i) {
        auto& span = *record.mutable_project()->add_stages();
        span.set_stage(static_cast<type::v1::Stage>(random.Between(0, 7)));
        RandomRange(random, *span.mutable_when());
      }
      record.mutable_project()->add_owners(OneOf(random, kNames));
      break;
    case 3:
      record.mutable_cluster()->set_kind(static_cast<type::v1::ClusterKind>(random.Between(0, 5)));
      break;
    case 4:
      record.mutable_division()->add_successors(OneOf(random, kStructureNames));
      break;
    case 5: {
      type::v1::Measure& measure = *record.mutable_measure();
      measure.set_unit(random.OneIn(4) ? "万元" : "元");
      measure.set_decimals(static_cast<uint32_t>(random.Between(0, 10)));
      measure.set_temporal_kind(static_cast<type::v1::TemporalKind>(random.Between(0, 4)));
      measure.set_frequency(static_cast<type::v1::Frequency>(random.Between(0, 5)));
      measure.add_reporters(static_cast<type::v1::Reporter>(random.Between(0, 9)));
      if (random.OneIn(4)) measure.set_about_tolerance(random.OneIn(4) ? "1.5" : "0.05");
      if (random.OneIn(4)) measure.mutable_filter()->add_roles(type::v1::ROLE_LEADING);
      break;
    }
    case 6:
      if (random.OneIn(3)) {
        RandomExpression(random, random.Between(1, 4),
                         *record.mutable_indicator()->mutable_expression());
      } else if (random.OneIn(2)) {
        record.mutable_indicator()->mutable_total()->set_measure(OneOf(random, kMeasures));
      } else {
        record.mutable_indicator()->mutable_count()->set_kind(
            static_cast<type::v1::RecordKind>(random.Between(0, 8)));
      }
      record.mutable_indicator()->set_stated_by(random.OneIn(2) ? OneOf(random, kMeasures) : "");
      break;
    default:
      break;
  }
}

void RandomRecord(Seeded& random, const char* name, type::v1::Record& record) {
  record.set_name(name);
  record.set_display_name(OneOf(random, kTexts));
  if (random.OneIn(3)) record.set_description(OneOf(random, kTexts));
  if (random.OneIn(3)) (*record.mutable_labels())[OneOf(random, kIds)] = OneOf(random, kTexts);
  for (int64_t i = random.Between(0, 2); i > 0; --i) {
    type::v1::Placement& placement = *record.add_placements();
    placement.set_place(OneOf(random, kStructureNames));
    RandomRange(random, *placement.mutable_when());
  }
  for (int64_t i = random.Between(0, 2); i > 0; --i) {
    type::v1::Membership& membership = *record.add_memberships();
    membership.set_cluster(OneOf(random, kStructureNames));
    membership.set_role(static_cast<type::v1::Role>(random.Between(0, 4)));
    RandomRange(random, *membership.mutable_when());
  }
  if (random.OneIn(3)) RandomRange(random, *record.mutable_active());
  RandomDetails(random, record);
}

template <typename Key>
void RandomKey(Seeded& random, Key& key) {
  key.set_subject(random.OneIn(4) ? OneOf(random, kStructureNames) : OneOf(random, kNames));
  key.set_measure(OneOf(random, kMeasures));
  key.set_period(OneOf(random, kPeriods));
  if (random.OneIn(3)) key.set_item(OneOf(random, kIds));
  if (random.OneIn(3)) key.set_source(OneOf(random, kIds));
}

void RandomObservation(Seeded& random, type::v1::Observation& observation) {
  RandomKey(random, observation);
  if (random.OneIn(6)) observation.set_not_available(true);
  if (!random.OneIn(6)) *observation.mutable_amount() = RandomAmount(random, "元");
  observation.set_basis(static_cast<type::v1::Basis>(random.Between(0, 3)));
  observation.set_period_basis(static_cast<type::v1::PeriodBasis>(random.Between(0, 4)));
  if (random.OneIn(3)) observation.set_remark(OneOf(random, kTexts));
}

}  // namespace

type::v1::Amount RandomAmount(Seeded& random, const std::string& base_unit) {
  constexpr const char* kBefore[] = {"", "", "超", "约", "至少", "不足", "≤", "达"};
  constexpr const char* kAfter[] = {"", "", "", "余", "万", "亿", "多万", "万余"};
  constexpr const char* kFractions[] = {"", "", ".5", ".50", ".125", ".000"};
  type::v1::Amount amount;
  std::string number = std::to_string(random.Between(random.OneIn(4) ? -9999 : 0, 99'999));
  amount.set_value(OneOf(random, kBefore) + number + OneOf(random, kFractions) +
                   OneOf(random, kAfter));
  if (random.OneIn(2)) amount.set_unit(base_unit);
  if (random.OneIn(4)) amount.set_bound(static_cast<type::v1::Bound>(random.Between(0, 7)));
  constexpr const char* kQuanta[] = {"1", "0.01", "5", "0", "-1", "x", "0.000000000000000001"};
  if (random.OneIn(4)) amount.set_quantum(OneOf(random, kQuanta));
  return amount;
}

v1::WriteRecordsRequest RandomRequest(Seeded& random) {
  v1::WriteRecordsRequest request;
  const bool is_structure = random.OneIn(3);
  for (int64_t i = random.Between(1, 6); i > 0; --i) {
    v1::Row& row = *request.add_rows();
    const char* name =
        is_structure != random.OneIn(20) ? OneOf(random, kStructureNames) : OneOf(random, kNames);
    const int64_t kind = random.Between(0, is_structure ? 3 : 9);
    if (kind <= 2) {
      RandomRecord(random, name, *row.mutable_record());
    } else if (kind == 3) {
      row.set_withdrawn_record(name);
    } else if (kind == 4) {
      RandomKey(random, *row.mutable_withdrawn_observation());
    } else {
      RandomObservation(random, *row.mutable_observation());
    }
    if (random.OneIn(6)) row.set_existence(static_cast<v1::Existence>(random.Between(0, 3)));
    if (random.OneIn(10)) row.set_etag("1-0");
  }
  return request;
}

}  // namespace taizhang::ledger
