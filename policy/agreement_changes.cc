#include "policy/agreement_changes.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "policy/parse.h"

namespace concordat::policy {
namespace {

// What a clause says besides what its fields become.
constexpr std::array<std::string_view, 8> terms{"basis", "keep", "caveat", "onward", "require", "hold", "no-tell", "lift"};
constexpr std::array<std::string_view, 4> restraints{"onward", "require", "hold", "no-tell"};
constexpr std::array<std::string_view, 6> scopes{"from", "to", "for", "on", "when", "unless"};

template <std::size_t N>
bool is_in(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

using Lines = std::map<std::string, std::string>;  // by first word; a repeated one's texts follow each other

struct Texts {
  Lines headers;
  Lines parts;                           // purposes and pathways, by what names them
  std::map<std::string, Lines> clauses;  // by label
  std::vector<std::string> labels;
};

std::string joined(const std::vector<Token>& tokens, std::size_t from, std::size_t to) {
  std::string text;
  for (std::size_t i = from; i < to; ++i) {
    const Token& token = tokens[i];
    if (i > from && token.spaced) text += ' ';
    text += token.kind == Token::Kind::text ? "\"" + token.text + "\"" : token.text;
  }
  return text;
}

void put(Lines& lines, const std::string& key, const std::string& text) {
  std::string& whole = lines[key];
  whole += (whole.empty() ? "" : "; ") + text;
}

// `in force 2026-…` is about "in force"; `keep 6 years` about "keep".
std::size_t words_of_key(const std::vector<Token>& tokens, std::size_t at) {
  const bool is_two = tokens[at].is("in") || (tokens[at].is("review") && tokens[at + 1].is("by")) || tokens[at].is("policy");
  return is_two ? 2 : 1;
}

Texts read(std::string_view text) {
  const Layout layout = parse_layout(text);
  const auto& tokens = layout.tokens;
  Texts found;
  std::string part;
  Lines* clause = nullptr;
  for (std::size_t i = 0; i < layout.marks.size(); ++i) {
    const std::size_t from = layout.marks[i].token;
    const std::size_t to = i + 1 < layout.marks.size() ? layout.marks[i + 1].token : tokens.size() - 1;
    const std::size_t key = words_of_key(tokens, from);
    switch (layout.marks[i].part) {
      case Mark::Part::agreement:
        put(found.headers, "agreement", joined(tokens, from + 1, to));
        break;
      case Mark::Part::header:
        put(found.headers, joined(tokens, from, from + key), joined(tokens, from + key, to));
        break;
      case Mark::Part::purpose:
        part = joined(tokens, from, std::min(from + 2, to));
        clause = nullptr;
        put(found.parts, part, joined(tokens, from + 2, to));
        break;
      case Mark::Part::pathway:
        part = joined(tokens, from, std::min(from + 4, to));
        clause = nullptr;
        put(found.parts, part, joined(tokens, from + 4, to));
        break;
      case Mark::Part::clause: {
        const std::size_t label = from + (tokens[from].is("emergency") ? 2 : 1);
        std::size_t title = label;
        while (title < to && tokens[title].kind != Token::Kind::text) ++title;
        const std::string name = joined(tokens, label, title);
        clause = &found.clauses[name];
        found.labels.push_back(name);
        if (label == from + 2) put(*clause, "emergency", "yes");
        break;
      }
      case Mark::Part::line:
        put(clause != nullptr ? *clause : found.parts, clause != nullptr ? tokens[from].text : part,
            joined(tokens, clause != nullptr ? from + 1 : from, to));
        break;
    }
  }
  return found;
}

std::string said(const Lines& lines, const std::string& key) {
  const auto at = lines.find(key);
  return at == lines.end() ? "" : at->second;
}

class Comparer {
public:
  std::vector<Change> compare(const Texts& before, const Texts& after) && {
    compare_lines("", before.headers, after.headers);
    compare_lines("", before.parts, after.parts);
    std::vector<std::string> labels = before.labels;
    for (const std::string& label : after.labels)
      if (std::find(labels.begin(), labels.end(), label) == labels.end()) labels.push_back(label);
    for (const std::string& label : labels) {
      const auto a = before.clauses.find(label);
      const auto b = after.clauses.find(label);
      const bool is_new = a == before.clauses.end();
      if (is_new || b == after.clauses.end()) changes_.push_back({"clause " + label, is_new ? "" : "there", is_new ? "there" : "", {}});
      compare_clause(label, is_new ? Lines{} : a->second, b == after.clauses.end() ? Lines{} : b->second);
    }
    return std::move(changes_);
  }

private:
  static std::set<std::string> keys_of(const Lines& before, const Lines& after) {
    std::set<std::string> keys;
    for (const Lines* lines : {&before, &after})
      for (const auto& [key, text] : *lines) keys.insert(key);
    return keys;
  }
  void compare_lines(const std::string& prefix, const Lines& before, const Lines& after) {
    for (const std::string& key : keys_of(before, after))
      if (said(before, key) != said(after, key)) changes_.push_back({prefix + key, said(before, key), said(after, key), {}});
  }

  void compare_clause(const std::string& label, const Lines& before, const Lines& after) {
    const auto restrains = [](const Lines& lines) {
      return std::any_of(restraints.begin(), restraints.end(), [&](std::string_view word) { return lines.contains(std::string{word}); });
    };
    const auto has_terms = [](const Lines& lines) {
      return std::any_of(terms.begin(), terms.end(), [&](std::string_view word) { return lines.contains(std::string{word}); });
    };
    const bool is_in_both = !before.empty() && !after.empty();
    for (const std::string& key : keys_of(before, after)) {
      if (said(before, key) == said(after, key)) continue;
      Change change{"clause " + label + ": " + key, said(before, key), said(after, key), {}};
      // A restraint that is gone or is another now may let pass what it stopped; a new one only stops.
      if (is_in(restraints, key)) change.direction = change.before.empty() ? Direction::less : Direction::more;
      // Where and when it speaks bears on its terms too, besides the outcomes of fields.
      const bool is_scope = is_in(scopes, key) || key == "emergency";
      if (is_scope && is_in_both && restrains(before)) change.direction = Direction::more;
      if (is_in(terms, key) || (is_scope && is_in_both && (has_terms(before) || has_terms(after)))) changes_.push_back(std::move(change));
    }
  }

  std::vector<Change> changes_;
};

}  // namespace

std::vector<Change> changes_between(std::string_view before, std::string_view after) {
  return Comparer{}.compare(read(before), read(after));
}

}  // namespace concordat::policy
