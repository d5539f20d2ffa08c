#include "console/asking/officer.h"

#include <toml++/toml.h>

#include <algorithm>

#include "base/bytes.h"
#include "base/file.h"

namespace concordat::console {
namespace {

constexpr std::size_t officer_bytes_max = 64U * 1024;
constexpr std::size_t z85_key_size = 40;

Fail<OfficerFault> invalid(std::string where, std::string what) { return Fail{OfficerFault{OfficerFault::Kind::invalid, std::move(where), std::move(what)}}; }

}  // namespace

std::optional<VerifyKey> parse_verify_key(std::string_view hex) {
  VerifyKey key{};
  const auto bytes = from_hex(hex);
  if (!bytes || bytes->size() != key.bytes.size()) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), key.bytes.begin());
  return key;
}

Result<OfficerFacts, OfficerFault> parse_officer(std::string_view text, const std::string& file) {
  try {
    const toml::table table = toml::parse(text, file);
    const auto value = [&](std::string_view key) { return table[key].value_or(std::string{}); };
    for (const char* key : {"name", "admin_endpoint", "broker_key", "log_key", "log_origin"})
      if (value(key).empty()) return invalid(file + ": " + key, "must be given, as text");
    const auto log_key = parse_verify_key(value("log_key"));
    if (!log_key) return invalid(file + ": log_key", "must be 64 hexadecimal digits");
    if (value("broker_key").size() != z85_key_size) return invalid(file + ": broker_key", "must be 40 Z85 characters");
    return OfficerFacts{value("name"), value("admin_endpoint"), value("broker_key"), *log_key, value("log_origin")};
  } catch (const toml::parse_error& error) {
    return invalid(file + ":" + std::to_string(error.source().begin.line), std::string{error.description()});
  }
}

Result<Officer, OfficerFault> read_officer(const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / "officer.toml";
  const auto text = read_file(file, officer_bytes_max);
  if (!text) return Fail{OfficerFault{OfficerFault::Kind::unreadable, file.string(), text.error().what}};
  auto keys = link::read_curve_keys(folder / "curve.secret");
  if (!keys) return Fail{OfficerFault{OfficerFault::Kind::unreadable, folder.string(), keys.error().what}};
  TRY(OfficerFacts facts, parse_officer(as_text(*text), file.string()));
  return Officer{std::move(facts), std::move(*keys)};
}

}  // namespace concordat::console
