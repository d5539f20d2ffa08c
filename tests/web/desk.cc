#include "tests/web/desk.h"

#include <cstdlib>

#include "adapters/daemon/out_folder.h"

namespace concordat::adapters::web {

WebDesk::WebDesk(const Kind& kind) : service({desk.config, kind, desk.clock}) {
  EXPECT_TRUE(make_out_folders(desk.config));
  EXPECT_TRUE(service.open());
}

WebRequest WebDesk::post(const std::string& path, const std::string& body, const std::string& key) const {
  return {.method = "POST", .path = path, .query = {}, .client = "case-system", .content_type = "application/json", .idempotency_key = key, .envelope = {},
          .body = to_bytes(as_bytes(body))};
}

WebRequest WebDesk::get(const std::string& path) const {
  return {.method = "GET", .path = path, .query = {}, .client = "case-system", .content_type = {}, .idempotency_key = {}, .envelope = {}, .body = {}};
}

void openssl(const std::filesystem::path& folder, const std::string& arguments) {
  const std::string command = "cd '" + folder.string() + "' && openssl " + arguments + " >>openssl.log 2>&1";
  ASSERT_EQ(std::system(command.c_str()), 0) << arguments << "\n" << link::read_text(folder / "openssl.log");
}

void make_certificates(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  const std::string fresh = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 ";
  openssl(folder, fresh + "-keyout ca.key -out ca.pem -subj /CN=authority");
  openssl(folder, fresh + "-keyout server.key -out server.pem -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1");
  openssl(folder, fresh + "-keyout stranger.key -out stranger.pem -subj /CN=case-system");
  openssl(folder, "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout client.key -out client.csr -subj /CN=case-system");
  openssl(folder, "x509 -req -in client.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -out client.pem");
  std::filesystem::permissions(folder / "server.key", std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

}  // namespace concordat::adapters::web
