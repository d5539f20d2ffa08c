// The directory: which organisations take part in an area, their keys, and who approves changes. A
// broker and a link each hold one, read from a file that the approvers' quorum signed; nobody can put a
// sender in it alone. Immutable once read; a change is a new directory.
//
//   auto directory = open_directory(json, signatures, pinned_approvers, quorum);
//   const Organisation* met = directory->find(AgencyId{"police/met"});
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/result.h"
#include "schemas/ids.h"
#include "schemas/payload.h"
#include "schemas/seal.h"

namespace concordat::schemas {

enum class Standing : std::uint8_t { active, suspended, left };

struct Approver {
  std::string name;
  AgencyId agency;
  VerifyKey key;
};
struct AgencyKey {
  VerifyKey key;
  KeyFingerprint fingerprint;
  Instant from;
  std::optional<Instant> until;
};
struct TransportKey {
  std::string key;  // Z85
  Instant from;
  std::optional<Instant> until;
};
struct Organisation {
  AgencyId id;
  std::string name;
  std::vector<std::string> areas;
  std::string transport_key;  // Z85, 40 characters
  std::vector<AgencyKey> signing_keys;
  Standing standing;
  std::string duty_contact;
  std::vector<TransportKey> other_transport_keys = {};  // while keys are rotated

  bool connects_with(std::string_view z85, Instant at) const;
};
struct Officer {
  std::string name;
  AgencyId agency;
  std::string role;  // igOfficer, operator; of a person who connects, also administrator, approver
  std::string transport_key;
};

enum class Role : std::uint8_t { administrator, approver, ig_officer, operator_ };
enum class Title : std::uint8_t { siro, caldicott_guardian, data_protection_officer };
std::string_view name_of(Role role);    // "igOfficer"
std::string_view name_of(Title title);  // "caldicottGuardian"
std::optional<Role> role_named(std::string_view name);
std::optional<Title> title_named(std::string_view name);

// Who may sign acts of governance. What counts is asked at an instant: who has left has no key that does.
struct Person {
  std::string id;  // "amina-khan"; with the agency, one person for good
  std::string name;
  AgencyId agency;
  std::vector<Role> roles;
  std::vector<Title> titles = {};
  std::vector<AgencyKey> keys;
  Standing standing = Standing::active;
  std::string transport_key = {};  // empty: another's connection carries what they sign

  bool has(Role role) const;
  bool has(Title title) const;
  // The key of that fingerprint if the person is active and the key valid at that instant.
  std::optional<VerifyKey> signing_key(const KeyFingerprint& key, Instant at) const;
  bool stands(Instant at) const;  // active, with some key that is valid
};

struct Directory {
  std::uint32_t version = 0;
  std::string area;
  std::string log_origin;
  VerifyKey log_key;
  std::string broker_key;  // Z85
  std::uint8_t quorum = 1;
  std::vector<Approver> approvers;
  std::vector<Organisation> organisations;
  std::vector<Officer> officers;
  std::vector<Person> persons = {};
  Digest digest;  // SHA-256 of the file's bytes

  const Organisation* find(const AgencyId& id) const;
  const Organisation* find_by_transport_key(std::string_view z85) const;
  // An officer of that transport key, or a person who stands at that instant and connects with it.
  std::optional<Officer> find_officer(std::string_view z85, Instant at) const;
  const Person* find_person(const AgencyId& agency, std::string_view id) const;
  // The key of that fingerprint if the agency is active and the key valid at that instant.
  std::optional<VerifyKey> signing_key(const AgencyId& agency, const KeyFingerprint& key, Instant at) const;
};

// Signatures lie in a file beside the signed one, a line each: APPROVER-NAME BASE64. What is signed is
// "concordat signed file 1" | SHA-256(file). Blank lines and lines that begin with # are passed over.
std::string signature_line(std::string_view approver, const SigningKey& key, ByteView file);
// How many different approvers of `known` have signed these bytes.
std::size_t valid_signatures(ByteView file, std::string_view signatures, const std::vector<Approver>& known);

struct DirectoryError {
  std::string code;   // invalid-directory, directory-unsigned
  std::string where;  // "organisations[2].transportKey"
  std::string what;
};

// Reads without judging signatures: for tools that write or sign one.
Result<Directory, DirectoryError> parse_directory(std::string_view json);
std::string print_directory(const Directory& directory);
// The approvers a broker or link was provisioned with, and how many of them must sign.
struct Pinned {
  std::size_t quorum = 1;
  std::vector<Approver> approvers;
};
// {"quorum": 2, "approvers": [{"name": …, "agency": …, "key": …}]}, as in the directory itself.
Result<Pinned, DirectoryError> parse_approvers(std::string_view json);
// Reads, and demands `quorum` signatures by the approvers pinned at provisioning.
Result<Directory, DirectoryError> open_directory(std::string_view json, std::string_view signatures,
                                                 const std::vector<Approver>& pinned, std::size_t quorum);

}  // namespace concordat::schemas
