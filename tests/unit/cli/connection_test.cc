#include "services/cli/wire/connection.h"

#include <sstream>
#include <string>
#include <vector>

#include "common/status/grpc_status.h"
#include "common/status/reason.h"
#include <gtest/gtest.h>

namespace taizhang::cli {
namespace {

struct Said {
  int status = 0;
  std::string err;
};

Said Reported(const grpc::Status& status) {
  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  const Console console{.in = in, .out = out, .err = err, .environment = {}, .interactive = false};
  const int exit_status = Report({"listing", "ledger", "127.0.0.1:7601", status}, console);
  return {exit_status, err.str()};
}

Said Reported(const absl::Status& status) { return Reported(ToGrpcStatus(status)); }

Violation Wrong(const std::string& field, const std::string& description) {
  return {-1, field, Reason::kValueInvalid, description};
}

TEST(Report, SaysASingleViolationOnce) {
  const Said said = Reported(MakeInvalidRequest({Wrong("day", "is no day")}));
  EXPECT_EQ(said.status, kExitData);
  EXPECT_EQ(said.err, "taizhang: listing: ledger at 127.0.0.1:7601: 1 violation: day: is no day\n");
}

TEST(Report, SaysEachOfSeveralViolationsOnce) {
  const Said said =
      Reported(MakeInvalidRequest({Wrong("day", "is no day"), Wrong("kinds[0]", "is no kind")}));
  EXPECT_EQ(said.err,
            "taizhang: listing: ledger at 127.0.0.1:7601: 2 violations, the first: day: is no day\n"
            "  kinds[0]: is no kind\n");
}

TEST(Report, SaysAViolationThatTheMessageHasNoRoomFor) {
  const std::string longest(1'000, 'x');
  const Said said = Reported(MakeInvalidRequest({Wrong("day", longest)}));
  EXPECT_NE(said.err.find("\n  day: " + longest), std::string::npos) << said.err;
}

TEST(Report, SaysThatSomethingElseAnswers) {
  const Said said = Reported(absl::UnimplementedError(""));
  EXPECT_EQ(said.status, kExitProtocol);
  EXPECT_EQ(said.err,
            "taizhang: listing: ledger at 127.0.0.1:7601: does not know this call\n"
            "What answers at this address is not our ledger, or an older one.\n");
}

TEST(Report, AdvisesWhereTheServiceIsNotThere) {
  const Said said = Reported(grpc::Status(grpc::StatusCode::UNAVAILABLE, "refused"));
  EXPECT_EQ(said.status, kExitUnavailable);
  EXPECT_NE(said.err.find("--ledger-address"), std::string::npos) << said.err;
}

}  // namespace
}  // namespace taizhang::cli
