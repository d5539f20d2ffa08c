#include "console/web/pages/live.h"

#include <chrono>
#include <thread>

namespace concordat::console::web {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds stream_for{55};
constexpr std::chrono::milliseconds look_every{1500};
constexpr std::chrono::milliseconds nap{150};  // so that stopping waits for nobody
constexpr unsigned streams_max = 2;

// One of a session's few streams, for as long as this lives.
class Seat {
public:
  explicit Seat(SessionRef session) : session_(std::move(session)) {}
  Seat(const Seat&) = delete;
  Seat& operator=(const Seat&) = delete;
  ~Seat() {
    const std::lock_guard lock{session_->mutex};
    --session_->streams;
  }
  bool is_over() const {
    const std::lock_guard lock{session_->mutex};
    return session_->is_over;
  }

private:
  SessionRef session_;
};

std::shared_ptr<Seat> take_seat(const SessionRef& session) {
  const std::lock_guard lock{session->mutex};
  if (session->streams >= streams_max) return nullptr;
  ++session->streams;
  return std::make_shared<Seat>(session);
}

}  // namespace

Response live(Visit& visit, std::function<std::optional<LiveEvent>()> next) {
  Response response;
  const std::shared_ptr<Seat> seat = take_seat(visit.session_ref());
  if (!seat) {
    response.status = 204;  // browsers do not ask again
    return response;
  }
  response.type = "text/event-stream";
  response.pieces = [seat, next = std::move(next), &console = visit.console()](const std::function<bool(std::string_view)>& write) {
    const auto until = steady_clock::now() + stream_for;
    std::string last;
    if (!write("retry: 3000\n\n")) return false;
    while (steady_clock::now() < until) {
      const auto event = seat->is_over() ? std::nullopt : next();
      if (!event) return write("event: ended\ndata: {}\n\n");
      // What has not changed is not said again, but that the line is open is.
      const std::string text = event->json == last ? ":\n\n" : "event: " + event->name + "\ndata: " + event->json + "\n\n";
      if (!write(text)) return false;
      last = event->json;
      for (auto rest = look_every; rest.count() > 0; rest -= nap) {
        if (console.is_stopping) return true;
        std::this_thread::sleep_for(nap);
      }
    }
    return true;
  };
  return response;
}

std::string count_json(const std::vector<std::pair<std::string, std::string>>& counts) {
  std::string out = "{";
  for (const auto& [name, count] : counts) out += (out.size() == 1 ? "\"" : ",\"") + name + "\":\"" + count + "\"";  // both are ours: letters, digits and spaces
  return out + "}";
}

}  // namespace concordat::console::web
