#include "adapters/link/cosigned.h"

#include <algorithm>

#include "audit/cosignature.h"

namespace concordat::link {
namespace {

constexpr std::chrono::minutes skew_max{10};

bool is_cosigned_by(const schemas::Organisation& agency, const std::string& note, const Witness& witness) {
  return std::any_of(agency.signing_keys.begin(), agency.signing_keys.end(), [&](const schemas::AgencyKey& key) {
    const auto at = audit::find_cosignature(note, {key.key, agency.id.value()});
    return at && *at <= witness.now + skew_max && witness.now - *at <= witness.cosigned_within &&
           witness.directory.signing_key(agency.id, key.fingerprint, *at);
  });
}

}  // namespace

Result<Unit, Unverified> check_cosigned(const schemas::Deliver& deliver, const audit::Checkpoint& receipt, const Witness& witness) {
  std::size_t others = 0;
  if (!deliver.witnessed.empty()) {
    const auto seen = audit::verify_checkpoint(deliver.witnessed, witness.kept.keys());
    // The log's own key signed what this history does not continue: nothing else need be known.
    if (seen && !audit::verify_advance(*seen, receipt, deliver.continued)) return Fail{Unverified{Unverified::Kind::rejected, "log-inconsistent"}};
    if (seen)
      others = static_cast<std::size_t>(std::count_if(witness.directory.organisations.begin(), witness.directory.organisations.end(), [&](const auto& agency) {
        return agency.id != witness.self && is_cosigned_by(agency, deliver.witnessed, witness);
      }));
  }
  if (others < witness.cosigners_needed) return Fail{Unverified{Unverified::Kind::out_of_step, "not-cosigned"}};
  return Unit{};
}

}  // namespace concordat::link
