#include "services/cli/import/import_lookups.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/log/mutex.h"
#include "common/values/division_code.h"
#include "common/values/record_name.h"
#include "services/cli/import/import_writer.h"
#include "services/cli/input/division_list.h"
#include "services/cli/wire/ledger_reads.h"

namespace taizhang::cli {
namespace {

namespace v1 = taizhang::ledger::v1;
using taizhang::type::v1::Record;

constexpr const char* kNation = "divisions/CN";

grpc::Status ReadDivisions(const Connection& connection, const std::string& scope,
                           std::vector<NamedDivision>& divisions) {
  v1::ListRecordsRequest request;
  request.set_partition(std::string(kStructurePartition));
  request.add_kinds(taizhang::type::v1::RECORD_KIND_DIVISION);
  request.set_scope(absl::StrCat("divisions/", scope));
  request.set_page_size(kPageSizeMax);
  grpc::Status status = ReadPages(connection, request, [&](const v1::ListRecordsResponse& page) {
    for (const Record& record : page.records()) {
      const std::string code = record.name().substr(record.name().find('/') + 1);
      if (code != scope) divisions.push_back({code, record.display_name()});
    }
    return true;
  });
  return status.error_code() == grpc::StatusCode::NOT_FOUND ? grpc::Status::OK : status;
}

/// Whether the place of a listed village is no more than its code says.
bool IsDefaultPlace(const Record& record) {
  if (record.placements().empty()) return true;
  if (record.placements_size() > 1 || record.placements(0).has_when()) return false;
  constexpr size_t kTownDigits = 9;
  const std::string code = record.name().substr(record.name().rfind('/') + 1);
  return record.has_village() &&
         record.placements(0).place() == absl::StrCat("divisions/", code.substr(0, kTownDigits));
}

/// Puts the places in which a division lies into those listed ones that name no parent.
void TakePlaces(const Record& stands, Record& listed) {
  for (auto& placement : *listed.mutable_placements()) {
    if (!placement.place().empty()) continue;
    const auto& when = placement.when();
    const std::string& day = when.start().empty() ? when.end() : when.start();
    for (const auto& known : stands.placements()) {
      if (known.when().start().empty() || known.when().start() <= day)
        placement.set_place(known.place());
    }
  }
}

/// What stands, with what the list says put over it.
Record Merged(Record stands, Record listed) {
  TakePlaces(stands, listed);
  stands.clear_etag();
  stands.clear_revision();
  stands.set_display_name(listed.display_name());
  if (!IsDefaultPlace(listed)) *stands.mutable_placements() = listed.placements();
  if (listed.has_division() && listed.division().successors_size() > 0)
    *stands.mutable_division()->mutable_successors() = listed.division().successors();
  return stands;
}

/// The listed records by partition, as indexes of rows.
std::map<std::string, std::vector<size_t>> ByPartition(const Input& input) {
  std::map<std::string, std::vector<size_t>> partitions;
  for (size_t i = 0; i < input.rows.size(); ++i) {
    const auto name = RecordName::Parse(input.rows[i].row().record().name());
    if (name.ok()) partitions[name->RecordPartition()].push_back(i);
  }
  return partitions;
}

/// Merges the rows of one partition, of which only those that stand are changed.
grpc::Status MergePartition(const Connection& connection, const std::vector<size_t>& indexes,
                            Input& input) {
  for (size_t begin = 0; begin < indexes.size(); begin += kPageSizeMax) {
    const size_t end = std::min(indexes.size(), begin + kPageSizeMax);
    std::vector<std::string> names;
    names.reserve(end - begin);
    for (size_t i = begin; i < end; ++i)
      names.push_back(input.rows[indexes[i]].row().record().name());
    RecordsByName stands;
    grpc::Status status = ReadRecords(connection, names, stands);
    if (!status.ok()) return status;
    if (stands.empty() && begin == 0) {
      // Most likely a partition to which nothing was written; the head tells for sure.
      Cursors heads;
      status =
          ReadHeads(connection, {RecordName::Parse(names.front())->RecordPartition()}, "", heads);
      if (!status.ok() || heads.empty()) return status;
    }
    for (size_t i = begin; i < end; ++i) {
      InputRow& input_row = input.rows[indexes[i]];
      v1::Row row = input_row.row();
      const auto found = stands.find(row.record().name());
      if (found == stands.end()) continue;
      *row.mutable_record() = Merged(found->second, row.record());
      input_row.Replace(row);
    }
  }
  return grpc::Status::OK;
}

bool LacksPlace(const Record& record) {
  return std::any_of(record.placements().begin(), record.placements().end(),
                     [](const auto& placement) { return placement.place().empty(); });
}

/// The parents of dated divisions that name none and do not stand: the longest prefix of the code
/// that stands or is listed.
grpc::Status FillPlaces(const Connection& connection, Input& input) {
  std::vector<size_t> lacking;
  std::vector<std::string> names;
  for (size_t i = 0; i < input.rows.size(); ++i) {
    const v1::Row row = input.rows[i].row();
    if (!LacksPlace(row.record())) continue;
    lacking.push_back(i);
    for (const std::string& code : ParentsByCode(row.record()))
      names.push_back(absl::StrCat("divisions/", code));
  }
  if (lacking.empty()) return grpc::Status::OK;
  RecordsByName stands;
  if (grpc::Status status = ReadRecords(connection, names, stands); !status.ok()) return status;
  for (const size_t index : lacking) {
    v1::Row row = input.rows[index].row();
    for (const std::string& code : ParentsByCode(row.record())) {
      const std::string name = absl::StrCat("divisions/", code);
      if (!stands.contains(name) && !input.divisions.codes.contains(code)) continue;
      for (auto& placement : *row.mutable_record()->mutable_placements()) {
        if (placement.place().empty()) placement.set_place(name);
      }
    }
    input.rows[index].Replace(row);
  }
  return grpc::Status::OK;
}

grpc::Status AddNation(const Connection& connection, Input& input) {
  if (input.divisions.codes.empty() || input.divisions.codes.contains("CN"))
    return grpc::Status::OK;
  RecordsByName records;
  grpc::Status status = ReadRecords(connection, {kNation}, records);
  if (!status.ok() || !records.empty()) return status;
  v1::Row row;
  row.mutable_record()->set_name(kNation);
  row.mutable_record()->set_display_name("中国");
  row.mutable_record()->mutable_division();
  input.file_names.emplace_back("the nation that the lists imply");
  input.rows.emplace_back(row, Place{input.file_names.back(), 0, 0});
  return status;
}

}  // namespace

grpc::Status ReadDirectory(const Connection& connection, const std::set<std::string>& within,
                           DivisionDirectory& directory) {
  for (const std::string& code : within) {
    DivisionNeighbourhood& near = directory[code];
    if (grpc::Status status = ReadDivisions(connection, code, near.inside); !status.ok())
      return status;
    const auto parsed = DivisionCode::Parse(code);
    const auto above = parsed.ok() ? parsed->Prefix() : std::nullopt;
    // A nation's neighbours would be all divisions there are.
    if (!above.has_value() || above->level() == DivisionLevel::kNation) continue;
    if (grpc::Status status = ReadDivisions(connection, above->ToString(), near.around);
        !status.ok()) {
      return status;
    }
  }
  return grpc::Status::OK;
}

grpc::Status KeepWhatStands(const Connection& connection, const Interruption& interruption,
                            ImportProgress& progress, Input& input) {
  if (grpc::Status status = AddNation(connection, input); !status.ok()) return status;
  std::vector<std::vector<size_t>> partitions;
  for (auto& [partition, indexes] : ByPartition(input)) partitions.push_back(std::move(indexes));
  progress.Begin("comparing", input.rows.size(), "rows");
  Mutex mutex;
  grpc::Status failed;
  RunSideBySide(partitions.size(), [&](size_t i) {
    if (interruption.happened()) return;
    {
      const MutexLock lock(mutex);
      if (!failed.ok()) return;
    }
    grpc::Status status = MergePartition(connection, partitions[i], input);
    progress.Add(partitions[i].size());
    if (status.ok()) return;
    const MutexLock lock(mutex);
    failed = std::move(status);
  });
  progress.End();
  return failed.ok() ? FillPlaces(connection, input) : failed;
}

}  // namespace taizhang::cli
