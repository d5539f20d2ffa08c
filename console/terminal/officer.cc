#include "console/terminal/officer.h"

#include <toml++/toml.h>

#include <algorithm>
#include <set>

#include "base/bytes.h"
#include "console/terminal/reading.h"

namespace concordat::console {
namespace fs = std::filesystem;

void bind(CLI::App& leaf, OfficerOptions& to, Reason reason) {
  leaf.add_option("--officer", to.officer, "The officer's folder, with officer.toml and curve.secret")->type_name("DIR");
  leaf.add_option("--area", to.area, "A demonstration area: its ig-officer asks")->type_name("DIR");
  if (reason == Reason::needed) leaf.add_option("--reason", to.reason, "Why you ask: it is recorded, with who you are")->type_name("TEXT");
}

std::optional<VerifyKey> parse_verify_key(std::string_view hex) {
  VerifyKey key{};
  const auto bytes = from_hex(hex);
  if (!bytes || bytes->size() != key.bytes.size()) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), key.bytes.begin());
  return key;
}

Result<Officer, Exit> read_officer(const OfficerOptions& options, const Terminal& terminal) {
  if (options.officer.empty() && options.area.empty()) return Fail{terminal.failed("say who asks: --officer DIR, or --area DIR")};
  const fs::path folder = options.officer.empty() ? fs::path{options.area} / "officers" / "ig-officer" : fs::path{options.officer};
  const fs::path file = folder / "officer.toml";
  TRY(const std::string text, read_text(file, terminal));
  auto keys = link::read_curve_keys(folder / "curve.secret");
  if (!keys) return Fail{terminal.failed(keys.error().what)};
  try {
    const toml::table table = toml::parse(text, file.string());
    const auto value = [&](std::string_view key) { return table[key].value_or(std::string{}); };
    for (const char* key : {"name", "admin_endpoint", "broker_key", "log_key", "log_origin"})
      if (value(key).empty()) return Fail{terminal.invalid(file.string() + ": " + key, "must be given, as text")};
    const auto log_key = parse_verify_key(value("log_key"));
    if (!log_key) return Fail{terminal.invalid(file.string() + ": log_key", "must be 64 hexadecimal digits")};
    if (value("broker_key").size() != 40) return Fail{terminal.invalid(file.string() + ": broker_key", "must be 40 Z85 characters")};
    return Officer{value("name"), value("admin_endpoint"), value("broker_key"), *log_key, value("log_origin"), std::move(*keys)};
  } catch (const toml::parse_error& error) {
    return Fail{terminal.invalid(file.string() + ":" + std::to_string(error.source().begin.line), error.description())};
  }
}

}  // namespace concordat::console
