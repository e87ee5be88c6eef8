#include <algorithm>
#include <charconv>
#include <cstdint>
#include <iconv.h>
#include <sstream>
#include <string>
#include <vector>

#include "services/cli/tables/cell_value.h"
#include "services/cli/tables/csv_reader.h"
#include "services/cli/tables/csv_writer.h"
#include "services/cli/tables/text_encoding.h"
#include "tests/property/values/seeded.h"
#include <gtest/gtest.h>

namespace taizhang::cli {
namespace {

using Rows = std::vector<std::vector<std::string>>;

/// What CSV, spreadsheets and encodings take for something.
const std::vector<std::string> kPieces = {
    ",",  ";",  "\t", "\"", "\"\"", "\r", "\n", "\r\n", " ",  "'",    "''", "=",  "+",
    "-",  "@",  "＝", "－", "5",    "%",  "a",  "村",   "㐀", "𠀀",   "。", "é",  "=1+1",
    "'=", "-5", "+x", "|",  "，",   "\\", "0",  "1.5",  "x",  "sep=", "\v", "一", "  "};

std::string RandomCell(Seeded& random) {
  std::string cell;
  for (int64_t i = random.Between(0, 4); i > 0; --i) {
    cell +=
        kPieces[static_cast<size_t>(random.Between(0, static_cast<int64_t>(kPieces.size()) - 1))];
  }
  return cell;
}

bool IsEmpty(const std::vector<std::string>& cells) {
  return std::all_of(cells.begin(), cells.end(),
                     [](const std::string& cell) { return cell.empty(); });
}

std::string IconvTo(const char* encoding, std::string text) {
  iconv_t handle = iconv_open(encoding, "UTF-8");
  std::string out(text.size() * 4 + 16, '\0');
  char* from = text.data();
  size_t from_left = text.size();
  char* to = out.data();
  size_t to_left = out.size();
  EXPECT_EQ(iconv(handle, &from, &from_left, &to, &to_left), 0);
  iconv_close(handle);
  out.resize(out.size() - to_left);
  return out;
}

TEST(TablesProperty, CsvReadsBackWhatWasWritten) {
  Seeded random;
  for (int i = 0; i < 20'000; ++i) {
    Rows rows;
    std::ostringstream out;
    CsvWriter writer(out);
    const int64_t columns = random.Between(1, 4);
    for (int64_t row = random.Between(1, 5); row > 0; --row) {
      std::vector<std::string> cells;
      for (int64_t column = 0; column < columns; ++column) cells.push_back(RandomCell(random));
      writer.Write(cells);
      if (!IsEmpty(cells)) rows.push_back(cells);
    }
    Rows read;
    const absl::Status status = ReadCsv(out.str(), [&read](const TableRow& row) {
      read.push_back(row.cells);
      return absl::OkStatus();
    });
    ASSERT_EQ(status, absl::OkStatus()) << out.str();
    ASSERT_EQ(read, rows) << out.str();
  }
}

TEST(TablesProperty, EncodedTextReadsBack) {
  Seeded random;
  for (int i = 0; i < 5'000; ++i) {
    std::string text;
    for (int64_t piece = random.Between(0, 50); piece > 0; --piece) text += RandomCell(random);
    EXPECT_EQ(ToUtf8(IconvTo("GB18030", text), TextEncoding::kGb18030).value(), text);
    EXPECT_EQ(ToUtf8("\xFF\xFE" + IconvTo("UTF-16LE", text), TextEncoding::kDetect).value(), text);
    EXPECT_EQ(ToUtf8("\xFE\xFF" + IconvTo("UTF-16BE", text), TextEncoding::kUtf16).value(), text);
    EXPECT_EQ(ToUtf8(text, TextEncoding::kDetect).value(), text);
  }
}

TEST(TablesProperty, TablesAreReadWithoutNamingTheirEncoding) {
  Seeded random;
  for (int i = 0; i < 2'000; ++i) {
    std::string text = "村名,行业,收入（万元）\r\n";
    for (int64_t row = random.Between(1, 20); row > 0; --row) {
      text += "一村,种植业," + std::to_string(random.Between(0, 1'000'000)) + "\r\n";
    }
    for (const char* encoding : {"UTF-8", "GB18030", "UTF-16LE", "UTF-16BE"}) {
      ASSERT_EQ(ToUtf8(IconvTo(encoding, text), TextEncoding::kDetect).value(), text) << encoding;
    }
  }
}

TEST(TablesProperty, NumbersOfFifteenDigitsAreShownAsTheyWereTyped) {
  Seeded random;
  for (int i = 0; i < 50'000; ++i) {
    // No zero at either end, so that there is one way to write it.
    std::string digits = std::to_string(random.Between(1, 9));
    for (int64_t n = random.Between(0, 13); n > 0; --n)
      digits += std::to_string(random.Between(0, 9));
    digits += std::to_string(random.Between(1, 9));
    const auto point =
        static_cast<size_t>(random.Between(1, static_cast<int64_t>(digits.size()) - 1));
    const std::string typed = digits.substr(0, point) + "." + digits.substr(point);
    double value = 0;
    std::from_chars(typed.data(), typed.data() + typed.size(), value);
    // As spreadsheets store it: 17 digits.
    char stored[40];
    const auto end =
        std::to_chars(stored, stored + sizeof stored, value, std::chars_format::general, 17);
    ASSERT_EQ(NumberText(std::string_view(stored, static_cast<size_t>(end.ptr - stored)),
                         NumberFormat::kPlain, DateSystem::k1900),
              typed)
        << typed;
  }
}

}  // namespace
}  // namespace taizhang::cli
