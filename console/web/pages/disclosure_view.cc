#include "console/web/pages/disclosure_view.h"

#include "audit/reports/disclosures.h"
#include "base/text.h"
#include "console/web/pages/table.h"
#include "console/web/pages/words.h"
#include "policy/wording.h"

namespace concordat::console::web {
namespace {

enum class Share : std::uint8_t { whole, part, withheld, concealed };

Share share_of(const audit::VerdictRow& verdict) {
  if (verdict.outcome == "conceal") return Share::concealed;
  if (!audit::is_released(verdict)) return Share::withheld;
  return audit::is_reduced(verdict) ? Share::part : Share::whole;
}

std::string clause_in_words(const audit::VerdictRow& verdict) {
  std::vector<std::string> parts;
  if (!verdict.granted_by.empty()) parts.push_back("granted by " + verdict.granted_by);
  if (!verdict.capped_by.empty()) parts.push_back("limited by " + verdict.capped_by);
  return sentence(join(parts, "; "));
}

Table fields_of(const audit::LogRow& row, Share share, const std::string& caption, const std::string& when_empty) {
  Table table{caption, {"Field", "What the recipient was given", "Clause", "Why"}, when_empty};
  for (const audit::VerdictRow& verdict : row.verdicts)
    if (share_of(verdict) == share) table.add({{field_in_words(verdict.path)}, {outcome_in_words(verdict.outcome)}, {clause_in_words(verdict)}, {cause_in_words(verdict.because)}});
  return table;
}

void add_fact(View& view, std::string name, std::string value) {
  if (!value.empty()) view.add("facts", View{}.say("name", std::move(name)).say("value", std::move(value)));
}

struct Event {
  std::string title;
  std::string text;
  std::string link;
};

// "12 of 14 fields, 2 of them in part"
std::string shares_in_words(const audit::LogRow& row) {
  std::size_t released = 0;
  std::size_t reduced = 0;
  for (const audit::VerdictRow& verdict : row.verdicts) {
    released += audit::is_released(verdict) ? 1U : 0U;
    reduced += audit::is_reduced(verdict) ? 1U : 0U;
  }
  if (row.is_annex_gone) return "What was disclosed has been erased from the log";
  return std::to_string(released) + " of " + std::to_string(row.verdicts.size()) + " fields" + (reduced == 0 ? "" : ", " + std::to_string(reduced) + " of them in part");
}

Event event_of(const audit::LogRow& row) {
  const std::string type = type_in_words(row.message_type);
  const std::string entry = "/disclosures/" + std::to_string(row.sequence) + "?case=" + row.case_id;
  if (row.kind == "accepted") return {type + " from " + row.actor, "Purpose: " + purpose_in_words(row.purpose), {}};
  if (row.kind == "disclosed") return {row.counterpart + " was given it", shares_in_words(row) + (row.agreement.empty() ? "" : ", under " + row.agreement), entry};
  if (row.kind == "refused") return {"Not given to " + row.counterpart, code_in_words(row.code), {}};
  if (row.kind == "waiting") return {"Waits for a decision, for " + row.counterpart, code_in_words(row.code), {}};
  if (row.kind == "released") return {"Let go", row.actor.empty() ? "" : "By " + row.actor, {}};
  if (row.kind == "delivered") return {"Delivered to " + row.counterpart, "Its system has stored it", {}};
  if (row.kind == "acknowledged") return {"Acknowledged by a person of " + row.counterpart, {}, {}};
  if (row.kind == "returned") return {"Could not be delivered", code_in_words(row.code), {}};
  if (row.kind == "emergency") return {"An emergency was declared by " + row.actor, code_in_words(row.code), {}};
  if (row.kind == "emergency-reviewed") return {"The emergency was reviewed", row.actor + ": " + row.code, {}};
  if (row.kind == "recall") return {"Recalled by " + row.actor, row.code, {}};
  if (row.kind == "recall-acknowledged") return {"Recall answered by " + row.actor, sentence(row.code), {}};
  return {sentence(row.kind), row.actor, {}};
}

std::string aftermath_in_words(const audit::LogRow& row, std::span<const audit::LogRow> rows) {
  const audit::Aftermath aftermath{rows};
  std::vector<std::string> parts;
  for (const char* kind : {"delivered", "acknowledged", "returned"})
    if (const std::string at = aftermath.when(row.sequence, kind); !at.empty()) parts.push_back(std::string{kind} + " " + when(at));
  return parts.empty() ? "Not delivered yet" : sentence(join(parts, "; "));
}

}  // namespace

View disclosure_view(const audit::LogRow& row, std::span<const audit::LogRow> rows, const std::map<std::string, std::string>& bases) {
  View view;
  view.say("sequence", row.sequence).say("recipient", row.counterpart).say("case_id", row.case_id).show_if("is_gone", row.is_annex_gone);
  add_fact(view, "When it was decided", when(row.at));
  add_fact(view, "From", row.actor);
  add_fact(view, "Given to", row.counterpart);
  add_fact(view, "Kind", type_in_words(row.message_type));
  add_fact(view, "Purpose", purpose_in_words(row.purpose));
  add_fact(view, "Agreement", row.agreement);
  if (const auto found = bases.find(row.agreement); found != bases.end()) {
    std::vector<std::string> words;
    for (const std::string& basis : split(found->second, ',')) words.push_back(policy::basis_in_words(trim(basis)));
    add_fact(view, "Legal basis", join(words, "; "));
  }
  add_fact(view, "To be kept", row.keep);
  add_fact(view, "What became of it", aftermath_in_words(row, rows));
  add_fact(view, "Message", row.message);
  add_fact(view, "Case", row.case_id);
  add_fact(view, "Entry in the log", std::to_string(row.sequence));
  view.put("whole", fields_of(row, Share::whole, "Released in full", "No field was released in full.").view());
  view.put("part", fields_of(row, Share::part, "Released in part", "No field was released in part.").view());
  view.put("withheld", fields_of(row, Share::withheld, "Withheld", "No field was withheld.").view());
  view.put("concealed", fields_of(row, Share::concealed, "Concealed", "No field was concealed.").view());
  view.show_if("has_facts", !row.facts.empty());
  for (const std::string& fact : row.facts) view.add("decided_by", View{}.say("text", fact));
  return view;
}

View case_view(std::span<const audit::LogRow> rows, const std::string& case_id) {
  View view;
  view.say("case_id", case_id).say("count", rows.size()).show_if("is_empty", rows.empty());
  for (const audit::LogRow& row : rows) {
    const Event event = event_of(row);
    view.add("events", View{}.say("title", event.title).say("text", event.text).say("link", event.link).say("at", when(row.at)).say("machine_at", row.at).say("sequence", row.sequence));
  }
  return view;
}

}  // namespace concordat::console::web
