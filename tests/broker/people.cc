#include "tests/broker/people.h"

#include <algorithm>

#include "base/check.h"

namespace concordat::broker {
namespace {

struct One {
  const char* id;
  const char* agency;
  std::vector<schemas::Role> roles;
  std::vector<schemas::Title> titles;
};
const std::vector<One>& everybody() {
  using schemas::Role;
  using schemas::Title;
  static const std::vector<One> all{{"amina", "council/lbbd", {Role::approver, Role::administrator}, {Title::siro}},
                                    {"bola", "council/lbbd", {Role::approver}, {}},
                                    {"ben", "police/met", {Role::approver}, {}},
                                    {"chidi", "nhs/nelft", {Role::approver}, {}},
                                    {"nadia", "nhs/nelft", {Role::approver}, {Title::caldicott_guardian}},
                                    {"eve", "school/eastbury", {Role::approver, Role::administrator}, {}},
                                    {"iman", "police/met", {Role::ig_officer}, {}}};
  return all;
}

const SigningKey& key_of(std::size_t i) {
  static const std::vector<SigningKey> keys = [] {
    std::vector<SigningKey> made;
    for (std::size_t each = 0; each < everybody().size(); ++each) {
      std::array<std::byte, 32> seed{};
      seed.fill(static_cast<std::byte>(200 + each));
      made.push_back(SigningKey::from_seed(seed));
    }
    return made;
  }();
  return keys[i];
}
const One& one(Who who) { return everybody()[static_cast<std::size_t>(who)]; }

}  // namespace

People::People() = default;

const schemas::AgencyId& People::agency(Who who) const {
  static const std::vector<schemas::AgencyId> all = [] {
    std::vector<schemas::AgencyId> made;
    for (const One& each : everybody()) made.push_back(*schemas::parse_agency_id(each.agency));
    return made;
  }();
  return all[static_cast<std::size_t>(who)];
}
const std::string& People::id(Who who) const {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> made;
    for (const One& each : everybody()) made.emplace_back(each.id);
    return made;
  }();
  return all[static_cast<std::size_t>(who)];
}
const SigningKey& People::key(Who who) const { return key_of(static_cast<std::size_t>(who)); }
std::string People::transport_key(Who who) const { return std::string(40, static_cast<char>('h' + static_cast<int>(who))); }

void People::join(schemas::Directory& directory, Instant since) const {
  for (std::size_t i = 0; i < everybody().size(); ++i) {
    const auto who = static_cast<Who>(i);
    const VerifyKey verify = key(who).verify_key();
    directory.persons.push_back({.id = id(who), .name = id(who), .agency = agency(who), .roles = one(who).roles, .titles = one(who).titles,
                                 .keys = {{verify, schemas::fingerprint_of(verify), since, std::nullopt}}, .transport_key = transport_key(who)});
  }
  directory.quorum = 2;
  directory.approvers.clear();
  for (const Who who : {Who::amina, Who::ben, Who::chidi}) directory.approvers.push_back({id(who), agency(who), key(who).verify_key()});
}

schemas::Statement People::says(Who who, schemas::ActKind kind, const std::string& subject, Instant at) const {
  schemas::Statement statement{.kind = kind, .subject = subject, .agency = agency(who), .person = id(who), .key = schemas::fingerprint_of(key(who).verify_key()),
                               .at = at, .nonce = {}, .reason = "as the board decided"};
  ++nonce_;
  for (std::size_t i = 0; i < 8; ++i) statement.nonce[i] = static_cast<std::byte>(nonce_ >> (8 * i));
  return statement;
}

schemas::Act People::signed_by(Who who, const schemas::Statement& statement) const {
  auto act = schemas::sign_act(statement, key(who));
  CHECK(act.has_value(), "the test's statement cannot be written");
  return std::move(*act);
}

ActRow carried(const People& people, Who who, schemas::Statement statement, const Attached& attached) {
  for (const auto& [what, text] : attached)
    if (what != "signature") statement.binds.push_back({what, sha256(as_bytes(text))});
  std::sort(statement.binds.begin(), statement.binds.end(), [](const schemas::Bound& a, const schemas::Bound& b) { return a.what < b.what; });
  return {people.signed_by(who, statement), attached};
}

}  // namespace concordat::broker
