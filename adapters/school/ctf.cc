#include <algorithm>
#include <array>

#include "adapters/school/roll.h"
#include "adapters/text_encoding.h"
#include "adapters/unread.h"
#include "base/text.h"

namespace concordat::adapters::school {
namespace {

struct Mapping {
  std::string_view group;  // child of Pupil; empty for Pupil itself
  std::string_view name;
  std::string_view path;
};
constexpr std::array mappings{
    Mapping{"", "UPN", "pupil.upn"},
    Mapping{"", "FormerUPN", "pupil.formerUpn"},
    Mapping{"", "UniqueLearnerNumber", "pupil.uln"},
    Mapping{"", "Surname", "pupil.familyName"},
    Mapping{"", "Forename", "pupil.givenNames"},
    Mapping{"", "DOB", "pupil.dateOfBirth"},
    Mapping{"BasicDetails", "LegalSurname", "pupil.familyName"},
    Mapping{"BasicDetails", "LegalForename", "pupil.givenNames"},
    Mapping{"BasicDetails", "PreferredSurname", "pupil.preferredFamilyName"},
    Mapping{"BasicDetails", "PreferredForename", "pupil.preferredGivenName"},
    Mapping{"BasicDetails", "DOB", "pupil.dateOfBirth"},
    Mapping{"BasicDetails", "NHSNumber", "pupil.nhsNumber"},
    Mapping{"BasicDetails", "NCyearActual", "schooling.yearGroup"},
    Mapping{"BasicDetails", "Ethnicity", "pupil.ethnicity"},
    Mapping{"BasicDetails", "FirstLanguage", "pupil.firstLanguage"},
    Mapping{"Address", "Postcode", "pupil.postcode"},
    Mapping{"Address", "PostCode", "pupil.postcode"},
    Mapping{"SEN", "SENprovision", "schooling.senProvision"},
};

bool is_address_line(std::string_view name) {
  return name.starts_with("AddressLine") || name == "SAON" || name == "PAON" || name == "Street" ||
         name == "Locality" || name == "Town" || name == "AdministrativeArea" || name == "PostTown";
}

// "H801200001001": a letter, eleven digits, a digit or letter.
bool is_upn(std::string_view upn) {
  if (upn.size() != 13 || upn[0] < 'A' || upn[0] > 'Z') return false;
  const std::string_view digits = upn.substr(1, 11);
  const bool last_fits = (upn[12] >= '0' && upn[12] <= '9') || (upn[12] >= 'A' && upn[12] <= 'Z');
  return digits.find_first_not_of("0123456789") == std::string_view::npos && last_fits;
}

class PupilReader {
public:
  PupilReader(const XmlElement& pupil, std::size_t number, Roll& roll)
      : element_(pupil), name_("Pupil[" + std::to_string(number) + "]"), roll_(roll) {
    pupil_.place = pupil.place() + ", " + name_;
  }

  void read() {
    read_group(element_, "");
    for (const XmlElement& group : element_.children)
      if (!group.children.empty()) read_group(group, group.name);
    for (std::string_view system : {"upn", "formerUpn"})
      if (const std::string upn = number_of(system); !upn.empty() && !is_upn(upn))
        problem("invalid-value", system == "upn" ? "UPN" : "FormerUPN",
                "must be a letter and twelve characters, such as H801200001001");
    if (!has("pupil.familyName") || !has("pupil.dateOfBirth"))
      problem("missing-subject", "BasicDetails", "must hold LegalSurname, LegalForename and DOB");
    expand_short_names(pupil_.entries);
    note_unread(pupil_.not_carried, unread(element_, name_));
    roll_.pupils.push_back(std::move(pupil_));
  }

private:
  void read_group(const XmlElement& group, std::string_view group_name) {
    std::vector<std::string> lines;
    std::string lines_place;
    group.is_read = true;
    for (const XmlElement& leaf : group.children) {
      if (!leaf.children.empty()) {
        if (!group_name.empty())
          not_carried(leaf, group_name);
        else if (!is_known_group(leaf.name))
          not_carried(leaf, "");
        continue;
      }
      leaf.is_read = true;
      if (leaf.text.empty()) continue;
      const auto mapping = std::find_if(mappings.begin(), mappings.end(), [&](const Mapping& m) {
        return m.group == group_name && m.name == leaf.name;
      });
      if (mapping != mappings.end())
        pupil_.entries.push_back({std::string{mapping->path}, leaf.text, place(leaf, group_name)});
      else if (leaf.name == "Gender" || leaf.name == "Sex")
        read_sex(leaf, group_name);
      else if (group_name == "Address" && is_address_line(leaf.name)) {
        lines.push_back(leaf.text);
        if (lines_place.empty()) lines_place = place(leaf, group_name);
      } else
        not_carried(leaf, group_name);
    }
    if (!lines.empty()) pupil_.entries.push_back({"pupil.addressLines", join(lines, "\n"), lines_place});
  }
  void read_sex(const XmlElement& leaf, std::string_view group_name) {
    if (leaf.text == "F" || leaf.text == "M")
      pupil_.entries.push_back({"pupil.sex", leaf.text == "F" ? "female" : "male", place(leaf, group_name)});
    else
      pupil_.left_out.push_back({"unknown-code", place(leaf, group_name), "must be F or M"});
  }
  static bool is_known_group(std::string_view name) {
    return name == "BasicDetails" || name == "Address" || name == "SEN";
  }

  std::string place(const XmlElement& leaf, std::string_view group_name) const {
    return leaf.place() + ", " + name_ + "/" + (group_name.empty() ? "" : std::string{group_name} + "/") +
           leaf.name;
  }
  void not_carried(const XmlElement& leaf, std::string_view group_name) {
    leaf.read_whole();
    if (pupil_.not_carried.size() < 100) pupil_.not_carried.push_back(place(leaf, group_name));
  }
  void problem(std::string_view code, std::string_view where, std::string_view what) {
    pupil_.problems.push_back({std::string{code}, pupil_.place + "/" + std::string{where}, std::string{what}});
  }
  bool has(std::string_view path) const { return !value_at_path(pupil_.entries, path).empty(); }
  std::string number_of(std::string_view system) const {
    return std::string{value_at_path(pupil_.entries, "pupil." + std::string{system})};
  }

  const XmlElement& element_;
  std::string name_;
  Roll& roll_;
  RollPupil pupil_;
};

}  // namespace

bool is_ctf(const XmlElement& root) {
  return root.name == "CTfile";
}

Outcome<Roll> read_ctf(const XmlElement& root) {
  Roll roll;
  const XmlElement& header = root.child("Header");
  roll.date = std::string{header.text_of("DateTime").substr(0, 10)};
  const XmlElement& school = header.child("SourceSchool");
  std::size_t number = 0;
  const std::vector<const XmlElement*> pupils = root.child("CTFpupilData").all("Pupil");
  for (const XmlElement* pupil : pupils) {
    PupilReader{*pupil, ++number, roll}.read();
    Entries& entries = roll.pupils.back().entries;
    const std::string place = school.place() + ", SourceSchool";
    if (!school.text_of("SchoolName").empty())
      entries.push_back({"schooling.school", std::string{school.text_of("SchoolName")}, place});
    if (!school.text_of("URN").empty())
      entries.push_back({"schooling.urn", std::string{school.text_of("URN")}, place});
  }
  if (roll.pupils.empty())
    return refuse("missing-subject", root.place() + ", CTFpupilData", "the file has no pupil in it");
  note_unread(roll.pupils.front().not_carried, unread(root, root.name, pupils));
  return roll;
}

}  // namespace concordat::adapters::school
