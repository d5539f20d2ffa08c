#include "broker/standing.h"

namespace concordat::broker {
namespace {

std::string_view words_for(policy::Footing footing) {
  switch (footing) {
    case policy::Footing::absent: return "not counting";
    case policy::Footing::in_force: return "in force";
    case policy::Footing::lapsed: return "lapsed";
    case policy::Footing::suspended: return "suspended";
  }
  return "not counting";
}

}  // namespace

policy::Footing standing_of(const policy::AgreementBook& book, const schemas::AgreementDigest& agreement, const Way& way, Instant now) {
  const auto sender = book.agency(way.sender);
  const auto recipient = book.agency(way.recipient);
  if (!sender || !recipient) return policy::Footing::absent;
  for (std::size_t i = 0; i < book.agreements().size(); ++i)
    if (book.agreements()[i].digest == agreement) return book.footing(static_cast<std::uint16_t>(i), *sender, *recipient, now);
  return policy::Footing::absent;
}

std::vector<schemas::FieldId> suspended_between(const policy::AgreementBook& book, const Way& way, Instant now) {
  std::vector<schemas::FieldId> found;
  const auto sender = book.agency(way.sender);
  const auto recipient = book.agency(way.recipient);
  if (!sender || !recipient) return found;
  for (std::size_t i = 0; i < book.agreements().size(); ++i) {
    const policy::CompiledAgreement& agreement = book.agreements()[i];
    if (agreement.suspended_fields.empty() || !agreement.parties[*sender] || !agreement.parties[*recipient]) continue;
    if (book.footing(static_cast<std::uint16_t>(i), now) == policy::Footing::absent) continue;
    found.insert(found.end(), agreement.suspended_fields.begin(), agreement.suspended_fields.end());
  }
  return found;
}

std::vector<std::string> standings(const policy::AgreementBook& book, Instant now) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < book.agreements().size(); ++i)
    lines.push_back(schemas::format_agreement_name(book.agreements()[i].name) + " " +
                    std::string{words_for(book.footing(static_cast<std::uint16_t>(i), now))});
  return lines;
}

}  // namespace concordat::broker
