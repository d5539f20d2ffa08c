#include "policy/language_words.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/text.h"

namespace concordat::policy {
namespace {

using schemas::FieldClass;
using schemas::FieldEntry;
using schemas::FieldTable;
using schemas::Level;

constexpr auto words = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"agreement", "Begins the file: its name, and its version"},
    {"title", "What people call the agreement"},
    {"schema", "The newest field that a struct's grant reaches; 1 where it is not said"},
    {"scheme", "The kind of work it is for: envelopes name it; any is for agreements that only cap"},
    {"area", "The ONS codes of the places it is for"},
    {"parties", "The agencies, or kinds of agency, that it binds"},
    {"approvers", "The parties whose signatures bring it into force"},
    {"in", "in force DATE until DATE: the first day it counts, and the first day it no longer does"},
    {"review", "review by DATE: the day by which it must be looked at again"},
    {"marking", "official, or official-sensitive"},
    {"dpia", "The reference of the impact assessment"},
    {"policy", "policy document TEXT: the appropriate policy document that Article 9(2)(g) needs"},
    {"stages", "The stages of a case, and the party whose decisions move it from one to the next"},
    {"purpose", "What data is shared for, and on what legal basis"},
    {"pathway", "Where a message that names no recipient goes, and whom to call when it does not arrive"},
    {"clause", "One rule: from whom, to whom, for what, and what is shared or held back"},
    {"emergency", "Before clause: counts only where the envelope declares an emergency. In a condition: whether it does"},
    {"means", "The purpose, in a sentence"},
    {"basis", "The legal bases relied on, for everyone or for the parties after for"},
    {"from", "Who sends"},
    {"to", "Who receives; after a limit, the view that is the most to leave"},
    {"for", "The purposes; after a basis, the parties that rely on it"},
    {"on", "The types of message; every type where it is not said"},
    {"when", "The condition under which the clause counts"},
    {"unless", "The condition under which it does not"},
    {"share", "Grants the fields, in full or as a view"},
    {"except", "Takes paths out of this line's grant"},
    {"as", "The view up to which this line grants"},
    {"limit", "The most that may leave of the fields, whoever else grants more"},
    {"withhold", "The fields do not leave, whoever grants them"},
    {"conceal", "The fields do not leave, and nobody is told that there may be any"},
    {"class", "Every field of a class"},
    {"no-tell", "These people must not learn of it: search, accounts and recalls about them wait for an officer"},
    {"require", "The message is refused without the field, or goes with a list of what is missing if it is urgent"},
    {"hold", "hold for approval within TIME else escalate: a named person of the sender releases it first"},
    {"lift", "In an emergency clause: these clauses do not cap what it grants"},
    {"keep", "How long the recipient may keep it"},
    {"caveat", "A sentence that travels with the fields"},
    {"onward", "Whether the recipient may pass it on: no, ask first, or yes"},
    {"any", "Every party, purpose or type; it stands alone"},
    {"some", "At least one element of the list"},
    {"every", "All elements of the list"},
    {"and", "Both must hold"},
    {"or", "Either must hold"},
    {"not", "It must not hold"},
    {"is", "is VALUE, is not VALUE, is one of VALUES, is present, is absent"},
    {"at", "at least VALUE, at most VALUE: for what has an order"},
    {"present", "The field is in the message"},
    {"absent", "The field is not in the message"},
    {"recipient", "recipient in case: the recipient is party to the case"},
    {"sender", "sender in case: the sender is party to the case"},
    {"case", "case stage is STAGE: where the case has got to"},
    {"respond", "respond within TIME: how soon a person must have it"},
    {"otherwise", "otherwise call NAME NUMBER: what NOT DELIVERED says"},
    {"ask", "The sender must be asked before it is passed on"},
    {"closure", "When the case is closed"},
    {"disclosure", "When it was disclosed"},
    {"18th-birthday", "When the person is 18"},
    {"working", "working days: Monday to Friday, without bank holidays"},
});

std::string codes_in_words(const FieldEntry& field) {
  return field.codes.empty() ? std::string{} : "One of: " + join(field.codes, ", ") + "\n";
}

std::string views_in_words(const FieldEntry& field) {
  std::vector<std::string> views;
  for (auto level = field.views.rbegin(); level != field.views.rend(); ++level)
    views.emplace_back(schemas::name_of(*level));
  return join(views, ", ");
}

std::string marks(const FieldEntry& field) {
  return std::string{field.is_fact ? "; fact" : ""} + (field.is_key ? "; key" : "");
}

}  // namespace

std::string_view meaning_of_word(std::string_view word) {
  const auto* const found = std::find_if(words.begin(), words.end(), [&](const auto& each) { return each.first == word; });
  return found == words.end() ? std::string_view{} : found->second;
}

std::string_view meaning_of_view(Level level) {
  switch (level) {
    case Level::conceal: return "Nothing, not even that there may be any";
    case Level::withhold: return "Nothing";
    case Level::existence: return "That there is one";
    case Level::age_band: return "A band of ages, such as 11-15";
    case Level::year: return "The year";
    case Level::month: return "The month and year";
    case Level::outward_code: return "The first half of a postcode";
    case Level::initials: return "Initials";
    case Level::full: return "The value itself";
  }
  return {};
}

std::string_view meaning_of_class(FieldClass field_class) {
  if (field_class == FieldClass::monitoring) return "For equality reporting: shared with nobody";
  return is_ordinary(field_class) ? "Ordinary: the grant of a struct reaches it" : "Special: granted only where it is named";
}

std::string field_in_brief(const FieldEntry& field) {
  return std::string{schemas::name_of(field.field_class)} + "; " + views_in_words(field) + marks(field) + "; " + field.meaning;
}

std::string field_in_full(const FieldEntry& field) {
  const FieldTable& table = FieldTable::get();
  std::string out = field.meaning + "\n";
  out += "Class " + std::string{schemas::name_of(field.field_class)} + ". " +
         std::string{meaning_of_class(field.field_class)} + ".\n";
  out += "Views: " + views_in_words(field) + "\n";
  out += codes_in_words(field);
  if (field.is_fact) out += "A fact: a condition may test it\n";
  if (field.is_key) out += "A key: it narrows its list\n";
  std::vector<std::string> companions;
  for (const schemas::FieldId id : field.companions) companions.push_back(table[id].path);
  if (!companions.empty()) out += "Leaves only with: " + join(companions, ", ") + "\n";
  std::vector<std::string> bodies;
  for (const schemas::BodyType type : field.bodies) bodies.emplace_back(schemas::name_of(type));
  out += "In: " + join(bodies, ", ") + "\n";
  return out;
}

std::string struct_in_brief(std::string_view path) {
  const FieldTable& table = FieldTable::get();
  std::vector<std::string> classes;
  const auto fields = table.under(path);
  for (const schemas::FieldId id : fields) {
    const std::string name{schemas::name_of(table[id].field_class)};
    if (std::find(classes.begin(), classes.end(), name) == classes.end()) classes.push_back(name);
  }
  return std::to_string(fields.size()) + (table.list(path) ? " fields of each element: " : " fields: ") + join(classes, ", ");
}

std::string basis_in_full(const Basis& basis) {
  const auto kinds = [](std::string_view named) { return named.empty() ? std::string{"any party"} : join(split(named, ' '), ", "); };
  std::string out = std::string{basis.section} + ": " + std::string{basis.title} + "\n";
  if (!basis.supports.empty()) out += "Supports: " + std::string{basis.supports} + "\n";
  out += "Relied on by: " + kinds(basis.senders) + "\n";
  if (!basis.towards.empty()) out += "Towards: " + kinds(basis.towards) + "\n";
  return out;
}

}  // namespace concordat::policy
