// A tick: what one commit will put on disk, and what may happen only once it has. The pipeline fills it
// while the tick before reaches the disk; if that commit fails, both are thrown away whole.
#pragma once

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "audit/event.h"
#include "audit/log.h"
#include "audit/subject/run.h"

namespace concordat::broker {

class Tick {
public:
  // The receipts of this tick, taken out one by one by those who wait for them.
  using After = std::function<void(audit::Committed& committed)>;

  explicit Tick(std::uint64_t first) : first_(first) {}

  // Adds an event; gives its index and, with sequence_of, the sequence it will have.
  std::size_t add(audit::Event event) {
    batch_.events.push_back(std::move(event));
    return batch_.events.size() - 1;
  }
  const audit::Event& event(std::size_t index) const { return batch_.events[index]; }
  std::uint64_t sequence_of(std::size_t event) const { return first_ + event; }
  void store(audit::Table table, std::size_t event, Bytes value) { batch_.rows.push_back({table, event, std::move(value)}); }
  void erase(audit::Table table, std::uint64_t sequence) { batch_.erasures.push_back({table, audit::Sequence{sequence}}); }
  void replace(audit::Table table, std::uint64_t sequence, Bytes value) {
    batch_.replacements.push_back({table, audit::Sequence{sequence}, std::move(value)});
  }
  // By what entries of this tick will be found; one run of the whole tick is made of them.
  void find_by(const audit::HandleRow& row) { found_by_.push_back(row); }
  std::vector<audit::HandleRow> take_found_by() { return std::exchange(found_by_, {}); }
  // The log's next key; the last event of the tick is its `key-rotated`.
  void change_key(std::shared_ptr<const SigningKey> key) { batch_.next_key = std::move(key); }
  void after(After then) { after_.push_back(std::move(then)); }

  bool has_erasures() const { return !batch_.erasures.empty(); }
  bool empty() const { return batch_.events.empty(); }
  std::size_t size() const { return batch_.events.size(); }
  std::uint64_t next() const { return first_ + taken_ + batch_.events.size(); }  // also once it is taken
  audit::Batch take_batch() {
    taken_ = batch_.events.size();
    return std::exchange(batch_, {});
  }
  void committed(audit::Committed& committed) {
    for (const After& then : after_) then(committed);
  }

private:
  std::uint64_t first_;
  std::size_t taken_ = 0;
  audit::Batch batch_;
  std::vector<audit::HandleRow> found_by_;
  std::vector<After> after_;
};

}  // namespace concordat::broker
