#include "console/web/settings.h"

#include <toml++/toml.h>

#include "base/bytes.h"
#include "base/file.h"

namespace concordat::console::web {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t settings_bytes_max = 64U * 1024;
constexpr std::int64_t port_max = 65535;

}  // namespace

Result<Settings, SettingsFault> read_settings(const fs::path& file) {
  const auto text = read_file(file, settings_bytes_max);
  if (!text) return Fail{SettingsFault{file.string(), text.error().what}};
  try {
    const toml::table table = toml::parse(as_text(*text), file.string());
    Settings settings;
    for (const auto& [key, value] : table) {
      const std::string name{key.str()};
      const auto wrong = [&](const char* what) {
        return Fail{SettingsFault{file.string() + ":" + std::to_string(value.source().begin.line) + ": " + name, what}};
      };
      if (name == "port") {
        const auto port = value.value<std::int64_t>();
        if (!port || *port < 0 || *port > port_max) return wrong("must be a port, 0 to 65535");
        settings.port = static_cast<unsigned>(*port);
        continue;
      }
      const auto given = value.value<std::string>();
      if (!given || given->empty()) return wrong("must be text");
      const fs::path path = file.parent_path() / *given;
      if (name == "host") settings.host = *given;
      else if (name == "certificate") settings.certificate = path;
      else if (name == "private_key") settings.private_key = path;
      else if (name == "state") settings.state = path;
      else if (name == "agreements") settings.agreements = path;
      else if (name == "directory") settings.directory = path;
      else if (name == "adapters") settings.adapters = path;
      else if (name == "proxy_socket") settings.proxy_socket = path;
      else if (name == "area_name") settings.area_name = *given;
      else return wrong("is no setting; see docs/operations.md");
    }
    for (const auto& [name, path] : {std::pair{"certificate", &settings.certificate}, std::pair{"private_key", &settings.private_key}, std::pair{"state", &settings.state}})
      if (path->empty()) return Fail{SettingsFault{file.string() + ": " + name, "must be given"}};
    return settings;
  } catch (const toml::parse_error& error) {
    return Fail{SettingsFault{file.string() + ":" + std::to_string(error.source().begin.line), std::string{error.description()}}};
  }
}

}  // namespace concordat::console::web
