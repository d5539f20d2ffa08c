// What a record of a decision says of a question: the truths that it may have had. Mostly one, by what was recorded or
// by what was not submitted; several, where the record does not tell.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "policy/condition.h"
#include "policy/replay.h"

namespace concordat::policy {

// Some of no, unknown and yes.
class Truths {
public:
  constexpr Truths() = default;
  constexpr Truths(Truth one) : bits_(bit(one)) {}
  static constexpr Truths any() { return Truths{7}; }
  static constexpr Truths decided() { return Truths{5}; }  // yes or no: something was there to compare

  constexpr bool may_be(Truth truth) const { return (bits_ & bit(truth)) != 0; }
  constexpr bool must_be(Truth truth) const { return bits_ == bit(truth); }
  static constexpr Truths joined(Truths a, Truths b, Truth (*join)(Truth, Truth)) {
    Truths found;
    for (Truth x : {Truth::no, Truth::unknown, Truth::yes})
      for (Truth y : {Truth::no, Truth::unknown, Truth::yes})
        if (a.may_be(x) && b.may_be(y)) found.bits_ |= bit(join(x, y));
    return found;
  }

private:
  constexpr explicit Truths(std::uint8_t bits) : bits_(bits) {}
  static constexpr std::uint8_t bit(Truth truth) { return static_cast<std::uint8_t>(1U << static_cast<unsigned>(truth)); }
  std::uint8_t bits_ = 0;
};

// A field that was submitted, and the elements it lay in.
struct SubmittedField {
  schemas::FieldId id;
  std::map<schemas::ListId, std::string> elements;  // "concern[1].narrative[0]"
  std::string element() const;                      // the innermost; empty outside every list
};
std::optional<SubmittedField> submitted_field(const std::string& path);

class RecordedFacts {
public:
  explicit RecordedFacts(const RecordedDecision& decision);

  const std::vector<std::optional<SubmittedField>>& fields() const { return fields_; }  // as the decision has them
  bool has(schemas::FieldId field, const std::string& element) const { return present_.contains({field, element}); }
  Truths ask(const Atom& atom, const SubmittedField& about) const;
  Truths matches(const Narrowing& narrowing, const SubmittedField& about) const;

private:
  Truths compare(const Atom& atom, const std::string& element) const;
  Truths ask_all(const Atom& atom) const;
  std::optional<Truth> recorded(const std::string& words) const;

  std::string agreement_;  // that the decision was made under
  std::vector<std::optional<SubmittedField>> fields_;
  std::set<std::pair<schemas::FieldId, std::string>> present_;
  std::map<schemas::ListId, std::set<std::string>> elements_;
  std::map<std::string, std::set<Truth>> facts_;
};

}  // namespace concordat::policy
