// The acts upon an agreement, each judged by its own rule and folded into its version. The rules are docs/constitution.md,
// sentence by sentence.
#pragma once

#include "broker/register/register.h"

namespace concordat::broker {

class AgreementActs {
public:
  AgreementActs(const Register& in, const schemas::Statement& said, const schemas::Person& person, const Attached& attached, Instant now)
      : register_(in), said_(said), person_(person), attached_(attached), now_(now) {}
  Judgement judge() const;
  static void apply(Register& to, const schemas::Statement& said, const Said& by, const Attached& attached);

private:
  Judgement propose(const schemas::AgreementName& name) const;
  Judgement approve(const Version& version) const;
  Judgement reject(const Version& version) const;
  Judgement activate(const Version& version) const;
  Judgement suspend(const Version& version) const;
  Judgement resume(const Version& version) const;
  Judgement withdraw(const Version& version) const;
  Judgement accede(const Version& version) const;
  Judgement leave(const Version& version) const;
  Judgement done(const Version& version, std::string code) const;
  bool is_approver_of(const Version& version) const;
  bool speaks_for_party(const Version& version) const;

  const Register& register_;
  const schemas::Statement& said_;
  const schemas::Person& person_;
  const Attached& attached_;
  Instant now_;
};

}  // namespace concordat::broker
