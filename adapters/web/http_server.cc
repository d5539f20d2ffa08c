#include "adapters/web/http_server.h"

#include <httplib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <thread>
#include <utility>

#include "adapters/web/http_queue.h"
#include "adapters/web/http_stream.h"
#include "adapters/web/limits.h"
#include "adapters/web/multipart.h"
#include "base/text.h"

namespace concordat::adapters::web {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

constexpr auto linger_within = 2s;
constexpr std::size_t linger_bytes_max = 4U << 20;

// What this thread is serving: the library hands its request around, and not whose it is.
struct Serving {
  HttpStream* stream = nullptr;
  std::optional<std::string> certificate_name;
  std::string form_type = {};  // the request's Content-Type, where it is a form
};
thread_local Serving serving;

std::optional<std::size_t> content_length(const httplib::Request& request) {
  if (request.get_header_value_count("Content-Length") != 1) return std::nullopt;
  const std::string text = request.get_header_value("Content-Length");
  if (text.empty() || text.size() > 12 || !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
  return std::stoull(text);
}

// The one coding that is read, and said once: what says it twice, or a length beside it, wants to be read differently by
// whoever stands between.
bool comes_in_chunks(const httplib::Request& request) {
  return request.get_header_value_count("Transfer-Encoding") == 1 && iequals(trim(request.get_header_value("Transfer-Encoding")), "chunked") &&
         !request.has_header("Content-Length");
}

std::string bare_type(const std::string& content_type) { return to_lower(trim(std::string_view{content_type}.substr(0, content_type.find(';')))); }

WebRequest web_request(const httplib::Request& request, const std::string& client) {
  WebRequest out{.method = request.method, .path = request.path, .query = {}, .client = client, .content_type = bare_type(request.get_header_value("Content-Type")),
                 .idempotency_key = request.get_header_value(request.has_header("Idempotency-Key") ? "Idempotency-Key" : "X-Request-Id"),
                 .envelope = request.get_header_value("Concordat-Envelope"), .body = {}};
  for (const auto& [name, value] : request.params) out.query.emplace(name, value);
  return out;
}

void put_answer(const WebAnswer& answer, httplib::Response& response) {
  response.status = answer.status;
  if (!answer.content_type.empty()) response.set_content(answer.body, answer.content_type);
  for (const auto& [name, value] : answer.headers) response.set_header(name, value);
  response.set_header("Cache-Control", "no-store");
  response.set_header("X-Content-Type-Options", "nosniff");
  if (answer.status == 401) response.set_header("WWW-Authenticate", "Bearer");
  if (answer.status < 400) return;
  response.set_header("Connection", "close");  // of a body perhaps unread, nothing more is believed
  serving.stream->close_after();
}

// A form and its files are held whole; a document by itself may be longer.
bool is_form(const httplib::Request& request) { return bare_type(request.get_header_value("Content-Type")) == "multipart/form-data" || !serving.form_type.empty(); }
std::size_t most_of(const Route& route, const httplib::Request& request) { return is_form(request) ? std::min(route.body_bytes_max, body_bytes_max) : route.body_bytes_max; }

WebAnswer disk_refused() {
  WebAnswer answer = problem_answer(503, "disk-refused");
  answer.headers = {{"Retry-After", "30"}};
  return answer;
}

bool keep(WebRequest& asked, ByteView bytes, std::optional<WebAnswer>& refused) {
  if (!asked.large) {
    put_bytes(asked.body, bytes);
    return true;
  }
  if (!asked.large->put(bytes)) refused = disk_refused();
  return !refused;
}

class Listening final : public HttpServer, private httplib::Server {
public:
  Listening(HttpParts parts, std::unique_ptr<TlsServer> tls) : parts_(std::move(parts)), tls_(std::move(tls)) {
    new_task_queue = [] { return new HttpQueue; };
    set_payload_max_length(document_body_bytes_max);
    set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) { return before_body(request, response); });
    httplib::Server::Post(".*", [this](const httplib::Request& request, httplib::Response& response, const httplib::ContentReader& read) {
      with_body(request, response, read);
    });
    set_exception_handler([this](const httplib::Request&, httplib::Response& response, const std::exception_ptr&) {
      parts_.note("https-failed");  // its text might hold a value
      put_answer(problem_answer(500, "https-failed"), response);
    });
  }
  ~Listening() override {
    *parts_.stopping = true;
    httplib::Server::stop();
    if (thread_.joinable()) thread_.join();
  }
  bool begin() {
    port_ = parts_.port;
    if (parts_.port == 0) port_ = httplib::Server::bind_to_any_port(parts_.host);
    else if (!httplib::Server::bind_to_port(parts_.host, parts_.port)) return false;
    if (port_ <= 0) return false;
    thread_ = std::thread{[this] { httplib::Server::listen_after_bind(); }};
    return true;
  }
  int port() const override { return port_; }

private:
  std::optional<std::string> client_of(const httplib::Request& request) const {
    const std::string said = request.get_header_value("Authorization");
    constexpr std::string_view scheme = "Bearer ";
    if (said.starts_with(scheme)) return parts_.tokens.name_of(trim(std::string_view{said}.substr(scheme.size())));
    return serving.certificate_name;
  }

  // Everything that can be refused unread is refused here.
  std::optional<WebAnswer> objection(const httplib::Request& request) const {
    if (request.path.size() > path_bytes_max) return problem_answer(414, "path-too-long");
    if (!client_of(request)) return problem_answer(401, "not-known-here");
    const Found found = find_route(request.method, request.path);
    if (found.route == nullptr) return problem_answer(found.is_known_path ? 405 : 404, found.is_known_path ? "wrong-method" : "not-there");
    const bool is_chunked = comes_in_chunks(request);
    if (request.has_header("Transfer-Encoding") && (!is_chunked || found.route->takes.empty())) return problem_answer(411, "length-required");
    if (request.has_header("Range")) return problems_answer(400, {{"invalid-value", "Range", "is not taken: ask for the whole"}});
    if (request.has_header("Content-Encoding")) return problem_answer(415, "wrong-content-type");
    const bool says_length = request.has_header("Content-Length");
    const auto length = content_length(request);
    if (says_length && !length) return problem_answer(400, "length-required");
    if (length.value_or(0) > most_of(*found.route, request)) return problem_answer(413, "too-large");
    if (request.get_header_value("Idempotency-Key").size() > key_bytes_max || request.get_header_value("X-Request-Id").size() > key_bytes_max)
      return problems_answer(400, {{"invalid-value", "Idempotency-Key", "must be at most 128 bytes"}});
    if (found.route->takes.empty()) return std::nullopt;
    if (!length && !is_chunked) return problem_answer(411, "length-required");
    const std::string type = bare_type(request.get_header_value("Content-Type"));
    if (std::find(found.route->takes.begin(), found.route->takes.end(), type) == found.route->takes.end()) return problem_answer(415, "wrong-content-type");
    return std::nullopt;
  }

  // The library would take a form apart itself, into files without a bound of ours: what it is not told is a form it hands on whole.
  static void hide_form(const httplib::Request& request) {
    serving.form_type.clear();
    if (!is_form(request)) return;
    serving.form_type = request.get_header_value("Content-Type");
    const_cast<httplib::Request&>(request).headers.erase("Content-Type");  // the library's own, and no constant
  }

  HandlerResponse before_body(const httplib::Request& request, httplib::Response& response) {
    if (const auto refused = objection(request)) {
      parts_.note(refused->status == 401 ? "https-unknown-client" : "https-refused");
      put_answer(*refused, response);
      return HandlerResponse::Handled;
    }
    if (request.method == "POST") {
      hide_form(request);
      return HandlerResponse::Unhandled;
    }
    put_answer(parts_.service.answer(web_request(request, *client_of(request))), response);
    return HandlerResponse::Handled;
  }

  void with_body(const httplib::Request& request, httplib::Response& response, const httplib::ContentReader& read) {
    WebRequest asked = web_request(request, *client_of(request));
    if (!serving.form_type.empty()) {
      asked.content_type = bare_type(serving.form_type);
      asked.boundary = boundary_of(serving.form_type);
    }
    const auto length = content_length(request);
    const std::size_t route_most = most_of(*find_route(request.method, request.path).route, request);
    const std::size_t most = length.value_or(route_most);
    std::optional<WebAnswer> refused;
    // What is longer than may be held is on disk as it comes, if there is a place for it.
    const auto make_large = [&] {
      auto large = parts_.service.large_body();
      if (!large) {
        refused = std::move(large).error();
        return false;
      }
      asked.large = std::move(*large);
      serving.stream->take_large_body();
      return keep(asked, std::exchange(asked.body, {}), refused);
    };
    const bool may_be_large = route_most > body_bytes_max;
    if (may_be_large && length.value_or(0) > held_bytes_max && !make_large()) return put_answer(*refused, response);
    asked.body.reserve(asked.large ? 0 : length.value_or(0));
    std::size_t total = 0;
    const bool is_read = read([&](const char* bytes, size_t size) {
      total += size;
      if (total > most) {
        if (!length) refused = problem_answer(413, "too-large");
        return false;
      }
      if (may_be_large && !asked.large && total > held_bytes_max && !make_large()) return false;
      return keep(asked, as_bytes(std::string_view{bytes, size}), refused);
    });
    if (!refused && (!is_read || (length && total != *length))) refused = problem_answer(400, "body-broken-off");
    if (!refused && asked.large && !asked.large->finish()) refused = disk_refused();
    put_answer(refused ? *refused : parts_.service.answer(asked), response);
  }

  bool process_and_close_socket(socket_t socket) override {
    if (HttpQueue::is_full_here()) parts_.note("https-too-many");
    else serve(socket);
    ::shutdown(socket, SHUT_RDWR);
    ::close(socket);
    return true;
  }

  void serve(socket_t socket) {
    const Stops stops = [stopping = parts_.stopping] { return stopping->load(); };
    const auto tls = tls_->accept(socket, steady_clock::now() + parts_.patience.handshake, stops);
    if (!tls) return;
    HttpStream stream{*tls, socket, parts_.patience};
    serving = {.stream = &stream, .certificate_name = tls->peer_name()};
    for (std::size_t left = requests_a_connection_max; left > 0 && !stops(); --left) {
      if (!tls->has_more(steady_clock::now() + parts_.patience.idle)) break;
      stream.begin_request();
      serving.form_type.clear();
      bool is_closed = false;
      if (!process_request(stream, left == 1, is_closed, nullptr) || is_closed || stream.closes()) break;
    }
    serving = {};
    if (stream.closes() && !stream.has_failed()) linger(*tls, socket);  // refused, perhaps while it was still sending
  }

  // A peer that is still sending when we close would lose our answer: what it sends is read, for a while, and dropped.
  static void linger(TlsConnection& tls, socket_t socket) {
    tls.say_closed();
    ::shutdown(socket, SHUT_WR);
    std::array<char, 16384> dropped;
    const auto until = steady_clock::now() + linger_within;
    for (std::size_t total = 0; total < linger_bytes_max;) {
      const long got = tls.read(dropped.data(), dropped.size(), until);
      if (got <= 0) return;
      total += static_cast<std::size_t>(got);
    }
  }

  HttpParts parts_;
  std::unique_ptr<TlsServer> tls_;
  std::thread thread_;
  int port_ = 0;
};

}  // namespace

Result<std::unique_ptr<HttpServer>, std::string> HttpServer::start(HttpParts parts) {
  TRY(std::unique_ptr<TlsServer> tls, TlsServer::open(parts.tls));
  const std::string where = parts.host + ":" + std::to_string(parts.port);
  auto server = std::make_unique<Listening>(std::move(parts), std::move(tls));
  if (!server->begin()) return Fail{where + ": cannot listen there; is the port taken?"};
  return std::unique_ptr<HttpServer>{std::move(server)};
}

}  // namespace concordat::adapters::web
