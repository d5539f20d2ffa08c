#include "policy/parse.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"
#include "policy/parse_clause.h"
#include "policy/parser.h"

namespace concordat::policy {
namespace {

constexpr std::array header_words{
    std::string_view{"title"}, std::string_view{"schema"},  std::string_view{"scheme"},
    std::string_view{"area"},  std::string_view{"parties"}, std::string_view{"approvers"},
    std::string_view{"in"},    std::string_view{"review"},  std::string_view{"marking"},
    std::string_view{"dpia"},  std::string_view{"policy"},  std::string_view{"stages"}};

bool is_header(const Token& token) {
  return token.kind == Token::Kind::word &&
         std::find(header_words.begin(), header_words.end(), token.text) != header_words.end();
}

class FileParser {
public:
  FileParser(Parser& parser, Agreement& agreement) : parser_(parser), agreement_(agreement) {}

  void run() {
    if (!opening()) skip();
    while (parser_.peek().kind != Token::Kind::end) {
      const std::size_t from = parser_.at();
      if (!section()) skip();
      if (parser_.at() == from) parser_.take();  // whatever stands here, the next round starts later
    }
    if (agreement_.clauses.empty())
      parser_.report(Code::no_clause, parser_.peek().place, "an agreement needs at least one clause");
  }

private:
  enum class Part { headers, purposes, pathways, clauses };

  bool opening() {
    const std::size_t from = parser_.at();
    parser_.mark(Mark::Part::agreement);
    if (!parser_.expect("agreement")) return false;
    const auto name = parser_.string("the agreement's name");
    if (!name) return false;
    if (name->empty() || name->find('/') != std::string::npos)
      parser_.report(Code::unexpected_word, parser_.place_since(from),
                     "an agreement's name is not empty and holds no \"/\"");
    agreement_.name = *name;
    if (!parser_.expect("version")) return false;
    // Some count by the day: 20260401.
    const auto version = parser_.integer("the version", 1, 2'000'000'000);
    if (!version) return false;
    agreement_.version = static_cast<int>(*version);
    agreement_.place = parser_.place_since(from);
    return true;
  }

  bool section() {
    const Token& next = parser_.peek();
    if (is_header(next)) {
      in_order(Part::headers);
      parser_.mark(Mark::Part::header);
      return header();
    }
    if (next.is("purpose")) {
      in_order(Part::purposes);
      parser_.mark(Mark::Part::purpose);
      return purpose();
    }
    if (next.is("pathway")) {
      in_order(Part::pathways);
      parser_.mark(Mark::Part::pathway);
      return pathway();
    }
    if (next.is("clause") || next.is("emergency")) {
      in_order(Part::clauses);
      parser_.mark(Mark::Part::clause);
      agreement_.clauses.push_back(parse_clause(parser_, agreement_));
      const Word& label = agreement_.clauses.back().label;
      if (!label.text.empty() && !labels_.insert(label.text).second)
        parser_.report(Code::repeated_label, label.place, "there are two clauses labelled " + label.text, "give one of them another label");
      return true;
    }
    std::vector<std::string> words{"purpose", "pathway", "clause", "emergency"};
    words.insert(words.end(), header_words.begin(), header_words.end());
    parser_.expected("a header, a purpose, a pathway or a clause", words);
    return false;
  }

  // Headers, then purposes, then pathways, then clauses; each later part closes the earlier ones.
  void in_order(Part part) {
    if (part < reached_)
      parser_.report(Code::unexpected_word, parser_.peek().place,
                     "\"" + parser_.peek().text + "\" stands too late",
                     "headers come first, then purposes, pathways and clauses");
    reached_ = std::max(reached_, part);
  }

  void skip() {
    for (;;) {
      const Token& next = parser_.peek();
      if (next.kind == Token::Kind::end) return;
      const bool starts = is_header(next) || next.is("purpose") || next.is("pathway") ||
                          next.is("emergency") || next.is("clause");
      if (starts && next.first_on_line) return;
      parser_.take();
    }
  }

  bool header() {
    const Token name = parser_.peek();
    if (!seen_.insert(name.text).second)
      parser_.report(Code::repeated_header, name.place, "\"" + name.text + "\" is said once",
                     "delete one of them");
    const std::size_t from = parser_.at();
    parser_.take();
    if (name.text == "title") return text_into(agreement_.title, "the title");
    if (name.text == "dpia") return text_into(agreement_.dpia, "the reference of the impact assessment");
    if (name.text == "policy") {
      return parser_.expect("document") &&
             text_into(agreement_.policy_document, "the reference of the policy document");
    }
    if (name.text == "schema") return schema(from);
    if (name.text == "scheme") {
      agreement_.scheme = parser_.peek().is("any") ? parser_.word("a scheme") : parser_.id("a scheme");
      return agreement_.scheme.has_value();
    }
    if (name.text == "marking") {
      agreement_.marking = parser_.word("a marking");
      return agreement_.marking.has_value();
    }
    if (name.text == "area") {
      auto areas = parser_.list<Word>([this] { return parser_.word("an ONS area code"); });
      if (areas) agreement_.areas = std::move(*areas);
      return areas.has_value();
    }
    if (name.text == "parties") return parties_into(agreement_.parties);
    if (name.text == "approvers") return parties_into(agreement_.approvers);
    if (name.text == "review") return review(from);
    if (name.text == "in") return in_force(from);
    return stages(from);
  }

  bool text_into(std::string& into, std::string_view what) {
    auto text = parser_.string(what);
    if (text) into = std::move(*text);
    return text.has_value();
  }
  bool parties_into(std::vector<Party>& into) {
    auto parties = parser_.parties();
    if (parties) into = std::move(*parties);
    return parties.has_value();
  }
  bool schema(std::size_t from) {
    const auto number = parser_.integer("the schema version", 1);
    if (!number) return false;
    // Its fields are not known yet: a grant would come to cover them unsigned.
    if (*number > schemas::schema_newest)
      parser_.report(Code::unknown_value, parser_.place_since(from), "there is no schema " + std::to_string(*number) + " yet",
                     "the newest is " + std::to_string(schemas::schema_newest));
    agreement_.schema = static_cast<std::uint16_t>(*number);
    return true;
  }
  bool in_force(std::size_t from) {
    if (!parser_.expect("force")) return false;
    const auto first = parser_.date();
    if (!first || !parser_.expect("until")) return false;
    const auto last = parser_.date();
    if (!last) return false;
    agreement_.in_force_from = *first;
    agreement_.in_force_until = *last;
    agreement_.in_force_place = parser_.place_since(from);
    return true;
  }
  bool review(std::size_t from) {
    if (!parser_.expect("by")) return false;
    agreement_.review_by = parser_.date();
    agreement_.review_place = parser_.place_since(from);
    return agreement_.review_by.has_value();
  }
  bool stages(std::size_t from) {
    auto names = parser_.list<Word>([this] { return parser_.word("a stage"); });
    if (!names || !parser_.expect("moved") || !parser_.expect("by")) return false;
    auto mover = parser_.party();
    if (!mover) return false;
    agreement_.stages = Stages{std::move(*names), std::move(*mover), parser_.place_since(from)};
    return true;
  }

  bool purpose() {
    parser_.take();
    auto id = parser_.id("a purpose");
    parser_.mark(Mark::Part::line);
    if (!id || !parser_.expect("means")) return false;
    auto means = parser_.string("what the purpose means");
    if (!means) return false;
    if (!purposes_.insert(id->text).second)
      parser_.report(Code::repeated_purpose, id->place, "there are two purposes called " + id->text);
    Purpose found{std::move(*id), std::move(*means), {}};
    const bool has_basis = parser_.peek().is("basis");
    if (!has_basis) parser_.expected("\"basis\"");
    bool is_whole = has_basis;
    while (is_whole && parser_.peek().is("basis")) {
      parser_.mark(Mark::Part::line);
      parser_.take();
      auto line = parser_.basis();
      is_whole = line.has_value();
      if (!is_whole) break;
      if (parser_.accept("for")) {
        auto parties = parser_.parties();
        is_whole = parties.has_value();
        if (is_whole) line->parties = std::move(*parties);
      }
      found.bases.push_back(std::move(*line));
    }
    agreement_.purposes.push_back(std::move(found));
    return is_whole;
  }

  bool pathway() {
    const std::size_t from = parser_.at();
    parser_.take();
    const auto type = parser_.type();
    if (!type || !parser_.expect("for")) return false;
    auto purpose = parser_.id("a purpose");
    if (!purpose || !parser_.expect("to")) return false;
    auto parties = parser_.parties();
    if (!parties) return false;
    Pathway found{.type = *type,
                  .purpose = std::move(*purpose),
                  .to = std::move(*parties),
                  .respond_within = {},
                  .call_name = {},
                  .call_number = {},
                  .place = parser_.place_since(from)};
    parser_.mark(Mark::Part::line);
    if (parser_.accept("respond")) {
      if (!parser_.expect("within")) return false;
      found.respond_within = parser_.span();
      if (!found.respond_within) return false;
      parser_.mark(Mark::Part::line);
    }
    if (!parser_.expect("otherwise") || !parser_.expect("call")) return false;
    auto name = parser_.string("whom to call");
    if (!name) return false;
    auto number = parser_.string("the number to call");
    if (!number) return false;
    found.call_name = std::move(*name);
    found.call_number = std::move(*number);
    agreement_.pathways.push_back(std::move(found));
    return true;
  }

  Parser& parser_;
  Agreement& agreement_;
  std::set<std::string> seen_;  // headers
  std::set<std::string> purposes_;
  std::set<std::string> labels_;
  Part reached_ = Part::headers;
};

bool is_unreadable(const std::vector<Diagnostic>& of_words) {
  return std::any_of(of_words.begin(), of_words.end(),
                     [](const Diagnostic& one) { return one.code == Code::not_utf8 || one.code == Code::too_large; });
}

}  // namespace

Parsed parse(std::string_view text) {
  return parse_layout(text).parsed;
}

Layout parse_layout(std::string_view text) {
  Layout layout;
  Lexed lexed = lex_with_comments(text, layout.parsed.diagnostics);
  Parser parser{std::move(lexed.tokens), layout.parsed.diagnostics};
  // Of a text that could not be read at all, nothing is said to be missing.
  if (!is_unreadable(layout.parsed.diagnostics)) FileParser{parser, layout.parsed.agreement}.run();
  sort_by_place(layout.parsed.diagnostics);
  leave_out_the_rest(layout.parsed.diagnostics);
  complete_fixes(layout.parsed.diagnostics);
  layout.tokens = parser.tokens();
  layout.comments = std::move(lexed.comments);
  layout.marks = parser.marks();
  return layout;
}

}  // namespace concordat::policy
