#include "console/terminal/admin.h"

#include <chrono>
#include <thread>

#include "adapters/link/transport.h"

namespace concordat::console {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds connect_patience{5};
constexpr std::chrono::minutes answer_patience{10};  // a large log takes its time to verify
constexpr std::chrono::milliseconds retry_after{20};
constexpr std::chrono::milliseconds listen_for{500};

}  // namespace

Result<schemas::Answer, Exit> ask_broker(const Officer& officer, const schemas::Ask& question, const Terminal& terminal) {
  auto wire = link::connect_curve({.brokers = {officer.admin_endpoint}, .broker_key = officer.broker_key, .keys = &officer.keys});
  if (!wire) return Fail{terminal.failed(officer.admin_endpoint + ": " + wire.error())};
  const Bytes frame = schemas::encode_frame(question);
  const auto sent_by = steady_clock::now() + connect_patience;
  while (!(*wire)->send(frame)) {
    if (steady_clock::now() > sent_by)
      return Fail{terminal.failed(officer.admin_endpoint + ": no broker answers there, or it does not know this officer's key")};
    std::this_thread::sleep_for(retry_after);
  }
  const auto answered_by = steady_clock::now() + answer_patience;
  while (steady_clock::now() < answered_by) {
    const auto bytes = (*wire)->receive(listen_for);
    if (!bytes) continue;
    auto answer = schemas::decode_frame(*bytes);
    if (!answer || !std::holds_alternative<schemas::Answer>(*answer)) return Fail{terminal.failed(officer.admin_endpoint + ": what came is no answer")};
    schemas::Answer& found = std::get<schemas::Answer>(*answer);
    if (found.code == "reason-missing") return Fail{terminal.failed("say why you ask: --reason TEXT; it is recorded [reason-missing]")};
    return std::move(found);
  }
  return Fail{terminal.failed(officer.admin_endpoint + ": no answer came")};
}

}  // namespace concordat::console
