#include "adapters/link/keys.h"

#include <sys/stat.h>

#include "base/file.h"
#include "base/text.h"

namespace concordat::link {
namespace {

constexpr std::size_t key_file_bytes_max = 4096;
constexpr std::size_t z85_characters = 40;

Result<Bytes, KeyError> read_private(const std::filesystem::path& file) {
  auto bytes = read_file(file, key_file_bytes_max);
  if (!bytes) return Fail{KeyError{bytes.error().what}};
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0 || (status.st_mode & 077) != 0)
    return Fail{KeyError{file.string() + ": others may read it; make it private with chmod 600"}};
  return bytes.value();
}

}  // namespace

Result<CurveKeys, KeyError> read_curve_keys(const std::filesystem::path& file) {
  TRY(Bytes bytes, read_private(file));
  std::string_view text = as_text(bytes);
  const std::size_t end = text.find('\n');
  const std::string_view first = trim(text.substr(0, end));
  const std::string_view second = end == std::string_view::npos ? std::string_view{} : trim(text.substr(end));
  if (first.size() != z85_characters || second.size() != z85_characters) {
    cleanse(bytes);
    return Fail{KeyError{file.string() + ": must be two lines of 40 Z85 characters, public key then secret key"}};
  }
  CurveKeys keys{std::string{first}, Secret<40>{as_bytes(second).first<z85_characters>()}};
  cleanse(bytes);
  return keys;
}

Result<SigningKey, KeyError> read_signing_key(const std::filesystem::path& file) {
  TRY(Bytes bytes, read_private(file));
  auto seed = from_hex(trim(as_text(bytes)));
  cleanse(bytes);
  if (!seed || seed->size() != 32) return Fail{KeyError{file.string() + ": must be a seed of 64 hexadecimal digits"}};
  SigningKey key = SigningKey::from_seed(std::span<const std::byte, 32>{seed->data(), 32});
  cleanse(*seed);
  return key;
}

}  // namespace concordat::link
