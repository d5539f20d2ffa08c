#include "console/drafting/replay_report.h"

namespace concordat::console {

std::string words_of(const policy::ReplayedField& field) {
  const std::string before{schemas::name_of(field.before)};
  const std::string least{schemas::name_of(field.at_least)};
  if (field.at_least == field.at_most) return field.path + ": " + before + " -> " + least;
  return field.path + ": " + before + " -> cannot be known, from " + least + " to " + std::string{schemas::name_of(field.at_most)};
}

std::string ReplayReport::words() const {
  std::string text;
  for (const Changed& each : changed) {
    text += std::to_string(each.sequence) + "  " + format_instant(each.at) + "  " + each.sender.value() + " -> " + each.recipient.value() +
            (each.replay.shares_more() ? "  more" : "") + (each.replay.shares_less() ? "  less" : "") + (each.replay.is_open() ? "  cannot be known" : "") + "\n";
    for (const policy::ReplayedField& field : each.replay.fields) text += "    " + words_of(field) + "\n";
  }
  text += "of " + std::to_string(of) + " disclosures " + std::to_string(more) + " would have released more, " + std::to_string(less) + " less; " + std::to_string(same) +
          " the same; of " + std::to_string(open) + " some field cannot be known\n";
  for (const auto& [count, what] : {std::pair{elsewhere, " under other agreements"}, {erased, " erased"}, {unread, " that no day key at hand opens"}})
    if (count > 0) text += "besides, " + std::to_string(count) + what + "\n";
  return text;
}

ReplayReport replay_report(const policy::AgreementBook& draft, const schemas::AgreementName& name, const policy::AgreementBook* was, const RecordedDisclosures& disclosures) {
  ReplayReport report;
  report.erased = disclosures.erased;
  report.unread = disclosures.unread;
  for (const Recorded& recorded : disclosures.decisions) {
    const auto under = schemas::parse_agreement_name(recorded.decision.agreement);
    if (!under || under->name != name.name) {
      ++report.elsewhere;
      continue;
    }
    ++report.of;
    policy::Replay replayed = policy::replay(draft, name, was, recorded.decision);
    report.more += replayed.shares_more() ? 1U : 0U;
    report.less += replayed.shares_less() ? 1U : 0U;
    report.open += replayed.is_open() ? 1U : 0U;
    report.same += replayed.fields.empty() ? 1U : 0U;
    if (!replayed.fields.empty()) report.changed.push_back({recorded.sequence, recorded.decision.at, recorded.decision.sender, recorded.decision.recipient, std::move(replayed)});
  }
  return report;
}

}  // namespace concordat::console
