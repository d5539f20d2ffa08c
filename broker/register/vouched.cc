#include "broker/register/vouched.h"

#include <algorithm>

namespace concordat::broker {
namespace {

struct Vouching {
  const audit::Entry& entry;
  bool operator()(const ActRow& row) const {
    const auto said = schemas::read_statement(row.act.statement);
    if (!said || entry.reference != schemas::act_id(row.act)) return false;
    return std::all_of(row.attached.begin(), row.attached.end(), [&](const auto& attached) {
      const Digest* bound = said->bound(attached.first);
      return bound == nullptr || *bound == sha256(as_bytes(attached.second));
    });
  }
  bool operator()(const ImportedDirectory& row) const { return entry.reference == sha256(as_bytes(row.json)); }
  bool operator()(const ImportedAgreement& row) const {
    return entry.agreement && entry.agreement->digest == sha256(as_bytes(row.text)) && entry.code == name_of(row.status);
  }
  bool operator()(const Turn& row) const { return entry.agreement && entry.agreement->digest == row.text && entry.code == name_of(row.what); }
};

}  // namespace

std::string_view name_of(policy::Status status) {
  switch (status) {
    case policy::Status::active: return "active";
    case policy::Status::suspended: return "suspended";
    case policy::Status::withdrawn: return "withdrawn";
    case policy::Status::superseded: return "superseded";
  }
  return "active";
}

bool is_vouched_for(const RegisterRow& row, const audit::Entry& entry) { return std::visit(Vouching{entry}, row); }

}  // namespace concordat::broker
