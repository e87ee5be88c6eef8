#include "tests/support/store_conformance.h"

#include <cstdlib>
#include <iostream>
#include <memory>

#include "common/log/memory_store.h"
#include "common/log/sqlite_store.h"
#include "tests/support/scratch_directory.h"
#include <gtest/gtest.h>

namespace taizhang {
namespace {

class InMemory {
 public:
  Store& store() { return store_; }
  void Reopen() {}

 private:
  MemoryStore store_{"epoch"};
};

class InSqlite {
 public:
  InSqlite() { Open(); }
  Store& store() { return *store_; }
  void Reopen() {
    store_.reset();
    Open();
  }

 private:
  void Open() {
    SqliteStore::Options options;
    options.directory = directory_.path();
    options.new_epoch = "epoch " + std::to_string(++opened_);
    options.io_error = [](const absl::Status& status) {
      std::cerr << status << "\n";
      std::abort();
    };
    store_ = SqliteStore::Open(options).value();
  }

  ScratchDirectory directory_;
  int opened_ = 0;
  std::unique_ptr<SqliteStore> store_;
};

INSTANTIATE_TYPED_TEST_SUITE_P(Memory, StoreConformance, InMemory);
INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, StoreConformance, InSqlite);

}  // namespace
}  // namespace taizhang
