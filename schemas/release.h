// A Release is what may leave of one Submission for one recipient: which fields, at which level, and
// what travels with them. Only the Gate makes one, and encode() takes nothing else, so a field that no
// agreement granted has no way to become bytes.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/passkey.h"
#include "schemas/submission.h"
#include "schemas/terms.h"

namespace concordat::policy {
class Gate;
}

namespace concordat::schemas {

struct ReleasedField {
  std::uint32_t field;  // index into submission.body().fields
  Level level;          // existence … full: never withhold or conceal
  Onward onward = Onward::yes;
  Tell tell = Tell::freely;
};

class Release {
public:
  Release(Passkey<policy::Gate>, std::shared_ptr<const Submission> submission, AgencyId recipient,
          std::vector<ReleasedField> fields, std::vector<Notice> notices, std::vector<std::string> missing, Terms terms)
      : submission_(std::move(submission)), recipient_(std::move(recipient)), fields_(std::move(fields)),
        notices_(std::move(notices)), missing_(std::move(missing)), terms_(std::move(terms)) {}
  Release(Release&&) noexcept = default;
  Release& operator=(Release&&) noexcept = default;
  Release(const Release&) = delete;
  Release& operator=(const Release&) = delete;

  const Submission& submission() const { return *submission_; }
  const AgencyId& recipient() const { return recipient_; }
  const std::vector<ReleasedField>& fields() const { return fields_; }
  const std::vector<Notice>& notices() const { return notices_; }
  const std::vector<std::string>& missing() const { return missing_; }  // required paths an urgent message lacks
  const Terms& terms() const { return terms_; }

private:
  std::shared_ptr<const Submission> submission_;
  AgencyId recipient_;
  std::vector<ReleasedField> fields_;
  std::vector<Notice> notices_;
  std::vector<std::string> missing_;
  Terms terms_;
};

}  // namespace concordat::schemas
