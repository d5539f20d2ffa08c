#include "console/drafting/scenario_file.h"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <set>
#include <sstream>

#include "base/text.h"
#include "console/drafting/approved.h"
#include "console/drafting/scenario_message.h"

namespace concordat::console {
namespace {

const std::vector<std::string> given_keys{"message", "type", "with",   "without", "from", "to",  "at",     "purpose",  "scheme",
                                          "area",    "agreement", "urgency", "emergency", "envelope", "case", "approved", "status"};
const std::vector<std::string> expected_keys{"name", "expect", "reason", "fields", "missing", "told", "caveats", "keep",
                                             "held", "leaks", "no-tell", "onward", "moves-to"};
// Keys that go into the envelope as they are.
const std::array<std::pair<const char*, const char*>, 7> envelope_keys{
    {{"from", "sender"}, {"purpose", "purpose"}, {"scheme", "scheme"}, {"area", "area"}, {"agreement", "agreement"}, {"urgency", "urgency"}, {"emergency", "emergency"}}};
const std::string everything_else = "everything else";

policy::LineNumber line_of(const toml::node& node) { return node.source().begin.line; }

// A value as text: 2011-06-09 and "2011-06-09" are alike, and true is yes.
std::optional<std::string> text_of(const toml::node& node) {
  std::ostringstream out;
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* number = node.as_integer()) out << number->get();
  else if (const auto* date = node.as_date()) out << date->get();
  else if (const auto* time = node.as_date_time()) out << time->get();
  else if (const auto* truth = node.as_boolean()) out << (truth->get() ? "yes" : "no");
  else return std::nullopt;
  return out.str();
}

struct PathValue {
  std::string path;
  std::string value;
  policy::LineNumber line;
};

class Reader {
public:
  Reader(const std::string& name, const ReadBeside& beside, const policy::Agreement& tested) : name_(name), beside_(beside), tested_(tested) {}

  Result<ScenarioFile, std::vector<ScenarioProblem>> read(const toml::table& root) {
    ScenarioFile found{name_, {}, {}};
    only(root, {"together", "given", "scenario"});
    for (const std::string& name : texts(root, "together"))
      if (auto text = read_beside(name, line_of(*root.get("together")))) found.together.push_back({name, std::move(*text)});
    if (const toml::table* given = root["given"].as_table()) {
      only(*given, given_keys);
      given_ = given;
    }
    const toml::array* scenarios = root["scenario"].as_array();
    if (scenarios == nullptr || scenarios->empty()) problem(1, "holds no [[scenario]]");
    else
      for (const toml::node& node : *scenarios) {
        if (!node.is_table()) problem(line_of(node), "each [[scenario]] must be a table");
        else if (auto scenario = read_scenario(*node.as_table())) found.scenarios.push_back(std::move(*scenario));
      }
    if (!problems_.empty()) return Fail{std::move(problems_)};
    return found;
  }

private:
  void problem(policy::LineNumber line, const std::string& what) {
    problems_.push_back({line, what});
  }
  std::optional<std::string> read_beside(const std::string& name, policy::LineNumber line) {
    auto text = beside_(name);
    if (!text) problem(line, "\"" + name + "\" cannot be read");
    return text;
  }

  void only(const toml::table& table, const std::vector<std::string>& known) {
    for (const auto& [key, value] : table) {
      const std::string name{key.str()};
      if (std::find(known.begin(), known.end(), name) != known.end()) continue;
      const auto guess = nearest(name, known);
      problem(line_of(value), "there is no key \"" + name + "\" here" + (guess ? "; did you mean \"" + *guess + "\"?" : ""));
    }
  }

  // A scenario's own word, else what is given.
  const toml::node* said(const toml::table& scenario, std::string_view key) const {
    const toml::node* own = scenario.get(key);
    return own != nullptr || given_ == nullptr ? own : given_->get(key);
  }
  std::optional<std::string> text(const toml::table& scenario, const std::string& key) {
    const toml::node* node = said(scenario, key);
    if (node == nullptr) return std::nullopt;
    auto found = text_of(*node);
    if (!found) problem(line_of(*node), key + " must be a text");
    return found;
  }
  std::vector<std::string> texts(const toml::table& table, const std::string& key) {
    std::vector<std::string> found;
    const toml::node* node = table.get(key);
    if (node == nullptr) return found;
    const toml::array* list = node->as_array();
    if (list == nullptr) problem(line_of(*node), key + " must be a list of texts");
    else
      for (const toml::node& one : *list) {
        auto word = text_of(one);
        if (word) found.push_back(std::move(*word));
        else problem(line_of(one), key + " must be a list of texts");
      }
    return found;
  }
  std::optional<policy::Stated<std::vector<std::string>>> stated(const toml::table& table, const std::string& key) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return std::nullopt;
    return policy::Stated<std::vector<std::string>>{texts(table, key), line_of(*node)};
  }

  // "subject.names" = …, or subject.names = …, which TOML reads as tables.
  void flatten(const toml::table& table, const std::string& prefix, std::vector<PathValue>& into) {
    for (const auto& [key, node] : table) {
      const std::string path = prefix.empty() ? std::string{key.str()} : prefix + "." + std::string{key.str()};
      if (node.is_table()) flatten(*node.as_table(), path, into);
      else if (auto value = text_of(node)) into.push_back({path, std::move(*value), line_of(node)});
      else problem(line_of(node), path + " must be a text, a number, a date, true or false");
    }
  }
  std::vector<PathValue> pairs(const toml::table& table, const std::string& key) {
    std::vector<PathValue> found;
    const toml::node* node = table.get(key);
    if (node == nullptr) return found;
    if (!node->is_table()) problem(line_of(*node), key + " must be a table");
    else flatten(*node->as_table(), "", found);
    return found;
  }

  std::optional<ScenarioMessage> start_message(const toml::table& scenario) {
    const auto given = text(scenario, "message");
    const policy::LineNumber line = line_of(scenario);
    Result<ScenarioMessage, std::string> made = Fail{std::string{"says neither the message nor its type"}};
    if (given && given->find('{') != std::string::npos) made = ScenarioMessage::of_json(*given);
    else if (given) {
      const auto json = read_beside(*given, line);
      if (!json) return std::nullopt;
      made = ScenarioMessage::of_json(*json);
      if (!made) made = Fail{*given + " " + made.error()};
    } else if (const auto type = text(scenario, "type")) made = ScenarioMessage::of_type(*type);
    if (made) return std::move(*made);
    problem(line, made.error());
    return std::nullopt;
  }

  void change(const toml::table& table, ScenarioMessage& message) {
    for (const PathValue& change : pairs(table, "with"))
      if (const auto wrong = message.set(change.path, change.value)) problem(change.line, "with: " + *wrong);
    for (const std::string& path : texts(table, "without"))
      if (const auto wrong = message.remove(path)) problem(line_of(*table.get("without")), "without: " + *wrong);
  }

  std::optional<schemas::Message> read_message(const toml::table& scenario, Instant at) {
    auto draft = start_message(scenario);
    if (!draft) return std::nullopt;
    // What is given beside a message belongs to that message.
    const bool has_its_own = scenario.contains("message") || scenario.contains("type");
    if (given_ != nullptr && !has_its_own) change(*given_, *draft);
    change(scenario, *draft);
    for (const auto& [key, name] : envelope_keys)
      if (const auto word = text(scenario, key)) draft->say_in_envelope(name, *word);
    if (given_ != nullptr)
      for (const PathValue& word : pairs(*given_, "envelope")) draft->say_in_envelope(word.path, word.value);
    for (const PathValue& word : pairs(scenario, "envelope")) draft->say_in_envelope(word.path, word.value);

    schemas::EnvelopeDefaults defaults;
    defaults.now = at;
    defaults.case_opened = london_date(at);
    defaults.marking = schemas::Marking::official_sensitive;
    defaults.urgency = schemas::Urgency::routine;
    if (tested_.scheme && tested_.scheme->text != "any") defaults.scheme = tested_.scheme->text;
    if (tested_.areas.size() == 1) defaults.area = tested_.areas.front().text;
    if (tested_.purposes.size() == 1) defaults.purpose = tested_.purposes.front().id.text;
    auto message = draft->finish(defaults);
    if (message) return std::move(*message);
    for (const schemas::Problem& found : message.error()) problem(line_of(scenario), found.where + ": " + found.what);
    return std::nullopt;
  }

  policy::Truth truth(const toml::table& table, const std::string& key) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return policy::Truth::unknown;
    const auto word = text_of(*node);
    if (word == "yes") return policy::Truth::yes;
    if (word == "no") return policy::Truth::no;
    if (word != "unknown") problem(line_of(*node), key + " must be yes, no or unknown");
    return policy::Truth::unknown;
  }
  policy::CaseFacts read_case(const toml::table& scenario) {
    const toml::node* node = said(scenario, "case");
    if (node == nullptr) return {};
    if (!node->is_table()) {
      problem(line_of(*node), "case must be a table, such as { sender = \"yes\", recipient = \"no\" }");
      return {};
    }
    only(*node->as_table(), {"sender", "recipient", "stage"});
    policy::CaseFacts facts{.sender_in_case = truth(*node->as_table(), "sender"), .recipient_in_case = truth(*node->as_table(), "recipient")};
    if (const auto stage = text(*node->as_table(), "stage")) facts.stages.push_back({tested_.name, *stage});
    return facts;
  }

  // Clauses of this agreement whose holds a named person has let go, and what the leak guard held that its sender has.
  policy::Approvals read_approvals(const toml::table& scenario) {
    policy::Approvals given;
    const bool is_given_for_all = !scenario.contains("approved") && given_ != nullptr;
    const toml::table& from = is_given_for_all ? *given_ : scenario;
    for (const std::string& label : texts(from, "approved")) {
      auto approvals = approvals_named(label, {tested_});
      if (approvals) given.fresh.insert(given.fresh.end(), approvals->begin(), approvals->end());
      else problem(line_of(*from.get("approved")), "approved: " + approvals.error());
    }
    return given;
  }

  policy::Status read_status(const toml::table& scenario) {
    const std::string word = text(scenario, "status").value_or("active");
    if (word == "suspended") return policy::Status::suspended;
    if (word == "withdrawn") return policy::Status::withdrawn;
    if (word == "superseded") return policy::Status::superseded;
    if (word != "active") problem(line_of(*said(scenario, "status")), "status must be active, suspended, withdrawn or superseded");
    return policy::Status::active;
  }

  std::optional<policy::FieldPattern> read_pattern(const std::string& path, policy::LineNumber line) {
    auto pattern = policy::FieldPattern::read(path);
    if (pattern) return std::move(*pattern);
    problem(line, pattern.error());
    return std::nullopt;
  }

  policy::Expectations read_expected(const toml::table& scenario) {
    using Outcome = policy::Evaluation::Outcome;
    policy::Expectations expected;
    for (Outcome outcome : {Outcome::disclosed, Outcome::refused, Outcome::waiting})
      if (text(scenario, "expect") == name_of(outcome)) expected.outcome = {outcome, line_of(*said(scenario, "expect"))};
    const toml::node* const outcome_said = said(scenario, "expect");
    if (!expected.outcome) problem(outcome_said == nullptr ? line_of(scenario) : line_of(*outcome_said), "must say what to expect: expect = \"disclosed\", \"refused\" or \"waiting\"");
    if (const auto reason = text(scenario, "reason")) expected.reason = {*reason, line_of(*said(scenario, "reason"))};
    if (const auto keep = text(scenario, "keep")) expected.keep = {*keep, line_of(*said(scenario, "keep"))};
    expected.missing = stated(scenario, "missing");
    expected.told = stated(scenario, "told");
    expected.caveats = stated(scenario, "caveats");
    expected.held = stated(scenario, "held");
    expected.leaks = stated(scenario, "leaks");
    if (const auto stage = text(scenario, "moves-to")) expected.moves_to = {*stage, line_of(*said(scenario, "moves-to"))};
    if (const auto paths = stated(scenario, "no-tell")) {
      expected.no_tell = {{}, paths->line};
      for (const std::string& path : paths->is)
        if (auto pattern = read_pattern(path, paths->line)) expected.no_tell->is.push_back(std::move(*pattern));
    }
    for (const PathValue& said : pairs(scenario, "onward")) {
      const auto onward = schemas::onward_named(said.value);
      auto pattern = read_pattern(said.path, said.line);
      if (!onward) problem(said.line, "onward must be yes, no or ask");
      else if (pattern) expected.onward.push_back({std::move(*pattern), *onward, said.line});
    }
    for (const PathValue& said : pairs(scenario, "fields")) {
      const auto level = policy::expected_level(said.value);
      if (!level) {
        problem(said.line, "\"" + said.value + "\" is no outcome: full, a view, existence, withhold, conceal, withheld for either of the last, held, held by LABEL, or leak-guard");
      } else if (said.path == everything_else) {
        expected.rest = {*level, said.line};
      } else if (auto pattern = read_pattern(said.path, said.line)) {
        expected.fields.push_back({std::move(*pattern), *level, said.line});
      }
    }
    return expected;
  }

  std::optional<policy::Scenario> read_scenario(const toml::table& scenario) {
    std::vector<std::string> known = given_keys;
    known.insert(known.end(), expected_keys.begin(), expected_keys.end());
    only(scenario, known);
    const policy::LineNumber line = line_of(scenario);
    const std::string name = text(scenario, "name").value_or("");
    if (name.empty()) problem(line, "a scenario must have a name");
    else if (!names_.insert(name).second) problem(line, "two scenarios are named \"" + name + "\"");
    const auto day = text(scenario, "at");
    if (!day) problem(line, "must say when: at = 2026-05-01");
    const auto date = parse_date(day.value_or(""));
    const auto at = date ? std::optional{london_midnight(*date)} : parse_instant(day.value_or(""));
    if (day && !at) problem(line, "at must be a day, such as 2026-05-01, or a time with its offset, such as 2026-05-01T09:30:00Z");
    const auto to = text(scenario, "to");
    const auto recipient = schemas::parse_agency_id(to.value_or(""));
    if (!recipient) problem(line, "must say who asks, as an agency id: to = \"police/met\"");
    const policy::CaseFacts facts = read_case(scenario);
    const policy::Approvals approvals = read_approvals(scenario);
    const policy::Status status = read_status(scenario);
    policy::Expectations expected = read_expected(scenario);
    if (!at || !recipient) return std::nullopt;
    auto message = read_message(scenario, *at);
    if (!message) return std::nullopt;
    return policy::Scenario{name, line, std::move(*message), *recipient, *at, facts, approvals, status, std::move(expected)};
  }

  const std::string& name_;
  const ReadBeside& beside_;
  const policy::Agreement& tested_;
  const toml::table* given_ = nullptr;
  std::set<std::string> names_;
  std::vector<ScenarioProblem> problems_;
};

}  // namespace

Result<ScenarioFile, std::vector<ScenarioProblem>> read_scenario_file(const std::string& name, std::string_view text, const ReadBeside& beside, const policy::Agreement& tested) {
  toml::table root;
  try {
    root = toml::parse(text);
  } catch (const toml::parse_error& error) {
    return Fail{std::vector<ScenarioProblem>{{error.source().begin.line, std::string{error.description()}}}};
  }
  return Reader{name, beside, tested}.read(root);
}

}  // namespace concordat::console
