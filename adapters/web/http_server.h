// The adapter's HTTPS server: sockets, TLS and the HTTP library around a Service. Whoever is not known by token or client
// certificate is refused before a byte of a body is read. Threads of its own; it stops, within a second, when it goes.
//
//   auto server = HttpServer::start({.host = "127.0.0.1", .port = 8443, …}, service);
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "adapters/web/limits.h"
#include "adapters/web/service.h"
#include "adapters/web/tls.h"
#include "adapters/web/tokens.h"

namespace concordat::adapters::web {

struct HttpParts {
  std::string host;
  int port = 0;  // 0: any that is free
  TlsFiles tls;
  Tokens tokens;
  Service& service;
  std::function<void(std::string_view code)> note;  // for the log, from any thread
  std::shared_ptr<std::atomic<bool>> stopping;
  Patience patience = {};
};

class HttpServer {
public:
  static Result<std::unique_ptr<HttpServer>, std::string> start(HttpParts parts);
  virtual ~HttpServer() = default;
  virtual int port() const = 0;
};

}  // namespace concordat::adapters::web
