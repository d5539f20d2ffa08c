#include "broker/register/signer.h"

namespace concordat::broker {

Result<const schemas::Person*, std::string_view> judge_signer(const schemas::Act& act, const schemas::Statement& said, const schemas::Directory& directory,
                                                              const std::set<Digest>& heard, Instant now) {
  using Refused = Fail<std::string_view>;
  const schemas::Person* person = directory.find_person(said.agency, said.person);
  if (person == nullptr) return Refused{"unknown-person"};
  const schemas::Organisation* agency = directory.find(said.agency);
  if (agency == nullptr || agency->standing != schemas::Standing::active) return Refused{"agency-not-active"};
  const auto key = person->signing_key(said.key, now);
  if (!key) return Refused{"person-key-invalid"};
  if (!schemas::is_signed_by(act, *key)) return Refused{"bad-signature"};
  if (now - said.at > act_freshness || said.at - now > act_skew) return Refused{"act-stale"};
  if (heard.contains(schemas::act_id(act))) return Refused{"act-heard"};
  return person;
}

}  // namespace concordat::broker
