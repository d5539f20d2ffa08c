#include "console/web/pages/clause_form.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "console/drafting/clause_text.h"
#include "console/web/pages/clause_form_words.h"
#include "console/web/pages/words.h"
#include "schemas/field_table.h"

namespace concordat::console::web {
namespace {

using policy::Clause;
using policy::Condition;
using schemas::FieldEntry;
using schemas::FieldTable;
using Strings = std::vector<std::string>;

View option(std::string value, std::string label, std::string_view chosen) {
  const bool is_chosen = value == chosen;
  return View{}.say("value", std::move(value)).say("label", std::move(label)).show_if("selected", is_chosen);
}
template <class Words>
void offer(View& to, std::string_view list, const Words& words, std::string_view chosen) {
  for (const auto& [value, label] : words) to.add(list, option(std::string{value}, std::string{label}, chosen));
}

// ---- from the tree to rows

struct EffectRow {
  std::string effect, target, view;
};
// A line with exceptions is kept as it is.
std::vector<EffectRow> effect_rows(const Clause& clause) {
  std::vector<EffectRow> rows;
  for (const policy::Share& share : clause.shares)
    if (share.except.empty())
      for (const policy::Path& path : share.paths) rows.push_back({"share", policy::in_words(path), share.view ? share.view->text : ""});
  for (const policy::Cap& cap : clause.caps)
    for (const policy::Target& target : cap.targets)
      rows.push_back({std::string{effect_words[1 + static_cast<std::size_t>(cap.kind)].first}, target.path ? policy::in_words(*target.path) : "class " + target.field_class->text,
                      cap.view ? cap.view->text : ""});
  return rows;
}

struct TestRow {
  std::string quantifier, path, comparison, value;
};
struct SimpleCondition {
  std::string_view join = "and";
  std::vector<TestRow> rows;
};
TestRow row_of(const policy::Test& test) {
  Strings values;
  for (const policy::Value& value : test.values) values.push_back(value.text);
  return {std::string{quantifier_words[static_cast<std::size_t>(test.quantifier)].first}, policy::in_words(test.path), std::string{comparison_words[static_cast<std::size_t>(test.comparison)].first},
          join(values, ", ")};
}
// Nothing for a condition that lists cannot show.
std::optional<SimpleCondition> simple(const std::optional<Condition>& condition) {
  SimpleCondition found;
  if (!condition) return found;
  if (condition->kind == Condition::Kind::test) {
    found.rows.push_back(row_of(*condition->test));
    return found;
  }
  if (condition->kind != Condition::Kind::both && condition->kind != Condition::Kind::either) return std::nullopt;
  found.join = condition->kind == Condition::Kind::both ? "and" : "or";
  for (const Condition& part : condition->parts) {
    if (part.kind != Condition::Kind::test) return std::nullopt;
    found.rows.push_back(row_of(*part.test));
  }
  return found;
}
// Both kinds at once are more than the form shows.
std::optional<SimpleCondition> shown_condition(const Clause& clause) {
  if (clause.when && clause.unless) return std::nullopt;
  return simple(clause.unless ? clause.unless : clause.when);
}

std::string in_words(const EffectRow& row) {
  const std::string field = row.target.starts_with("class ") ? "everything of the kind “" + row.target.substr(6) + "”" : field_in_words(row.target);
  return std::string{effect_words[place_in(effect_words, row.effect)].second} + ": " + field + (row.view.empty() ? "" : ", " + row.view);
}
std::string in_words(const TestRow& row) {
  return std::string{quantifier_words[place_in(quantifier_words, row.quantifier)].second} + " " + field_in_words(row.path) + " " +
         std::string{comparison_words[place_in(comparison_words, row.comparison)].second} + (row.value.empty() ? "" : " " + row.value);
}

// ---- the tree of fields

// Every path, under the part of the message that it lies in; and every kind of field. One list of checkboxes, folded by part.
void offer_tree(View& view) {
  std::size_t number = 0;
  const auto box = [&](std::string value, std::string label) { return View{}.say("id", "add-" + std::to_string(++number)).say("value", std::move(value)).say("label", std::move(label)); };
  View part;
  std::string open;
  for (const std::string& path : FieldTable::get().paths()) {
    const std::string top = path.substr(0, path.find('.'));
    if (top != open && !open.empty()) view.add("tree", std::move(part));
    if (top != open) part = View{}.say("label", field_in_words(top));
    open = top;
    part.add("boxes", box(path, path == top ? field_in_words(path) + ", all of it" : field_in_words(path)));
  }
  view.add("tree", std::move(part));
  View kinds;
  kinds.say("label", "Every field of a kind");
  std::set<std::string> names;
  for (const FieldEntry& field : FieldTable::get().fields()) names.insert(std::string{schemas::name_of(field.field_class)});
  for (const std::string& name : names) kinds.add("boxes", box("class " + name, "Everything of the kind “" + name + "”"));
  view.add("tree", std::move(kinds));
}

void offer_facts(View& view) {
  for (const FieldEntry& field : FieldTable::get().fields()) {
    if (!field.is_fact) continue;
    view.add("facts", option(field.path, field_in_words(field.path), "-"));
    const Strings values = field.type == schemas::ValueType::yes_no ? Strings{"yes", "no"} : field.codes;
    if (values.empty()) continue;
    View group;
    group.say("label", field_in_words(field.path));
    for (const std::string& value : values) group.add("options", option(value, sentence(value), "-"));
    view.add("values", std::move(group));
  }
}

void offer_views(View& view) {
  std::set<std::string> names;
  for (const FieldEntry& field : FieldTable::get().fields())
    for (const schemas::Level level : field.views)
      if (level != schemas::Level::full) names.insert(std::string{schemas::name_of(level)});
  view.add("views", option("", "In full", ""));
  for (const std::string& name : names) view.add("views", option(name, outcome_in_words(name), "-"));
}

// Checkboxes: everybody, the kinds, the parties by name.
void offer_parties(View& view, std::string_view list, const policy::Agreement& agreement, const std::optional<policy::PartyScope>& scope) {
  Strings known;
  for (const policy::Party& party : agreement.parties) {
    const std::string kind = party.text.substr(0, party.text.find('/'));
    if (std::find(known.begin(), known.end(), kind) == known.end()) known.push_back(kind);
  }
  for (const policy::Party& party : agreement.parties)
    if (!party.is_kind()) known.push_back(party.text);
  const auto is_chosen = [&](const std::string& value) {
    if (!scope) return false;
    if (value == "any") return scope->any;
    return std::any_of(scope->parties.begin(), scope->parties.end(), [&](const policy::Party& party) { return party.text == value; });
  };
  std::size_t number = 0;
  const auto add = [&](const std::string& value, const std::string& label) {
    const std::string id = ++number == 1 ? std::string{list} : std::string{list} + "-" + std::to_string(number);
    view.add(list, View{}.say("id", id).say("value", value).say("label", label).show_if("checked", is_chosen(value)));
  };
  add("any", "Any party");
  for (const std::string& party : known) add(party, party.find('/') == std::string::npos ? "Every " + party + " that is a party" : party);
}

void offer_purposes(View& view, const policy::Agreement& agreement, const std::optional<policy::PurposeScope>& scope) {
  std::size_t number = 0;
  const auto add = [&](const std::string& value, const std::string& label, bool is_chosen) {
    const std::string id = ++number == 1 ? "purposes" : "purposes-" + std::to_string(number);
    view.add("purposes", View{}.say("id", id).say("value", value).say("label", label).show_if("checked", is_chosen));
  };
  add("any", "Any purpose of the agreement", scope && scope->any);
  for (const policy::Purpose& purpose : agreement.purposes)
    add(purpose.id.text, purpose_in_words(purpose.id.text),
        scope && std::any_of(scope->purposes.begin(), scope->purposes.end(), [&](const policy::Word& word) { return word.text == purpose.id.text; }));
}

// What the form leaves as it is, as text.
std::string rest_of(Clause clause) {
  std::erase_if(clause.shares, [](const policy::Share& share) { return share.except.empty(); });
  clause.caps.clear();
  if (shown_condition(clause)) clause.when = clause.unless = std::nullopt;
  if (!clause.keeps.empty()) clause.keeps.erase(clause.keeps.begin());
  if (!clause.caveats.empty()) clause.caveats.erase(clause.caveats.begin());
  clause.from.reset();
  clause.to.reset();
  clause.purposes.reset();
  const std::string text = print_clause(clause);
  return text.substr(text.find('\n') + 1);
}

}  // namespace

View clause_form_view(const Clause& clause, const policy::Agreement& agreement) {
  View view;
  view.say("label", clause.label.text).say("title", clause.title).say("caveat", clause.caveats.empty() ? "" : clause.caveats.front()).say("rest", rest_of(clause));
  offer_parties(view, "from", agreement, clause.from);
  offer_parties(view, "to", agreement, clause.to);
  offer_purposes(view, agreement, clause.purposes);
  std::size_t number = 0;
  for (const EffectRow& row : effect_rows(clause))
    view.add("rows", View{}.say("number", ++number).say("effect", row.effect).say("target", row.target).say("view", row.view).say("words", in_words(row)));
  offer(view, "effects", effect_words, "share");
  offer_tree(view);
  offer_views(view);
  const auto condition = shown_condition(clause);
  view.show_if("has_condition", condition.has_value()).show_if("is_unless", clause.unless.has_value()).show_if("is_or", condition && condition->join == "or");
  number = 0;
  for (const TestRow& row : condition ? condition->rows : std::vector<TestRow>{})
    view.add("tests", View{}.say("number", ++number).say("quantifier", row.quantifier).say("fact", row.path).say("comparison", row.comparison).say("value", row.value).say("words", in_words(row)));
  offer(view, "quantifiers", quantifier_words, "");
  offer(view, "comparisons", comparison_words, "is");
  offer_facts(view);
  const bool is_kept = !clause.keeps.empty();
  view.say("keep_count", is_kept ? std::to_string(clause.keeps.front().span.count) : "");
  offer(view, "units", unit_words, is_kept ? unit_words[static_cast<std::size_t>(clause.keeps.front().span.unit)].first : "year");
  offer(view, "afters", after_words, is_kept ? after_words[static_cast<std::size_t>(clause.keeps.front().after)].first : "closure");
  return view;
}

std::string effects_in_words(const Clause& clause) {
  Strings gives, holds_back;
  for (const policy::Share& share : clause.shares)
    for (const policy::Path& path : share.paths) gives.push_back(field_in_words(policy::in_words(path)));
  for (const policy::Cap& cap : clause.caps)
    for (const policy::Target& target : cap.targets) holds_back.push_back(target.path ? field_in_words(policy::in_words(*target.path)) : "everything of the kind “" + target.field_class->text + "”");
  Strings words;
  if (!gives.empty()) words.push_back("Shares " + join(gives, "; "));
  if (!holds_back.empty()) words.push_back("Holds back " + join(holds_back, "; "));
  return words.empty() ? "Says how it is to be handled" : join(words, ". ");
}

}  // namespace concordat::console::web
