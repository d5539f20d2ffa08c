#include "policy/expectation.h"

#include <algorithm>
#include <array>
#include <optional>

#include "policy/condition_scope.h"
#include "policy/parser.h"

namespace concordat::policy {
namespace {

using Words = std::initializer_list<std::string_view>;

constexpr std::array header_words{
    std::string_view{"title"}, std::string_view{"schema"},  std::string_view{"scheme"},
    std::string_view{"area"},  std::string_view{"parties"}, std::string_view{"approvers"},
    std::string_view{"in"},    std::string_view{"review"},  std::string_view{"marking"},
    std::string_view{"dpia"},  std::string_view{"policy"},  std::string_view{"stages"}};
constexpr std::array once_words{std::string_view{"from"}, std::string_view{"to"},   std::string_view{"for"},
                                std::string_view{"on"},   std::string_view{"when"}, std::string_view{"unless"}};
constexpr std::array effect_words{
    std::string_view{"share"},   std::string_view{"limit"}, std::string_view{"withhold"},
    std::string_view{"conceal"}, std::string_view{"basis"}, std::string_view{"keep"},
    std::string_view{"caveat"},  std::string_view{"hold"},  std::string_view{"onward"},
    std::string_view{"require"}, std::string_view{"no-tell"}};

template <class List>
bool holds(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// Each production is false when the words end inside it, or do not fit: what was wanted next is then noted.
class Reading {
public:
  Reading(std::span<const Token> tokens, const Agreement& declared) : tokens_(tokens), declared_(declared) {}

  Expectation run() {
    while (!ended()) {
      const std::size_t from = at_;
      section();
      if (at_ == from) ++at_;
    }
    if (!is_settled_) sections();
    return std::move(found_);
  }

private:
  // ---- the words
  bool ended() const { return at_ >= tokens_.size() || tokens_[at_].kind == Token::Kind::end; }
  bool next_is(std::string_view word) const { return !ended() && tokens_[at_].is(word); }
  bool accept(std::string_view word) {
    if (!next_is(word)) return false;
    ++at_;
    return true;
  }
  bool accept_mark(char mark) {
    if (ended() || !tokens_[at_].is_mark(mark)) return false;
    ++at_;
    return true;
  }
  // Might follow: other things might too.
  void may(Words words) {
    if (ended()) found_.words.insert(found_.words.end(), words.begin(), words.end());
  }
  // Must follow: nothing else can.
  bool must(Words words) {
    if (ended()) {
      may(words);
      return settle();
    }
    if (!std::any_of(words.begin(), words.end(), [&](std::string_view word) { return next_is(word); })) return false;
    ++at_;
    return true;
  }
  bool must(Slot slot) {
    if (ended()) found_.slots.push_back(slot);
    return ended() ? settle() : false;
  }
  bool settle() {
    is_settled_ = true;
    return false;
  }
  bool take(Token::Kind kind) {
    if (ended()) return settle();
    if (tokens_[at_].kind != kind) return false;
    ++at_;
    return true;
  }
  // A name of parts, such as council/lbbd or ukgdpr.6.1.e.
  bool name(Slot slot) {
    if (ended()) return must(slot);
    const auto is_part = [&] {
      return !ended() && (tokens_[at_].kind == Token::Kind::word || tokens_[at_].kind == Token::Kind::number);
    };
    if (!is_part() || (tokens_[at_].first_on_line && is_reserved(tokens_[at_].text))) return false;
    ++at_;
    while (!ended() && !tokens_[at_].spaced && (accept_mark('.') || accept_mark('/')))
      if (is_part()) ++at_;
    return true;
  }
  bool names(Slot slot) {
    do {
      if (!name(slot)) return false;
    } while (accept_mark(','));
    return true;
  }
  bool names_or_any(Slot slot) {
    may({"any"});
    return accept("any") || names(slot);
  }

  // ---- paths
  bool path(Slot slot, Path& into) {
    if (ended()) return must(slot);
    if (tokens_[at_].kind != Token::Kind::word || (tokens_[at_].first_on_line && is_reserved(tokens_[at_].text)))
      return false;
    into.before = tokens_[at_++].text;
    std::string* part = &into.before;
    for (;;) {
      if (accept_mark('.')) {
        if (ended()) return settle();
        if (tokens_[at_].kind != Token::Kind::word) return false;
        if (!part->empty()) *part += ".";
        *part += tokens_[at_++].text;
      } else if (accept_mark('[')) {
        if (!selectors(into)) return false;
        part = &into.after;
      } else {
        return true;
      }
    }
  }
  bool selectors(Path& into) {
    do {
      found_.of = into.before;
      if (ended()) return must(Slot::key);
      Selector one{{tokens_[at_].text, tokens_[at_].place}, {}};
      ++at_;
      found_.of = into.before + "." + one.key.text;
      if (ended()) return must(Slot::key_value);
      ++at_;
      into.selectors.push_back(std::move(one));
    } while (accept_mark(','));
    if (ended()) return settle();
    return accept_mark(']');
  }
  bool paths(Slot slot, std::vector<Path>* into) {
    do {
      Path one;
      if (!path(slot, one)) return false;
      if (into != nullptr) into->push_back(std::move(one));
    } while (accept_mark(','));
    return true;
  }

  // ---- sections
  void sections() {
    if (tokens_.empty() || ended_in_nothing()) {
      found_.words.emplace_back("agreement");
      return;
    }
    if (in_clause_) {
      for (std::string_view word : once_words)
        if (!holds(said_, word)) found_.words.push_back(word);
      found_.words.insert(found_.words.end(), effect_words.begin(), effect_words.end());
      if (in_emergency_) found_.words.emplace_back("lift");
    } else if (!past_headers_) {
      for (std::string_view word : header_words)
        if (!holds(headers_, word)) found_.words.push_back(word);
    }
    if (!in_clause_) found_.words.insert(found_.words.end(), {"purpose", "pathway"});
    found_.words.insert(found_.words.end(), {"clause", "emergency"});
  }
  bool ended_in_nothing() const {
    return std::all_of(tokens_.begin(), tokens_.end(),
                       [](const Token& token) { return token.kind == Token::Kind::end; });
  }

  void section() {
    const Token& first = tokens_[at_];
    if (first.is("agreement")) {
      ++at_;
      if (take(Token::Kind::text) && must({"version"})) take(Token::Kind::number);
    } else if (first.is("emergency") || first.is("clause")) {
      clause();
    } else if (first.is("purpose")) {
      ++at_;
      past_headers_ = true;
      in_clause_ = false;
      purpose();
    } else if (first.is("pathway")) {
      ++at_;
      past_headers_ = true;
      in_clause_ = false;
      pathway();
    } else if (in_clause_) {
      line();
    } else if (first.kind == Token::Kind::word && holds(header_words, first.text)) {
      ++at_;
      headers_.push_back(first.text);
      header(first.text);
    }
  }

  bool header(std::string_view word) {
    if (word == "scheme") {
      may({"any"});
      return take(Token::Kind::word);
    }
    if (word == "area") return names(Slot::area);
    if (word == "parties") return names(Slot::agency);
    if (word == "approvers") return names(Slot::party);
    if (word == "in")
      return must({"force"}) && take(Token::Kind::number) && must({"until"}) && take(Token::Kind::number);
    if (word == "review") return must({"by"}) && take(Token::Kind::number);
    if (word == "marking") return must({"official", "official-sensitive"});
    if (word == "policy") return must({"document"}) && take(Token::Kind::text);
    if (word == "schema") return take(Token::Kind::number);
    if (word == "stages") {
      do {
        if (!take(Token::Kind::word)) return false;
      } while (accept_mark(','));
      return must({"moved"}) && must({"by"}) && name(Slot::party);
    }
    return take(Token::Kind::text);
  }

  bool purpose() {
    if (!take(Token::Kind::word) || !must({"means"}) || !take(Token::Kind::text)) return false;
    bool is_first = true;
    for (;;) {
      if (is_first && !next_is("basis")) return must({"basis"});
      may({"basis"});
      if (!accept("basis")) return true;
      is_first = false;
      if (!names(Slot::basis)) return false;
      may({"for"});
      if (accept("for") && !names(Slot::party)) return false;
    }
  }

  bool pathway() {
    const bool is_begun = name(Slot::type) && must({"for"}) && name(Slot::purpose) && must({"to"}) && names(Slot::party);
    if (!is_begun) return false;
    if (accept("respond")) {
      if (!must({"within"}) || !span()) return false;
    } else {
      may({"respond"});
    }
    return must({"otherwise"}) && must({"call"}) && take(Token::Kind::text) && take(Token::Kind::text);
  }

  bool span() {
    if (!take(Token::Kind::number)) return false;
    if (accept("working")) return must({"days", "day"});
    return must({"hours", "hour", "days", "day", "working", "months", "month", "years", "year"});
  }

  void clause() {
    past_headers_ = true;
    in_clause_ = true;
    said_.clear();
    in_emergency_ = accept("emergency");
    if (must({"clause"}) && name(Slot::label)) take(Token::Kind::text);
    if (ended() && is_settled_) std::erase(found_.slots, Slot::label);  // its own label is the writer's to choose
  }

  void line() {
    const Token& first = tokens_[at_];
    if (first.kind != Token::Kind::word) return;
    const bool is_once = holds(once_words, first.text);
    if (!is_once && !holds(effect_words, first.text) && first.text != "lift") return;
    ++at_;
    if (is_once) said_.push_back(first.text);
    rest(first.text);
  }

  bool rest(std::string_view word) {
    found_.line = {};
    if (word == "from" || word == "to") return names_or_any(Slot::party);
    if (word == "for") return names_or_any(Slot::purpose);
    if (word == "on") return names_or_any(Slot::type);
    if (word == "when" || word == "unless") return condition();
    if (word == "share") return share();
    if (word == "limit")
      return paths(Slot::field, &found_.line.paths) && must({"to"}) && name(Slot::view);
    if (word == "withhold" || word == "conceal") return targets();
    if (word == "require" || word == "no-tell") return paths(Slot::field, nullptr);
    if (word == "lift") return names(Slot::label);
    if (word == "basis") return basis();
    if (word == "keep")
      return span() && must({"after"}) &&
             (take(Token::Kind::number) || must({"closure", "disclosure", "18th-birthday"}));
    if (word == "hold")
      return must({"for"}) && must({"approval"}) && must({"within"}) && span() && must({"else"}) &&
             must({"escalate"});
    if (word == "onward") return must({"no", "ask", "yes"});
    return take(Token::Kind::text);
  }

  bool share() {
    if (!paths(Slot::field, &found_.line.paths)) return false;
    if (accept("except")) {
      if (!paths(Slot::field, &found_.line.except)) return false;
    } else {
      may({"except"});
    }
    may({"as"});
    return !accept("as") || name(Slot::view);
  }
  bool targets() {
    do {
      may({"class"});
      Path one;
      if (!(accept("class") ? name(Slot::field_class) : path(Slot::field, one))) return false;
    } while (accept_mark(','));
    return true;
  }
  bool basis() {
    if (!names(Slot::basis)) return false;
    may({"for"});
    if (!next_is("for")) return true;
    ++at_;
    if (ended()) {  // a for line, or for whom the basis is
      found_.slots.push_back(Slot::purpose);
      may({"any"});
      return must(Slot::party);
    }
    const bool is_line = next_is("any") || (is_purpose(tokens_[at_].text) &&
                                            !(at_ + 1 < tokens_.size() && tokens_[at_ + 1].is_mark('/')));
    if (is_line) said_.emplace_back("for");
    return is_line ? names_or_any(Slot::purpose) : names(Slot::party);
  }
  bool is_purpose(std::string_view id) const {
    return std::any_of(declared_.purposes.begin(), declared_.purposes.end(),
                       [&](const Purpose& purpose) { return purpose.id.text == id; });
  }

  // ---- conditions: brackets are passed over, for what follows them is the same
  bool condition() {
    for (;;) {
      while (accept("not") || accept_mark('(')) {
      }
      if (!atom()) return false;
      while (accept_mark(')')) {
      }
      may({"and", "or"});
      if (!accept("and") && !accept("or")) return true;
    }
  }
  bool atom() {
    may({"some", "every", "not", "recipient", "sender", "case", "emergency"});
    if (accept("recipient") || accept("sender")) return must({"in"}) && must({"case"});
    if (accept("case")) return must({"stage"}) && must({"is"}) && name(Slot::stage);
    if (accept("emergency")) return must({"declared"});
    const bool is_listed = accept("some") || accept("every");
    Path tested;
    if (!path(is_listed ? Slot::listed_fact : Slot::fact, tested)) return false;
    found_.of = tested.full();
    const auto* field = schemas::FieldTable::get().find(found_.of);
    if (field != nullptr && is_ordered(*field)) may({"at"});
    if (accept("at")) return must({"least", "most"}) && value();
    if (!must({"is"})) return false;
    if (accept("present") || accept("absent")) return true;
    may({"not", "one", "present", "absent"});
    if (accept("not")) return value();
    if (!accept("one")) return value();
    if (!must({"of"})) return false;
    do {
      if (!value()) return false;
    } while (accept_mark(','));
    return true;
  }
  bool value() {
    if (ended()) return must(Slot::value);
    if (tokens_[at_].kind == Token::Kind::mark) return false;
    ++at_;
    return true;
  }

  std::span<const Token> tokens_;
  const Agreement& declared_;
  std::size_t at_ = 0;
  Expectation found_;
  bool is_settled_ = false;
  bool past_headers_ = false;
  bool in_clause_ = false;
  bool in_emergency_ = false;
  std::vector<std::string_view> headers_;
  std::vector<std::string_view> said_;
};

}  // namespace

bool Expectation::has(Slot slot) const {
  return std::find(slots.begin(), slots.end(), slot) != slots.end();
}

Expectation expectation_after(std::span<const Token> before, const Agreement& declared) {
  return Reading{before, declared}.run();
}

}  // namespace concordat::policy
