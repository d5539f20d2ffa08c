#include "adapters/daemon/ledger.h"

#include <algorithm>
#include <map>
#include <set>

#include "adapters/json.h"
#include "adapters/link/folders.h"
#include "base/crypto.h"
#include "base/text.h"

namespace concordat::adapters {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t entry_bytes_max = 65536;
constexpr std::size_t index_bytes_max = 16U << 20;

std::string entry_json(const LedgerEntry& entry) {
  Json out = Json::object();
  out.put("message", format_uuid(entry.message.value())).put("case", format_uuid(entry.case_id.value())).put("type", schemas::name_of(entry.type));
  out.put("document", entry.document).put("place", entry.place).put("reference", entry.reference).put("person", entry.person);
  return write_json(out);
}

std::optional<LedgerEntry> read_entry(ByteView bytes) {
  const auto json = read_json(bytes);
  if (!json) return std::nullopt;
  const auto message = schemas::parse_message_id((*json)["message"].text);
  const auto case_id = schemas::parse_case_id((*json)["case"].text);
  const auto type = schemas::body_type_named((*json)["type"].text);
  if (!message || !case_id || !type) return std::nullopt;
  return LedgerEntry{*message, *case_id, *type, (*json)["document"].text, (*json)["place"].text, (*json)["reference"].text, (*json)["person"].text};
}

std::string value_at(const schemas::Body& body, std::string_view path, schemas::ElementIndex element) {
  const auto id = schemas::FieldTable::get().field(path);
  const schemas::Field* field = id ? body.find(*id, element) : nullptr;
  return field == nullptr ? std::string{} : field->value;
}

}  // namespace

Result<Unit, FileError> Ledger::write(const std::vector<LedgerEntry>& entries) const {
  for (const char* kind : {"messages", "references", "documents", "cases", "subjects"}) {
    TRY(const Unit made, link::make_private_folder(folder_ / kind));
    static_cast<void>(made);
  }
  std::map<fs::path, std::vector<schemas::MessageId>> lists;
  for (const LedgerEntry& entry : entries) {
    TRY(const Unit written, write_file(folder_ / "messages" / format_uuid(entry.message.value()), as_bytes(entry_json(entry)), FileMode::owner_only));
    static_cast<void>(written);
    if (!entry.reference.empty()) lists[index_file("references", entry.reference)].push_back(entry.message);
    lists[index_file("documents", entry.document)].push_back(entry.message);
    lists[index_file("cases", format_uuid(entry.case_id.value()))].push_back(entry.message);
    for (const std::string& number : entry.numbers) lists[index_file("subjects", number)].push_back(entry.message);
  }
  for (const auto& [file, messages] : lists) {
    TRY(const Unit listed, list(file, messages));
    static_cast<void>(listed);
  }
  return Unit{};
}

std::optional<LedgerEntry> Ledger::find(const schemas::MessageId& message) const {
  const auto bytes = read_file(folder_ / "messages" / format_uuid(message.value()), entry_bytes_max);
  return bytes ? read_entry(*bytes) : std::nullopt;
}

std::vector<LedgerEntry> Ledger::of_reference(std::string_view reference) const { return entries_in(index_file("references", reference)); }
std::vector<LedgerEntry> Ledger::of_document(std::string_view document) const { return entries_in(index_file("documents", document)); }
std::vector<LedgerEntry> Ledger::of_case(const schemas::CaseId& case_id) const {
  return entries_in(index_file("cases", format_uuid(case_id.value())));
}

std::vector<LedgerEntry> Ledger::of_subject(std::string_view number) const { return entries_in(index_file("subjects", number)); }

fs::path Ledger::index_file(std::string_view kind, std::string_view key) const {
  return folder_ / kind / to_hex(ByteView{sha256(as_bytes(key)).bytes}.first(16));
}

std::vector<schemas::MessageId> Ledger::listed(const fs::path& file) const {
  std::vector<schemas::MessageId> out;
  const auto bytes = read_file(file, index_bytes_max);
  if (!bytes) return out;
  for (const std::string& line : split(trim(as_text(*bytes)), '\n'))
    if (const auto id = schemas::parse_message_id(line)) out.push_back(*id);
  return out;
}

std::vector<LedgerEntry> Ledger::entries_in(const fs::path& file) const {
  std::vector<LedgerEntry> out;
  for (const schemas::MessageId& id : listed(file))
    if (auto entry = find(id)) out.push_back(std::move(*entry));
  return out;
}

Result<Unit, FileError> Ledger::list(const fs::path& file, const std::vector<schemas::MessageId>& more) const {
  std::vector<schemas::MessageId> ids = listed(file);
  std::set<schemas::MessageId> known{ids.begin(), ids.end()};
  for (const schemas::MessageId& id : more)
    if (known.insert(id).second) ids.push_back(id);
  std::string text;
  for (const schemas::MessageId& id : ids) text += format_uuid(id.value()) + "\n";
  return write_file(file, as_bytes(text), FileMode::owner_only);
}

std::string person_key(const schemas::Body& body) {
  const auto names = schemas::FieldTable::get().list("subject.names");
  std::string name;
  for (schemas::ElementIndex i = 0; i < body.elements.size() && name.empty(); ++i) {
    if (body.elements[i].list != *names) continue;
    const std::string given = value_at(body, "subject.names.given", i);
    const std::string family = value_at(body, "subject.names.family", i);
    if (!given.empty() || !family.empty()) name = fold(given) + "|" + fold(family);
  }
  const std::string birth = value_at(body, "subject.birthDate", schemas::no_element);
  return name.empty() && birth.empty() ? std::string{} : name + "|" + birth;
}

std::vector<std::string> subject_numbers(const schemas::Body& body) {
  std::vector<std::string> out;
  const auto id = schemas::FieldTable::get().field("subject.identifiers.value");
  for (const schemas::Field& field : body.fields)
    if (field.id == *id) out.push_back(field.value);
  return out;
}

std::vector<LedgerEntry> earlier_than(const Ledger& ledger, std::string_view reference, std::string_view person,
                                      const std::vector<schemas::MessageId>& but) {
  std::vector<LedgerEntry> found;
  if (reference.empty()) return found;
  std::set<schemas::CaseId> cases;
  for (LedgerEntry& entry : ledger.of_reference(reference)) {
    const bool is_same = person.empty() || entry.person.empty() || entry.person == person;
    if (!is_same || entry.type == schemas::BodyType::recall || std::find(but.begin(), but.end(), entry.message) != but.end()) continue;
    cases.insert(entry.case_id);
    found.push_back(std::move(entry));
  }
  return cases.size() == 1 ? std::move(found) : std::vector<LedgerEntry>{};
}

}  // namespace concordat::adapters
