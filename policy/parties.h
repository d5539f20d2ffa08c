// The organisations as the agreement book needs them: who there is, whom they serve, and whether they
// stand. The broker's directory provides it; a kind is the first part of an agency's id.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/directory.h"
#include "schemas/ids.h"

namespace concordat::policy {

struct Agency {
  enum class Standing : std::uint8_t { active, suspended };
  schemas::AgencyId id;
  std::vector<std::string> areas;  // ONS codes it serves
  Standing standing = Standing::active;
  std::string duty_contact = {};  // answered day and night
};

struct Parties {
  std::vector<Agency> agencies;
};

// The kinds there are where no directory says more.
inline constexpr std::array agency_kinds{std::string_view{"council"},   std::string_view{"police"},
                                         std::string_view{"nhs"},       std::string_view{"school"},
                                         std::string_view{"probation"}, std::string_view{"prison"},
                                         std::string_view{"college"},   std::string_view{"charity"}};

// Of a directory: who is active stands, everybody else is suspended.
Parties parties_of(const schemas::Directory& directory);

}  // namespace concordat::policy
