// The plan of one (type, sender, recipient, purpose) under one governing agreement at one time: per field
// what is granted and capped always, and the clauses that may change that. A plan says nothing of any
// message; deciding one runs down its fields.
//
// Made on first use and kept on the book's shelf; immutable, and may be read from any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "policy/book.h"
#include "policy/compiled.h"
#include "policy/tally.h"
#include "policy/terms_shelf.h"
#include "schemas/terms.h"

namespace concordat::policy {

inline constexpr PlanClauseIndex no_clause = 0xffff;

struct PlanClause {
  ClauseRef ref;
  const CompiledClause* compiled;  // in the book
  Program program;                 // over the plan's atoms; empty: always true
  bool is_per_element = false;
  bool has_terms = false;                       // a keep, a caveat or an onward line
  std::vector<PlanClauseIndex> lifted_by = {};  // while one of these holds, its caps do not count
};

// An effect of a clause on a field that depends on the message.
struct Rule {
  Effect::Kind kind;
  schemas::Level level;
  PlanClauseIndex clause;
  const Effect* effect;  // in the book
  bool is_narrowed;      // by keys: the effect may not mean every element's field
};

// A no-tell line of a clause over a field.
struct Silence {
  PlanClauseIndex clause;
  const std::optional<Narrowing>* only;  // in the book
};

struct PlanField {
  schemas::Level grant = schemas::Level::withhold;  // what is always granted, and by which clause
  PlanClauseIndex granted_by = no_clause;
  schemas::Level cap = schemas::Level::full;  // what always caps
  PlanClauseIndex capped_by = no_clause;
  std::vector<Rule> rules;
  std::vector<PlanClauseIndex> terms;  // clauses with terms that always grant it
  std::vector<Silence> silences;
};

// What the clauses say of keeping and use, in words, as it binds once they count.
struct Obligations {
  struct Keeping {
    PlanClauseIndex clause;
    std::string words;
  };
  struct Caveat {
    std::string words;
    std::vector<PlanClauseIndex> clauses;  // that say it, in order
  };
  schemas::Terms start{.agreement = {}, .agreement_digest = schemas::AgreementDigest{Digest{}}, .caveats = {}, .keep = {}};
  std::vector<Keeping> keepings;  // the shortest first
  std::vector<Caveat> caveats;    // by their words
};

struct Plan {
  std::vector<Atom> atoms;
  std::vector<PlanClause> clauses;  // the governing agreement's first, each in its file's order
  std::vector<PlanField> fields;    // by FieldId
  std::vector<PlanClauseIndex> requiring;
  std::vector<PlanClauseIndex> holding;      // clauses whose grants a person must let go
  std::vector<PlanClauseIndex> emergencies;  // emergency clauses of the governing agreement
  std::vector<schemas::Notice> notices;
  std::optional<std::uint16_t> governing;
  std::string duty_contact;  // the sender's
  Obligations obligations;
  Tally tally;               // of all the above
  std::unique_ptr<const TermsShelf> terms = std::make_unique<const TermsShelf>();
};

// Who, what and why: all that a plan depends on besides the book and the time.
struct Route {
  schemas::BodyType type;
  AgencyIndex sender;
  AgencyIndex recipient;
  std::string_view purpose;
};

// True if the clause speaks of such messages, in the agreement's own purposes.
bool grants_on(const CompiledAgreement& agreement, const CompiledClause& clause, const Route& route);
// True if its caps do: `for any` caps every purpose, declared or not.
bool caps_on(const CompiledClause& clause, const Route& route);

// `governing` is absent when no agreement grants: none covers, or the one that does is not in force. Of
// one that has lapsed only the emergency clauses grant.
Plan make_plan(const AgreementBook& book, const Route& route, std::optional<std::uint16_t> governing,
               Instant now);

// An agreement that speaks of a route and is not absent, at one time.
struct Cover {
  std::uint16_t agreement;
  Footing footing;
  bool by_ordinary_clauses;
  bool by_emergency_clauses;
  std::shared_ptr<const Plan> plan;  // with this agreement governing; none while it is suspended
};
using Covers = std::vector<Cover>;

class PlanShelf {
public:
  PlanShelf(const AgreementBook& book, std::vector<Instant> turns);

  // Of a purpose that the book knows; one for all others.
  using PurposeNumber = std::uint32_t;
  PurposeNumber number(std::string_view purpose) const;

  // Between two turns of any agreement nothing changes: which such time that is.
  using Epoch = std::uint32_t;
  Epoch epoch(Instant now) const;

  // What `use` makes of the agreements that cover a route, which stay while it looks at them and no longer.
  template <class Use>
  auto with_covers(const Route& route, PurposeNumber purpose, Epoch epoch, Instant now, Use use) const {
    const Key key = key_of(route, purpose, std::nullopt, epoch);
    {
      const std::shared_lock lock{guard_};
      if (const auto at = covers_.find(key); at != covers_.end()) return use(at->second);
    }
    const Covers made = make_covers(route, now);
    keep(key, made);
    return use(made);
  }
  std::shared_ptr<const Plan> get(const Route& route, std::optional<std::uint16_t> governing,
                                  Instant now) const;
  // What its plans number their questions by.
  QuestionNumbers& questions() const { return questions_; }

private:
  struct Key {
    Epoch epoch;
    AgencyIndex sender;
    AgencyIndex recipient;
    PurposeNumber purpose;
    std::uint32_t governing;
    schemas::BodyType type;
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct Hash {
    std::size_t operator()(const Key& key) const noexcept {
      const std::uint64_t who = std::uint64_t{key.sender} << 32 | key.recipient;
      const std::uint64_t what = (std::uint64_t{key.purpose} << 32 | key.governing) + static_cast<std::uint64_t>(key.type);
      const std::uint64_t mixed = ((who * 0x9e3779b97f4a7c15ULL ^ what) * 0xc2b2ae3d27d4eb4fULL ^ key.epoch) * 0x9e3779b97f4a7c15ULL;
      return static_cast<std::size_t>(mixed ^ mixed >> 32);
    }
  };

  static Key key_of(const Route& route, PurposeNumber purpose, std::optional<std::uint16_t> governing, Epoch epoch) {
    return {epoch, route.sender, route.recipient, purpose, governing ? std::uint32_t{*governing} : 0xffffffff, route.type};
  }
  Covers make_covers(const Route& route, Instant now) const;
  void keep(const Key& key, const Covers& covers) const;

  const AgreementBook& book_;
  std::vector<Instant> turns_;
  std::vector<std::string> purposes_;
  mutable QuestionNumbers questions_;
  mutable std::shared_mutex guard_;
  mutable std::unordered_map<Key, std::shared_ptr<const Plan>, Hash> plans_;
  mutable std::unordered_map<Key, Covers, Hash> covers_;
};

}  // namespace concordat::policy
