// A peer that speaks TLS properly and HTTP as badly as a test wants: it sends bytes, reads bytes, and breaks off.
#pragma once

#include <openssl/ssl.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

namespace concordat::adapters::web {

class RawPeer {
public:
  // With a client certificate where `name` says one: FOLDER/name.{pem,key}.
  RawPeer(int port, const std::filesystem::path& folder, const std::string& name = {});
  RawPeer(const RawPeer&) = delete;
  RawPeer& operator=(const RawPeer&) = delete;
  ~RawPeer();

  bool is_connected() const { return connected_; }  // and the handshake is done
  bool send(std::string_view bytes);
  std::string read_all(std::chrono::milliseconds limit = std::chrono::seconds{10});  // until it closes
  std::string read_some(std::chrono::milliseconds limit = std::chrono::seconds{10});
  bool is_closed_within(std::chrono::milliseconds limit);
  void break_off();  // without saying so

private:
  int socket_ = -1;
  SSL_CTX* context_ = nullptr;
  SSL* ssl_ = nullptr;
  bool connected_ = false;
};

// A plain socket to it; -1 if nobody listens.
int plain_socket(int port);

}  // namespace concordat::adapters::web
