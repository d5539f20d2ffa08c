// A line to a broker's admin endpoint: one question at a time, each answered or given up on. The broker records who
// asked what and why before it answers. Connects at the first question and stays connected; one thread at a time.
//
//   Line line{officer};  // the officer outlives it
//   TRY(const schemas::Answer answer, line.ask({.question = "queue", .reason = "weekly check", .text = {}}));
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "adapters/link/transport.h"
#include "console/asking/officer.h"
#include "schemas/frame.h"

namespace concordat::console {

struct LineFault {
  enum class Kind : std::uint8_t { misconfigured, nobody_there, no_answer, not_an_answer };
  Kind kind;
  std::string what;  // names the endpoint and what to look at, never what was asked
};

class Line {
public:
  explicit Line(const Officer& officer) : officer_(officer) {}
  // An answer whose code is not empty is the broker's no, and the caller's to read.
  Result<schemas::Answer, LineFault> ask(const schemas::Ask& question);
  // The same of a question that takes its time: `hear` gets the answers that say how far it has come, then comes the one that says what.
  using Hear = std::function<void(const schemas::Answer& progress)>;
  Result<schemas::Answer, LineFault> ask_at_length(const schemas::Ask& question, const Hear& hear);

  // How long the next question waits for somebody to be there: not for long where nobody was the last time.
  std::chrono::milliseconds patience() const { return std::chrono::milliseconds{is_deserted_ ? 500 : 5000}; }

private:
  Result<schemas::Answer, LineFault> exchange(const schemas::Ask& question, const Hear& hear);
  const Officer& officer_;
  std::unique_ptr<link::Transport> wire_;
  bool is_deserted_ = false;
};

}  // namespace concordat::console
