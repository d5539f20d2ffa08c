// Every bound of the broker, named once. Configuration may tighten or widen those that a deployment has
// reason to; the rest are properties of the design.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace concordat::broker {

struct Limits {
  std::chrono::hours freshness{24 * 60};          // older submissions are refused `stale`
  std::chrono::minutes clock_skew{10};            // younger than now by more than this: `stale` too
  std::uint32_t submissions_per_minute = 600;     // of one agency, with as much again in hand
  std::size_t tick_messages_max = 64;
  std::size_t verify_queue_max = 1024;            // past that, `busy`
  std::size_t workers = 2;
  std::uint32_t submit_credit = 256;              // unanswered submissions of one link
  std::uint32_t window_max = 256;                 // deliveries in flight to one link
  std::chrono::seconds redeliver_after{15};       // doubled each time, up to:
  std::chrono::seconds redeliver_at_most{600};
  std::chrono::hours dead_letter_after{24 * 7};   // undelivered that long: the sender is told
  std::chrono::seconds urgent_deliver_within{45};     // past that, its sender is told NOT DELIVERED: within 60 s, that is
  std::chrono::minutes urgent_answer_within{240};     // by a person, where the pathway does not say
  std::chrono::minutes emergency_answer_within{60};   // by a person, whatever the pathway says
  std::chrono::hours review_within{24};               // an emergency that no other officer has looked at is escalated
  std::chrono::hours breach_report_within{72};        // UK GDPR Article 33(1): the Commissioner is told by then, or the broker escalates
  std::size_t emergencies_per_hour = 10;              // of one agency; past that, each alarms
  std::chrono::seconds reopen_after{5};           // a log that failed is tried again
  std::chrono::minutes data_key_life{60};
  std::chrono::minutes checkpoint_every{1};       // to a link that gets no deliveries
  std::size_t witnesses_at_start = 0;             // links that must bear the log out before anything is appended
  std::chrono::seconds cosigned_every{5};         // what links cosigned is written down that often
  std::chrono::seconds session_silence{35};       // no heartbeat: nothing is sent to it
};

}  // namespace concordat::broker
