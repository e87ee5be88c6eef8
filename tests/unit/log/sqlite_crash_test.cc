// What a killed process has acknowledged is there. The child is this program itself, started with a
// directory:
//   sqlite_crash_test --append DIRECTORY   appends a block after the other and prints each revision
//   once it is synced sqlite_crash_test --open DIRECTORY     opens the store and prints what came
//   of it

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <memory>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include "common/log/block_codec.h"
#include "common/log/sqlite_store.h"
#include "tests/property/values/seeded.h"
#include "tests/support/plain_blocks.h"
#include "tests/support/scratch_directory.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang {
namespace {

using ::testing::HasSubstr;

constexpr char kPartition[] = "440783";
constexpr uint32_t kRows = 200;

absl::StatusOr<std::unique_ptr<SqliteStore>> Open(const std::string& directory) {
  SqliteStore::Options options;
  options.directory = directory;
  options.new_epoch = "epoch";
  return SqliteStore::Open(options);
}

/// Dictionaries and head after the blocks of a store, each verified and compared with what was
/// written.
struct Replayed {
  explicit Replayed(Store& store) {
    const std::vector<StoredBlock> blocks = store.Read(kPartition, 0, SIZE_MAX).value();
    for (const StoredBlock& block : blocks) {
      const BlockContent content = DecodeBlock(block, head.hash, dictionaries).value();
      dictionaries.Append(content);
      head = {kPartition, block.revision, block.hash};
    }
  }
  Dictionaries dictionaries;
  Head head{.partition = kPartition};
};

int AppendForEver(const std::string& directory) {
  const std::unique_ptr<SqliteStore> store = Open(directory).value();
  Replayed log(*store);
  for (;;) {
    const uint64_t revision = log.head.revision + 1;
    const BlockContent content = PlainBlock(revision, kRows, true);
    AppendBatch batch{kPartition, log.head.revision, log.head.hash, {}, {}};
    batch.blocks = {
        EncodeBlock(kPartition, revision, log.head.hash, content, log.dictionaries).value()};
    batch.requests = {{content.requests[0].request_id, {}, revision, "outcome"}};
    log.dictionaries.Append(content);
    log.head = {kPartition, revision, batch.blocks[0].hash};
    // Not awaited: several are under way when the end comes.
    store->Append(std::move(batch), [revision](AppendOutcome outcome) {
      if (outcome != AppendOutcome::kAppended) std::abort();
      const std::string line = std::to_string(revision) + "\n";
      if (write(STDOUT_FILENO, line.data(), line.size()) < 0) std::abort();
    });
  }
}

int TryToOpen(const std::string& directory) {
  std::puts(Open(directory).status().ToString().c_str());
  return 0;
}

/// This program as a child, with its output.
class Child {
 public:
  Child(const char* mode, const std::string& directory) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) std::abort();
    process_ = fork();
    if (process_ == 0) {
      dup2(ends[1], STDOUT_FILENO);
      execl("/proc/self/exe", "sqlite_crash_test", mode, directory.c_str(), nullptr);
      _exit(127);
    }
    close(ends[1]);
    output_ = fdopen(ends[0], "r");
  }
  ~Child() {
    Kill();
    std::fclose(output_);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// The next line of its output, "" at the end.
  std::string ReadLine() {
    std::array<char, 256> line{};
    if (std::fgets(line.data(), static_cast<int>(line.size()), output_) == nullptr) return "";
    return line.data();
  }
  void Kill() {
    if (process_ <= 0) return;
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
    process_ = 0;
  }

 private:
  pid_t process_ = 0;
  std::FILE* output_ = nullptr;
};

TEST(SqliteCrash, KeepsWhatAKilledProcessHasAcknowledged) {
  Seeded seeded;
  const ScratchDirectory directory;
  uint64_t acknowledged = 0;
  for (int round = 0; round < 20; ++round) {
    Child child("--append", directory.path());
    const int64_t lines = seeded.Between(1, 60);
    for (int64_t i = 0; i < lines; ++i) ASSERT_GT(child.ReadLine(), "");
    child.Kill();
    for (std::string line = "x"; !line.empty();) {
      line = child.ReadLine();
      if (!line.empty() && line.back() == '\n') acknowledged = std::stoull(line);
    }
    const std::unique_ptr<SqliteStore> store = Open(directory.path()).value();
    const Replayed log(*store);
    EXPECT_GE(log.head.revision, acknowledged);
    EXPECT_EQ(store->Heads()->at(0), log.head);
    for (uint64_t revision = 1; revision <= log.head.revision;
         revision += 1 + log.head.revision / 10) {
      EXPECT_NE(*store->FindRequest(kPartition, "request-" + std::to_string(revision)),
                std::nullopt);
    }
  }
}

TEST(SqliteCrash, RefusesASecondProcessUntilTheFirstIsGone) {
  const ScratchDirectory directory;
  Child owner("--append", directory.path());
  ASSERT_EQ(owner.ReadLine(), "1\n");
  EXPECT_THAT(Child("--open", directory.path()).ReadLine(),
              HasSubstr("FAILED_PRECONDITION: data directory"));
  owner.Kill();
  EXPECT_EQ(Child("--open", directory.path()).ReadLine(), "OK\n");
}

}  // namespace
}  // namespace taizhang

int main(int argc, char** argv) {
  if (argc == 3 && std::string(argv[1]) == "--append") return taizhang::AppendForEver(argv[2]);
  if (argc == 3 && std::string(argv[1]) == "--open") return taizhang::TryToOpen(argv[2]);
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
