#include "adapters/daemon/config.h"

#include <toml++/toml.h>

#include <set>

#include "base/file.h"
#include "base/text.h"

namespace concordat::adapters {
namespace {

constexpr std::size_t config_bytes_max = 1024 * 1024;
constexpr std::int64_t poll_milliseconds_max = 60000;
constexpr std::int64_t cosigners_max = 16;

// Reads one table; the first thing wrong is kept. Every key read is known, and finish() refuses the others.
class TableReader {
public:
  TableReader(const toml::table& table, std::string prefix, std::string file, std::optional<ConfigError>& error)
      : table_(table), prefix_(std::move(prefix)), file_(std::move(file)), error_(error) {}

  std::string text(const std::string& key) {
    const toml::node* node = need(key);
    if (node == nullptr) return {};
    const auto value = node->value_exact<std::string>();
    if (!value || value->empty()) fail(key, node, "must be a text");
    return value.value_or("");
  }
  std::string text_or_empty(const std::string& key) {
    const toml::node* node = find(key);
    if (node == nullptr) return {};
    const auto value = node->value_exact<std::string>();
    if (!value) fail(key, node, "must be a text");
    return value.value_or("");
  }
  std::vector<std::string> texts(const std::string& key) {
    const toml::node* node = find(key);
    std::vector<std::string> out;
    if (node == nullptr) return out;
    const toml::array* array = node->as_array();
    if (array == nullptr) {
      fail(key, node, "must be a list of texts");
      return out;
    }
    for (const toml::node& item : *array) {
      const auto value = item.value_exact<std::string>();
      if (!value) fail(key, &item, "must be a list of texts");
      out.push_back(value.value_or(""));
    }
    return out;
  }
  std::int64_t number(const std::string& key, std::int64_t otherwise, std::int64_t max) {
    const toml::node* node = find(key);
    if (node == nullptr) return otherwise;
    const auto value = node->value_exact<std::int64_t>();
    if (!value || *value < 1 || *value > max) fail(key, node, "must be a number from 1 to " + std::to_string(max));
    return value.value_or(otherwise);
  }
  const toml::table* table(const std::string& key) {
    const toml::node* node = find(key);
    if (node != nullptr && node->as_table() == nullptr) fail(key, node, "must be a table");
    return node == nullptr ? nullptr : node->as_table();
  }
  // A value that is read as something narrower: nothing is `fail`ed twice.
  template <class T>
  T as(const std::string& key, std::optional<T> value, T otherwise, const std::string& what) {
    if (!value) fail(key, table_.get(key), what);
    return value.value_or(std::move(otherwise));
  }
  void finish() {
    const std::vector<std::string> known{known_.begin(), known_.end()};
    for (const auto& [key, node] : table_) {
      const std::string name{key.str()};
      if (known_.contains(name)) continue;
      const auto meant = nearest(name, known);
      fail(name, &node, "is not a setting" + (meant ? "; did you mean " + *meant + "?" : std::string{}));
    }
  }
  const std::string& file() const { return file_; }
  void fail(const std::string& key, const toml::node* node, const std::string& what) {
    if (!error_) error_ = ConfigError{file_, node == nullptr ? 0 : static_cast<unsigned>(node->source().begin.line), prefix_ + key, what};
  }

private:
  const toml::node* find(const std::string& key) {
    known_.insert(key);
    return table_.get(key);
  }
  const toml::node* need(const std::string& key) {
    const toml::node* node = find(key);
    if (node == nullptr) fail(key, &table_, "is missing");
    return node;
  }
  const toml::table& table_;
  std::string prefix_;
  std::string file_;
  std::set<std::string> known_;
  std::optional<ConfigError>& error_;
};

EnvelopeSettings read_defaults(TableReader& in) {
  EnvelopeSettings out;
  out.scheme = in.text("scheme");
  out.purpose = in.text("purpose");
  out.area = in.text("area");
  if (const std::string text = in.text_or_empty("agreement"); !text.empty())
    out.agreement = in.as("agreement", schemas::parse_agreement_name(text), schemas::AgreementName{}, "must be NAME/VERSION, or \"\" for none");
  for (const std::string& text : in.texts("recipients"))
    out.recipients.push_back(in.as("recipients", schemas::parse_agency_id(text), schemas::AgencyId{"none/none"}, "must list agency ids, such as police/met"));
  if (const std::string text = in.text_or_empty("marking"); !text.empty())
    out.marking = in.as("marking", schemas::marking_named(text), out.marking, "must be official or officialSensitive");
  return out;
}

// "HOST:PORT"; an IPv6 address stands in brackets.
std::optional<std::pair<std::string, int>> read_listen(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  std::string_view host = text.substr(0, colon);
  const std::string digits{text.substr(colon + 1)};
  if (digits.empty() || digits.size() > 5 || digits.find_first_not_of("0123456789") != std::string::npos || std::stoi(digits) > 65535) return std::nullopt;
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  else if (host.find(':') != std::string_view::npos) return std::nullopt;
  return std::pair{std::string{host}, std::stoi(digits)};
}

WebSettings read_web(TableReader& in, const toml::table& table, const std::filesystem::path& folder, std::optional<ConfigError>& error) {
  const auto file = [&](TableReader& from, const std::string& key) {
    const std::string text = from.text_or_empty(key);
    return text.empty() ? std::filesystem::path{} : folder / text;
  };
  WebSettings out;
  if (const std::string listen = in.text("listen"); !listen.empty()) {
    const auto [host, port] = in.as("listen", read_listen(listen), std::pair{std::string{}, 0}, "must be HOST:PORT, such as 127.0.0.1:8443");
    out.host = host;
    out.port = port;
  }
  out.certificate = folder / in.text("certificate");
  out.key = folder / in.text("key");
  out.client_ca = file(in, "client_ca");
  out.tokens = file(in, "tokens");
  if (out.client_ca.empty() && out.tokens.empty()) in.fail("tokens", &table, "is missing: say tokens or client_ca, or nobody can be known");
  if (const toml::table* hook = in.table("webhook")) {
    TableReader read{*hook, "https.webhook.", in.file(), error};
    out.webhook = WebhookSettings{read.text("url"), file(read, "ca"), folder / read.text("secret")};
    read.finish();
  }
  return out;
}

std::optional<LeakGuard> leak_guard_named(std::string_view name) {
  if (name == "report") return LeakGuard::report;
  if (name == "refuse") return LeakGuard::refuse;
  return std::nullopt;
}

std::optional<Feedback> feedback_named(std::string_view name) {
  if (name == "steps") return Feedback::steps;
  if (name == "failures") return Feedback::failures;
  return std::nullopt;
}

Config read_root(TableReader& in, const toml::table& root, const std::filesystem::path& file, std::optional<ConfigError>& error) {
  const std::filesystem::path folder = file.parent_path();
  Config out;
  out.kind = in.text("kind");
  if (const std::string agency = in.text("agency"); !agency.empty())
    out.agency = in.as("agency", schemas::parse_agency_id(agency), out.agency, "must be an agency id, such as police/met");
  out.brokers = in.texts("brokers");
  if (out.brokers.empty()) in.fail("brokers", root.get("brokers"), "must list at least one broker, such as tcp://127.0.0.1:7400");
  out.directory = folder / in.text("directory");
  out.approvers = folder / in.text("approvers");
  out.curve_secret = folder / in.text("curve_secret");
  out.signing_seed = folder / in.text("signing_seed");
  out.in = folder / in.text("in");
  out.out = folder / in.text("out");
  out.rejected = folder / in.text("rejected");
  out.state = folder / in.text("state");
  if (const std::string text = in.text_or_empty("leak_guard"); !text.empty())
    out.leak_guard = in.as("leak_guard", leak_guard_named(text), out.leak_guard, "must be report or refuse");
  if (const std::string text = in.text_or_empty("feedback"); !text.empty())
    out.feedback = in.as("feedback", feedback_named(text), out.feedback, "must be steps or failures");
  out.poll = std::chrono::milliseconds{in.number("poll_milliseconds", 200, poll_milliseconds_max)};
  out.cosigners = static_cast<unsigned>(in.number("cosigners", 0, cosigners_max));
  if (const toml::table* table = in.table("https")) {
    TableReader https{*table, "https.", file.string(), error};
    out.https = read_web(https, *table, folder, error);
    https.finish();
  }
  if (const toml::table* table = in.table("defaults")) {
    TableReader defaults{*table, "defaults.", file.string(), error};
    out.defaults = read_defaults(defaults);
    defaults.finish();
  } else {
    in.fail("defaults", nullptr, "is missing: a table with scheme, purpose and area");
  }
  return out;
}

}  // namespace

std::string format_error(const ConfigError& error) {
  return error.file + (error.line == 0 ? "" : ":" + std::to_string(error.line)) + ": " + (error.key.empty() ? "" : error.key + ": ") + error.what;
}

Result<Config, ConfigError> read_config(const std::filesystem::path& file) {
  const auto bytes = read_file(file, config_bytes_max);
  if (!bytes) return Fail{ConfigError{file.string(), 0, "", bytes.error().what}};
  try {
    const toml::table root = toml::parse(as_text(*bytes), file.string());
    std::optional<ConfigError> error;
    TableReader reader{root, "", file.string(), error};
    Config config = read_root(reader, root, file, error);
    reader.finish();
    if (error) return Fail{*error};
    return config;
  } catch (const toml::parse_error& wrong) {
    return Fail{ConfigError{file.string(), static_cast<unsigned>(wrong.source().begin.line), "", std::string{wrong.description()}}};
  }
}

}  // namespace concordat::adapters
