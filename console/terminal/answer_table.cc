#include "console/terminal/answer_table.h"

#include <algorithm>

#include "adapters/json.h"
#include "console/terminal/reading.h"
#include "console/terminal/table.h"

namespace concordat::console {
namespace {

using adapters::Json;

std::string word_of(const std::string& outcome) {
  if (outcome == "full") return "released";
  if (outcome == "withhold") return "withheld";
  if (outcome == "conceal") return "concealed";
  return outcome;  // a view's name, or existence
}

Tint tint_of(const std::string& outcome) {
  if (outcome == "full") return Tint::good;
  return outcome == "withhold" || outcome == "conceal" ? Tint::bad : Tint::part;
}

Cell cell_of(const AnswerRow& row) {
  const bool is_capped = !row.capped_by.empty();
  std::string text = word_of(row.outcome);
  if (is_capped) text += " " + row.capped_by;
  else if (row.because == "source-restriction") text += " (sender)";
  else if (!row.granted_by.empty()) text += " " + row.granted_by;
  return {std::move(text), tint_of(row.outcome)};
}

AnswerOutcome outcome_of(const Json& from) {
  AnswerOutcome out{from["recipient"].text, from["outcome"].text, from["code"].text, from["agreement"].text, {}};
  for (const Json& row : from["rows"].items)
    out.rows.push_back({row["path"].text, row["outcome"].text, row["grantedBy"].text, row["cappedBy"].text, row["because"].text});
  return out;
}

}  // namespace

bool SentAnswer::is_disclosed() const {
  return !outcomes.empty() && std::all_of(outcomes.begin(), outcomes.end(), [](const AnswerOutcome& o) { return o.outcome == "disclosed"; });
}

bool SentAnswer::is_final() const {
  if (state == "settled" || state == "refused") return true;
  return state == "accepted" && !outcomes.empty() &&
         std::none_of(outcomes.begin(), outcomes.end(), [](const AnswerOutcome& o) { return o.outcome == "disclosed"; });
}

Result<SentAnswer, Exit> read_answer(const std::filesystem::path& file, const Terminal& terminal) {
  TRY(std::string text, read_text(file, terminal));
  const auto json = adapters::read_json(as_bytes(text));
  if (!json) return Fail{terminal.invalid(file.string(), json.error())};
  SentAnswer answer{(*json)["message"].text, (*json)["native"].text, (*json)["place"].text, (*json)["state"].text, (*json)["code"].text, {}, {}};
  if (answer.message.empty() || answer.state.empty()) return Fail{terminal.invalid(file.string(), "is no answer of an adapter: message or state is missing")};
  for (const Json& outcome : (*json)["outcomes"].items) answer.outcomes.push_back(outcome_of(outcome));
  answer.json = std::move(text);
  return answer;
}

std::string answer_table(const SentAnswer& answer, const Terminal& terminal) {
  std::string out = answer.native + (answer.place.empty() ? "" : ", " + answer.place) + "\n  message " + answer.message;
  if (answer.state == "refused") return out + " " + terminal.tinted("refused", Tint::bad) + " [" + answer.code + "]\n";
  std::vector<std::string> heads{"field"};
  std::vector<std::string> paths;
  for (const AnswerOutcome& outcome : answer.outcomes) {
    heads.push_back(outcome.recipient);
    for (const AnswerRow& row : outcome.rows)
      if (std::find(paths.begin(), paths.end(), row.path) == paths.end()) paths.push_back(row.path);
  }
  for (const AnswerOutcome& outcome : answer.outcomes) {
    out += "\n  " + outcome.recipient + ": " + terminal.tinted(outcome.outcome, outcome.outcome == "disclosed" ? Tint::good : Tint::bad);
    if (!outcome.code.empty()) out += " [" + outcome.code + "]";
    if (!outcome.agreement.empty()) out += " under " + outcome.agreement;
  }
  Table table{heads};
  for (const std::string& path : paths) {
    std::vector<Cell> cells{{path, {}}};
    for (const AnswerOutcome& outcome : answer.outcomes) {
      const auto row = std::find_if(outcome.rows.begin(), outcome.rows.end(), [&](const AnswerRow& r) { return r.path == path; });
      cells.push_back(row == outcome.rows.end() || outcome.outcome != "disclosed" ? Cell{"—", Tint::quiet} : cell_of(*row));
    }
    table.add(std::move(cells));
  }
  return out + "\n\n" + table.print(terminal);
}

}  // namespace concordat::console
