// Only the Gate makes a Release: a field that no agreement granted has no way to become bytes.
// expect: private
#include <utility>

#include "schemas/release.h"

using namespace concordat::schemas;

Release decide(concordat::Passkey<concordat::policy::Gate> key, std::shared_ptr<const Submission> submission, Terms terms) {
  return Release{key, std::move(submission), AgencyId{"police/met"}, {}, {}, {}, std::move(terms)};
}
#ifdef OFFENCE
Release make_up(std::shared_ptr<const Submission> submission, Terms terms) {
  return Release{{}, std::move(submission), AgencyId{"police/met"}, {}, {}, {}, std::move(terms)};
}
#endif
