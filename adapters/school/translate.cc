#include "adapters/school/translate.h"

#include <algorithm>
#include <array>

#include "adapters/school/roll.h"
#include "adapters/school/spellings.h"
#include "adapters/text_encoding.h"
#include "base/text.h"
#include "schemas/views.h"

namespace concordat::adapters::school {
namespace {

// Child or adult on a day, where both that day and the birth date are known; a given age otherwise.
std::string age_group(const Entries& entries, std::string_view day) {
  const auto birth = parse_date(iso_date(value_at_path(entries, "pupil.dateOfBirth")));
  const auto on = parse_date(iso_date(day));
  if (birth && on && *birth <= *on) return schemas::age_on(*birth, *on) < 18 ? "child" : "adult";
  const std::string_view age = value_at_path(entries, "pupil.approximateAge");
  if (birth || age.empty() || age.size() > 2 || age.find_first_not_of("0123456789") != std::string_view::npos)
    return {};
  return age.size() == 1 || age < "18" ? "child" : "adult";
}

void add_where_absent(Entries& entries, std::string_view path, std::string value, std::string_view place) {
  if (!value.empty() && value_at_path(entries, path).empty())
    entries.push_back({std::string{path}, std::move(value), std::string{place}});
}

void append(Problems& to, const Problems& from) {
  to.insert(to.end(), from.begin(), from.end());
}

// A whole form or a whole pupil, as a message; its problems are added to `problems`.
void finish(schemas::Draft draft, Translation translation, std::vector<Translation>& messages,
            Problems& problems) {
  translation.left_out = draft.left_out();
  auto body = std::move(draft).finish(translation.type);
  if (!body) return append(problems, body.error());
  translation.body = std::move(*body);
  messages.push_back(std::move(translation));
}

bool names_a_pupil(const Entries& entries) {
  return has_under(entries, "pupil.names[") || has_under(entries, "pupil.identifiers[");
}

void check_form(const FilledForm& form, schemas::BodyType type, schemas::Draft& draft) {
  if (!names_a_pupil(form.entries))
    draft.problem("missing-subject", form.place + ", pupil",
                  "the form names no pupil: give names, a UPN or an NHS number");
  if (type == schemas::BodyType::referral && !has_under(form.entries, "concerns["))
    draft.problem("not-a-referral", form.place + ", concerns", "the form raises no concern");
}

void translate_form(FilledForm form, const RollBook& rolls, std::vector<Translation>& messages,
                    Problems& problems) {
  schemas::Draft draft;
  const auto type = schemas::body_type_named(form.type);
  if (!type)
    return problems.push_back(
        {"unknown-code", form.place + ", type", "must be a message type, such as referral or update"});
  if (form.entries.size() > form_entries_max)
    return problems.push_back(
        {"too-large", form.place, "a form may have at most " + std::to_string(form_entries_max) + " values"});
  auto completed = rolls.complete(std::move(form.entries));
  if (!completed) return append(problems, completed.error());
  form.entries = std::move(*completed);
  check_form(form, *type, draft);

  std::string_view day = value_at_path(form.entries, "referral.dateReferred");
  for (const Entry& entry : form.entries)
    if (day.empty() && entry.path.ends_with("].cameToLight")) day = entry.value;
  add_where_absent(form.entries, "pupil.ageGroup", age_group(form.entries, day), form.place);
  if (*type == schemas::BodyType::referral && !has_under(form.entries, "pupil.roles["))
    add_where_absent(form.entries, "pupil.roles[0].role", "atRisk", form.place);

  Translation translation{
      .type = *type, .body = {}, .place = form.place, .reference = {}, .marking = {}, .not_carried = {}};
  for (std::string_view path : {"referral.reference", "change.reference"})
    if (translation.reference.empty()) translation.reference = std::string{value_at_path(form.entries, path)};
  if (const auto urgency = schemas::urgency_named(to_lower(form.urgency)))
    translation.urgency = *urgency;
  else if (!form.urgency.empty())
    draft.problem("unknown-code", form.place + ", urgency", "must be routine, urgent or emergency");
  if (iequals(form.marking, "OFFICIAL-SENSITIVE") || form.marking == "officialSensitive")
    translation.marking = schemas::Marking::official_sensitive;
  else if (iequals(form.marking, "OFFICIAL"))
    translation.marking = schemas::Marking::official;
  else if (!form.marking.empty())
    draft.problem("unknown-code", form.place + ", marking", "must be OFFICIAL or OFFICIAL-SENSITIVE");
  translation.not_carried = write_form(form.entries, draft);
  translation.not_carried.insert(translation.not_carried.end(), form.not_carried.begin(),
                                 form.not_carried.end());
  finish(std::move(draft), std::move(translation), messages, problems);
}

// A roll given alone: who the pupils are, as updates.
Outcome<Translated> translate_roll(Roll roll) {
  std::vector<Translation> messages;
  Problems problems;
  for (RollPupil& pupil : roll.pupils) {
    add_where_absent(pupil.entries, "change.kind", "added", pupil.place);
    add_where_absent(pupil.entries, "change.date", roll.date, pupil.place);
    add_where_absent(pupil.entries, "pupil.ageGroup", age_group(pupil.entries, roll.date), pupil.place);
    schemas::Draft draft;
    Translation translation{.type = schemas::BodyType::update,
                            .body = {},
                            .place = pupil.place,
                            .reference = {},
                            .marking = roll.marking,
                            .not_carried = std::move(pupil.not_carried),
                            .left_out = {}};
    const auto unknown = write_form(pupil.entries, draft);
    translation.not_carried.insert(translation.not_carried.end(), unknown.begin(), unknown.end());
    for (const schemas::Problem& problem : pupil.problems) draft.problem(problem.code, problem.where, problem.what);
    for (const schemas::Problem& problem : pupil.left_out) draft.leave_out(problem.code, problem.where, problem.what);
    finish(std::move(draft), std::move(translation), messages, problems);
  }
  return translated(std::move(messages), std::move(problems));
}

bool is_xml_roll(const XmlElement& root) {
  return is_ctf(root) || is_ilr(root);
}
Outcome<Roll> read_xml_roll(const XmlElement& root) {
  return is_ctf(root) ? read_ctf(root) : read_ilr(root);
}

// "Child first name" is CHILD_FIRST_NAME, as the services that take these lists read it.
Outcome<CsvTable> read_table(ByteView bytes) {
  TRY(CsvTable table, read_csv(bytes));
  constexpr std::array<std::string_view, 5> beginnings{"CHILD_", "PARENT_1_", "PARENT_2_", "SCHOOL_", "CONCERNS_"};
  for (std::string& column : table.header) {
    std::string plain = to_upper(column);
    for (char& c : plain)
      if (c == ' ' || c == '-') c = '_';
    const bool is_ours = std::any_of(beginnings.begin(), beginnings.end(), [&](std::string_view beginning) { return plain.starts_with(beginning); });
    if (is_ours && !table.has_column(plain)) column = plain;
  }
  return table;
}

// The rolls that lie beside a form. A file that is no roll is somebody else's.
RollBook rolls_beside(const NativeInput& input) {
  std::vector<Roll> rolls;
  for (const NativeFile& file : input.beside) {
    const Syntax syntax = syntax_of(file.bytes);
    if (syntax == Syntax::xml) {
      auto document = read_xml(file.bytes);
      if (!document || !is_xml_roll(document->root)) continue;
      if (auto roll = read_xml_roll(document->root)) rolls.push_back(std::move(*roll));
    } else if (syntax == Syntax::other) {
      auto table = read_table(file.bytes);
      if (!table || !is_class_list(*table)) continue;
      if (auto roll = read_class_list(*table)) rolls.push_back(std::move(*roll));
    }
  }
  for (Roll& roll : rolls)
    for (RollPupil& pupil : roll.pupils)
      for (Entry& entry : pupil.entries) entry.place = "roll beside the form, " + entry.place;
  return RollBook{std::move(rolls)};
}

Outcome<Translated> translate_json(const NativeInput& input) {
  TRY(const Json document, read_json(input.bytes));
  if (document["form"].text != form_name)
    return refuse("unknown-format", line_place(document.line) + ", form",
                  "must be \"" + std::string{form_name} + "\": no other JSON is read from a school");
  std::vector<Translation> messages;
  Problems problems;
  translate_form(read_json_form(document), rolls_beside(input), messages, problems);
  return translated(std::move(messages), std::move(problems));
}

Outcome<Translated> translate_xml(const NativeInput& input) {
  TRY(const XmlDocument document, read_xml(input.bytes));
  if (!is_xml_roll(document.root))
    return refuse("unknown-format", document.root.place(),
                  "the outermost element must be CTfile, or Message in a namespace of the ILR: no other XML is "
                  "read from a school");
  TRY(Roll roll, read_xml_roll(document.root));
  return translate_roll(std::move(roll));
}

Outcome<Translated> translate_csv(const NativeInput& input) {
  TRY(const CsvTable table, read_table(input.bytes));
  if (is_csv_form(table)) {
    const RollBook rolls = rolls_beside(input);
    std::vector<Translation> messages;
    Problems problems = table.rejected;
    for (FilledForm& form : read_csv_forms(table)) translate_form(std::move(form), rolls, messages, problems);
    if (table.rows.empty())
      problems.push_back({"empty-file", "document", "the file has a header and no form"});
    return translated(std::move(messages), std::move(problems));
  }
  if (is_class_list(table)) {
    TRY(Roll roll, read_class_list(table));
    auto out = translate_roll(std::move(roll));
    if (out) {
      append(out->rejected, table.rejected);
      return out;
    }
    Problems problems = std::move(out).error();
    append(problems, table.rejected);
    return Fail{std::move(problems)};
  }
  return refuse("unknown-format", "line 1",
                "the header is neither of a concern form (CONCERNS_1_CATEGORY …) nor of a class list "
                "(CHILD_FIRST_NAME …)");
}

}  // namespace

Outcome<Translated> translate(const NativeInput& input) {
  switch (syntax_of(input.bytes)) {
    case Syntax::json:
      return translate_json(input);
    case Syntax::xml:
      return translate_xml(input);
    case Syntax::other:
      return translate_csv(input);
  }
  return refuse("unknown-format", "document", "is neither JSON, XML nor CSV");
}

}  // namespace concordat::adapters::school
