// The acts upon the directory. What takes effect is a file with the signatures of the approvers' quorum over it, the same file
// and signatures that every link verifies against what it was provisioned with: so no broker can invent a sender.
#pragma once

#include "broker/register/register.h"

namespace concordat::broker {

// Of a directory's approval, attached: the approver's own signature line over the file (schemas/directory.h).
inline constexpr std::string_view file_signature = "signature";

constexpr bool is_of_directory(schemas::ActKind kind) {
  return kind == schemas::ActKind::directory_propose || kind == schemas::ActKind::directory_approve || kind == schemas::ActKind::directory_reject ||
         kind == schemas::ActKind::directory_withdraw;
}

class DirectoryActs {
public:
  DirectoryActs(const Register& in, const schemas::Statement& said, const schemas::Person& person, const Attached& attached)
      : register_(in), said_(said), person_(person), attached_(attached) {}
  Judgement judge() const;
  static void apply(Register& to, const schemas::Statement& said, const Said& by, const Attached& attached);

private:
  Judgement propose() const;
  Judgement approve(const DirectoryProposal& proposal) const;
  const schemas::Approver* approver() const;

  const Register& register_;
  const schemas::Statement& said_;
  const schemas::Person& person_;
  const Attached& attached_;
};

}  // namespace concordat::broker
