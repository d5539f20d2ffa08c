#include "console/web/pages/agreement_matrix.h"

#include <algorithm>

#include "base/text.h"
#include "console/web/pages/agreement_shelf.h"
#include "console/web/pages/table.h"
#include "console/web/pages/words.h"
#include "policy/parse.h"

namespace concordat::console::web {
namespace {

using policy::MatrixCell;
using policy::Shared;

// What a cell is under, said once and named by its number.
class Notes {
public:
  std::string number(const MatrixCell& cell) {
    if (cell.shared != Shared::sometimes) return {};
    const std::string words = join(cell.under, "; ");
    auto at = std::find(texts_.begin(), texts_.end(), words);
    if (at == texts_.end()) at = texts_.insert(texts_.end(), words);
    return ", note " + std::to_string(at - texts_.begin() + 1);
  }
  const std::vector<std::string>& texts() const { return texts_; }

private:
  std::vector<std::string> texts_;
};

std::string colour(Shared shared) { return shared == Shared::always ? "green" : shared == Shared::sometimes ? "yellow" : "grey"; }

void offer(View& view, std::string_view list, const std::string& value, const std::string& label, const std::string& chosen) {
  view.add(list, View{}.say("value", value).say("label", label).show_if("selected", value == chosen));
}

// What the address asks for; where it does not say, the first that there is.
struct Wanted {
  std::string sender;
  std::string purpose;
  std::string type;
};

Wanted wanted_of(const Fields& query, const policy::AgreementBook& book, const policy::CompiledAgreement& agreement) {
  Wanted asked{query.text("sender"), query.text("purpose"), query.text("type")};
  const bool is_party = [&] {
    for (policy::AgencyIndex i = 0; i < book.parties().agencies.size(); ++i)
      if (agreement.parties[i] && book.parties().agencies[i].id.value() == asked.sender) return true;
    return false;
  }();
  if (!is_party) asked.sender.clear();
  for (policy::AgencyIndex i = 0; asked.sender.empty() && i < book.parties().agencies.size(); ++i)
    if (agreement.parties[i]) asked.sender = book.parties().agencies[i].id.value();
  const bool is_purpose = std::find(agreement.purposes.begin(), agreement.purposes.end(), asked.purpose) != agreement.purposes.end();
  if (!is_purpose) asked.purpose = agreement.purposes.empty() ? "" : agreement.purposes.front();
  if (!schemas::body_type_named(asked.type)) asked.type = "referral";
  return asked;
}

}  // namespace

View matrix_view(const std::vector<MatrixCell>& cells) {
  View view;
  std::vector<std::string> heads{"Field"};
  for (const MatrixCell& cell : cells)
    if (cell.field == cells.front().field) heads.push_back(cell.recipient);
  const std::size_t recipients = heads.size() - 1;
  Table table{"Who sees what", heads, "Nothing is shared."};
  Notes notes;
  std::size_t unshared = 0;
  for (std::size_t at = 0; recipients > 0 && at + recipients <= cells.size(); at += recipients) {
    const auto first = cells.begin() + static_cast<std::ptrdiff_t>(at);
    const auto last = first + static_cast<std::ptrdiff_t>(recipients);
    if (std::all_of(first, last, [](const MatrixCell& cell) { return cell.shared == Shared::never; })) {
      ++unshared;
      continue;
    }
    std::vector<Cell> row{{field_in_words(schemas::FieldTable::get()[first->field].path)}};
    for (auto cell = first; cell != last; ++cell) row.push_back({sentence(policy::in_words(*cell)) + notes.number(*cell), {}, colour(cell->shared)});
    table.add(std::move(row));
  }
  view.put("table", table.view()).show_if("has_unshared", unshared > 0).say("unshared", unshared).show_if("has_notes", !notes.texts().empty());
  for (std::size_t i = 0; i < notes.texts().size(); ++i) view.add("notes", View{}.say("number", i + 1).say("text", sentence(notes.texts()[i])));
  return view;
}

Response agreement_matrix_page(Visit& visit) {
  auto about = agreement_about(visit);
  if (!about) return std::move(about).error();
  View view = agreement_view(*about, "/matrix");
  const auto book = book_of(about->text, parties_for(visit.console().settings, policy::parse(about->text).agreement));
  view.show_if("is_readable", book != nullptr);
  if (book) {
    const policy::CompiledAgreement& agreement = book->agreements().front();
    const Wanted asked = wanted_of(visit.request().query, *book, agreement);
    for (policy::AgencyIndex i = 0; i < book->parties().agencies.size(); ++i)
      if (agreement.parties[i]) offer(view, "senders", book->parties().agencies[i].id.value(), book->parties().agencies[i].id.value(), asked.sender);
    for (const std::string& purpose : agreement.purposes) offer(view, "purposes", purpose, purpose_in_words(purpose), asked.purpose);
    for (std::size_t type = 0; type < static_cast<std::size_t>(schemas::BodyType::recall); ++type) {
      const std::string name{schemas::name_of(static_cast<schemas::BodyType>(type))};
      offer(view, "types", name, type_in_words(name), asked.type);
    }
    policy::MatrixScope scope{.sender = asked.sender, .recipient = {}, .purpose = asked.purpose, .type = schemas::body_type_named(asked.type)};
    view.put("matrix", matrix_view(policy::matrix_of(*book, 0, scope)));
    view.say("title", type_in_words(asked.type) + " from " + asked.sender + ": " + purpose_in_words(asked.purpose));
  }
  return visit.page("agreement_matrix", std::move(view), about->title + ": who sees what");
}

}  // namespace concordat::console::web
