#include "broker/subjects.h"

#include <cstdlib>
#include <set>

#include "broker/answers.h"
#include "schemas/not_told.h"

namespace concordat::broker {
namespace {

struct Silent {
  bool is_subject = false;
  std::set<std::uint32_t> related;  // positions
};

Silent silent_in(const schemas::Message& message, std::size_t first, std::size_t entries, const Tick& tick) {
  constexpr std::string_view related = "relatedPersons[";
  Silent silent{.is_subject = schemas::is_subject_not_to_be_told(message), .related = {}};
  for (std::size_t i = first; i < first + entries; ++i)
    for (const audit::AnnexPair& pair : audit::read_annex(tick.event(i).annex).value_or(std::vector<audit::AnnexPair>{})) {
      if (pair.key != annex_no_tell) continue;
      if (pair.value.starts_with(related)) silent.related.insert(static_cast<std::uint32_t>(std::strtoul(pair.value.c_str() + related.size(), nullptr, 10)));
      else silent.is_subject = true;
    }
  return silent;
}

}  // namespace

void Subjects::note(const schemas::Message& message, std::size_t first, std::size_t entries, Tick& tick) const {
  const std::uint64_t sequence = tick.sequence_of(first);
  const auto count = static_cast<std::uint16_t>(entries);
  const auto find_by = [&](const audit::Key& key, audit::Bearing bearing) { tick.find_by({keys.handle(key), sequence, count, bearing}); };
  const Silent silent = silent_in(message, first, entries, tick);
  for (const audit::Key& key : audit::keys_of(audit::subject_of(message)))
    find_by(key, silent.is_subject ? audit::Bearing::subject_hidden : audit::Bearing::subject);
  for (const audit::Person& person : audit::related_of(message, silent.related))
    for (const audit::Key& key : audit::keys_of(person)) find_by(key, silent.is_subject ? audit::Bearing::related_hidden : audit::Bearing::related);
  // Who asks for a case or a message knows of it already.
  find_by(audit::case_key(message.envelope.case_id), audit::Bearing::subject);
  find_by(audit::message_key(message.envelope.id), audit::Bearing::subject);
}

void Subjects::write_run(Tick& tick) const {
  std::vector<audit::HandleRow> found = tick.take_found_by();
  if (!found.empty()) tick.store(audit::Table::handles, tick.size() - 1, audit::encode_run(keys.generation(), std::move(found)));
}

Result<std::unique_ptr<Subjects>, SubjectsError> open_subjects(const std::filesystem::path& subject_keys, const std::filesystem::path& search_index,
                                                               const audit::Log& log, Instant now) {
  auto keys = audit::SubjectKeys::open(subject_keys, now);
  if (!keys) return Fail{SubjectsError{"subject-key-unusable", subject_keys.string(), keys.error().what}};
  auto index = audit::SearchIndex::open(search_index, [&](std::uint64_t sequence) -> std::optional<Digest> {
    const auto entry = log.entry(audit::Sequence{sequence});
    return entry && *entry ? std::optional{(*entry)->annex_hash} : std::nullopt;
  });
  if (!index) return Fail{SubjectsError{"index-unwritable", search_index.string(), "the search index cannot be opened or made"}};
  return std::make_unique<Subjects>(std::move(*keys), std::make_unique<IndexKeeper>(std::move(*index)));
}

}  // namespace concordat::broker
