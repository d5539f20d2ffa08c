// Every address of the console, in one table: who may ask for it, and whether it acts. What is not in the table is not there.
#pragma once

#include <initializer_list>
#include <span>
#include <string_view>

#include "console/web/visit.h"

namespace concordat::console::web {

enum class Who : std::uint8_t {
  anybody,    // signed in or not
  half_way,   // the password was right, the code is still due
  signed_in,  // in any of the route's roles; any role if it names none
};

enum class Does : std::uint8_t {
  show,  // changes nothing but this session
  act,   // changes something: the form carries a fresh proof of who it is, in the field "proof"
};

struct Route {
  Method method;
  std::string_view pattern;  // "/disclosures/:record": a part that begins with ":" is any one part
  Who who;
  std::initializer_list<Role> roles;
  Does does;
  Response (*answer)(Visit& visit);
  // Of one that acts: the form again, if something in it is wrong. Asked before the proof is, so that nobody proves who they are in vain.
  std::optional<Response> (*wrong)(Visit& visit) = nullptr;
};

std::span<const Route> routes();

// The links over each page, for the roles of whoever is signed in: {name, address, current}.
std::vector<View> navigation(const Visit& visit);

// Nothing if the path is not the pattern's. Names and values of its ":" parts.
std::optional<std::vector<std::pair<std::string, std::string>>> match(std::string_view pattern, std::string_view path);

}  // namespace concordat::console::web
