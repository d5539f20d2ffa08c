#include "adapters/daemon/taking.h"

#include <algorithm>

#include "adapters/daemon/own_words.h"
#include "adapters/daemon/report.h"
#include "adapters/daemon/sealing.h"
#include "adapters/json.h"
#include "adapters/link/folders.h"
#include "adapters/parts.h"
#include "adapters/text_encoding.h"
#include "schemas/recall.h"

namespace concordat::adapters {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t plan_bytes_max = 16U * 1024 * 1024;
constexpr std::size_t sidecar_bytes_max = 65536;
constexpr std::uint8_t plan_version = 1;

NotTaken rejected(Problems problems) { return {.kind = NotTaken::Kind::rejected, .problems = std::move(problems)}; }
NotTaken disk(const FileError& error) { return {NotTaken::Kind::disk, {}, error}; }

Uuid read_uuid(ByteReader& in) {
  Uuid uuid{};
  const ByteView bytes = in.take(uuid.bytes.size());
  std::copy(bytes.begin(), bytes.end(), uuid.bytes.begin());
  return uuid;
}

std::string_view value_of(const schemas::Body& body, std::string_view path) {
  const schemas::Field* field = body.find(*schemas::FieldTable::get().field(path), schemas::no_element);
  return field == nullptr ? std::string_view{} : std::string_view{field->value};
}

// The ledger's lines for what is about to be sent.
std::vector<LedgerEntry> ledger_entries(const std::string& name, const std::vector<Translation>& translations, const std::vector<PlannedIds>& ids) {
  std::vector<LedgerEntry> out;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const Translation& one = translations[i];
    out.push_back({ids[i].message, ids[i].case_id, one.type, name, one.place, one.reference, person_key(one.body), {}});
    if (!one.reference.empty()) out.back().numbers = subject_numbers(one.body);  // without references nothing is taken back by one
  }
  return out;
}

// What was sent under the reference of what is taken back. A record taken back under its subject's own number is the person's:
// everything that was sent about them goes with it.
std::vector<LedgerEntry> taken_back(const Translation& one, const Ledger& ledger) {
  const std::vector<std::string> numbers = subject_numbers(one.body);
  if (std::find(numbers.begin(), numbers.end(), one.reference) == numbers.end()) return earlier_than(ledger, one.reference, person_key(one.body), {});
  std::vector<LedgerEntry> found = ledger.of_subject(one.reference);
  std::erase_if(found, [](const LedgerEntry& entry) { return entry.type == schemas::BodyType::recall; });
  return found;
}

// An update that calls what was sent under its reference entered in error becomes the recall of each of those messages.
std::vector<Translation> with_recalls(std::vector<Translation> translations, const Ledger& ledger) {
  std::vector<Translation> out;
  for (Translation& one : translations) {
    const bool is_error = one.type == schemas::BodyType::update && value_of(one.body, "change.kind") == "enteredInError";
    const auto earlier = is_error ? taken_back(one, ledger) : std::vector<LedgerEntry>{};
    const std::string_view summary = value_of(one.body, "change.summary");
    for (const LedgerEntry& entry : earlier) {
      Translation recall = one;
      recall.type = schemas::BodyType::recall;
      recall.body = recall_body(entry.message, "erase", summary.empty() ? "Entered in error at its source" : summary);
      out.push_back(std::move(recall));
    }
    if (earlier.empty()) out.push_back(std::move(one));
  }
  return out;
}

void append(Problems& to, const Problems& from) { to.insert(to.end(), from.begin(), from.end()); }

// Our own words have no parts: they are read whole, and refused.
Result<std::optional<LargeDocument>, NotTaken> to_be_cut(const fs::path& path) {
  if (is_in_own_words(path.filename().string())) return std::optional<LargeDocument>{};
  auto document = LargeDocument::open(path);
  if (document) return std::move(*document);
  if (document.error().kind == FileError::Kind::too_large) return Fail{rejected({{"too-large", "", "is larger than this adapter takes: 256 MiB"}})};
  return Fail{NotTaken{NotTaken::Kind::unreadable, {}, document.error()}};
}

// Which message began where, and what of the document no message carries.
std::string translation_json(const std::vector<Translation>& translations, const std::vector<PlannedIds>& ids) {
  Json messages = Json::array();
  for (std::size_t i = 0; i < ids.size(); ++i) {
    Json row = Json::object();
    row.put("message", format_uuid(ids[i].message.value())).put("type", schemas::name_of(translations[i].type));
    row.put("place", translations[i].place).put("reference", translations[i].reference);
    Json paths = Json::array();
    for (const std::string& path : translations[i].not_carried) paths.push(Json::string(path));
    row.put("notCarried", std::move(paths)).put("leftOut", problem_rows(translations[i].left_out));
    messages.push(std::move(row));
  }
  Json out = Json::object();
  out.put("messages", std::move(messages));
  return write_json(out);
}

}  // namespace

struct Taking::Plan {
  std::string name;
  std::vector<PlannedIds> ids;

  std::string folder() const { return format_uuid(ids.front().message.value()); }
  Bytes encode() const {
    Bytes out{std::byte{plan_version}};
    put_sized(out, as_bytes(name));
    put_u32(out, static_cast<std::uint32_t>(ids.size()));
    for (const PlannedIds& id : ids) {
      put_bytes(out, id.message.value().bytes);
      put_bytes(out, id.case_id.value().bytes);
    }
    return out;
  }
  static std::optional<Plan> decode(ByteView bytes) {
    ByteReader in{bytes};
    if (in.u8() != plan_version) return std::nullopt;
    Plan plan{std::string{as_text(in.sized())}, {}};
    const std::uint32_t count = in.u32();
    for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
      const schemas::MessageId message{read_uuid(in)};
      plan.ids.push_back({message, schemas::CaseId{read_uuid(in)}});
    }
    if (!in.done() || plan.ids.empty()) return std::nullopt;
    return plan;
  }
};

Result<Taking, FileError> Taking::open(const TakingPorts& ports) {
  for (const char* name : {"taking", "originals"}) {
    TRY(const Unit made, link::make_private_folder(ports.config.state / name));
    static_cast<void>(made);
  }
  return Taking{ports};
}

fs::path Taking::taking_file(const Digest& digest) const { return ports_.config.state / "taking" / to_hex(digest.bytes); }

// Whose messages are in the spool and in the ledger, and what is said of them.
struct Taking::Sent {
  Plan plan;
  std::string translation;
};

Result<Unit, NotTaken> Taking::recover() {
  auto names = link::list_folder(ports_.config.state / "taking");
  if (!names) return Fail{disk(names.error())};
  for (const std::string& digest : *names) {
    const fs::path file = ports_.config.state / "taking" / digest;
    const auto bytes = read_file(file, plan_bytes_max);
    if (!bytes && bytes.error().kind == FileError::Kind::missing) continue;  // of another part of what was just taken
    if (!bytes) return Fail{disk(bytes.error())};
    const auto plan = Plan::decode(*bytes);
    const auto large = plan ? to_be_cut(ports_.config.in / plan->name) : Result<std::optional<LargeDocument>, NotTaken>{std::nullopt};
    const bool is_large = large && large->has_value();
    const auto input = plan && !is_large ? read_input(ports_.config.in / plan->name) : Result<NativeInput, FileError>{Fail{FileError{}}};
    if (is_large || (input && to_hex(digest_of(plan->name, *input).bytes) == digest)) {
      auto taken = take(plan->name);
      if (!taken && taken.error().kind == NotTaken::Kind::disk) return Fail{std::move(taken).error()};
    }
    if (plan && !input && !is_large) {  // it had left the in-folder; its sidecar may not have
      if (auto moved = keep_sidecar(*plan); !moved) return Fail{disk(moved.error())};
    }
    // Taken now or before: either way the ids are spent.
    if (auto removed = link::remove_file(file); !removed) return Fail{disk(removed.error())};
  }
  return Unit{};
}

Result<Taken, NotTaken> Taking::take(const std::string& name) {
  TRY(auto large, to_be_cut(ports_.config.in / name));
  if (large) {
    TRY(const Sidecar said, sidecar_of(name));
    return take_in_parts(name, std::move(*large), said);
  }
  auto input = read_input(ports_.config.in / name);
  if (!input && input.error().kind == FileError::Kind::too_large)
    return Fail{rejected({{"too-large", "", "is larger than this adapter takes: 64 MiB, or 256 files"}})};
  if (!input) return Fail{NotTaken{NotTaken::Kind::unreadable, {}, input.error()}};
  TRY(Sidecar sidecar, sidecar_of(name));
  const Digest digest = digest_of(name, *input);
  auto translated = read(*input, sidecar);
  if (!translated) return Fail{rejected(std::move(translated).error())};
  if (translated->messages.empty()) return Fail{rejected({{"nothing-to-send", "", "holds nothing that makes a message"}})};

  Taken taken;
  TRY(const Sent sent, send(name, std::move(*translated), digest, {}, sidecar, taken));
  if (auto kept = keep_translation(sent.plan.folder(), "translation.json", sent.translation); !kept) return Fail{disk(kept.error())};
  TRY(const Unit finished, finish(name, sent.plan, {digest}, taken));
  static_cast<void>(finished);
  return taken;
}

// What went before a part that is refused has gone: its problems are told, and the next part is taken. A plan stays on disk
// until the whole has been taken, so that after a crash every part means the same messages.
Result<Taken, NotTaken> Taking::take_in_parts(const std::string& name, LargeDocument document, const Sidecar& sidecar) {
  Taken taken;
  std::optional<Plan> first;
  std::vector<Digest> digests;
  Parts parts{[&](char* into, std::size_t size) { return document.read(into, size); }};
  for (std::size_t number = 1;; ++number) {
    if (number > 1) ports_.between_parts();
    auto part = parts.next();
    if (document.has_failed()) return Fail{disk({FileError::Kind::other, "read " + (ports_.config.in / name).string() + ": cannot be read to its end"})};
    if (!part) break;
    const Digest digest = digest_of(name + "#" + std::to_string(number), {name, part->bytes, {}});
    auto translated = parts.translate(ports_.kind, name, std::move(*part));
    if (translated) translated->messages = with_recalls(std::move(translated->messages), ledger_);
    if (!translated || translated->messages.empty()) {
      append(taken.rejected, translated ? translated->rejected : translated.error());
      continue;
    }
    auto sent = send(name, std::move(*translated), digest, first ? first->folder() : std::string{}, sidecar, taken);
    if (!sent && sent.error().kind != NotTaken::Kind::rejected) return Fail{std::move(sent).error()};
    if (!sent) {
      append(taken.rejected, sent.error().problems);
      continue;
    }
    digests.push_back(digest);
    if (!first) first = std::move(sent->plan);
    if (auto kept = keep_translation(first->folder(), "translation-" + std::to_string(number) + ".json", sent->translation); !kept)
      return Fail{disk(kept.error())};
  }
  if (!first) return Fail{rejected(std::move(taken.rejected))};
  TRY(const Unit finished, finish(name, *first, digests, taken));
  static_cast<void>(finished);
  return taken;
}

Result<Taking::Sent, NotTaken> Taking::send(const std::string& name, Translated translated, const Digest& digest, const std::string& folder,
                                            const Sidecar& sidecar, Taken& taken) {
  TRY(Plan planned, plan(name, translated.messages.size(), digest));
  if (auto matched = match(translated.messages, planned, sidecar); !matched) {
    if (auto removed = link::remove_file(taking_file(digest)); !removed) return Fail{disk(removed.error())};
    return Fail{std::move(matched).error()};
  }
  const std::vector<LedgerEntry> entries = ledger_entries(name, translated.messages, planned.ids);
  Sent sent{planned, translation_json(translated.messages, planned.ids)};
  Problems left_out;
  for (const Translation& message : translated.messages) append(left_out, message.left_out);
  Problems findings;
  auto submissions = seal(std::move(translated.messages), planned, folder.empty() ? planned.folder() : folder, sidecar, findings);
  if (!submissions) {
    if (auto removed = link::remove_file(taking_file(digest)); !removed) return Fail{disk(removed.error())};
    return Fail{std::move(submissions).error()};
  }
  for (const link::Submission& submission : *submissions) {
    taken.messages.push_back(submission.id);
    if (ports_.spool.knows(submission.id)) continue;  // put before a crash
    if (auto put = ports_.spool.put(submission); !put) return Fail{disk(put.error())};
  }
  if (auto written = ledger_.write(entries); !written) return Fail{disk(written.error())};
  append(taken.findings, findings);
  append(taken.left_out, left_out);
  append(taken.rejected, translated.rejected);
  return sent;
}

Result<Unit, NotTaken> Taking::finish(const std::string& name, const Plan& plan, const std::vector<Digest>& digests, const Taken& taken) {
  if (!taken.rejected.empty()) {
    const Report report{name, "part", format_uuid(taken.messages.front().value()), taken.rejected};
    if (auto told = write_report(ports_.config.rejected, free_name(ports_.config.rejected, name), report); !told)
      return Fail{disk(told.error())};
  }
  if (auto kept = keep_original(name, plan); !kept) return Fail{disk(kept.error())};
  for (const Digest& digest : digests)
    if (auto removed = link::remove_file(taking_file(digest)); !removed) return Fail{disk(removed.error())};
  return Unit{};
}

Result<Sidecar, NotTaken> Taking::sidecar_of(const std::string& name) const {
  const auto bytes = read_file(ports_.config.in / (name + std::string{sidecar_ending}), sidecar_bytes_max);
  if (!bytes && bytes.error().kind == FileError::Kind::missing) return Sidecar{};
  if (!bytes && bytes.error().kind == FileError::Kind::too_large)
    return Fail{rejected({{"too-large", std::string{sidecar_ending}, "is larger than 64 KiB"}})};
  if (!bytes) return Fail{disk(bytes.error())};
  auto sidecar = read_sidecar(*bytes);
  if (sidecar) return std::move(*sidecar);
  Problems problems = std::move(sidecar).error();
  for (schemas::Problem& problem : problems) problem.where = std::string{sidecar_ending} + ": " + problem.where;
  return Fail{rejected(std::move(problems))};
}

Outcome<Translated> Taking::read(const NativeInput& input, Sidecar& sidecar) const {
  if (!is_in_own_words(input.name)) {
    TRY(Translated native, ports_.kind.translate(input));
    native.messages = with_recalls(std::move(native.messages), ledger_);
    return native;
  }
  TRY(OwnWords words, read_own_words(input, {ports_.config.defaults, ports_.config.agency, ledger_, ports_.clock.now()}));
  sidecar = over(std::move(words.said), sidecar);
  return std::move(words.translated);
}

// A recall lies in the case of what it recalls, a later message in that of the one it goes on from.
Result<Unit, NotTaken> Taking::match(const std::vector<Translation>& translations, Plan& plan, const Sidecar& sidecar) const {
  std::vector<schemas::MessageId> own;
  for (const PlannedIds& ids : plan.ids) own.push_back(ids.message);
  for (std::size_t i = 0; i < translations.size(); ++i) {
    const Translation& one = translations[i];
    PlannedIds& ids = plan.ids[i];
    if (sidecar.case_id) {
      ids.case_id = *sidecar.case_id;
      continue;
    }
    if (one.type == schemas::BodyType::recall) {
      const auto order = schemas::recall_of(one.body);
      const auto sent = order ? ledger_.find(order->message) : std::nullopt;
      if (!sent) return Fail{rejected({{"recall-unknown", one.place, "nothing of that id was sent from here; its case may be said in NAME.envelope.json"}})};
      ids.case_id = sent->case_id;
      continue;
    }
    if (one.type == schemas::BodyType::referral) continue;
    const auto earlier = earlier_than(ledger_, one.reference, person_key(one.body), own);
    if (earlier.empty()) continue;
    ids.case_id = earlier.back().case_id;
    ids.continues = earlier.back().message;
  }
  return Unit{};
}

Result<Taking::Plan, NotTaken> Taking::plan(const std::string& name, std::size_t messages, const Digest& digest) const {
  const auto bytes = read_file(taking_file(digest), plan_bytes_max);
  auto known = bytes ? Plan::decode(*bytes) : std::nullopt;
  if (known && known->ids.size() == messages) return std::move(*known);
  Plan plan{name, known ? std::move(known->ids) : std::vector<PlannedIds>{}};
  plan.ids.resize(std::min(plan.ids.size(), messages), {schemas::MessageId{Uuid{}}, schemas::CaseId{Uuid{}}});
  const Instant now = ports_.clock.now();
  while (plan.ids.size() < messages) plan.ids.push_back({schemas::MessageId{make_uuid(now)}, schemas::CaseId{make_uuid(now)}});
  if (auto written = write_file(taking_file(digest), plan.encode(), FileMode::owner_only); !written) return Fail{disk(written.error())};
  return plan;
}

Result<std::vector<link::Submission>, NotTaken> Taking::seal(std::vector<Translation> translations, const Plan& plan,
                                                             const std::string& folder, const Sidecar& sidecar, Problems& findings) const {
  std::vector<link::Submission> out;
  for (std::size_t i = 0; i < plan.ids.size(); ++i)
    out.push_back({plan.ids[i].message, schemas::Urgency::routine,
                   {plan.name, translations[i].place, translations[i].reference, folder + "/" + plan.name}, {}});
  auto messages = address(std::move(translations), plan.ids,
                          {ports_.config.agency, ports_.config.defaults, sidecar, ports_.clock.now()});
  if (!messages) return Fail{rejected(std::move(messages).error())};
  std::vector<std::string> places;
  for (std::size_t i = 0; i < messages->size(); ++i) {
    out[i].urgency = (*messages)[i].envelope.urgency;
    places.push_back(out[i].origin.place);
  }
  auto sealed = seal_all(std::move(*messages), {ports_.key, ports_.config.leak_guard, places, ports_.received});
  if (!sealed) return Fail{rejected(std::move(sealed).error())};
  findings = std::move(sealed->findings);
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i].frame = schemas::encode_frame(std::move(sealed->submits[i]));
    if (out[i].frame.size() > schemas::frame_bytes_max)
      return Fail{rejected({{"too-large", out[i].origin.place, "is larger than one message can be: 8 MiB"}})};
  }
  return out;
}

Result<Unit, FileError> Taking::keep_translation(const std::string& folder, const std::string& file, const std::string& translation) const {
  const fs::path place = ports_.config.state / "originals" / folder;
  TRY(const Unit made, link::make_private_folder(place));
  static_cast<void>(made);
  return write_file(place / file, as_bytes(translation), FileMode::owner_only);
}

Result<Unit, FileError> Taking::keep_original(const std::string& name, const Plan& plan) {
  TRY(const Unit moved, link::move_file(ports_.config.in / name, ports_.config.state / "originals" / plan.folder() / name));
  static_cast<void>(moved);
  return keep_sidecar(plan);
}

Result<Unit, FileError> Taking::keep_sidecar(const Plan& plan) {
  const std::string sidecar = plan.name + std::string{sidecar_ending};
  std::error_code failed;
  if (!fs::exists(ports_.config.in / sidecar, failed)) return Unit{};
  const fs::path folder = ports_.config.state / "originals" / plan.folder();
  TRY(const Unit made, link::make_private_folder(folder));  // a later part's plan is of no folder yet
  static_cast<void>(made);
  return link::move_file(ports_.config.in / sidecar, folder / sidecar);
}

Result<Unit, FileError> Taking::reject(const std::string& name, const Problems& problems) {
  const std::string stem = free_name(ports_.config.rejected, name);
  TRY(const Unit written, write_report(ports_.config.rejected, stem, {name, "rejected", {}, problems}));
  static_cast<void>(written);
  const std::string sidecar = name + std::string{sidecar_ending};
  std::error_code failed;
  if (fs::exists(ports_.config.in / sidecar, failed)) {
    TRY(const Unit moved, link::move_file(ports_.config.in / sidecar, ports_.config.rejected / (stem + std::string{sidecar_ending})));
    static_cast<void>(moved);
  }
  return link::move_file(ports_.config.in / name, ports_.config.rejected / stem);
}

}  // namespace concordat::adapters
