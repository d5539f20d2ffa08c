// Who may get what under an agreement: for every message type, sender, recipient, purpose and field, whether it
// is always shared, sometimes or never, and under what. Read off the plans that decide, so it cannot differ from
// them; conditions are taken to be free of one another.
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
  std::optional<std::string> purpose;
  std::optional<schemas::BodyType> type;
};

// Of one agreement of the book, as it is while in force; other agreements of the book cap too. Cells in the order
// type, purpose, sender, field, recipient; only fields that such a message can carry.
std::vector<MatrixCell> matrix_of(const AgreementBook& book, std::uint16_t agreement, const MatrixScope& scope);

// "always in full"; "sometimes, at most an age band only"; "never".
std::string in_words(const MatrixCell& cell);

}  // namespace concordat::policy
