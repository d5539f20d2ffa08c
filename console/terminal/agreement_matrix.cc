#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "base/csv_row.h"
#include "base/text.h"
#include "console/terminal/agreement.h"
#include "console/terminal/reading.h"
#include "console/terminal/table.h"
#include "policy/check.h"
#include "policy/matrix.h"
#include "policy/notional_parties.h"
#include "policy/paper.h"

namespace concordat::console {
namespace {

using nlohmann::ordered_json;
using policy::MatrixCell;
using policy::Shared;

struct Matrix {
  std::string file;
  std::vector<std::string> others;
  std::string directory;
  std::string from;
  std::string to;
  std::string purpose;
  std::string type;
  std::string form = "terminal";
};

void bind_matrix(CLI::App& leaf, Matrix& to) {
  leaf.add_option("FILE", to.file, "An agreement")->required();
  leaf.add_option("--directory", to.directory, "The organisations there are: a directory.json, or an area's folder; default the parties, two of each kind")->type_name("PATH");
  leaf.add_option("--with", to.others, "An agreement whose caps hold too; may be given several times")->type_name("FILE")->expected(1)->take_all();
  leaf.add_option("--from", to.from, "Only messages of this sender")->type_name("AGENCY");
  leaf.add_option("--to", to.to, "Only this recipient")->type_name("AGENCY");
  leaf.add_option("--purpose", to.purpose, "Only this purpose")->type_name("PURPOSE");
  leaf.add_option("--type", to.type, "Only messages of this type")->type_name("TYPE");
  leaf.add_option("--to-format", to.form, "How to print it; --json is the same as json")
      ->check(CLI::IsMember({"terminal", "csv", "html", "json"}))
      ->capture_default_str();
  leaf.footer("For each sender, purpose and type: which recipient gets which field always, sometimes (and under what) or never.\n"
              "Exact: what is called sometimes, some message gets and some does not; what is called never, none gets.\n"
              "Every agency of a kind that the parties name is taken to have acceded. On the terminal, fields that nobody gets are\n"
              "counted and not listed; the other forms have every cell.\n"
              "Exit codes: 0 done; 3 an input is invalid; 1 a file could not be read.\n\n"
              "Example:\n  concordat agreement matrix prevent.agreement --directory demo --from school/eastbury --type referral");
}

const std::string& path_of(const MatrixCell& cell) { return schemas::FieldTable::get()[cell.field].path; }

std::string under_of(const MatrixCell& cell) {
  std::string words;
  for (const std::string& one : cell.under) words += (words.empty() ? "" : "; ") + one;
  return words;
}

// Cells of one sender, purpose and type stand together.
using Group = std::vector<const MatrixCell*>;
std::vector<Group> groups_of(const std::vector<MatrixCell>& cells) {
  std::vector<Group> groups;
  for (const MatrixCell& cell : cells) {
    const MatrixCell* last = groups.empty() ? nullptr : groups.back().front();
    if (last == nullptr || last->type != cell.type || last->purpose != cell.purpose || last->sender != cell.sender) groups.emplace_back();
    groups.back().push_back(&cell);
  }
  return groups;
}

std::string title_of(const MatrixCell& cell) {
  return std::string{schemas::name_of(cell.type)} + " from " + cell.sender + " for " + cell.purpose;
}

struct Rows {
  std::vector<std::string> recipients;
  std::vector<std::vector<const MatrixCell*>> fields;
};
Rows rows_of(const Group& group) {
  Rows rows;
  for (const MatrixCell* cell : group) {
    if (cell->field == group.front()->field) rows.recipients.push_back(cell->recipient);
    if (rows.fields.empty() || rows.fields.back().front()->field != cell->field) rows.fields.emplace_back();
    rows.fields.back().push_back(cell);
  }
  return rows;
}

// What a cell is under, said once for each group and named by its number.
class Notes {
public:
  std::string number(const MatrixCell& cell) {
    if (cell.shared != Shared::sometimes) return {};
    const auto [at, is_new] = numbers_.try_emplace(under_of(cell), numbers_.size() + 1);
    if (is_new) texts_.push_back(at->first);
    return " (" + std::to_string(at->second) + ")";
  }
  const std::vector<std::string>& texts() const { return texts_; }

private:
  std::map<std::string, std::size_t> numbers_;
  std::vector<std::string> texts_;
};

std::string matrix_text(const std::vector<MatrixCell>& cells, const Terminal& terminal) {
  std::string out;
  for (const Group& group : groups_of(cells)) {
    const Rows rows = rows_of(group);
    std::vector<std::string> heads{"field"};
    heads.insert(heads.end(), rows.recipients.begin(), rows.recipients.end());
    Table table{heads};
    Notes notes;
    std::size_t unshared = 0;
    for (const auto& field : rows.fields) {
      if (std::all_of(field.begin(), field.end(), [](const MatrixCell* cell) { return cell->shared == Shared::never; })) {
        ++unshared;
        continue;
      }
      std::vector<Cell> row{{path_of(*field.front()), {}}};
      for (const MatrixCell* cell : field) {
        std::string view = cell->shared == Shared::never || cell->most == schemas::Level::full ? "" : " " + std::string{schemas::name_of(cell->most)};
        const Tint tint = cell->shared == Shared::always ? Tint::good : cell->shared == Shared::never ? Tint::bad : Tint::part;
        row.push_back({std::string{policy::name_of(cell->shared)} + view + notes.number(*cell), tint});
      }
      table.add(std::move(row));
    }
    if (unshared == rows.fields.size()) continue;
    out += (out.empty() ? "" : "\n") + title_of(*group.front()) + "\n\n" + table.print(terminal);
    if (unshared > 0) out += std::to_string(unshared) + " more fields are shared with nobody.\n";
    for (std::size_t i = 0; i < notes.texts().size(); ++i) out += "(" + std::to_string(i + 1) + ") " + notes.texts()[i] + "\n";
  }
  return out.empty() ? "Nothing is shared.\n" : out;
}

std::string matrix_csv(const std::vector<MatrixCell>& cells) {
  std::string out = csv_row({"type", "purpose", "sender", "recipient", "field", "shared", "least", "most", "under"});
  for (const MatrixCell& cell : cells)
    out += csv_row({std::string{schemas::name_of(cell.type)}, cell.purpose, cell.sender, cell.recipient, path_of(cell),
                            std::string{policy::name_of(cell.shared)}, std::string{schemas::name_of(cell.least)},
                            std::string{schemas::name_of(cell.most)}, under_of(cell)});
  return out;
}

std::string matrix_json(const std::vector<MatrixCell>& cells) {
  ordered_json all = ordered_json::array();
  for (const MatrixCell& cell : cells)
    all.push_back({{"type", schemas::name_of(cell.type)}, {"purpose", cell.purpose}, {"sender", cell.sender}, {"recipient", cell.recipient},
                   {"field", path_of(cell)}, {"shared", policy::name_of(cell.shared)}, {"least", schemas::name_of(cell.least)},
                   {"most", schemas::name_of(cell.most)}, {"under", cell.under}});
  return all.dump(2) + "\n";
}

std::string matrix_html(const std::vector<MatrixCell>& cells, const std::string& name) {
  policy::Paper paper{"Who may get what under " + name, {}, {}};
  for (const Group& group : groups_of(cells)) {
    const Rows rows = rows_of(group);
    policy::PaperTable table{title_of(*group.front()), {"Field"}, {}};
    table.heads.insert(table.heads.end(), rows.recipients.begin(), rows.recipients.end());
    Notes notes;
    for (const auto& field : rows.fields) {
      std::vector<std::string> row{path_of(*field.front())};
      for (const MatrixCell* cell : field) row.push_back(policy::in_words(*cell) + notes.number(*cell));
      table.rows.push_back(std::move(row));
    }
    policy::PaperSection section{title_of(*group.front()), {}, {std::move(table)}};
    if (!notes.texts().empty()) section.tables.push_back({"Sometimes: under what", {"Note", "Under what"}, {}});
    for (std::size_t i = 0; i < notes.texts().size(); ++i) section.tables.back().rows.push_back({std::to_string(i + 1), notes.texts()[i]});
    paper.sections.push_back(std::move(section));
  }
  return policy::paper_as_html(paper);
}

// What the options narrow the matrix to; a name that the agreement does not have would show an empty one.
class Narrower {
public:
  Narrower(const policy::AgreementBook& book, std::uint16_t agreement, const Terminal& terminal)
      : of_(book.agreements()[agreement]), terminal_(terminal) {
    for (policy::AgencyIndex i = 0; i < book.parties().agencies.size(); ++i)
      if (of_.parties[i]) parties_.push_back(book.parties().agencies[i].id.value());
    for (std::size_t type = 0; type < static_cast<std::size_t>(schemas::BodyType::recall); ++type)
      types_.emplace_back(schemas::name_of(static_cast<schemas::BodyType>(type)));
  }

  Result<std::optional<std::string>, Exit> party(const std::string& option, const std::string& name) const {
    return one_of(option, name, parties_, "party", policy::Code::unknown_party);
  }
  Result<std::optional<std::string>, Exit> purpose(const std::string& name) const {
    return one_of("--purpose", name, of_.purposes, "purpose", policy::Code::unknown_purpose);
  }
  Result<std::optional<std::string>, Exit> type(const std::string& name) const {
    return one_of("--type", name, types_, "message type", policy::Code::unknown_type);
  }

private:
  Result<std::optional<std::string>, Exit> one_of(const std::string& option, const std::string& name, const std::vector<std::string>& known,
                                                  const std::string& kind, policy::Code code) const {
    if (name.empty()) return std::optional<std::string>{};
    if (std::find(known.begin(), known.end(), name) != known.end()) return std::optional{name};
    const auto guess = nearest(name, known);
    return Fail{terminal_.invalid(option, schemas::format_agreement_name(of_.name) + " has no " + kind + " \"" + name + "\" [" + std::string{policy::name_of(code)} + "]" +
                                              (guess ? "; did you mean \"" + *guess + "\"?" : "; it has " + join(known, ", ")))};
  }

  const policy::CompiledAgreement& of_;
  const Terminal& terminal_;
  std::vector<std::string> parties_;
  std::vector<std::string> types_;
};

Result<policy::MatrixScope, Exit> scope_of(const Matrix& asked, const policy::AgreementBook& book, std::uint16_t agreement, const Terminal& terminal) {
  const Narrower narrower{book, agreement, terminal};
  policy::MatrixScope scope;
  TRY(scope.sender, narrower.party("--from", asked.from));
  TRY(scope.recipient, narrower.party("--to", asked.to));
  TRY(scope.purpose, narrower.purpose(asked.purpose));
  TRY(const std::optional<std::string> type, narrower.type(asked.type));
  if (type) scope.type = schemas::body_type_named(*type);
  return scope;
}

Result<policy::Parties, Exit> parties_for(const Matrix& asked, const std::string& text, const Terminal& terminal) {
  if (asked.directory.empty()) return policy::notional_parties(policy::parse(text).agreement);
  TRY(const schemas::Directory directory, read_directory(asked.directory, terminal));
  return policy::parties_of(directory);
}

Exit run_matrix(const Matrix& asked, Terminal& terminal) {
  std::vector<std::string> files{asked.file};
  files.insert(files.end(), asked.others.begin(), asked.others.end());
  std::vector<policy::AgreementSource> sources;
  for (const std::string& file : files) {
    auto text = read_text(file, terminal);
    if (!text) return text.error();
    sources.push_back({std::move(*text), policy::Status::active, {}});
  }
  const auto parties = parties_for(asked, sources.front().text, terminal);
  if (!parties) return parties.error();
  for (policy::AgreementSource& source : sources)
    for (const policy::Agency& agency : parties->agencies) source.acceded.push_back(agency.id);
  const auto book = policy::AgreementBook::compile(sources, *parties);
  if (!book) {
    for (const policy::RefusedAgreement& refused : book.error())
      for (const policy::Diagnostic& found : refused.diagnostics) terminal.talk(policy::render(files[refused.source], sources[refused.source].text, found));
    return Exit::invalid_input;
  }
  const policy::Agreement read = policy::parse(sources.front().text).agreement;
  const schemas::AgreementName name{read.name, read.version};
  std::uint16_t index = 0;
  while ((*book)->agreements()[index].name != name) ++index;
  const auto scope = scope_of(asked, **book, index, terminal);
  if (!scope) return scope.error();
  const auto cells = policy::matrix_of(**book, index, *scope);
  if (terminal.is_json() || asked.form == "json") terminal.data(matrix_json(cells));
  else if (asked.form == "csv") terminal.data(matrix_csv(cells));
  else if (asked.form == "html") terminal.data(matrix_html(cells, schemas::format_agreement_name(name)));
  else terminal.data(matrix_text(cells, terminal));
  return Exit::done;
}

}  // namespace

void add_agreement_matrix(CLI::App& family, Tree& tree) {
  add_leaf<Matrix>(family, tree, "matrix", "Which recipient may get which field: always, sometimes or never", bind_matrix, run_matrix);
}

}  // namespace concordat::console
