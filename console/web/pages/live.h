// What updates by itself: server-sent events, for pages that are open. A stream ends by itself after a minute, when the session does,
// and when the console stops; browsers then ask again. Being watched is not being used: an idle session ends all the same.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "console/web/visit.h"

namespace concordat::console::web {

struct LiveEvent {
  std::string name;  // "counts"
  std::string json;  // one line
};

// `next` is asked every second or so; nothing ends the stream for good. At most two streams for a session.
Response live(Visit& visit, std::function<std::optional<LiveEvent>()> next);

std::string count_json(const std::vector<std::pair<std::string, std::string>>& counts);  // {"holds":"3"}

}  // namespace concordat::console::web
