// One verdict for each field of a message, from a plan run over it: the least of the greatest counting
// grant and every counting cap, then what the source restricts, then what may not leave alone.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "policy/deciding_room.h"
#include "policy/evaluation.h"
#include "policy/restriction.h"
#include "policy/run.h"

namespace concordat::policy {

class Decider {
public:
  // `let_go`: the clauses with a `hold` line, sorted, whose grants count because a person said so.
  Decider(const Run& run, const std::vector<Restriction>& restrictions, const std::vector<PlanClauseIndex>& let_go, DecidingRoom& room)
      : run_(run),
        plan_(run.plan()),
        view_(run.view()),
        restrictions_(restrictions),
        let_go_(let_go),
        room_(room) {}

  std::vector<Verdict> verdicts();

  // What the caps alone leave of each field.
  std::vector<schemas::Level> caps() const;
  // After verdicts(): which of the tally's clauses with terms grant something released, a bit each.
  std::span<const std::uint64_t> counting(const std::vector<Verdict>& verdicts);
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
  void put_usual(std::span<Verdict> found);
  template <class Words>
  void judge_open(std::span<Verdict> found, Words words);
  void judge_restricted(std::span<Verdict> found);
  // What a field of that kind comes to there, but for what its source restricts; whether an emergency clause grants it.
  bool judge(const KindTally& kind, Run::Place at, Verdict& verdict);
  void restrict(const schemas::Field& field, bool by_emergency, Verdict& verdict);
  bool is_restricted(const schemas::Field& field, bool by_emergency) const;
  schemas::Onward onward(const KindTally& kind, Run::Place at) const;
  schemas::Tell tell(const KindTally& kind, Run::Place at) const;

  const Run& run_;
  const Plan& plan_;
  const BodyView& view_;
  const std::vector<Restriction>& restrictions_;
  const std::vector<PlanClauseIndex>& let_go_;
  DecidingRoom& room_;
  bool has_softened_ = false;
};

// A field leaves only with every companion that is present, whole. Holding one back may leave another
// without its companion: repeated until nothing changes. The least release is the only end there is.
void hold_back_companionless(std::span<Verdict> verdicts, const BodyView& view);
// The same, where it can only be one of these.
void hold_back_companionless(std::span<Verdict> verdicts, std::span<const std::uint32_t> among, const BodyView& view);

}  // namespace concordat::policy
