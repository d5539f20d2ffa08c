#include "console/drafting/comparison.h"

#include <algorithm>

#include "base/check.h"
#include "base/text.h"
#include "policy/idle_clauses.h"
#include "policy/parse.h"

namespace concordat::console {
namespace {

using policy::Direction;
using Book = std::shared_ptr<const policy::AgreementBook>;

policy::Parties parties_of_both(const std::string& before, const std::string& after) {
  policy::Parties parties = policy::notional_parties(policy::parse(before).agreement);
  for (policy::Agency& agency : policy::notional_parties(policy::parse(after).agreement).agencies) {
    const bool is_known = std::any_of(parties.agencies.begin(), parties.agencies.end(), [&](const policy::Agency& known) { return known.id == agency.id; });
    if (!is_known) parties.agencies.push_back(std::move(agency));
  }
  return parties;
}

Book compile(const std::string& text, const policy::Parties& parties) {
  std::vector<schemas::AgencyId> acceded;
  for (const policy::Agency& agency : parties.agencies) acceded.push_back(agency.id);
  const auto book = policy::AgreementBook::compile({{text, policy::Status::active, acceded}}, parties);
  CHECK(book, "an agreement that was read does not compile");
  return *book;
}

template <class Many>
bool any_more(const Many& all) {
  return std::any_of(all.begin(), all.end(), [](const auto& one) { return one.direction == Direction::more; });
}

std::string said(const std::string& words) { return words.empty() ? "not said" : words; }

}  // namespace

Comparison::Comparison(const std::string& before, const std::string& after, const std::optional<policy::Parties>& parties)
    : before_(compile(before, parties ? *parties : parties_of_both(before, after))), after_(compile(after, parties ? *parties : parties_of_both(before, after))),
      diff_(policy::diff_agreements(*before_, *after_, policy::Solver::Reasoner::search_first)), confirmer_(*before_, *after_, diff_),
      changes_(policy::changes_between(before, after)) {}

bool Comparison::shares_more() const { return any_more(diff_.shifts) || any_more(changes_); }

std::string Comparison::words(const Marks& marks) const {
  std::string words;
  for (const policy::ShiftWords& shift : shifts())
    words += (shift.direction == Direction::more ? marks.more : marks.less) + join(shift.fields, ", ") + " may come " + shift.outcome + "\n    " + shift.when +
             "\n    " + shift.clause + "\n    " + shift.routes + "\n";
  for (const policy::Change& change : changes_)
    words += change.what + ": " + said(change.before) + " -> " + said(change.after) +
             (change.direction ? std::string{"  ("} + (*change.direction == Direction::more ? "may let more pass" : "lets less pass") + ")" : "") + "\n";
  for (const policy::NoticeShift& notice : diff_.notices)
    words += "told: " + join(notice.recipients, ", ") + (notice.direction == Direction::less ? " now" : " no longer") + " told that " + notice.path + " may be withheld\n";
  return words;
}

std::string difference_words(const std::string& before, const std::string& after) {
  if (before.empty()) return "no version is in force: all that it shares is new\n";
  const std::string words = Comparison{before, after, std::nullopt}.words({});
  return words.empty() ? "nothing is shared otherwise\n" : words;
}

}  // namespace concordat::console
