#include "console/web/pages/agreement_standing.h"

#include <array>

#include "base/text.h"
#include "base/wall_clock.h"
#include "console/web/pages/agreement_shelf.h"
#include "console/web/pages/agreement_subject.h"
#include "console/web/pages/asked.h"
#include "console/web/pages/signing.h"
#include "console/web/pages/table.h"
#include "console/web/pages/words.h"

namespace concordat::console::web {
namespace {

struct State {
  std::string_view name, words, colour;
};
constexpr std::array<State, 10> states{{
    {"proposed", "Proposed", "blue"}, {"disagreed", "Somebody disagrees", "orange"}, {"approved", "Approved by all", "turquoise"}, {"to-come", "Active, not begun", "blue"},
    {"in-force", "In force", "green"}, {"suspended", "Suspended", "red"}, {"lapsed", "Lapsed", "red"}, {"superseded", "Replaced by a later version", "grey"},
    {"withdrawn", "Withdrawn", "grey"}, {"replaced", "Replaced by another draft", "grey"}}};

void add_words(Table& table, const std::vector<Told>& all, const std::string& what, const std::string& colour) {
  for (const Told& said : all) table.add({{said.text("by")}, {what, {}, colour}, {when(said.text("at"))}, {said.text("reason")}});
}

std::string part_in_words(const Told& suspension) {
  if (suspension.has("recipient")) return "What goes to " + suspension.text("recipient");
  return suspension.has("field") ? field_in_words(suspension.text("field")) : "All of it";
}

std::string proposed_in_words(const Told& said) {
  if (!said.has("by")) return "Came with the first files";
  return said.text("by") + ", " + when(said.text("at")) + ": " + said.text("reason");
}

}  // namespace

StateWords state_in_words(std::string_view state) {
  for (const State& each : states)
    if (each.name == state) return {std::string{each.words}, std::string{each.colour}};
  return {std::string{state}, "grey"};
}

std::string day_in_words(const std::string& instant) {
  const auto at = parse_instant(instant);
  return at ? date_in_words(london_date(*at)) : std::string{};
}

std::string missing_in_words(const std::vector<std::string>& missing) {
  constexpr std::string_view guardian = "caldicottGuardian ";
  std::vector<std::string> words;
  for (const std::string& each : missing) words.push_back(each.starts_with(guardian) ? "the Caldicott guardian of " + each.substr(guardian.size()) : each);
  return join(words, ", ");
}

View standing_view(const Told& version) {
  View view;
  const std::string state = version.text("state");
  const StateWords words = state_in_words(state);
  view.say("state", words.text).say("state_colour", words.colour);
  const auto fact = [&](const char* name, std::string value) {
    if (!value.empty()) view.add("facts", View{}.say("name", name).say("value", std::move(value)));
  };
  fact("In force", day_in_words(version.text("from")) + " until " + day_in_words(version.text("until")));
  fact("Review by", day_in_words(version.text("reviewBy")));
  fact("Parties", join(version.texts("parties"), ", "));
  fact("Have left", join(version.texts("left"), ", "));
  fact("Proposed by", proposed_in_words(version.part("proposed")));
  if (version.has("activated")) fact("Activated by", proposed_in_words(version.part("activated")));
  fact("SHA-256 of the text", version.text("digest"));
  fact("Approval still missing of", missing_in_words(version.texts("missing")));
  fact("Suspended by the operator’s files", version.holds("suspendedByFiles") ? "Yes" : "");
  Table said{"What was said of it", {"Who", "What", "When", "Why"}, "Nobody has said anything of it yet."};
  add_words(said, version.list("approvals"), "Approved", "green");
  add_words(said, version.list("rejections"), "Disagreed", "orange");
  add_words(said, version.list("withdrawals"), "Asked for its end", "grey");
  view.put("said", View{}.put("table", said.view()));
  Table suspended{"Suspended now", {"By", "What", "Since", "Why"}, "Nothing of it is suspended."};
  for (const Told& each : version.list("suspensions")) suspended.add({{each.text("by")}, {part_in_words(each)}, {when(each.text("at"))}, {each.text("reason")}});
  view.put("suspended", View{}.put("table", suspended.view()));
  for (const AgreementAct& act : acts_possible(state))
    view.add("acts", View{}.say("name", std::string{act.link}).say("word", std::string{act.word}).say("hint", std::string{act.meaning}));
  return view;
}

Response agreement_standing_page(Visit& visit) {
  const std::string name = visit.part("name") + "/" + visit.part("version");
  auto version = asked(visit, {.question = "agreement", .reason = "looked at how " + name + " stands", .text = name});
  if (!version) return std::move(version).error();
  const AgreementAbout about{name, "/agreements/" + name, version->text("text")};
  View view = agreement_view(about, "/standing");
  const View standing = standing_view(*version);
  view.put("standing", standing).show_if("may_sign", may_sign(visit));
  view.say("done", done_in_words(visit.request().query.text("done")));
  return visit.page("agreement_standing", std::move(view), name + ": how it stands");
}

}  // namespace concordat::console::web
