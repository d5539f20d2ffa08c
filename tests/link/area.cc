#include "tests/link/area.h"

#include <unistd.h>

#include "schemas/json.h"
#include "schemas/release.h"

namespace concordat::policy {

// Stands in for the gate, which these tests do not link: releases everything in full.
class Gate {
public:
  static schemas::Release release_all(std::shared_ptr<const schemas::Submission> submission, schemas::AgencyId recipient) {
    std::vector<schemas::ReleasedField> fields;
    for (std::uint32_t i = 0; i < submission->body().fields.size(); ++i) fields.push_back({i, schemas::Level::full});
    return {Passkey<Gate>{}, std::move(submission), std::move(recipient), std::move(fields),
            {{"offending", "prevent/3"}}, {}, {"prevent/3", schemas::AgreementDigest{sha256(as_bytes("text"))}, {"handle with care"}, "6 years"}};
  }
};

}  // namespace concordat::policy

namespace concordat::link {

Scratch::Scratch() {
  std::string name = (std::filesystem::temp_directory_path() / "link-XXXXXX").string();
  CHECK(::mkdtemp(name.data()) != nullptr, "no scratch folder");
  root_ = name;
}
Scratch::~Scratch() {
  std::error_code ignored;
  std::filesystem::remove_all(root_, ignored);
}

schemas::Directory test_directory() {
  const Instant from = *parse_instant("2026-01-01T00:00:00Z");
  const auto organisation = [&](const schemas::AgencyId& id, unsigned seed, char letter) {
    const VerifyKey key = key_of(seed).verify_key();
    return schemas::Organisation{id, id.value(), {"E09000002"}, std::string(40, letter), {{key, schemas::fingerprint_of(key), from, std::nullopt}},
                                 schemas::Standing::active, {}};
  };
  schemas::Directory directory;
  directory.version = 1;
  directory.area = "test";
  directory.log_origin = log_origin;
  directory.log_key = key_of(log_seed).verify_key();
  directory.broker_key = std::string(40, 'B');
  directory.quorum = 1;
  directory.approvers = {{"ann", school, key_of(approver_seed).verify_key()}};
  directory.organisations = {organisation(school, school_seed, 'S'), organisation(police, police_seed, 'P')};
  return directory;
}

void write_text(const std::filesystem::path& file, std::string_view text) {
  std::filesystem::create_directories(file.parent_path());
  ASSERT_TRUE(write_file(file, as_bytes(text), FileMode::owner_only)) << file;
}

std::string read_text(const std::filesystem::path& file) {
  const auto bytes = read_file(file, 64U << 20);
  return bytes ? std::string{as_text(*bytes)} : "(no " + file.filename().string() + ")";
}

void write_directory(const std::filesystem::path& folder, const schemas::Directory& directory, unsigned seed) {
  const std::string json = schemas::print_directory(directory);
  write_text(folder / "directory.json", json);
  write_text(folder / "directory.json.sig", schemas::signature_line("ann", key_of(seed), as_bytes(json)));
  write_text(folder / "approvers.json", R"({"quorum": 1, "approvers": [{"name": "ann", "agency": "school/abbey", "key": ")" +
                                            to_hex(key_of(approver_seed).verify_key().bytes) + "\"}]}");
}

schemas::Message test_message(Instant now, std::string_view canary) {
  const std::string json = R"({"envelope": {"recipients": ["police/met"]}, "body": {"referral": {
      "subject": {"names": [{"given": "Zoe", "family": "Neill"}], "birthDate": "2011-06-09"},
      "concern": [{"category": "neglect", "narrative": [{"status": "fact", "text": ")" + std::string{canary} + R"("}]}]}}})";
  auto message = schemas::message_from_json(json, {.now = now, .sender = school, .scheme = "prevent", .purpose = "channel-referral",
                                                   .area = "E09000002", .marking = schemas::Marking::official_sensitive,
                                                   .urgency = schemas::Urgency::routine});
  CHECK(message.has_value(), "the test's message is wrong");
  return std::move(*message);
}

Bytes test_payload(const schemas::Message& message, const schemas::AgencyId& recipient, const SigningKey& key) {
  const auto submit = schemas::seal_message(message, key);
  CHECK(submit.has_value(), "the test's message does not seal");
  auto submission = schemas::Decoder::decode(*submit, [&](const auto&, const auto&) { return std::optional{key.verify_key()}; });
  CHECK(submission.has_value(), "the test's message does not decode");
  return schemas::encode_payload(policy::Gate::release_all(std::move(*submission), recipient));
}

audit::Sequence MemoryLog::append(audit::Entry entry) {
  entry.sequence = audit::Sequence{size()};
  entry.previous = entries_.empty() ? Digest{} : audit::entry_hash(entries_.back());
  entries_.push_back(*audit::encode_entry(entry));
  frontier_.append(audit::leaf_hash(entries_.back()), nodes_);
  roots_.push_back(frontier_.root());
  return entry.sequence;
}
audit::NodeSource MemoryLog::source() const {
  return [this](std::uint64_t position) -> std::optional<Digest> { return nodes_.at(position); };
}
std::string MemoryLog::note(std::uint64_t size) const {
  return audit::sign_checkpoint({std::string{log_origin}, size, roots_.at(size - 1)}, key_);
}
Bytes MemoryLog::receipt(audit::Sequence sequence, std::uint64_t size) const {
  return audit::encode_receipt({sequence, entries_.at(sequence.value()), *audit::inclusion_proof(sequence.value(), size, source()), note(size)});
}
std::vector<Digest> MemoryLog::consistency(std::uint64_t from, std::uint64_t to) const {
  if (from == 0 || from >= to) return {};
  return *audit::consistency_proof(from, to, source());
}

audit::Entry disclosed_entry(const schemas::DisclosureId& id, const schemas::AgencyId& sender, const schemas::AgencyId& recipient, Instant at) {
  audit::Entry entry;
  entry.kind = audit::EventKind::disclosed;
  entry.at = at;
  entry.actor = sender.value();
  entry.counterpart = recipient.value();
  entry.reference = id.value();
  return entry;
}

schemas::Deliver test_delivery(MemoryLog& log, const schemas::Message& message, Instant at, std::uint64_t from_size) {
  Bytes payload = test_payload(message, police, key_of(school_seed));
  const schemas::DisclosureId id = schemas::disclosure_id(log_origin, police, payload);
  const audit::Sequence sequence = log.append(disclosed_entry(id, school, police, at));
  return {id, std::move(payload), log.receipt(sequence, log.size()), log.consistency(from_size, log.size()), from_size};
}

}  // namespace concordat::link
