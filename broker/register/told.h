// The register in JSON, as the admin endpoint answers (docs/admin-endpoint.md). It holds no personal data but the names of those
// who act, and no message's values.
#pragma once

#include <optional>
#include <string>

#include "broker/register/register.h"

namespace concordat::broker {

// proposed, disagreed, approved, to-come, in-force, suspended, lapsed, superseded, withdrawn or replaced.
std::string state_of(const Register& in, const Version& version, Instant now);

std::string agreements_told(const Register& in, Instant now);
// One version with its text and what was attached to its proposal. Nothing if there is none.
std::optional<std::string> agreement_told(const Register& in, const schemas::AgreementName& name, Instant now);
// Of an agreement's name, of a version, or (empty) of all.
std::string history_told(const Register& in, const std::string& of);
std::string directory_told(const Register& in, Instant now);

}  // namespace concordat::broker
