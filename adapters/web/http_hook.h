// The webhook: each document that comes to lie in the out-folder is posted to the one address in adapter.toml, once, and
// again until that system answers 2xx. The body is the document; the signature is over time and body, so that it can be
// neither forged nor replayed later. Nothing else is ever called: no redirect is followed, and no address is taken from anybody.
//
//   Concordat-Name: 0123456789abcdef-referral.json
//   Concordat-Signature: t=1777500000,v1=HEX      HMAC-SHA-256 under the secret, of "1777500000." and the body
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "adapters/daemon/config.h"
#include "adapters/link/backoff.h"
#include "adapters/web/out_shelf.h"
#include "base/clock.h"

namespace concordat::adapters::web {

struct HookAddress {
  std::string host;
  int port = 443;
  std::string path;
};
std::optional<HookAddress> parse_hook_address(std::string_view url);  // "https://HOST[:PORT]/PATH"

std::string hook_signature(std::string_view secret, std::int64_t seconds, ByteView body);

class HttpHook {
public:
  // The error says which setting is at fault.
  static Result<std::unique_ptr<HttpHook>, std::string> open(const Config& config, const Clock& clock);

  // Posts what is due, oldest first; returns how many were taken. What that system refuses does not hold up the rest; both that
  // and a system that is down are tried again later and later, up to ten minutes apart.
  std::size_t turn();

private:
  HttpHook(const Config& config, const Clock& clock, HookAddress address, std::string secret);
  enum class Posted { taken, refused, unreachable };
  Posted post(const Shelved& shelved) const;
  std::filesystem::path mark_of(const std::string& name) const { return config_.state / "web" / "posted" / name; }
  void forget_gone(const std::vector<Shelved>& there) const;

  const Config& config_;
  const Clock& clock_;
  HookAddress address_;
  std::string secret_;
  OutShelf shelf_;
  link::Backoff wait_;
  unsigned failures_ = 0;
  Instant due_{};
};

}  // namespace concordat::adapters::web
