#include "console/web/serve/http.h"

#include <httplib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <thread>

#include "base/text.h"
#include "console/web/serve/headers.h"
#include "console/web/serve/patience.h"

namespace concordat::console::web {
namespace {

constexpr std::size_t threads = 128;
constexpr std::size_t kept_alive_requests = 200;
constexpr time_t idle_seconds = 5;
constexpr time_t silence_seconds = 10;
constexpr int backlog = 64;
constexpr const char* no_request = "That is no page or form of this console. Go back and load the page again.\n";
constexpr const char* vouched_header = "X-Concordat-Person";

// Over a proxy's socket: cpp-httplib 0.11 makes none, but serves one that it is given.
class SocketServer : public httplib::Server {
public:
  Result<Unit, std::string> bind_to_file(const std::string& file) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (file.size() >= sizeof(address.sun_path)) return Fail{file + ": is too long a name for a socket"};
    std::memcpy(address.sun_path, file.c_str(), file.size() + 1);
    ::unlink(file.c_str());
    const int made = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    // Whoever may write to it is believed: so its folder decides, and the file is for owner and group.
    const mode_t before = ::umask(0117);
    const bool is_bound = made >= 0 && ::bind(made, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    ::umask(before);
    if (!is_bound || ::listen(made, backlog) != 0) {
      const std::string why = std::strerror(errno);
      if (made >= 0) ::close(made);
      return Fail{file + ": " + why};
    }
    svr_sock_ = made;
    return Unit{};
  }
};

enum class Door : std::uint8_t { browsers, proxy };

// Nothing if its address is none.
std::optional<Request> request_of(const httplib::Request& from, Method method, Door door) {
  Request request;
  request.method = method;
  request.path = from.path;
  const std::size_t question = from.target.find('?');
  auto query = question == std::string::npos ? std::optional{Fields{}} : Fields::parse(std::string_view{from.target}.substr(question + 1));
  if (!query || !is_utf8(request.path) || request.path.find('\0') != std::string::npos) return std::nullopt;
  request.query = std::move(*query);
  request.cookies = parse_cookies(from.get_header_value("Cookie"));
  request.host = from.get_header_value("Host");
  request.origin = from.get_header_value("Origin");
  request.fetch_site = from.get_header_value("Sec-Fetch-Site");
  request.peer = from.remote_addr;
  request.takes = best_coding(from.get_header_value("Accept-Encoding"));
  if (door == Door::browsers) return request;
  // Believed on this door alone, where nobody but the proxy can knock.
  if (from.has_header(vouched_header)) request.vouched_for = from.get_header_value(vouched_header);
  const std::string through = from.get_header_value("X-Forwarded-For");
  request.peer = trim(std::string_view{through}.substr(through.rfind(',') + 1));  // what the proxy itself saw; the rest is hearsay
  return request;
}

void send(Response&& response, httplib::Response& to) {
  to.status = response.status;
  for (const auto& [name, value] : headers_of_all()) to.set_header(std::string{name}.c_str(), std::string{value});
  to.set_header("Cache-Control", std::string{cache_control(response)});
  for (const auto& [name, value] : response.headers) to.set_header(name.c_str(), value);
  if (!response.pieces && response.body.empty()) return to.set_content(std::string{}, response.type.c_str());
  if (!response.pieces) {
    // Of a known size from a provider, which the library leaves as it is. What it is given as text it packs anew each time, as tightly as
    // can be: a script of 350 kB takes it most of a second. And the size of a packed page can give away what is in it.
    const std::size_t size = response.body.size();
    to.set_content_provider(size, response.type.c_str(), [body = std::move(response.body)](std::size_t from, std::size_t length, httplib::DataSink& sink) {
      return sink.write(body.data() + from, length);
    });
    return;
  }
  to.set_chunked_content_provider(response.type.c_str(), [pieces = std::move(response.pieces)](std::size_t, httplib::DataSink& sink) {
    const auto write = [&](std::string_view piece) { return piece.empty() ? sink.is_writable() : sink.write(piece.data(), piece.size()); };
    if (!pieces(write)) return false;
    sink.done();
    return true;
  });
}

Response plain(int status, std::string text) {
  Response response;
  response.status = status;
  response.type = "text/plain; charset=utf-8";
  response.body = std::move(text);
  return response;
}

void set_up(httplib::Server& server, Door door, const std::function<Response(const Request&)>& answer) {
  server.new_task_queue = [] { return new httplib::ThreadPool(threads); };
  server.set_keep_alive_max_count(kept_alive_requests);
  server.set_keep_alive_timeout(idle_seconds);
  server.set_read_timeout(silence_seconds);
  server.set_write_timeout(silence_seconds);
  server.set_payload_max_length(form_bytes_max);
  server.set_tcp_nodelay(true);
  server.Get(".*", [&answer, door](const httplib::Request& from, httplib::Response& to) {
    request_is_read();
    const auto request = request_of(from, Method::get, door);
    send(request ? answer(*request) : plain(400, no_request), to);
    next_request_begins();
  });
  server.Post(".*", [&answer, door](const httplib::Request& from, httplib::Response& to, const httplib::ContentReader& read) {
    std::string body;
    const bool is_whole = read([&](const char* piece, std::size_t size) {
      if (body.size() + size > form_bytes_max) return false;
      body.append(piece, size);
      return true;
    });
    request_is_read();
    if (!is_whole) {
      to.set_header("Connection", "close");
      return send(plain(413, "That is more than a form can hold. Go back and shorten it.\n"), to);
    }
    auto request = request_of(from, Method::post, door);
    auto form = from.get_header_value("Content-Type").starts_with("application/x-www-form-urlencoded") ? Fields::parse(body) : std::nullopt;
    if (!request || !form) return send(plain(400, no_request), to);
    request->form = std::move(*form);
    send(answer(*request), to);
    next_request_begins();
  });
  // What no handler took: other methods, requests that are none.
  server.set_error_handler([](const httplib::Request&, httplib::Response& to) {
    if (!to.body.empty() || to.has_header("Cache-Control")) return;
    send(plain(to.status, "The console cannot answer that.\n"), to);
  });
  server.set_exception_handler([](const httplib::Request&, httplib::Response& to, std::exception_ptr) { send(plain(500, "The console failed at that.\n"), to); });
}

}  // namespace

struct Doors::State {
  State(const Settings& its, std::function<Response(const Request&)> with) : settings(its), answer(std::move(with)) {}
  const Settings settings;
  const std::function<Response(const Request&)> answer;
  std::unique_ptr<httplib::SSLServer> browsers;
  std::unique_ptr<SocketServer> proxy;
};

Doors::Doors(const Settings& settings, std::function<Response(const Request&)> answer) : state_(std::make_unique<State>(settings, std::move(answer))) {}
Doors::~Doors() = default;

Result<unsigned, std::string> Doors::open() {
  const Settings& settings = state_->settings;
  state_->browsers = std::make_unique<httplib::SSLServer>(settings.certificate.c_str(), settings.private_key.c_str());
  if (!state_->browsers->is_valid()) return Fail{settings.certificate.string() + ", " + settings.private_key.string() + ": are no certificate and its key"};
  bound_patience(state_->browsers->ssl_context());
  set_up(*state_->browsers, Door::browsers, state_->answer);
  unsigned port = settings.port;
  if (port == 0) {
    const int any = state_->browsers->bind_to_any_port(settings.host);
    if (any < 0) return Fail{settings.host + ": cannot be listened on"};
    port = static_cast<unsigned>(any);
  } else if (!state_->browsers->bind_to_port(settings.host, static_cast<int>(port))) {
    return Fail{settings.host + ":" + std::to_string(port) + ": cannot be listened on; is it taken?"};
  }
  if (settings.proxy_socket.empty()) return port;
  state_->proxy = std::make_unique<SocketServer>();
  set_up(*state_->proxy, Door::proxy, state_->answer);
  TRY(const Unit bound, state_->proxy->bind_to_file(settings.proxy_socket.string()));
  static_cast<void>(bound);
  return port;
}

void Doors::serve() {
  std::thread beside;
  if (state_->proxy) beside = std::thread{[this] { state_->proxy->listen_after_bind(); }};
  state_->browsers->listen_after_bind();
  if (state_->proxy) state_->proxy->stop();
  if (beside.joinable()) beside.join();
}

void Doors::close() { state_->browsers->stop(); }

}  // namespace concordat::console::web
