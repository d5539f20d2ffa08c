#include "broker/config.h"

#include <set>
#include <toml++/toml.h>

#include "base/file.h"
#include "base/text.h"
#include "broker/log_seed.h"
#include "schemas/frame.h"

namespace concordat::broker {
namespace {

constexpr std::size_t config_bytes_max = 1 << 20;

using Failed = Fail<ConfigError>;

class Reader {
public:
  Reader(const std::filesystem::path& file, const toml::table& table) : file_(file), table_(table) {}

  std::string text(std::string_view key) {
    const auto value = table_[key].value<std::string>();
    if (!value || value->empty()) problem(key, "must be given, as text");
    return value.value_or("");
  }
  std::string text_or(std::string_view key, std::string_view otherwise) {
    return table_.contains(key) ? text(key) : std::string{otherwise};
  }
  std::filesystem::path path(std::string_view key) { return file_.parent_path() / text(key); }
  std::uint32_t number(const toml::table* section, std::string_view key, std::uint32_t otherwise, std::uint32_t least, std::uint32_t most) {
    if (section == nullptr || !section->contains(key)) return otherwise;
    const auto value = (*section)[key].value<std::int64_t>();
    if (value && *value >= least && *value <= most) return static_cast<std::uint32_t>(*value);
    problem(key, "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    return otherwise;
  }
  void only(const toml::table& section, const std::set<std::string_view>& known) {
    for (const auto& [key, node] : section)
      if (!known.contains(key.str())) problem(key.str(), "is not a setting; did you misspell it?");
  }
  std::string contents(const std::filesystem::path& path) {
    auto bytes = read_file(path, config_bytes_max);
    if (!bytes) problem(path.string(), bytes.error().what);
    return bytes ? std::string{as_text(*bytes)} : std::string{};
  }
  void problem(std::string_view key, std::string what) {
    if (!error_) error_ = ConfigError{"config-invalid", file_.string() + ": " + std::string{key}, std::move(what)};
  }
  const std::optional<ConfigError>& error() const { return error_; }

private:
  const std::filesystem::path& file_;
  const toml::table& table_;
  std::optional<ConfigError> error_;
};

// Two lines: the public key, then the secret key, in Z85.
CurveKeys curve_keys(Reader& reader, const std::filesystem::path& path) {
  const auto lines = split(trim(reader.contents(path)), '\n');
  const bool fits = lines.size() == 2 && trim(lines[0]).size() == 40 && trim(lines[1]).size() == 40;
  if (!fits) reader.problem("curve_secret", "must name a file of two Z85 lines, the public and the secret key");
  return fits ? CurveKeys{std::string{trim(lines[0])}, std::string{trim(lines[1])}} : CurveKeys{};
}

// Read again at every start of the log, which alone knows which seed signs when the key was being changed.
std::filesystem::path seed(Reader& reader, const std::filesystem::path& path) {
  const auto key = LogSeed{path}.current();
  if (!key) reader.problem("log_seed", key.error().kind == FileError::Kind::other ? "must name a file of 64 hexadecimal digits" : key.error().what);
  return path;
}

}  // namespace

Result<Config, ConfigError> read_config(const std::filesystem::path& file) {
  const auto bytes = read_file(file, config_bytes_max);
  if (!bytes) return Failed{{"config-unreadable", file.string(), bytes.error().what}};
  toml::table table;
  try {
    table = toml::parse(as_text(*bytes), file.string());
  } catch (const toml::parse_error& error) {
    return Failed{{"config-invalid", file.string() + ":" + std::to_string(error.source().begin.line), std::string{error.description()}}};
  }
  Reader reader{file, table};
  reader.only(table, {"endpoint", "admin_endpoint", "data", "day_keys", "parcel_keys", "subject_keys", "search_index", "directory", "agreements", "approvers",
                      "curve_secret", "log_seed", "log_level", "limits"});
  const toml::table* bounds = table["limits"].as_table();
  if (bounds != nullptr)
    reader.only(*bounds, {"freshness_days", "submissions_per_minute", "tick_messages_max", "workers", "frame_bytes_max", "log_map_gigabytes",
                          "redeliver_after_seconds", "dead_letter_after_hours", "session_silence_seconds", "urgent_deliver_within_seconds",
                          "urgent_answer_within_minutes", "emergency_answer_within_minutes", "witnesses_at_start"});
  const auto pinned = schemas::parse_approvers(reader.contents(reader.path("approvers")));
  if (!pinned) reader.problem("approvers", pinned.error().where + " " + pinned.error().what);

  Limits limits;
  limits.freshness = std::chrono::hours{24} * reader.number(bounds, "freshness_days", 60, 1, 3650);
  limits.submissions_per_minute = reader.number(bounds, "submissions_per_minute", limits.submissions_per_minute, 1, 10'000'000);
  limits.tick_messages_max = reader.number(bounds, "tick_messages_max", 64, 1, 4096);
  limits.workers = reader.number(bounds, "workers", 2, 1, 64);
  limits.redeliver_after = std::chrono::seconds{reader.number(bounds, "redeliver_after_seconds", 15, 1, 3600)};
  limits.dead_letter_after = std::chrono::hours{reader.number(bounds, "dead_letter_after_hours", 24 * 7, 1, 24 * 365)};
  limits.session_silence = std::chrono::seconds{reader.number(bounds, "session_silence_seconds", 35, 1, 3600)};
  limits.urgent_deliver_within = std::chrono::seconds{reader.number(bounds, "urgent_deliver_within_seconds", 45, 1, 50)};
  limits.urgent_answer_within = std::chrono::minutes{reader.number(bounds, "urgent_answer_within_minutes", 240, 1, 60 * 24 * 7)};
  limits.emergency_answer_within = std::chrono::minutes{reader.number(bounds, "emergency_answer_within_minutes", 60, 1, 60 * 24)};
  limits.witnesses_at_start = reader.number(bounds, "witnesses_at_start", 1, 0, 64);
  Config config{.endpoint = reader.text("endpoint"),
                .admin_endpoint = reader.text("admin_endpoint"),
                .data = reader.path("data"),
                .day_keys = reader.path("day_keys"),
                .parcel_keys = reader.path("parcel_keys"),
                .subject_keys = reader.path("subject_keys"),
                .search_index = reader.path("search_index"),
                .governance = {reader.path("directory"), reader.path("agreements"),
                               pinned ? pinned->approvers : std::vector<schemas::Approver>{}, pinned ? pinned->quorum : 1U},
                .curve = curve_keys(reader, reader.path("curve_secret")),
                .log_seed = seed(reader, reader.path("log_seed")),
                .limits = limits,
                .frame_bytes_max = reader.number(bounds, "frame_bytes_max", schemas::frame_bytes_max, 65536, 64U << 20),
                .log_map_bytes = std::size_t{reader.number(bounds, "log_map_gigabytes", 1024, 1, 65536)} << 30,
                .log_level = reader.text_or("log_level", "note")};
  if (reader.error()) return Failed{*reader.error()};
  return config;
}

}  // namespace concordat::broker
