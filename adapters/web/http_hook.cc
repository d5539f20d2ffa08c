#include "adapters/web/http_hook.h"

#include <httplib.h>

#include <algorithm>

#include "adapters/link/folders.h"
#include "base/crypto.h"
#include "base/text.h"

namespace concordat::adapters::web {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t secret_bytes_min = 16;
constexpr std::size_t secret_bytes_max = 4096;
constexpr auto connect_within = 5s;
constexpr auto answer_within = 20s;

}  // namespace

std::optional<HookAddress> parse_hook_address(std::string_view url) {
  constexpr std::string_view scheme = "https://";
  if (!url.starts_with(scheme)) return std::nullopt;
  url.remove_prefix(scheme.size());
  HookAddress out;
  const std::size_t slash = url.find('/');
  out.path = slash == std::string_view::npos ? "/" : std::string{url.substr(slash)};
  std::string_view host = url.substr(0, slash);
  if (const std::size_t colon = host.find(':'); colon != std::string_view::npos) {
    const std::string digits{host.substr(colon + 1)};
    if (digits.empty() || digits.size() > 5 || !std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
    out.port = std::stoi(digits);
    host = host.substr(0, colon);
  }
  out.host = host;
  const bool is_plain = std::all_of(out.host.begin(), out.host.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  });
  const bool is_path = std::all_of(out.path.begin(), out.path.end(), [](char c) { return c > 0x20 && c < 0x7f && c != '#'; });
  if (out.host.empty() || !is_plain || !is_path || out.port < 1 || out.port > 65535) return std::nullopt;
  return out;
}

std::string hook_signature(std::string_view secret, std::int64_t seconds, ByteView body) {
  const std::string time = std::to_string(seconds);
  Bytes said = to_bytes(as_bytes(time + "."));
  put_bytes(said, body);
  return "t=" + time + ",v1=" + to_hex(hmac_sha256(as_bytes(secret), said).bytes);
}

Result<std::unique_ptr<HttpHook>, std::string> HttpHook::open(const Config& config, const Clock& clock) {
  const WebhookSettings& hook = *config.https->webhook;
  auto address = parse_hook_address(hook.url);
  if (!address) return Fail{std::string{"https.webhook.url: must be https://HOST[:PORT]/PATH"}};
  const auto secret = read_file(hook.secret, secret_bytes_max);
  if (!secret) return Fail{secret.error().what};
  std::string text{trim(as_text(*secret))};
  if (text.size() < secret_bytes_min) return Fail{hook.secret.string() + ": must hold at least 16 characters"};
  if (auto made = link::make_private_folder(config.state / "web" / "posted"); !made) return Fail{made.error().what};
  return std::unique_ptr<HttpHook>{new HttpHook{config, clock, std::move(*address), std::move(text)}};
}

HttpHook::HttpHook(const Config& config, const Clock& clock, HookAddress address, std::string secret)
    : config_(config), clock_(clock), address_(std::move(address)), secret_(std::move(secret)), shelf_(config), wait_(2s, 600s, get_u64(random_bytes<8>())) {}

std::size_t HttpHook::turn() {
  if (clock_.now() < due_) return 0;
  const std::vector<Shelved> there = shelf_.list();
  std::size_t posted = 0;
  bool is_all = true;
  for (const Shelved& shelved : there) {
    std::error_code failed;
    if (std::filesystem::exists(mark_of(shelved.name), failed)) continue;
    const Posted outcome = post(shelved);
    is_all = is_all && outcome == Posted::taken;
    if (outcome == Posted::unreachable) break;
    if (outcome == Posted::refused) continue;
    if (!write_file(mark_of(shelved.name), {}, FileMode::owner_only)) return posted;  // posted again: that system knows it by its name
    ++posted;
  }
  if (is_all) failures_ = 0;
  else due_ = clock_.now() + wait_.after(failures_++);
  forget_gone(there);
  return posted;
}

HttpHook::Posted HttpHook::post(const Shelved& shelved) const {
  const auto body = shelf_.read(shelved);
  if (!body) return Posted::taken;  // our own system has just taken it
  httplib::SSLClient client{address_.host, address_.port};
  client.enable_server_certificate_verification(true);
  if (!config_.https->webhook->ca.empty()) client.set_ca_cert_path(config_.https->webhook->ca.string());
  client.set_connection_timeout(connect_within);
  client.set_read_timeout(answer_within);
  client.set_write_timeout(answer_within);
  const std::int64_t seconds = std::chrono::duration_cast<std::chrono::seconds>(clock_.now().time_since_epoch()).count();
  const httplib::Headers headers{{"Concordat-Name", shelved.name},
                                 {"Concordat-Kind", shelved.described.is_null() ? "notice" : "delivery"},
                                 {"Concordat-Signature", hook_signature(secret_, seconds, *body)}};
  const auto answer = client.Post(address_.path, headers, std::string{as_text(*body)}, content_type_of(shelved.name));
  if (!answer) return Posted::unreachable;
  return answer->status >= 200 && answer->status < 300 ? Posted::taken : Posted::refused;
}

// What has left the out-folder needs no mark: no name comes twice.
void HttpHook::forget_gone(const std::vector<Shelved>& there) const {
  const auto marks = link::list_folder(config_.state / "web" / "posted");
  if (!marks) return;
  for (const std::string& name : *marks) {
    const bool is_there = std::any_of(there.begin(), there.end(), [&](const Shelved& shelved) { return shelved.name == name; });
    if (!is_there) static_cast<void>(link::remove_file(mark_of(name)));
  }
}

}  // namespace concordat::adapters::web
