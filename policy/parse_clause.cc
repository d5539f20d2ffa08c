#include "policy/parse_clause.h"

#include <algorithm>
#include <array>
#include <set>

namespace concordat::policy {
namespace {

constexpr std::array line_words{
    std::string_view{"from"},    std::string_view{"to"},      std::string_view{"for"},
    std::string_view{"on"},      std::string_view{"when"},    std::string_view{"unless"},
    std::string_view{"share"},   std::string_view{"limit"},   std::string_view{"withhold"},
    std::string_view{"conceal"}, std::string_view{"no-tell"}, std::string_view{"require"},
    std::string_view{"hold"},    std::string_view{"lift"},    std::string_view{"basis"},
    std::string_view{"keep"},    std::string_view{"caveat"},  std::string_view{"onward"}};

bool is_line(const Token& token) {
  return token.kind == Token::Kind::word &&
         std::find(line_words.begin(), line_words.end(), token.text) != line_words.end();
}
bool ends_clause(const Parser& parser) {
  const Token& token = parser.peek();
  if (token.kind == Token::Kind::end || token.is("clause")) return true;
  if (token.is("emergency")) return parser.peek(1).is("clause");
  return token.first_on_line && (token.is("purpose") || token.is("pathway"));
}

class ClauseParser {
public:
  ClauseParser(Parser& parser, const Agreement& so_far) : parser_(parser), so_far_(so_far) {}

  Clause run() {
    clause_.place = parser_.peek().place;
    clause_.emergency = parser_.accept("emergency");
    if (!opening()) skip();
    while (!ends_clause(parser_)) {
      if (!is_line(parser_.peek())) {
        parser_.expected("a line of the clause, such as \"share\"", {line_words.begin(), line_words.end()});
        skip();
      } else if (!line()) {
        skip();
      }
    }
    if (!broken_) whole();
    return std::move(clause_);
  }

private:
  bool opening() {
    if (!parser_.expect("clause")) return false;
    auto label = parser_.label("the clause's label, such as 4.1");
    if (!label) return false;
    clause_.label = std::move(*label);
    auto title = parser_.string("the clause's title");
    if (title) clause_.title = std::move(*title);
    return title.has_value();
  }

  void skip() {
    broken_ = true;
    while (!is_line(parser_.peek()) && !ends_clause(parser_)) parser_.take();
  }

  void whole() {
    const auto missing = [&](std::string_view word) {
      parser_.report(
          Code::missing_line, clause_.label.place,
          "clause " + clause_.label.text + " has no \"" + std::string{word} + "\" line",
          "say " + std::string{word} + " any, or name " + (word == "for" ? "purposes" : "parties"));
    };
    if (!clause_.from) missing("from");
    if (!clause_.to) missing("to");
    if (!clause_.purposes) missing("for");
    const bool has_effect = !clause_.shares.empty() || !clause_.caps.empty() ||
                            !clause_.requirements.empty() || !clause_.no_tells.empty() ||
                            !clause_.lifts.empty();
    if (!has_effect)
      parser_.report(Code::no_effect, clause_.label.place, "clause " + clause_.label.text + " has no effect",
                     "say what it shares, limits, withholds, conceals or requires");
  }

  bool line() {
    const std::size_t from = parser_.at();
    parser_.mark(Mark::Part::line);
    const Token opening_word = parser_.take();
    constexpr std::array once{std::string_view{"from"}, std::string_view{"to"},   std::string_view{"for"},
                              std::string_view{"on"},   std::string_view{"when"}, std::string_view{"unless"}};
    const bool is_once = std::find(once.begin(), once.end(), opening_word.text) != once.end();
    if (is_once && !said_.insert(opening_word.text).second)
      parser_.report(Code::repeated_line, opening_word.place,
                     "a clause says \"" + opening_word.text + "\" once",
                     "join the two lines, or write two clauses");
    if (!rest(opening_word.text, from)) return false;
    if (!is_once && !read_.insert(parser_.read_since(from)).second)
      parser_.report(Code::repeated_line, parser_.place_since(from), "this line is repeated",
                     "delete one of them");
    return true;
  }

  bool rest(const std::string& word, std::size_t from) {
    if (word == "from") return scope(clause_.from);
    if (word == "to") return scope(clause_.to);
    if (word == "for") return purposes();
    if (word == "on") return types();
    if (word == "when") return condition(clause_.when);
    if (word == "unless") return condition(clause_.unless);
    if (word == "share") return share(from);
    if (word == "limit") return cap(Cap::Kind::limit, from);
    if (word == "withhold") return cap(Cap::Kind::withhold, from);
    if (word == "conceal") return cap(Cap::Kind::conceal, from);
    if (word == "no-tell") return paths(clause_.no_tells, from);
    if (word == "require") return paths(clause_.requirements, from);
    if (word == "hold") return hold(from);
    if (word == "lift") return lift(from);
    if (word == "basis") return basis();
    if (word == "keep") return keep(from);
    if (word == "caveat") return caveat();
    return onward(from);
  }

  // `any`, which stands alone.
  bool any(const Place& place) {
    if (parser_.peek().is_mark(',')) {
      parser_.report(Code::any_stands_alone, place, "\"any\" stands alone", "delete what follows it");
      return false;
    }
    return true;
  }
  bool scope(std::optional<PartyScope>& into) {
    const Token first = parser_.peek();
    into = PartyScope{.any = parser_.accept("any"), .parties = {}, .place = first.place};
    if (into->any) return any(first.place);
    auto parties = parser_.list<Party>([this] { return party_not_any(); });
    if (parties) into->parties = std::move(*parties);
    return parties.has_value();
  }
  std::optional<Party> party_not_any() {
    if (parser_.peek().is("any")) {
      parser_.report(Code::any_stands_alone, parser_.peek().place, "\"any\" stands alone",
                     "delete the others, or \"any\"");
      return std::nullopt;
    }
    return parser_.party();
  }
  bool purposes() {
    const Token first = parser_.peek();
    clause_.purposes = PurposeScope{.any = parser_.accept("any"), .purposes = {}, .place = first.place};
    if (clause_.purposes->any) return any(first.place);
    auto ids = parser_.list<Word>([this]() -> std::optional<Word> {
      if (parser_.peek().is("any")) {
        parser_.report(Code::any_stands_alone, parser_.peek().place, "\"any\" stands alone",
                       "delete the others, or \"any\"");
        return std::nullopt;
      }
      return parser_.id("a purpose");
    });
    if (ids) clause_.purposes->purposes = std::move(*ids);
    return ids.has_value();
  }
  bool types() {
    const Token first = parser_.peek();
    if (parser_.accept("any")) return any(first.place);
    auto found = parser_.list<schemas::BodyType>([this] { return parser_.type(); });
    if (found) clause_.types = std::move(*found);
    return found.has_value();
  }
  bool condition(std::optional<Condition>& into) {
    into = parser_.condition();
    return into.has_value();
  }
  bool share(std::size_t from) {
    auto paths = parser_.paths();
    if (!paths) return false;
    Share found{.paths = std::move(*paths), .except = {}, .view = {}, .place = {}};
    if (parser_.accept("except")) {
      auto except = parser_.paths();
      if (!except) return false;
      found.except = std::move(*except);
    }
    if (parser_.accept("as")) {
      found.view = parser_.word("a view");
      if (!found.view) return false;
    }
    found.place = parser_.place_since(from);
    clause_.shares.push_back(std::move(found));
    return true;
  }
  bool cap(Cap::Kind kind, std::size_t from) {
    Cap found{.kind = kind, .targets = {}, .view = {}, .place = {}};
    auto targets = parser_.list<Target>([&]() -> std::optional<Target> {
      if (kind != Cap::Kind::limit) return parser_.target();
      auto path = parser_.path();
      if (!path) return std::nullopt;
      return Target{std::move(path), {}};
    });
    if (!targets) return false;
    found.targets = std::move(*targets);
    if (kind == Cap::Kind::limit) {
      if (!parser_.expect("to")) return false;
      found.view = parser_.word("a view");
      if (!found.view) return false;
    }
    found.place = parser_.place_since(from);
    clause_.caps.push_back(std::move(found));
    return true;
  }
  bool paths(std::vector<PathLine>& into, std::size_t from) {
    auto found = parser_.paths();
    if (found) into.push_back({std::move(*found), parser_.place_since(from)});
    return found.has_value();
  }
  bool hold(std::size_t from) {
    if (!parser_.expect("for") || !parser_.expect("approval") || !parser_.expect("within")) return false;
    const auto span = parser_.span();
    if (!span || !parser_.expect("else") || !parser_.expect("escalate")) return false;
    clause_.holds.push_back({*span, parser_.place_since(from)});
    return true;
  }
  bool lift(std::size_t from) {
    auto labels = parser_.list<Word>([this] { return parser_.label("a clause's label"); });
    if (!labels) return false;
    if (!clause_.emergency)
      parser_.report(Code::unexpected_word, parser_.place_since(from), "only an emergency clause lifts",
                     "write \"emergency clause\"");
    clause_.lifts.insert(clause_.lifts.end(), labels->begin(), labels->end());
    return true;
  }
  bool basis() {
    auto found = parser_.basis();
    if (!found) return false;
    if (parser_.peek().is("for") && !begins_for_line()) {
      parser_.take();
      auto parties = parser_.parties();
      if (!parties) return false;
      found->parties = std::move(*parties);
    }
    clause_.bases.push_back(std::move(*found));
    return true;
  }
  // After bases, `for` says for which parties, or begins the line that says for which purposes.
  bool begins_for_line() const {
    const Token& name = parser_.peek(1);
    if (name.is("any")) return true;
    if (parser_.peek(2).is_mark('/')) return false;
    const bool is_purpose = std::any_of(so_far_.purposes.begin(), so_far_.purposes.end(),
                                        [&](const Purpose& purpose) { return name.is(purpose.id.text); });
    const bool is_party = std::any_of(so_far_.parties.begin(), so_far_.parties.end(),
                                      [&](const Party& party) { return name.is(party.text.substr(0, party.text.find('/'))); });
    if (is_purpose != is_party) return is_purpose;
    // Both, or a slip of either: the line that is still wanted, else what stands beside it.
    return is_purpose ? !said_.contains("for") : !said_.contains("for") && parser_.peek().first_on_line;
  }
  bool keep(std::size_t from) {
    const auto span = parser_.span();
    if (!span || !parser_.expect("after")) return false;
    const Token event = parser_.peek();
    Keep found{*span, Keep::After::closure};
    if (parser_.accept("disclosure")) {
      found.after = Keep::After::disclosure;
    } else if (event.kind == Token::Kind::number && event.text == "18th-birthday") {
      parser_.take();
      found.after = Keep::After::eighteenth_birthday;
    } else if (!parser_.accept("closure")) {
      parser_.expected("closure, disclosure or 18th-birthday");
      return false;
    }
    found.place = parser_.place_since(from);
    clause_.keeps.push_back(found);
    return true;
  }
  bool caveat() {
    auto text = parser_.string("the caveat");
    if (text) clause_.caveats.push_back(std::move(*text));
    return text.has_value();
  }
  bool onward(std::size_t from) {
    const Token& next = parser_.peek();
    const auto said = schemas::onward_named(next.text);
    if (!said || !next.is(next.text)) {
      parser_.expected("no, ask or yes");
      return false;
    }
    parser_.take();
    clause_.onwards.push_back({*said, parser_.place_since(from)});
    return true;
  }

  Parser& parser_;
  const Agreement& so_far_;
  Clause clause_{};
  std::set<std::string> said_;  // the words said once
  std::set<std::string> read_;  // whole lines
  bool broken_ = false;
};

}  // namespace

Clause parse_clause(Parser& parser, const Agreement& so_far) {
  return ClauseParser{parser, so_far}.run();
}

}  // namespace concordat::policy
