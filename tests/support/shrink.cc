#include "tests/support/shrink.h"

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

namespace taizhang::aggregator {
namespace {

class Shrinker {
 public:
  Shrinker(History history, const StillFails& fails, int tries)
      : history_(std::move(history)), fails_(fails), tries_(tries) {}

  History Run() {
    bool smaller = true;
    while (smaller && tries_ > 0) {
      smaller = DropBlocks();
      smaller = DropRows() || smaller;
      smaller = SimplifyRows() || smaller;
      smaller = JoinBlocks() || smaller;
    }
    return history_;
  }

 private:
  bool Keeps(History candidate) {
    if (tries_ <= 0) return false;
    --tries_;
    if (!fails_(candidate)) return false;
    history_ = std::move(candidate);
    return true;
  }

  bool DropBlocks() {
    bool smaller = false;
    for (size_t length = history_.size(); length > 0; length /= 2) {
      for (size_t first = 0; first + length <= history_.size();) {
        History candidate = history_;
        const auto from = candidate.begin() + static_cast<ptrdiff_t>(first);
        candidate.erase(from, from + static_cast<ptrdiff_t>(length));
        if (Keeps(std::move(candidate))) {
          smaller = true;
        } else {
          ++first;
        }
      }
    }
    return smaller;
  }

  /// Without the rows [first, first + length), counted through all blocks.
  [[nodiscard]] History Without(size_t first, size_t length) const {
    History out;
    size_t at = 0;
    for (const auto& rows : history_) {
      std::vector<HistoryRow> kept;
      for (const HistoryRow& row : rows) {
        if (at < first || at >= first + length) kept.push_back(row);
        ++at;
      }
      if (!kept.empty()) out.push_back(std::move(kept));
    }
    return out;
  }

  bool DropRows() {
    bool smaller = false;
    for (size_t length = SizeOf(history_); length > 0; length /= 2) {
      // The later ones first: they rest on the earlier.
      for (size_t end = SizeOf(history_); end >= length;) {
        if (Keeps(Without(end - length, length))) smaller = true;
        const size_t size = SizeOf(history_);
        if (end <= length) break;
        end = std::min(end - length, size);
        if (end < length) end = length;
      }
    }
    return smaller;
  }

  bool JoinBlocks() {
    bool smaller = false;
    for (size_t i = 0; i + 1 < history_.size();) {
      History candidate = history_;
      // A row of one key replaces the earlier one.
      auto& into = candidate[i];
      into.insert(into.end(), candidate[i + 1].begin(), candidate[i + 1].end());
      candidate.erase(candidate.begin() + static_cast<ptrdiff_t>(i) + 1);
      if (Keeps(std::move(candidate))) {
        smaller = true;
      } else {
        ++i;
      }
    }
    return smaller;
  }

  bool SimplifyRows() {
    bool smaller = false;
    for (size_t i = 0; i < history_.size(); ++i) {
      for (size_t j = 0; j < history_[i].size(); ++j) {
        bool again = true;
        while (again && tries_ > 0) {
          again = false;
          for (HistoryRow& row : Simpler(history_[i][j])) {
            History candidate = history_;
            candidate[i][j] = std::move(row);
            if (!Keeps(std::move(candidate))) continue;
            again = smaller = true;
            break;
          }
        }
      }
    }
    return smaller;
  }

  template <typename T, typename Put>
  static void WithoutEach(const std::vector<T>& values, const Put& put) {
    for (size_t i = 0; i < values.size(); ++i) {
      std::vector<T> fewer = values;
      fewer.erase(fewer.begin() + static_cast<ptrdiff_t>(i));
      put(std::move(fewer));
    }
  }

  static std::vector<Expression> Simpler(const Expression& expression) {
    std::vector<Expression> out = expression.operands;
    const auto* made = std::get_if<Arithmetic>(&expression.node);
    const bool many = made != nullptr && (made->operation == Operation::kSum ||
                                          made->operation == Operation::kProduct);
    if (many && expression.operands.size() > 1) {
      WithoutEach(expression.operands, [&](std::vector<Expression> fewer) {
        out.push_back({.node = expression.node, .operands = std::move(fewer)});
      });
    }
    // What a window reads or a growth compares like for like cannot be just anything.
    const bool any = made != nullptr || std::holds_alternative<Shift>(expression.node) ||
                     std::holds_alternative<Share>(expression.node) ||
                     std::holds_alternative<Rank>(expression.node);
    for (size_t i = 0; any && i < expression.operands.size(); ++i) {
      for (Expression& simpler : Simpler(expression.operands[i])) {
        Expression whole = expression;
        whole.operands[i] = std::move(simpler);
        out.push_back(std::move(whole));
      }
    }
    return out;
  }

  static std::vector<Record> Simpler(const Indicator& indicator, const Record& record) {
    std::vector<Record> out;
    const auto put = [&](Indicator simpler) {
      out.push_back(record);
      out.back().details = std::move(simpler);
    };
    const auto changed = [&](auto change) {
      Indicator simpler = indicator;
      change(simpler);
      if (!(simpler == indicator)) put(std::move(simpler));
    };
    changed([](Indicator& i) { i.stated_by.clear(); });
    changed([](Indicator& i) { i.population.clear(); });
    changed([](Indicator& i) { i.decimals.reset(); });
    changed([](Indicator& i) {
      if (auto* total = std::get_if<TotalOf>(&i.definition)) total->filter = {};
      if (auto* count = std::get_if<CountOf>(&i.definition)) count->filter = {};
    });
    if (const auto* made = std::get_if<Expression>(&indicator.definition)) {
      for (Expression& simpler : Simpler(*made)) {
        changed([&](Indicator& i) { i.definition = std::move(simpler); });
      }
    }
    return out;
  }

  static std::vector<Record> Simpler(const Record& record) {
    std::vector<Record> out;
    const auto changed = [&](auto change) {
      Record simpler = record;
      change(simpler);
      if (!(simpler == record)) out.push_back(std::move(simpler));
    };
    changed([](Record& r) { r.active = {}; });
    changed([](Record& r) { r.labels.clear(); });
    WithoutEach(record.memberships, [&](std::vector<Membership> fewer) {
      changed([&](Record& r) { r.memberships = std::move(fewer); });
    });
    WithoutEach(record.placements, [&](std::vector<Placement> fewer) {
      changed([&](Record& r) { r.placements = std::move(fewer); });
    });
    for (size_t i = 0; i < record.memberships.size(); ++i) {
      changed([i](Record& r) { r.memberships[i].when = {}; });
      changed([i](Record& r) { r.memberships[i].role = Role::kUnspecified; });
    }
    for (size_t i = 0; i < record.placements.size(); ++i) {
      if (record.placements.size() == 1) changed([i](Record& r) { r.placements[i].when = {}; });
    }
    if (const auto* project = std::get_if<Project>(&record.details)) {
      WithoutEach(project->stages, [&](std::vector<StageSpan> fewer) {
        changed([&](Record& r) { std::get<Project>(r.details).stages = std::move(fewer); });
      });
    }
    if (std::holds_alternative<Measure>(record.details)) {
      changed([](Record& r) { std::get<Measure>(r.details).filter = {}; });
      changed([](Record& r) { std::get<Measure>(r.details).about_tolerance = 0; });
      changed([](Record& r) { std::get<Measure>(r.details).carry_forward.reset(); });
      changed([](Record& r) { std::get<Measure>(r.details).decimals = 0; });
    }
    if (const auto* indicator = std::get_if<Indicator>(&record.details)) {
      for (Record& simpler : Simpler(*indicator, record)) out.push_back(std::move(simpler));
    }
    return out;
  }

  static std::vector<HistoryRow> Simpler(const HistoryRow& row) {
    std::vector<HistoryRow> out;
    if (const auto* record = std::get_if<RecordRow>(&row)) {
      if (!record->record) return out;
      for (Record& simpler : Simpler(*record->record)) {
        out.emplace_back(RecordRow{.name = record->name, .record = std::move(simpler)});
      }
      return out;
    }
    const auto& observation = std::get<ObservationRow>(row);
    if (!observation.said) return out;
    const auto changed = [&](auto change) {
      ObservationRow simpler = observation;
      change(*simpler.said);
      const Said& said = *observation.said;
      if (simpler.said->value == said.value && simpler.said->stamp == said.stamp) return;
      out.emplace_back(std::move(simpler));
    };
    changed([](Said& said) { said.stamp.bound = Bound::kExact; });
    changed([](Said& said) { said.stamp.quantum = Decimal::FromInteger(1); });
    const Int128 value = observation.said->value;
    for (const Int128 less : {Int128{0}, Int128{1}, value / 2}) {
      if (less < value) changed([less](Said& said) { said.value = less; });
    }
    return out;
  }

  History history_;
  const StillFails& fails_;
  int tries_;
};

}  // namespace

size_t SizeOf(const History& history) {
  size_t size = 0;
  for (const auto& rows : history) size += rows.size();
  return size;
}

History Shrink(History history, const StillFails& fails, int tries) {
  return Shrinker(std::move(history), fails, tries).Run();
}

}  // namespace taizhang::aggregator
