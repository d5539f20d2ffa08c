// The simulated area: five agencies with their keys, two agreements of which one can be suspended, and
// referrals whose every text carries a canary.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "broker/pipeline.h"
#include "tests/sim/dice.h"

namespace concordat::sim {

inline constexpr std::string_view log_origin = "concordat.example/sim";
inline constexpr std::string_view canary = "Qzvxcanary";              // begins every free text that is submitted
inline constexpr std::string_view secret_canary = "Qzvxcanary-never";  // in what no agreement shares

enum class Prevent { active, suspended };  // the agreement "sim-prevent"

class Area {
public:
  Area();

  const std::vector<schemas::AgencyId>& agencies() const { return agencies_; }
  const std::shared_ptr<const schemas::Directory>& directory() const { return directory_; }
  const SigningKey& signing_key(std::size_t agency) const { return keys_[agency]; }
  const std::string& transport_key(std::size_t agency) const { return directory_->organisations[agency].transport_key; }
  static SigningKey log_key();
  broker::Session officer() const;
  broker::Session lead(std::size_t agency) const;  // who may release and refuse what that agency's messages hold

  // The rules with that standing, and the events that record them.
  broker::Governance governance(Prevent standing, Instant now) const;
  // Of "sim-hub" or "sim-prevent"; every version says the same.
  static std::string agreement_text(const std::string& name, int version);
  // What the book's agreement on `prevent` is called.
  static constexpr std::string_view prevent_name = "sim-prevent/1";

  schemas::Message referral(std::size_t sender, Dice& dice, Instant now) const;

private:
  std::vector<schemas::AgencyId> agencies_;
  std::vector<SigningKey> keys_;
  std::shared_ptr<const schemas::Directory> directory_;
  std::shared_ptr<const policy::AgreementBook> active_;
  std::shared_ptr<const policy::AgreementBook> suspended_;
};

}  // namespace concordat::sim
