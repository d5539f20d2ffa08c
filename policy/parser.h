// The parser's parts that every production uses: the tokens, the place reached, names, lists, values,
// paths and conditions. A production returns nothing after it has reported its fault.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/agreement.h"
#include "policy/lexer.h"

namespace concordat::policy {

// Where a part of the file begins: what its author would give a line of its own.
struct Mark {
  enum class Part : std::uint8_t { agreement, header, purpose, pathway, clause, line };
  Part part;
  std::size_t token;
};

class Parser {
public:
  Parser(std::vector<Token> tokens, std::vector<Diagnostic>& diagnostics)
      : tokens_(std::move(tokens)), diagnostics_(diagnostics) {}

  // The next token begins such a part.
  void mark(Mark::Part part) { marks_.push_back({part, at_}); }
  const std::vector<Token>& tokens() const { return tokens_; }
  const std::vector<Mark>& marks() const { return marks_; }

  const Token& peek(std::size_t ahead = 0) const;
  const Token& take();
  std::size_t at() const { return at_; }
  bool accept(std::string_view word);
  bool accept_mark(char mark);
  bool expect(std::string_view word);
  bool expect_mark(char mark);
  // The words taken since a place, each by one space: two lines that read the same are the same line.
  std::string read_since(std::size_t from) const;
  Place place_since(std::size_t from) const;

  void report(Code code, const Place& place, std::string cause, std::string fix = {},
              std::optional<std::string> did_you_mean = {});
  // "expected WHAT, not WORD" at the next token; `words` are those that it may be a slip of.
  void expected(std::string_view what, const std::vector<std::string>& words = {});

  std::optional<Word> word(std::string_view what);
  std::optional<Word> id(std::string_view what);     // a word that is not reserved
  std::optional<Word> label(std::string_view what);  // 4.1, ukgdpr.9.2.h: no white space inside
  std::optional<std::string> string(std::string_view what);
  std::optional<std::uint32_t> integer(std::string_view what, std::uint32_t least = 0, std::uint32_t most = 65535);
  std::optional<Date> date();
  std::optional<Unit> unit();
  std::optional<Span> span();
  std::optional<schemas::BodyType> type();
  std::optional<Party> party();
  std::optional<std::vector<Party>> parties();
  std::optional<BasisLine> basis();  // after the word `basis`, without its `for`
  std::optional<Value> value();
  std::optional<Path> path();
  std::optional<std::vector<Path>> paths();
  std::optional<Target> target();
  std::optional<Condition> condition();

  // name{,name}: what `one` reads, at least once.
  template <class T, class One>
  std::optional<std::vector<T>> list(One one) {
    std::vector<T> found;
    do {
      std::optional<T> next = one();
      if (!next) return std::nullopt;
      found.push_back(std::move(*next));
    } while (accept_mark(','));
    return found;
  }

private:
  std::optional<Condition> disjunction();
  std::optional<Condition> conjunction();
  std::optional<Condition> negation();
  std::optional<Condition> atom();
  std::optional<Condition> test();
  bool comparison(Test& test);
  bool selectors(Path& path);

  std::vector<Token> tokens_;
  std::vector<Diagnostic>& diagnostics_;
  std::vector<Mark> marks_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

bool is_reserved(std::string_view word);

}  // namespace concordat::policy
