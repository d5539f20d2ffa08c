#include "schemas/directory.h"

#include <capnp/compat/json.h>
#include <capnp/message.h>
#include <kj/exception.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"
#include "schemas/capnp_bytes.h"
#include "schemas/wire/directory.capnp.h"

namespace concordat::schemas {
namespace {

constexpr std::size_t directory_bytes_max = 4U * 1024 * 1024;
constexpr std::array<std::string_view, 3> standings{"active", "suspended", "left"};
constexpr std::array<std::string_view, 4> roles{"administrator", "approver", "igOfficer", "operator"};
constexpr std::array<std::string_view, 3> titles{"siro", "caldicottGuardian", "dataProtectionOfficer"};

bool is_valid(Instant from, const std::optional<Instant>& until, Instant at) { return from <= at && (!until || at < *until); }
bool is_word(std::string_view text) { return !text.empty() && text.find_first_of(" /\n\t") == std::string_view::npos; }

template <class T, class List>
bool holds(const List& list, const T& one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

// Reads one directory; the first thing wrong ends it, with its place.
class DirectoryReader {
public:
  Result<Directory, DirectoryError> read(wire::Directory::Reader in) {
    Directory out;
    out.version = in.getVersion();
    out.area = text_of(in.getArea());
    out.log_origin = text_of(in.getLogOrigin());
    out.log_key = verify_key("logKey", in.getLogKey());
    out.broker_key = transport_key("brokerKey", in.getBrokerKey());
    out.quorum = in.getQuorum();
    need(out.version > 0, "version", "must be a number from 1");
    need(!out.log_origin.empty(), "logOrigin", "must name the log");
    out.approvers = approvers(in);
    for (unsigned i = 0; i < in.getOrganisations().size(); ++i) {
      at_ = "organisations[" + std::to_string(i) + "].";
      out.organisations.push_back(organisation(in.getOrganisations()[i]));
    }
    for (unsigned i = 0; i < in.getOfficers().size(); ++i) {
      at_ = "officers[" + std::to_string(i) + "].";
      const auto from = in.getOfficers()[i];
      out.officers.push_back({text_of(from.getName()), agency(from.getAgency(), "agency"), text_of(from.getRole()),
                              transport_key("transportKey", from.getTransportKey())});
      need(out.officers.back().role == "igOfficer" || out.officers.back().role == "operator", "role", "must be igOfficer or operator");
    }
    for (unsigned i = 0; i < in.getPersons().size(); ++i) {
      at_ = "persons[" + std::to_string(i) + "].";
      out.persons.push_back(person(in.getPersons()[i]));
    }
    at_.clear();
    need_distinct(out);
    if (error_) return Fail{*error_};
    return out;
  }
  Result<Pinned, DirectoryError> read_approvers(wire::Directory::Reader in) {
    Pinned out{in.getQuorum(), approvers(in)};
    need_distinct(out.approvers);
    if (error_) return Fail{*error_};
    return out;
  }

private:
  std::vector<Approver> approvers(wire::Directory::Reader in) {
    std::vector<Approver> out;
    need(in.getQuorum() > 0 && in.getQuorum() <= in.getApprovers().size(), "quorum", "must be from 1 to the number of approvers");
    for (unsigned i = 0; i < in.getApprovers().size(); ++i) {
      at_ = "approvers[" + std::to_string(i) + "].";
      const auto from = in.getApprovers()[i];
      need(!text_of(from.getName()).empty() && text_of(from.getName()).find(' ') == std::string::npos, "name", "must be a name without spaces");
      out.push_back({text_of(from.getName()), agency(from.getAgency(), "agency"), verify_key("key", from.getKey())});
    }
    at_.clear();
    return out;
  }
  void need(bool holds, std::string_view name, std::string_view what) {
    if (!holds && !error_) error_ = DirectoryError{"invalid-directory", at_ + std::string{name}, std::string{what}};
  }
  AgencyId agency(capnp::Text::Reader text, std::string_view name) {
    const auto id = parse_agency_id(view_of(text));
    need(id.has_value(), name, "must be an agency id, such as police/met");
    return id.value_or(AgencyId{"none/none"});
  }
  VerifyKey verify_key(std::string_view name, capnp::Text::Reader text) {
    VerifyKey key{};
    const auto bytes = from_hex(view_of(text));
    need(bytes && bytes->size() == key.bytes.size(), name, "must be an Ed25519 key of 64 hexadecimal digits");
    if (!error_) std::copy(bytes->begin(), bytes->end(), key.bytes.begin());
    return key;
  }
  std::string transport_key(std::string_view name, capnp::Text::Reader text) {
    need(text.size() == 40, name, "must be a CURVE public key of 40 Z85 characters");
    return text_of(text);
  }
  Instant instant(std::string_view name, capnp::Text::Reader text) {
    const auto value = parse_instant(view_of(text));
    need(value.has_value(), name, "must be a time with its offset, such as 2026-04-01T00:00:00Z");
    return value.value_or(Instant{});
  }
  Organisation organisation(wire::Organisation::Reader from) {
    Organisation out{.id = agency(from.getId(), "id"), .name = text_of(from.getName()), .areas = read_texts(from.getAreas()),
                     .transport_key = transport_key("transportKey", from.getTransportKey()), .signing_keys = {},
                     .standing = Standing::active, .duty_contact = text_of(from.getDutyContact())};
    out.standing = listed<Standing>(standings, from.getStatus(), "status", "must be active, suspended or left");
    need(!out.areas.empty(), "areas", "must list the ONS codes of the areas served");
    out.signing_keys = signing_keys("signingKeys", from.getSigningKeys());
    const std::string organisation_at = at_;
    for (unsigned i = 0; i < from.getOtherTransportKeys().size(); ++i) {
      at_ = organisation_at + "otherTransportKeys[" + std::to_string(i) + "].";
      const auto key = from.getOtherTransportKeys()[i];
      out.other_transport_keys.push_back({transport_key("key", key.getKey()), instant("from", key.getFrom()), std::nullopt});
      if (key.hasUntil()) out.other_transport_keys.back().until = instant("until", key.getUntil());
    }
    at_ = organisation_at;
    return out;
  }
  std::vector<AgencyKey> signing_keys(std::string_view name, capnp::List<wire::SigningKey>::Reader from) {
    std::vector<AgencyKey> out;
    const std::string owner_at = at_;
    for (unsigned i = 0; i < from.size(); ++i) {
      at_ = owner_at + std::string{name} + "[" + std::to_string(i) + "].";
      const VerifyKey verify = verify_key("key", from[i].getKey());
      out.push_back({verify, fingerprint_of(verify), instant("from", from[i].getFrom()), std::nullopt});
      if (from[i].hasUntil()) out.back().until = instant("until", from[i].getUntil());
    }
    at_ = owner_at;
    return out;
  }
  template <class Enum, class Names>
  Enum listed(const Names& names, capnp::Text::Reader text, std::string_view name, std::string_view what) {
    const auto at = std::find(names.begin(), names.end(), view_of(text));
    need(at != names.end(), name, what);
    return at == names.end() ? Enum{} : static_cast<Enum>(at - names.begin());
  }
  Person person(wire::Person::Reader from) {
    Person out{.id = text_of(from.getId()), .name = text_of(from.getName()), .agency = agency(from.getAgency(), "agency"), .roles = {},
               .keys = signing_keys("keys", from.getKeys()),
               .standing = listed<Standing>(standings, from.getStatus(), "status", "must be active, suspended or left")};
    need(is_word(out.id), "id", "must be a name without spaces or slashes");
    need(!out.name.empty(), "name", "must be the person's name");
    need(from.getRoles().size() > 0, "roles", "must list administrator, approver, igOfficer or operator");
    for (const auto role : from.getRoles())
      out.roles.push_back(listed<Role>(roles, role, "roles", "must be administrator, approver, igOfficer or operator"));
    for (const auto title : from.getTitles())
      out.titles.push_back(listed<Title>(titles, title, "titles", "must be siro, caldicottGuardian or dataProtectionOfficer"));
    if (from.hasTransportKey()) out.transport_key = transport_key("transportKey", from.getTransportKey());
    return out;
  }
  // One id, one transport key: or one agency could receive as another.
  void need_distinct(const Directory& directory) {
    std::set<std::string> ids;
    std::set<std::string> keys{directory.broker_key};
    for (const Organisation& organisation : directory.organisations) {
      need(ids.insert(organisation.id.value()).second, "organisations", "lists " + organisation.id.value() + " twice");
      need(keys.insert(organisation.transport_key).second, "organisations", "gives one transport key to two");
      for (const TransportKey& other : organisation.other_transport_keys)
        need(keys.insert(other.key).second, "organisations", "gives one transport key to two, or twice");
    }
    for (const Officer& officer : directory.officers) need(keys.insert(officer.transport_key).second, "officers", "gives one transport key to two");
    std::set<std::string> persons;
    std::set<VerifyKey> signers;
    for (const Person& person : directory.persons) {
      need(persons.insert(person.agency.value() + "/" + person.id).second, "persons", "lists " + person.agency.value() + "/" + person.id + " twice");
      need(person.transport_key.empty() || keys.insert(person.transport_key).second, "persons", "gives one transport key to two");
      for (const AgencyKey& key : person.keys) need(signers.insert(key.key).second, "persons", "gives one key to two, or twice");
    }
    need_distinct(directory.approvers);
  }
  // One name, one key: or one person could be a quorum.
  void need_distinct(const std::vector<Approver>& approvers) {
    std::set<std::string> names;
    std::set<VerifyKey> keys;
    for (const Approver& approver : approvers) {
      need(names.insert(approver.name).second, "approvers", "lists one name twice");
      need(keys.insert(approver.key).second, "approvers", "gives one key to two");
    }
  }

  std::string at_;
  std::optional<DirectoryError> error_;
};

// The library says what it expected in its own source's words.
std::string in_words(const kj::Exception& exception) {
  const std::string said{exception.getDescription().cStr()};
  constexpr std::string_view before_name = "field.getName() = ";
  if (const auto at = said.find(before_name); at != std::string::npos) return "has a \"" + said.substr(at + before_name.size()) + "\", which nothing here has";
  if (said.find("ends prematurely") != std::string::npos) return "is JSON that ends too early";
  return "is not JSON of this form";
}

template <class T, class Read>
Result<T, DirectoryError> read_json(std::string_view json, Read read) {
  if (json.size() > directory_bytes_max) return Fail{DirectoryError{"invalid-directory", "", "is larger than 4 MiB"}};
  try {
    capnp::MallocMessageBuilder builder;
    auto root = builder.initRoot<wire::Directory>();
    capnp::JsonCodec codec;
    codec.setRejectUnknownFields(true);
    codec.decode(kj::ArrayPtr<const char>{json.data(), json.size()}, root);
    return read(root.asReader());
  } catch (const kj::Exception& exception) {
    return Fail{DirectoryError{"invalid-directory", "", in_words(exception)}};
  }
}

std::string written(const AgencyKey& key) { return to_hex(key.key.bytes); }
std::string written(const TransportKey& key) { return key.key; }

template <class Builders, class Keys>
void write_keys(Builders out, const Keys& keys) {
  for (unsigned i = 0; i < out.size(); ++i) {
    out[i].setKey(written(keys[i]));
    out[i].setFrom(format_instant(keys[i].from));
    if (keys[i].until) out[i].setUntil(format_instant(*keys[i].until));
  }
}

void write_persons(capnp::List<wire::Person>::Builder out, const std::vector<Person>& persons) {
  for (unsigned i = 0; i < out.size(); ++i) {
    const Person& from = persons[i];
    auto to = out[i];
    to.setId(from.id);
    to.setName(from.name);
    to.setAgency(from.agency.value());
    auto held = to.initRoles(static_cast<unsigned>(from.roles.size()));
    for (unsigned j = 0; j < held.size(); ++j) held.set(j, std::string{name_of(from.roles[j])});
    if (!from.titles.empty()) {
      auto titled = to.initTitles(static_cast<unsigned>(from.titles.size()));
      for (unsigned j = 0; j < titled.size(); ++j) titled.set(j, std::string{name_of(from.titles[j])});
    }
    write_keys(to.initKeys(static_cast<unsigned>(from.keys.size())), from.keys);
    to.setStatus(std::string{standings[static_cast<std::size_t>(from.standing)]});
    if (!from.transport_key.empty()) to.setTransportKey(from.transport_key);
  }
}

Bytes signed_bytes(ByteView file) {
  Bytes out = to_bytes(as_bytes("concordat signed file 1"));
  put_bytes(out, sha256(file).bytes);
  return out;
}

}  // namespace

const Organisation* Directory::find(const AgencyId& id) const {
  const auto at = std::find_if(organisations.begin(), organisations.end(), [&](const Organisation& o) { return o.id == id; });
  return at == organisations.end() ? nullptr : &*at;
}
const Organisation* Directory::find_by_transport_key(std::string_view z85) const {
  const auto at = std::find_if(organisations.begin(), organisations.end(), [&](const Organisation& o) {
    return o.transport_key == z85 ||
           std::any_of(o.other_transport_keys.begin(), o.other_transport_keys.end(), [&](const TransportKey& other) { return other.key == z85; });
  });
  return at == organisations.end() ? nullptr : &*at;
}
std::optional<Officer> Directory::find_officer(std::string_view z85, Instant at) const {
  const auto officer = std::find_if(officers.begin(), officers.end(), [&](const Officer& o) { return o.transport_key == z85; });
  if (officer != officers.end()) return *officer;
  const auto person = std::find_if(persons.begin(), persons.end(), [&](const Person& p) { return !p.transport_key.empty() && p.transport_key == z85; });
  if (person == persons.end() || !person->stands(at)) return std::nullopt;
  Role most = person->roles.front();
  for (const Role role : {Role::operator_, Role::ig_officer})  // who reads most
    if (person->has(role)) most = role;
  return Officer{person->id, person->agency, std::string{name_of(most)}, person->transport_key};
}
const Person* Directory::find_person(const AgencyId& agency, std::string_view id) const {
  const auto at = std::find_if(persons.begin(), persons.end(), [&](const Person& p) { return p.agency == agency && p.id == id; });
  return at == persons.end() ? nullptr : &*at;
}

bool Organisation::connects_with(std::string_view z85, Instant at) const {
  return transport_key == z85 || std::any_of(other_transport_keys.begin(), other_transport_keys.end(), [&](const TransportKey& other) {
           return other.key == z85 && is_valid(other.from, other.until, at);
         });
}

std::string_view name_of(Role role) { return roles[static_cast<std::size_t>(role)]; }
std::string_view name_of(Title title) { return titles[static_cast<std::size_t>(title)]; }
std::optional<Role> role_named(std::string_view name) {
  const auto at = std::find(roles.begin(), roles.end(), name);
  return at == roles.end() ? std::nullopt : std::optional{static_cast<Role>(at - roles.begin())};
}
std::optional<Title> title_named(std::string_view name) {
  const auto at = std::find(titles.begin(), titles.end(), name);
  return at == titles.end() ? std::nullopt : std::optional{static_cast<Title>(at - titles.begin())};
}
bool Person::has(Role role) const { return holds(roles, role); }
bool Person::has(Title title) const { return holds(titles, title); }
std::optional<VerifyKey> Person::signing_key(const KeyFingerprint& key, Instant at) const {
  if (standing != Standing::active) return std::nullopt;
  for (const AgencyKey& known : keys)
    if (known.fingerprint == key && is_valid(known.from, known.until, at)) return known.key;
  return std::nullopt;
}
bool Person::stands(Instant at) const {
  return standing == Standing::active && std::any_of(keys.begin(), keys.end(), [&](const AgencyKey& key) { return is_valid(key.from, key.until, at); });
}
std::optional<VerifyKey> Directory::signing_key(const AgencyId& agency, const KeyFingerprint& key, Instant at) const {
  const Organisation* organisation = find(agency);
  if (organisation == nullptr || organisation->standing != Standing::active) return std::nullopt;
  for (const AgencyKey& known : organisation->signing_keys)
    if (known.fingerprint == key && is_valid(known.from, known.until, at)) return known.key;
  return std::nullopt;
}

std::string signature_line(std::string_view approver, const SigningKey& key, ByteView file) {
  return std::string{approver} + " " + to_base64(key.sign(signed_bytes(file)).bytes) + "\n";
}

std::size_t valid_signatures(ByteView file, std::string_view signatures, const std::vector<Approver>& known) {
  const Bytes message = signed_bytes(file);
  std::set<std::string> signers;
  for (const std::string& line : split(signatures, '\n')) {
    const std::string_view trimmed = trim(line);
    const std::size_t space = trimmed.find(' ');
    if (trimmed.empty() || trimmed.front() == '#' || space == std::string_view::npos) continue;
    const auto approver = std::find_if(known.begin(), known.end(), [&](const Approver& a) { return a.name == trimmed.substr(0, space); });
    const auto bytes = from_base64(trim(trimmed.substr(space + 1)));
    Signature signature{};
    if (approver == known.end() || !bytes || bytes->size() != signature.bytes.size()) continue;
    std::copy(bytes->begin(), bytes->end(), signature.bytes.begin());
    if (verify(approver->key, message, signature)) signers.insert(approver->name);
  }
  return signers.size();
}

Result<Directory, DirectoryError> parse_directory(std::string_view json) {
  auto directory = read_json<Directory>(json, [](wire::Directory::Reader in) { return DirectoryReader{}.read(in); });
  if (directory) directory->digest = sha256(as_bytes(json));
  return directory;
}

Result<Pinned, DirectoryError> parse_approvers(std::string_view json) {
  return read_json<Pinned>(json, [](wire::Directory::Reader in) { return DirectoryReader{}.read_approvers(in); });
}

std::string print_directory(const Directory& directory) {
  capnp::MallocMessageBuilder builder;
  auto out = builder.initRoot<wire::Directory>();
  out.setVersion(directory.version);
  out.setArea(directory.area);
  out.setLogOrigin(directory.log_origin);
  out.setLogKey(to_hex(directory.log_key.bytes));
  out.setBrokerKey(directory.broker_key);
  out.setQuorum(directory.quorum);
  auto approvers = out.initApprovers(static_cast<unsigned>(directory.approvers.size()));
  for (unsigned i = 0; i < approvers.size(); ++i) {
    approvers[i].setName(directory.approvers[i].name);
    approvers[i].setAgency(directory.approvers[i].agency.value());
    approvers[i].setKey(to_hex(directory.approvers[i].key.bytes));
  }
  auto organisations = out.initOrganisations(static_cast<unsigned>(directory.organisations.size()));
  for (unsigned i = 0; i < organisations.size(); ++i) {
    const Organisation& from = directory.organisations[i];
    auto to = organisations[i];
    to.setId(from.id.value());
    to.setName(from.name);
    write_texts(to.initAreas(static_cast<unsigned>(from.areas.size())), from.areas);
    to.setTransportKey(from.transport_key);
    write_keys(to.initSigningKeys(static_cast<unsigned>(from.signing_keys.size())), from.signing_keys);
    if (!from.other_transport_keys.empty()) write_keys(to.initOtherTransportKeys(static_cast<unsigned>(from.other_transport_keys.size())), from.other_transport_keys);
    to.setStatus(std::string{standings[static_cast<std::size_t>(from.standing)]});
    if (!from.duty_contact.empty()) to.setDutyContact(from.duty_contact);
  }
  auto officers = out.initOfficers(static_cast<unsigned>(directory.officers.size()));
  for (unsigned i = 0; i < officers.size(); ++i) {
    officers[i].setName(directory.officers[i].name);
    officers[i].setAgency(directory.officers[i].agency.value());
    officers[i].setRole(directory.officers[i].role);
    officers[i].setTransportKey(directory.officers[i].transport_key);
  }
  if (!directory.persons.empty()) write_persons(out.initPersons(static_cast<unsigned>(directory.persons.size())), directory.persons);
  capnp::JsonCodec codec;
  codec.setPrettyPrint(true);
  codec.setHasMode(capnp::HasMode::NON_DEFAULT);
  const auto text = codec.encode(out.asReader());
  return std::string{text.cStr(), text.size()} + "\n";
}

Result<Directory, DirectoryError> open_directory(std::string_view json, std::string_view signatures,
                                                 const std::vector<Approver>& pinned, std::size_t quorum) {
  const std::size_t signed_by = valid_signatures(as_bytes(json), signatures, pinned);
  if (quorum == 0 || signed_by < quorum)
    return Fail{DirectoryError{"directory-unsigned", "", "is signed by " + std::to_string(signed_by) + " of the approvers trusted; " +
                                                             std::to_string(quorum) + " must sign it"}};
  return parse_directory(json);
}

}  // namespace concordat::schemas
