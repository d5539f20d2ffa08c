#include "adapters/setup/settle.h"

#include <array>

#include "adapters/json.h"
#include "adapters/link/folders.h"
#include "adapters/link/new_keys.h"
#include "base/text.h"
#include "schemas/ids.h"

namespace concordat::adapters {
namespace {

namespace fs = std::filesystem;

constexpr std::array files{"agency.json", "curve.secret", "signing.seed", "adapter.toml"};

// As an entry of `organisations` in directory.json.
std::string agency_json(const SettingsFacts& facts, const link::CurveKeys& curve, const SigningKey& key, Instant now) {
  Json signing = Json::object();
  signing.put("key", to_hex(key.verify_key().bytes)).put("from", format_instant(now));
  Json keys = Json::array();
  keys.push(std::move(signing));
  Json areas = Json::array();
  if (!facts.area.empty()) areas.push(Json::string(facts.area));
  Json out = Json::object();
  out.put("id", facts.agency).put("name", facts.agency).put("areas", std::move(areas)).put("transportKey", curve.public_key);
  out.put("signingKeys", std::move(keys)).put("status", "active");
  return write_json(out);
}

Result<Unit, FileError> write_secret(const fs::path& file, std::string text) {
  auto written = write_file(file, as_bytes(text), FileMode::owner_only);
  cleanse(std::as_writable_bytes(std::span{text}));
  return written;
}

// The settings come last: while they are not there, nothing can start on half of it.
Result<Unit, FileError> make_files(const SettleAsked& asked, Instant now) {
  for (const char* folder : {"", "in", "out", "rejected", "state"}) {
    TRY(const Unit made, link::make_private_folder(asked.folder / folder));
    static_cast<void>(made);
  }
  const link::CurveKeys curve = link::make_curve_keys();
  const SigningKey key = SigningKey::generate();
  TRY(const Unit connects, write_secret(asked.folder / "curve.secret", link::curve_file(curve)));
  TRY(const Unit signs, write_secret(asked.folder / "signing.seed", to_hex(key.seed().expose()) + "\n"));
  TRY(const Unit told, write_file(asked.folder / "agency.json", as_bytes(agency_json(asked.facts, curve, key, now)), FileMode::shared));
  static_cast<void>(connects), static_cast<void>(signs), static_cast<void>(told);
  return write_file(asked.folder / "adapter.toml", as_bytes(settings_text(asked.facts)), FileMode::owner_only);
}

std::string next_steps(const SettleAsked& asked) {
  const std::string settings = (asked.folder / "adapter.toml").string();
  const auto open = open_settings(asked.facts);
  std::string out = "Made in " + asked.folder.string() + ": adapter.toml, curve.secret, signing.seed, agency.json, and the folders in, out, rejected, state.\n\n"
                    "What to do next:\n";
  unsigned step = 0;
  const auto say = [&](const std::string& text) { out += "  " + std::to_string(++step) + ". " + text + "\n"; };
  say("Give agency.json to whoever keeps the area's directory. It holds public keys only; the two private ones stay here.");
  say("They give you directory.json, directory.json.sig and approvers.json: put them where adapter.toml says.");
  if (!open.empty()) say("Fill in what adapter.toml leaves open: " + join(open, ", ") + ".");
  say("concordat-adapter try --config " + settings + " FILE     what would be sent, and what each recipient would get; sends nothing");
  say("concordat-adapter --config " + settings + "              at work");
  return out + "\nThe guide is docs/adapters/" + asked.facts.kind + ".md.\n";
}

}  // namespace

Result<std::string, NotSettled> settle(const SettleAsked& asked, Instant now) {
  const auto agency = schemas::parse_agency_id(asked.facts.agency);
  if (!agency) return Fail{NotSettled{NotSettled::Kind::wrong_input, "--agency: must be an agency id, such as school/abbey"}};
  for (const std::string* text : {&asked.facts.broker, &asked.facts.directory, &asked.facts.approvers, &asked.facts.scheme, &asked.facts.purpose, &asked.facts.area})
    for (const char byte : *text)
      if (static_cast<unsigned char>(byte) < 0x20) return Fail{NotSettled{NotSettled::Kind::wrong_input, "a setting holds a control character"}};
  for (const char* name : files) {
    std::error_code failed;
    if (fs::symlink_status(asked.folder / name, failed).type() != fs::file_type::not_found)
      return Fail{NotSettled{NotSettled::Kind::in_the_way, (asked.folder / name).string() + " is there already: nothing was made; choose another --folder"}};
  }
  if (auto made = make_files(asked, now); !made) {
    for (const char* name : files) static_cast<void>(link::remove_file(asked.folder / name));  // ours: none was there before
    return Fail{NotSettled{NotSettled::Kind::disk, made.error().what}};
  }
  return next_steps(asked);
}

}  // namespace concordat::adapters
