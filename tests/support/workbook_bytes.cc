#include "tests/support/workbook_bytes.h"

#include <cstdint>
#include <cstdlib>
#include <zip.h>

namespace taizhang {
namespace {

constexpr std::string_view kMain =
    R"(xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main")";
constexpr std::string_view kTypes =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

void Must(bool holds) {
  if (!holds) std::abort();
}

std::string Relationship(std::string_view id, std::string_view kind, std::string_view target) {
  std::string text = R"(<Relationship Id=")";
  text.append(id).append(R"(" Type=")").append(kTypes).append("/").append(kind);
  return text.append(R"(" Target=")").append(target).append(R"("/>)");
}

std::string Relationships(std::string_view content) {
  std::string text =
      R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)";
  return text.append(content).append("</Relationships>");
}

}  // namespace

std::string ZipOf(const Parts& parts, Packing packing) {
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, nullptr);
  Must(target != nullptr);
  zip_source_keep(target);
  zip_t* archive = zip_open_from_source(target, ZIP_TRUNCATE, nullptr);
  Must(archive != nullptr);
  for (const auto& [name, content] : parts) {
    zip_source_t* source = zip_source_buffer(archive, content.data(), content.size(), 0);
    const int64_t index = zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
    Must(index >= 0);
    const int method = packing == Packing::kStored ? ZIP_CM_STORE : ZIP_CM_DEFLATE;
    Must(zip_set_file_compression(archive, static_cast<uint64_t>(index), method, 0) == 0);
  }
  Must(zip_close(archive) == 0);
  Must(zip_source_open(target) == 0);
  zip_stat_t stat;
  Must(zip_source_stat(target, &stat) == 0);
  std::string bytes(stat.size, '\0');
  Must(zip_source_read(target, bytes.data(), bytes.size()) == static_cast<int64_t>(bytes.size()));
  zip_source_close(target);
  zip_source_free(target);
  return bytes;
}

Parts PartsOfWorkbook(std::string_view rows) {
  std::string sheet = "<worksheet ";
  sheet.append(kMain).append("><sheetData>").append(rows).append("</sheetData></worksheet>");
  std::string workbook = "<workbook ";
  workbook.append(kMain)
      .append(" xmlns:r=\"")
      .append(kTypes)
      .append(R"("><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>)");
  return {
      {"_rels/.rels", Relationships(Relationship("rId1", "officeDocument", "xl/workbook.xml"))},
      {"xl/workbook.xml", workbook},
      {"xl/_rels/workbook.xml.rels",
       Relationships(Relationship("rId1", "worksheet", "worksheets/sheet1.xml"))},
      {"xl/worksheets/sheet1.xml", sheet},
  };
}

void AddPart(std::string_view kind, std::string_view root, std::string_view content, Parts& parts) {
  std::string target(kind);
  target += ".xml";
  std::string& relationships = parts["xl/_rels/workbook.xml.rels"];
  relationships.insert(relationships.find("</Relationships>"), Relationship(kind, kind, target));
  std::string text = "<";
  text.append(root).append(" ").append(kMain).append(">").append(content);
  parts["xl/" + target] = text.append("</").append(root).append(">");
}

}  // namespace taizhang
