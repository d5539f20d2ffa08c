#include "broker/register/told.h"

#include <nlohmann/json.hpp>

namespace concordat::broker {
namespace {

using nlohmann::ordered_json;

// A signed file may hold what is not UTF-8; that is no reason to answer nothing.
std::string printed(const ordered_json& json) { return json.dump(-1, ' ', false, ordered_json::error_handler_t::replace); }

ordered_json said_json(const Said& said) {
  ordered_json out{{"record", said.record}, {"at", format_instant(said.at)}};
  if (!said.person.empty()) out["by"] = said.agency.value() + "/" + said.person;
  if (!said.reason.empty()) out["reason"] = said.reason;
  return out;
}
template <class Map>
ordered_json words_json(const Map& words) {
  ordered_json out = ordered_json::array();
  for (const auto& [who, said] : words) out.push_back(said_json(said));
  return out;
}
ordered_json agencies_json(const std::map<schemas::AgencyId, Said>& agencies) {
  ordered_json out = ordered_json::array();
  for (const auto& [agency, said] : agencies) out.push_back(agency.value());
  return out;
}

ordered_json suspension_json(const Suspension& suspension) {
  ordered_json out = said_json(suspension.by);
  out["agency"] = suspension.by.agency.value();
  if (!suspension.part) out["scope"] = "whole";
  else if (suspension.part->recipient) out["recipient"] = suspension.part->recipient->value();
  else out["field"] = suspension.part->field;
  return out;
}

std::set<std::string> parties_now(const Version& version, const Members& members) {
  std::set<std::string> found;
  for (const std::string& party : version.facts.parties)
    if (const auto agency = schemas::parse_agency_id(party); agency && is_party(version, members, *agency)) found.insert(party);
  for (const auto& [agency, said] : members.acceded)
    if (is_party(version, members, agency)) found.insert(agency.value());
  for (const schemas::AgencyId& agency : version.acceded_by_files)
    if (is_party(version, members, agency)) found.insert(agency.value());
  return found;
}

ordered_json version_json(const Register& in, const Version& version, Instant now) {
  const TextFacts& facts = version.facts;
  const Members& members = in.members(facts.name.name);
  ordered_json suspensions = ordered_json::array();
  for (const auto& [record, suspension] : version.suspensions) suspensions.push_back(suspension_json(suspension));
  ordered_json out{{"agreement", schemas::format_agreement_name(facts.name)}, {"state", state_of(in, version, now)}, {"digest", to_hex(facts.digest.bytes)},
                   {"from", format_instant(facts.from)}, {"until", format_instant(facts.until)}, {"parties", parties_now(version, members)},
                   {"sharesHealth", facts.shares_health}, {"proposed", said_json(version.proposed)}, {"approvals", words_json(version.approvals)},
                   {"rejections", words_json(version.rejections)}, {"suspensions", suspensions}, {"left", agencies_json(members.left)}};
  if (facts.review_by) out["reviewBy"] = format_instant(*facts.review_by);
  if (version.stage == Version::Stage::proposed) out["missing"] = missing_approvals(version, members);
  if (version.by_files == policy::Status::suspended) out["suspendedByFiles"] = true;
  if (!version.withdrawals.empty()) out["withdrawals"] = words_json(version.withdrawals);
  if (version.activated) out["activated"] = said_json(*version.activated);
  return out;
}

void put_text(ordered_json& out, const char* what, const Register& in, const std::optional<Digest>& digest) {
  const std::string* text = digest ? in.text(*digest) : nullptr;
  if (text == nullptr) return;
  out[what] = *text;
  out[std::string{what} + "Digest"] = to_hex(digest->bytes);
}

ordered_json persons_json(const schemas::Directory& directory, Instant now) {
  ordered_json out = ordered_json::array();
  for (const schemas::Person& person : directory.persons) {
    ordered_json one{{"id", person.id}, {"name", person.name}, {"agency", person.agency.value()}, {"stands", person.stands(now)}};
    for (const schemas::Role role : person.roles) one["roles"].push_back(std::string{name_of(role)});
    for (const schemas::Title title : person.titles) one["titles"].push_back(std::string{name_of(title)});
    out.push_back(std::move(one));
  }
  return out;
}

bool is_of(const HistoryLine& line, const std::string& of) { return of.empty() || line.subject == of || line.subject.starts_with(of + "/"); }

}  // namespace

std::string state_of(const Register& in, const Version& version, Instant now) {
  switch (version.stage) {
    case Version::Stage::withdrawn: return "withdrawn";
    case Version::Stage::replaced: return "replaced";
    case Version::Stage::proposed:
      if (!version.rejections.empty()) return "disagreed";
      return missing_approvals(version, in.members(version.facts.name.name)).empty() ? "approved" : "proposed";
    case Version::Stage::active: break;
  }
  if (version.status() == policy::Status::withdrawn) return "withdrawn";
  if (version.is_superseded()) return "superseded";
  if (now < version.facts.from) return "to-come";
  if (in.counting(version.facts.name.name, now) != &version) return "superseded";
  if (version.is_suspended()) return "suspended";
  return now < version.facts.until ? "in-force" : "lapsed";
}

std::string agreements_told(const Register& in, Instant now) {
  ordered_json list = ordered_json::array();
  for (const auto& [record, version] : in.versions()) list.push_back(version_json(in, version, now));
  return printed({{"agreements", list}});
}

std::optional<std::string> agreement_told(const Register& in, const schemas::AgreementName& name, Instant now) {
  const Version* version = in.find(name);
  if (version == nullptr) return std::nullopt;
  ordered_json out = version_json(in, *version, now);
  put_text(out, "text", in, version->facts.digest);
  put_text(out, "difference", in, version->difference);
  put_text(out, "replay", in, version->replay);
  put_text(out, "scenarios", in, version->scenarios);
  put_text(out, "base", in, version->base);
  const Version* counts = in.counting(name.name, now);
  if (counts != nullptr) out["counts"] = schemas::format_agreement_name(counts->facts.name);
  return printed(out);
}

std::string history_told(const Register& in, const std::string& of) {
  ordered_json list = ordered_json::array();
  for (const HistoryLine& line : in.history()) {
    if (!is_of(line, of)) continue;
    ordered_json one = said_json(line.by);
    one["what"] = line.what;
    one["subject"] = line.subject;
    for (const schemas::Particular& said : line.says) one[said.what] = said.value;
    list.push_back(std::move(one));
  }
  return printed({{"history", list}});
}

std::string directory_told(const Register& in, Instant now) {
  if (in.is_empty()) return ordered_json{{"version", 0}}.dump();
  ordered_json out{{"version", in.directory()->version}, {"digest", to_hex(in.directory()->digest.bytes)}, {"quorum", in.directory()->quorum},
                   {"text", in.directory_json()}, {"signatures", in.directory_signatures()}, {"persons", persons_json(*in.directory(), now)}};
  const auto& proposal = in.directory_proposal();
  if (proposal)
    out["proposal"] = {{"version", proposal->directory->version}, {"digest", to_hex(proposal->directory->digest.bytes)}, {"text", proposal->json},
                       {"proposed", said_json(proposal->proposed)}, {"approvals", words_json(proposal->approvals)}, {"rejections", words_json(proposal->rejections)}};
  return printed(out);
}

}  // namespace concordat::broker
