#include "adapters/web/receipts.h"

#include "adapters/daemon/in_folder.h"
#include "adapters/json.h"
#include "adapters/link/folders.h"
#include "base/crypto.h"

namespace concordat::adapters::web {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t receipt_bytes_max = 65536;
constexpr std::size_t id_bytes = 16;
constexpr const char* receipt_file = "receipt.json";

std::string id_of(const ReceiptAsked& asked) {
  if (asked.key.empty()) return to_hex(random_bytes<id_bytes>());
  const Digest digest = Hasher{}.add_sized(as_bytes("concordat receipt 1")).add_sized(as_bytes(asked.client)).add_sized(as_bytes(asked.key)).finish();
  return to_hex(ByteView{digest.bytes}.first(id_bytes));
}

std::string content_of(const ReceiptAsked& asked) {
  Hasher hasher;
  hasher.add_sized(as_bytes(asked.ending)).add_sized(asked.large != nullptr ? ByteView{asked.large->digest().bytes} : asked.document).add_sized(as_bytes(asked.envelope));
  for (const NativeFile& file : asked.beside) hasher.add_sized(as_bytes(file.name)).add_sized(file.bytes);
  return to_hex(hasher.finish().bytes);
}

}  // namespace

Result<Unit, FileError> Receipts::open() {
  for (const char* folder : {"web", "web/pending", "web/receipts", "web/new"}) {
    TRY(const Unit made, link::make_private_folder(config_.state / folder));
    static_cast<void>(made);
  }
  std::error_code failed;  // never accepted: nobody was told so
  for (fs::directory_iterator at{config_.state / "web/new", failed}, end; !failed && at != end; at.increment(failed)) fs::remove_all(at->path(), failed);
  return Unit{};
}

Result<Receipt, ReceiptRefused> Receipts::accept(const ReceiptAsked& asked, Instant now) {
  const std::string id = id_of(asked);
  Receipt receipt{id, "web-" + id + (asked.beside.empty() ? asked.ending : std::string{}), false};
  const std::lock_guard lock{mutex_};
  if (const auto known = stored(id)) {
    const auto json = read_json(*known);
    if (!json || (*json)["content"].text != content_of(asked)) return Fail{ReceiptRefused{ReceiptRefused::Kind::key_reused}};
    receipt.is_repeat = true;
    return receipt;
  }
  const fs::path fresh = config_.state / "web" / "new" / id;
  auto accepted = stage(fresh, receipt, asked, now);
  if (accepted) accepted = link::move_file(fresh, pending(id));  // from here on it is accepted
  if (!accepted) {
    std::error_code failed;
    fs::remove_all(fresh, failed);
    return Fail{ReceiptRefused{ReceiptRefused::Kind::disk}};
  }
  static_cast<void>(move_one(id));  // what fails now is tried again by move_on
  return receipt;
}

Result<Unit, FileError> Receipts::stage(const fs::path& folder, const Receipt& receipt, const ReceiptAsked& asked, Instant now) const {
  Json told = Json::object();
  told.put("client", asked.client).put("document", receipt.document).put("content", content_of(asked)).put("at", format_instant(now));
  TRY(const Unit made, link::make_private_folder(folder));
  TRY(const Unit noted, write_file(folder / receipt_file, as_bytes(write_json(told)), FileMode::owner_only));
  static_cast<void>(made), static_cast<void>(noted);
  if (!asked.envelope.empty()) {
    TRY(const Unit enveloped, write_file(folder / (receipt.document + std::string{sidecar_ending}), as_bytes(asked.envelope), FileMode::owner_only));
    static_cast<void>(enveloped);
  }
  const fs::path document = folder / receipt.document;
  if (asked.large != nullptr) return link::move_file(asked.large->file(), document);
  if (asked.beside.empty()) return write_file(document, asked.document, FileMode::owner_only);
  TRY(const Unit together, link::make_private_folder(document));  // the file named like the folder is the document
  static_cast<void>(together);
  for (const NativeFile& file : asked.beside) {
    TRY(const Unit beside, write_file(document / file.name, file.bytes, FileMode::owner_only));
    static_cast<void>(beside);
  }
  return write_file(document / (receipt.document + asked.ending), asked.document, FileMode::owner_only);
}

// The envelope first: who sees the document sees all of it.
Result<Unit, FileError> Receipts::move_one(const std::string& id) const {
  TRY(const auto names, link::list_folder(pending(id)));
  for (const bool is_document : {false, true})
    for (const std::string& name : names) {
      if (name == receipt_file || name.ends_with(sidecar_ending) == is_document) continue;
      TRY(const Unit moved, link::move_file(pending(id) / name, config_.in / name));
      static_cast<void>(moved);
    }
  return link::move_file(pending(id), settled(id));
}

bool Receipts::move_on() {
  const std::lock_guard lock{mutex_};
  const auto left = link::list_folder(config_.state / "web" / "pending");
  if (!left) return false;
  bool is_done = true;
  for (const std::string& id : *left) is_done = move_one(id).has_value() && is_done;
  return is_done;
}

std::optional<Bytes> Receipts::stored(const std::string& id) const {
  for (const fs::path& place : {pending(id), settled(id)})
    if (auto bytes = read_file(place / receipt_file, receipt_bytes_max)) return std::move(*bytes);
  return std::nullopt;
}

std::optional<std::string> Receipts::find(const std::string& id, const std::string& client) const {
  const std::lock_guard lock{mutex_};
  const auto bytes = stored(id);
  const auto json = bytes ? read_json(*bytes) : Outcome<Json>{Fail{Problems{}}};
  if (!json || (*json)["client"].text != client) return std::nullopt;  // another's is as unknown as none
  return (*json)["document"].text;
}

}  // namespace concordat::adapters::web
