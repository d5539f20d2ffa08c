#include "console/drafting/clause_text.h"

#include <array>

#include "base/check.h"
#include "base/text.h"
#include "policy/parse.h"

namespace concordat::console {
namespace {

using policy::Clause;
using policy::Condition;
using Strings = std::vector<std::string>;

std::string quoted(const std::string& text) { return "\"" + text + "\""; }

// "  share    subject.names": the words of a line begin in one column.
std::string line(const std::string& keyword, const std::string& words) {
  constexpr std::size_t width = 9;
  return "  " + keyword + std::string(keyword.size() < width ? width - keyword.size() : 1, ' ') + words + "\n";
}

std::string value_text(const policy::Value& value) { return value.kind == policy::Value::Kind::text ? quoted(value.text) : value.text; }

std::string path_text(const policy::Path& path) {
  std::string text = path.before;
  for (std::size_t i = 0; i < path.selectors.size(); ++i) text += (i == 0 ? "[" : ", ") + path.selectors[i].key.text + " " + value_text(path.selectors[i].value);
  if (!path.selectors.empty()) text += "]";
  return path.after.empty() ? text : text + "." + path.after;
}

template <class Many, class Print>
std::string listed(const Many& all, const Print& print) {
  Strings words;
  for (const auto& one : all) words.push_back(print(one));
  return join(words, ", ");
}
std::string paths_text(const std::vector<policy::Path>& paths) { return listed(paths, path_text); }
template <class Many>
std::string texts_of(const Many& words) {
  return listed(words, [](const auto& word) { return word.text; });
}

std::string target_text(const policy::Target& target) { return target.path ? path_text(*target.path) : "class " + target.field_class->text; }

std::string test_text(const policy::Test& test) {
  constexpr std::array<std::string_view, 7> words{"is", "is not", "is one of", "at least", "at most", "is present", "is absent"};
  constexpr std::array<std::string_view, 3> quantifiers{"", "some ", "every "};
  const std::string values = listed(test.values, value_text);
  return std::string{quantifiers[static_cast<std::size_t>(test.quantifier)]} + path_text(test.path) + " " + std::string{words[static_cast<std::size_t>(test.comparison)]} +
         (values.empty() ? "" : " " + values);
}

// `or` binds least, then `and`, then `not`.
std::string within(const Condition& part, const Condition& whole) {
  const bool is_looser = part.kind == Condition::Kind::either || (part.kind == Condition::Kind::both && whole.kind == Condition::Kind::negation);
  return is_looser ? "(" + print_condition(part) + ")" : print_condition(part);
}

std::string effects(const Clause& clause) {
  std::string text;
  for (const policy::Share& share : clause.shares)
    text += line("share", paths_text(share.paths) + (share.except.empty() ? "" : " except " + paths_text(share.except)) + (share.view ? " as " + share.view->text : ""));
  constexpr std::array<const char*, 3> words{"limit", "withhold", "conceal"};
  for (const policy::Cap& cap : clause.caps) text += line(words[static_cast<std::size_t>(cap.kind)], listed(cap.targets, target_text) + (cap.view ? " to " + cap.view->text : ""));
  return text;
}

std::string conditions_of_use(const Clause& clause) {
  std::string text;
  for (const policy::BasisLine& basis : clause.bases) text += line("basis", texts_of(basis.bases) + (basis.parties.empty() ? "" : " for " + texts_of(basis.parties)));
  for (const policy::Keep& keep : clause.keeps) text += line("keep", policy::format_keep(keep));
  for (const std::string& caveat : clause.caveats) text += line("caveat", quoted(caveat));
  for (const policy::PathLine& no_tell : clause.no_tells) text += line("no-tell", paths_text(no_tell.paths));
  for (const policy::PathLine& required : clause.requirements) text += line("require", paths_text(required.paths));
  for (const policy::HoldLine& hold : clause.holds) text += line("hold", "for approval within " + policy::format_span(hold.within) + " else escalate");
  for (const policy::OnwardLine& onward : clause.onwards) text += line("onward", std::string{name_of(onward.onward)});
  return text;
}

// The lines of a text, each with its end.
Strings lines_of(const std::string& text) {
  Strings lines;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t end = std::min(text.find('\n', from), text.size() - 1) + 1;
    lines.push_back(text.substr(from, end - from));
    from = end;
  }
  return lines;
}

bool is_comment(const std::string& text) { return trim(text).starts_with("#"); }

// From a clause's first line to the last that is its own: what stands above the next clause belongs to that.
struct Extent {
  std::size_t from;
  std::size_t to;
};
Extent extent_of(const Strings& lines, const std::vector<Clause>& clauses, std::size_t place) {
  const std::size_t from = clauses[place].place.line - 1U;
  std::size_t to = place + 1 < clauses.size() ? clauses[place + 1].place.line - 1U : lines.size();
  while (to > from + 1 && (trim(lines[to - 1]).empty() || is_comment(lines[to - 1]))) --to;
  return {from, to};
}

}  // namespace

std::string print_condition(const Condition& condition) {
  switch (condition.kind) {
    case Condition::Kind::test: return test_text(*condition.test);
    case Condition::Kind::recipient_in_case: return "recipient in case";
    case Condition::Kind::sender_in_case: return "sender in case";
    case Condition::Kind::case_stage: return "case stage is " + condition.stage.text;
    case Condition::Kind::emergency_declared: return "emergency declared";
    case Condition::Kind::negation: return "not " + within(condition.parts.front(), condition);
    case Condition::Kind::either:
    case Condition::Kind::both: break;
  }
  Strings parts;
  for (const Condition& part : condition.parts) parts.push_back(within(part, condition));
  return join(parts, condition.kind == Condition::Kind::both ? " and " : " or ");
}

std::string print_clause(const Clause& clause) {
  std::string text = (clause.emergency ? "emergency clause " : "clause ") + clause.label.text + " " + quoted(clause.title) + "\n";
  if (clause.from) text += line("from", clause.from->any ? "any" : texts_of(clause.from->parties));
  if (clause.to) text += line("to", clause.to->any ? "any" : texts_of(clause.to->parties));
  if (clause.purposes) text += line("for", clause.purposes->any ? "any" : texts_of(clause.purposes->purposes));
  if (!clause.types.empty()) text += line("on", listed(clause.types, [](schemas::BodyType type) { return std::string{schemas::name_of(type)}; }));
  if (!clause.lifts.empty()) text += line("lift", texts_of(clause.lifts));
  if (clause.when) text += line("when", print_condition(*clause.when));
  if (clause.unless) text += line("unless", print_condition(*clause.unless));
  return text + effects(clause) + conditions_of_use(clause);
}

std::string with_clause(const std::string& text, std::size_t place, const std::string& clause) {
  const std::vector<Clause> clauses = policy::parse(text).agreement.clauses;
  CHECK(place <= clauses.size(), "a clause, or one past the last");
  if (place == clauses.size()) return text + (clause.empty() ? "" : "\n" + clause);
  const Strings lines = lines_of(text);
  const Extent extent = extent_of(lines, clauses, place);
  std::string out;
  for (std::size_t i = 0; i < extent.from; ++i) out += lines[i];
  for (std::size_t i = extent.from; i < extent.to; ++i)
    if (is_comment(lines[i])) out += std::string{trim(lines[i])} + "\n";
  out += clause;
  for (std::size_t i = extent.to; i < lines.size(); ++i) out += lines[i];
  return out;
}

}  // namespace concordat::console
