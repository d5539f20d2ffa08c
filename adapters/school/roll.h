// A roll: who the pupils of a school are, from a class-list CSV, a Common Transfer File or a college's
// Individualised Learner Record. Identity only; there is no concern in it. It is used beside a concern form, to complete the pupil, and may be given
// alone, each pupil becoming an update.
//
//   Outcome<Roll> roll = read_class_list(table);
//   const Outcome<Entries> completed = RollBook{rolls}.complete(form);
//
// A class list is the cohort export of school immunisation services: CHILD_FIRST_NAME, CHILD_LAST_NAME,
// CHILD_DATE_OF_BIRTH and more (README.md). A CTF is the DfE Common Transfer File, version 3 on. An ILR is
// the yearly return of further education, of any year.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "adapters/csv.h"
#include "adapters/school/form.h"
#include "adapters/xml.h"

namespace concordat::adapters::school {

struct RollPupil {
  Entries entries;                       // under pupil. and schooling.
  std::string place;                     // "line 4"
  std::vector<std::string> not_carried;  // columns or elements with something we have no field for
  Problems problems;                     // why this pupil is not to be believed
  Problems left_out = {};                // values not to be believed, that the pupil goes without
};
struct Roll {
  std::string date;  // of the document, ISO; empty where it has none
  std::optional<schemas::Marking> marking = {};  // of the document, where it says
  std::vector<RollPupil> pupils;
};

bool is_class_list(const CsvTable& table);
Outcome<Roll> read_class_list(const CsvTable& table);

bool is_ctf(const XmlElement& root);
Outcome<Roll> read_ctf(const XmlElement& root);

bool is_ilr(const XmlElement& root);
Outcome<Roll> read_ilr(const XmlElement& root);

// The rolls beside a form, indexed by what tells one pupil from another.
class RollBook {
public:
  explicit RollBook(std::vector<Roll> rolls);
  RollBook(RollBook&&) = default;  // a copy's index would point into the original
  RollBook& operator=(RollBook&&) = default;

  // Adds to a form what it leaves out of its pupil, from the one roll pupil with the same UPN; failing
  // that the same NHS number; failing that the same names and date of birth. The form's own words win.
  // Refused: a number that matches while the dates of birth differ.
  Outcome<Entries> complete(Entries form) const;

private:
  std::vector<Roll> rolls_;
  // One for each kind of key; a key that several pupils share leads to nullptr.
  std::array<std::unordered_map<std::string, const RollPupil*>, 3> by_key_;
};

}  // namespace concordat::adapters::school
