#include "broker/register/directory_acts.h"

#include <algorithm>

namespace concordat::broker {
namespace {

using schemas::ActKind;
using schemas::Directory;
using schemas::Role;
using Refused = Fail<std::string_view>;

std::string subject_of(std::uint32_t version) { return "directory/" + std::to_string(version); }

// Whether so many of those who approve now have signed what comes next: the same that every link demands (ADR 0102).
bool has_quorum(std::string_view json, std::string_view signatures, const Directory& in_force) {
  return schemas::valid_signatures(as_bytes(json), signatures, in_force.approvers) >= in_force.quorum;
}

Ruling ruling_of(std::string code) { return {.kind = audit::EventKind::directory, .code = std::move(code)}; }

}  // namespace

Judgement DirectoryActs::judge() const {
  if (said_.kind == ActKind::directory_propose) return propose();
  const auto& proposal = register_.directory_proposal();
  if (!proposal || said_.subject != subject_of(proposal->directory->version)) return Refused{"no-such-proposal"};
  const Digest* text = said_.bound("text");
  if (text == nullptr || *text != proposal->directory->digest) return Refused{"other-text"};
  if (said_.kind == ActKind::directory_approve) return approve(*proposal);
  if (said_.kind == ActKind::directory_withdraw) {
    if (proposal->proposed.agency != said_.agency) return Refused{"not-the-proposer"};
    return ruling_of("proposal-withdrawn");
  }
  if (approver() == nullptr) return Refused{"not-an-approver"};
  return ruling_of("rejected");
}

Judgement DirectoryActs::propose() const {
  if (!person_.has(Role::administrator)) return Refused{"role-missing"};
  const auto text = attached_.find("text");
  if (text == attached_.end() || said_.bound("text") == nullptr) return Refused{"proposal-incomplete"};
  const auto read = schemas::parse_directory(text->second);
  if (!read) return Refused{"invalid-directory"};
  const Directory& in_force = *register_.directory();
  if (read->version != in_force.version + 1 || said_.subject != subject_of(read->version)) return Refused{"directory-not-next"};
  // Another log, or another broker, is another area: that takes a ceremony, not a proposal. (The log's key may be rotated.)
  if (read->log_origin != in_force.log_origin || read->broker_key != in_force.broker_key) return Refused{"directory-root-changed"};
  if (read->quorum == 0 || read->quorum > read->approvers.size()) return Refused{"invalid-directory"};
  const auto& standing = register_.directory_proposal();
  if (standing && standing->proposed.agency != said_.agency && standing->rejections.empty()) return Refused{"proposal-standing"};
  return ruling_of("proposed");
}

// The directory in force lists its approvers by name and key: an approver's key is one of that person's own.
const schemas::Approver* DirectoryActs::approver() const {
  const auto& approvers = register_.directory()->approvers;
  const auto at = std::find_if(approvers.begin(), approvers.end(), [&](const schemas::Approver& each) {
    return each.name == person_.id && each.agency == person_.agency &&
           std::any_of(person_.keys.begin(), person_.keys.end(), [&](const schemas::AgencyKey& key) { return key.key == each.key; });
  });
  return at == approvers.end() || !person_.has(Role::approver) ? nullptr : &*at;
}

Judgement DirectoryActs::approve(const DirectoryProposal& proposal) const {
  if (proposal.proposed.agency == said_.agency && proposal.proposed.person == said_.person) return Refused{"own-draft"};
  const schemas::Approver* as = approver();
  if (as == nullptr) return Refused{"not-an-approver"};
  const auto line = attached_.find(std::string{file_signature});
  if (line == attached_.end() || schemas::valid_signatures(as_bytes(proposal.json), line->second, {*as}) != 1) return Refused{"bad-signature"};
  Ruling ruling = ruling_of("approved");
  if (!has_quorum(proposal.json, proposal.signatures + line->second, *register_.directory())) return ruling;
  ruling.code = "version-" + std::to_string(proposal.directory->version);
  ruling.changes_rules = true;
  return ruling;
}

void DirectoryActs::apply(Register& to, const schemas::Statement& said, const Said& by, const Attached& attached) {
  if (said.kind == ActKind::directory_propose) {
    const auto text = attached.find("text");
    auto read = text == attached.end() ? Result<Directory, schemas::DirectoryError>{Fail{schemas::DirectoryError{}}} : schemas::parse_directory(text->second);
    if (read) to.proposal_ = DirectoryProposal{.directory = std::make_shared<const Directory>(std::move(*read)), .json = text->second, .proposed = by};
    return;
  }
  if (!to.proposal_) return;
  DirectoryProposal& proposal = *to.proposal_;
  if (said.kind == ActKind::directory_withdraw) {
    to.proposal_.reset();
    return;
  }
  if (said.kind == ActKind::directory_reject) {
    proposal.rejections.insert_or_assign(said.agency, by);
    return;
  }
  const auto line = attached.find(std::string{file_signature});
  if (line == attached.end()) return;
  proposal.rejections.erase(said.agency);
  proposal.approvals.insert_or_assign(said.person, by);
  proposal.signatures += line->second;
  if (!has_quorum(proposal.json, proposal.signatures, *to.directory_)) return;
  const DirectoryProposal taken = proposal;
  to.take_directory(taken.directory, taken.json, taken.signatures);
}

}  // namespace concordat::broker
