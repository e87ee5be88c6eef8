#include "services/cli/wire/ledger_reads.h"

#include <algorithm>
#include <utility>

#include "common/values/record_name.h"

namespace taizhang::cli {
namespace {

namespace v1 = taizhang::ledger::v1;

template <typename Request, typename Response>
using Method = grpc::Status (Connection::LedgerStub::*)(grpc::ClientContext*, const Request&,
                                                        Response*);

template <typename Request, typename Response>
grpc::Status ReadAll(const Connection& connection, Request request,
                     Method<Request, Response> method, const OnPage<Response>& on_page) {
  do {
    Response response;
    grpc::Status status = connection.CallPatiently(
        [&](grpc::ClientContext& context) {
          return (connection.ledger().*method)(&context, request, &response);
        },
        /*through_outage=*/!request.page_token().empty());
    if (!status.ok()) return status;
    if (!on_page(response)) break;
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return grpc::Status::OK;
}

grpc::Status ReadHead(const Connection& connection, const std::string& partition, Cursors& heads) {
  v1::GetHeadRequest request;
  request.set_partition(partition);
  v1::GetHeadResponse response;
  grpc::Status status = connection.CallPatiently(
      [&](grpc::ClientContext& context) {
        return connection.ledger().GetHead(&context, request, &response);
      },
      /*through_outage=*/false);
  if (status.error_code() == grpc::StatusCode::NOT_FOUND) return grpc::Status::OK;
  if (!status.ok()) return status;
  v1::Cursor& head = heads[partition];
  head.set_partition(partition);
  head.set_revision(response.revision());
  head.set_hash(response.hash());
  return status;
}

void AddHead(const v1::Partition& partition, Cursors& heads) {
  v1::Cursor& head = heads[partition.name()];
  head.set_partition(partition.name());
  head.set_revision(partition.revision());
  head.set_hash(partition.hash());
}

/// Names by the partition that holds them, each once.
std::map<std::string, std::vector<std::string>> ByPartition(const std::vector<std::string>& names,
                                                            const RecordsByName& known) {
  std::map<std::string, std::vector<std::string>> partitions;
  for (const std::string& text : names) {
    if (known.contains(text)) continue;
    if (const auto name = RecordName::Parse(text); name.ok())
      partitions[name->RecordPartition()].push_back(text);
  }
  for (auto& [partition, of_partition] : partitions) {
    std::sort(of_partition.begin(), of_partition.end());
    of_partition.erase(std::unique(of_partition.begin(), of_partition.end()), of_partition.end());
  }
  return partitions;
}

}  // namespace

grpc::Status ReadPages(const Connection& connection, v1::ListRecordsRequest request,
                       const OnPage<v1::ListRecordsResponse>& on_page) {
  return ReadAll<v1::ListRecordsRequest, v1::ListRecordsResponse>(
      connection, std::move(request), &Connection::LedgerStub::ListRecords, on_page);
}

grpc::Status ReadPages(const Connection& connection, v1::ListObservationsRequest request,
                       const OnPage<v1::ListObservationsResponse>& on_page) {
  return ReadAll<v1::ListObservationsRequest, v1::ListObservationsResponse>(
      connection, std::move(request), &Connection::LedgerStub::ListObservations, on_page);
}

grpc::Status ReadPages(const Connection& connection, v1::ListRecordRevisionsRequest request,
                       const OnPage<v1::ListRecordRevisionsResponse>& on_page) {
  return ReadAll<v1::ListRecordRevisionsRequest, v1::ListRecordRevisionsResponse>(
      connection, std::move(request), &Connection::LedgerStub::ListRecordRevisions, on_page);
}

grpc::Status ReadPages(const Connection& connection, v1::ListPartitionsRequest request,
                       const OnPage<v1::ListPartitionsResponse>& on_page) {
  return ReadAll<v1::ListPartitionsRequest, v1::ListPartitionsResponse>(
      connection, std::move(request), &Connection::LedgerStub::ListPartitions, on_page);
}

grpc::Status ReadHeads(const Connection& connection, const std::vector<std::string>& partitions,
                       const std::string& prefix, Cursors& heads) {
  if (partitions.empty()) {
    v1::ListPartitionsRequest request;
    request.set_prefix(prefix);
    request.set_page_size(kPageSizeMax);
    grpc::Status status =
        ReadPages(connection, request, [&](const v1::ListPartitionsResponse& page) {
          for (const v1::Partition& partition : page.partitions()) AddHead(partition, heads);
          return true;
        });
    // What the others refer to was written to it before them.
    const std::string structure(kStructurePartition);
    if (status.ok() && heads.contains(structure)) status = ReadHead(connection, structure, heads);
    return status;
  }
  for (const std::string& partition : partitions) {
    if (grpc::Status status = ReadHead(connection, partition, heads); !status.ok()) return status;
  }
  return grpc::Status::OK;
}

grpc::Status ReadRecords(const Connection& connection, const std::vector<std::string>& names,
                         RecordsByName& records) {
  for (const auto& [partition, of_partition] : ByPartition(names, records)) {
    for (size_t begin = 0; begin < of_partition.size(); begin += kPageSizeMax) {
      v1::BatchGetRecordsRequest request;
      request.set_partition(partition);
      const size_t end = std::min(of_partition.size(), begin + kPageSizeMax);
      for (size_t i = begin; i < end; ++i) request.add_names(of_partition[i]);
      v1::BatchGetRecordsResponse response;
      grpc::Status status = connection.CallPatiently(
          [&](grpc::ClientContext& context) {
            return connection.ledger().BatchGetRecords(&context, request, &response);
          },
          /*through_outage=*/false);
      if (status.error_code() == grpc::StatusCode::NOT_FOUND) break;
      if (!status.ok()) return status;
      for (const auto& record : response.records()) {
        if (record.revision() > 0) records[record.name()] = record;
      }
    }
  }
  return grpc::Status::OK;
}

}  // namespace taizhang::cli
