#include "services/ledger/core/observation_posting.h"

#include <array>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "services/ledger/core/absl_view.h"
#include "services/ledger/core/etag.h"
#include "services/ledger/core/observation_names.h"
#include "services/ledger/core/observation_rules.h"
#include "services/ledger/core/stamp_room.h"
#include "services/ledger/core/text_rules.h"

namespace taizhang::ledger {
namespace {

/// Subject, measure, id and period in 16 bytes.
using PackedKey = std::pair<uint64_t, uint64_t>;

PackedKey Pack(Ordinal subject, Ordinal measure, Ordinal id, const Period& period) {
  constexpr uint32_t kMonthsBits = 16;
  const uint64_t when = (static_cast<uint64_t>(period.first_month()) << kMonthsBits) |
                        static_cast<uint64_t>(period.months());
  return {(uint64_t{subject} << 32U) | measure, (uint64_t{id} << 32U) | when};
}

class ObservationPosting {
 public:
  ObservationPosting(const KnownRecords& known, size_t rows, Interners& interners, Posted& posted,
                     Violations& violations)
      : facts_(known.facts()),
        names_(known, interners),
        interners_(interners),
        posted_(posted),
        violations_(violations),
        stamp_room_(facts_.observations(), rows) {
    seen_.reserve(rows);
    posted_.content.observations.reserve(rows);
  }

  void Post(const ObservationRow& row) {
    ObservedSubject& subject = names_.Subject(row.subject);
    ObservedMeasure& measure = names_.Measure(row.measure);
    Outcome& outcome = posted_.outcomes[static_cast<size_t>(row.origin.index)];
    if (row.withdraw) {
      outcome = Withdraw(row, subject, measure);
    } else {
      outcome = Observe(row, subject, measure);
    }
  }

 private:
  /// A key's place: ordinals where the log or the block has them.
  struct Key {
    std::optional<Ordinal> id;
    bool is_old = false;  ///< all parts are in the log from earlier blocks
    Period period;
    std::string_view id_text;
  };

  Outcome Observe(const ObservationRow& row, ObservedSubject& subject, ObservedMeasure& measure) {
    const bool is_named =
        subject.problem == NameProblem::kNone || IsOfWithdrawn(row, subject, measure);
    if (!is_named) names_.Report(subject, row.origin, violations_);
    if (measure.problem != NameProblem::kNone) names_.Report(measure, row.origin, violations_);
    CheckRemark(row, subject, measure);
    if (measure.measure == nullptr) return Outcome::kUnchanged;
    const bool is_contribution = (measure.measure->reporters & subject.reporter_bit) != 0;
    const std::optional<Period> period = CheckPeriod(row, *measure.measure, violations_);
    const bool is_keyed =
        is_named && CheckKeyParts(row, *measure.measure, is_contribution, violations_);
    const std::optional<Amount> amount = ReadAmount(row, *measure.measure, violations_);
    if (amount) CheckQuantum(row, *amount, subject, measure);
    if (!period || !is_keyed) return Outcome::kUnchanged;
    const Key key = KeyOf(is_contribution ? row.item : row.source, *period, subject, measure);
    if (IsRepeated(row, subject, measure, key)) return Outcome::kUnchanged;
    const std::optional<ObservationVersion> standing = FindStanding(key, subject, measure);
    CheckExpected(row, key, standing);
    if (!amount) return Outcome::kUnchanged;
    return Write(row, *amount, key, standing, subject, measure);
  }

  /// The amount that is written; one of 0 for NOT_AVAILABLE; nothing where it cannot be read.
  static std::optional<Amount> ReadAmount(const ObservationRow& row, const Measure& measure,
                                          Violations& violations) {
    if (row.not_available) return Amount{};
    if ((row.unread & kUnreadAmount) != 0) return std::nullopt;
    return CheckAmount(row, measure, violations);
  }

  /// A row equal to what stands is UNCHANGED, although rules of today may refuse its remark.
  void CheckRemark(const ObservationRow& row, const ObservedSubject& subject,
                   const ObservedMeasure& measure) {
    if (row.remark.empty()) return;
    Violations found;
    CheckText(row.remark, kRemarkBytesMax, row.origin, "remark", found);
    if (found.empty() || IsAsItStands(row, subject, measure)) return;
    CheckText(row.remark, kRemarkBytesMax, row.origin, "remark", violations_);
  }

  /// As above.
  void CheckQuantum(const ObservationRow& row, const Amount& amount, const ObservedSubject& subject,
                    const ObservedMeasure& measure) {
    if (!row.quantum || row.not_available) return;
    const absl::Status spelt = CheckQuantumIsSpelt(amount.quantum, measure.measure->unit);
    if (spelt.ok() || IsAsItStands(row, subject, measure)) return;
    violations_.Add(row.origin, "amount.quantum", Reason::kValueInvalid,
                    std::string(spelt.message()));
  }

  /// Whether the row says of a subject that was withdrawn what stands of it: that changes nothing,
  /// and what was exported can be imported again.
  bool IsOfWithdrawn(const ObservationRow& row, const ObservedSubject& subject,
                     const ObservedMeasure& measure) const {
    return subject.problem == NameProblem::kUnknown && IsAsItStands(row, subject, measure);
  }

  bool IsAsItStands(const ObservationRow& row, const ObservedSubject& subject,
                    const ObservedMeasure& measure) const {
    if (!subject.is_old || measure.measure == nullptr) return false;
    Violations unused;
    const bool is_contribution = (measure.measure->reporters & subject.reporter_bit) != 0;
    const std::optional<Period> period = CheckPeriod(row, *measure.measure, unused);
    const std::optional<Amount> amount = ReadAmount(row, *measure.measure, unused);
    if (!CheckKeyParts(row, *measure.measure, is_contribution, unused) || !period || !amount) {
      return false;
    }
    const Key key = KeyOf(is_contribution ? row.item : row.source, *period, subject, measure);
    Stamp stamp = StampOf(row, *amount);
    const std::optional<Ordinal> remark = FindRemark(row);
    if (!remark) return false;
    stamp.remark = *remark;
    return IsSame(FindStanding(key, subject, measure), amount->value, stamp);
  }

  static Stamp StampOf(const ObservationRow& row, const Amount& amount) {
    return {
        .state = row.not_available ? ObservationState::kNotAvailable : ObservationState::kAmount,
        .bound = amount.bound,
        .basis = row.basis,
        .period_basis = row.period_basis,
        .quantum = amount.quantum};
  }

  [[nodiscard]] std::optional<Ordinal> FindRemark(const ObservationRow& row) const {
    return row.remark.empty() ? Ordinal{0} : interners_.texts.Find(row.remark);
  }

  Key KeyOf(std::string_view id_text, const Period& period, const ObservedSubject& subject,
            const ObservedMeasure& measure) const {
    Key key{
        .id = 0, .is_old = subject.is_old && measure.is_old, .period = period, .id_text = id_text};
    if (id_text.empty()) return key;
    key.id = interners_.ids.Find(id_text);
    key.is_old = key.is_old && key.id && interners_.ids.IsOld(*key.id);
    return key;
  }

  [[nodiscard]] std::optional<ObservationVersion> FindStanding(
      const Key& key, const ObservedSubject& subject, const ObservedMeasure& measure) const {
    if (!key.is_old) return std::nullopt;
    return facts_.observations().Find(*subject.ordinal, *measure.ordinal, *key.id, key.period);
  }

  Outcome Write(const ObservationRow& row, const Amount& amount, const Key& key,
                const std::optional<ObservationVersion>& standing, ObservedSubject& subject,
                ObservedMeasure& measure) {
    Stamp after = StampOf(row, amount);
    if (!row.remark.empty()) {
      // A remark that the log does not have differs from every one that it has.
      const std::optional<Ordinal> remark = FindRemark(row);
      after.remark = remark.value_or(standing ? standing->stamp.remark + 1 : 0);
      if (!IsSame(standing, amount.value, after)) after.remark = InternText(row.remark);
    }
    if (IsSame(standing, amount.value, after)) return Outcome::kUnchanged;
    if (!HasStampRoom(row, amount.value, after)) return Outcome::kUnchanged;
    if (!standing && !HasRoom(row, key, subject, measure)) return Outcome::kUnchanged;
    Emit(key, standing, amount.value, after, subject, measure);
    const bool stood = standing && standing->stamp.state != ObservationState::kWithdrawn;
    return stood ? Outcome::kUpdated : Outcome::kCreated;
  }

  /// Whether (subject, measure, year) has the key's item or source already, or room for one more.
  /// The list of those that stand is read once a request.
  bool HasRoom(const ObservationRow& row, const Key& key, const ObservedSubject& subject,
               const ObservedMeasure& measure) {
    if (key.id_text.empty()) return true;
    const Ordinal id = key.id ? *key.id : *interners_.ids.Find(key.id_text);
    const int year = key.period.first_year();
    const auto [entry, is_new] =
        ids_.try_emplace({*subject.ordinal, *measure.ordinal, static_cast<uint32_t>(year)});
    absl::flat_hash_set<Ordinal>& ids = entry->second;
    if (is_new && subject.is_old && measure.is_old) {
      const ObservationTable& table = facts_.observations();
      for (auto chunk = table.First(*measure.ordinal, year, *subject.ordinal); chunk != 0;) {
        const ObservationTable::ChunkView view = table.View(chunk);
        if (view.id != 0) ids.insert(view.id);
        chunk = view.next;
      }
    }
    const bool is_item = !row.item.empty();
    const size_t limit = is_item ? kItemsPerKeyMax : kSourcesPerKeyMax;
    if (ids.contains(id)) return true;
    if (ids.size() >= limit) {
      violations_.Add(
          row.origin, is_item ? "item" : "source", Reason::kTooLarge,
          absl::StrCat(View(row.subject), " has ", ids.size(), is_item ? " items" : " sources",
                       " of ", View(row.measure), " in ", year, ", withdrawn ones included; up to ",
                       limit, " are kept: write under one that stands",
                       is_item ? ", or take several together" : ""));
      return false;
    }
    ids.insert(id);
    return true;
  }

  bool HasStampRoom(const ObservationRow& row, Int128 value, const Stamp& stamp) {
    if (row.not_available || stamp_room_.Take(value, stamp)) return true;
    violations_.Add(row.origin, "amount", Reason::kTooLarge,
                    "the partition has no room for one more combination of precision, bound and "
                    "bases; write the amount as others in it are written");
    return false;
  }

  static bool IsSame(const std::optional<ObservationVersion>& standing, Int128 value,
                     const Stamp& stamp) {
    return standing && standing->value == value && standing->stamp == stamp;
  }

  /// A key without an amount; what is not there is UNCHANGED, whatever else may be unknown about
  /// it.
  Outcome Withdraw(const ObservationRow& row, ObservedSubject& subject, ObservedMeasure& measure) {
    const bool is_subject =
        subject.problem == NameProblem::kNone || subject.problem == NameProblem::kUnknown;
    const bool is_measure =
        measure.problem == NameProblem::kNone || measure.problem == NameProblem::kUnknown;
    if (!is_subject) names_.Report(subject, row.origin, violations_);
    if (!is_measure) names_.Report(measure, row.origin, violations_);
    if (!is_subject || !is_measure || (row.unread & kUnreadPeriod) != 0) return Outcome::kUnchanged;
    std::string_view id_text = row.item.empty() ? row.source : row.item;
    std::optional<Period> period = row.period;
    if (measure.measure != nullptr) {
      const bool is_contribution = (measure.measure->reporters & subject.reporter_bit) != 0;
      period = CheckPeriod(row, *measure.measure, violations_);
      if (!CheckKeyParts(row, *measure.measure, is_contribution, violations_) || !period) {
        return Outcome::kUnchanged;
      }
      id_text = is_contribution ? row.item : row.source;
    }
    const Key key = KeyOf(id_text, *period, subject, measure);
    if (measure.measure == nullptr && RefuseUnclearYear(row, key, subject, measure)) {
      return Outcome::kUnchanged;
    }
    if (IsRepeated(row, subject, measure, key)) return Outcome::kUnchanged;
    const std::optional<ObservationVersion> standing = FindStanding(key, subject, measure);
    CheckExpected(row, key, standing);
    if (!standing || standing->stamp.state == ObservationState::kWithdrawn)
      return Outcome::kUnchanged;
    Emit(key, standing, 0, Stamp{.state = ObservationState::kWithdrawn}, subject, measure);
    return Outcome::kWithdrawn;
  }

  /// Whether a year stands for something else: of a YEAR_TO_DATE it is the last period (R6), of any
  /// other measure nothing, and the measure that would tell is withdrawn.
  bool RefuseUnclearYear(const ObservationRow& row, const Key& key, const ObservedSubject& subject,
                         const ObservedMeasure& measure) {
    if (!key.period.IsOne(Frequency::kYear) || FindStanding(key, subject, measure)) return false;
    Key last = key;
    for (const Frequency frequency :
         {Frequency::kMonth, Frequency::kQuarter, Frequency::kHalfYear}) {
      const int months = static_cast<int>(frequency);
      last.period = Period::FromMonths(key.period.end_month() - months, months);
      const std::optional<ObservationVersion> standing = FindStanding(last, subject, measure);
      if (!standing || standing->stamp.state == ObservationState::kWithdrawn) continue;
      violations_.Add(row.origin, "period", Reason::kPeriodMismatch,
                      absl::StrCat(key.period.ToString(), " may mean ", last.period.ToString(),
                                   ", which stands, but its measure is withdrawn; give ",
                                   last.period.ToString()));
      return true;
    }
    return false;
  }

  /// Whether the request has the key already. Keys with a part that no log knows are compared as
  /// text: only withdrawals of what was never there have them, as all other rows bring what they
  /// name into the block.
  bool IsRepeated(const ObservationRow& row, ObservedSubject& subject, ObservedMeasure& measure,
                  const Key& key) {
    const bool is_known = subject.ordinal && measure.ordinal && key.id;
    if (row.withdraw && !is_known) {
      const auto [entry, is_new] = absent_.try_emplace(TextOf(row, key), row.origin.index);
      return !is_new && ReportRepeated(row, entry->second);
    }
    if (!absent_.empty()) {
      const auto found = absent_.find(TextOf(row, key));
      if (found != absent_.end()) return ReportRepeated(row, found->second);
    }
    if (!is_known) InternKey(key, subject, measure);
    const Ordinal id = key.id ? *key.id : *interners_.ids.Find(key.id_text);
    const auto [entry, is_new] = seen_.try_emplace(
        Pack(*subject.ordinal, *measure.ordinal, id, key.period), row.origin.index);
    return !is_new && ReportRepeated(row, entry->second);
  }

  static std::string TextOf(const ObservationRow& row, const Key& key) {
    return EtagKey(row.subject, row.measure, key.id_text, key.period.ToString());
  }

  bool ReportRepeated(const ObservationRow& row, int32_t first) {
    violations_.Add(row.origin, "", Reason::kDuplicateRow,
                    absl::StrCat("rows[", first, "] has the same key; write it once"));
    return true;
  }

  /// What the row takes for granted; asked also of a row that changes nothing.
  void CheckExpected(const ObservationRow& row, const Key& key,
                     const std::optional<ObservationVersion>& standing) {
    if (row.etag.empty() && row.existence == Existence::kEither) return;
    const bool stands = standing && standing->stamp.state != ObservationState::kWithdrawn;
    const std::string name =
        absl::StrCat(View(row.subject), " ", View(row.measure), " ", key.period.ToString());
    if (!IsMet(row.existence, stands)) violations_.AddExistenceMismatch(row.origin, name, stands);
    if (row.etag.empty() || row.existence == Existence::kAbsent) return;
    if (stands && row.etag == EtagOf(standing->revision, TextOf(row, key))) return;
    violations_.AddEtagMismatch(row.origin, name, stands);
  }

  void InternKey(const Key& key, ObservedSubject& subject, ObservedMeasure& measure) {
    BlockContent& content = posted_.content;
    if (!subject.ordinal) {
      subject.ordinal = interners_.subjects.Intern(
          subject.name, [&](std::string_view name) { content.new_subjects.emplace_back(name); });
    }
    if (!measure.ordinal) {
      measure.ordinal = interners_.measures.Intern(
          measure.id, [&](std::string_view id) { content.new_measures.emplace_back(id); });
    }
    if (!key.id) {
      interners_.ids.Intern(key.id_text,
                            [&](std::string_view id) { content.new_ids.emplace_back(id); });
    }
  }

  Ordinal InternText(std::string_view text) {
    return interners_.texts.Intern(text, [this](std::string_view added) {
      posted_.content.new_texts.push_back(
          {.digest = {}, .salt = {}, .text = std::string(added), .erased = false});
    });
  }

  void Emit(const Key& key, const std::optional<ObservationVersion>& standing, Int128 value,
            const Stamp& after, const ObservedSubject& subject, const ObservedMeasure& measure) {
    ObservationChange& change = posted_.content.observations.emplace_back();
    change.subject = *subject.ordinal;
    change.measure = *measure.ordinal;
    change.id = key.id ? *key.id : *interners_.ids.Find(key.id_text);
    change.period = key.period;
    if (standing) {
      change.previous_revision = standing->revision;
      change.before_value = standing->value;
      change.before = standing->stamp;
    }
    change.value = value;
    change.after = after;
  }

  const Facts& facts_;
  ObservationNames names_;
  Interners& interners_;
  Posted& posted_;
  Violations& violations_;
  StampRoom stamp_room_;
  absl::flat_hash_map<PackedKey, int32_t> seen_;
  absl::flat_hash_map<std::string, int32_t> absent_;
  /// Items or sources by subject, measure and year, where the request adds one.
  absl::flat_hash_map<std::array<uint32_t, 3>, absl::flat_hash_set<Ordinal>> ids_;
};

}  // namespace

void PostObservations(const KnownRecords& known, const Rows& rows, Interners& interners,
                      Posted& posted, Violations& violations) {
  if (rows.observations.empty()) return;
  ObservationPosting posting(known, rows.observations.size(), interners, posted, violations);
  for (const ObservationRow& row : rows.observations) posting.Post(row);
}

}  // namespace taizhang::ledger
