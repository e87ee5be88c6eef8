#include "services/cli/import/import_report.h"

#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace taizhang::cli {
namespace {

namespace v1 = taizhang::ledger::v1;

class ImportReportTest : public ::testing::Test {
 protected:
  void Write(const std::string& partition, int64_t revision) {
    v1::WriteRecordsResponse response;
    response.add_outcomes(v1::OUTCOME_CREATED);
    response.set_revision(revision);
    report_.Add({.partition = partition, .rows = {&row_}, .assumed = {}}, response);
  }

  std::string Interrupted(size_t batches_left) {
    report_.PrintInterrupted(nullptr, batches_left, console_);
    return err_.str();
  }

  InputRow row_{v1::Row(), {"june.csv", 2, 0}};
  ImportReport report_;
  std::istringstream in_;
  std::ostringstream out_;
  std::ostringstream err_;
  Console console_{.in = in_, .out = out_, .err = err_, .environment = {}, .interactive = false};
};

TEST_F(ImportReportTest, SaysWhatStandsAfterAnInterruption) {
  Write("structure", 3);
  Write("440783", 7);
  EXPECT_EQ(Interrupted(2),
            "2 rows were written before that and stand: 440783 up to revision 7, structure up to "
            "revision 3\n"
            "Not sent: 2 batches.\n"
            "Run the same import again: what stands is unchanged, the rest is written.\n");
}

TEST_F(ImportReportTest, SaysThatNothingWasWritten) {
  EXPECT_EQ(Interrupted(1),
            "Nothing was written before that.\nNot sent: 1 batch.\n"
            "Run the same import again: what stands is unchanged, the rest is written.\n");
}

}  // namespace
}  // namespace taizhang::cli
