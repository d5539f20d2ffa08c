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

  // What the caps alone leave of one field.
  schemas::Level cap(std::uint32_t index) const;
  // After verdicts(): the clauses with terms that grant something released, in order.
  std::vector<PlanClauseIndex> counting(const std::vector<Verdict>& verdicts) const;
  // After verdicts(): whether an emergency made existence of what a cap would have withheld.
  bool has_softened() const { return has_softened_; }

private:
  struct Weighed {  // what the clauses say of a field, before anything else does
    schemas::Level grant;
    PlanClauseIndex granted_by;
    schemas::Level cap;
    PlanClauseIndex capped_by;
    bool by_emergency;  // an emergency clause is among those that grant it
  };

  ClauseRef ref(PlanClauseIndex clause) const { return plan_.clauses[clause].ref; }
  bool counts(const Contender& grant, Run::Place at) const {
    return run_.is_yes(grant.row, at) &&
           (!grant.gives_way || std::binary_search(let_go_.begin(), let_go_.end(), grant.clause));
  }
  Weighed weigh(const FieldTally& tally, Run::Place at) const;
  void judge(std::uint32_t index, Verdict& found);
  void restrict(const schemas::Field& field, bool by_emergency, Verdict& verdict);
  bool is_restricted(const schemas::Field& field, bool by_emergency) const;
  schemas::Onward onward(const FieldTally& tally, Run::Place at) const;
  schemas::Tell tell(const FieldTally& tally, Run::Place at) const;

  const Run& run_;
  const Plan& plan_;
  const BodyView& view_;
  const std::vector<Restriction>& restrictions_;
  std::vector<PlanClauseIndex> let_go_;
  bool has_softened_ = false;
};

// A field leaves only with every companion that is present, whole. Holding one back may leave another
// without its companion: repeated until nothing changes. The least release is the only end there is.
void hold_back_companionless(std::vector<Verdict>& verdicts, const BodyView& view);

}  // namespace concordat::policy
