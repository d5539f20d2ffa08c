// An agreement as its text says it: the tree that parse() builds and check() judges. Nothing is resolved
// yet; every part remembers where it stands, so that a diagnostic can underline it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "policy/diagnostic.h"
#include "schemas/vocabulary.h"

namespace concordat::policy {

struct Word {
  std::string text;
  Place place;
};

struct Value {
  enum class Kind : std::uint8_t { word, integer, date, text };
  Kind kind;
  std::string text;
  Place place;
};

// A kind ("school") or one agency ("police/met").
struct Party {
  std::string text;
  Place place;
  bool is_kind() const { return text.find('/') == std::string::npos; }
};
struct PartyScope {  // of from, to: either `any`, or these
  bool any = false;
  std::vector<Party> parties;
  Place place;
};
struct PurposeScope {
  bool any = false;
  std::vector<Word> purposes;
  Place place;
};

struct Selector {
  Word key;
  Value value;
};
// relatedPersons[role child].address: `before` the bracket, the selectors, `after` it.
struct Path {
  std::string before;
  std::vector<Selector> selectors;
  std::string after;
  Place place;
  std::string full() const { return after.empty() ? before : before + "." + after; }
};

enum class Quantifier : std::uint8_t { none, some, every };
enum class Comparison : std::uint8_t { is, is_not, one_of, at_least, at_most, present, absent };
struct Test {
  Quantifier quantifier = Quantifier::none;
  Path path;
  Comparison comparison = Comparison::is;
  std::vector<Value> values;
  Place place;
};

struct Condition {
  enum class Kind : std::uint8_t {
    either,
    both,
    negation,  // over `parts`
    test,
    recipient_in_case,
    sender_in_case,
    case_stage,
    emergency_declared,
  };
  Kind kind;
  std::vector<Condition> parts;
  std::optional<Test> test;
  Word stage;
  Place place;
};

struct Target {  // a path, or every field of a class
  std::optional<Path> path;
  std::optional<Word> field_class;
};
struct Share {
  std::vector<Path> paths;
  std::vector<Path> except;
  std::optional<Word> view;  // full when absent
  Place place;
};
struct Cap {
  enum class Kind : std::uint8_t { limit, withhold, conceal };
  Kind kind;
  std::vector<Target> targets;
  std::optional<Word> view;  // of a limit
  Place place;
};
struct PathLine {  // no-tell, require
  std::vector<Path> paths;
  Place place;
};

enum class Unit : std::uint8_t { hour, day, working_day, month, year };
struct Span {
  std::uint32_t count = 0;
  Unit unit = Unit::day;
};
std::string format_span(const Span& span);  // "1 working day", "6 years"
// To tell which of two is shorter: a working day counts 34 hours, a month 730, a year 8766.
std::uint64_t hours_in(const Span& span);

struct Keep {
  enum class After : std::uint8_t { disclosure, closure, eighteenth_birthday };
  Span span;
  After after = After::closure;
  Place place{};
};
std::string format_keep(const Keep& keep);  // "6 years after closure"

// Only what a named person of the sending party lets go leaves; who has not decided by then is passed over.
struct HoldLine {
  Span within;
  Place place;
};
struct OnwardLine {
  schemas::Onward onward;
  Place place;
};

struct BasisLine {
  std::vector<Word> bases;
  std::vector<Party> parties;  // empty: for everyone
};

struct Clause {
  bool emergency = false;
  Word label;
  std::string title;
  std::optional<PartyScope> from;
  std::optional<PartyScope> to;
  std::optional<PurposeScope> purposes;
  std::vector<schemas::BodyType> types;  // empty: every type
  std::optional<Condition> when;
  std::optional<Condition> unless;
  std::vector<Share> shares;
  std::vector<Cap> caps;
  std::vector<PathLine> requirements;
  std::vector<BasisLine> bases;
  std::vector<Keep> keeps;
  std::vector<std::string> caveats;
  std::vector<PathLine> no_tells;
  std::vector<HoldLine> holds;
  std::vector<OnwardLine> onwards;
  std::vector<Word> lifts;
  Place place;  // of the word `clause`, or `emergency` before it
};

struct Purpose {
  Word id;
  std::string means;
  std::vector<BasisLine> bases;
};
struct Pathway {
  schemas::BodyType type;
  Word purpose;
  std::vector<Party> to;
  std::optional<Span> respond_within;
  std::string call_name;
  std::string call_number;
  Place place;
};
struct Stages {
  std::vector<Word> names;
  Party moved_by;
  Place place;
};

struct Agreement {
  std::string name;
  int version = 0;
  Place place;
  std::string title;
  std::uint16_t schema = 1;
  std::optional<Word> scheme;  // "any": every scheme, and no grant
  std::vector<Word> areas;     // ONS codes
  std::vector<Party> parties;
  std::vector<Party> approvers;
  Date in_force_from{};
  Date in_force_until{};  // the first day no longer in force
  Place in_force_place;
  std::optional<Date> review_by;
  Place review_place;
  std::optional<Word> marking;
  std::string dpia;
  std::string policy_document;
  std::optional<Stages> stages;
  std::vector<Purpose> purposes;
  std::vector<Pathway> pathways;
  std::vector<Clause> clauses;
};

std::string in_words(const Path& path);  // "relatedPersons[role child].name"
std::string in_words(const Test& test);  // "some concern.risk.level at least high"

}  // namespace concordat::policy
