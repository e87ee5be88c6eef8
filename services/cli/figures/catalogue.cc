#include "services/cli/figures/catalogue.h"

namespace taizhang::cli {
namespace {

constexpr int kIndicatorsPageSize = 1'000;

}  // namespace

grpc::Status ListIndicators(const Connection& connection, std::vector<std::string>& indicators,
                            DisplayNames& names) {
  taizhang::aggregator::v1::ListIndicatorsRequest request;
  request.set_page_size(kIndicatorsPageSize);
  do {
    taizhang::aggregator::v1::ListIndicatorsResponse response;
    grpc::Status status = connection.CallPatiently(
        [&](grpc::ClientContext& context) {
          return connection.aggregator().ListIndicators(&context, request, &response);
        },
        /*through_outage=*/false);
    if (!status.ok()) return status;
    for (const auto& indicator : response.indicators()) {
      const auto& record = indicator.record();
      indicators.push_back(record.name());
      names[record.name()] = {record.display_name(), record.english_name()};
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return grpc::Status::OK;
}

void AddNamesOf(const std::vector<std::string>& records, const Connection& connection,
                DisplayNames& names) {
  for (const std::string& name : records) {
    taizhang::ledger::v1::GetRecordRequest request;
    request.set_name(name);
    taizhang::ledger::v1::GetRecordResponse response;
    const grpc::Status status = connection.Call([&](grpc::ClientContext& context) {
      return connection.ledger().GetRecord(&context, request, &response);
    });
    if (status.error_code() == grpc::StatusCode::UNAVAILABLE) return;
    if (status.ok())
      names[name] = {response.record().display_name(), response.record().english_name()};
  }
}

}  // namespace taizhang::cli
