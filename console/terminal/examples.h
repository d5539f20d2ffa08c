// The example agreements that a new demonstration area begins with: deploy/agreements, as it was when this program was
// built, so that the program needs no folder beside it.
#pragma once

#include <span>
#include <string_view>

namespace concordat::console {

struct ExampleAgreement {
  std::string_view file;  // "prevent.agreement"
  std::string_view text;
};

std::span<const ExampleAgreement> example_agreements();

}  // namespace concordat::console
