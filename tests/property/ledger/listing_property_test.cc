// Listings of random histories: their pages, put together, are what a plain filter over plain
// copies gives, whatever was written in between. Each case names its seed where it fails;
// TAIZHANG_SEED starts elsewhere.

#include <cstdlib>
#include <iostream>
#include <random>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/ledger/rpc/list_observations.h"
#include "services/ledger/rpc/list_records.h"
#include "tests/property/ledger/plain_ledger.h"
#include "tests/unit/ledger/commit_harness.h"
#include <gtest/gtest.h>

namespace taizhang::ledger {
namespace {

constexpr int kHistories = 40;
constexpr int kWrites = 60;
constexpr int kListings = 25;
constexpr const char* kToday = "2021-06-15";
constexpr const char* kTomorrow = "2021-06-16";

const std::vector<std::string> kTowns = {"440783001", "440783002", "440783003"};
const std::vector<std::string> kVillages = {"440783001201", "440783002202"};
const std::vector<std::string> kDays = {"2019-01-01", "2020-07-01", "2021-06-16", "2022-02-28"};
const std::vector<std::string> kNames = {"Tea house", "tea field", "红丰", "红茶", "Mill"};
const std::vector<std::string> kPrefixes = {"t", "TEA", "红", "tea h", "e1", "x"};
const std::vector<std::string> kMeasures = {"sales", "land", "jobs"};

class RandomLedger {
 public:
  explicit RandomLedger(uint64_t seed) : random_(seed) {
    for (const char* code : {"CN", "440783", "440784"}) WriteDivision(code, {});
    for (const std::string& town : kTowns) WriteDivision(town, {});
    for (const std::string& measure : kMeasures) WriteMeasure(measure);
    WriteEnterprise();
    WriteObservations();
  }

  void WriteAny() {
    switch (Below(9)) {
      case 0:
        return WriteDivision(Any(kTowns), Any(kDays));
      case 1:
        return WriteCluster();
      case 2:
        return Withdraw();
      case 3:
        return Below(3) == 0 ? WriteMeasure(Any(kMeasures)) : WriteVillage();
      case 4:
      case 5:
        return WriteEnterprise();
      default:
        return WriteObservations();
    }
  }

  v1::ListRecordsRequest AnyRecords() {
    v1::ListRecordsRequest request;
    request.set_partition(Below(3) == 0 ? "structure" : "440783");
    if (Below(3) == 0) request.set_revision(AnyRevision(request.partition()));
    for (uint64_t i = Below(3); i > 0; --i)
      request.add_kinds(static_cast<type::v1::RecordKind>(1 + Below(7)));
    if (Below(2) == 0) {
      const bool in_village = request.partition() != "structure" && Below(4) == 0;
      request.set_scope(in_village ? VillageName(Any(kVillages)) : AnyDivision());
    }
    if (Below(4) == 0) request.set_cluster(AnyCluster());
    if (Below(2) == 0) request.set_day(Any(kDays));
    if (Below(4) == 0) (*request.mutable_labels())["tier"] = std::to_string(Below(2));
    if (Below(4) == 0) request.set_text_prefix(Any(kPrefixes));
    return request;
  }

  v1::ListObservationsRequest AnyObservations() {
    v1::ListObservationsRequest request;
    request.set_partition("440783");
    if (Below(3) == 0) request.set_revision(AnyRevision("440783"));
    if (Below(2) == 0) request.set_subject(AnyObserved());
    for (uint64_t i = Below(3); i > 0; --i) request.add_measures("measures/" + Any(kMeasures));
    if (Below(3) == 0) request.set_period(Below(2) == 0 ? "2020" : "2020-07..2021-03");
    return request;
  }

  /// The lines of all pages, each of a random size and effort, with writes in between.
  std::vector<std::string> Pages(v1::ListRecordsRequest request) {
    return PagesOf(std::move(request), [this](const auto& asked, auto& page) {
      // Midnight may pass between pages.
      const char* today = asked.page_token().empty() ? kToday : kTomorrow;
      const absl::Status status =
          ListRecordsInto(ledger(), asked, ParseDay(today).value(), page, AnyLimits());
      return std::pair(status, page.records());
    });
  }
  std::vector<std::string> Pages(v1::ListObservationsRequest request) {
    return PagesOf(std::move(request), [this](const auto& asked, auto& page) {
      const absl::Status status = ListObservationsInto(ledger(), asked, page, AnyLimits());
      return std::pair(status, page.observations());
    });
  }

  const PlainLedger& plain() const { return plain_; }
  [[nodiscard]] const Ledger& ledger() { return harness_.ledger(); }

 private:
  uint64_t Below(uint64_t limit) { return random_() % limit; }
  std::string Any(const std::vector<std::string>& texts) { return texts[Below(texts.size())]; }
  int64_t AnyRevision(const std::string& partition) {
    return 1 + static_cast<int64_t>(Below(static_cast<uint64_t>(plain_.head(partition))));
  }
  ListingLimits AnyLimits() {
    return {.examined_max = 1 + Below(30), .hold_examined_max = 1 + Below(6)};
  }
  std::string AnyDivision() {
    const std::vector<std::string> codes = {"CN",      "440783",  "440784", kTowns[0],
                                            kTowns[1], kTowns[2], "440785"};
    return "divisions/" + Any(codes);
  }
  std::string AnyCluster() { return absl::StrCat("divisions/440783/clusters/c", Below(4)); }
  std::string AnyEnterprise() { return absl::StrCat("divisions/440783/enterprises/e", Below(12)); }
  /// Few, so that they have several items and sources of a year.
  std::string AnyObserved() {
    if (Below(4) == 0) return "divisions/440783";
    return absl::StrCat("divisions/440783/enterprises/e", Below(4));
  }
  static std::string VillageName(const std::string& code) {
    return "divisions/440783/villages/" + code;
  }

  /// Whatever the ledger takes, the plain one has as well; a refused request changes neither.
  void Write(const v1::WriteRecordsRequest& request) {
    const std::shared_ptr<Answer> answer = harness_.Write(request.DebugString());
    if (!answer->written->ok()) return;
    v1::WriteRecordsResponse response;
    const v1::Row& row = request.rows(0);
    const std::string name = row.has_record() ? row.record().name() : row.withdrawn_record();
    response.set_partition(name.empty() ? "440783" : RecordName::Parse(name)->RecordPartition());
    response.set_revision(static_cast<int64_t>(answer->value().revision));
    for (const Outcome outcome : answer->value().outcomes)
      response.add_outcomes(static_cast<v1::Outcome>(outcome));
    plain_.Add(request, response);
  }

  void WriteRecord(const type::v1::Record& record) {
    v1::WriteRecordsRequest request;
    *request.add_rows()->mutable_record() = record;
    Write(request);
  }
  type::v1::Record Named(const std::string& name) {
    type::v1::Record record;
    record.set_name(name);
    record.set_display_name(Any(kNames));
    return record;
  }
  static void Place(type::v1::Record& record, const std::string& place, const std::string& start,
                    const std::string& end) {
    auto& placement = *record.add_placements();
    placement.set_place(place);
    if (!start.empty()) placement.mutable_when()->set_start(start);
    if (!end.empty()) placement.mutable_when()->set_end(end);
  }

  void WriteDivision(const std::string& code, const std::string& moved) {
    type::v1::Record record = Named("divisions/" + code);
    record.mutable_division();
    if (code != "CN") {
      Place(record, code.size() == 6 ? "divisions/CN" : "divisions/440783", "", moved);
      if (!moved.empty()) Place(record, "divisions/440784", moved, "");
    }
    WriteRecord(record);
  }
  void WriteCluster() {
    type::v1::Record record = Named(AnyCluster());
    record.mutable_cluster()->set_kind(type::v1::CLUSTER_KIND_BRAND);
    AddMemberships(record);
    WriteRecord(record);
  }
  void WriteMeasure(const std::string& id) {
    type::v1::Record record = Named("measures/" + id);
    auto& measure = *record.mutable_measure();
    measure.set_unit("元");
    measure.set_temporal_kind(type::v1::TEMPORAL_KIND_FLOW);
    measure.set_frequency(id == "sales"  ? type::v1::FREQUENCY_MONTH
                          : id == "land" ? type::v1::FREQUENCY_YEAR
                                         : type::v1::FREQUENCY_QUARTER);
    if (id == "jobs") measure.set_itemised(true);
    measure.add_reporters(type::v1::REPORTER_ENTERPRISE);
    WriteRecord(record);
  }
  void WriteVillage() {
    type::v1::Record record = Named(VillageName(Any(kVillages)));
    record.mutable_village();
    Place(record, "divisions/" + Any(kTowns), "", "");
    WriteRecord(record);
  }
  void WriteEnterprise() {
    type::v1::Record record = Named(AnyEnterprise());
    record.mutable_enterprise();
    const std::string moved = Below(2) == 0 ? Any(kDays) : "";
    Place(record, Below(3) == 0 ? VillageName(Any(kVillages)) : "divisions/440783", "", moved);
    if (!moved.empty())
      Place(record, Below(3) == 0 ? VillageName(Any(kVillages)) : AnyDivision(), moved, "");
    if (Below(2) == 0) (*record.mutable_labels())["tier"] = std::to_string(Below(2));
    AddMemberships(record);
    WriteRecord(record);
  }
  void AddMemberships(type::v1::Record& record) {
    if (Below(2) == 0) return;
    auto& membership = *record.add_memberships();
    membership.set_cluster(AnyCluster());
    if (Below(2) == 0) membership.mutable_when()->set_start(Any(kDays));
  }

  /// A statement's source, or a contribution's item.
  template <typename Keyed>
  void SetId(Keyed& keyed) {
    if (keyed.subject() == "divisions/440783") {
      keyed.set_source(absl::StrCat("s", Below(2)));
    } else if (keyed.measure() == "measures/jobs") {
      keyed.set_item(absl::StrCat("i", Below(2)));
    }
  }

  void WriteObservations() {
    v1::WriteRecordsRequest request;
    for (uint64_t rows = 1 + Below(4); rows > 0; --rows) {
      const std::string measure = Any(kMeasures);
      const std::string year = std::to_string(2019 + Below(3));
      std::string period = year;
      if (measure == "sales") period = absl::StrCat(year, "-", Below(2) == 0 ? "07" : "03");
      if (measure == "jobs") period = absl::StrCat(year, "-Q", 1 + Below(4));
      if (Below(5) == 0) {
        auto& key = *request.add_rows()->mutable_withdrawn_observation();
        key.set_subject(AnyObserved());
        key.set_measure("measures/" + measure);
        key.set_period(period);
        SetId(key);
        continue;
      }
      auto& observation = *request.add_rows()->mutable_observation();
      observation.set_subject(AnyObserved());
      observation.set_measure("measures/" + measure);
      observation.set_period(period);
      SetId(observation);
      if (Below(6) == 0) {
        observation.set_not_available(true);
      } else {
        observation.mutable_amount()->set_value(std::to_string(Below(1'000)));
      }
    }
    Write(request);
  }
  void Withdraw() {
    v1::WriteRecordsRequest request;
    const std::vector<std::string> names = {AnyEnterprise(), AnyEnterprise(), AnyCluster(),
                                            VillageName(Any(kVillages)),
                                            "measures/" + Any(kMeasures)};
    request.add_rows()->set_withdrawn_record(Any(names));
    Write(request);
  }

  template <typename Request, typename List>
  std::vector<std::string> PagesOf(Request request, const List& list);

  std::mt19937_64 random_;
  HeldDisk disk_;
  CommitHarness harness_{disk_.store()};
  PlainLedger plain_;
};

template <typename Message>
auto ResponseOf(const Message&) {
  if constexpr (std::is_same_v<Message, v1::ListRecordsRequest>) {
    return v1::ListRecordsResponse();
  } else {
    return v1::ListObservationsResponse();
  }
}

template <typename Request, typename List>
std::vector<std::string> RandomLedger::PagesOf(Request request, const List& list) {
  std::vector<std::string> lines;
  while (true) {
    request.set_page_size(static_cast<int32_t>(1 + Below(7)));
    auto page = ResponseOf(request);
    const auto [status, listed] = list(request, page);
    if (!status.ok()) {
      const Metadata metadata = MetadataOf(status);
      lines.push_back(absl::StrCat(std::string(ReasonName(ReasonOf(status))), " ",
                                   metadata.empty() ? "" : metadata[0].second));
      return lines;
    }
    EXPECT_LE(listed.size(), request.page_size());
    for (const auto& message : listed) lines.push_back(PlainLedger::LineOf(message));
    if (page.next_page_token().empty()) return lines;
    request.set_page_token(page.next_page_token());
    if (Below(3) == 0) WriteAny();
  }
}

template <typename Ask>
void CheckHistories(const Ask& ask) {
  const char* text = std::getenv("TAIZHANG_SEED");
  const uint64_t first = text == nullptr ? 20'250'601 : std::strtoull(text, nullptr, 10);
  std::cout << "seeds " << first << " to " << first + kHistories - 1 << "\n";
  size_t lines = 0;
  for (uint64_t seed = first; seed < first + kHistories; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RandomLedger random(seed);
    for (int i = 0; i < kWrites; ++i) random.WriteAny();
    for (int i = 0; i < kListings; ++i) {
      lines += ask(random);
      if (testing::Test::HasFailure()) return;
    }
  }
  EXPECT_GT(lines, size_t{200}) << "the histories list next to nothing";
}

TEST(ListingProperty, PagesOfRecordsAreAPlainFilterOfTheirRevision) {
  CheckHistories([](RandomLedger& random) {
    const v1::ListRecordsRequest request = random.AnyRecords();
    const std::vector<std::string> expected = random.plain().Records(request, kToday);
    EXPECT_EQ(random.Pages(request), expected) << request.DebugString();
    return expected.size();
  });
}

TEST(ListingProperty, PagesOfObservationsAreAPlainFilterOfTheirRevision) {
  CheckHistories([](RandomLedger& random) {
    const v1::ListObservationsRequest request = random.AnyObservations();
    const std::vector<std::string> expected = random.plain().Observations(request);
    const std::vector<std::string> pages = random.Pages(request);
    const bool unknown = !pages.empty() && pages[0].starts_with("NOT_FOUND");
    EXPECT_EQ(unknown ? std::vector<std::string>() : pages, expected) << request.DebugString();
    return expected.size();
  });
}

}  // namespace
}  // namespace taizhang::ledger
