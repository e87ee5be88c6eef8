#include "services/aggregator/rpc/figure_request.h"

#include <string>
#include <vector>

#include "common/status/grpc_status.h"
#include "common/status/reason.h"
#include "gtest/gtest.h"
#include "services/aggregator/view/views.h"
#include "tests/support/encoded_world.h"

namespace taizhang::aggregator {
namespace {

v1::QueryFiguresRequest Ask(const std::vector<std::string>& scopes,
                            const std::vector<std::string>& periods) {
  v1::QueryFiguresRequest request;
  for (const std::string& scope : scopes) request.add_scopes(scope);
  request.add_indicators("indicators/sales");
  for (const std::string& period : periods) request.add_periods(period);
  return request;
}

/// Violations as "field REASON".
std::vector<std::string> WrongIn(const v1::QueryFiguresRequest& request) {
  std::vector<std::string> wrong;
  for (const Violation& violation :
       ViolationsOf(ParseFigureRequest(request, DayOf("2026-07-01")).status())) {
    wrong.push_back(violation.field + " " + std::string(ReasonName(violation.reason)));
  }
  return wrong;
}

/// Answers of two counties, under limits.
class AnswerLimits : public testing::Test {
 protected:
  AnswerLimits() {
    const auto world = TwoCounties();
    const std::vector<StoredBlock> blocks = EncodeBlocks(*world);
    for (size_t i = 0; i < blocks.size(); ++i) {
      EXPECT_TRUE(views_
                      .Apply({.partition = blocks[i].partition,
                              .revision = blocks[i].revision,
                              .hash = blocks[i].hash,
                              .content = world->blocks()[i].second})
                      .ok());
    }
    views_.SetReadiness(absl::OkStatus());
  }

  absl::Status Answer(const v1::QueryFiguresRequest& request, int64_t steps_max, size_t bytes_max,
                      absl::FunctionRef<absl::Status()> check) {
    const auto parsed = ParseFigureRequest(request, DayOf("2026-07-01"));
    EXPECT_TRUE(parsed.ok()) << parsed.status();
    absl::Status answered;
    EXPECT_TRUE(views_
                    .Read([&](Reading& reading) {
                      reading.LimitSteps(steps_max);
                      answered = AnswerFigures(*parsed, reading, check, bytes_max, response_);
                    })
                    .ok());
    return answered;
  }
  absl::Status Answer(const v1::QueryFiguresRequest& request, int64_t steps_max, size_t bytes_max) {
    return Answer(request, steps_max, bytes_max, [] { return absl::OkStatus(); });
  }
  /// A value, or the reason of the error in its place.
  std::string At(int place) {
    const v1::FigureAnswer& answer = response_.answers(place);
    return answer.has_figure() ? answer.figure().computed().value()
                               : std::string(ReasonName(ReasonOf(FromRpcStatus(answer.error()))));
  }

  Views views_;
  v1::QueryFiguresResponse response_;
};

TEST_F(AnswerLimits, WhatIsBeyondTheStepsIsOverloadedInItsPlace) {
  // Each enterprise is itself a scope: evaluated.
  const auto request = Ask({"divisions/440783/enterprises/a", "divisions/500113/enterprises/b"},
                           {"2025-01", "2025-02"});
  ASSERT_TRUE(Answer(request, 1, kResponseBytesMax).ok());
  ASSERT_EQ(response_.answers_size(), 4);
  EXPECT_EQ(At(0), "100") << "the first is always answered";
  for (int place = 1; place < 4; ++place) EXPECT_EQ(At(place), "OVERLOADED");
  EXPECT_EQ(response_.answers(3).error().code(), 8) << "RESOURCE_EXHAUSTED";
  EXPECT_EQ(response_.answers(3).period(), "2025-02");
  EXPECT_EQ(response_.cut_size(), 2) << "of what was read: the enterprise's county, the structure";
}

TEST_F(AnswerLimits, WhatIsBeyondTheBytesIsOverloadedInItsPlace) {
  const auto request = Ask({"divisions/440783", "divisions/500113"}, {"2025-01", "2025-02"});
  ASSERT_TRUE(Answer(request, kReadingStepsMax, 2'200).ok());
  ASSERT_EQ(response_.answers_size(), 4);
  EXPECT_EQ(At(0), "100");
  ASSERT_TRUE(Answer(request, kReadingStepsMax, 0).ok());
  EXPECT_EQ(At(4), "OVERLOADED");
}

TEST_F(AnswerLimits, AFullResponseStaysUnderItsBytes) {
  const auto request = Ask({"divisions/440783", "divisions/500113", "divisions/44", "divisions/50"},
                           {"2025-01", "2025-02", "2025", "2024"});
  ASSERT_TRUE(Answer(request, kReadingStepsMax, 10'000).ok());
  EXPECT_LE(response_.ByteSizeLong(), 10'000U);
  ASSERT_EQ(response_.answers_size(), 16);
  EXPECT_EQ(At(0), "100");
}

TEST_F(AnswerLimits, EndsBetweenAnswersWhereNobodyWaits) {
  int asked = 0;
  const absl::Status status =
      Answer(Ask({"divisions/440783", "divisions/500113"}, {"2025-01", "2025-02"}),
             kReadingStepsMax, kResponseBytesMax, [&asked]() -> absl::Status {
               return ++asked < 3 ? absl::OkStatus() : absl::CancelledError("gone");
             });
  EXPECT_EQ(status.code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(response_.answers_size(), 2);
}

TEST(FigureRequest, RefusesAScopeThatIsNamedTwice) {
  EXPECT_EQ(WrongIn(Ask({"divisions/44", "divisions/50", "divisions/44"}, {"2025"})),
            (std::vector<std::string>{"scopes[2] VALUE_INVALID"}));
}

TEST(FigureRequest, RefusesAnIndicatorThatIsNamedTwice) {
  v1::QueryFiguresRequest request = Ask({"divisions/44"}, {"2025"});
  request.add_indicators("indicators/sales");
  EXPECT_EQ(WrongIn(request), (std::vector<std::string>{"indicators[1] VALUE_INVALID"}));
}

TEST(FigureRequest, RefusesAPeriodThatIsNamedTwiceHoweverItIsSpelled) {
  EXPECT_EQ(WrongIn(Ask({"divisions/44"}, {"2025", "2025-01..2025-12"})),
            (std::vector<std::string>{"periods[1] VALUE_INVALID"}));
}

TEST(FigureRequest, CountsInEachPeriodWhoIsAMemberThenWhereNothingIsSaid) {
  v1::QueryFiguresRequest request = Ask({"divisions/44"}, {"2025"});
  for (const auto attribution : {v1::ATTRIBUTION_UNSPECIFIED, v1::ATTRIBUTION_AS_OF_PERIOD}) {
    request.set_attribution(attribution);
    const auto parsed = ParseFigureRequest(request, DayOf("2026-07-01"));
    ASSERT_TRUE(parsed.ok()) << parsed.status();
    EXPECT_EQ(parsed->attribution, v1::ATTRIBUTION_AS_OF_PERIOD);
    EXPECT_EQ(parsed->members_on, std::nullopt);
  }
}

TEST(FigureRequest, ReadsCurrentAsTheDayOfTheAnswerAndFixedAsItsOwn) {
  v1::QueryFiguresRequest request = Ask({"divisions/44"}, {"2025"});
  request.set_attribution(v1::ATTRIBUTION_CURRENT);
  EXPECT_EQ(ParseFigureRequest(request, DayOf("2026-07-01"))->members_on, DayOf("2026-07-01"));
  request.set_attribution(v1::ATTRIBUTION_FIXED);
  request.set_fixed_day("2024-02-29");
  EXPECT_EQ(ParseFigureRequest(request, DayOf("2026-07-01"))->members_on, DayOf("2024-02-29"));
}

TEST(FigureRequest, NamesWhatIsWrongWithTheAttribution) {
  v1::QueryFiguresRequest request = Ask({"divisions/44"}, {"2025"});
  request.set_attribution(v1::ATTRIBUTION_FIXED);
  EXPECT_EQ(WrongIn(request), (std::vector<std::string>{"fixed_day FIELD_REQUIRED"}));
  request.set_fixed_day("2025-02-29");
  EXPECT_EQ(WrongIn(request), (std::vector<std::string>{"fixed_day VALUE_INVALID"}));
  request.set_attribution(v1::ATTRIBUTION_CURRENT);
  EXPECT_EQ(WrongIn(request), (std::vector<std::string>{"fixed_day FIELD_NOT_ALLOWED"}));
  request.clear_fixed_day();
  request.set_attribution(static_cast<v1::Attribution>(9));
  EXPECT_EQ(WrongIn(request), (std::vector<std::string>{"attribution VALUE_INVALID"}));
}

TEST(FigureRequest, RefusesNamesThatFillTheResponseWhenTheyAreRepeated) {
  std::vector<std::string> periods;
  for (int year = 1; year <= 1'000; ++year) periods.push_back(std::to_string(year));
  const absl::Status status =
      ParseFigureRequest(Ask({std::string(100'000, 'x')}, periods), kDayMin).status();
  EXPECT_EQ(ReasonOf(status), Reason::kTooLarge);
  EXPECT_EQ(MetadataOf(status), (Metadata{{"limit", "67108864"}}));
}

}  // namespace
}  // namespace taizhang::aggregator
