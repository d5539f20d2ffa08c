// A service over a folder of its own, for the kind whose documents are lines of text; certificates made for one test.
#pragma once

#include <gtest/gtest.h>

#include "adapters/web/service.h"
#include "tests/link/daemon_fixture.h"

namespace concordat::adapters::web {

class WebDesk {
public:
  explicit WebDesk(const Kind& kind = line_kind());
  WebRequest post(const std::string& path, const std::string& body, const std::string& key = {}) const;
  WebRequest get(const std::string& path) const;
  std::vector<std::string> in() const { return desk.names_in(desk.config.in); }
  void put_out(const std::string& name, const std::string& text) const { link::write_text(desk.config.out / name, text); }

  Desk desk;
  Service service;
};

// Runs the openssl program in `folder`; fails the test if it fails.
void openssl(const std::filesystem::path& folder, const std::string& arguments);
// FOLDER/server.{pem,key}, ca.{pem,key}, client.{pem,key} (common name "case-system"), stranger.{pem,key} of another authority.
void make_certificates(const std::filesystem::path& folder);

}  // namespace concordat::adapters::web
