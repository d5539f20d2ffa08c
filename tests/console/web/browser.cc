#include "tests/console/web/browser.h"

#include <stdlib.h>

#include "adapters/link/new_keys.h"
#include "base/check.h"

namespace concordat::console::web {
namespace {

std::filesystem::path scratch() {
  std::string name = std::filesystem::temp_directory_path() / "concordat-web.XXXXXX";
  CHECK(::mkdtemp(name.data()) != nullptr, "a scratch folder");
  return name;
}

constexpr ScryptCost cheap{.n = 1U << 10U, .r = 8, .p = 1};  // a journey signs in many times

const std::string asks_nobody = "name = \"ig-officer\"\nadmin_endpoint = \"tcp://127.0.0.1:1\"\nbroker_key = \"" + std::string(40, 'a') + "\"\nlog_key = \"" +
                                 std::string(64, '0') + "\"\nlog_origin = \"log.example\"\n";

}  // namespace

Browser::Browser() : Browser(asks_nobody) {}

Browser::Browser(std::string officer_toml) : folder(scratch()), officer_toml_(std::move(officer_toml)) {
  Settings settings;
  settings.state = folder;
  settings.agreements = folder / "agreements";
  settings.adapters = folder / "adapters";
  settings.area_name = "Barking and Dagenham";
  console = std::make_unique<Console>(settings, clock);
  make_account("ada", {Role::officer});
}

Browser::~Browser() {
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
}

void Browser::make_account(const std::string& name, std::set<Role> roles, const std::string& agency, std::optional<Secret<32>> signing) {
  const auto secret = random_bytes<20>();
  authenticators_[name] = to_bytes(secret);
  const AccountKeys keys{link::make_curve_keys(), to_bytes(secret), std::move(signing)};
  CHECK(console->accounts.keep(seal_account({name, "Ada Okafor", agency, std::move(roles), officer_toml_, cheap}, keys, password)).has_value(), "an account");
}

std::string Browser::begin_draft(const std::string& agreement) {
  get("/agreements/" + agreement + "/text");
  const std::string text = header_of(post("/drafts", {{"from", agreement}}), "Location");
  return text.substr(0, text.rfind('/'));
}

std::string Browser::code_of(const std::string& name) const { return totp_code(authenticators_.at(name), totp_step(clock.at)); }

Response Browser::send(Request request) {
  request.cookies = cookies;
  request.host = "console.example";
  if (request.peer.empty()) request.peer = "192.0.2.1";
  Response response = answer(*console, request);
  for (const auto& [name, value] : response.headers) {
    if (name != "Set-Cookie") continue;
    const std::size_t equals = value.find('=');
    const std::string kept = value.substr(equals + 1, value.find(';') - equals - 1);
    if (kept.empty()) cookies.erase(value.substr(0, equals));
    else cookies.insert_or_assign(value.substr(0, equals), kept);
  }
  if (response.type.starts_with("text/html")) last_page = response.body;
  return response;
}

Response Browser::get(const std::string& address) {
  Request request;
  const std::size_t question = address.find('?');
  request.path = address.substr(0, question);
  if (question != std::string::npos) request.query = Fields::parse(address.substr(question + 1)).value_or(Fields{});
  return send(std::move(request));
}

Response Browser::post(const std::string& path, std::map<std::string, std::string> fields) {
  Request request;
  request.method = Method::post;
  request.path = path;
  fields.emplace("token", token_in(last_page));
  for (const auto& [name, value] : fields) request.form.add(name, value);
  return send(std::move(request));
}

void Browser::sign_in(const std::string& name) {
  get("/sign-in");
  CHECK(post("/sign-in", {{"name", name}, {"password", password}}).status == 303, "the password is right");
  get("/sign-in/code");
  CHECK(post("/sign-in/code", {{"code", code_of(name)}}).status == 303, "the code is right");
  clock.at += std::chrono::seconds{60};  // so that the next code is another one
}

std::string Browser::token_in(const std::string& page) {
  constexpr std::string_view before = "name=\"token\" value=\"";
  const std::size_t at = page.find(before);
  if (at == std::string::npos) return {};
  const std::size_t begin = at + before.size();
  return page.substr(begin, page.find('"', begin) - begin);
}

std::string header_of(const Response& response, std::string_view name) {
  for (const auto& header : response.headers)
    if (header.first == name) return header.second;
  return {};
}

}  // namespace concordat::console::web
