#include "audit/reports/disclosures.h"

#include <set>

#include "base/text.h"

namespace concordat::audit {
namespace {

std::string joined(const std::set<std::string>& words) { return join({words.begin(), words.end()}, ", "); }

std::string spaced(std::string words) {
  for (char& c : words)
    if (c == '-') c = ' ';
  return words;
}

}  // namespace

std::string released_in_words(const LogRow& row) {
  std::set<std::string> words;
  for (const VerdictRow& verdict : row.verdicts)
    if (is_released(verdict)) words.insert(plain_path(verdict.path) + (is_reduced(verdict) ? " (" + verdict.outcome + ")" : ""));
  return joined(words);
}

std::string withheld_in_words(const LogRow& row) {
  std::set<std::string> words;
  for (const VerdictRow& verdict : row.verdicts)
    if (!is_released(verdict)) words.insert(plain_path(verdict.path) + " (" + spaced(verdict.because) + (verdict.capped_by.empty() ? "" : ", clause " + verdict.capped_by) + ")");
  return joined(words);
}

std::string clauses_in_words(const LogRow& row) {
  std::set<std::string> words;
  for (const VerdictRow& verdict : row.verdicts)
    if (is_released(verdict) && !verdict.granted_by.empty()) words.insert(verdict.granted_by);
  return joined(words);
}

std::string classes_in_words(const LogRow& row) {
  std::set<std::string> words;
  for (const VerdictRow& verdict : row.verdicts)
    if (is_released(verdict))
      if (std::string found = class_of(verdict.path); !found.empty()) words.insert(std::move(found));
  return joined(words);
}

bool is_special(std::string_view field_class) {
  static const std::set<std::string_view> special{"health", "ethnicity", "religion", "politics", "sexLife", "migration", "offence", "source"};
  return special.contains(field_class);
}

Aftermath::Aftermath(std::span<const LogRow> rows) {
  for (const LogRow& row : rows)
    if (row.about) by_about_[*row.about].push_back(&row);
}

std::string Aftermath::when(std::uint64_t sequence, std::string_view kind) const {
  const auto found = by_about_.find(sequence);
  if (found == by_about_.end()) return {};
  for (const LogRow* row : found->second)
    if (row->kind == kind) return row->at;
  return {};
}

std::string Aftermath::in_words(std::uint64_t sequence) const {
  std::vector<std::string> words;
  const auto found = by_about_.find(sequence);
  if (found != by_about_.end())
    for (const LogRow* row : found->second) words.push_back(row->kind + (row->code.empty() ? "" : " (" + row->code + ")") + " " + row->at);
  return words.empty() ? "not delivered yet" : join(words, "; ");
}

}  // namespace concordat::audit
