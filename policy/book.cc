#include "policy/book.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <map>

#include "base/crypto.h"
#include "policy/check.h"
#include "policy/plan.h"

namespace concordat::policy {
namespace {

void add_parts(Hasher& hasher, const AgreementSource& source) {
  if (source.left.empty() && source.suspended.empty()) return;
  hasher.add("parts");
  for (const schemas::AgencyId& agency : source.left) hasher.add_sized(as_bytes("left " + agency.value()));
  for (const PartSuspended& part : source.suspended)
    hasher.add_sized(as_bytes(part.recipient ? "recipient " + part.recipient->value() : "field " + part.field));
}

Digest digest_of(const std::vector<CompiledAgreement>& agreements, const std::vector<const AgreementSource*>& sources, const Parties& parties) {
  Hasher hasher;
  hasher.add("concordat book 1");
  hasher.add_u32(static_cast<std::uint32_t>(agreements.size()));
  for (std::size_t each = 0; each < agreements.size(); ++each) {
    const CompiledAgreement& agreement = agreements[each];
    hasher.add(ByteView{agreement.digest.value().bytes});
    hasher.add_u32(static_cast<std::uint32_t>(agreement.status));
    for (std::size_t i = 0; i < agreement.parties.size(); ++i)
      if (agreement.parties[i]) hasher.add_u32(static_cast<std::uint32_t>(i));
    hasher.add_u32(std::numeric_limits<std::uint32_t>::max());
    add_parts(hasher, *sources[each]);
  }
  for (const Agency& agency : parties.agencies) {
    hasher.add_sized(as_bytes(agency.id.value()));
    hasher.add_u32(static_cast<std::uint32_t>(agency.standing));
    hasher.add_u32(static_cast<std::uint32_t>(agency.areas.size()));
    for (const std::string& area : agency.areas) hasher.add_sized(as_bytes(area));
    hasher.add_sized(as_bytes(agency.duty_contact));
  }
  return hasher.finish();
}

}  // namespace

Result<std::shared_ptr<const AgreementBook>, std::vector<RefusedAgreement>> AgreementBook::compile(
    const std::vector<AgreementSource>& sources, Parties parties) {
  std::sort(parties.agencies.begin(), parties.agencies.end(),
            [](const Agency& a, const Agency& b) { return a.id < b.id; });
  std::vector<CompiledAgreement> agreements;
  std::vector<RefusedAgreement> refused;
  std::map<schemas::AgreementName, const AgreementSource*> by_name;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    Parsed parsed = read_agreement(sources[i].text, nullptr);
    const bool is_repeated =
        std::any_of(agreements.begin(), agreements.end(), [&](const CompiledAgreement& earlier) {
          return earlier.name == schemas::AgreementName{parsed.agreement.name, parsed.agreement.version};
        });
    if (is_repeated)
      parsed.diagnostics.push_back({Code::repeated_agreement,
                                    parsed.agreement.place,
                                    "this version of the agreement is there already",
                                    "a changed text is a new version",
                                    {}});
    if (has_errors(parsed.diagnostics)) {
      std::erase_if(parsed.diagnostics,
                    [](const Diagnostic& found) { return found.severity() != Severity::error; });
      refused.push_back({i, std::move(parsed.diagnostics)});
      continue;
    }
    const schemas::AgreementDigest digest{sha256(as_bytes(sources[i].text))};
    agreements.push_back(
        compile_agreement(parsed.agreement, digest, sources[i].status, {sources[i].acceded, sources[i].left}, sources[i].suspended, parties));
    by_name.emplace(agreements.back().name, &sources[i]);
  }
  if (!refused.empty()) return Fail{std::move(refused)};
  std::sort(agreements.begin(), agreements.end(),
            [](const CompiledAgreement& a, const CompiledAgreement& b) { return a.name < b.name; });
  std::vector<const AgreementSource*> in_order;
  for (const auto& [name, source] : by_name) in_order.push_back(source);
  const Digest digest = digest_of(agreements, in_order, parties);
  return std::shared_ptr<const AgreementBook>{
      new AgreementBook{std::move(agreements), std::move(parties), digest}};
}

AgreementBook::AgreementBook(std::vector<CompiledAgreement> agreements, Parties parties, Digest digest)
    : agreements_(std::move(agreements)), parties_(std::move(parties)), digest_(digest) {
  for (AgencyIndex i = 0; i < parties_.agencies.size(); ++i)
    agency_index_.try_emplace(parties_.agencies[i].id, i);
  std::vector<Instant> turns;
  for (const CompiledAgreement& agreement : agreements_) {
    turns.push_back(agreement.from);
    turns.push_back(agreement.until);
  }
  plans_ = std::make_unique<PlanShelf>(*this, std::move(turns));
}
AgreementBook::~AgreementBook() = default;

std::size_t AgreementBook::ByEnds::operator()(const schemas::AgencyId& id) const noexcept {
  const std::string& text = id.value();
  std::uint64_t start = 0;
  std::uint64_t end = 0;
  if (text.size() >= sizeof(end)) {
    std::memcpy(&start, text.data(), sizeof(start));
    std::memcpy(&end, text.data() + text.size() - sizeof(end), sizeof(end));
  } else {
    for (const char letter : text) end = end << 8 | static_cast<unsigned char>(letter);
  }
  const std::uint64_t mixed = (start * 0x9e3779b97f4a7c15ULL ^ end ^ text.size()) * 0xc2b2ae3d27d4eb4fULL;
  return static_cast<std::size_t>(mixed ^ mixed >> 32);
}

std::optional<AgencyIndex> AgreementBook::agency(const schemas::AgencyId& id) const {
  const auto at = agency_index_.find(id);
  return at == agency_index_.end() ? std::nullopt : std::optional{at->second};
}

Footing AgreementBook::footing(std::uint16_t agreement, Instant now) const {
  const auto has_begun = [now](const CompiledAgreement& one) {
    return now >= one.from && (one.status == Status::active || one.status == Status::suspended);
  };
  const CompiledAgreement& asked = agreements_[agreement];
  if (!has_begun(asked)) return Footing::absent;
  for (const CompiledAgreement& other : agreements_)
    if (other.name.name == asked.name.name && other.name.version > asked.name.version && has_begun(other))
      return Footing::absent;
  if (asked.status == Status::suspended) return Footing::suspended;
  return now < asked.until ? Footing::in_force : Footing::lapsed;
}

Footing AgreementBook::footing(std::uint16_t agreement, AgencyIndex sender, AgencyIndex recipient, Instant now) const {
  const CompiledAgreement& asked = agreements_[agreement];
  if (asked.left[sender] || asked.left[recipient]) return Footing::absent;
  const Footing whole = footing(agreement, now);
  return asked.suspended_to[recipient] && whole != Footing::absent ? Footing::suspended : whole;
}

}  // namespace concordat::policy
