#include "broker/log_seed.h"

#include <algorithm>

#include "audit/key_ring.h"
#include "base/text.h"

namespace concordat::broker {
namespace {

constexpr std::size_t seed_file_bytes_max = 256;

Result<SigningKey, FileError> read_seed(const std::filesystem::path& file) {
  TRY(Bytes text, read_file(file, seed_file_bytes_max));
  auto seed = from_hex(trim(as_text(text)));
  cleanse(text);
  std::array<std::byte, 32> raw{};
  if (!seed || seed->size() != raw.size()) return Fail{FileError{FileError::Kind::other, "read " + file.string() + ": must hold 64 hexadecimal digits"}};
  std::copy(seed->begin(), seed->end(), raw.begin());
  cleanse(*seed);
  SigningKey key = SigningKey::from_seed(raw);
  cleanse(raw);
  return key;
}

}  // namespace

std::filesystem::path LogSeed::beside(const char* ending) const { return file_.parent_path() / (file_.filename().string() + ending); }

Result<SigningKey, FileError> LogSeed::current() const { return read_seed(file_); }

Result<std::optional<SigningKey>, FileError> LogSeed::next() const {
  auto key = read_seed(beside(".next"));
  if (!key && key.error().kind == FileError::Kind::missing) return std::optional<SigningKey>{};
  if (!key) return Fail{key.error()};
  return std::optional<SigningKey>{std::move(*key)};
}

Result<SigningKey, FileError> LogSeed::prepare() const {
  SigningKey key = SigningKey::generate();
  std::string text = to_hex(key.seed().expose()) + "\n";
  const auto written = write_file(beside(".next"), as_bytes(text), FileMode::owner_only);
  cleanse(std::as_writable_bytes(std::span{text}));
  if (!written) return Fail{written.error()};
  return key;
}

Result<Unit, FileError> LogSeed::settle(const VerifyKey& signs) const {
  TRY([[maybe_unused]] const Unit before, finish_old());
  TRY(const std::optional<SigningKey> waiting, next());
  if (!waiting) return Unit{};
  if (waiting->verify_key() != signs) return audit::destroy_file(beside(".next"));
  // The old one keeps a name until it is overwritten, so that a crash in between leaves it to be found.
  std::error_code failed;
  std::filesystem::create_hard_link(file_, beside(".old"), failed);
  if (failed) return Fail{FileError{FileError::Kind::other, "link " + beside(".old").string() + ": " + failed.message()}};
  std::filesystem::rename(beside(".next"), file_, failed);
  if (failed) return Fail{FileError{FileError::Kind::other, "rename " + beside(".next").string() + ": " + failed.message()}};
  TRY([[maybe_unused]] const Unit synced, sync_folder(file_.parent_path()));
  return finish_old();
}

Result<Unit, FileError> LogSeed::finish_old() const {
  std::error_code failed;
  if (!std::filesystem::exists(beside(".old"), failed)) return Unit{};
  if (!std::filesystem::equivalent(beside(".old"), file_, failed)) return audit::destroy_file(beside(".old"));
  std::filesystem::remove(beside(".old"), failed);  // linked and not yet replaced: it is the current one
  return Unit{};
}

}  // namespace concordat::broker
