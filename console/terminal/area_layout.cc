#include "console/terminal/area_layout.h"

#include <unistd.h>

#include <algorithm>

#include "adapters/link/folders.h"
#include "adapters/link/new_keys.h"
#include "base/text.h"
#include "console/terminal/area_files.h"
#include "console/terminal/directory_draft.h"
#include "console/terminal/signing.h"
#include "schemas/directory.h"
#include "schemas/person_key.h"

namespace concordat::console {
namespace {

namespace fs = std::filesystem;
using schemas::AgencyId;

// Makes files and folders; after the first failure nothing more, and the failure is kept.
class Maker {
public:
  explicit Maker(fs::path root) : root_(std::move(root)) {}

  fs::path folder(const fs::path& name) {
    if (!error_) keep(link::make_private_folder(root_ / name));
    return root_ / name;
  }
  void shared(const fs::path& name, std::string_view text) { write(name, text, FileMode::shared); }
  void secret(const fs::path& name, std::string text) {
    write(name, text, FileMode::owner_only);
    cleanse(std::as_writable_bytes(std::span{text}));
  }
  void seed(const fs::path& name, const SigningKey& key) { secret(name, to_hex(key.seed().expose()) + "\n"); }
  void signatures(const fs::path& name, std::string_view text, const std::vector<Signer>& signers) {
    if (!error_) keep(write_signatures(root_ / name, as_bytes(text), signers));
  }
  std::string new_curve_pair(const fs::path& name) {
    const link::CurveKeys keys = link::make_curve_keys();
    secret(name, link::curve_file(keys));
    return keys.public_key;
  }
  const std::optional<FileError>& error() const { return error_; }

private:
  void write(const fs::path& name, std::string_view text, FileMode mode) {
    if (!error_) keep(write_file(root_ / name, as_bytes(text), mode));
  }
  void keep(const Result<Unit, FileError>& done) {
    if (!done) error_ = done.error();
  }
  fs::path root_;
  std::optional<FileError> error_;
};

std::vector<Signer> make_approvers(Maker& make, schemas::Directory& directory) {
  make.folder("approvers");
  std::vector<Signer> signers;
  for (const DemoApprover& approver : demo_approvers) {
    Signer signer{std::string{approver.name}, SigningKey::generate()};
    make.seed("approvers/" + signer.name + ".seed", signer.key);
    directory.approvers.push_back({signer.name, AgencyId{std::string{approver.agency}}, signer.key.verify_key()});
    signers.push_back(std::move(signer));
  }
  return signers;
}

void make_broker(Maker& make, schemas::Directory& directory, unsigned port) {
  for (const char* folder : {"broker", "broker/data", "broker/day-keys", "broker/parcel-keys"}) make.folder(folder);
  const SigningKey log = SigningKey::generate();
  make.seed("broker/log.seed", log);
  directory.log_key = log.verify_key();
  directory.broker_key = make.new_curve_pair("broker/curve.secret");
  make.shared("broker/approvers.json", approvers_text(demo_quorum, directory.approvers));
  make.shared("broker/broker.toml", broker_toml(port));
}

void make_agency(Maker& make, schemas::Directory& directory, const DemoAgency& agency, const AreaPlan& plan) {
  const fs::path home = fs::path{"adapters"} / agency.kind;
  make.folder(home);
  for (const char* folder : {"in", "out", "rejected", "state"}) make.folder(home / folder);
  const SigningKey key = SigningKey::generate();
  make.seed(home / "signing.seed", key);
  directory.organisations.push_back(
      {.id = AgencyId{std::string{agency.id}}, .name = std::string{agency.name}, .areas = {std::string{demo_area}},
       .transport_key = make.new_curve_pair(home / "curve.secret"),
       .signing_keys = {{key.verify_key(), schemas::fingerprint_of(key.verify_key()), london_midnight(london_date(plan.now)), std::nullopt}},
       .standing = schemas::Standing::active, .duty_contact = std::string{agency.duty_contact}});
  make.shared(home / "approvers.json", approvers_text(demo_quorum, directory.approvers));
  make.shared(home / "adapter.toml", adapter_toml(agency, plan.port));
}

void make_officer(Maker& make, schemas::Directory& directory, const DemoOfficer& officer, unsigned port) {
  const fs::path home = fs::path{"officers"} / officer.name;
  make.folder(home);
  directory.officers.push_back({std::string{officer.name}, AgencyId{std::string{demo_agencies.front().id}}, std::string{officer.role},
                                make.new_curve_pair(home / "curve.secret")});
  make.shared(home / "officer.toml", officer_toml({officer.name, directory.broker_key, to_hex(directory.log_key.bytes)}, port));
}

void make_person(Maker& make, schemas::Directory& directory, const DemoPerson& demo, const std::vector<Signer>& approvers, const AreaPlan& plan) {
  const fs::path home = fs::path{"people"} / demo.id;
  make.folder(home);
  const auto as = std::find_if(approvers.begin(), approvers.end(), [&](const Signer& each) { return each.name == demo.id; });
  const SigningKey key = as == approvers.end() ? SigningKey::generate() : SigningKey::from_seed(as->key.seed().expose());
  schemas::Person person{.id = std::string{demo.id}, .name = std::string{demo.name}, .agency = AgencyId{std::string{demo.agency}}, .roles = {},
                         .keys = {{key.verify_key(), schemas::fingerprint_of(key.verify_key()), london_midnight(london_date(plan.now)), std::nullopt}},
                         .transport_key = make.new_curve_pair(home / "curve.secret")};
  for (const std::string& role : split(demo.roles, ' ')) person.roles.push_back(*schemas::role_named(role));
  if (!demo.titles.empty()) person.titles.push_back(*schemas::title_named(demo.titles));
  make.shared(home / "officer.toml", officer_toml({demo.id, directory.broker_key, to_hex(directory.log_key.bytes)}, plan.port));
  make.secret(home / "person.key", schemas::seal_person_key({person.id, person.agency}, key, as_bytes(demo_passphrase)));
  directory.persons.push_back(std::move(person));
}

std::optional<FileError> fill(Maker& make, const AreaPlan& plan) {
  make.folder("");
  schemas::Directory directory;
  directory.version = 1;
  directory.area = demo_area;
  directory.log_origin = demo_log_origin;
  directory.quorum = static_cast<std::uint8_t>(demo_quorum);
  const std::vector<Signer> signers = make_approvers(make, directory);
  make_broker(make, directory, plan.port);
  for (const DemoAgency& agency : demo_agencies) make_agency(make, directory, agency, plan);
  for (const DemoOfficer& officer : demo_officers) make_officer(make, directory, officer, plan.port);
  make.folder("people");
  make.secret("people/passphrase", std::string{demo_passphrase} + "\n");
  for (const DemoPerson& person : demo_people) make_person(make, directory, person, signers, plan);
  const std::string text = schemas::print_directory(directory);
  make.shared("directory.json", text);
  make.signatures("directory.json", text, signers);
  make.folder("agreements");
  for (const NamedAgreement& agreement : plan.agreements) {
    make.shared("agreements/" + agreement.stem + ".agreement", agreement.text);
    make.signatures("agreements/" + agreement.stem + ".agreement", agreement.text, signers);
  }
  return make.error();
}

}  // namespace

Result<Unit, FileError> make_area(const AreaPlan& plan) {
  const fs::path place = fs::absolute(plan.folder).lexically_normal();
  const fs::path named = place.has_filename() ? place : place.parent_path();
  const fs::path beside = named.parent_path() / ("." + named.filename().string() + ".new-" + std::to_string(::getpid()));
  Maker make{beside};
  std::error_code failed;
  if (const auto error = fill(make, plan)) {
    fs::remove_all(beside, failed);
    return Fail{*error};
  }
  fs::rename(beside, named, failed);  // over an empty folder, or none
  if (!failed) return sync_folder(named.parent_path());
  const std::string what = "move into " + named.string() + ": " + failed.message();
  fs::remove_all(beside, failed);
  return Fail{FileError{FileError::Kind::other, what}};
}

}  // namespace concordat::console
