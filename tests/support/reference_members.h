#pragma once

#include <map>
#include <set>
#include <string>
#include <tuple>

#include "common/values/record_name.h"
#include "tests/support/plain_world.h"

namespace taizhang::aggregator::reference {

/// A subject, or what the REMAINDER statements of a scope make up.
struct Member {
  std::string name;
  bool is_remainder = false;
  friend auto operator<=>(const Member&, const Member&) = default;
};

enum class Passing { kNo, kUnknown, kYes };

using Scopes = std::set<std::string>;

/// Who is where on which day, what passes which filter: R5, R10 and R15 read literally.
class Members {
 public:
  explicit Members(const PlainWorld& world) : world_(world) {}

  [[nodiscard]] const PlainWorld& world() const { return world_; }
  /// Null where nothing stands.
  [[nodiscard]] const Record* Find(const std::string& name) const;
  [[nodiscard]] const Scopes& ScopesOn(const Member& member, Day day) const;
  [[nodiscard]] bool IsActive(const Member& member, Day day) const;
  /// `scope` is the one that roles lead to.
  [[nodiscard]] Passing Passes(const Filter& filter, const Member& member, const std::string& scope,
                               Day day) const;
  /// What a scope lies in: a division's parent; a cluster's parent, or else its home division; the
  /// place of anything else. Nothing where none is recorded; it may be unknown.
  [[nodiscard]] std::optional<std::string> ParentOn(const std::string& scope, Day day) const;
  /// Records of the same kind and parent, active or not, divisions of one level, clusters of one
  /// kind; with itself.
  [[nodiscard]] std::set<std::string> LikeOn(const std::string& scope, Day day) const;
  [[nodiscard]] std::set<std::string> ChildrenOn(const std::string& division, Day day) const;

 private:
  void Up(const std::string& place, Day day, int depth, Scopes& scopes) const;
  [[nodiscard]] Scopes WalkedOn(const Member& member, Day day) const;
  [[nodiscard]] Passing RolePasses(const Filter& filter, const Record& record,
                                   const std::string& scope, Day day) const;

  const PlainWorld& world_;
  mutable std::map<std::pair<Member, Day>, Scopes> walked_;
};

bool Reports(const Measure& measure, const std::string& name);
RecordKind KindOfName(const std::string& name);

}  // namespace taizhang::aggregator::reference
