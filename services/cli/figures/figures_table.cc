#include "services/cli/figures/figures_table.h"

#include <ostream>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cli/show/figure_text.h"
#include "services/cli/show/table.h"

namespace taizhang::cli {
namespace {

namespace v1 = taizhang::aggregator::v1;

Table NewTable() {
  return Table({{"指标 Indicator"},
                {"期间 Period"},
                {"计算 Computed", Align::kRight},
                {"陈述 Stated", Align::kRight},
                {"单位 Unit"},
                {"覆盖 Coverage", Align::kRight},
                {"判定 Verdict"},
                {"完整 Complete", Align::kRight},
                {"备注 Notes"}});
}

std::string NameOf(const std::string& record_name, const DisplayNames& names) {
  const auto found = names.find(record_name);
  return found == names.end() ? record_name : found->second.Text();
}

/// The period that all answers are of, or nothing: then it stands once, in the title.
std::string CommonPeriod(const v1::QueryFiguresResponse& response) {
  const std::string& first = response.answers_size() > 0 ? response.answers(0).period() : "";
  for (const v1::FigureAnswer& answer : response.answers()) {
    if (answer.period() != first) return "";
  }
  return first;
}

/// Who counts, where that is not whoever is a member in each period.
std::string AttributionText(const v1::QueryFiguresResponse& response) {
  switch (response.attribution()) {
    case v1::ATTRIBUTION_CURRENT:
      return absl::StrCat("当前成员 members of today, ", response.fixed_day());
    case v1::ATTRIBUTION_FIXED:
      return absl::StrCat("当日成员 members on ", response.fixed_day());
    default:
      return "";
  }
}

std::string TitleOf(const std::string& scope, const std::string& common_period,
                    const std::string& attribution, const DisplayNames& names) {
  std::string title = NameOf(scope, names);
  if (title != scope) absl::StrAppend(&title, "  (", scope, ")");
  if (!common_period.empty()) absl::StrAppend(&title, "  ", common_period);
  if (!attribution.empty()) absl::StrAppend(&title, "  ", attribution);
  return title;
}

std::string StatedText(const v1::StatedFigure& stated) {
  return stated.has_amount() ? QuantityText(stated.amount()) : "not available";
}

/// What is special about one statement.
void AddNotesOf(const v1::StatedFigure& stated, std::vector<std::string>& notes) {
  if (!stated.source().empty()) notes.push_back(absl::StrCat("来源 source ", stated.source()));
  if (stated.period_basis() == "assumed") notes.emplace_back("年份推定 period assumed");
  if (stated.period_basis() == "recurring") notes.emplace_back("每年 recurring");
}

std::vector<std::string> NotesOf(const v1::Figure& figure, const DisplayNames& names) {
  std::vector<std::string> notes;
  const auto add = [&notes](int64_t count, const char* what) {
    if (count > 0) notes.push_back(absl::StrCat(what, " ", count));
  };
  add(figure.remainders(), "含其余陈述 remainders");
  add(figure.falls(), "下降 falls");
  add(figure.gaps(), "缺口 gaps");
  add(figure.partials(), "不全 partial");
  add(figure.filled(), "以陈述填补 filled");
  if (figure.has_pairing()) {
    add(figure.pairing().paired(), "配对 paired");
    add(figure.pairing().numerator_only(), "仅分子 numerator only");
    add(figure.pairing().denominator_only(), "仅分母 denominator only");
  }
  if (!figure.whole().empty()) {
    notes.push_back(absl::StrCat("整体 whole ", NameOf(figure.whole(), names)));
  }
  return notes;
}

std::string ComputedText(const v1::Figure& figure) {
  if (!figure.has_computed()) return NoValueText(figure.no_value());
  return figure.ranked() > 0 ? RankText(figure.computed(), figure.ranked())
                             : QuantityText(figure.computed());
}

std::string VerdictOf(const v1::StatedFigure& stated) {
  return absl::StrCat(VerdictText(stated.verdict()), stated.conflict() ? " CONFLICT" : "");
}

void AddFigure(const v1::FigureAnswer& answer, const std::string& period, const DisplayNames& names,
               Table& table) {
  const v1::Figure& figure = answer.figure();
  std::vector<std::string> notes = NotesOf(figure, names);
  const bool has_stated = !figure.stated().empty();
  if (has_stated) AddNotesOf(figure.stated(0), notes);
  table.AddRow({NameOf(answer.indicator(), names), period, ComputedText(figure),
                has_stated ? StatedText(figure.stated(0)) : "", figure.unit(),
                figure.has_coverage() ? CoverageText(figure.coverage()) : "",
                has_stated ? VerdictOf(figure.stated(0)) : "",
                CompletenessText(figure.completeness()), absl::StrJoin(notes, "; ")});
  for (int i = 1; i < figure.stated_size(); ++i) {
    const v1::StatedFigure& stated = figure.stated(i);
    notes.clear();
    AddNotesOf(stated, notes);
    table.AddRow({"", "", "", StatedText(stated), figure.unit(), "", VerdictOf(stated), "",
                  absl::StrJoin(notes, "; ")});
  }
}

}  // namespace

std::string DisplayName::Text() const {
  return english.empty() ? name : absl::StrCat(name, " ", english);
}

bool IsEmpty(const v1::FigureAnswer& answer) {
  if (answer.has_error()) return false;
  const v1::Figure& figure = answer.figure();
  if (!figure.stated().empty() || figure.remainders() > 0 || figure.filled() > 0) return false;
  // A count of records is 0 where there are none, and the total of no amounts is absent. What is
  // undefined has something to say.
  const bool is_nothing = figure.completeness().received() == 0 ||
                          figure.no_value() == v1::NO_VALUE_MISSING ||
                          figure.no_value() == v1::NO_VALUE_STATED_ONLY;
  return figure.has_computed()
             ? figure.computed().value() == "0" && figure.completeness().received() == 0
             : is_nothing;
}

void PrintFigures(const v1::QueryFiguresResponse& response, const DisplayNames& names,
                  bool leave_out_empty, std::ostream& out) {
  const std::string common_period = CommonPeriod(response);
  int64_t left_out = 0;
  for (int first = 0, next = 0; first < response.answers_size(); first = next) {
    const std::string& scope = response.answers(first).scope();
    Table table = NewTable();
    for (next = first; next < response.answers_size() && response.answers(next).scope() == scope;
         ++next) {
      const v1::FigureAnswer& answer = response.answers(next);
      const std::string period = common_period.empty() ? answer.period() : "";
      if (leave_out_empty && (answer.has_error() || IsEmpty(answer))) {
        ++left_out;
      } else if (answer.has_error()) {
        table.AddRow({NameOf(answer.indicator(), names), period, "", "", "", "", "", "",
                      answer.error().message()});
      } else {
        AddFigure(answer, period, names, table);
      }
    }
    if (leave_out_empty && table.rows() == 0) continue;
    out << (first > 0 ? "\n" : "")
        << TitleOf(scope, common_period, AttributionText(response), names) << '\n';
    table.Print(out, "  ");
  }
  if (left_out > 0) {
    out << "\n(" << left_out
        << " figures for which nothing is recorded or stated are not shown; --empty shows them.)\n";
  }
}

}  // namespace taizhang::cli
