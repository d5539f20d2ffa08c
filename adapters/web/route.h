// Routes: the one list of what can be asked over HTTPS. Requests are matched by it, and docs/adapters/openapi.json is printed
// from it, so that the page cannot say what the program does not do.
//
//   const Route* route = find_route("GET", "/referrals/ab12…", variables);
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace concordat::adapters::web {

enum class Action {
  send_document,
  send_fhir_message,
  send_recall,
  read_receipt,
  list_deliveries,
  read_delivery,
  remove_delivery,
  acknowledge_delivery,
  read_openapi,
};

struct RouteAnswer {
  int status;
  std::string_view meaning;
  std::string_view schema;  // of openapi.cc's components; empty: not JSON of ours
};

struct Route {
  Action action;
  std::string_view method;
  std::string_view path;  // "/referrals/{receipt}"
  std::string_view operation;
  std::string_view summary;
  std::vector<std::string_view> takes;  // content types; none: no body
  std::size_t body_bytes_max;           // 0: no body
  std::vector<RouteAnswer> answers;     // besides those that every route can give
};

std::span<const Route> routes();
// The answers that any request can get: 401, 404, 405, 411, 413, 414, 415, 503.
std::span<const RouteAnswer> answers_of_all();

using Variables = std::map<std::string, std::string>;
struct Found {
  const Route* route = nullptr;   // of that method
  bool is_known_path = false;     // with another method, perhaps
  Variables variables = {};
};
Found find_route(std::string_view method, std::string_view path);

}  // namespace concordat::adapters::web
