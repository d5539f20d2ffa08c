// Which fields of a message a person means: a path as explain() prints it, where a position or keys narrow
// a list and their absence means every element. `subject.address` means all of its fields.
//
//   const auto pattern = FieldPattern::read("concern[0].narrative[class observation]");
//   if (pattern->means(field, view)) …
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "policy/body_view.h"

namespace concordat::policy {

class FieldPattern {
public:
  // The error is what is wrong with it, in words.
  static Result<FieldPattern, std::string> read(std::string_view text);

  bool means(const schemas::Field& field, const BodyView& view) const;
  // How much it says: of two patterns that mean a field, the one that says more is the one to go by.
  std::size_t weight() const { return weight_; }
  const std::string& text() const { return text_; }

private:
  struct Position {
    schemas::ListId list;
    std::uint32_t position;
  };
  std::string text_;
  std::vector<schemas::FieldId> fields_;
  std::vector<Position> positions_;
  std::vector<Narrowing> narrowings_;
  std::size_t weight_ = 0;
};

}  // namespace concordat::policy
