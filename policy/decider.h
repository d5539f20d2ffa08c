// One verdict for each field of a message, from a plan run over it: the least of the greatest counting
// grant and every counting cap, then what the source restricts, then what may not leave alone.
#pragma once

#include <algorithm>
#include <vector>

#include "policy/evaluation.h"
#include "policy/restriction.h"
#include "policy/run.h"

namespace concordat::policy {

class Decider {
public:
  // `let_go`: the clauses with a `hold` line, sorted, whose grants count because a person said so.
  Decider(const Run& run, const std::vector<Restriction>& restrictions, std::vector<PlanClauseIndex> let_go)
      : run_(run),
        plan_(run.plan()),
        view_(run.view()),
        restrictions_(restrictions),
        let_go_(std::move(let_go)) {}

  std::vector<Verdict> verdicts();

  // What the caps alone leave of each field.
  std::vector<schemas::Level> caps() const;
  // After verdicts(): the clauses with terms that grant something released, in order.
  std::vector<PlanClauseIndex> counting(const std::vector<Verdict>& verdicts) const;
  // After verdicts(): whether an emergency made existence of what a cap would have withheld.
  bool has_softened() const { return has_softened_; }

private:
  bool counts(const Contender& grant, Run::Place at) const {
    return run_.is_yes(grant.row, at) &&
           (!grant.gives_way || std::binary_search(let_go_.begin(), let_go_.end(), grant.clause));
  }
  // The greatest grant that counts there, and the least cap.
  const Contender& granting(const KindTally& kind, Run::Place at) const {
    const Contender* grant = &plan_.tally.contenders[kind.grants];
    while (!counts(*grant, at)) ++grant;
    return *grant;
  }
  const Contender& capping(const KindTally& kind, Run::Place at) const {
    const Contender* cap = &plan_.tally.contenders[kind.caps];
    while (!run_.may_be(cap->row, at) || (cap->gives_way && run_.is_lifted(cap->clause, at))) ++cap;
    return *cap;
  }
  bool is_granted_by_emergency(const KindTally& kind, Run::Place at) const;
  struct Judged {
    Verdict verdict;
    bool by_emergency;
  };
  // What a field of that kind comes to there, but for what its source restricts.
  Judged judge(const KindTally& kind, Run::Place at) {
    const Contender& grant = granting(kind, at);
    const Contender& cap = capping(kind, at);
    if (kind.is_plain && !plan_.tally.has_onward) return {least(grant, cap), false};
    return judge(kind, at, grant, cap);
  }
  Judged judge(const KindTally& kind, Run::Place at, const Contender& grant, const Contender& cap);
  void restrict(const schemas::Field& field, bool by_emergency, Verdict& verdict);
  bool is_restricted(const schemas::Field& field, bool by_emergency) const;
  schemas::Onward onward(const KindTally& kind, Run::Place at) const;
  schemas::Tell tell(const KindTally& kind, Run::Place at) const;

  const Run& run_;
  const Plan& plan_;
  const BodyView& view_;
  const std::vector<Restriction>& restrictions_;
  std::vector<PlanClauseIndex> let_go_;
  bool has_softened_ = false;
  // The fields among which a clause with terms may grant something.
  std::uint32_t first_with_terms_ = 0;
  std::uint32_t last_with_terms_ = 0;
};

// A field leaves only with every companion that is present, whole. Holding one back may leave another
// without its companion: repeated until nothing changes. The least release is the only end there is.
void hold_back_companionless(std::vector<Verdict>& verdicts, const BodyView& view);

}  // namespace concordat::policy
