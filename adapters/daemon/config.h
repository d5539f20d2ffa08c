// The adapter's settings, from adapter.toml. Paths in it are relative to the file. An unknown key is an error, because
// a misspelt one would silently leave its default in force.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "schemas/message.h"

namespace concordat::adapters {

// What a native document does not say of its message.
struct EnvelopeSettings {
  std::string scheme;
  std::string purpose;
  std::string area;
  std::optional<schemas::AgreementName> agreement;
  std::vector<schemas::AgencyId> recipients;
  schemas::Marking marking = schemas::Marking::official_sensitive;
};

// What the sending system is told in its own format: each step of a message, or only what did not arrive.
enum class Feedback : std::uint8_t { steps, failures };

// What the leak guard does before a message is sealed: the findings are reported beside its status, or the document is rejected
// until it is mended or cleared.
enum class LeakGuard : std::uint8_t { report, refuse };

// The adapter's own HTTPS, for the agency's own systems (adapters/web).
struct WebhookSettings {
  std::string url;
  std::filesystem::path ca;      // PEM; empty: the system's own authorities
  std::filesystem::path secret;  // what signs
};
struct WebSettings {
  std::string host;
  int port = 0;  // 0: any that is free
  std::filesystem::path certificate, key;
  std::filesystem::path client_ca;  // empty: no client certificates
  std::filesystem::path tokens;     // empty: no bearer tokens
  std::optional<WebhookSettings> webhook;
};

struct Config {
  std::string kind;
  schemas::AgencyId agency{"none/none"};
  std::vector<std::string> brokers;
  std::filesystem::path directory, approvers, curve_secret, signing_seed;
  std::filesystem::path in, out, rejected, state;
  EnvelopeSettings defaults;
  LeakGuard leak_guard = LeakGuard::report;
  Feedback feedback = Feedback::steps;
  std::chrono::milliseconds poll{200};
  std::optional<WebSettings> https;
  unsigned cosigners = 0;  // other agencies that must have cosigned the history a delivery comes from
};

struct ConfigError {
  std::string file;
  unsigned line = 0;  // 0: of the whole file
  std::string key;
  std::string what;
};
std::string format_error(const ConfigError& error);  // "adapter.toml:3: agency: must be …"

Result<Config, ConfigError> read_config(const std::filesystem::path& file);

}  // namespace concordat::adapters
