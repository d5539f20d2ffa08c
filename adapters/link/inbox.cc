#include "adapters/link/inbox.h"

#include <algorithm>

#include "adapters/link/folders.h"
#include "schemas/frame.h"

namespace concordat::link {
namespace {

using schemas::DisclosureId;

constexpr std::size_t held_bytes_max = schemas::frame_bytes_max + 65536;

Result<std::set<DisclosureId>, FileError> read_names(const std::filesystem::path& folder) {
  TRY(const Unit made, make_private_folder(folder));
  static_cast<void>(made);
  TRY(const std::vector<std::string> names, list_folder(folder));
  std::set<DisclosureId> ids;
  for (const std::string& name : names)
    if (const auto id = parse_disclosure_id(name)) ids.insert(*id);
  return ids;
}

}  // namespace

std::string name_of(const DisclosureId& id) { return to_hex(id.value().bytes); }

std::optional<DisclosureId> parse_disclosure_id(std::string_view text) {
  const auto bytes = from_hex(text);
  Digest digest{};
  if (!bytes || bytes->size() != digest.bytes.size()) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), digest.bytes.begin());
  return DisclosureId{digest};
}

Result<Inbox, FileError> Inbox::open(const std::filesystem::path& folder) {
  Inbox inbox{folder};
  TRY(inbox.held_, read_names(folder / "held"));
  TRY(inbox.handed_, read_names(folder / "handed"));
  return inbox;
}

Result<Unit, FileError> Inbox::store(const Held& held) {
  Bytes bytes;
  put_sized(bytes, held.payload);
  put_sized(bytes, held.receipt);
  TRY(const Unit written, write_file(folder_ / "held" / name_of(held.id), bytes, FileMode::owner_only));
  held_.insert(held.id);
  return written;
}

Result<Held, FileError> Inbox::read(const DisclosureId& id) const {
  const auto path = folder_ / (held_.contains(id) ? "held" : "handed") / name_of(id);
  TRY(const Bytes bytes, read_file(path, held_bytes_max));
  ByteReader in{bytes};
  Held held{id, to_bytes(in.sized()), to_bytes(in.sized())};
  if (!in.done()) return Fail{FileError{FileError::Kind::other, "read " + path.string() + ": is not a delivery"}};
  return held;
}

Result<Unit, FileError> Inbox::mark_handed(const DisclosureId& id) {
  TRY(const Unit moved, move_file(folder_ / "held" / name_of(id), folder_ / "handed" / name_of(id)));
  held_.erase(id);
  handed_.insert(id);
  return moved;
}

}  // namespace concordat::link
