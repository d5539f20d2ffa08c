// TLS for the adapter's own server, and the only file here that names OpenSSL: one certificate, TLS 1.2 or later, and where
// an authority is named, client certificates that it issued. Every wait has an end: reading, writing and the handshake take
// a deadline, so that no slow peer can hold a thread for longer. A peer that breaks off gives an error, never a short read
// that looks whole.
//
//   auto server = TlsServer::open({certificate, key, client_ca, ClientCertificate::asked_for});
//   std::unique_ptr<TlsConnection> peer = (*server)->accept(socket, deadline, stops);   // nullptr: no handshake
//   const long got = peer->read(buffer, size, deadline);                                // 0: closed; -1: failed or late
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"

namespace concordat::adapters::web {

using Deadline = std::chrono::steady_clock::time_point;
using Stops = std::function<bool()>;

enum class ClientCertificate { asked_for, demanded };  // asked_for: a peer without one may say a token

struct TlsFiles {
  std::filesystem::path certificate;  // PEM, with its chain
  std::filesystem::path key;          // PEM, for its owner alone
  std::filesystem::path client_ca;    // PEM; empty: no client certificates
  ClientCertificate client = ClientCertificate::asked_for;
};

class TlsConnection {
public:
  virtual ~TlsConnection() = default;  // says that it closes, if that has not been said; the socket stays open
  virtual void say_closed() = 0;       // nothing more will be written; what the peer still sends can be read
  virtual long read(char* into, std::size_t size, Deadline deadline) = 0;
  virtual bool write(const char* from, std::size_t size, Deadline deadline) = 0;
  virtual bool has_more(Deadline deadline) = 0;             // something to read, before it
  virtual std::optional<std::string> peer_name() const = 0;  // of a certificate that verified: its common name
};

class TlsServer {
public:
  static Result<std::unique_ptr<TlsServer>, std::string> open(const TlsFiles& files);
  virtual ~TlsServer() = default;
  virtual std::unique_ptr<TlsConnection> accept(int socket, Deadline deadline, Stops stops) = 0;
};

}  // namespace concordat::adapters::web
