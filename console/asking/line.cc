#include "console/asking/line.h"

#include <chrono>
#include <thread>

namespace concordat::console {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::minutes answer_patience{10};  // a large log takes its time to verify
constexpr std::chrono::milliseconds retry_after{2};
constexpr std::chrono::milliseconds listen_for{500};

}  // namespace

Result<schemas::Answer, LineFault> Line::ask(const schemas::Ask& question) { return ask_at_length(question, nullptr); }

Result<schemas::Answer, LineFault> Line::ask_at_length(const schemas::Ask& question, const Hear& hear) {
  auto answer = exchange(question, hear);
  if (!answer) wire_.reset();  // what comes late must not answer the next question
  return answer;
}

Result<schemas::Answer, LineFault> Line::exchange(const schemas::Ask& question, const Hear& hear) {
  const auto fault = [&](LineFault::Kind kind, std::string_view what) { return Fail{LineFault{kind, officer_.admin_endpoint + ": " + std::string{what}}}; };
  if (!wire_) {
    auto wire = link::connect_curve({.brokers = {officer_.admin_endpoint}, .broker_key = officer_.broker_key, .keys = &officer_.keys});
    if (!wire) return fault(LineFault::Kind::misconfigured, wire.error());
    wire_ = std::move(*wire);
  }
  const Bytes frame = schemas::encode_frame(question);
  const auto sent_by = steady_clock::now() + patience();
  while (!wire_->send(frame)) {
    if (steady_clock::now() > sent_by) {
      is_deserted_ = true;
      return fault(LineFault::Kind::nobody_there, "no broker answers there, or it does not know this officer's key");
    }
    std::this_thread::sleep_for(retry_after);
  }
  is_deserted_ = false;
  auto answered_by = steady_clock::now() + answer_patience;
  while (steady_clock::now() < answered_by) {
    const auto bytes = wire_->receive(listen_for);
    if (!bytes) continue;
    auto answer = schemas::decode_frame(*bytes);
    if (!answer || !std::holds_alternative<schemas::Answer>(*answer)) return fault(LineFault::Kind::not_an_answer, "what came is no answer");
    schemas::Answer& found = std::get<schemas::Answer>(*answer);
    if (!hear || !found.more) return std::move(found);
    hear(found);
    answered_by = steady_clock::now() + answer_patience;
  }
  return fault(LineFault::Kind::no_answer, "no answer came");
}

}  // namespace concordat::console
