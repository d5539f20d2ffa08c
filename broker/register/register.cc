#include "broker/register/register.h"

#include <algorithm>

#include "broker/register/agreement_acts.h"
#include "broker/register/directory_acts.h"
#include "broker/register/signer.h"
#include "broker/register/vouched.h"

namespace concordat::broker {
namespace {

using schemas::AgreementName;

constexpr std::array<std::uint16_t, 4> days_announced{90, 30, 7, 0};

// What came without a person.
Said by_broker(const RecordedRow& recorded, std::string reason) { return {recorded.record, recorded.at, schemas::AgencyId{"none/none"}, {}, std::move(reason)}; }

audit::AgreementRef ref_of(const TextFacts& facts) { return {schemas::format_agreement_name(facts.name), facts.digest}; }

// The announcement that is due: of those whose time has come, the last; nothing if it was made.
std::optional<std::uint16_t> due_of(Instant day, Instant now) {
  std::optional<std::uint16_t> found;
  for (const std::uint16_t days : days_announced)
    if (now >= day - std::chrono::hours{24 * days}) found = days;
  return found;
}

}  // namespace

Judgement Register::judge(const ActRow& row, Instant now) const {
  const auto said = schemas::read_statement(row.act.statement);
  if (!said) return Fail{std::string_view{"act-malformed"}};
  if (directory_ == nullptr) return Fail{std::string_view{"unknown-person"}};
  TRY(const schemas::Person* person, judge_signer(row.act, *said, *directory_, heard_, now));
  for (const schemas::Bound& bound : said->binds) {  // what is attached is what was signed
    const auto attached = row.attached.find(bound.what);
    if (attached != row.attached.end() && sha256(as_bytes(attached->second)) != bound.digest) return Fail{std::string_view{"digest-mismatch"}};
  }
  for (const auto& [what, text] : row.attached)
    if (what != file_signature && said->bound(what) == nullptr) return Fail{std::string_view{"digest-mismatch"}};
  if (is_of_directory(said->kind)) return DirectoryActs{*this, *said, *person, row.attached}.judge();
  return AgreementActs{*this, *said, *person, row.attached, now}.judge();
}

std::optional<Ruling> Register::judge(const ImportedDirectory& file) const {
  const auto read = schemas::parse_directory(file.json);
  if (!read || (directory_ != nullptr && read->version <= directory_->version)) return std::nullopt;
  return Ruling{.kind = audit::EventKind::directory, .code = "version-" + std::to_string(read->version), .changes_rules = true};
}

std::optional<Ruling> Register::judge(const ImportedAgreement& file) const {
  const auto facts = read_facts(file.text);
  if (!facts) return std::nullopt;
  const Version* known = find(facts->name);
  if (known != nullptr && known->facts.digest != facts->digest && known->stage == Version::Stage::active) return std::nullopt;  // a number is taken for good
  const bool is_same = known != nullptr && known->facts.digest == facts->digest && known->stage != Version::Stage::proposed &&
                       known->by_files == file.status && known->acceded_by_files == file.acceded;
  if (is_same || (known != nullptr && known->activated && known->stage == Version::Stage::withdrawn)) return std::nullopt;
  return Ruling{.kind = audit::EventKind::agreement, .code = std::string{name_of(file.status)}, .agreement = ref_of(*facts), .changes_rules = true};
}

Ruling Register::judge(const Turn& turn) const {
  return {.kind = audit::EventKind::agreement, .code = std::string{name_of(turn.what)},
          .agreement = audit::AgreementRef{schemas::format_agreement_name(turn.name), turn.text},
          .changes_rules = turn.what == Turn::What::in_force || turn.what == Turn::What::superseded || turn.what == Turn::What::expired};
}

std::vector<Turn> Register::due(Instant now) const {
  std::vector<Turn> found;
  for (const auto& [record, version] : versions_) {
    if (version.stage != Version::Stage::active || version.status() == policy::Status::withdrawn || version.is_superseded()) continue;
    const TextFacts& facts = version.facts;
    const auto add = [&, &each = version](Turn::What what, std::uint16_t days) {
      if (!each.announced.contains({std::string{name_of(what)}, days})) found.push_back({what, days, facts.name, facts.digest});
    };
    const Version* counts = counting(facts.name.name, now);
    if (counts == &version) {
      add(Turn::What::in_force, 0);
      if (now >= facts.until) {
        add(Turn::What::expired, 0);
        continue;
      }
      if (const auto days = facts.review_by ? due_of(*facts.review_by, now) : std::nullopt) add(Turn::What::review_due, *days);
      if (const auto days = due_of(facts.until, now)) add(Turn::What::expiry_due, *days);
    } else if (counts != nullptr && counts->facts.name.version > facts.name.version) {
      add(Turn::What::superseded, 0);
    }
  }
  return found;
}

void Register::apply(const RecordedRow& recorded) {
  struct Apply {
    Register& to;
    const RecordedRow& recorded;
    void operator()(const ActRow& row) const { to.apply_act(recorded, row); }
    void operator()(const ImportedDirectory& file) const {
      auto directory = schemas::parse_directory(file.json);
      if (directory) to.history_.push_back({by_broker(recorded, "signed files"), "imported", "directory/" + std::to_string(directory->version)});
      if (directory) to.take_directory(std::make_shared<const schemas::Directory>(std::move(*directory)), file.json, file.signatures);
    }
    void operator()(const ImportedAgreement& file) const { to.import(recorded, file); }
    void operator()(const Turn& turn) const {
      to.history_.push_back({by_broker(recorded, turn.days == 0 ? "" : std::to_string(turn.days) + " days before"), std::string{name_of(turn.what)},
                             schemas::format_agreement_name(turn.name)});
      if (Version* version = to.find_mutable(turn.name)) version->announced.emplace(std::string{name_of(turn.what)}, turn.days);
    }
  };
  std::visit(Apply{*this, recorded}, recorded.row);
}

void Register::apply_act(const RecordedRow& recorded, const ActRow& row) {
  const auto said = schemas::read_statement(row.act.statement);
  if (!said) return;
  heard_.insert(schemas::act_id(row.act));
  for (const auto& [what, text] : row.attached) keep(text);
  const Said by{recorded.record, recorded.at, said->agency, said->person, said->reason};
  history_.push_back({by, std::string{name_of(said->kind)}, said->subject, said->says});
  if (is_of_directory(said->kind)) DirectoryActs::apply(*this, *said, by, row.attached);
  else AgreementActs::apply(*this, *said, by, row.attached);
}

void Register::import(const RecordedRow& recorded, const ImportedAgreement& file) {
  auto facts = read_facts(file.text);
  if (!facts) return;
  keep(file.text);
  Version* known = find_mutable(facts->name);
  if (known == nullptr || known->facts.digest != facts->digest) {
    if (known != nullptr) known->stage = Version::Stage::replaced;
    latest_.insert_or_assign(facts->name, recorded.record);
    known = &versions_.emplace(recorded.record, Version{.facts = std::move(*facts), .proposed = by_broker(recorded, "signed files"), .base = {}, .difference = {}}).first->second;
  }
  history_.push_back({by_broker(recorded, "signed files"), "imported", schemas::format_agreement_name(known->facts.name)});
  if (!known->activated) known->activated = by_broker(recorded, "signed files");
  known->stage = Version::Stage::active;
  known->by_files = file.status;
  known->acceded_by_files = file.acceded;
}

void Register::take_directory(std::shared_ptr<const schemas::Directory> directory, std::string json, std::string signatures) {
  keep(json);
  directory_ = std::move(directory);
  directory_json_ = std::move(json);
  directory_signatures_ = std::move(signatures);
  proposal_.reset();  // it followed another version
}

void Register::keep(const std::string& text) { texts_.try_emplace(sha256(as_bytes(text)), text); }

const std::string* Register::text(const Digest& digest) const {
  const auto at = texts_.find(digest);
  return at == texts_.end() ? nullptr : &at->second;
}

const Version* Register::find(const AgreementName& name) const {
  const auto at = latest_.find(name);
  return at == latest_.end() ? nullptr : &versions_.at(at->second);
}
Version* Register::find_mutable(const AgreementName& name) {
  const auto at = latest_.find(name);
  return at == latest_.end() ? nullptr : &versions_.at(at->second);
}

const Version* Register::counting(const std::string& name, Instant now) const {
  const Version* found = nullptr;
  for (auto at = latest_.lower_bound({name, 0}); at != latest_.end() && at->first.name == name; ++at) {
    const Version& version = versions_.at(at->second);
    const bool is_there = version.stage == Version::Stage::active && version.status() != policy::Status::withdrawn && !version.is_superseded();
    if (is_there && version.facts.from <= now) found = &version;
  }
  return found;
}

const Members& Register::members(const std::string& name) const {
  static const Members nobody;
  const auto at = members_.find(name);
  return at == members_.end() ? nobody : at->second;
}

}  // namespace concordat::broker
