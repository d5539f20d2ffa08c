// The systems that may speak to the adapter with a bearer token: names, and the SHA-256 of each token. The token itself lies
// nowhere here. Looking one up takes as long whichever it is, and whether it is known or not.
//
//   # one a line: NAME SHA-256-OF-THE-TOKEN
//   case-system 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/digest.h"
#include "base/result.h"

namespace concordat::adapters::web {

class Tokens {
public:
  // The error says what is wrong with the file, and where.
  static Result<Tokens, std::string> read(const std::filesystem::path& file);
  static Result<Tokens, std::string> parse(std::string_view text);

  // Whose token that is.
  std::optional<std::string> name_of(std::string_view token) const;
  bool empty() const { return known_.empty(); }

private:
  struct Known {
    std::string name;
    Digest digest;
  };
  std::vector<Known> known_;
};

}  // namespace concordat::adapters::web
