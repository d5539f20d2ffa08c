#include "tests/sim/board.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/check.h"
#include "broker/register/rules_of.h"

namespace concordat::sim {
namespace {

using broker::Version;
using broker::Who;
using schemas::ActKind;

constexpr std::array everybody{Who::amina, Who::bola, Who::ben, Who::chidi, Who::nadia, Who::eve, Who::iman};

std::string name_of(const Version& version) { return schemas::format_agreement_name(version.facts.name); }

// Of an even version the guest is out of the area; of an odd one it is back.
std::string directory_after(const schemas::Directory& before) {
  schemas::Directory next = before;
  ++next.version;
  for (schemas::Organisation& each : next.organisations)
    if (each.id.value() == guest) each.standing = is_guest_suspended(next.version) ? schemas::Standing::suspended : schemas::Standing::active;
  return schemas::print_directory(next);
}

}  // namespace

Board::Board(const Area& area, Dice& dice) : area_(area), dice_(dice) {}

broker::Governance Board::founding(Instant now) const {
  const Instant since = *parse_instant("2026-01-01T00:00:00Z");
  schemas::Directory directory = *area_.directory();
  people_.join(directory, since);
  broker::Register all;
  broker::Governance change;
  const auto add = [&](const auto& file) {
    const auto ruling = all.judge(file);
    CHECK(ruling, "the simulation's rules are not taken");
    change.events.push_back({.kind = ruling->kind, .at = now, .actor = "broker", .code = ruling->code, .agreement = ruling->agreement});
    change.rows.push_back({change.events.size() - 1, file});
    all.apply({change.events.size(), now, file});
  };
  add(broker::ImportedDirectory{schemas::print_directory(directory), {}});
  for (const char* name : governed_names) add(broker::ImportedAgreement{Area::agreement_text(name, 1), {}, policy::Status::active, {}});
  auto rules = broker::rules_of(all);
  CHECK(rules, "the simulation's agreements do not compile");
  for (audit::Event& event : change.events) event.reference = event.kind == audit::EventKind::directory ? rules->directory->digest : rules->book->digest();
  change.rules = std::move(*rules);
  return change;
}

Who Board::anybody() { return everybody[dice_.below(everybody.size())]; }

Who Board::somebody_of(const schemas::AgencyId& agency) {
  std::vector<Who> found;
  std::copy_if(everybody.begin(), everybody.end(), std::back_inserter(found), [&](Who who) { return people_.agency(who) == agency; });
  return found[dice_.below(found.size())];
}

Board::Said Board::says(Who who, schemas::Statement statement, const broker::Attached& attached) {
  const broker::ActRow row = broker::carried(people_, who, std::move(statement), attached);
  const nlohmann::json text{{"statement", row.act.statement}, {"signature", to_hex(row.act.signature.bytes)}, {"attached", row.attached}, {"dryRun", false}};
  last_ = {{broker::ConnectionId{20 + static_cast<std::uint64_t>(who)}, people_.id(who), people_.transport_key(who)},
           {.question = "act", .reason = "governs", .text = text.dump()}};
  return *last_;
}

Board::Said Board::suspends(const Version& version, Instant now) {
  const Who who = anybody();
  schemas::Statement said = people_.says(who, ActKind::agreement_suspend, name_of(version), now);
  said.binds = {{"text", version.facts.digest}};
  if (dice_.falls(400)) said.says = {{"field", suspendable[dice_.below(suspendable.size())]}};
  else if (dice_.falls(500)) said.says = {{"recipient", people_.agency(anybody()).value()}};
  return says(who, std::move(said), {});
}

Board::Said Board::resumes(const Version& version, const schemas::AgencyId& agency, Instant now) {
  const Who who = somebody_of(agency);
  schemas::Statement said = people_.says(who, ActKind::agreement_resume, name_of(version), now);
  said.binds = {{"text", version.facts.digest}};
  return says(who, std::move(said), {});
}

// The next version of the agreement: proposed, then approved, once in a while of another text, then activated.
Board::Said Board::renews(const broker::Register& in, const Version& version, Instant now) {
  const schemas::AgreementName name{version.facts.name.name, version.facts.name.version + 1};
  const std::string subject = schemas::format_agreement_name(name);
  const Who who = anybody();
  const Version* draft = in.find(name);
  if (draft == nullptr || draft->stage != Version::Stage::proposed || draft->base != version.facts.digest) {
    schemas::Statement said = people_.says(who, ActKind::agreement_propose, subject, now);
    said.binds = {{"base", version.facts.digest}};
    return says(who, std::move(said), {{"text", Area::agreement_text(name.name, static_cast<int>(name.version))}, {"difference", "none"}, {"replay", "none"}, {"scenarios", "all"}});
  }
  const bool is_approved = broker::missing_approvals(*draft, in.members(name.name)).empty();
  schemas::Statement said = people_.says(who, is_approved && dice_.falls(700) ? ActKind::agreement_activate : ActKind::agreement_approve, subject, now);
  said.binds = {{"difference", *draft->difference}, {"text", dice_.falls(100) ? version.facts.digest : draft->facts.digest}};
  return says(who, std::move(said), {});
}

Board::Said Board::moves_directory(const broker::Register& in, Who who, Instant now) {
  const auto& proposal = in.directory_proposal();
  const std::string subject = "directory/" + std::to_string(in.directory()->version + 1);
  if (!proposal) return says(who, people_.says(who, ActKind::directory_propose, subject, now), {{"text", directory_after(*in.directory())}});
  schemas::Statement said = people_.says(who, ActKind::directory_approve, subject, now);
  said.binds = {{"text", proposal->directory->digest}};
  return says(who, std::move(said), {{"signature", schemas::signature_line(people_.id(who), people_.key(who), as_bytes(proposal->json))}});
}

// What somebody has heard on the wire, or changed there.
Board::Said Board::repeats() {
  Said again = *last_;
  if (dice_.falls(500)) {
    nlohmann::json text = nlohmann::json::parse(again.ask.text);
    std::string statement = text["statement"];
    statement[dice_.below(statement.size())] ^= 1;
    text["statement"] = statement;
    again.ask.text = text.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  }
  return again;
}

Board::Said Board::acts(const broker::Register& in, Instant now) {
  const Version* version = in.counting(governed_names[dice_.below(governed_names.size())], now);
  CHECK(version != nullptr, "an agreement of the simulation is gone");
  const std::size_t turn = dice_.below(100);
  if (turn < 20) return suspends(*version, now);
  if (turn < 50 && !version->suspensions.empty()) {
    const auto at = std::next(version->suspensions.begin(), static_cast<std::ptrdiff_t>(dice_.below(version->suspensions.size())));
    return resumes(*version, dice_.falls(200) ? people_.agency(anybody()) : at->second.by.agency, now);
  }
  if (turn < 80) return renews(in, *version, now);
  if (turn < 92 || !last_) return moves_directory(in, anybody(), now);
  return repeats();
}

bool Board::is_mended(const broker::Register& in, Instant now) {
  const auto is_suspended = [&](const char* name) {
    const Version* version = in.counting(name, now);
    return version != nullptr && !version->suspensions.empty();
  };
  return !is_guest_suspended(in.directory()->version) && std::none_of(governed_names.begin(), governed_names.end(), is_suspended);
}

std::optional<Board::Said> Board::mends(const broker::Register& in, Instant now) {
  if (is_mended(in, now)) return std::nullopt;
  if (!is_guest_suspended(in.directory()->version))  // else the guest's people could resume nothing
    for (const char* name : governed_names)
      if (const Version* version = in.counting(name, now); version != nullptr && !version->suspensions.empty())
        return resumes(*version, version->suspensions.begin()->second.by.agency, now);
  return moves_directory(in, in.directory_proposal() ? std::array{Who::ben, Who::chidi, Who::amina}[dice_.below(3)] : Who::amina, now);
}

}  // namespace concordat::sim
