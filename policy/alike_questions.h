// Questions that have the same answer, whatever it is: an outcome is a function of facts, and seldom does it matter which
// of a list's fields it is of, or which type of message carries it. One of them is asked for all.
//
//   AlikeQuestions alike{shelf};
//   alike.of(question) == alike.of(other);   // asked of the first, answered for both
//
// Does not outlive its shelf.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "policy/outcome_query.h"
#include "policy/programme.h"

namespace concordat::policy {

struct AlikeQuestion {
  schemas::BodyType type;                 // the first of those that are alike for it
  std::optional<schemas::ListId> list;
  bool is_monitoring;
  std::vector<schemas::FieldId> fields;   // said only where it matters which they are
  std::vector<ProgrammeNumber> before;
  std::vector<ProgrammeNumber> after;
  friend auto operator<=>(const AlikeQuestion&, const AlikeQuestion&) = default;
};

class AlikeQuestions {
public:
  explicit AlikeQuestions(const ProgrammeShelf& shelf);
  AlikeQuestion of(const FieldInQuestion& question);

private:
  static constexpr std::size_t types = static_cast<std::size_t>(schemas::BodyType::recall);  // no clause governs a recall
  schemas::BodyType first_type(const FieldInQuestion& question) const;

  const ProgrammeShelf& shelf_;
  // Of those that read the same but for their type; a field outside every list is carried or not by itself.
  std::map<std::pair<AlikeQuestion, std::uint16_t>, schemas::BodyType> first_types_;
  std::vector<std::array<std::vector<bool>, types>> carried_;  // by list: which of its fields a type carries
};

bool carries(schemas::BodyType type, schemas::FieldId field);

}  // namespace concordat::policy
