#include "console/web/pages/clause_form.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "console/web/pages/clause_form_words.h"

namespace concordat::console::web {
namespace {

using policy::Clause;
using policy::Condition;

struct EffectRow {
  std::string effect, target, view;
};

policy::Word word_of(std::string text) { return {std::move(text), {}}; }
policy::Path path_of(std::string text) { return {.before = std::move(text), .selectors = {}, .after = {}, .place = {}}; }

// What was there keeps its order, so that a form which nobody changed changes nothing; what is new comes after.
template <class Named>
void keep_order(std::vector<Named>& now, const std::vector<Named>& was) {
  const auto place = [&](const Named& one) { return std::find_if(was.begin(), was.end(), [&](const Named& each) { return each.text == one.text; }) - was.begin(); };
  std::stable_sort(now.begin(), now.end(), [&](const Named& a, const Named& b) { return place(a) < place(b); });
}

class Reader {
public:
  Reader(const Fields& form, Clause clause) : form_(form), clause_(std::move(clause)) {}

  Result<Clause, std::vector<FormMistake>> read() {
    head();
    clause_.from = parties("from", "Select who gives", clause_.from);
    clause_.to = parties("to", "Select who gets", clause_.to);
    purposes();
    effects();
    if (form_.text("condition") == "shown") condition();
    keep();
    if (!mistakes_.empty()) return Fail{std::move(mistakes_)};
    return std::move(clause_);
  }

private:
  void wrong(std::string field, std::string what) { mistakes_.push_back({std::move(field), std::move(what)}); }

  // What stands between quotes on one line.
  std::string quotable(const char* field, const char* name) {
    std::string text = form_.text(field);
    if (text.find_first_of("\"\n\r") != std::string::npos || has_invisible(text)) wrong(field, std::string{name} + " must be one line without \" in it");
    return text;
  }

  void head() {
    clause_.label = word_of(form_.text("label"));
    const bool is_label = !clause_.label.text.empty() && std::all_of(clause_.label.text.begin(), clause_.label.text.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
    if (!is_label) wrong("label", "Enter a number for the clause, such as 4.1");
    clause_.title = quotable("title", "The title");
    if (clause_.title.empty()) wrong("title", "Enter what the clause is about");
    const std::string caveat = quotable("caveat", "What is said with it");
    const std::size_t others = clause_.caveats.empty() ? 0 : 1;
    clause_.caveats.erase(clause_.caveats.begin(), clause_.caveats.begin() + static_cast<std::ptrdiff_t>(others));
    if (!caveat.empty()) clause_.caveats.insert(clause_.caveats.begin(), caveat);
  }

  bool is_words(const std::string& text) const {
    return std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || std::string_view{"./-[], "}.find(c) != std::string_view::npos; });
  }

  std::optional<policy::PartyScope> parties(const char* field, const char* what, const std::optional<policy::PartyScope>& was) {
    policy::PartyScope scope;
    for (const std::string& value : form_.texts(field)) {
      scope.any = scope.any || value == "any";
      if (value != "any" && is_words(value)) scope.parties.push_back({value, {}});
    }
    if (scope.any) scope.parties.clear();
    if (was) keep_order(scope.parties, was->parties);
    if (!scope.any && scope.parties.empty()) wrong(field, what);
    return scope;
  }

  void purposes() {
    policy::PurposeScope scope;
    for (const std::string& value : form_.texts("purposes")) {
      scope.any = scope.any || value == "any";
      if (value != "any" && is_words(value)) scope.purposes.push_back(word_of(value));
    }
    if (scope.any) scope.purposes.clear();
    if (clause_.purposes) keep_order(scope.purposes, clause_.purposes->purposes);
    if (!scope.any && scope.purposes.empty()) wrong("purposes", "Select what for");
    clause_.purposes = scope;
  }

  // What was there and is not taken away, and what was picked from the tree.
  std::vector<EffectRow> effect_rows() {
    std::vector<EffectRow> rows;
    for (std::size_t row = 1; row <= clause_rows_max && form_.has("effect-" + std::to_string(row)); ++row) {
      const std::string number = std::to_string(row);
      if (!form_.has("remove-" + number)) rows.push_back({form_.text("effect-" + number), form_.text("target-" + number), form_.text("view-" + number)});
    }
    const std::string effect = form_.text("add-effect");
    const std::string view = form_.text("add-view");
    if (effect == "limit" && view.empty() && form_.has("add")) wrong("add-view", "Select how much is shared at most");
    for (const std::string& target : form_.texts("add"))
      if (rows.size() < clause_rows_max) rows.push_back({effect, target, effect == "share" || effect == "limit" ? view : std::string{}});
    return rows;
  }

  // Rows that follow each other and say the same become one line, as people write them.
  void effects() {
    std::erase_if(clause_.shares, [](const policy::Share& share) { return share.except.empty(); });
    std::vector<policy::Share> shares;
    clause_.caps.clear();
    EffectRow before;
    for (const EffectRow& now : effect_rows()) {
      const std::size_t effect = place_in(effect_words, now.effect);
      if (effect == effect_words.size() || !is_words(now.target) || !is_words(now.view)) {
        wrong("add-effect", "Select what happens with the fields");
        continue;
      }
      add(now, effect, now.effect == before.effect && now.view == before.view ? Line::same : Line::fresh, shares);
      before = now;
    }
    clause_.shares.insert(clause_.shares.begin(), shares.begin(), shares.end());
    if (clause_.shares.empty() && clause_.caps.empty() && clause_.no_tells.empty() && clause_.requirements.empty() && clause_.onwards.empty())
      wrong("tree", "Select at least one field");
  }
  enum class Line : std::uint8_t { fresh, same };
  void add(const EffectRow& row, std::size_t effect, Line line, std::vector<policy::Share>& shares) {
    if (row.effect == "share") {
      if (line == Line::fresh) shares.push_back({.paths = {}, .except = {}, .view = row.view.empty() ? std::nullopt : std::optional{word_of(row.view)}, .place = {}});
      shares.back().paths.push_back(path_of(row.target));
      return;
    }
    const auto kind = static_cast<policy::Cap::Kind>(effect - 1);
    if (line == Line::fresh) clause_.caps.push_back({.kind = kind, .targets = {}, .view = row.effect == "limit" ? std::optional{word_of(row.view)} : std::nullopt, .place = {}});
    policy::Target target;
    if (row.target.starts_with("class ")) target.field_class = word_of(row.target.substr(6));
    else target.path = path_of(row.target);
    clause_.caps.back().targets.push_back(std::move(target));
  }

  std::optional<policy::Test> test(const std::string& prefix) {
    const std::string path = form_.text(prefix + "fact");
    const std::size_t comparison = place_in(comparison_words, form_.text(prefix + "comparison"));
    const std::size_t quantifier = place_in(quantifier_words, form_.text(prefix + "quantifier"));
    if (!is_words(path) || comparison == comparison_words.size() || quantifier == quantifier_words.size()) {
      wrong("test-fact", "Select a fact, and how it is compared");
      return std::nullopt;
    }
    policy::Test found{.quantifier = static_cast<policy::Quantifier>(quantifier), .path = path_of(path), .comparison = static_cast<policy::Comparison>(comparison), .values = {}, .place = {}};
    if (found.comparison == policy::Comparison::present || found.comparison == policy::Comparison::absent) return found;
    const std::string other = form_.text(prefix + "other");
    const std::string value = other.empty() ? form_.text(prefix + "value") : other;
    if (value.empty() || !is_words(value)) {
      wrong("test-value", "Select what the fact is compared with");
      return std::nullopt;
    }
    for (const std::string& each : split(value, ',')) found.values.push_back({policy::Value::Kind::word, std::string{trim(each)}, {}});
    return found;
  }

  void condition() {
    Condition whole{.kind = form_.text("join") == "or" ? Condition::Kind::either : Condition::Kind::both, .parts = {}, .test = {}, .stage = {}, .place = {}};
    std::vector<std::string> prefixes;
    for (std::size_t row = 1; row <= clause_rows_max && form_.has("test-" + std::to_string(row) + "-fact"); ++row)
      if (!form_.has("remove-test-" + std::to_string(row))) prefixes.push_back("test-" + std::to_string(row) + "-");
    if (!form_.text("test-fact").empty()) prefixes.emplace_back("test-");
    for (const std::string& prefix : prefixes)
      if (auto found = test(prefix)) whole.parts.push_back({.kind = Condition::Kind::test, .parts = {}, .test = std::move(found), .stage = {}, .place = {}});
    clause_.when.reset();
    clause_.unless.reset();
    if (whole.parts.empty()) return;
    Condition only = whole.parts.size() == 1 ? std::move(whole.parts.front()) : std::move(whole);
    (form_.text("sense") == "unless" ? clause_.unless : clause_.when) = std::move(only);
  }

  void keep() {
    const std::string count = form_.text("keep-count");
    const auto first_kept = clause_.keeps.empty() ? clause_.keeps.end() : clause_.keeps.begin() + 1;
    std::vector<policy::Keep> others{first_kept, clause_.keeps.end()};
    clause_.keeps.clear();
    if (!count.empty()) {
      policy::Keep found;
      const auto [end, error] = std::from_chars(count.data(), count.data() + count.size(), found.span.count);
      const std::size_t unit = place_in(unit_words, form_.text("keep-unit"));
      const std::size_t after = place_in(after_words, form_.text("keep-after"));
      if (error != std::errc{} || end != count.data() + count.size() || found.span.count == 0) wrong("keep-count", "How long it may be kept must be a whole number");
      else if (unit == unit_words.size() || after == after_words.size()) wrong("keep-count", "Select how long it may be kept, and after what");
      else {
        found.span.unit = static_cast<policy::Unit>(unit);
        found.after = static_cast<policy::Keep::After>(after);
        clause_.keeps.push_back(found);
      }
    }
    clause_.keeps.insert(clause_.keeps.end(), others.begin(), others.end());
  }

  const Fields& form_;
  Clause clause_;
  std::vector<FormMistake> mistakes_;
};

}  // namespace

Result<Clause, std::vector<FormMistake>> clause_from_form(const Fields& form, const Clause& was) { return Reader{form, was}.read(); }

}  // namespace concordat::console::web
