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

policy::Footing standing_of(const policy::AgreementBook& book, const schemas::AgreementDigest& agreement, Instant now) {
  for (std::size_t i = 0; i < book.agreements().size(); ++i)
    if (book.agreements()[i].digest == agreement) return book.footing(static_cast<std::uint16_t>(i), now);
  return policy::Footing::absent;
}

std::vector<std::string> standings(const policy::AgreementBook& book, Instant now) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < book.agreements().size(); ++i)
    lines.push_back(schemas::format_agreement_name(book.agreements()[i].name) + " " +
                    std::string{words_for(book.footing(static_cast<std::uint16_t>(i), now))});
  return lines;
}

}  // namespace concordat::broker
