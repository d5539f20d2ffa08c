// Every message there could be, as far as one field's outcome can tell them apart: the facts that are asked,
// in the field's own elements and in as many others as the questions can need (docs/adr/0030). Whatever the
// solver finds here is a message that can be written down.
//
//   MessageSpace space{solver, type, field, questions};
//   solver.require(space.ask(atom).yes);
//   if (solver.can_hold({})) const MessagePicture shown = space.picture();
//
// Lives no longer than its solver's next clear().
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "policy/condition.h"
#include "policy/restriction.h"
#include "policy/solver.h"
#include "schemas/message.h"

namespace concordat::policy {

// A truth that depends on the message. What holds is not no: `yes` implies `not_no`.
struct Possible {
  Formula yes;
  Formula not_no;
};

// What will be asked of a message, all of it.
struct Questions {
  std::vector<const Atom*> atoms;
  std::vector<const Narrowing*> narrowings;   // of the field's own elements
  std::vector<schemas::FieldId> companions;   // beside the field
  bool is_restricted = false;                 // whether source restrictions can make a difference
};

// One message, as far as it was asked about.
struct MessagePicture {
  static constexpr std::size_t top = static_cast<std::size_t>(-1);
  struct Element {
    schemas::ListId list;
    std::size_t parent;  // top, or an earlier element
  };
  struct Value {
    schemas::FieldId field;
    std::size_t element;
    std::string text;
  };
  std::vector<Element> elements;  // the field's own first
  std::size_t own = top;          // the innermost element that the field lies in
  std::vector<Value> values;
  CaseFacts facts;
  Truth emergency = Truth::no;  // whether one is declared
  struct Restricted {  // by the message's own source
    std::optional<schemas::FieldId> field;  // beside the field; nothing: the field itself
    Restriction::Strength strength;
  };
  std::vector<Restricted> restricted;
  std::vector<std::string> let_go;  // labels of clauses whose hold a person let go
};
// Its body with the field in it. Any field that lies in the same list may stand for the one asked about, and any
// type that can carry what the picture shows for the type.
schemas::Body body_of(const MessagePicture& picture, schemas::BodyType type, schemas::FieldId field);
// A value that the field may have.
std::string sample_value(const schemas::FieldEntry& field);

class MessageSpace {
public:
  MessageSpace(Solver& solver, schemas::BodyType type, schemas::FieldId about, const Questions& questions);

  Possible ask(const Atom& atom);
  Possible matches(const Narrowing& narrowing);        // of the field's own element
  Formula is_present(schemas::FieldId companion);      // in the field's own element

  Formula is_restricted(schemas::FieldId field, Restriction::Strength strength);  // or a companion

  // Whether stages of more than one agreement are asked about.
  bool has_stages_of_several() const;

  MessagePicture picture() const;  // of what the solver found

private:
  struct Fact {
    schemas::FieldId field;
    Formula present;
    SolverNumber value;
  };
  struct Instance {  // an element that there may be; the first is the message itself
    std::optional<schemas::ListId> list;
    std::size_t parent;
    Formula exists;
    std::vector<Fact> facts;
    std::optional<schemas::FieldId> filler;  // a field that no question asks, to keep it from being empty
  };

  void collect(const Questions& questions);
  std::size_t add(std::optional<schemas::ListId> list, std::size_t parent, Formula exists);
  std::size_t add_chain(schemas::ListId list, Formula exists);
  void add_witness(schemas::ListId list);
  const Fact* fact(std::size_t instance, schemas::FieldId field) const;
  std::optional<std::size_t> within(std::size_t instance, schemas::ListId list) const;

  Possible matches(const Narrowing& narrowing, std::size_t instance);
  Possible compare(const Atom& atom, const Fact* fact);
  Possible ask_here(const Atom& atom, std::size_t instance);
  Possible ask_all(const Atom& atom);
  Formula holds(const Atom& atom, const Fact& fact);
  std::vector<std::string> mentioned(schemas::FieldId field) const;
  std::string text_of(const Fact& fact) const;
  Possible of_case();
  void add_stage(const CaseStage& stage);

  Solver& solver_;
  schemas::BodyType type_;
  schemas::FieldId about_;
  std::vector<schemas::FieldId> asked_;  // sorted
  std::vector<std::pair<schemas::FieldId, std::string>> mentions_;
  std::vector<Instance> instances_;
  std::size_t own_ = 0;
  Possible sender_in_case_;
  Possible recipient_in_case_;
  Possible emergency_;
  std::map<std::pair<schemas::FieldId, Restriction::Strength>, Formula> restrictions_;
  bool can_be_restricted_;
  std::vector<std::pair<CaseStage, Possible>> stages_;  // each that is asked about
};

}  // namespace concordat::policy
