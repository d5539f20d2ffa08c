#include "console/web/pages/inbox_desk.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/link/folders.h"
#include "base/crypto.h"
#include "base/uuid.h"

namespace concordat::console::web {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

constexpr std::size_t file_bytes_max = 16U * 1024 * 1024;
constexpr std::string_view ours = "console-";  // how our documents' names begin
constexpr std::string_view sidecar = ".envelope.json";
constexpr std::string_view meta = ".meta.json";
constexpr std::string_view report = ".report.json";

std::optional<Told> told_in(const fs::path& file) {
  const auto bytes = read_file(file, file_bytes_max);
  return bytes ? Told::parse(as_text(*bytes)) : std::nullopt;
}

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code failed;
  for (fs::directory_iterator at{folder, failed}, end; !failed && at != end; at.increment(failed)) names.push_back(at->path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

// "console-0192….json" is 0192…; nothing for another's document.
std::string id_of(const std::string& document) {
  const std::size_t at = document.find(ours);
  constexpr std::size_t uuid_characters = 36;
  if (at == std::string::npos || document.size() < at + ours.size() + uuid_characters) return {};
  const std::string id = document.substr(at + ours.size(), uuid_characters);
  return parse_uuid(id) ? id : std::string{};
}

fs::path folder_of(const fs::path& state, const std::string& agency) { return state / "inbox" / to_hex(ByteView{sha256(as_bytes(agency)).bytes}.first(8)); }

}  // namespace

std::optional<InboxDesk> InboxDesk::of(const Settings& settings, const std::string& agency) {
  if (settings.adapters.empty()) return std::nullopt;
  std::error_code failed;
  for (fs::directory_iterator at{settings.adapters, failed}, end; !failed && at != end; at.increment(failed)) {
    auto config = adapters::read_config(at->path() / "adapter.toml");
    if (config && config->kind == "school" && config->agency.value() == agency) return InboxDesk{std::move(*config), folder_of(settings.state, agency)};
  }
  return std::nullopt;
}

Result<Unit, FileError> InboxDesk::send(const std::string& id, const std::string& document) const {
  return write_file(config_.in / (std::string{ours} + id + ".json"), as_bytes(document), FileMode::owner_only);
}

// The envelope first: the adapter takes a document with whatever lies beside it.
Result<Unit, FileError> InboxDesk::send(const std::string& id, const std::string& document, const std::string& envelope) const {
  TRY(const Unit said, write_file(config_.in / (std::string{ours} + id + ".json" + std::string{sidecar}), as_bytes(envelope), FileMode::owner_only));
  static_cast<void>(said);
  return send(id, document);
}

std::vector<SentConcern> InboxDesk::sent() const {
  std::vector<SentConcern> found;
  for (const std::string& name : names_in(config_.in))
    if (const std::string id = id_of(name); !id.empty() && name.ends_with(".json") && !name.ends_with(sidecar)) found.push_back({id, "waiting", {}, {}});
  for (const std::string& name : names_in(config_.out / "status"))
    if (auto status = told_in(config_.out / "status" / name))
      if (const std::string id = id_of(status->text("native")); !id.empty()) found.push_back({id, status->text("state"), status->text("reference"), std::move(status)});
  for (const std::string& name : names_in(config_.rejected)) {
    const std::string id = id_of(name);
    const bool is_known = std::any_of(found.begin(), found.end(), [&](const SentConcern& one) { return one.id == id; });
    if (id.empty() || is_known || !name.ends_with(report)) continue;
    SentConcern rejected{id, "rejected", {}, {}};
    if (const auto told = told_in(config_.rejected / name))
      for (const Told& problem : told->list("problems")) rejected.problems.push_back(problem.text("where") + ": " + problem.text("what"));
    found.push_back(std::move(rejected));
  }
  std::sort(found.begin(), found.end(), [](const SentConcern& a, const SentConcern& b) { return a.id > b.id; });
  return found;
}

std::vector<ReceivedDelivery> InboxDesk::received() const {
  std::vector<ReceivedDelivery> found;
  for (const std::string& name : names_in(config_.out))
    if (name.ends_with(meta))
      if (auto about = told_in(config_.out / name)) found.push_back({name.substr(0, name.size() - meta.size()), std::move(*about)});
  std::sort(found.begin(), found.end(), [](const ReceivedDelivery& a, const ReceivedDelivery& b) { return a.about.number("sequence") > b.about.number("sequence"); });
  return found;
}

std::optional<ReceivedDelivery> InboxDesk::find_received(const std::string& id) const {
  for (ReceivedDelivery& one : received())
    if (one.id == id) return std::move(one);
  return std::nullopt;
}

std::optional<Told> InboxDesk::document(const ReceivedDelivery& delivery) const {
  const fs::path name = fs::path{delivery.about.text("document")}.filename();  // in our folder, whatever it says
  return told_in(config_.out / name);
}

Result<Unit, FileError> InboxDesk::acknowledge(const ReceivedDelivery& delivery, const Acknowledgement& said) const {
  const std::string disclosure = delivery.about.text("disclosure");
  TRY(const Unit made, link::make_private_folder(kept_ / "acknowledged"));
  static_cast<void>(made);
  ordered_json words{{"disclosure", disclosure}, {"name", said.name}, {"telephone", said.telephone}};
  if (!said.did.empty()) words["did"] = said.did;
  if (!said.because.empty()) words["because"] = said.because;
  TRY(const Unit told, write_file(config_.in / ("console-" + delivery.id + ".ack.json"), as_bytes(words.dump(-1, ' ', false, ordered_json::error_handler_t::replace)), FileMode::owner_only));
  static_cast<void>(told);
  return write_file(kept_ / "acknowledged" / delivery.id, {}, FileMode::owner_only);
}

bool InboxDesk::is_acknowledged(const ReceivedDelivery& delivery) const {
  std::error_code failed;
  return fs::exists(kept_ / "acknowledged" / delivery.id, failed);
}

Result<Unit, FileError> InboxDesk::record_reading(const ReceivedDelivery& delivery, const std::string& who, const std::string& why, Instant at) const {
  TRY(const Unit made, link::make_private_folder(kept_ / "readings"));
  static_cast<void>(made);
  const ordered_json words{{"at", format_instant(at)}, {"who", who}, {"disclosure", delivery.about.text("disclosure")}, {"why", why}};
  return write_file(kept_ / "readings" / (format_uuid(make_uuid(at)) + ".json"), as_bytes(words.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n"), FileMode::owner_only);
}

}  // namespace concordat::console::web
