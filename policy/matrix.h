// Who may get what under an agreement: for every message type, sender, recipient, purpose and field, whether it
// is always shared, sometimes or never, and under what. Exact: for what a cell calls sometimes there is a message that
// gets it and one that does not, and what it calls never no message gets (policy/outcome_range.h). That a message may be
// refused for what it lacks, or its source restrict it, is no part of it.
//
//   for (const MatrixCell& cell : matrix_of(book, 0, {})) …
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "policy/book.h"

namespace concordat::policy {

enum class Shared : std::uint8_t { never, sometimes, always };
std::string_view name_of(Shared shared);

struct MatrixCell {
  schemas::BodyType type;
  std::string sender;
  std::string recipient;
  std::string purpose;
  schemas::FieldId field;
  Shared shared = Shared::never;
  schemas::Level least = schemas::Level::withhold;  // of what may come out for a field that is there
  schemas::Level most = schemas::Level::withhold;
  std::vector<std::string> under;  // in words; empty where nothing is shared
};

// Narrows the matrix; what is absent is every one.
struct MatrixScope {
  std::optional<std::string> sender;
  std::optional<std::string> recipient;
  std::optional<std::string> purpose;
  std::optional<schemas::BodyType> type;
};

// Of one agreement of the book, while it is in force and as many of the others as begin meanwhile cap it. Cells in the
// order type, purpose, sender, field, recipient; only fields that such a message can carry.
std::vector<MatrixCell> matrix_of(const AgreementBook& book, std::uint16_t agreement, const MatrixScope& scope);

// "always in full"; "sometimes, at most an age band only"; "never".
std::string in_words(const MatrixCell& cell);

}  // namespace concordat::policy
