// Receipts: what was accepted over HTTPS, once for each key of each client, on disk before anybody is told so.
//
//   STATE/web/pending/ID/   receipt.json, the document, its envelope      made by one rename: from here on it is accepted
//   IN/web-ID.EXT           the document, moved on by another rename, as if it had been put there by hand; IN/web-ID/ with files beside
//   STATE/web/receipts/ID/  receipt.json alone
//
// A crash between any two of these is finished by `move_on`; a document is moved once, because a rename cannot happen twice.
// ID is made from client and key, so the same key finds the same receipt. Thread-safe.
#pragma once

#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "adapters/daemon/config.h"
#include "adapters/native.h"
#include "adapters/web/large_body.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/result.h"

namespace concordat::adapters::web {

struct ReceiptAsked {
  std::string client;
  std::string key;       // empty: every request is another
  std::string ending;    // of the document's name: ".json"
  ByteView document;
  std::string envelope;  // empty, or what NAME.envelope.json says
  std::vector<NativeFile> beside = {};   // files that belong to the document: all of them in one folder
  const LargeBody* large = nullptr;      // the document, where it is too long to hold
};

struct Receipt {
  std::string id;        // 32 hexadecimal digits
  std::string document;  // its name in the in-folder
  bool is_repeat = false;
};

struct ReceiptRefused {
  enum class Kind { key_reused, disk };
  Kind kind;
};

class Receipts {
public:
  explicit Receipts(const Config& config) : config_(config) {}

  Result<Unit, FileError> open();
  Result<Receipt, ReceiptRefused> accept(const ReceiptAsked& asked, Instant now);
  // What a crash or a full disk left behind goes on to the in-folder. True if nothing is left.
  bool move_on();
  // The document's name, if there is such a receipt for that client.
  std::optional<std::string> find(const std::string& id, const std::string& client) const;

private:
  std::filesystem::path pending(const std::string& id) const { return config_.state / "web" / "pending" / id; }
  std::filesystem::path settled(const std::string& id) const { return config_.state / "web" / "receipts" / id; }
  std::optional<Bytes> stored(const std::string& id) const;
  Result<Unit, FileError> stage(const std::filesystem::path& folder, const Receipt& receipt, const ReceiptAsked& asked, Instant now) const;
  Result<Unit, FileError> move_one(const std::string& id) const;

  const Config& config_;
  mutable std::mutex mutex_;
};

}  // namespace concordat::adapters::web
