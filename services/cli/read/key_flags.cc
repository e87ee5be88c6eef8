#include "services/cli/read/key_flags.h"

#include <algorithm>
#include <iterator>

#include "services/cli/show/record_words.h"

namespace taizhang::cli {

void KeyFlags::AddTo(Flags& flags) {
  flags.AddText("subject", "Of an observation: what is observed", subject);
  flags.AddText("measure", "Of an observation: its measure", measure);
  flags.AddText("period", "Of an observation: its period", period);
  flags.AddText("item", "Of an observation of an itemised measure: its item", item);
  flags.AddText("source", "Of a statement: who states it", source);
  flags.AddArguments(
      "NAME is a record's name: divisions/440783, measures/sales; 440783 is divisions/440783.",
      names);
}

std::string_view KeyFlags::Mistake() const {
  const bool has_key = !(subject + measure + period + item + source).empty();
  if (has_key == !names.empty())
    return "give either names of records, or --subject, --measure and --period";
  if (has_key && (subject.empty() || measure.empty() || period.empty()))
    return "an observation needs --subject, --measure and --period";
  return "";
}

taizhang::type::v1::ObservationKey KeyFlags::Key() const {
  taizhang::type::v1::ObservationKey key;
  key.set_subject(FullName(subject));
  key.set_measure(WithCollection("measures", measure));
  key.set_period(period);
  key.set_item(item);
  key.set_source(source);
  return key;
}

std::vector<std::string> KeyFlags::FullNames() const {
  std::vector<std::string> full;
  full.reserve(names.size());
  std::transform(names.begin(), names.end(), std::back_inserter(full), FullName);
  return full;
}

}  // namespace taizhang::cli
