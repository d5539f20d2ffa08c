// The doors themselves, over real sockets: what every answer says to a browser, what is too much, and who is too slow.
#include <gtest/gtest.h>

#include <netinet/in.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <thread>

#include "base/file.h"
#include "console/web/serve/certificate.h"
#include "console/web/serve/http.h"
#include "tests/console/web/browser.h"

namespace concordat::console::web {
namespace {

namespace fs = std::filesystem;

// A console's doors, with an answer of the test's.
class OpenDoors : public testing::Test {
protected:
  OpenDoors() {
    const auto made = make_certificate("localhost");
    CHECK(made.has_value(), "a certificate");
    settings_.certificate = browser_.folder / "crt.pem";
    settings_.private_key = browser_.folder / "key.pem";
    settings_.state = browser_.folder;
    settings_.proxy_socket = browser_.folder / "proxy";
    settings_.port = 0;
    CHECK(write_file(settings_.certificate, as_bytes(made->certificate), FileMode::shared).has_value(), "crt");
    CHECK(write_file(settings_.private_key, as_bytes(made->private_key), FileMode::owner_only).has_value(), "key");
    doors_ = std::make_unique<Doors>(settings_, [this](const Request& request) {
      last_ = request;
      Response response;
      response.body = "hello";
      return response;
    });
    const auto port = doors_->open();
    CHECK(port.has_value(), "a port");
    port_ = *port;
    serving_ = std::thread{[this] { doors_->serve(); }};
  }
  ~OpenDoors() override {
    doors_->close();
    serving_.join();
  }
  int connected() const {
    const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<std::uint16_t>(port_));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK(::connect(made, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0, "connected");
    return made;
  }

  Browser browser_;
  Settings settings_;
  std::unique_ptr<Doors> doors_;
  unsigned port_ = 0;
  std::thread serving_;
  Request last_;
};

// A TLS client that says what a test wants, as slowly as it wants.
class Client {
public:
  explicit Client(int socket) : socket_(socket), context_(SSL_CTX_new(TLS_client_method())), tls_(SSL_new(context_)) {
    SSL_set_fd(tls_, socket_);
    is_open_ = SSL_connect(tls_) == 1;
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() {
    SSL_free(tls_);
    SSL_CTX_free(context_);
    ::close(socket_);
  }
  bool is_open() const { return is_open_; }
  bool say(std::string_view text) { return SSL_write(tls_, text.data(), static_cast<int>(text.size())) > 0; }
  std::string hear() {
    std::string heard;
    char piece[4096];
    for (;;) {
      pollfd wait{socket_, POLLIN, 0};
      if (SSL_pending(tls_) == 0 && ::poll(&wait, 1, 3000) <= 0) return heard;
      const int got = SSL_read(tls_, piece, sizeof piece);
      if (got <= 0) return heard;
      heard.append(piece, static_cast<std::size_t>(got));
      if (heard.find("hello") != std::string::npos) return heard;
    }
  }

private:
  int socket_;
  SSL_CTX* context_;
  SSL* tls_;
  bool is_open_ = false;
};

TEST_F(OpenDoors, tell_browsers_what_they_may_do_in_every_answer) {
  for (const std::string asked : {"GET / HTTP/1.1\r\nHost: x\r\n\r\n", "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 1\r\n\r\na"}) {
    Client client{connected()};
    ASSERT_TRUE(client.say(asked));
    const std::string heard = client.hear();
    for (const char* header : {"Content-Security-Policy: default-src 'none'", "Strict-Transport-Security: max-age=", "X-Content-Type-Options: nosniff", "Referrer-Policy: same-origin",
                               "frame-ancestors 'none'", "X-Frame-Options: DENY", "Cache-Control: no-store"})
      EXPECT_NE(heard.find(header), std::string::npos) << asked << ": " << header << "\n" << heard;
    EXPECT_EQ(heard.find("unsafe-inline"), std::string::npos);
    EXPECT_EQ(heard.find("Server:"), std::string::npos);
  }
}

// The library packs text by itself as tightly as it can, anew each time: most of a second for a large script. What is to be packed is packed already.
TEST_F(OpenDoors, send_what_they_are_given_as_it_is) {
  Client client{connected()};
  ASSERT_TRUE(client.say("GET / HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip, deflate, br\r\n\r\n"));
  const std::string heard = client.hear();
  EXPECT_TRUE(heard.ends_with("\r\n\r\nhello")) << heard;
  EXPECT_NE(heard.find("Content-Length: 5\r\n"), std::string::npos) << heard;
  EXPECT_EQ(heard.find("Content-Encoding"), std::string::npos) << heard;
  EXPECT_EQ(last_.takes, Coding::gzip);
}

TEST_F(OpenDoors, take_no_form_that_is_too_large_or_none) {
  Client large{connected()};
  ASSERT_TRUE(large.say("POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 99999999\r\n\r\na=b"));
  EXPECT_NE(large.hear().find(" 413 "), std::string::npos);
  Client odd{connected()};
  ASSERT_TRUE(odd.say("POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 5\r\n\r\na=%zz"));
  EXPECT_NE(odd.hear().find(" 400 "), std::string::npos);
}

// A client that sends a byte now and then, within every time-out of a socket, is cut off all the same; and while it dawdles, others are served.
TEST_F(OpenDoors, cut_off_who_is_too_slow_and_serve_the_others_meanwhile) {
  Client slow{connected()};
  ASSERT_TRUE(slow.is_open());
  const auto began = std::chrono::steady_clock::now();
  bool is_cut = false;
  ASSERT_TRUE(slow.say("GET /"));
  while (!is_cut && std::chrono::steady_clock::now() - began < std::chrono::seconds{40}) {
    std::this_thread::sleep_for(std::chrono::seconds{2});
    is_cut = !slow.say("a");
    if (std::chrono::steady_clock::now() - began < std::chrono::seconds{5}) {
      Client quick{connected()};
      ASSERT_TRUE(quick.say("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
      EXPECT_NE(quick.hear().find("hello"), std::string::npos);
    }
  }
  EXPECT_TRUE(is_cut);
  EXPECT_GT(std::chrono::steady_clock::now() - began, std::chrono::seconds{15}) << "not sooner than people need";
}

// Only on its own socket is a proxy believed.
TEST_F(OpenDoors, believe_a_proxy_on_its_own_socket_alone) {
  Client browser{connected()};
  ASSERT_TRUE(browser.say("GET / HTTP/1.1\r\nHost: x\r\nX-Concordat-Person: ada\r\nX-Forwarded-For: 192.0.2.9\r\n\r\n"));
  browser.hear();
  EXPECT_FALSE(last_.vouched_for);
  EXPECT_EQ(last_.peer, "127.0.0.1");

  const int made = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un to{};
  to.sun_family = AF_UNIX;
  const std::string file = settings_.proxy_socket.string();
  ASSERT_LT(file.size(), sizeof to.sun_path);
  std::copy(file.begin(), file.end(), to.sun_path);
  ASSERT_EQ(::connect(made, reinterpret_cast<const sockaddr*>(&to), sizeof to), 0);
  const std::string asked = "GET / HTTP/1.1\r\nHost: x\r\nX-Concordat-Person: ada\r\nX-Forwarded-For: 192.0.2.9\r\n\r\n";
  ASSERT_EQ(::send(made, asked.data(), asked.size(), 0), static_cast<ssize_t>(asked.size()));
  char piece[4096];
  ASSERT_GT(::recv(made, piece, sizeof piece, 0), 0);
  ::close(made);
  EXPECT_EQ(last_.vouched_for, "ada");
  EXPECT_EQ(last_.peer, "192.0.2.9");
  EXPECT_EQ(fs::status(settings_.proxy_socket).permissions() & fs::perms::others_all, fs::perms::none);
}

}  // namespace
}  // namespace concordat::console::web
