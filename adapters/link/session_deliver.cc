#include "adapters/link/session.h"
#include "adapters/link/verify.h"
#include "audit/cosignature.h"

namespace concordat::link {
namespace {
using namespace std::chrono_literals;
constexpr auto pause_for = 30s;
}  // namespace

void Session::take_delivery(const schemas::Deliver& deliver, Instant now) {
  if (ports_.inbox.knows(deliver.disclosure)) {
    queue(schemas::Ack{deliver.disclosure, ports_.kept.size()});
    return;
  }
  const auto directory = ports_.directory();
  const auto verified = verify_delivery(deliver, {settings_.self, *directory, ports_.kept, now, settings_.cosigners_needed, settings_.cosigned_within});
  if (verified) {
    if (!ports_.inbox.store({deliver.disclosure, deliver.payload, deliver.receipt}) || !ports_.kept.keep(verified->checkpoint)) {
      pause(now);
      return;
    }
    queue(schemas::Ack{deliver.disclosure, ports_.kept.size()});
    cosign();
    hand_on(deliver.disclosure);
    return;
  }
  const std::string subject = name_of(deliver.disclosure);
  if (verified.error().kind == Unverified::Kind::out_of_step) {
    ports_.host.note(verified.error().code, subject);
    ask_to_greet(now);  // its welcome proves the way from our checkpoint; the delivery comes again
    return;
  }
  ports_.host.raise({verified.error().code, subject, schemas::encode_frame(deliver)});
  queue(schemas::Nack{deliver.disclosure, std::string{verified.error().code}});
}

// Told how the log grew, without a delivery.
void Session::take_checkpoint(const schemas::SeenCheckpoint& seen, Instant now) {
  auto checkpoint = audit::verify_checkpoint(seen.note, ports_.kept.keys());
  if (checkpoint && ports_.kept.held() && seen.from_size != ports_.kept.size()) {
    ports_.host.note("out-of-step", "");
    ask_to_greet(now);
    return;
  }
  if (!checkpoint || !ports_.kept.judge(*checkpoint, seen.consistency)) {
    halt("checkpoint-inconsistent", schemas::encode_frame(seen));
    return;
  }
  if (ports_.kept.keep({*checkpoint, seen.note})) cosign();
  else ports_.host.note("disk-refused", "");
}

// Only what is kept is cosigned: a witness that could forget what it said would be none.
void Session::cosign() {
  if (ports_.witness == nullptr) return;
  queue(schemas::Cosignature{ports_.kept.size(), audit::cosign(ports_.kept.note(), settings_.self.value(), *ports_.witness, ports_.clock.now())});
}

// Not acked, so the broker keeps it; and no more until there may be room.
void Session::pause(Instant now) {
  ports_.host.note("disk-refused", "");
  if (!paused_until_) queue(schemas::Credit{0});
  paused_until_ = now + pause_for;
}

// From the disk, as after a crash: what is handed on is what was stored.
void Session::hand_on(const schemas::DisclosureId& id) {
  const std::string subject = name_of(id);
  const auto held = ports_.inbox.read(id);
  if (!held) {
    ports_.host.note("disk-refused", subject);
    return;
  }
  const auto directory = ports_.directory();
  const auto verified = reopen_delivery(*held, {settings_.self, *directory, ports_.kept});
  if (!verified) {
    if (stuck_.insert(id).second) ports_.host.raise({verified.error().code, subject, held->payload});
    return;
  }
  if (!ports_.host.take_delivery({id, verified->delivered, held->receipt, verified->sequence}) || !ports_.inbox.mark_handed(id))
    ports_.host.note("disk-refused", subject);  // stays held, and is tried again
}

void Session::hand_on_held() {
  const std::set<schemas::DisclosureId> again = ports_.inbox.held();
  for (const schemas::DisclosureId& id : again) hand_on(id);
}

}  // namespace concordat::link
