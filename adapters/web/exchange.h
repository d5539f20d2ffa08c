// A request and its answer as the service sees them: nothing of sockets, TLS or the HTTP library.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "adapters/web/large_body.h"
#include "base/bytes.h"

namespace concordat::adapters::web {

struct WebRequest {
  std::string method;  // "POST"
  std::string path;    // decoded, without the query
  std::map<std::string, std::string> query;
  std::string client;  // who it is, once known: the token's or the certificate's name
  std::string content_type;     // lower case, without parameters
  std::string idempotency_key;  // Idempotency-Key, else X-Request-Id
  std::string envelope;         // Concordat-Envelope: what NAME.envelope.json would say
  Bytes body;
  std::string boundary = {};                  // of multipart/form-data
  std::shared_ptr<LargeBody> large = nullptr;  // the body, where it is too long to hold; `body` is empty then
};

struct WebAnswer {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::map<std::string, std::string> headers = {};
};

}  // namespace concordat::adapters::web
