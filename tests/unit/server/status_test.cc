#include <string>

#include "absl/strings/str_cat.h"
#include "common/status/grpc_status.h"
#include "common/status/reason.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "taizhang/type/v1/error_reason.pb.h"

namespace taizhang {
namespace {

std::vector<Violation> ManyViolations(int count) {
  std::vector<Violation> violations;
  violations.reserve(static_cast<size_t>(count));
  for (int i = 0; i < count; ++i) {
    violations.push_back({.row = i,
                          .field = absl::StrCat("rows[", i, "].observation.amount.unit"),
                          .reason = Reason::kUnitMismatch,
                          .description = "单位 美元 不能换算成 元：请写 元、万元 或 亿元"});
  }
  return violations;
}

template <typename Detail>
int CountDetails(const google::rpc::Status& status) {
  int count = 0;
  for (const auto& detail : status.details()) count += detail.Is<Detail>() ? 1 : 0;
  return count;
}

TEST(Reason, IsTheProtoEnumNameByName) {
  const auto* descriptor = type::v1::ErrorReason_descriptor();
  for (int i = 0; i < descriptor->value_count(); ++i) {
    const auto* value = descriptor->value(i);
    EXPECT_EQ(value->name(),
              absl::StrCat("ERROR_REASON_",
                           std::string(ReasonName(static_cast<Reason>(value->number())))));
  }
  EXPECT_EQ(ReasonName(static_cast<Reason>(descriptor->value_count())), "INTERNAL")
      << "a reason that the proto does not have";
}

TEST(Reason, HasTheCodeThatTheProtoDocuments) {
  EXPECT_EQ(CodeOf(Reason::kUnitMismatch), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(CodeOf(Reason::kNotFound), absl::StatusCode::kNotFound);
  EXPECT_EQ(CodeOf(Reason::kEtagMismatch), absl::StatusCode::kAborted);
  EXPECT_EQ(CodeOf(Reason::kRequestIdReused), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(CodeOf(Reason::kHistoryDiverged), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(CodeOf(Reason::kRevisionUnknown), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(CodeOf(Reason::kOverloaded), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(CodeOf(Reason::kNotReady), absl::StatusCode::kUnavailable);
  EXPECT_EQ(CodeOf(Reason::kNotYetApplied), absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(CodeOf(Reason::kLogDamaged), absl::StatusCode::kDataLoss);
  EXPECT_EQ(CodeOf(Reason::kInternal), absl::StatusCode::kInternal);
  EXPECT_EQ(CodeOf(Reason::kScopeUnknown), absl::StatusCode::kNotFound);
}

TEST(Reason, IsReadBackFromTheStatusWithItsMetadata) {
  const absl::Status status =
      MakeError(Reason::kNotFound, "no such record", {{"name", "measures/年;3"}});
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(status.message(), "no such record");
  EXPECT_EQ(ReasonOf(status), Reason::kNotFound);
  EXPECT_EQ(MetadataOf(status), (Metadata{{"name", "measures/年;3"}}));
}

TEST(Reason, OfAStatusMadeElsewhereIsInternal) {
  EXPECT_EQ(ReasonOf(absl::NotFoundError("x")), Reason::kInternal);
  EXPECT_TRUE(MetadataOf(absl::NotFoundError("x")).empty());
}

TEST(InvalidRequest, NamesTheFirstViolationAndCountsAll) {
  const absl::Status status = MakeInvalidRequest(ManyViolations(2));
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(),
            "2 violations, the first: rows[0].observation.amount.unit: "
            "单位 美元 不能换算成 元：请写 元、万元 或 亿元");
  EXPECT_EQ(ReasonOf(status), Reason::kInvalidRequest);
  EXPECT_EQ(MetadataOf(status), (Metadata{{"violations", "2"}}));
  ASSERT_EQ(ViolationsOf(status).size(), 2U);
  EXPECT_EQ(ViolationsOf(status)[1].row, 1);
  EXPECT_EQ(ViolationsOf(status)[1].reason, Reason::kUnitMismatch);
}

TEST(InvalidRequest, KeepsTheCountWhereNotAllViolationsFit) {
  const absl::Status status = MakeInvalidRequest(ManyViolations(5'000));
  EXPECT_EQ(MetadataOf(status), (Metadata{{"violations", "5000"}}));
  EXPECT_GT(ViolationsOf(status).size(), 20U);
  EXPECT_LT(ViolationsOf(status).size(), 60U);
}

TEST(CutText, TearsNoCharacter) {
  EXPECT_EQ(CutText("台账", 6), "台账");
  EXPECT_EQ(CutText("台账", 5), "台");
  EXPECT_EQ(CutText("台账", 2), "");
}

TEST(RpcStatus, HasExactlyOneErrorInfo) {
  const google::rpc::Status status =
      ToRpcStatus(MakeError(Reason::kEtagMismatch, "read it again", {{"name", "measures/a"}}));
  EXPECT_EQ(status.code(), grpc::StatusCode::ABORTED);
  ASSERT_EQ(status.details_size(), 1);
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(status.details(0).UnpackTo(&info));
  EXPECT_EQ(info.domain(), "taizhang");
  EXPECT_EQ(info.reason(), "ETAG_MISMATCH");
  EXPECT_EQ(info.metadata().at("name"), "measures/a");
}

TEST(RpcStatus, OfADefectOfOursSaysSo) {
  const google::rpc::Status status = ToRpcStatus(
      MakeError(Reason::kInternal, "the request does not make a block: records.before"));
  EXPECT_EQ(status.code(), grpc::StatusCode::INTERNAL);
  EXPECT_EQ(status.message(), "the request does not make a block: records.before");
  ASSERT_EQ(status.details_size(), 1);
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(status.details(0).UnpackTo(&info));
  EXPECT_EQ(info.domain(), "taizhang");
  EXPECT_EQ(info.reason(), "INTERNAL");
  EXPECT_TRUE(info.metadata().empty());
}

TEST(RpcStatus, OfAnErrorFromBelowHasTheNearestReason) {
  const google::rpc::Status status = ToRpcStatus(absl::DataLossError("block 7 is damaged"));
  EXPECT_EQ(status.code(), grpc::StatusCode::DATA_LOSS);
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(status.details(0).UnpackTo(&info));
  EXPECT_EQ(info.reason(), "LOG_DAMAGED");
}

TEST(RpcStatus, SaysWhenToRetryWhereThatIsTheAnswer) {
  EXPECT_EQ(CountDetails<google::rpc::RetryInfo>(ToRpcStatus(MakeError(Reason::kOverloaded, ""))),
            1);
  EXPECT_EQ(CountDetails<google::rpc::RetryInfo>(ToRpcStatus(MakeError(Reason::kNotReady, ""))), 1);
  EXPECT_EQ(CountDetails<google::rpc::RetryInfo>(ToRpcStatus(MakeError(Reason::kNotFound, ""))), 0);
}

TEST(RpcStatus, StaysBelowSixKibibytes) {
  Metadata metadata = {{"violations", "5000"}, {"name", std::string(20'000, 'x')}};
  const absl::Status status =
      MakeStatus(absl::StatusCode::kInvalidArgument, Reason::kInvalidRequest,
                 std::string(20'000, 'm'), metadata, ManyViolations(5'000));
  const google::rpc::Status rpc = ToRpcStatus(status);
  EXPECT_LE(rpc.ByteSizeLong(), 6'144U);
  EXPECT_EQ(CountDetails<google::rpc::BadRequest>(rpc), 1);
  EXPECT_EQ(MetadataOf(FromRpcStatus(rpc))[1],
            (std::pair<std::string, std::string>{"violations", "5000"}));
}

TEST(GrpcStatus, OfSuccessIsOk) {
  EXPECT_TRUE(ToGrpcStatus(absl::OkStatus()).ok());
  EXPECT_TRUE(FromGrpcStatus(grpc::Status::OK).ok());
}

TEST(GrpcStatus, ComesBackAsItWas) {
  const absl::Status sent = MakeInvalidRequest(ManyViolations(3));
  const absl::Status received = FromGrpcStatus(ToGrpcStatus(sent));
  EXPECT_EQ(received.code(), sent.code());
  EXPECT_EQ(received.message(), sent.message());
  EXPECT_EQ(ReasonOf(received), Reason::kInvalidRequest);
  EXPECT_EQ(MetadataOf(received), MetadataOf(sent));
  ASSERT_EQ(ViolationsOf(received).size(), 3U);
  EXPECT_EQ(ViolationsOf(received)[2].row, 2);
  EXPECT_EQ(ViolationsOf(received)[2].field, "rows[2].observation.amount.unit");
  EXPECT_EQ(ViolationsOf(received)[2].reason, Reason::kUnitMismatch);
  EXPECT_EQ(ViolationsOf(received)[2].description,
            "单位 美元 不能换算成 元：请写 元、万元 或 亿元");
}

TEST(GrpcStatus, WithoutDetailsKeepsCodeAndMessage) {
  const absl::Status received =
      FromGrpcStatus({grpc::StatusCode::UNAVAILABLE, "connection refused"});
  EXPECT_EQ(received.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(received.message(), "connection refused");
}

}  // namespace
}  // namespace taizhang
