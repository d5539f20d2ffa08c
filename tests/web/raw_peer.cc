#include "tests/web/raw_peer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <csignal>

namespace concordat::adapters::web {

int plain_socket(int port) {
  const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(made, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return made;
  ::close(made);
  return -1;
}

RawPeer::RawPeer(int port, const std::filesystem::path& folder, const std::string& name) : socket_(plain_socket(port)), context_(SSL_CTX_new(TLS_client_method())) {
  std::signal(SIGPIPE, SIG_IGN);
  SSL_CTX_load_verify_file(context_, (folder / "server.pem").c_str());
  SSL_CTX_set_verify(context_, SSL_VERIFY_PEER, nullptr);
  if (!name.empty()) {
    SSL_CTX_use_certificate_file(context_, (folder / (name + ".pem")).c_str(), SSL_FILETYPE_PEM);
    SSL_CTX_use_PrivateKey_file(context_, (folder / (name + ".key")).c_str(), SSL_FILETYPE_PEM);
  }
  ssl_ = SSL_new(context_);
  if (socket_ < 0) return;
  timeval limit{10, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  SSL_set_fd(ssl_, socket_);
  connected_ = SSL_connect(ssl_) == 1;
}

RawPeer::~RawPeer() {
  SSL_free(ssl_);
  SSL_CTX_free(context_);
  if (socket_ >= 0) ::close(socket_);
}

bool RawPeer::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const int put = SSL_write(ssl_, bytes.data(), static_cast<int>(std::min<std::size_t>(bytes.size(), 16384)));
    if (put <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return true;
}

std::string RawPeer::read_some(std::chrono::milliseconds limit) {
  std::array<char, 16384> buffer;
  pollfd watched{socket_, POLLIN, 0};
  if (SSL_pending(ssl_) == 0 && ::poll(&watched, 1, static_cast<int>(limit.count())) <= 0) return {};
  const int got = SSL_read(ssl_, buffer.data(), static_cast<int>(buffer.size()));
  return got > 0 ? std::string{buffer.data(), static_cast<std::size_t>(got)} : std::string{};
}

std::string RawPeer::read_all(std::chrono::milliseconds limit) {
  const auto until = std::chrono::steady_clock::now() + limit;
  std::string out;
  while (std::chrono::steady_clock::now() < until) {
    const std::string some = read_some(std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()));
    if (some.empty()) break;
    out += some;
  }
  return out;
}

bool RawPeer::is_closed_within(std::chrono::milliseconds limit) {
  const auto begun = std::chrono::steady_clock::now();
  read_all(limit);
  return std::chrono::steady_clock::now() - begun < limit;
}

void RawPeer::break_off() {
  linger now{1, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  ::close(socket_);
  socket_ = -1;
}

}  // namespace concordat::adapters::web
