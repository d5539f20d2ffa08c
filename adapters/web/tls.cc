#include "adapters/web/tls.h"

#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <poll.h>
#include <sys/stat.h>

#include <algorithm>

namespace concordat::adapters::web {
namespace {

using namespace std::chrono_literals;

constexpr auto slice = 200ms;  // after which a wait looks whether it should stop

template <auto free_it>
struct Freed {
  template <class T>
  void operator()(T* what) const {
    free_it(what);
  }
};
using ContextPtr = std::unique_ptr<SSL_CTX, Freed<SSL_CTX_free>>;
using SslPtr = std::unique_ptr<SSL, Freed<SSL_free>>;
using CertificatePtr = std::unique_ptr<X509, Freed<X509_free>>;

// Readable or writable before the deadline, and before it is to stop.
bool await(int socket, short events, Deadline deadline, const Stops& stops) {
  while (!stops()) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left <= 0ms) return false;
    pollfd watched{socket, events, 0};
    const int ready = ::poll(&watched, 1, static_cast<int>(std::min<std::chrono::milliseconds>(left, slice).count()));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
  return false;
}

std::optional<std::string> common_name(X509* certificate) {
  const X509_NAME* subject = X509_get_subject_name(certificate);
  const int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
  if (at < 0) return std::nullopt;
  const ASN1_STRING* text = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at));
  return std::string{reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)), static_cast<std::size_t>(ASN1_STRING_length(text))};
}

class Connection final : public TlsConnection {
public:
  Connection(SslPtr ssl, int socket, Stops stops) : ssl_(std::move(ssl)), socket_(socket), stops_(std::move(stops)) {}
  ~Connection() override { say_closed(); }

  void say_closed() override {
    if (is_whole_ && !has_said_closed_) SSL_shutdown(ssl_.get());  // our half; the peer's is not waited for
    has_said_closed_ = true;
  }

  long read(char* into, std::size_t size, Deadline deadline) override {
    std::size_t got = 0;
    const int done = again([&] { return SSL_read_ex(ssl_.get(), into, size, &got); }, deadline);
    return done == 1 ? static_cast<long>(got) : done == 0 ? 0 : -1;
  }
  bool write(const char* from, std::size_t size, Deadline deadline) override {
    std::size_t put = 0;
    while (size > 0) {
      if (again([&] { return SSL_write_ex(ssl_.get(), from, size, &put); }, deadline) != 1) return false;
      from += put;
      size -= put;
    }
    return true;
  }
  bool has_more(Deadline deadline) override { return SSL_pending(ssl_.get()) > 0 || await(socket_, POLLIN, deadline, stops_); }
  std::optional<std::string> peer_name() const override {
    const CertificatePtr certificate{SSL_get1_peer_certificate(ssl_.get())};
    if (!certificate || SSL_get_verify_result(ssl_.get()) != X509_V_OK) return std::nullopt;
    return common_name(certificate.get());
  }
  bool handshake(Deadline deadline) {
    return again([&] { return SSL_accept(ssl_.get()); }, deadline) == 1;
  }

private:
  // 1: done; 0: the peer has closed properly; -1: failed, late, or told to stop.
  template <class Call>
  int again(Call call, Deadline deadline) {
    while (is_whole_) {
      ERR_clear_error();
      const int done = call();
      if (done == 1) return 1;
      switch (SSL_get_error(ssl_.get(), done)) {
        case SSL_ERROR_WANT_READ:
          if (!await(socket_, POLLIN, deadline, stops_)) return -1;
          break;
        case SSL_ERROR_WANT_WRITE:
          if (!await(socket_, POLLOUT, deadline, stops_)) return -1;
          break;
        case SSL_ERROR_ZERO_RETURN: return 0;
        default: is_whole_ = false;
      }
    }
    return -1;
  }

  SslPtr ssl_;
  int socket_;
  Stops stops_;
  bool is_whole_ = true;
  bool has_said_closed_ = false;
};

class Server final : public TlsServer {
public:
  explicit Server(ContextPtr context) : context_(std::move(context)) {}
  std::unique_ptr<TlsConnection> accept(int socket, Deadline deadline, Stops stops) override {
    const int flags = ::fcntl(socket, F_GETFL);
    if (flags < 0 || ::fcntl(socket, F_SETFL, flags | O_NONBLOCK) != 0) return nullptr;
    SslPtr ssl{SSL_new(context_.get())};
    if (!ssl || SSL_set_fd(ssl.get(), socket) != 1) return nullptr;
    auto connection = std::make_unique<Connection>(std::move(ssl), socket, std::move(stops));
    if (!connection->handshake(deadline)) return nullptr;
    return connection;
  }

private:
  ContextPtr context_;
};

bool is_private(const std::filesystem::path& file) {
  struct stat status {};
  return ::stat(file.c_str(), &status) == 0 && (status.st_mode & 077) == 0;
}

}  // namespace

Result<std::unique_ptr<TlsServer>, std::string> TlsServer::open(const TlsFiles& files) {
  ContextPtr context{SSL_CTX_new(TLS_server_method())};
  if (!context || SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION) != 1) return Fail{std::string{"TLS cannot be set up"}};
  SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
  if (SSL_CTX_use_certificate_chain_file(context.get(), files.certificate.c_str()) != 1)
    return Fail{files.certificate.string() + ": is not there, or no certificate in PEM"};
  std::error_code missing;
  if (!std::filesystem::exists(files.key, missing)) return Fail{files.key.string() + ": is not there"};
  if (!is_private(files.key)) return Fail{files.key.string() + ": others may read it; make it private with chmod 600"};
  if (SSL_CTX_use_PrivateKey_file(context.get(), files.key.c_str(), SSL_FILETYPE_PEM) != 1) return Fail{files.key.string() + ": is no private key in PEM, or another certificate's"};
  if (!files.client_ca.empty()) {
    if (SSL_CTX_load_verify_file(context.get(), files.client_ca.c_str()) != 1) return Fail{files.client_ca.string() + ": is not there, or no certificate in PEM"};
    const int demanded = files.client == ClientCertificate::demanded ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0;
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER | demanded, nullptr);
  }
  return std::unique_ptr<TlsServer>{std::make_unique<Server>(std::move(context))};
}

}  // namespace concordat::adapters::web
