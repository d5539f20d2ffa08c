// People of an area, for tests: who they are, their keys, and what they sign. Council, police, NHS and a school, with two
// people of the council, and a Caldicott guardian beside the trust's other approver.
#pragma once

#include <string>

#include "broker/register/register.h"
#include "schemas/act.h"
#include "schemas/directory.h"

namespace concordat::broker {

enum class Who : std::uint8_t { amina, bola, ben, chidi, nadia, eve, iman };  // iman: the police's IG officer

class People {
public:
  People();
  // Adds them, and whoever approves a change of directory (amina, ben, chidi; two of them must sign).
  void join(schemas::Directory& directory, Instant since) const;
  const schemas::AgencyId& agency(Who who) const;
  const std::string& id(Who who) const;
  const SigningKey& key(Who who) const;
  std::string transport_key(Who who) const;

  // A statement by that person, fresh at `at`, each with its own nonce.
  schemas::Statement says(Who who, schemas::ActKind kind, const std::string& subject, Instant at) const;
  schemas::Act signed_by(Who who, const schemas::Statement& statement) const;

private:
  mutable std::uint64_t nonce_ = 0;
};

// A statement's parts: bound to these texts, in order, and they go along.
ActRow carried(const People& people, Who who, schemas::Statement statement, const Attached& attached);

}  // namespace concordat::broker
