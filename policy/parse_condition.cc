// Conditions: or of and of not of atoms.
#include "policy/parser.h"

namespace concordat::policy {
namespace {

constexpr int depth_max = 50;  // brackets and nots inside one another: the stack is finite

}  // namespace

std::optional<Condition> Parser::condition() {
  return disjunction();
}

std::optional<Condition> Parser::disjunction() {
  auto first = conjunction();
  if (!first || !peek().is("or")) return first;
  Condition either{
      .kind = Condition::Kind::either, .parts = {}, .test = {}, .stage = {}, .place = first->place};
  either.parts.push_back(std::move(*first));
  while (accept("or")) {
    auto next = conjunction();
    if (!next) return std::nullopt;
    either.parts.push_back(std::move(*next));
  }
  return either;
}

std::optional<Condition> Parser::conjunction() {
  auto first = negation();
  if (!first || !peek().is("and")) return first;
  Condition both{.kind = Condition::Kind::both, .parts = {}, .test = {}, .stage = {}, .place = first->place};
  both.parts.push_back(std::move(*first));
  while (accept("and")) {
    auto next = negation();
    if (!next) return std::nullopt;
    both.parts.push_back(std::move(*next));
  }
  return both;
}

std::optional<Condition> Parser::negation() {
  const bool is_not = peek().is("not");
  const bool is_bracket = peek().is_mark('(');
  if (!is_not && !is_bracket) return atom();
  if (depth_ == depth_max) {
    report(Code::too_deep, peek().place, "conditions may be nested 50 deep", "split the clause in two");
    return std::nullopt;
  }
  const Place place = take().place;
  ++depth_;
  auto inner = is_not ? negation() : disjunction();
  --depth_;
  if (!inner) return std::nullopt;
  if (is_bracket) return expect_mark(')') ? std::move(inner) : std::nullopt;
  Condition negated{.kind = Condition::Kind::negation, .parts = {}, .test = {}, .stage = {}, .place = place};
  negated.parts.push_back(std::move(*inner));
  return negated;
}

std::optional<Condition> Parser::atom() {
  const std::size_t from = at();
  const auto bare = [&](Condition::Kind kind) {
    return Condition{.kind = kind, .parts = {}, .test = {}, .stage = {}, .place = place_since(from)};
  };
  if (peek().is("recipient") || peek().is("sender")) {
    const bool is_recipient = take().is("recipient");
    if (!expect("in") || !expect("case")) return std::nullopt;
    return bare(is_recipient ? Condition::Kind::recipient_in_case : Condition::Kind::sender_in_case);
  }
  if (accept("case")) {
    if (!expect("stage") || !expect("is")) return std::nullopt;
    const auto stage = word("a stage");
    if (!stage) return std::nullopt;
    Condition found = bare(Condition::Kind::case_stage);
    found.stage = *stage;
    return found;
  }
  if (accept("emergency")) {
    if (!expect("declared")) return std::nullopt;
    return bare(Condition::Kind::emergency_declared);
  }
  return test();
}

std::optional<Condition> Parser::test() {
  const std::size_t from = at();
  Test found;
  if (accept("some")) {
    found.quantifier = Quantifier::some;
  } else if (accept("every")) {
    found.quantifier = Quantifier::every;
  }
  auto tested = path();
  if (!tested) return std::nullopt;
  found.path = std::move(*tested);
  if (!comparison(found)) return std::nullopt;
  found.place = place_since(from);
  const Place place = found.place;
  return Condition{
      .kind = Condition::Kind::test, .parts = {}, .test = std::move(found), .stage = {}, .place = place};
}

bool Parser::comparison(Test& test) {
  const auto one_value = [&](Comparison comparison) {
    test.comparison = comparison;
    auto right = value();
    if (right) test.values.push_back(std::move(*right));
    return right.has_value();
  };
  if (accept("at")) {
    if (accept("least")) return one_value(Comparison::at_least);
    if (accept("most")) return one_value(Comparison::at_most);
    expected("\"least\" or \"most\"");
    return false;
  }
  if (!accept("is")) {
    expected("\"is\", \"at least\" or \"at most\"");
    return false;
  }
  if (accept("present")) {
    test.comparison = Comparison::present;
    return true;
  }
  if (accept("absent")) {
    test.comparison = Comparison::absent;
    return true;
  }
  if (accept("not")) return one_value(Comparison::is_not);
  if (peek().is("one") && peek(1).is("of")) {
    take();
    take();
    test.comparison = Comparison::one_of;
    auto values = list<Value>([this] { return value(); });
    if (values) test.values = std::move(*values);
    return values.has_value();
  }
  return one_value(Comparison::is);
}

}  // namespace concordat::policy
