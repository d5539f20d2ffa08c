#include "console/web/doors/session.h"

namespace concordat::console::web {
namespace {

constexpr std::size_t secret_bytes = 32;
constexpr std::size_t open_max = 10'000;

Digest place_of(std::string_view secret) { return sha256(as_bytes(secret)); }

}  // namespace

Session::Session(Account who, AccountKeys keys, OfficerFacts facts)
    : account(std::move(who)), officer{std::move(facts), std::move(keys.curve)}, totp(std::move(keys.totp)), signing(std::move(keys.signing)),
      token_key(random_secret()), line(officer) {}

std::string Sessions::begin(SessionRef session, Instant now) {
  std::string secret = to_hex(random_bytes<secret_bytes>());
  const std::lock_guard lock{mutex_};
  if (open_.size() >= open_max) sweep(now);
  {
    const std::lock_guard own{session->mutex};
    if (session->began == Instant{}) session->began = now;
    session->seen = now;
  }
  std::erase_if(open_, [&](const auto& each) { return each.second == session; });
  open_.insert_or_assign(place_of(secret), std::move(session));
  return secret;
}

SessionRef Sessions::find(std::string_view secret, Instant now, By by) {
  const std::lock_guard lock{mutex_};
  const auto at = open_.find(place_of(secret));
  if (at == open_.end()) return nullptr;
  SessionRef session = at->second;
  const std::lock_guard own{session->mutex};
  if (session->is_over || now - session->seen > limits_.idle || now - session->began > limits_.whole) {
    session->is_over = true;
    open_.erase(at);
    return nullptr;
  }
  if (by == By::person) session->seen = now;
  return session;
}

void Sessions::end(std::string_view secret) {
  const std::lock_guard lock{mutex_};
  const auto at = open_.find(place_of(secret));
  if (at == open_.end()) return;
  const SessionRef session = at->second;
  open_.erase(at);
  const std::lock_guard own{session->mutex};
  session->is_over = true;
}

void Sessions::end_all_of(std::string_view account) {
  const std::lock_guard lock{mutex_};
  std::erase_if(open_, [&](const auto& each) {
    if (each.second->account.name != account) return false;
    const std::lock_guard own{each.second->mutex};
    each.second->is_over = true;
    return true;
  });
}

std::size_t Sessions::count(Instant now) {
  const std::lock_guard lock{mutex_};
  sweep(now);
  return open_.size();
}

void Sessions::sweep(Instant now) {
  std::erase_if(open_, [&](const auto& each) {
    const std::lock_guard own{each.second->mutex};
    return each.second->is_over || now - each.second->seen > limits_.idle || now - each.second->began > limits_.whole;
  });
}

}  // namespace concordat::console::web
