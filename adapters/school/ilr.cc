#include <algorithm>
#include <array>
#include <unordered_map>

#include "adapters/school/codes.h"
#include "adapters/school/roll.h"
#include "adapters/text_encoding.h"
#include "adapters/unread.h"
#include "base/text.h"

namespace concordat::adapters::school {
namespace {

struct Mapping {
  std::string_view name;
  std::string_view path;
};
constexpr std::array mappings{
    Mapping{"LearnRefNumber", "pupil.localId"},      Mapping{"FamilyName", "pupil.familyName"},
    Mapping{"GivenNames", "pupil.givenNames"},       Mapping{"DateOfBirth", "pupil.dateOfBirth"},
    Mapping{"Ethnicity", "pupil.ethnicity"},         Mapping{"Email", "pupil.contacts[email].value"},
    Mapping{"TelNo", "pupil.contacts[phone].value"},
};

const CodeFile& categories() {
  static const CodeFiles files{code_files()};
  return files["lldd_category"];
}

constexpr std::string_view uln_unknown = "9999999999";

// Ten digits; the last is 10 less the weighted sum of the others modulo 11 (which is never 0).
bool is_uln(std::string_view uln) {
  if (uln.size() != 10 || uln.find_first_not_of("0123456789") != std::string_view::npos) return false;
  int sum = 0;
  for (int i = 0; i < 9; ++i) sum += (10 - i) * (uln[static_cast<std::size_t>(i)] - '0');
  return sum % 11 != 0 && 10 - sum % 11 == uln[9] - '0';
}

// What the whole file is marked, and so each learner in it.
struct FileMark {
  std::optional<schemas::Marking> marking;
  bool is_unknown = false;
};

// By local name and in the file's own namespace; the absent element where there is none.
const XmlElement& own_child(const XmlElement& of, std::string_view name) {
  static const XmlElement absent;
  for (const XmlElement& child : of.children)
    if (child.name == name && child.space == of.space) {
      child.is_read = true;
      return child;
    }
  return absent;
}

Outcome<FileMark> read_mark(const XmlElement& mark) {
  const std::string text = to_upper(mark.text);
  if (text.empty()) return FileMark{};
  if (text == "OFFICIAL") return FileMark{.marking = schemas::Marking::official, .is_unknown = false};
  for (std::string_view above : {"CONFIDENTIAL", "SECRET", "TOP SECRET"})
    if (text.starts_with(above))
      return refuse("invalid-value", mark.place() + ", ProtectiveMarking",
                    "is above OFFICIAL-SENSITIVE: such a document may not be sent this way");
  const bool is_known = text == "OFFICIAL-SENSITIVE" || text.starts_with("OFFICIAL-SENSITIVE-") ||
                        text.starts_with("PROTECT-");  // the scheme before 2014
  return FileMark{.marking = schemas::Marking::official_sensitive, .is_unknown = !is_known};
}

class LearnerReader {
public:
  LearnerReader(const XmlElement& learner, std::size_t number)
      : element_(learner), name_("Learner[" + std::to_string(number) + "]") {
    pupil_.place = learner.place() + ", " + name_;
  }

  RollPupil read(const FileMark& mark) && {
    for (const XmlElement& child : element_.children)
      if (child.space == element_.space && (read_group(child) || read_leaf(child)))
        child.is_read = true;
      else
        not_carried(child);
    add("pupil.addressLines", join(lines_, "\n"), place_of("AddLine1"));
    add("pupil.disability", join(disability_, "\n"), place_of("LLDDHealthProb"));
    for (std::string_view kind : {"email", "phone"})
      if (const std::string contact = "pupil.contacts[" + std::string{kind} + "]";
          !value_at_path(pupil_.entries, contact + ".value").empty())
        add(contact + ".kind", kind, pupil_.place);
    if (value_at_path(pupil_.entries, "pupil.familyName").empty() ||
        value_at_path(pupil_.entries, "pupil.dateOfBirth").empty())
      pupil_.problems.push_back({"missing-subject", pupil_.place, "must hold FamilyName and DateOfBirth"});
    if (restricts_address_) restrict("subject.address", "liftable", "other", "ContactPreference");
    if (restricts_contact_) restrict("subject.contact", "liftable", "other", "ContactPreference");
    if (mark.is_unknown)
      for (std::string_view part : {"subject", "education"})
        restrict(part, "absolute", "protectiveMarking", "ProtectiveMarking");
    expand_short_names(pupil_.entries);
    note_unread(pupil_.not_carried, unread(element_, name_));
    return std::move(pupil_);
  }

private:
  bool read_leaf(const XmlElement& leaf) {
    if (!leaf.children.empty()) return false;
    if (leaf.text.empty()) return true;
    if (leaf.name.starts_with("AddLine")) {
      lines_.push_back(leaf.text);
      return true;
    }
    for (const Mapping& mapping : mappings)
      if (mapping.name == leaf.name) {
        add(mapping.path, leaf.text, place(leaf));
        return true;
      }
    if (leaf.name == "ULN") return read_uln(leaf);
    if (leaf.name == "Sex") return read_sex(leaf);
    if (leaf.name == "Postcode") return read_postcode(leaf);
    if (leaf.name == "NINumber") {
      add("pupil.identifiers[ni].value", leaf.text, place(leaf));
      add("pupil.identifiers[ni].system", "nationalInsuranceNumber", place(leaf));
      return true;
    }
    return leaf.name == "LLDDHealthProb" && read_health(leaf);
  }
  bool read_group(const XmlElement& group) {
    if (group.name == "ContactPreference") return read_preference(group);
    if (group.name != "LLDDandHealthProblem") return false;
    const XmlElement& code = own_child(group, "LLDDCat");
    const CodeRow* category = categories().find(code.text);
    if (category == nullptr) {
      if (code.text.empty()) return false;
      pupil_.left_out.push_back({"unknown-code", place(code), "must be a category of the ILR specification"});
      return true;
    }
    const bool is_primary = own_child(group, "PrimaryLLDD").text == "1";
    disability_.push_back(std::string{category->words} + (is_primary ? " (primary)" : ""));
    return true;
  }
  // Ten nines are shared by everybody whose number is not known: carried, they would make them one.
  bool read_uln(const XmlElement& leaf) {
    if (leaf.text == uln_unknown) return true;
    if (is_uln(leaf.text))
      add("pupil.uln", leaf.text, place(leaf));
    else
      pupil_.left_out.push_back(
          {"invalid-value", place(leaf), "must be ten digits whose last is the check digit"});
    return true;
  }
  bool read_sex(const XmlElement& leaf) {
    if (leaf.text == "F" || leaf.text == "M")
      add("pupil.sex", leaf.text == "F" ? "female" : "male", place(leaf));
    else
      pupil_.left_out.push_back({"unknown-code", place(leaf), "must be F or M"});
    return true;
  }
  // ZZ99 9ZZ is no place: the specification writes it where the postcode is not known.
  bool read_postcode(const XmlElement& leaf) {
    std::string packed = to_upper(leaf.text);
    std::erase(packed, ' ');
    if (packed != "ZZ999ZZ") add("pupil.postcode", leaf.text, place(leaf));
    return true;
  }
  bool read_health(const XmlElement& leaf) {
    if (leaf.text == "1")
      disability_.insert(
          disability_.begin(),
          "Learner considers that they have a learning difficulty, disability or health problem");
    else if (leaf.text == "2")
      disability_.insert(
          disability_.begin(),
          "Learner considers that they have no learning difficulty, disability or health problem");
    return leaf.text == "1" || leaf.text == "2" || leaf.text == "9";
  }
  // An agreement to be contacted is about courses and surveys, and makes no contact safe: not carried.
  // Everything else, and every code not known here, restricts.
  bool read_preference(const XmlElement& preference) {
    const std::string_view type = own_child(preference, "ContPrefType").text;
    const std::string_view code = own_child(preference, "ContPrefCode").text;
    const bool is_method = type == "PMC";
    if ((type == "RUI" && (code == "6" || code == "7")) ||
        (is_method && (code == "4" || code == "5" || code == "6")))
      return false;
    const bool is_post = is_method && code == "1";
    const bool is_telephone_or_email = is_method && (code == "2" || code == "3");
    restricts_address_ = restricts_address_ || !is_telephone_or_email;
    restricts_contact_ = restricts_contact_ || !is_post;
    return true;
  }

  void restrict(std::string_view path, std::string_view strength, std::string_view reason,
                std::string_view from) {
    const std::string element = "restrictions[roll-" + std::to_string(++restrictions_) + "]";
    add(element + ".path", path, place_of(from));
    add(element + ".strength", strength, place_of(from));
    add(element + ".reason", reason, place_of(from));
  }
  void add(std::string_view path, std::string_view value, const std::string& at) {
    if (!value.empty()) pupil_.entries.push_back({std::string{path}, std::string{value}, at});
  }
  void not_carried(const XmlElement& element) {
    element.read_whole();
    if (pupil_.not_carried.size() < 100) pupil_.not_carried.push_back(place(element));
  }
  std::string place(const XmlElement& element) const {
    return element.place() + ", " + name_ + "/" + element.name;
  }
  std::string place_of(std::string_view name) const { return pupil_.place + "/" + std::string{name}; }

  const XmlElement& element_;
  std::string name_;
  RollPupil pupil_;
  std::vector<std::string> lines_;
  std::vector<std::string> disability_;
  bool restricts_address_ = false;
  bool restricts_contact_ = false;
  int restrictions_ = 0;
};

}  // namespace

// "ESFA/ILR/2025-26": whoever collects it, and every year's.
bool is_ilr(const XmlElement& root) {
  const auto parts = split(root.space, '/');
  return root.name == "Message" && parts.size() == 3 && parts[1] == "ILR";
}

Outcome<Roll> read_ilr(const XmlElement& root) {
  const XmlElement& header = own_child(root, "Header");
  TRY(const FileMark mark, read_mark(own_child(own_child(header, "Source"), "ProtectiveMarking")));
  Roll roll{.date = own_child(own_child(header, "CollectionDetails"), "FilePreparationDate").text,
            .marking = mark.marking,
            .pupils = {}};
  const XmlElement& provider = own_child(own_child(root, "LearningProvider"), "UKPRN");
  std::unordered_map<std::string, std::size_t> by_reference;
  std::vector<const XmlElement*> learners;
  for (const XmlElement& child : root.children) {
    if (child.space != root.space) continue;
    if (child.name == "Learner") {
      learners.push_back(&child);
      roll.pupils.push_back(LearnerReader{child, roll.pupils.size() + 1}.read(mark));
      by_reference.emplace(own_child(child, "LearnRefNumber").text, roll.pupils.size() - 1);
      if (!provider.text.empty())
        roll.pupils.back().entries.push_back(
            {"schooling.school", "UKPRN " + provider.text, provider.place() + ", LearningProvider/UKPRN"});
    } else if (child.name == "LearnerDestinationandProgression") {
      const auto whose = by_reference.find(own_child(child, "LearnRefNumber").text);
      if (whose == by_reference.end()) continue;
      child.read_whole();
      roll.pupils[whose->second].not_carried.push_back(child.place() + ", " + child.name);
    }
  }
  if (roll.pupils.empty())
    return refuse("missing-subject", root.place() + ", Message", "the file has no learner in it");
  note_unread(roll.pupils.front().not_carried, unread(root, root.name, learners));
  return roll;
}

}  // namespace concordat::adapters::school
