#include "services/cli/tables/zip_archive.h"

#include <algorithm>
#include <utility>
#include <zip.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/cli/tables/absl_view.h"

namespace taizhang::cli {
namespace {

constexpr size_t kChunkBytes = size_t{64} << 10;
constexpr std::string_view kOleMagic = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
constexpr std::string_view kZipMagic = "PK";

std::string PartKey(std::string_view name) {
  std::string key = absl::AsciiStrToLower(View(name));
  std::replace(key.begin(), key.end(), '\\', '/');
  return key.substr(std::min(key.find_first_not_of('/'), key.size()));
}

absl::Status NoArchive(std::string_view bytes) {
  if (bytes.empty()) return absl::InvalidArgumentError("the file is empty");
  if (bytes.starts_with(kOleMagic)) {
    return absl::InvalidArgumentError(
        "this is an old .xls file, or a workbook with a password; save it as .xlsx without a "
        "password, or as CSV");
  }
  const size_t first = bytes.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first != std::string_view::npos && bytes[first] == '<') {
    return absl::InvalidArgumentError(
        "this is a web page or XML under a spreadsheet's name; open it in a spreadsheet program "
        "and save it as .xlsx or CSV");
  }
  return absl::InvalidArgumentError("this is no .xlsx file; save it as .xlsx or CSV");
}

/// Before libzip reads the directory, for which it takes time and memory whatever it finds there:
/// each entry has a header that begins with the same four bytes.
absl::Status CheckEntries(std::string_view bytes, size_t entries_max) {
  constexpr std::string_view kHeader = "PK\1\2";
  size_t count = 0;
  for (size_t at = bytes.find(kHeader); at != std::string_view::npos;
       at = bytes.find(kHeader, at + kHeader.size())) {
    if (++count <= entries_max) continue;
    return absl::ResourceExhaustedError(
        absl::StrCat("the file holds more than ", entries_max, " parts (entries_max)"));
  }
  return absl::OkStatus();
}

absl::Status Damaged(std::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat("the file is damaged or incomplete (", View(what), ")"));
}

}  // namespace

void ZipArchive::Discard::operator()(struct zip* archive) const { zip_discard(archive); }

ZipArchive::ZipArchive(std::unique_ptr<struct zip, Discard> archive, size_t inflated_bytes_max)
    : archive_(std::move(archive)), inflated_bytes_max_(inflated_bytes_max) {}

absl::StatusOr<ZipArchive> ZipArchive::Open(std::string_view bytes, const XlsxLimits& limits) {
  if (bytes.size() > limits.file_bytes_max) {
    return absl::ResourceExhaustedError(
        absl::StrCat("the file has ", bytes.size(), " bytes, more than ", limits.file_bytes_max,
                     " (file_bytes_max); divide it, or save the sheet as CSV"));
  }
  if (!bytes.starts_with(kZipMagic)) return NoArchive(bytes);
  if (absl::Status status = CheckEntries(bytes, limits.entries_max); !status.ok()) return status;
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  struct zip* opened =
      source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error);
  std::unique_ptr<struct zip, Discard> archive(opened);
  absl::Status status = absl::OkStatus();
  if (archive == nullptr) {
    status = Damaged(zip_error_strerror(&error));
    if (source != nullptr) zip_source_free(source);
  }
  zip_error_fini(&error);
  if (!status.ok()) return status;
  ZipArchive result(std::move(archive), limits.inflated_bytes_max);
  result.Index();
  return result;
}

void ZipArchive::Index() {
  const int64_t count = zip_get_num_entries(archive_.get(), 0);
  for (int64_t index = 0; index < count; ++index) {
    const auto at = static_cast<uint64_t>(index);
    const char* name = zip_get_name(archive_.get(), at, 0);
    if (name != nullptr) entries_.try_emplace(PartKey(name), Entry{.index = at});
  }
}

bool ZipArchive::Contains(std::string_view part) const { return entries_.contains(PartKey(part)); }

absl::Status ZipArchive::Count(Entry& entry, size_t bytes) {
  if (bytes <= entry.counted) return absl::OkStatus();
  inflated_ += bytes - std::exchange(entry.counted, bytes);
  if (inflated_ <= inflated_bytes_max_) return absl::OkStatus();
  return absl::ResourceExhaustedError(absl::StrCat(
      "the file inflates to more than ", inflated_bytes_max_, " bytes (inflated_bytes_max)"));
}

absl::Status ZipArchive::Read(std::string_view part, const Sink& sink) {
  const auto found = entries_.find(PartKey(part));
  if (found == entries_.end()) return Damaged(absl::StrCat(View(part), " is missing"));
  Entry& entry = found->second;
  zip_stat_t stat;
  zip_stat_init(&stat);
  if (zip_stat_index(archive_.get(), entry.index, 0, &stat) != 0) return Damaged(part);
  if (stat.encryption_method != ZIP_EM_NONE) {
    return absl::InvalidArgumentError("the file is encrypted; save it without a password");
  }
  // OPC knows no other methods; some of those that libzip knows take much memory.
  if (stat.comp_method != ZIP_CM_STORE && stat.comp_method != ZIP_CM_DEFLATE) {
    return Damaged(absl::StrCat(View(part), " is compressed in a way that .xlsx does not have"));
  }
  const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(
      zip_fopen_index(archive_.get(), entry.index, 0), &zip_fclose);
  if (file == nullptr) return Damaged(absl::StrCat(View(part), ": ", zip_strerror(archive_.get())));
  std::string chunk(kChunkBytes, '\0');
  for (size_t total = 0;;) {
    const int64_t size = zip_fread(file.get(), chunk.data(), chunk.size());
    if (size < 0) return Damaged(absl::StrCat(View(part), ": ", zip_file_strerror(file.get())));
    if (size == 0) return absl::OkStatus();
    const auto bytes = static_cast<size_t>(size);
    total += bytes;
    if (absl::Status status = Count(entry, total); !status.ok()) return status;
    if (absl::Status status = sink({chunk.data(), bytes}); !status.ok()) return status;
  }
}

}  // namespace taizhang::cli
