#include "schemas/person_key.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/check.h"
#include "base/text.h"

namespace concordat::schemas {
namespace {

constexpr std::size_t salt_bytes = 16;
constexpr std::string_view first_line = "concordat person key 1";

std::string open_lines(const KeyOwner& owner, const VerifyKey& key, const ScryptCost& cost, ByteView salt) {
  return std::string{first_line} + "\nperson " + owner.person + "\nagency " + owner.agency.value() + "\npublic " + to_hex(key.bytes) + "\nscrypt " +
         std::to_string(cost.n) + " " + std::to_string(cost.r) + " " + std::to_string(cost.p) + " " + to_hex(salt) + "\n";
}

// "NAME VALUE"; the value, if the line is so.
std::optional<std::string_view> value_of(std::string_view line, std::string_view name) {
  if (!line.starts_with(name) || line.size() <= name.size() + 1 || line[name.size()] != ' ') return std::nullopt;
  return line.substr(name.size() + 1);
}

bool read_number(std::string_view text, std::uint64_t& out) {
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), out);
  return code == std::errc{} && end == text.data() + text.size();
}

// Nothing for a cost that is none, or more than this machine should spend.
std::optional<Secret<32>> key_under(ByteView passphrase, ByteView salt, const ScryptCost& cost) {
  constexpr std::uint64_t rounds_max = 16;
  if (cost.p > rounds_max) return std::nullopt;
  const auto stretched = stretch(as_text(passphrase), salt, cost);
  return stretched ? std::optional{Secret<32>{stretched->expose().first<32>()}} : std::nullopt;
}

}  // namespace

std::string seal_person_key(const KeyOwner& owner, const SigningKey& key, ByteView passphrase, const ScryptCost& cost) {
  const auto salt = random_bytes<salt_bytes>();
  const std::string open = open_lines(owner, key.verify_key(), cost, salt);
  const auto under = key_under(passphrase, salt, cost);
  CHECK(under, "a passphrase's cost out of bounds");
  return open + "sealed " + to_base64(aead_seal(*under, as_bytes(open), key.seed().expose())) + "\n";
}

Result<PersonKey, PersonKeyError> open_person_key(std::string_view file, ByteView passphrase) {
  const Fail malformed{PersonKeyError::malformed};
  const auto lines = split(file, '\n');
  if (lines.size() != 7 || lines[0] != first_line || !lines[6].empty()) return malformed;
  const auto person = value_of(lines[1], "person");
  const auto agency_text = value_of(lines[2], "agency");
  const auto agency = agency_text ? parse_agency_id(*agency_text) : std::nullopt;
  const auto key_text = value_of(lines[3], "public");
  const auto key_bytes = key_text ? from_hex(*key_text) : std::nullopt;
  const auto cost_text = value_of(lines[4], "scrypt");
  const auto costs = split(cost_text.value_or(""), ' ');
  const auto sealed_text = value_of(lines[5], "sealed");
  const auto sealed = sealed_text ? from_base64(*sealed_text) : std::nullopt;
  ScryptCost cost;
  const auto salt = costs.size() == 4 ? from_hex(costs[3]) : std::nullopt;
  if (!person || !agency || !key_bytes || key_bytes->size() != 32 || !salt || !sealed || !read_number(costs[0], cost.n) || !read_number(costs[1], cost.r) ||
      !read_number(costs[2], cost.p))
    return malformed;
  const auto under = key_under(passphrase, *salt, cost);
  if (!under) return malformed;
  const std::size_t open_bytes = file.find("sealed ");
  auto seed = aead_open(*under, as_bytes(file.substr(0, open_bytes)), *sealed);
  if (!seed) return Fail{PersonKeyError::wrong_passphrase};
  if (seed->size() != 32) return malformed;
  SigningKey key = SigningKey::from_seed(std::span<const std::byte, 32>{seed->data(), 32});
  cleanse(*seed);
  if (!std::equal(key_bytes->begin(), key_bytes->end(), key.verify_key().bytes.begin())) return malformed;
  return PersonKey{{std::string{*person}, *agency}, std::move(key)};
}

}  // namespace concordat::schemas
