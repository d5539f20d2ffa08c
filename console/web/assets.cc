#include "console/web/assets.h"

#include <array>

#include "base/crypto.h"
#include "console/web/built_in.h"

namespace concordat::console::web {
namespace {

constexpr std::size_t version_digits = 16;
constexpr std::string_view folder = "assets/built/";

struct Ending {
  std::string_view ending;
  std::string_view type;
};
constexpr std::array<Ending, 5> types{{{".css", "text/css; charset=utf-8"}, {".js", "text/javascript; charset=utf-8"}, {".svg", "image/svg+xml"},
                                       {".png", "image/png"}, {".txt", "text/plain; charset=utf-8"}}};

std::string address(std::string_view name) {
  const auto bytes = find_built_in(std::string{folder} + std::string{name});
  return "/assets/" + std::string{name} + "?v=" + to_hex(sha256(as_bytes(bytes.value_or(""))).bytes).substr(0, version_digits);
}

}  // namespace

const std::map<std::string, std::string>& asset_addresses() {
  static const std::map<std::string, std::string> all{
      {"style", address("console.css")}, {"early_script", address("early.js")}, {"script", address("console.js")}, {"chart_script", address("charts.js")}, {"editor_script", address("editor.js")},
      {"icon", address("icon.svg")}};
  return all;
}

Response asset(std::string_view name, Coding takes) {
  Response response;
  const auto bytes = find_built_in(std::string{folder} + std::string{name});
  for (const Ending& each : types) {
    if (!bytes || !name.ends_with(each.ending)) continue;
    response.type = each.type;
    response.body = takes == Coding::gzip ? find_built_in(std::string{folder} + std::string{name} + ".gz").value() : *bytes;
    if (takes == Coding::gzip) response.headers.emplace_back("Content-Encoding", "gzip");
    response.headers.emplace_back("Vary", "Accept-Encoding");
    response.may_be_kept = true;
    return response;
  }
  response.status = 404;
  response.type = "text/plain; charset=utf-8";
  response.body = "There is nothing here.\n";
  return response;
}

}  // namespace concordat::console::web
