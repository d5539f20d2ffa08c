#include "console/web/doors/verification.h"

#include <thread>

#include "console/asking/told.h"

namespace concordat::console::web {
namespace {

Verification::State outcome_of(const Result<schemas::Answer, LineFault>& answer) {
  Verification::State done;
  const auto told = answer ? Told::parse(answer->json) : std::nullopt;
  if (!answer || !answer->code.empty() || !told) {
    done.stage = Verification::Stage::failed;
    done.what = answer ? answer->code : answer.error().what;
    return done;
  }
  done.stage = told->holds("ok") ? Verification::Stage::verified : Verification::Stage::wrong;
  done.checked = done.of = done.entries = told->number("entries");
  done.erased = told->number("erased");
  const Told wrong = told->part("wrong");
  if (done.stage == Verification::Stage::wrong) done.what = (wrong.has("entry") ? "entry " + wrong.text("entry") + ": " : std::string{}) + wrong.text("what");
  return done;
}

}  // namespace

void Verification::begin(std::shared_ptr<const Officer> officer, std::string reason) {
  {
    const std::lock_guard lock{shared_->mutex};
    if (shared_->state.stage == Stage::running) return;
    shared_->state = {};
    shared_->state.stage = Stage::running;
  }
  std::thread{[shared = shared_, officer = std::move(officer), reason = std::move(reason)] { run(*shared, *officer, reason); }}.detach();
}

Verification::State Verification::state() const {
  const std::lock_guard lock{shared_->mutex};
  return shared_->state;
}

void Verification::run(Shared& shared, const Officer& officer, const std::string& reason) {
  Line line{officer};
  const auto hear = [&](const schemas::Answer& progress) {
    const auto told = Told::parse(progress.json);
    if (!told) return;
    const std::lock_guard lock{shared.mutex};
    shared.state.checked = told->number("checked");
    shared.state.of = told->number("of");
  };
  const State done = outcome_of(line.ask_at_length({.question = "verify", .reason = reason, .text = {}}, hear));
  const std::lock_guard lock{shared.mutex};
  shared.state = done;
}

}  // namespace concordat::console::web
