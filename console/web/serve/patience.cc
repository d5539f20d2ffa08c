#include "console/web/serve/patience.h"

#include <openssl/bio.h>
#include <openssl/ssl.h>

#include <chrono>
#include <optional>

namespace concordat::console::web {
namespace {

using Moment = std::chrono::steady_clock::time_point;
constexpr std::chrono::seconds request_within{20};

// httplib gives a connection one thread from its handshake to its end.
thread_local std::optional<Moment> due;

long before_reading(BIO* bio, int operation, const char*, size_t, int, long, int result, size_t*) {
  if (operation != BIO_CB_READ || !due || std::chrono::steady_clock::now() <= *due) return result;
  BIO_clear_retry_flags(bio);  // nothing more is worth waiting for
  return -1;
}

// A handshake also "starts" when a client changes its keys: only the first counts.
void on_handshake(const SSL* connection, int where, int) {
  BIO* const bio = SSL_get_rbio(connection);
  if ((where & SSL_CB_HANDSHAKE_START) == 0 || bio == nullptr || BIO_get_callback_ex(bio) != nullptr) return;
  next_request_begins();
  BIO_set_callback_ex(bio, before_reading);
}

}  // namespace

void bound_patience(ssl_ctx_st* context) { SSL_CTX_set_info_callback(context, on_handshake); }
void request_is_read() { due.reset(); }
void next_request_begins() { due = std::chrono::steady_clock::now() + request_within; }

}  // namespace concordat::console::web
