#include "console/web/doors/drafts.h"

#include <algorithm>

#include "adapters/link/folders.h"
#include "base/uuid.h"

namespace concordat::console::web {
namespace {

constexpr std::size_t draft_bytes_max = 8U * 1024 * 1024;

std::string ending(DraftKind kind) {
  switch (kind) {
    case DraftKind::agreement: return ".agreement";
    case DraftKind::replay: return ".replay";
    case DraftKind::concern: return ".concern";
    case DraftKind::answer: return ".answer";
  }
  return {};
}

std::string as_text(const Fields& fields) {
  std::string out;
  for (const auto& [name, value] : fields.all()) out += (out.empty() ? "" : "&") + url_encoded(name) + "=" + url_encoded(value);
  return out;
}

// An id that is no UUID could name another file.
bool is_id(const std::string& id) {
  const auto uuid = parse_uuid(id);
  return uuid && format_uuid(*uuid) == id;
}

}  // namespace

Drafts::Drafts(const std::filesystem::path& state, const Session& session)
    : folder_(state / "drafts" / session.account.name), key_(hkdf_sha256(session.officer.keys.secret.expose(), {}, as_bytes("concordat console drafts 1"))),
      account_(session.account.name) {}

Result<std::string, FileError> Drafts::begin(DraftKind kind, const Fields& fields, Instant now) const {
  TRY(const Unit made, link::make_private_folder(folder_));
  static_cast<void>(made);
  std::string id = format_uuid(make_uuid(now));
  TRY(const Unit kept, keep(kind, id, fields));
  static_cast<void>(kept);
  return id;
}

Result<Unit, FileError> Drafts::keep(DraftKind kind, const std::string& id, const Fields& fields) const {
  CHECK(is_id(id), "a draft's id is one of ours");
  const std::string name = id + ending(kind);
  return write_file(folder_ / name, aead_seal(key_, as_bytes(account_ + "/" + name), as_bytes(as_text(fields))), FileMode::owner_only);
}

std::optional<Draft> Drafts::find(DraftKind kind, const std::string& id) const {
  if (!is_id(id)) return std::nullopt;
  const std::string name = id + ending(kind);
  const auto sealed = read_file(folder_ / name, draft_bytes_max);
  if (!sealed) return std::nullopt;
  auto plain = aead_open(key_, as_bytes(account_ + "/" + name), *sealed);
  if (!plain) return std::nullopt;
  auto fields = Fields::parse(concordat::as_text(*plain));
  cleanse(*plain);
  if (!fields) return std::nullopt;
  return Draft{id, uuid_time(*parse_uuid(id)).value_or(Instant{}), std::move(*fields)};
}

std::vector<Draft> Drafts::all(DraftKind kind) const {
  std::vector<Draft> found;
  const auto names = link::list_folder(folder_);
  if (!names) return found;
  for (const std::string& name : *names) {
    if (!name.ends_with(ending(kind))) continue;
    if (auto draft = find(kind, name.substr(0, name.size() - ending(kind).size()))) found.push_back(std::move(*draft));
  }
  std::reverse(found.begin(), found.end());  // ids are in time's order
  return found;
}

Result<Unit, FileError> Drafts::remove(DraftKind kind, const std::string& id) const {
  if (!is_id(id)) return Unit{};
  return link::remove_file(folder_ / (id + ending(kind)));
}

}  // namespace concordat::console::web
