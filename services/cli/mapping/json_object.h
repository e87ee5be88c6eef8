#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/struct.pb.h"

namespace taizhang::cli {

/// An object of a JSON file that has a fixed set of keys. What is wrong is collected with its path
/// ("columns.月份.type: …"), so that everything is told at once.
class JsonObject {
 public:
  /// `path` is "" for the file as a whole. Both are borrowed.
  JsonObject(const google::protobuf::Struct& fields, std::string path,
             std::vector<std::string>& errors)
      : fields_(fields), path_(std::move(path)), errors_(errors) {}

  /// nullptr where there is none. Marks the key as known.
  const google::protobuf::Value* Find(const std::string& key);
  // The value, or the default where there is none or it is of another type (which is an error).
  std::string Text(const std::string& key);
  bool Switch(const std::string& key, bool default_value);
  int Integer(const std::string& key, int default_value, int min, int max);
  std::vector<std::string> Texts(const std::string& key);
  /// An object whose keys are free, sorted by key; empty where there is none.
  std::vector<std::pair<std::string, const google::protobuf::Value*>> Entries(
      const std::string& key);

  /// Names the keys that were not asked for. Call it last.
  void RefuseOthers();
  void Refuse(const std::string& key, const std::string& why);
  [[nodiscard]] std::string PathOf(const std::string& key) const;

 private:
  const google::protobuf::Struct& fields_;
  std::string path_;
  std::vector<std::string>& errors_;
  std::set<std::string> known_;
};

}  // namespace taizhang::cli
