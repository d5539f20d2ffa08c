#include "broker/subjects.h"

namespace concordat::broker {

void Subjects::note(const schemas::Message& message, std::size_t first, std::size_t entries, Tick& tick) const {
  const std::uint64_t sequence = tick.sequence_of(first);
  const auto count = static_cast<std::uint16_t>(entries);
  const auto find_by = [&](const audit::Key& key, audit::Bearing bearing) { tick.find_by({keys.handle(key), sequence, count, bearing}); };
  const bool is_hidden = audit::is_not_to_be_told(message);
  for (const audit::Key& key : audit::keys_of(audit::subject_of(message)))
    find_by(key, is_hidden ? audit::Bearing::subject_hidden : audit::Bearing::subject);
  for (const audit::Person& person : audit::related_of(message))
    for (const audit::Key& key : audit::keys_of(person)) find_by(key, is_hidden ? audit::Bearing::related_hidden : audit::Bearing::related);
  // Who asks for a case or a message knows of it already.
  find_by(audit::case_key(message.envelope.case_id), audit::Bearing::subject);
  find_by(audit::message_key(message.envelope.id), audit::Bearing::subject);
}

void Subjects::write_run(Tick& tick) const {
  std::vector<audit::HandleRow> found = tick.take_found_by();
  if (!found.empty()) tick.store(audit::Table::handles, tick.size() - 1, audit::encode_run(keys.generation(), std::move(found)));
}

}  // namespace concordat::broker
