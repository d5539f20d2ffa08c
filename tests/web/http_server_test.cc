// The server against peers that are unknown, slow, large, torn off, or that lie: each gets an answer or is cut off in its time,
// nothing is taken in by half, and the next peer is served.
#include "adapters/web/http_server.h"

#include <gmock/gmock.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <thread>

#include "base/crypto.h"
#include "tests/web/desk.h"
#include "tests/web/raw_peer.h"

namespace concordat::adapters::web {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

constexpr std::string_view token = "a-token-of-the-test";

class HttpServerTest : public testing::Test {
protected:
  static void SetUpTestSuite() {
    certificates_ = std::make_unique<link::Scratch>();
    make_certificates(*certificates_ / "tls");
  }
  static void TearDownTestSuite() { certificates_.reset(); }
  static std::filesystem::path tls() { return *certificates_ / "tls"; }

  enum class Known { by_token, by_certificate, by_either };
  void start(Known known = Known::by_token) {
    Tokens tokens;
    if (known != Known::by_certificate) tokens = *Tokens::parse("case-system " + to_hex(sha256(as_bytes(token)).bytes));
    const bool has_ca = known != Known::by_token;
    auto started = HttpServer::start({.host = "127.0.0.1", .port = 0,
                                      .tls = {tls() / "server.pem", tls() / "server.key", has_ca ? tls() / "ca.pem" : std::filesystem::path{},
                                              known == Known::by_certificate ? ClientCertificate::demanded : ClientCertificate::asked_for},
                                      .tokens = tokens, .service = service_, .note = [this](std::string_view code) { note(code); },
                                      .stopping = std::make_shared<std::atomic<bool>>(false),
                                      .patience = {.handshake = 400ms, .headers = 400ms, .body = 400ms, .large_body = 3000ms, .idle = 400ms}});
    ASSERT_TRUE(started) << started.error();
    server_ = std::move(*started);
  }
  void note(std::string_view code) {
    const std::lock_guard lock{mutex_};
    notes_ += std::string{code} + "\n";
  }
  std::unique_ptr<RawPeer> peer(const std::string& certificate = {}) const { return std::make_unique<RawPeer>(server_->port(), tls(), certificate); }
  static std::string head(const std::string& line, const std::string& more = {}) {
    return line + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + std::string{token} + "\r\n" + more + "\r\n";
  }
  static std::string post(const std::string& body) {
    return head("POST /referrals", "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n") + body;
  }
  std::string ask(const std::string& bytes) const {
    auto one = peer();
    EXPECT_TRUE(one->is_connected());
    one->send(bytes);
    return one->read_all(5s);
  }
  void expect_alive() { EXPECT_THAT(ask(head("GET /deliveries", "Connection: close\r\n")), StartsWith("HTTP/1.1 200")); }

  static std::unique_ptr<link::Scratch> certificates_;
  WebDesk web_;
  std::atomic<bool> stops_{false};
  Service service_{{web_.desk.config, line_kind(), web_.desk.clock, [this] { return stops_.load(); }}};
  std::mutex mutex_;
  std::string notes_;
  std::unique_ptr<HttpServer> server_;
};
std::unique_ptr<link::Scratch> HttpServerTest::certificates_;

TEST_F(HttpServerTest, takes_a_document_and_serves_the_same_connection_again) {
  start();
  auto one = peer();
  ASSERT_TRUE(one->send(post("2011-06-09|a concern")));
  EXPECT_THAT(one->read_some(), StartsWith("HTTP/1.1 202"));
  ASSERT_TRUE(one->send(head("GET /deliveries", "Connection: close\r\n")));
  const std::string answer = one->read_all();  // perhaps with what was left of the first
  EXPECT_THAT(answer, HasSubstr("HTTP/1.1 200"));
  EXPECT_THAT(answer, HasSubstr("Cache-Control: no-store"));
  EXPECT_THAT(web_.in(), SizeIs(1));
}

TEST_F(HttpServerTest, refuses_whoever_it_does_not_know_before_a_byte_of_the_body) {
  start();
  for (const std::string& said : {std::string{}, std::string{"Authorization: Bearer wrong\r\n"}, std::string{"Authorization: Basic YTpi\r\n"}, std::string{"Authorization: Bearer \r\n"}}) {
    auto one = peer();
    one->send("POST /referrals HTTP/1.1\r\nHost: localhost\r\n" + said + "Content-Type: application/json\r\nContent-Length: 16000000\r\n\r\n");
    const std::string answer = one->read_all(5s);
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 401")) << said;
    EXPECT_THAT(answer, HasSubstr("WWW-Authenticate: Bearer"));
  }
  EXPECT_THAT(ask("GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n"), StartsWith("HTTP/1.1 401"));
  EXPECT_THAT(web_.in(), IsEmpty());
  const std::lock_guard lock{mutex_};
  EXPECT_THAT(notes_, HasSubstr("https-unknown-client"));
  EXPECT_THAT(notes_, Not(HasSubstr("wrong")));
}

TEST_F(HttpServerTest, knows_a_client_by_its_certificate_and_no_strangers) {
  start(Known::by_certificate);
  auto known = peer("client");
  known->send("GET /deliveries HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(known->read_all(), StartsWith("HTTP/1.1 200"));
  for (const char* name : {"", "stranger"}) {
    auto stranger = peer(name);
    stranger->send("GET /deliveries HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    EXPECT_THAT(stranger->read_all(2s), IsEmpty()) << "a stranger's certificate, or none: no handshake";
  }
}

TEST_F(HttpServerTest, takes_either_where_both_are_set_up) {
  start(Known::by_either);
  expect_alive();
  auto known = peer("client");
  known->send("GET /deliveries HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(known->read_all(), StartsWith("HTTP/1.1 200"));
  auto wrong = peer("client");  // a wrong token is not made good by a certificate
  wrong->send("GET /deliveries HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer wrong\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(wrong->read_all(), StartsWith("HTTP/1.1 401"));
}

TEST_F(HttpServerTest, refuses_what_is_too_large_or_says_no_length) {
  start();
  EXPECT_THAT(ask(head("POST /referrals", "Content-Type: application/json\r\nContent-Length: 268435457\r\n")), StartsWith("HTTP/1.1 413"));
  EXPECT_THAT(ask(head("POST /recalls", "Content-Type: application/json\r\nContent-Length: 65537\r\n")), StartsWith("HTTP/1.1 413"));
  EXPECT_THAT(ask(head("GET /deliveries", "Content-Length: 5\r\n") + "hello"), StartsWith("HTTP/1.1 413"));
  EXPECT_THAT(ask(head("POST /referrals", "Content-Type: application/json\r\n")), StartsWith("HTTP/1.1 411"));
  for (const char* length : {"-1", "5, 5", "0x10", "99999999999999999999", "5\r\nContent-Length: 6"})
    EXPECT_THAT(ask(head("POST /referrals", "Content-Type: application/json\r\nContent-Length: " + std::string{length} + "\r\n") + "hello"), StartsWith("HTTP/1.1 4")) << length;
  EXPECT_THAT(web_.in(), IsEmpty());
  expect_alive();
}

// A client that does not know how long its document will be sends it in chunks. Who says a length as well, or another coding,
// wants two readers to see two bodies.
TEST_F(HttpServerTest, takes_a_body_in_chunks_and_no_riddles) {
  start();
  const std::string document = "2011-06-09|a concern";
  const auto chunk = [](std::string_view text) {
    std::string out(16, ' ');
    out.resize(static_cast<std::size_t>(std::snprintf(out.data(), out.size(), "%zx\r\n", text.size())));
    return out + std::string{text} + "\r\n";
  };
  const std::string body = chunk(std::string_view{document}.substr(0, 7)) + chunk(std::string_view{document}.substr(7)) + "0\r\n\r\n";
  const std::string in_chunks = "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n";
  EXPECT_THAT(ask(head("POST /referrals", in_chunks) + body), StartsWith("HTTP/1.1 202"));
  const auto taken = web_.in().size();
  EXPECT_EQ(taken, 1U);
  for (const std::string& coding : {in_chunks + "Content-Length: 5\r\n", in_chunks + "Transfer-Encoding: chunked\r\n", std::string{"Content-Type: application/json\r\nTransfer-Encoding: gzip, chunked\r\n"}})
    EXPECT_THAT(ask(head("POST /referrals", coding) + body), StartsWith("HTTP/1.1 4")) << coding;
  for (const char* torn : {"5\r\nhel", "zz\r\nhello\r\n0\r\n\r\n", "-5\r\nhello\r\n0\r\n\r\n", "ffffffffffffffff\r\nhello\r\n", "5\r\nhelloo\r\n0\r\n\r\n"}) {
    auto one = peer();
    one->send(head("POST /referrals", in_chunks) + torn);
    EXPECT_THAT(one->read_all(3s), Not(StartsWith("HTTP/1.1 2"))) << torn;
  }
  EXPECT_THAT(ask(head("POST /recalls", in_chunks) + chunk(std::string(65537, 'x')) + "0\r\n\r\n"), StartsWith("HTTP/1.1 413"));
  EXPECT_THAT(ask(head("GET /deliveries", "Transfer-Encoding: chunked\r\n") + "0\r\n\r\n"), StartsWith("HTTP/1.1 411"));
  EXPECT_EQ(web_.in().size(), taken);
  expect_alive();
}

TEST_F(HttpServerTest, refuses_types_encodings_ranges_and_methods_it_does_not_take) {
  start();
  for (const char* type : {"application/pdf", "multipart/mixed; boundary=x", "application/x-www-form-urlencoded", "text/html"})
    EXPECT_THAT(ask(head("POST /referrals", "Content-Type: " + std::string{type} + "\r\nContent-Length: 5\r\n") + "hello"), StartsWith("HTTP/1.1 415")) << type;
  EXPECT_THAT(ask(head("POST /referrals", "Content-Length: 5\r\n") + "hello"), StartsWith("HTTP/1.1 415"));
  EXPECT_THAT(ask(head("POST /referrals", "Content-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n") + "hello"), StartsWith("HTTP/1.1 415"));
  EXPECT_THAT(ask(head("GET /openapi.json", "Range: bytes=0-,0-,0-,0-,0-\r\n")), StartsWith("HTTP/1.1 400"));
  for (const char* method : {"PUT /referrals", "DELETE /referrals", "PATCH /deliveries", "OPTIONS /referrals"}) EXPECT_THAT(ask(head(method)), StartsWith("HTTP/1.1 405")) << method;
  EXPECT_THAT(ask(head("GET /nothing")), StartsWith("HTTP/1.1 404"));
  expect_alive();
}

TEST_F(HttpServerTest, no_path_leads_out_of_the_out_folder) {
  start();
  link::write_text(web_.desk.config.out.parent_path() / "secret.json", "CANARY");
  for (const char* path : {"/deliveries/../secret.json", "/deliveries/..%2Fsecret.json", "/deliveries/%2e%2e/secret.json", "/deliveries/..%5Csecret.json",
                           "/deliveries/%2e%2e%2fsecret.json", "/deliveries//secret.json", "/deliveries/secret.json%00.xml", "/%2e%2e/secret.json", "/referrals/../../secret.json"}) {
    const std::string answer = ask(head("GET " + std::string{path}, "Connection: close\r\n"));
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 404")) << path;
    EXPECT_THAT(answer, Not(HasSubstr("CANARY"))) << path;
  }
}

TEST_F(HttpServerTest, a_torn_body_is_nothing) {
  start();
  for (const bool says_so : {true, false}) {
    auto one = peer();
    one->send(head("POST /referrals", "Content-Type: application/json\r\nContent-Length: 100\r\n") + "2011-06-09|a con");
    if (says_so) EXPECT_THAT(one->read_all(3s), Not(StartsWith("HTTP/1.1 2")));
    else one->break_off();
  }
  expect_alive();
  EXPECT_THAT(web_.in(), IsEmpty());
  EXPECT_THAT(web_.desk.names_in(web_.desk.config.state / "web/pending"), IsEmpty());
}

std::string large_list(std::size_t rows) {
  std::string out = "\n";
  for (std::size_t row = 0; row < rows; ++row) out += "2011-06-09|row " + std::to_string(row) + "|" + std::string(100'000, 'x') + "\n";
  return out;
}

// Such a document had to go through the folder; now it is on disk as it comes, and two may come at once.
TEST_F(HttpServerTest, takes_large_documents_two_at_once_and_whole_or_not_at_all) {
  start();
  const std::string large = large_list(90);
  ASSERT_GT(large.size(), held_bytes_max);
  std::array<std::string, 2> answers;
  std::thread other{[&] { answers[0] = ask(post(large)); }};
  answers[1] = ask(post(large));
  other.join();
  for (const std::string& answer : answers) EXPECT_THAT(answer, StartsWith("HTTP/1.1 202"));
  const auto taken = web_.in();
  ASSERT_THAT(taken, SizeIs(2));
  for (const std::string& name : taken) EXPECT_EQ(link::read_text(web_.desk.config.in / name), large);

  char size[32];
  std::snprintf(size, sizeof size, "%zx\r\n", large.size());
  EXPECT_THAT(ask(head("POST /referrals", "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n") + size + large + "\r\n0\r\n\r\n"), StartsWith("HTTP/1.1 202"));
  EXPECT_THAT(web_.in(), SizeIs(3));

  for (const bool says_so : {true, false}) {
    auto torn = peer();
    torn->send(post(large).substr(0, large.size() - 100));
    if (says_so) EXPECT_THAT(torn->read_all(10s), Not(StartsWith("HTTP/1.1 2")));
    else torn->break_off();
  }
  EXPECT_THAT(ask(post(large + "!\n")), StartsWith("HTTP/1.1 202")) << "what of it makes no message is told later";
  EXPECT_THAT(ask(post(std::string(large.size(), '!'))), StartsWith("HTTP/1.1 422"));
  EXPECT_THAT(web_.in(), SizeIs(4));
  expect_alive();
  for (int i = 0; i < 100 && !web_.desk.names_in(web_.desk.config.state / "web/new").empty(); ++i) std::this_thread::sleep_for(50ms);
  EXPECT_THAT(web_.desk.names_in(web_.desk.config.state / "web/new"), IsEmpty()) << "nothing is left of what was not accepted";
}

TEST_F(HttpServerTest, more_large_documents_than_it_takes_are_told_to_come_again) {
  start();
  std::vector<std::unique_ptr<RawPeer>> coming;
  for (std::size_t i = 0; i < large_bodies_max; ++i) {
    coming.push_back(peer());
    coming.back()->send(head("POST /referrals", "Content-Type: application/json\r\nContent-Length: 10000000\r\n") + "2011");
  }
  std::string answer;
  for (int i = 0; i < 20 && answer.find("503") == std::string::npos; ++i)  // until all of them hold a place
    answer = ask(head("POST /referrals", "Content-Type: application/json\r\nContent-Length: 10000000\r\n"));
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 503"));
  EXPECT_THAT(answer, HasSubstr("too-many-large"));
  EXPECT_THAT(answer, HasSubstr("Retry-After"));
  EXPECT_THAT(ask(post("2011-06-09|a concern")), StartsWith("HTTP/1.1 202")) << "the small ones need no place";
  coming.clear();
}

TEST_F(HttpServerTest, a_form_is_held_whole_and_no_larger) {
  start();
  const std::string form = "Content-Type: multipart/form-data; boundary=\"b 1\"\r\n";
  EXPECT_THAT(ask(head("POST /referrals", form + "Content-Length: 16777217\r\n")), StartsWith("HTTP/1.1 413"));
  const std::string body = "--b 1\r\nContent-Disposition: form-data; name=\"document\"; filename=\"a.txt\"\r\n\r\n2011-06-09|a concern\r\n--b 1\r\n"
                           "Content-Disposition: form-data; name=\"beside\"; filename=\"Class 9B.csv\"\r\nContent-Type: text/csv\r\n\r\nname\r\n--b 1--\r\n";
  EXPECT_THAT(ask(head("POST /referrals", form + "Content-Length: " + std::to_string(body.size()) + "\r\n") + body), StartsWith("HTTP/1.1 202"));
  ASSERT_THAT(web_.in(), SizeIs(1));
  EXPECT_EQ(link::read_text(web_.desk.config.in / web_.in()[0] / "Class_9B.csv"), "name");
}

TEST_F(HttpServerTest, a_slow_peer_is_cut_off_whatever_it_is_slow_in) {
  start();
  const int silent = plain_socket(server_->port());  // no handshake
  auto idle = peer();
  auto headers = peer();
  auto body = peer();
  headers->send("GET /deliv");
  body->send(head("POST /referrals", "Content-Type: application/json\r\nContent-Length: 100\r\n") + "2011");
  const auto drip = [](RawPeer& one) {  // each byte in time, the whole never
    for (int i = 0; i < 30; ++i) {
      if (!one.send("x")) return;
      std::this_thread::sleep_for(60ms);
    }
  };
  std::thread first{[&] { drip(*headers); }};
  std::thread second{[&] { drip(*body); }};
  EXPECT_TRUE(idle->is_closed_within(5s));
  first.join();
  second.join();
  EXPECT_TRUE(headers->is_closed_within(5s));
  EXPECT_TRUE(body->is_closed_within(5s));
  char byte = 0;
  EXPECT_LE(::recv(silent, &byte, 1, 0), 0);
  ::close(silent);
  expect_alive();
  EXPECT_THAT(web_.in(), IsEmpty());
}

TEST_F(HttpServerTest, a_bomb_of_headers_is_cut_off_after_sixteen_kibibytes) {
  start();
  for (const std::string& bomb : {std::string(40000, 'a'), "X: " + std::string(9000, 'a') + "\r\n", std::string{}}) {
    auto one = peer();
    std::string bytes = "GET /deliveries HTTP/1.1\r\n" + bomb;
    if (bomb.empty())
      for (int i = 0; i < 20000; ++i) bytes += "X-" + std::to_string(i) + ": y\r\n";
    one->send(bytes);
    const std::string answer = one->read_all(3s);
    EXPECT_THAT(answer, Not(StartsWith("HTTP/1.1 2")));
  }
  EXPECT_THAT(ask("GET /" + std::string(2000, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n"), StartsWith("HTTP/1.1 414"));
  for (const char* wrong : {"\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\x16\x03\x01", "POST /referrals HTTP/1.1\nHost: x\n\n"}) ask(wrong);
  expect_alive();
}

TEST_F(HttpServerTest, more_connections_than_it_serves_are_closed_and_it_recovers) {
  start();
  std::vector<std::unique_ptr<RawPeer>> many;
  for (std::size_t i = 0; i < connections_max; ++i) many.push_back(peer());
  auto one_more = peer();
  EXPECT_FALSE(one_more->is_connected());
  std::this_thread::sleep_for(600ms);  // the idle ones have had their time
  expect_alive();
}

TEST_F(HttpServerTest, plain_http_gets_nothing) {
  start();
  const int socket = plain_socket(server_->port());
  const std::string request = head("GET /deliveries");
  ASSERT_GT(::send(socket, request.data(), request.size(), MSG_NOSIGNAL), 0);
  std::string got(512, '\0');
  const auto count = ::recv(socket, got.data(), got.size(), 0);
  EXPECT_EQ(got.substr(0, static_cast<std::size_t>(std::max<ssize_t>(count, 0))).find("HTTP/1.1 2"), std::string::npos);
  ::close(socket);
  expect_alive();
}

TEST_F(HttpServerTest, stops_while_a_long_poll_waits) {
  start();
  auto one = peer();
  one->send(head("GET /deliveries?wait=50"));
  std::this_thread::sleep_for(200ms);
  const auto begun = std::chrono::steady_clock::now();
  stops_ = true;
  server_.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 3s);
}

TEST_F(HttpServerTest, will_not_start_with_files_that_are_wrong) {
  const auto begin = [&](TlsFiles files) {
    auto started = HttpServer::start({.host = "127.0.0.1", .port = 0, .tls = std::move(files), .tokens = {}, .service = web_.service, .note = [](std::string_view) {},
                                      .stopping = std::make_shared<std::atomic<bool>>(false)});
    return started ? std::string{} : started.error();
  };
  EXPECT_THAT(begin({tls() / "none.pem", tls() / "server.key", {}}), HasSubstr("none.pem"));
  EXPECT_THAT(begin({tls() / "server.pem", tls() / "client.key", {}}), HasSubstr("client.key"));
  std::filesystem::copy(tls() / "server.key", web_.desk.scratch / "open.key");
  std::filesystem::permissions(web_.desk.scratch / "open.key", std::filesystem::perms::group_read, std::filesystem::perm_options::add);
  EXPECT_THAT(begin({tls() / "server.pem", web_.desk.scratch / "open.key", {}}), HasSubstr("chmod 600"));
}

}  // namespace
}  // namespace concordat::adapters::web
