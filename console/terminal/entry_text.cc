#include "console/terminal/entry_text.h"

#include <nlohmann/json.hpp>

namespace concordat::console {

std::string entry_line(const audit::Entry& entry) {
  std::string line = std::to_string(entry.sequence.value()) + "  " + format_instant(entry.at) + "  " + std::string{audit::event_kind_name(entry.kind)};
  const auto add = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) line += "  " + std::string{name} + value;
  };
  add("", entry.actor);
  add("-> ", entry.counterpart);
  add("", entry.message_type);
  add("for ", entry.purpose);
  add("under ", entry.agreement ? entry.agreement->name : std::string{});
  add("code ", entry.code);
  add("about ", entry.about ? std::to_string(entry.about->value()) : std::string{});
  return line + "\n";
}

std::string entry_json(const audit::Entry& entry) {
  nlohmann::ordered_json out{{"sequence", entry.sequence.value()}, {"kind", audit::event_kind_name(entry.kind)}, {"at", format_instant(entry.at)}};
  const auto put = [&](const char* key, const std::string& value) {
    if (!value.empty()) out[key] = value;
  };
  put("actor", entry.actor);
  put("counterpart", entry.counterpart);
  put("code", entry.code);
  put("messageType", entry.message_type);
  put("purpose", entry.purpose);
  if (entry.agreement) out["agreement"] = entry.agreement->name;
  if (entry.about) out["about"] = entry.about->value();
  if (entry.reference != Digest{}) out["reference"] = to_hex(entry.reference.bytes);
  return out.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace concordat::console
