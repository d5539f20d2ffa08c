// HTTP, over TLS or over a reverse proxy's own socket; the only files that name cpp-httplib. Turns what comes into a Request, bounded
// in size and time, and a Response into what goes, with the headers that every answer has.
//
//   Doors doors{settings, [&](const Request& request) { return answer(console, request); }};
//   TRY(const unsigned port, doors.open());
//   doors.serve();  // until another thread says doors.close()
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "console/web/request.h"
#include "console/web/settings.h"

namespace concordat::console::web {

inline constexpr std::size_t form_bytes_max = 2U * 1024 * 1024;  // an agreement's text fits many times

class Doors {
public:
  Doors(const Settings& settings, std::function<Response(const Request&)> answer);
  Doors(const Doors&) = delete;
  Doors& operator=(const Doors&) = delete;
  ~Doors();
  // The port it listens on; else what is wrong, with the file or address.
  Result<unsigned, std::string> open();
  void serve();
  void close();

private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace concordat::console::web
