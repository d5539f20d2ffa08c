#include "policy/parser.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"

namespace concordat::policy {
namespace {

constexpr std::array reserved{
    std::string_view{"agreement"}, std::string_view{"version"},   std::string_view{"title"},
    std::string_view{"schema"},    std::string_view{"scheme"},    std::string_view{"any"},
    std::string_view{"area"},      std::string_view{"parties"},   std::string_view{"approvers"},
    std::string_view{"in"},        std::string_view{"force"},     std::string_view{"until"},
    std::string_view{"review"},    std::string_view{"by"},        std::string_view{"marking"},
    std::string_view{"dpia"},      std::string_view{"policy"},    std::string_view{"document"},
    std::string_view{"stages"},    std::string_view{"moved"},     std::string_view{"purpose"},
    std::string_view{"means"},     std::string_view{"basis"},     std::string_view{"for"},
    std::string_view{"pathway"},   std::string_view{"to"},        std::string_view{"respond"},
    std::string_view{"within"},    std::string_view{"otherwise"}, std::string_view{"call"},
    std::string_view{"emergency"}, std::string_view{"clause"},    std::string_view{"from"},
    std::string_view{"on"},        std::string_view{"when"},      std::string_view{"unless"},
    std::string_view{"share"},     std::string_view{"except"},    std::string_view{"as"},
    std::string_view{"limit"},     std::string_view{"withhold"},  std::string_view{"conceal"},
    std::string_view{"no-tell"},   std::string_view{"require"},   std::string_view{"hold"},
    std::string_view{"approval"},  std::string_view{"else"},      std::string_view{"escalate"},
    std::string_view{"lift"},      std::string_view{"keep"},      std::string_view{"after"},
    std::string_view{"caveat"},    std::string_view{"onward"},    std::string_view{"class"},
    std::string_view{"or"},        std::string_view{"and"},       std::string_view{"not"},
    std::string_view{"some"},      std::string_view{"every"},     std::string_view{"recipient"},
    std::string_view{"sender"},    std::string_view{"case"},      std::string_view{"stage"},
    std::string_view{"is"},        std::string_view{"declared"},  std::string_view{"one"},
    std::string_view{"of"},        std::string_view{"at"},        std::string_view{"least"},
    std::string_view{"most"},      std::string_view{"present"},   std::string_view{"absent"}};

bool is_integer(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

bool is_reserved(std::string_view word) {
  return std::find(reserved.begin(), reserved.end(), word) != reserved.end();
}

const Token& Parser::peek(std::size_t ahead) const {
  return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
}

const Token& Parser::take() {
  const Token& taken = peek();
  if (at_ + 1 < tokens_.size()) ++at_;
  return taken;
}

bool Parser::accept(std::string_view word) {
  if (!peek().is(word)) return false;
  take();
  return true;
}
bool Parser::accept_mark(char mark) {
  if (!peek().is_mark(mark)) return false;
  take();
  return true;
}
bool Parser::expect(std::string_view word) {
  if (accept(word)) return true;
  expected("\"" + std::string{word} + "\"", {std::string{word}});
  return false;
}
bool Parser::expect_mark(char mark) {
  if (accept_mark(mark)) return true;
  expected("\"" + std::string(1, mark) + "\"");
  return false;
}

std::string Parser::read_since(std::size_t from) const {
  std::string out;
  for (std::size_t i = from; i < at_; ++i) {
    out += tokens_[i].kind == Token::Kind::text ? "\"" + tokens_[i].text + "\"" : tokens_[i].text;
    out += ' ';
  }
  return out;
}

Place Parser::place_since(std::size_t from) const {
  Place place = tokens_[from].place;
  for (std::size_t i = from; i < at_ && tokens_[i].place.line == place.line; ++i)
    place.length = tokens_[i].place.column + tokens_[i].place.length - place.column;
  return place;
}

void Parser::report(Code code, const Place& place, std::string cause, std::string fix,
                    std::optional<std::string> did_you_mean) {
  if (diagnostics_.size() > errors_max) {  // the rest is left out: nothing more is read
    at_ = tokens_.size() - 1;
    return;
  }
  diagnostics_.push_back({code, place, std::move(cause), std::move(fix), std::move(did_you_mean)});
}

void Parser::expected(std::string_view what, const std::vector<std::string>& words) {
  const Token& next = peek();
  const std::string found = next.kind == Token::Kind::end ? "the end of the file" : "\"" + next.text + "\"";
  report(Code::unexpected_word, next.place, "expected " + std::string{what} + ", not " + found, {},
         next.kind == Token::Kind::word ? nearest(next.text, words) : std::nullopt);
}

std::optional<Word> Parser::word(std::string_view what) {
  if (peek().kind != Token::Kind::word) {
    expected(what);
    return std::nullopt;
  }
  const Token& taken = take();
  return Word{taken.text, taken.place};
}

std::optional<Word> Parser::id(std::string_view what) {
  if (peek().kind == Token::Kind::word && is_reserved(peek().text)) {
    report(Code::reserved_word, peek().place,
           "\"" + peek().text + "\" is a word of the language and cannot be " + std::string{what});
    return std::nullopt;
  }
  return word(what);
}

std::optional<Word> Parser::label(std::string_view what) {
  const auto is_part = [](const Token& token) {
    return token.kind == Token::Kind::word || token.kind == Token::Kind::number;
  };
  if (!is_part(peek())) {
    expected(what);
    return std::nullopt;
  }
  const std::size_t from = at_;
  std::string text = take().text;
  while (peek().is_mark('.') && !peek().spaced && is_part(peek(1)) && !peek(1).spaced) {
    take();
    text += "." + take().text;
  }
  return Word{std::move(text), place_since(from)};
}

std::optional<std::string> Parser::string(std::string_view what) {
  if (peek().kind != Token::Kind::text) {
    expected(std::string{what} + " in quotation marks");
    return std::nullopt;
  }
  return take().text;
}

std::optional<std::uint32_t> Parser::integer(std::string_view what, std::uint32_t least, std::uint32_t most) {
  if (peek().kind != Token::Kind::number) {
    expected(what);
    return std::nullopt;
  }
  const Token& taken = take();
  std::uint32_t number = 0;
  const char* const last = taken.text.data() + taken.text.size();
  const auto [end, error] = std::from_chars(taken.text.data(), last, number);
  if (error != std::errc{} || end != last || number < least || number > most) {
    report(Code::bad_number, taken.place,
           std::string{what} + " must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    return std::nullopt;
  }
  return number;
}

std::optional<Date> Parser::date() {
  if (peek().kind != Token::Kind::number) {
    expected("a date, such as 2026-04-01");
    return std::nullopt;
  }
  const Token& taken = take();
  const auto found = parse_date(taken.text);
  if (!found) report(Code::bad_date, taken.place, "there is no such date", "write YYYY-MM-DD");
  return found;
}

std::optional<Unit> Parser::unit() {
  const Token& next = peek();
  if (accept("working")) {
    if (accept("day") || accept("days")) return Unit::working_day;
    expected("\"days\"");
    return std::nullopt;
  }
  constexpr std::array<std::pair<std::string_view, Unit>, 4> units{
      {{"hour", Unit::hour}, {"day", Unit::day}, {"month", Unit::month}, {"year", Unit::year}}};
  for (const auto& [name, unit] : units)
    if (accept(name) || accept(std::string{name} + "s")) return unit;
  report(Code::unknown_unit, next.place, "expected hours, days, working days, months or years", {},
         nearest(next.text, {"hour", "hours", "day", "days", "working", "month", "months", "year", "years"}));
  return std::nullopt;
}

std::optional<Span> Parser::span() {
  const auto count = integer("a number");
  if (!count) return std::nullopt;
  const auto of = unit();
  if (!of) return std::nullopt;
  return Span{*count, *of};
}

std::optional<schemas::BodyType> Parser::type() {
  const auto name = word("a message type");
  if (!name) return std::nullopt;
  const auto found = schemas::body_type_named(name->text);
  if (found && *found != schemas::BodyType::recall) return found;
  if (found) {
    report(Code::unknown_type, name->place, "a recall is not governed by clauses",
           "it goes to every past recipient by itself");
    return std::nullopt;
  }
  const std::vector<std::string> types{"referral", "update", "informationRequest", "informationResponse", "decision", "closure"};
  report(Code::unknown_type, name->place, "there is no message type " + name->text, "it is one of: " + join(types, ", "),
         nearest(name->text, types));
  return std::nullopt;
}

std::optional<Party> Parser::party() {
  const std::size_t from = at_;
  const auto kind = id("a party");
  if (!kind) return std::nullopt;
  std::string text = kind->text;
  for (int part = 0; part < 2 && accept_mark('/'); ++part) {
    if (peek().kind != Token::Kind::word && peek().kind != Token::Kind::number) {
      expected("the rest of the agency's id");
      return std::nullopt;
    }
    text += "/" + take().text;
  }
  return Party{std::move(text), place_since(from)};
}

std::optional<std::vector<Party>> Parser::parties() {
  return list<Party>([this] { return party(); });
}

std::optional<BasisLine> Parser::basis() {
  auto bases = list<Word>([this] { return label("a legal basis, such as ukgdpr.6.1.e"); });
  if (!bases) return std::nullopt;
  return BasisLine{std::move(*bases), {}};
}

std::optional<Value> Parser::value() {
  const Token& next = peek();
  switch (next.kind) {
    case Token::Kind::word:
      take();
      return Value{Value::Kind::word, next.text, next.place};
    case Token::Kind::text:
      take();
      return Value{Value::Kind::text, next.text, next.place};
    case Token::Kind::number:
      take();
      if (is_integer(next.text)) return Value{Value::Kind::integer, next.text, next.place};
      if (parse_date(next.text)) return Value{Value::Kind::date, next.text, next.place};
      report(Code::bad_number, next.place, "this is neither a whole number nor a date that exists");
      return std::nullopt;
    case Token::Kind::mark:
    case Token::Kind::end:
      break;
  }
  expected("a value");
  return std::nullopt;
}

bool Parser::selectors(Path& path) {
  do {
    const auto key = word("the key of a list");
    if (!key) return false;
    auto chosen = value();
    if (!chosen) return false;
    path.selectors.push_back({*key, std::move(*chosen)});
  } while (accept_mark(','));
  return expect_mark(']');
}

std::optional<Path> Parser::path() {
  const std::size_t from = at_;
  Path found;
  // No part of a message is called by a word of the language: a line begins here that was not ended.
  if (peek().kind == Token::Kind::word && is_reserved(peek().text)) {
    expected("a field path");
    return std::nullopt;
  }
  const auto first = word("a field path");
  if (!first) return std::nullopt;
  found.before = first->text;
  std::string* part = &found.before;
  for (;;) {
    if (accept_mark('.')) {
      const auto next = word("a field name");
      if (!next) return std::nullopt;
      if (!part->empty()) *part += ".";
      *part += next->text;
    } else if (peek().is_mark('[')) {
      if (!found.selectors.empty()) {
        expected("the end of the path: it may be narrowed once");
        return std::nullopt;
      }
      take();
      if (!selectors(found)) return std::nullopt;
      part = &found.after;
    } else {
      break;
    }
  }
  found.place = place_since(from);
  return found;
}

std::optional<std::vector<Path>> Parser::paths() {
  return list<Path>([this] { return path(); });
}

std::optional<Target> Parser::target() {
  if (accept("class")) {
    auto name = word("a class of fields");
    if (!name) return std::nullopt;
    return Target{{}, std::move(name)};
  }
  auto found = path();
  if (!found) return std::nullopt;
  return Target{std::move(found), {}};
}

}  // namespace concordat::policy
