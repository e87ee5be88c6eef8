#include "services/aggregator/rpc/reporting_proto.h"

#include <string>

#include "absl/strings/str_format.h"

namespace taizhang::aggregator {
namespace {

constexpr int64_t kSecondUs = 1'000'000;
constexpr int64_t kHundredthsOfPercent = 10'000;

/// Rounded down, so that only everybody is 100 %.
void WriteRate(int64_t numerator, int64_t denominator, v1::Rate& out) {
  out.set_numerator(numerator);
  out.set_denominator(denominator);
  const int64_t hundredths = numerator * kHundredthsOfPercent / denominator;
  out.set_percent(absl::StrFormat("%d.%02d", hundredths / 100, hundredths % 100));
}

}  // namespace

void WriteTime(int64_t us, google::protobuf::Timestamp& out) {
  int64_t seconds = us / kSecondUs;
  if (us % kSecondUs < 0) --seconds;
  out.set_seconds(seconds);
  out.set_nanos(static_cast<int32_t>((us - seconds * kSecondUs) * 1000));
}

void WriteRates(const ReportingRates& rates, v1::ReportingRates& out) {
  out.set_expected(rates.expected);
  out.set_received(rates.received);
  out.set_missing(rates.missing());
  out.set_not_due(rates.not_due);
  out.set_late(rates.late);
  out.set_unexpected(rates.unexpected);
  if (rates.expected > 0) {
    WriteRate(rates.received, rates.expected, *out.mutable_received_rate());
  }
  if (rates.timeliness && rates.timeliness->expected > 0) {
    WriteRate(rates.timeliness->on_time, rates.timeliness->expected, *out.mutable_on_time_rate());
  }
  if (rates.due_day) {
    out.set_due_day(FormatDay(*rates.due_day));
    WriteTime(EndOfDay(*rates.due_day), *out.mutable_due_time());
  }
  out.set_periods(static_cast<int32_t>(rates.periods));
  out.set_due_periods(static_cast<int32_t>(rates.due_periods));
}

void WriteReporter(const ReporterPeriod& reporter, v1::ReporterPeriod& out) {
  out.set_reporter(reporter.name);
  out.set_display_name(reporter.display_name);
  out.set_english_name(reporter.english_name);
  out.set_period(reporter.period.ToString());
  out.set_state(ProtoOf(reporter.state));
  if (reporter.first_reported_us) {
    WriteTime(*reporter.first_reported_us, *out.mutable_first_report_time());
  }
  if (reporter.due_day) out.set_due_day(FormatDay(*reporter.due_day));
  out.set_expected_when_due(reporter.expected_when_due);
}

v1::ReportState ProtoOf(ReportState state) {
  switch (state) {
    case ReportState::kReceived:
      return v1::REPORT_STATE_RECEIVED;
    case ReportState::kOnTime:
      return v1::REPORT_STATE_ON_TIME;
    case ReportState::kLate:
      return v1::REPORT_STATE_LATE;
    case ReportState::kNotDue:
      return v1::REPORT_STATE_NOT_DUE;
    case ReportState::kMissing:
      return v1::REPORT_STATE_MISSING;
    case ReportState::kUnexpected:
      return v1::REPORT_STATE_UNEXPECTED;
    case ReportState::kNoLongerExpected:
      return v1::REPORT_STATE_NO_LONGER_EXPECTED;
  }
  return v1::REPORT_STATE_UNSPECIFIED;
}

}  // namespace taizhang::aggregator
