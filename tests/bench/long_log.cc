// A long log for an area that has never run: as many entries as are asked for, appended as the broker appends them, sealed, indexed and
// signed, so that what reads a log can be measured on one of years. Prints a line for some of the cases: its id, and a disclosure of it.
//
//   concordat area init AREA && long_log AREA 1000000
#include <cstdio>
#include <cstdlib>

#include "audit/log.h"
#include "base/file.h"
#include "base/uuid.h"
#include "broker/answers.h"
#include "broker/config.h"
#include "broker/subjects.h"
#include "schemas/directory.h"

namespace concordat::broker {
namespace {

constexpr std::uint64_t messages_each_tick = 256;
constexpr std::uint64_t entries_each_message = 4;  // accepted, two disclosures, a delivery
constexpr std::uint64_t days = 365;                // up to today
constexpr std::uint64_t printed = 200;
constexpr std::size_t file_bytes_max = 1U << 20U;

const SystemClock system_clock;

// What a referral of forty fields leaves.
Bytes annex_of(const std::string& message, const std::string& case_id) {
  audit::AnnexWriter annex;
  annex.add(annex_message, message).add(annex_case, case_id);
  for (int i = 0; i < 10; ++i)
    for (const char* path : {"subject.names", "concern", "subject.addresses", "relatedPersons"})
      annex.add(annex_verdict, std::string{path} + "[" + std::to_string(i) + "].text\t" + (i < 7 ? "full" : "withhold") + "\t1.1\t\t" + (i < 7 ? "granted" : "not-granted"));
  annex.add(annex_fact, "subject.ageGroup is child: stated").add(annex_keep, "6 years after closure");
  return annex.finish();
}

struct Writer {
  audit::Log log;
  audit::SubjectKeys keys;
  Instant began;
  std::uint64_t messages;
  std::uint64_t sample;

  bool write(std::uint64_t first_message) {
    audit::Batch batch;
    std::vector<audit::HandleRow> handles;
    const std::uint64_t first = log.next_sequence().value();
    for (std::uint64_t message = first_message; message < std::min(messages, first_message + messages_each_tick); ++message) {
      const Instant at = began + std::chrono::milliseconds{days * 86'400'000 / messages * message};
      const std::string id = format_uuid(make_uuid(at));
      const Uuid case_id = make_uuid(at);
      const Bytes annex = annex_of(id, format_uuid(case_id));
      const std::uint64_t sequence = first + batch.events.size();
      const audit::Event accepted{.kind = audit::EventKind::accepted, .at = at, .actor = "school/eastbury", .message_type = "referral", .purpose = "safeguarding-mash", .annex = annex};
      batch.events.push_back(accepted);
      for (const char* recipient : {"police/met", "council/lbbd"}) {
        audit::Event disclosed = accepted;
        disclosed.kind = audit::EventKind::disclosed;
        disclosed.counterpart = recipient;
        disclosed.about = audit::Sequence{sequence};
        batch.events.push_back(std::move(disclosed));
      }
      batch.events.push_back({.kind = audit::EventKind::delivered, .at = at, .actor = "school/eastbury", .counterpart = "police/met", .about = audit::Sequence{sequence + 1}});
      std::vector<audit::Key> found = audit::keys_of({.identifiers = {{"nhsNumber", std::to_string(4'000'000'000ULL + message % 50'000)}}, .names = {}, .birth_date = {}});
      found.push_back(audit::case_key(schemas::CaseId{case_id}));
      for (const audit::Key& key : found) handles.push_back({keys.handle(key), sequence, 3, audit::Bearing::subject});
      if (message % sample == 0) std::printf("%s %llu\n", format_uuid(case_id).c_str(), static_cast<unsigned long long>(sequence + 1));
    }
    batch.rows.push_back({audit::Table::handles, batch.events.size() - 1, audit::encode_run(keys.generation(), std::move(handles))});
    return log.commit(batch).has_value();
  }
};

int fail(const char* what) {
  std::fprintf(stderr, "long_log: %s\n", what);
  return 1;
}

int run(const std::filesystem::path& area, std::uint64_t entries) {
  const auto config = read_config(area / "broker" / "broker.toml");
  const auto directory_text = read_file(area / "directory.json", file_bytes_max);
  if (!config || !directory_text) return fail("there is no area; make one with `concordat area init`");
  const auto directory = schemas::parse_directory(as_text(*directory_text));
  const auto seed = read_file(config->log_seed, file_bytes_max);
  const auto bytes = seed ? from_hex(std::string_view{as_text(*seed)}.substr(0, 64)) : std::nullopt;
  if (!directory || !bytes || bytes->size() != 32) return fail("the area's directory or log key cannot be read");
  const Instant now = system_clock.now();
  auto log = audit::Log::open({.folder = config->data, .day_keys = config->day_keys, .origin = directory->log_origin, .key = SigningKey::from_seed(ByteView{*bytes}.first<32>()), .clock = &system_clock});
  auto keys = audit::SubjectKeys::open(config->subject_keys, now);
  if (!log || !keys) return fail("the area's log cannot be opened; does a broker run?");
  const std::uint64_t messages = std::max<std::uint64_t>(1, entries / entries_each_message);
  Writer writer{std::move(*log), std::move(*keys), now - std::chrono::days{days}, messages, std::max<std::uint64_t>(1, messages / printed)};
  for (std::uint64_t message = 0; message < messages; message += messages_each_tick)
    if (!writer.write(message)) return fail("a commit failed");
  return 0;
}

}  // namespace
}  // namespace concordat::broker

int main(int argc, char** argv) {
  if (argc != 3) return concordat::broker::fail("say AREA and how many entries: long_log AREA 1000000");
  return concordat::broker::run(argv[1], std::strtoull(argv[2], nullptr, 10));
}
